"""Ties in trade, culture and science: shares of their potential, equal in both directions, `[pair, run]`, 0-1."""

from __future__ import annotations

from simulation.rules.arrays import bounded
from simulation.state import Array


def trade(
    tie: Array, agreement: Array, sales: Array, cut: Array, growth: Array, lump: Array, decay: Array
) -> Array:
    """Next month's trade: x' = (x + g [agreement] (1 - x) + s sales (1 - x) - d [no agreement] x)(1 - cut).

    Under an agreement firms trade by themselves; without one only single sales add to it and contracts run off.
    g = 0.03 gives a fourfold rise in three years, as after 1972 (literature P17), from a tie near 0.18.
    `cut` is the share severed by sanctions.
    """
    room = (1.0 - tie) * (growth * agreement + lump * sales)
    return bounded((tie + room - decay * tie * (1.0 - agreement)) * (1.0 - cut), 0.0, 1.0)


def exchange(tie: Array, joint: Array, cut: Array, growth: Array, decay: Array) -> Array:
    """Next month's tie in culture or science: x' = (x + g joint (1 - x) - d x)(1 - cut).

    `joint` counts the month's joint acts and the programme that an agreement keeps going. Half the sanctions' cut
    applies: exchanges survived downturns (literature P18).
    """
    return bounded((tie + growth * joint * (1.0 - tie) - decay * tie) * (1.0 - 0.5 * cut), 0.0, 1.0)


def technology(own: Array, partner: Array, tie: Array, leak: Array) -> Array:
    """Next month's technology of a state, `[state, run]`, 0-1: what ties let through to the one behind.

    t' = t + l tie max(t_j - t, 0). Science is knowledge for both; the gap that closes is what the leader calls a leak.
    """
    gap = partner - own
    return own + leak * tie * gap * (gap > 0)
