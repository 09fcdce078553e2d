"""All that is found of a class: what page, notes and files are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simulation.errors import ScenarioError
from simulation.play.class_debrief.again import Tell
from simulation.play.class_debrief.answers import RIGHT, Answers, typed
from simulation.play.class_debrief.assessed import Learnt, assessed
from simulation.play.class_debrief.came import Came, came, sorted_by
from simulation.play.class_debrief.differs import Difference, Parted, mean, parted
from simulation.play.class_debrief.fan import RUNS, Fan, fan, world_of
from simulation.play.class_debrief.predicted import Beside, Prediction, beside, predictions
from simulation.play.class_debrief.told import from_json
from simulation.saying import say
from simulation.scenario import Scenario


class Class(NamedTuple):
    """A class: its matches, the calmest first, and the runs that nobody played."""

    scenario: Scenario  # that of most matches
    fan: Fan
    runs: int
    matches: list[Came]
    elsewhere: int  # matches in a world that is not the fan's: other events, or other programs
    parted: Parted
    predictions: Sequence[Prediction]
    beside: list[Beside]
    answers: Sequence[Answers]
    learnt: list[Learnt]

    @property
    def months(self) -> int:
        """The most that any match was played."""
        return max(one.match.months for one in self.matches)

    def gap(self, variable: str = "tension") -> Difference | None:
        """How the matches ended, less how the same chance ended with nobody playing: mean over matches."""
        return mean([one.gap(variable) for one in self.matches])

    @property
    def one_chance(self) -> bool:
        """Whether several matches all met the same chance."""
        return len(self.matches) > 1 and len({one.match.run for one in self.matches}) == 1


def found_of(
    matches: Sequence[Mapping[str, Any]],
    expected: Sequence[Mapping[str, Any]] = (),
    answers: str = "",
    tell: Tell = lambda share: None,
) -> Class:
    """A class out of what the server says of it as JSON: matches (`told`), predictions, answers as typed.

    Raises ScenarioError where no match has a month behind it, and for answers that cannot be read.
    """
    all_told = from_json(matches)
    if not all_told:
        raise ScenarioError(say("play_class.nothing"))
    written, seed = world_of(all_told)
    ground = fan(written, seed, tell=lambda share: tell(share / 2))
    played = came(all_told, lambda share: tell(0.5 + share / 2))
    said, given = predictions(expected), typed(answers)
    return Class(
        Scenario.from_toml(written),
        ground,
        RUNS,
        sorted_by(played),
        sum(one.scenario != written for one in all_told),
        parted(played),
        said,
        beside(said, played),
        given,
        assessed(given, RIGHT),
    )
