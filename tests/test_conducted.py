"""Conduct that is ordered for five years and then let go."""

from __future__ import annotations

import numpy as np

from simulation.actions import ACTIONS, CODE
from simulation.engine import simulate
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.conducted import AFTER, CONDUCTS, DURING, MONTHS, ORDERED, conducted


def test_windows_follow_on_each_other_and_fill_the_run() -> None:
    ends = [DURING, *AFTER.values()]
    assert [first for first, _ in ends] == [0, *(last for _, last in ends[:-1])]
    assert ends[-1][1] == MONTHS
    assert [(last - first) // 12 for first, last in AFTER.values()] == [2, 3, 2]


def test_what_is_ordered_is_done_in_turn_and_then_nothing_is_ordered() -> None:
    world = laboratory_scenario(World(), None)
    for conduct, acts in CONDUCTS.items():
        ordered = world.changed(months=84, events=(), orders=conducted(conduct, ("A", "B"), world.start))
        begun = simulate(ordered, runs=20, seed=7).initiative.transpose("pair", "month", "run").values
        want = np.array([CODE[acts[month % len(acts)]] for month in range(ORDERED)])
        assert (begun[:, :ORDERED] == want[:, None]).all(), conduct
        assert len(np.unique(begun[:, ORDERED:])) > 3, conduct


def test_ordered_conduct_needs_no_agreement_and_provokes_nobody() -> None:
    acts = [ACTIONS[CODE[act]] for turn in CONDUCTS.values() for act in turn]
    assert all(act.agreement is None and act.kind != "provoke" for act in acts)
