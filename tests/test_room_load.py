"""A class whose lines are lost and whose server is killed, over HTTP: nothing is lost, doubled, or in another match."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.lesson import Plan, compared, played
from tests.program import Program

FEW = Plan(phones=8, turns=2, drops=10, kills=1, thinks=(0.05, 0.4))
SIXTY = Plan(phones=60, turns=8, drops=200, kills=20, thinks=(0.5, 3.0))


@pytest.mark.parametrize("plan", [FEW, pytest.param(SIXTY, marks=pytest.mark.slow)], ids=["few", "sixty"])
def test_a_class_loses_no_move_when_lines_are_lost_and_the_server_is_killed(
    tmp_path: Path, plan: Plan
) -> None:
    with Program(tmp_path / "journal") as program:
        lesson = asyncio.run(played(program, plan))
    assert sum(phone.dropped for phone in lesson.phones) == plan.drops
    assert len(lesson.kills) == plan.kills
    compared(tmp_path / "journal", lesson.phones, plan.turns)
    assert program.faults.read_text() == ""
