"""The months of a match gone through again, with all that a debrief may look at: worlds, judgements, red lines."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from simulation import inputs
from simulation.errors import ScenarioError
from simulation.experiments.retracing import Month, retrace
from simulation.months import by_month, draws_of
from simulation.parameters import Parameters
from simulation.play.debrief.ended import Ended
from simulation.saying import say
from simulation.state import Draws, Imposed, Setting


class Again(NamedTuple):
    """The months that were lived, of one run, and what they were made from."""

    ended: Ended
    p: Parameters
    setting: Setting
    imposed: list[Imposed]  # [month] to the end of the scenario
    draws: list[Draws]  # [month]
    months: tuple[Month, ...]  # that were lived

    def felt(self, rows: tuple[int, ...], name: str) -> list[float]:
        """Mean over some pairs of what is reported of them, month by month."""
        return [float(getattr(month.record, name)[list(rows), 0].mean()) for month in self.months]


def again(ended: Ended) -> Again:
    """The match once more. Raises ScenarioError where no month of it was played."""
    if not ended.lived:
        raise ScenarioError(say("play_debrief_refused.nothing"))
    scenario, seed, run = ended.played, ended.seed, ended.run
    return Again(
        ended,
        inputs.parameters_of(scenario),
        inputs.setting_of(scenario),
        by_month(inputs.imposed_on(scenario)),
        by_month(draws_of(scenario, seed, run, run + 1)),
        tuple(islice(retrace(scenario, seed, (run, run + 1)), ended.lived)),
    )


def around(ended: Ended, seat: str) -> tuple[int, ...]:
    """The rows of all pairs that a state is part of, both ways."""
    return tuple(row for row, pair in enumerate(ended.played.pairs) if seat in pair)

