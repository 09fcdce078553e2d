"""Ties by domain: shares of their potential, equal in both directions, `[pair, run]`, 0-1."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import add_up, bounded, namespace, positive
from simulation.state import Array


def mean(ties: Array) -> Array:
    """Mean of ties over domains, 0-1: `[domain, ...] -> [...]`."""
    return add_up(ties) / len(ties)


def potential(freely: Array, p: Parameters) -> Array:
    """How much of a tie's potential is open, 0-1: 1 where it can grow `freely` (bool), else c.

    Without an agreement little of trade is: no credit, no most-favoured nation's tariff (Jackson-Vanik).
    c is `trade_closed`.
    """
    return namespace(freely).where(freely, 1.0, p.trade_closed)


def room(tie: Array, severed: Array, potential: Array) -> Array:
    """How far a tie can still grow, 0-1, share of the potential that is open: max(P - x - E, 0) / P.

    E is what sanctions have severed and nobody has forgotten: firms expect it to be cut again (trade expectations: Copeland
    1996; grain: Paarlberg 1985). P is the `potential` that is open.
    """
    return positive(potential - tie - severed) / potential


def severed(before: Array, tie: Array, cut: Array, p: Parameters) -> Array:
    """What is remembered as severed next month, share of potential: E' = m (E + cut x). With m = 0 nothing is.

    m is `resentment_memory`.
    """
    return p.resentment_memory * (before + cut * tie)


def trade(tie: Array, space: Array, potential: Array, sales: Array, cut: Array, p: Parameters) -> Array:
    """Next month's trade: x' = (x + g (1 + sales) room - d max(x - P, 0))(1 - cut).

    What `space` there is, is its `room` to grow; P is the `potential` that is open. Firms trade by themselves as far as
    they are let, a sale between governments adds what firms do in a month, and what an agreement had opened runs off
    without it. g = 0.03 gives a fourfold rise in three years, as after 1972, from a tie near 0.18. `cut` is the share
    severed by sanctions. g is `trade_growth`, d `tie_decay`.
    """
    more = p.trade_growth * (1.0 + sales) * space - p.tie_decay * positive(tie - potential)
    return bounded((tie + more) * (1.0 - cut), 0.0, 1.0)


def exchange(tie: Array, space: Array, joint: Array, cut: Array, p: Parameters) -> Array:
    """Next month's tie of an exchange, as in culture or science: x' = (x + g joint room - d x)(1 - cut).

    `joint` counts the month's joint acts and the programme that an agreement keeps going; `cut` is the part of what
    sanctions sever that it feels. g is `exchange_growth`, d `tie_decay`.
    """
    after = tie + p.exchange_growth * joint * space - p.tie_decay * tie
    return bounded(after * (1.0 - cut), 0.0, 1.0)


def technology(own: Array, partner: Array, tie: Array, p: Parameters) -> Array:
    """Next month's technology of a state, `[state, run]`, 0-1: what ties let through to the one behind.

    t' = t + l tie max(t_j - t, 0). Science is knowledge for both; the gap that closes is what the leader calls a leak.
    l is `science_leak`.
    """
    gap = partner - own
    return own + p.science_leak * tie * gap * (gap > 0)
