"""What the debrief of a class needs of a match, as plain data that goes to another process as JSON.

Taken in the server, in a moment: what was decided, month by month, and the scenario in which it was. The months themselves
follow from that (`again.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from simulation.play.match import Match, turns
from simulation.step import ORDERED


class Told(NamedTuple):
    """One match. `decided` is by stage (`step.ORDERED`), `[month, pair]` or `[month, issue, pair]` as lists."""

    name: str  # what the class calls it
    scenario: str  # as TOML, with the doctrines of the seats and the events that were brought in
    seed: int
    run: int
    months: int  # that were played
    turns: tuple[int, ...]  # the places of the months with which turns began
    persons: tuple[str, ...]  # the states that persons played
    decided: Mapping[str, Any]


def told(match: Match, name: str) -> Told:
    """The match so far; of one without a month there is nothing to tell."""
    seats = match.game.seats
    return Told(
        name=name,
        scenario=match.ground.scenario.to_toml(),
        seed=match.game.seed,
        run=match.game.run,
        months=match.month,
        turns=turns(match),
        persons=tuple(state for state in match.ground.scenario.labels if seats[state].person),
        decided={
            stage: np.array([month.decided[stage][..., 0] for month in match.lived]).tolist()
            for stage in ORDERED
        },
    )


def as_json(matches: Iterable[Told]) -> list[dict[str, Any]]:
    """What `json.dumps` takes; matches without a month are left out."""
    return [one._asdict() for one in matches if one.months > 0]


def from_json(found: Iterable[Mapping[str, Any]]) -> list[Told]:
    """The inverse of `as_json`."""
    return [Told(**one)._replace(turns=tuple(one["turns"]), persons=tuple(one["persons"])) for one in found]
