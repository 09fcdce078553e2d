"""The card as plain data, for `validation.json`."""

from __future__ import annotations

from typing import Any

from simulation.experiments.card import Card
from simulation.experiments.card.ahead import MEMORY, NEAREST
from simulation.experiments.card.scores import BLOCK_YEARS
from simulation.experiments.card.whole import LEVELS, Skill
from simulation.experiments.measures import FIRST_YEAR
from simulation.findings.as_json import as_json
from simulation.history import FITTED, HELD_OUT


def card_json(card: Card) -> dict[str, Any]:
    """The card as plain numbers, strings, lists and dicts; what is not known is None."""
    levels = ("record", *map(str, LEVELS))
    found: dict[str, Any] = as_json(
        {
            "scenario": card.scenario,
            "runs": card.runs,
            "seed": card.seed,
            "fitted": FITTED,
            "held_out": HELD_OUT,
            "interval": {"level": 0.95, "block_years": BLOCK_YEARS},
            "nearest": {"histories": NEAREST, "quarters": MEMORY},
            "patterns": card.patterns,
            "holdout": {name: _skill(one) for name, one in card.holdout.items()},
            "holdout_1979": {name: _skill(one) for name, one in card.holdout_1979.items()},
            "forecast": {horizon: _skill(one) for horizon, one in card.forecast.items()},
            "years": {
                way: [
                    {"year": FIRST_YEAR + k, **dict(zip(levels, row, strict=True))}
                    for k, row in enumerate(rows)
                ]
                for way, rows in card.years.items()
            },
        }
    )
    return found


def _skill(found: Skill) -> dict[str, Any]:
    """Scores by name, each baseline's with its difference from the model's."""
    apart = {name: {"difference": one} for name, one in found.differences.items()}
    return {name: {**one._asdict(), **apart.get(name, {})} for name, one in found.scores.items()}
