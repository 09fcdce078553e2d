"""Small print along a time axis: where a date lies on the page, and how wide a line of words is."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from simulation.plots.page import MARGIN_LEFT, MARGIN_RIGHT, WIDTH

LINE = 0.155  # inches that a line of small text takes
SMALL = 6.3  # points: the smallest text


class Ruler(NamedTuple):
    """Dates of the time axis, measured in inches on the page."""

    first: pd.Timestamp
    last: pd.Timestamp

    @property
    def inch(self) -> pd.Timedelta:
        """The time that an inch of the axis takes."""
        return (self.last - self.first) / (WIDTH - MARGIN_LEFT - MARGIN_RIGHT)

    def at(self, date: str | pd.Timestamp) -> float:
        """Where a month begins, inches from the left end of the axis."""
        return float((pd.Timestamp(date) - self.first) / self.inch)

    def room(self, date: str | pd.Timestamp) -> float:
        """Inches from a month to where words must end, a little before the edge of the page."""
        return float((self.last - pd.Timestamp(date)) / self.inch) + MARGIN_RIGHT - 0.15


def inches(words: str) -> float:
    """About how wide a line of the smallest text is."""
    return 0.0475 * len(words)
