"""What the record leaves open: the posterior where it is known, the bank, and what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from simulation import draws, simulate
from simulation.errors import ScenarioError
from simulation.experiments.distance import fitted_figures, fitted_rows
from simulation.plots.intervals import COLOURS, interval_figure
from simulation.sweeps.running import sweep
from studies.posterior import bank, coverage, hundred, page, regression
from studies.posterior.found import Asked, find

DOCS = Path(__file__).parents[1] / "docs"

NOISE = 0.5
MIX = np.array([[1.0, 0.5], [-0.3, 1.0], [0.2, 0.2]])  # [figure, parameter]


def linear_gaussian(count: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """theta ~ N(0, 1), figures = MIX theta + N(0, NOISE^2): the posterior is normal, with mean K s and covariance C."""
    chance = draws.of_design(1, kind)
    theta = chance.normal(size=(count, 2))
    return theta, theta @ MIX.T + NOISE * chance.normal(size=(count, len(MIX)))


COVARIANCE = np.linalg.inv(np.eye(2) + MIX.T @ MIX / NOISE**2)


def test_a_linear_gaussian_posterior_is_found() -> None:
    theta, figures = linear_gaussian(40_000, "bank")
    histories = regression.scaled(figures)
    record = np.array([1.0, 0.7, -0.2])
    mean = COVARIANCE @ MIX.T @ record / NOISE**2
    found = regression.posterior(record, theta, histories, 4000)
    middle = found.weights @ found.places
    assert middle == pytest.approx(mean, abs=0.03)
    spread = np.sqrt(np.diag(COVARIANCE))
    assert np.cov(found.places.T, aweights=found.weights) == pytest.approx(COVARIANCE, abs=0.02)
    assert found.correlations()[0, 1] == pytest.approx(COVARIANCE[0, 1] / spread.prod(), abs=0.06)
    low, high = found.quantiles((0.05, 0.95))
    assert low == pytest.approx(mean - 1.645 * spread, abs=0.06)
    assert high == pytest.approx(mean + 1.645 * spread, abs=0.06)
    # without the regression the posterior would be too wide: that is what it is there for
    near = np.argsort(((figures - record) ** 2).sum(axis=1))[:4000]
    assert (theta[near].std(axis=0) > 1.1 * spread).all()


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    theta, figures = linear_gaussian(20_000, "bank")
    truths, records = linear_gaussian(200, "records")
    histories = regression.scaled(figures)
    inside = []
    for truth, record in zip(truths, records, strict=True):
        low, high = regression.posterior(record, theta, histories, 1000).quantiles((0.05, 0.95))
        inside.append((low <= truth) & (truth <= high))
    for count in np.sum(inside, axis=0):
        assert binomtest(int(count), len(truths), 0.9).pvalue > 0.01


def test_places_in_the_unit_cube_stay_there() -> None:
    chance = draws.of_design(1, "cube")
    unit = chance.random((2000, 2))
    figures = unit + 0.01 * chance.normal(size=unit.shape)
    found = regression.in_unit(np.array([0.999, 0.5]), unit, regression.scaled(figures), 200)
    assert ((found.places > 0) & (found.places < 1)).all()
    assert found.quantiles((0.05, 0.95))[:, 1] == pytest.approx([0.484, 0.516], abs=0.01)
    assert found.weights.sum() == pytest.approx(1.0)


# --- the bank -----------------------------------------------------------------------------------------------------------


def test_the_dozen_is_the_one_that_was_found() -> None:
    words = (DOCS / "sensitivity.md").read_text(encoding="utf-8")
    table = words.split("| Parameter | Weight |")[1].split("\n\n")[0]
    names = [name.replace("\\", "") for name in re.findall(r"^\| ([\w\\]+) \|", table, re.MULTILINE)]
    assert tuple(names) == bank.DOZEN


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bank") / "bank"
    return sweep(bank.plan(3, 2, 5), folder, workers=1).folder


def test_a_bank_holds_the_fitted_figures_of_its_vectors(small: Path, tmp_path: Path) -> None:
    found = bank.opened(small)
    values = bank.from_unit(found.unit)
    low, high = bank.ends()
    assert ((low <= values) & (values <= high)).all()
    given = {name: column.repeat(2) for name, column in zip(bank.PRIOR, values.T, strict=True)}
    result = simulate("cold_war", runs=6, seed=5, parameters=given)  # every run in a world of its own
    assert found.figures.reshape(6, -1) == pytest.approx(fitted_figures(result), rel=1e-5, nan_ok=True)
    assert found.war.reshape(6) == pytest.approx(
        result.war.sel(month="1978-12").to_numpy().ravel().astype(float)
    )
    assert found.figures.shape[2] == len(fitted_rows())  # and no row that is held out
    assert len(bank.record()) == len(fitted_rows()) - len(bank.OVER_RUNS)
    other = sweep({"scenario": "classroom", "replicates": 2}, tmp_path / "other").folder
    with pytest.raises(ScenarioError, match="holds another sweep; give the folder of a bank"):
        bank.opened(other)


@pytest.mark.long
def test_vectors_simulated_again_are_those_of_their_table(small: Path, tmp_path: Path) -> None:
    kept = hundred.nearest(bank.opened(small), 1, 2, 9, tmp_path)
    (one,) = kept
    result = simulate("cold_war", runs=2, seed=10, parameters=one.parameters)
    again = hundred.distances(fitted_figures(result)[None])
    assert one.distance == pytest.approx(again[0], rel=1e-4)
    path = tmp_path / "vectors.toml"
    path.write_text(hundred.text_of(kept, "one"), encoding="utf-8")
    back = hundred.kept_vectors(path)["v001"]
    assert back.parameters == one.parameters  # to the digits that are kept
    with pytest.raises(ScenarioError, match="there are no kept vectors at"):
        hundred.kept_vectors(tmp_path / "none.toml")


# --- what is found ------------------------------------------------------------------------------------------------------


def made_up(vectors: int, runs: int, kind: str) -> bank.Bank:
    """Runs whose figures tell the first parameter well, the second a little, and the others not at all."""
    chance = draws.of_design(1, kind)
    unit = chance.random((vectors, len(bank.PRIOR)))
    figures = np.array(bank.record()) + chance.normal(size=(vectors, runs, len(bank.of_one_run())))
    figures[..., 0] += 12.0 * (unit[:, None, 0] - 0.4)
    figures[..., 1] += 1.0 * (unit[:, None, 1] - 0.5)
    every = np.zeros((vectors, runs, len(fitted_rows())))
    every[..., bank.of_one_run()] = figures
    war = np.zeros((vectors, runs))
    war[0] = 1.0
    every[1, 0, 0] = np.nan
    return bank.Bank(unit, every, war)


def test_what_figures_tell_is_narrowed_and_the_rest_left_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studies.posterior.found.TRIED", ())
    known = made_up(3000, 2, "bank")
    assert len(coverage.histories(known).vector) == 6000 - 3  # a war, and no figure
    with pytest.raises(
        ScenarioError, match="--accepted is 3000, and the bank has 5997 histories; take 2998 at most"
    ):
        find(known, known, Asked(3000, 2, 1, 3000))
    found = find(known, made_up(80, 1, "records"), Asked(3000, 2, 1, 2000))
    first, *others = found.parameters
    assert (first.name, first.kind) == (bank.DOZEN[0], 0)
    assert first.low < 0.4 < first.high
    exact = 2 * 1.645 / 12 / 0.9  # of all figures, by the one that tells
    assert 0.9 * exact < first.width.share < 1.6 * exact  # a third of all histories reach far
    assert first.width.low < first.width.share < first.width.high
    assert [one.kind for one in others] == [2] * 11 or others[0].name == bank.DOZEN[1]
    assert found.everywhere.low < 0.9 < found.everywhere.high + 0.02
    assert found.records == 78
    assert found.together == []
    said = page.page(found, "page.png", "Made so.")
    assert page.finding(found).startswith(f"The record narrows {first.name}")
    assert said.count(first.name) >= 3
    assert "| all |" in said
    drawn = interval_figure(*page.shown(found))
    first_panel, second_panel = drawn.axes
    assert [label.get_text() for label in first_panel.get_yticklabels()] == [
        one.name for one in found.parameters
    ]
    assert len(COLOURS) == len(page.KINDS)
    assert second_panel.get_title("left") == "Does the interval hold the truth?"
