"""A match that is over, or is left, as the process takes it that works out its debrief: plain values, no world in them.

The process goes through the months again itself, from the scenario that the match is (`match.scenario_of`): so it needs
no snapshot, and what it finds is what every command finds of the exported file.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from simulation.play.match import Match, scenario_of, turns
from simulation.play.seats import ANSWER, MOVE, PERSON, UNDO, Game, Input, Said
from simulation.scenario import Scenario


class Chosen(NamedTuple):
    """What a person sent to one rival in a stage of a turn, and the place of the month in which that was done."""

    turn: int
    month: int
    stage: str  # move or answer
    seat: str
    rival: str
    said: Said


class Ended(NamedTuple):
    """A match: what was fixed before it, the scenario that it has become, and the same with nobody playing.

    `played` holds what persons chose as orders; `nobody` the events that were brought in, and no such order. `turns` are
    the places of the first months of the turns. Months from `lived` on were not played any more.
    """

    game: Game
    played: Scenario
    nobody: Scenario
    lived: int
    turns: tuple[int, ...]
    chosen: tuple[Chosen, ...]

    @property
    def seed(self) -> int:
        """The seed of its chance."""
        return self.game.seed

    @property
    def run(self) -> int:
        """Which run of the seed it is."""
        return self.game.run

    def to_json(self) -> str:
        """One line, the same for the same match; the inverse of `from_json`."""
        values = {
            "game": self.game.to_json(),
            "played": self.played.to_toml(),
            "nobody": self.nobody.to_toml(),
            "lived": self.lived,
            "turns": self.turns,
            "chosen": [(*one[:-1], one.said.model_dump(exclude_defaults=True)) for one in self.chosen],
        }
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_json(cls, written: str) -> Ended:
        """The match of a line that `to_json` wrote."""
        found: dict[str, Any] = json.loads(written)
        return cls(
            Game.from_json(found["game"]),
            Scenario.from_toml(found["played"]),
            Scenario.from_toml(found["nobody"]),
            found["lived"],
            tuple(found["turns"]),
            tuple(Chosen(*one[:-1], Said(**one[-1])) for one in found["chosen"]),
        )

    def rows(self, seat: str) -> tuple[tuple[int, int, str], ...]:
        """By rival of a seat: the row of its pair, that of the pair turned round, and the rival."""
        pairs = self.played.pairs
        return tuple(
            (row, pairs.index((rival, state)), rival) for row, (state, rival) in enumerate(pairs) if state == seat
        )


def ended(match: Match) -> Ended:
    """The match as far as it was played."""
    first = turns(match)
    return Ended(
        match.game,
        scenario_of(match),
        match.ground.scenario,
        len(match.lived),
        first,
        tuple(_chosen(match.inputs, first)),
    )


def _chosen(inputs: tuple[Input, ...], first: tuple[int, ...]) -> list[Chosen]:
    """What persons sent and did not take back, of turns that were played."""
    kept: dict[tuple[int, str, str], Input] = {}
    last: dict[tuple[int, str], tuple[int, str, str]] = {}
    for one in inputs:
        if one.stage == UNDO:
            kept.pop(last.pop((one.turn, one.seat)), None)
        elif one.stage in (MOVE, ANSWER):
            key = (one.turn, one.stage, one.seat)
            kept[key] = one
            last[one.turn, one.seat] = key
    return [
        Chosen(turn, first[turn], stage, seat, rival, said)
        for (turn, stage, seat), one in kept.items()
        if one.by == PERSON and turn < len(first)
        for rival, said in one.said.items()
    ]
