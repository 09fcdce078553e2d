"""What was said aloud in a month's talks, and what came of it: both sides at the table know it, and nobody else does."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.rules import negotiation
from simulation.state import Array, World

STRAINED = 0.01  # crisis load, 0-1, below which a crisis counts as over (assumption)


class AtTable(NamedTuple):
    """One month of talks, `[issue, pair, run]`; shares of what there is to divide."""

    asked: Array  # what each asked for last, before a deal or a failure wiped it out
    talked: Array  # bool: the issue was open, and there were talks
    failed: Array  # bool: from now on it is silent, and it was no agreement that ended
    spent: Array  # bool: it may have had nothing left to concede
    share: Array  # in the agreement in force
    silence: Array  # months that nobody talks about it
    strained: Array  # bool `[pair, run]`: a crisis between the two was not over, in which talks may be walked out of


def at_table(before: World, after: World, line: Array, asks: Array) -> AtTable:
    """A month's talks, from the worlds before and after it.

    `line` are the month's red lines `[issue, pair, run]`, `asks` what was ordered to be asked for, or below 0. What a side
    asked for is forgotten once a deal is struck or has failed, for all is asked again; then the last that it asked stands.
    """
    was_open = ~(negotiation.running(before.term) | negotiation.running(before.silence))
    talked = was_open & (after.estimate != before.estimate)
    forgotten = (after.demand == np.maximum(line, 1.0)) & (before.demand < after.demand)
    asked: Array = np.where(forgotten, before.demand, after.demand)
    asked = np.where(talked & (asks >= 0), asks, asked)
    spent = (asks < 0) | negotiation.spent(asked, line)  # of a program it is not known what it asked for last
    failed = was_open & negotiation.running(after.silence)
    return AtTable(asked, talked, failed, spent, after.share, after.silence, before.crisis_load > STRAINED)
