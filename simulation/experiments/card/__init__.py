"""The card: how well the model does against the record, and against simple ways of guessing, where it was not fitted.

`record` is what is held against, `predictive` what a forecast is, `baselines` the simple ways, `ahead` the forecasts from
quarter to quarter, `scores` how they are judged, and `whole` puts the card together.
"""

from __future__ import annotations

from simulation.experiments.card.record import Record, Table, opened
from simulation.experiments.card.whole import Card, card, in_short, need_libraries

__all__ = ["Card", "Record", "Table", "card", "in_short", "need_libraries", "opened"]
