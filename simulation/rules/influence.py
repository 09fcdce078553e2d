"""Influence in third theatres: what provoking can win, so that confrontation tempts."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import add_up, bounded, namespace
from simulation.state import Array


def contested(grip: Array, answered: Array, theatre: Array, own: Array, rival: Array, p: Parameters) -> Array:
    """Influence that the actor's acts win from the target, `[pair, run]`, share: d theta grip (1 - answered) 4 s_i s_j.

    An answer in kind denies the prize. The product of shares lets nobody win more than there is (4 s_i s_j is one for
    equals). Assumption; that détente broke there: Garthoff 1994. d is `influence_prize`.
    """
    return p.influence_prize * theatre * grip * (1.0 - answered) * 4.0 * own * rival


def contests(lost: Array, prize: Array) -> Array:
    """Influence lost, counted in contests: lost / d, `[..., run]`; an open one between equals, unanswered, moves one d.

    Without a prize nothing moves, and there is nothing to count. d is `influence_prize`.
    """
    xp = namespace(lost)
    return lost / xp.maximum(xp.asarray(prize), 1e-9)


def pushed(favours: Array, shares: Array, p: Parameters) -> Array:
    """Influence that a revolution or war itself moves, `[state, run]`; sums to zero over states.

    d (f_i - mean f weighted by s) s_i, with f in -1..1: the favoured state gains what the others lose. d is
    `influence_prize`.
    """
    mean = add_up(favours * shares)
    return p.influence_prize * shares * (favours - mean)


def status_quo(reference: Array, influence: Array, p: Parameters) -> Array:
    """The influence that a state has come to regard as its own, `[state, run]`: Q' = Q + a (s - Q).

    A reference point (Levy 1992); a is `reference_return`.
    """
    return reference + p.reference_return * (influence - reference)


def theatre(openness: Array, shock: Array, p: Parameters) -> Array:
    """How open the contest in third theatres is, `[run]`, 0-1: max(floor + m (theta - floor), shock).

    floor is `theatre_floor`, m `shock_memory`.
    """
    xp = namespace(openness)
    left = p.theatre_floor + p.shock_memory * (openness - p.theatre_floor)
    return bounded(xp.maximum(left, shock), 0.0, 1.0)
