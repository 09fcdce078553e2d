"""What a function is given that it cannot take is refused in one line that says what was expected, before any work."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from simulation import (
    DetenteModel,
    Scenario,
    cli,
    describe,
    load_scenario,
    memory,
    run_claims,
    simulate,
    tidy,
)
from simulation.errors import ScenarioError
from simulation.experiments.tournament import tournament
from simulation.inputs import parameters_of
from simulation.months import course

GROUND = load_scenario("classroom")
RESULT = simulate(GROUND, runs=2, keep="summary")
P = parameters_of(GROUND)
HUGE = 10**5000  # which Python refuses to write


def no_loop(*anything: Any) -> None:
    raise AssertionError("worked before it asked")


NO_TABLES: tuple[Any, ...] = (1, "", 0, [])
WRONG: list[tuple[Callable[..., Any], dict[str, Any], str]] = [
    *((simulate, {"parameters": value}, "parameters is .*; give a dictionary") for value in NO_TABLES),
    *((simulate, {"acts": value}, "acts is .*; give a dictionary") for value in NO_TABLES),
    (simulate, {"acts": {"initiative": [[1], [1, 2]]}}, "has shape"),
    (simulate, {"worlds": [[1], [1, 2]]}, "worlds has shape"),
    (simulate, {"progress": "x"}, "progress is 'x'; give a function"),
    (simulate, {"runs": HUGE}, "runs is a whole number of about 5001 digits"),
    (simulate, {"seed": HUGE}, "seed is a whole number of about 5001 digits"),
    (DetenteModel, {"parameters": ""}, "parameters is ''; give a dictionary"),
    (DetenteModel, {"run": HUGE}, "run is a whole number of about 5001 digits"),
    *(
        (course, {"p": P, "seed": 0, "runs": runs}, "runs is")
        for runs in ((3, 0), (0, 0), 3, "ab", (0, 1, 2), (-1, 2))
    ),
    (course, {"p": P, "seed": -1, "runs": (0, 1)}, "seed is -1; give a whole number, 0 or larger"),
    *((Scenario.without, {"words": words}, "words of a title are") for words in (None, "", " ", 3)),
]


@pytest.mark.parametrize(("function", "given", "said"), WRONG)
def test_a_function_of_a_scenario_says_what_it_takes(
    function: Callable[..., Any], given: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError, match=f"^[^\n]*{said}[^\n]*$"):
        function(GROUND, **given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"months": 99_999_999}, "months is 99999999; write a whole number from 1 to 2400"),
        ({"months": 0}, "months is 0"),
        ({"runs": 1.5}, "runs is 1.5; a tournament needs 2"),
        ({"seed": -1}, "seed is -1"),
    ],
)
def test_a_tournament_says_what_it_takes(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        tournament(["hawk", "dove"], [GROUND], progress=no_loop, **given)


def test_a_tournament_asks_for_its_memory_before_the_first_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_limits", lambda: iter([100 * 2**20]))
    with pytest.raises(ScenarioError, match=r"^runs 1000 a game, in all scenarios together, needs about 0"):
        tournament(["hawk", "dove"], [load_scenario("cold_war")], runs=1000, months=240, progress=no_loop)


@pytest.mark.parametrize("runs", [0, -1, 1, 1.5, "x", True, None])
def test_claims_say_what_they_take(runs: Any) -> None:
    with pytest.raises(ScenarioError, match=r"^runs is .*; write a whole number from 2 to 1000000"):
        run_claims(runs, progress=no_loop, conclusion=False)


READING: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (tidy, (None, "tension"), "that is None, no result"),
    (tidy, (RESULT, 0), "0 is no name of a variable"),
    (tidy, (RESULT, ["tension"]), "is no name of a variable; give names one by one"),
    (describe, ("x",), "that is 'x', no result of `simulate`"),
    *(
        (describe, (RESULT.assign_attrs({name: "zzz"}),), f"the result says that {name} is 'zzz'")
        for name in ("keep", "runs", "seed", "worlds")
    ),
    (describe, (RESULT.drop_attrs(),), "it lacks scenario"),
    (Scenario.from_toml, (None,), "scenario is nothing; give a name"),
]


@pytest.mark.parametrize(("function", "given", "said"), READING)
def test_what_reads_says_what_it_reads(
    function: Callable[..., Any], given: tuple[Any, ...], said: str
) -> None:
    with pytest.raises(ScenarioError, match=f"^[^\n]*{said}[^\n]*$"):
        function(*given)


def test_a_result_cut_down_to_some_variables_is_described_still() -> None:
    assert "tension" in str(describe(RESULT[["tension"]]))


#: every option that takes a whole number, as `command --option`
WHOLE = """
run classroom --runs; run classroom --seed; compare classroom --instead kennan_early --runs
compare classroom cold_war --run
report classroom --runs; report classroom --seed; replay classroom --blank; replay classroom --blank 1 --months
replay classroom x.csv --runs; replay classroom x.csv --seed; figure fan classroom --runs; figure fan classroom --seed
figure timeline classroom --run; claims --runs; claims --seed; validate --runs; story --runs; tournament --runs
tournament --seed; tournament --months
"""


def test_every_whole_number_that_is_typed_has_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in re.split(r";|\n", WHOLE.strip()):
        for value in ("-1", "9" * 20, "9" * 4000, "9" * 5000):
            assert cli.main([*typed.split(), value]) == 2, typed
            out, said = capsys.readouterr()
            assert out == ""
            assert said.count("\n") == 1
            assert len(said) < 300, said
