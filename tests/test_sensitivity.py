"""Sensitivity: known indices of known functions, outcomes that are those of the other experiments, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulation import cli
from simulation.catalogue import number, text
from simulation.engine import simulate
from simulation.experiments import ensembles
from simulation.experiments import sensitivity as study
from simulation.experiments.detente import detente_share
from simulation.experiments.distance import FARTHEST, distance, fitted_figures, fitted_rows, goal
from simulation.experiments.outcomes import LEVELS
from simulation.experiments.sensitivity import (
    OUTCOMES,
    measured,
    of_runs,
    of_size,
    scaled,
    weights,
)
from simulation.experiments.validation import pattern_rows
from simulation.history import patterns
from simulation.parameters import PARAMETER_TABLE
from simulation.plots import sensitivity_figure
from simulation.sweeps.indices import elementary_effects, morris_effects, sobol_indices
from simulation.sweeps.points import unit_design
from simulation.words.sensitivity import DECIMALS


def ishigami(unit: np.ndarray, a: float = 7.0, b: float = 0.1) -> np.ndarray:
    """sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3 (Ishigami & Homma 1990)."""
    x = np.pi * (2.0 * unit.T - 1.0)
    return np.asarray(np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0]))


def test_ishigamis_indices_lie_within_their_intervals() -> None:
    """Its variance by hand: D1 = (1 + b pi^4 / 5)^2 / 2, D2 = a^2 / 8, D13 = b^2 pi^8 (1/18 - 1/50)."""
    one, two, both = (1 + 0.1 * np.pi**4 / 5) ** 2 / 2, 49 / 8, 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    found = sobol_indices(3, ishigami(unit_design("saltelli", 3, 1024, 4, seed=1)), seed=1)
    first, total = np.array([one, two, 0.0]) / whole, np.array([one + both, two, both]) / whole
    assert (np.abs(found.first - first) <= found.first_half).all()
    assert (np.abs(found.total - total) <= found.total_half).all()
    assert found.total_half.max() < 0.15


def test_a_dimension_that_does_nothing_and_an_outcome_that_never_varies() -> None:
    assert (np.array(sobol_indices(3, np.ones(8 * 5), seed=0)) == 0).all()
    unit = unit_design("morris", 3, 6, 4, seed=2)
    found = morris_effects(unit, np.ones((len(unit), 1)), seed=0)
    assert all((part == 0).all() for part in found)


def test_of_a_sum_morris_finds_the_slopes_and_of_a_product_that_they_hang_together() -> None:
    unit = unit_design("morris", 3, 10, 4, seed=2)
    values = np.column_stack([unit @ [3.0, -2.0, 0.0], unit[:, 0] * unit[:, 1]])
    effects = elementary_effects(unit, values)
    assert effects[:, :, 0] == pytest.approx(np.tile([3.0, -2.0, 0.0], (10, 1)))
    found = morris_effects(unit, values, seed=0)
    assert found.mu_star[:, 0] == pytest.approx([3.0, 2.0, 0.0])
    assert found.sigma[:, 0] == pytest.approx(np.zeros(3), abs=1e-7)
    assert found.sigma[:2, 1].min() > 0.1
    assert found.sigma[:, 1] == pytest.approx(effects[:, :, 1].std(axis=0, ddof=1))
    for middle, (low, high) in ((found.mu_star, found.mu_star_interval), (found.sigma, found.sigma_interval)):
        assert (low <= middle + 1e-12).all()
        assert (low <= high).all()


def test_morris_is_that_of_salib() -> None:
    from SALib.analyze import morris

    unit = unit_design("morris", 3, 12, 4, seed=4)
    values = ishigami(unit)
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    theirs = morris.analyze(problem, unit, values, num_levels=4, seed=1)
    ours = morris_effects(unit, values[:, None], seed=0)
    assert ours.mu_star[:, 0] == pytest.approx(np.asarray(theirs["mu_star"]))
    assert ours.sigma[:, 0] == pytest.approx(np.asarray(theirs["sigma"]))


def test_outcomes_are_those_of_the_other_experiments() -> None:
    result = simulate("cold_war", runs=12, seed=3)
    assert result.war.any()  # a run that ends early is counted as the others count it
    found = of_runs(result).mean(axis=0)
    assert found[0] == pytest.approx(100 * detente_share(result)["happened"])
    assert found[1] == pytest.approx(float(LEVELS["detente"](result).sum("month").mean()) / 12)
    begun = ensembles.counted(result, "crisis").mean("month")
    assert found[2] == pytest.approx(120 * float(begun.isel(pair=0).mean()))
    benefit = ensembles.at_peace(result, "mutual_benefit").mean("month")
    assert found[3] == pytest.approx(float(benefit.mean()))
    figures = fitted_figures(result)
    rows = pattern_rows(result, patterns("fitted"))
    off = []
    for row, (key, asked) in zip(rows, fitted_rows().iterrows(), strict=True):
        assert row.key == key
        assert row.role == "fitted"
        target, step = goal(asked)
        off.append(min(abs(row.median - target) / step, FARTHEST))
    assert float(distance(figures)) == pytest.approx(np.mean(off))


def test_a_row_without_a_figure_is_as_far_off_as_any_can_be() -> None:
    rows = fitted_rows()
    there = np.array([[goal(row)[0] for _, row in rows.iterrows()]])
    assert float(distance(there)) == 0.0
    there[0, 2] = np.nan
    assert float(distance(there)) == pytest.approx(FARTHEST / len(rows))
    there = np.repeat(there, 2, axis=0)
    there[:, 0] = -np.inf, np.inf  # ratios to nothing: half way between them lies none
    assert float(distance(there)) == pytest.approx(2 * FARTHEST / len(rows))


def test_points_meet_the_same_worlds_and_a_point_is_the_same_among_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unit = np.array([[0.2], [0.2], [0.9]])
    points = scaled(["want_dialogue"], unit)
    about = PARAMETER_TABLE["want_dialogue"]
    assert points["want_dialogue"] == pytest.approx(about.low + (about.high - about.low) * unit[:, 0])
    whole = measured(points, 2, seed=5)
    assert (whole.outcomes[0] == whole.outcomes[1]).all()
    assert (whole.outcomes[0] != whole.outcomes[2]).any()
    monkeypatch.setattr(study, "AT_ONCE", 5)
    for some, again in zip(whole, measured(points, 2, seed=5), strict=True):
        np.testing.assert_allclose(again, some, rtol=1e-12)


def test_weights_are_shares_of_what_all_do() -> None:
    assert weights(np.array([[3.0, 1.0, 0.0], [1.0, 1.0, 0.0]])) == pytest.approx([1.25 / 3, 0.75 / 3])


def test_the_command_says_what_it_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In both languages, sixty letters wide; and the same seed finds the same."""
    monkeypatch.setenv("COLUMNS", "60")
    size = ["--runs", "2", "--trajectories", "2", "--samples", "2", "--seed", "7", "--csv"]
    both = []
    for lang in ("en", "id"):
        out = tmp_path / lang
        assert cli.main(["sensitivity", *size, "--lang", lang, "--out", str(out)]) == 0
        said = capsys.readouterr().out
        assert max(map(len, said.splitlines()[:-1])) <= 60
        found = json.loads((out / "sensitivity.json").read_text(encoding="utf-8"))
        both.append(found)
        best = [one["parameter"] for one in found["chosen"]]
        assert len(set(best)) == 12
        page = (out / "sensitivity.md").read_text(encoding="utf-8")
        assert "--trajectories 2 --samples 2" in page
        assert [one["outcome"] for one in found["outcomes"]] == list(OUTCOMES)
        for outcome in found["outcomes"]:
            sizes = [one["mu_star"] for one in outcome["effects"]]
            assert sizes == sorted(sizes, reverse=True)
            assert {one["parameter"] for one in outcome["indices"]} == set(best)
            assert text(f"sensitivity.{outcome['outcome']}", lang) in said
            assert number(outcome["mean"], lang, DECIMALS[outcome["outcome"]]) in page
        assert len(sensitivity_figure(found, lang).axes) == 2 * len(OUTCOMES)
    assert both[0] == both[1]
    assert both[0]["simulated"] == of_size(2, 2, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [("--runs 1", "runs is 1"), ("--trajectories 1", "trajectories is 1"), ("--samples 6", "samples is 6")],
)
def test_designs_that_say_nothing_are_refused(
    options: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["sensitivity", *options.split()]) == 2
    assert said in capsys.readouterr().err
