"""The search: what it sees, that many candidates at once are what each is alone, and that it goes on where it was."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.card import baselines
from simulation.experiments.card.record import dispositions
from simulation.experiments.causal_story import both_sides, credit, self_keeping, trade
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.comparing import compared, differences, quoted
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.probes import MAIN
from simulation.experiments.claims.worlds import CALIBRATED
from simulation.experiments.measures import MEASURES
from simulation.experiments.validation import pattern_rows
from simulation.history import FITTED, cooperation, patterns
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import load_scenario
from studies import other_defaults, vectors
from studies.calibration import fitted, objective, ranges, searching, side_by_side, story
from studies.calibration.searching import Asked
from studies.posterior import bank, hundred

RUNS, SEED = 6, 5
NAME = next(iter(ranges.SEARCH))  # any parameter


def two_vectors() -> dict[str, ranges.Floats]:
    """The defaults, and a vector half-way to the upper ends."""
    first = ranges.cube({})
    return ranges.table(np.stack([first, 0.5 * (first + 1.0)]))


# --- many candidates at once ----------------------------------------------------------------------------------------


def test_candidates_side_by_side_are_what_each_is_alone() -> None:
    scenario = load_scenario("classroom").changed(parameters={NAME: PARAMETER_TABLE[NAME].high})
    table = two_vectors()
    keep = ("cooperation", "tension", "signed", "initiative", "agreement")
    found = side_by_side.candidates(side_by_side.simulated(scenario, table, RUNS, SEED, keep), RUNS)
    for place, one in enumerate(found):
        values = {name: float(each[place]) for name, each in table.items() if name != NAME}
        alone = simulate(scenario, runs=RUNS, seed=SEED, parameters=values)
        for name in (*keep, "war"):
            assert np.array_equal(one[name].values, alone[name].values), name


def test_each_candidate_begins_with_what_it_has_learnt() -> None:
    scenario, table = load_scenario("classroom"), two_vectors()
    keep = ("value_talking",)
    plain = side_by_side.simulated(scenario, table, 3, SEED, keep)
    taught = side_by_side.simulated(
        scenario, table, 3, SEED, keep, {"value_talking": np.array([np.nan, 2.0])}
    )
    moved = (taught.value_talking - plain.value_talking).isel(month=0).mean("pair").values
    assert moved[:3] == pytest.approx(0.0)
    assert (moved[3:] > 1.0).all()


def test_the_cube_and_the_parameters_are_inverse() -> None:
    middle = {name: 0.5 * (low + high) for name, (low, high) in ranges.SEARCH.items()}
    assert ranges.cube(middle) == pytest.approx(0.5)
    assert {k: v[0] for k, v in ranges.table(ranges.cube(middle)[None]).items()} == pytest.approx(middle)
    assert set(ranges.SEARCH) <= set(PARAMETER_TABLE)


# --- what it sees ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def arms() -> Iterator[dict[str, Any]]:
    """The arms of the model as it stands; those that ask for the causes of fading are short ones, for they cost most."""
    scenarios, short = story.arms(), load_scenario("classroom")
    with pytest.MonkeyPatch.context() as patch:
        fading = {name: short for name in scenarios if name.startswith(("without", "forgetting"))}
        patch.setattr(story, "arms", lambda: scenarios | fading)
        (found,) = story.together({NAME: np.array([PARAMETER_TABLE[NAME].default])}, RUNS, SEED)
        yield found


@pytest.mark.long
def test_it_measures_fitted_rows_and_nothing_else_of_the_record(
    arms: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    measured = fitted.measured(arms["cold_war"])
    rows = set(patterns("fitted").index)
    pointed = set(patterns("fitted").target.dropna().index)
    among = {fitted.OF_RUNS.format(key) for key in pointed}
    assert set(measured) == rows | among | set(fitted.PLAUSIBLE) == {key for key, _ in fitted.goals()}
    assert not set(measured) & (set(MEASURES) - rows)
    # and it measures them as the card does
    whole = simulate(load_scenario("cold_war"), runs=RUNS, seed=SEED)
    for row in pattern_rows(whole, patterns("fitted")):
        assert measured[row.key] == pytest.approx(row.median, nan_ok=True), row.key
    asked: list[Any] = []

    def only(role: Any) -> Any:
        asked.append(role)
        return patterns(role)

    monkeypatch.setattr(fitted, "patterns", only)
    assert all(z >= 0 or math.isnan(z) for z, _ in fitted.missed(measured).values())
    assert asked == ["fitted"]


def test_a_figure_lies_among_the_runs_or_at_their_edge() -> None:
    runs = np.arange(20.0)
    assert fitted.beyond(runs, 9.5) == fitted.AMONG
    assert fitted.beyond(runs, 18.5) == fitted.beyond(runs, 0.5) == 0.05
    assert fitted.beyond(runs, 30.0) == 0.0
    assert math.isnan(fitted.beyond(np.full(3, np.nan), 1.0))


def test_what_is_asked_of_the_years_is_what_a_line_through_the_leaders_reaches() -> None:
    first, last = (str(year) for year in FITTED)
    came = cooperation("yearly").sel(time=slice(first, last)).transpose("time", "pair").values
    sums = dispositions(load_scenario("cold_war"), 1)[: len(came)]
    line = baselines.leaders(came, np.tile(sums, 2))
    goal = dict(fitted.goals())["yearly score"]
    assert goal.target == pytest.approx(float(line.crps(came).mean()), abs=0.02)


@pytest.mark.long
def test_conditions_are_those_of_the_story(arms: dict[str, Any]) -> None:
    found = {row.id: row for row in story.rows(arms)}
    assert list(found) == story.ids()
    assert all(name.partition(".")[0] in objective.WEIGHTS for name in found)
    # the numbers of the report on the same runs; the intervals are those that 200 runs would have

    def run(scenario: Any) -> Any:
        return simulate(scenario, runs=RUNS, seed=SEED)

    scenario = load_scenario("cold_war")
    cold_war = run(scenario)
    report = [
        *trade.rows(run, scenario, cold_war),
        *self_keeping._lost(
            run,
            self_keeping.in_detente(
                self_keeping.worlds()["cold_war"], self_keeping.learnt_in_detente(cold_war)
            ),
        ),
    ]
    checked = 0
    for row in report:
        if row.id in found and math.isfinite(row.cells[0].value):
            mine = found[row.id]
            assert mine.rule == row.rule
            assert [cell.value for cell in mine.cells] == pytest.approx([cell.value for cell in row.cells])
            checked += 1
    assert checked >= 4
    both = found["both_sides.both_tension"]
    assert [cell.name[1] for cell in both.cells] == list(both_sides.WINDOWS)
    assert found["credit.values"].rule.bound == credit.LEAST_CORRELATION


def test_the_interval_is_that_of_the_reports_runs() -> None:
    values = np.arange(10.0)
    cell = story.difference((), values, 0.0 * values)
    half = 1.959964 * np.std(values, ddof=1) / np.sqrt(200)
    assert (cell.value, cell.low, cell.high, cell.spread) == pytest.approx((4.5, 4.5 - half, 4.5 + half, 0))
    assert math.isnan(story.difference((), values[:4], values[:4]).value)


# --- what it minds --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "short"),
    [
        (Row("a", "", Rule("above"), (Cell((), 3.0, 2.0, 4.0, 5.0, 9), Cell((), 9, 9, 9, 5.0, 9))), 0.0),
        (Row("a", "", Rule("above"), (Cell((), 0.0, -1.0, 1.0, 5.0, 9), Cell((), 9, 9, 9, 5.0, 9))), 1.5),
        (Row("a", "", Rule("below"), (Cell((), 2.0, 1.0, 3.0, 5.0, 9),)), 3.5),
        (Row("a", "", Rule("between", 0.2, 0.6), (story.plain(0.4),)), 0.0),
        (Row("a", "", Rule("between", 0.2, 0.6), (story.plain(0.73),)), 1.6),
        (Row("a", "", Rule("between", 0.2, 0.6), (story.plain(math.nan),)), math.nan),
    ],
)
def test_a_condition_that_holds_by_the_margin_costs_nothing(row: Row, short: float) -> None:
    assert objective.shortfall(row) == pytest.approx(short, nan_ok=True)


def test_costs_grow_fast_at_first_and_slowly_later() -> None:
    assert [objective.cost(z) for z in (0.0, 1.0, 3.0, 10.0)] == [0.0, 1.0, 9.0, 22.0]
    assert objective.cost(math.nan) == objective.cost(objective.UNKNOWN)


@pytest.mark.long
def test_a_score_is_the_sum_of_its_parts(arms: dict[str, Any]) -> None:
    row = Row("trade.sanction", "", Rule("not_more", 0.2), (Cell((), 1.0, 0.5, 1.5, 1.0, 9),))
    found = fitted.measured(arms["cold_war"])
    one = objective.score(found, [row])
    assert one.whole == pytest.approx(one.record + one.story)
    assert one.story == pytest.approx(objective.WEIGHTS["trade"].weight * objective.cost(7.0))
    assert objective.score(found, []).whole == pytest.approx(one.record)


# --- the search -----------------------------------------------------------------------------------------------------


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scores without a simulation: 1, and how far a candidate lies from .3 in every direction."""

    def scores(table: Any, runs: int, seed: int) -> list[objective.Score]:
        low, high = (np.array(side) for side in zip(*ranges.SEARCH.values(), strict=True))
        points = (np.stack(list(table.values()), axis=1) - low) / (high - low)
        far = 1.0 + ((points - 0.3) ** 2).sum(axis=1)
        return [objective.Score(float(z), float(z), 0.0, {"far": float(z)}) for z in far]

    monkeypatch.setattr(objective, "scores", scores)


@pytest.mark.usefixtures("cheap")
def test_a_search_that_was_killed_goes_on_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("cma", exc_type=ImportError)
    asked = Asked(4, (1, 2), 4)
    whole, broken = tmp_path / "whole.json", tmp_path / "broken.json"
    searching.search(1.0, asked, {}, whole, most=4)

    def killed(*given: Any) -> Any:
        raise KeyboardInterrupt

    searching.search(1.0, asked, {}, broken, most=2)
    with monkeypatch.context() as patch:  # its candidates are written, and then it is killed
        written: Callable[[Path, bytes], None] = searching._written
        patch.setattr(
            searching,
            "_written",
            lambda path, content: killed() if path == broken else written(path, content),
        )
        with pytest.raises(KeyboardInterrupt):
            searching.search(1.0, asked, {}, broken, most=4)
    searching.search(1.0, asked, {}, broken, most=4)
    assert broken.read_text() == whole.read_text()
    for mine, other in zip(searching.beside(broken), searching.beside(whole), strict=True):
        if mine.suffix == ".csv":
            assert mine.read_text() == other.read_text()
    with pytest.raises(ScenarioError, match="holds another search, with 4 runs") as caught:
        searching.search(1.0, asked._replace(runs=5), {}, broken, most=4)
    assert "\n" not in str(caught.value)


@pytest.mark.usefixtures("cheap")
def test_a_search_comes_nearer(tmp_path: Path) -> None:
    pytest.importorskip("cma", exc_type=ImportError)
    found = searching.search(1.0, Asked(4, (1,), 12), {}, tmp_path / "a.json", most=60)
    far = [((ranges.cube(vector) - 0.3) ** 2).sum() for vector in ({}, searching.vector(found))]
    assert far[1] < 0.1 * far[0]


# --- what holds under other vectors -----------------------------------------------------------------------------------


def test_what_lies_apart_is_chosen_one_by_one() -> None:
    middle = bank.from_unit(np.full(len(bank.PRIOR), 0.5))

    def line(*places: float) -> dict[str, hundred.Kept]:
        """Vectors along the first parameter."""
        low, high = bank.PRIOR[first := next(iter(bank.PRIOR))]
        names = dict(zip(bank.PRIOR, middle.tolist(), strict=True))
        return {
            str(k): hundred.Kept(1.0, {**names, first: low + (high - low) * place})
            for k, place in enumerate(places)
        }

    known = line(0.0, 0.1, 1.0, 0.4, 1.0)
    assert vectors.farthest(known, 3) == ["0", "2", "3"]
    assert vectors.farthest(known, 9) == ["0", "1", "2", "3"]  # the last is there already


def test_a_vector_is_a_vector_of_defaults() -> None:
    """What an arm sets itself comes on top of it, in the laboratory as in the scenarios of the story."""
    high = {NAME: PARAMETER_TABLE[NAME].high}
    given = vectors.by_vector({"a": {}, "b": high})
    default = PARAMETER_TABLE[NAME].default
    assert given(("a", "b"), 2, {})[NAME].tolist() == [default, default, *[high[NAME]] * 2]
    assert given(("a", "b"), 1, {NAME: default})[NAME].tolist() == [default, default]
    with other_defaults.defaults(high):
        assert getattr(Parameters(), NAME) == high[NAME]
    assert getattr(Parameters(), NAME) == default


def test_a_claim_under_the_defaults_is_what_its_report_says() -> None:
    claim = next(one for one in CLAIMS if not one.used_in_building and not one.other)
    names = ("as it is", "again")
    laboratory = Laboratory(
        8, 3, payoffs=vectors.by_vector({name: {NAME: PARAMETER_TABLE[NAME].default} for name in names})
    )
    found = vectors.marks(laboratory, claim, names)
    plain = compared(Laboratory(8, 3), [MAIN], differences(claim, claim.control), (CALIBRATED,), False)
    assert found["as it is"].effect == plain[CALIBRATED](quoted(claim)[0])
    assert found["as it is"].says in (-1, 0, 1)
    under = vectors.Under({"x": None, "y": True}, {"z": False}, 0.5)
    kept = {name: hundred.Kept(1.0, {}) for name in (*names, *"abcdefgh")}
    page = vectors.page(kept, {claim.id: found}, {names[0]: under, names[1]: under}, "made so")
    assert "| y | 2 of 2 | none |" in page
    assert "| x | 0 of 2 | as it is, again |" in page


def test_cores_share_the_candidates_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ground = {name: load_scenario("classroom").changed(months=24) for name in ("cold_war",)}

    def scored(table: Any, runs: int, seed: int) -> list[objective.Score]:
        result = side_by_side.simulated(ground["cold_war"], table, runs, seed, ("tension",))
        means = [float(one.tension.mean()) for one in side_by_side.candidates(result, runs)]
        return [objective.Score(mean, mean, 0.0, {"tension": mean}) for mean in means]

    monkeypatch.setattr(objective, "_scored", scored)
    monkeypatch.setattr(objective, "parts_of_it", lambda: ["tension"])
    found = []
    for cores in (1, 2):
        monkeypatch.setattr("simulation.parallel.cores", lambda cores=cores: cores)
        found.append(objective.scores(two_vectors(), 4, SEED))
    assert found[0] == found[1]
    assert found[0][0] != found[0][1]


def test_the_defaults_of_the_model_are_what_an_empty_vector_means() -> None:
    shown = {name: float(values[0]) for name, values in ranges.table(ranges.cube({})[None]).items()}
    default = Parameters()
    inside = [
        name for name, (low, high) in ranges.SEARCH.items()
        if 0.02 < (getattr(default, name) - low) / (high - low) < 0.98
    ]  # fmt: skip
    assert {name: shown[name] for name in inside} == pytest.approx({n: getattr(default, n) for n in inside})


# --- what the page says of it ---------------------------------------------------------------------------------------


def test_the_page_quotes_the_reports() -> None:
    """Numbers that stand in sentences of `docs/calibration.md` are those of the card, the search and the kept vectors."""
    docs = Path(__file__).parents[1] / "docs"
    page = " ".join((docs / "calibration.md").read_text(encoding="utf-8").split())
    card = (docs / "validation.md").read_text(encoding="utf-8")
    far = [one.distance for one in hundred.kept_vectors().values()]
    own = re.search(
        r"the defaults lie at ([\d.]+)$", hundred.VECTORS.read_text(encoding="utf-8"), re.MULTILINE
    )
    verdicts = (docs / "claims" / "vectors.md").read_text(encoding="utf-8")
    borne_out = dict(re.findall(r"^\| (\w\d) \| (\d+) of 100 \| 0 of 100 \|", verdicts, re.MULTILINE))
    under = re.findall(r"^\| v\d+ \|.*\| (\d+) of 36 \|.*\| (\d+)% \|$", verdicts, re.MULTILINE)
    conditions, detente = (sorted(map(int, column)) for column in zip(*under, strict=True))
    rare = {claim: int(count) for claim, count in borne_out.items() if int(count) < 90}
    often = {claim for claim, count in borne_out.items() if int(count) > 95}
    model = re.search(
        r"^\| model \| ([\d.]+) \|.*\| (\d+)% \|$", card, re.MULTILINE
    )  # the first table: by year
    leaders = re.search(r"^\| leaders' line \| ([\d.]+) \|", card, re.MULTILINE)
    assert own is not None
    assert model is not None
    assert leaders is not None
    open_ones = (docs / "open_parameters.md").read_text(encoding="utf-8")
    assert (open_ones.count("| narrowed |"), open_ones.count("| left open |")) == (4, 6)  # "four", and "half"
    assert set(rare) == {"W1", "W2", "K1", "G2", "K4"}
    assert often == {"A2", "B1", "B2", "B3", "G3", "G4", "K2"}
    assert borne_out["A1"] == borne_out["G1"] == borne_out["K3"]
    assert len(borne_out) == 15  # no claim is spoken against
    assert len(ranges.SEARCH) == 59  # "Fifty-nine of the parameters"
    for said in (
        "Fifty-nine of the parameters",
        f"{far[0]:.2f} to {far[-1]:.2f} tolerances, half of them within {np.median(far):.2f}",
        f"the defaults lie at {float(own[1]):.2f} in",
        f"A1, G1 and K3 in {borne_out['A1']}, W1 in {rare['W1']}, K1 in {rare['K1']}, W2 in {rare['W2']}, G2 in ",
        f"G2 in {rare['G2']}, and K4, which",
        f"confronts, in {rare['K4']}.",
        f"{detente[0]}% to {detente[-1]}% of the runs have one",
        f"{conditions[0]} to {conditions[-1]} of 36 conditions",
        f"the score is {model[1]} for 2.40 before it (a line through the leaders {leaders[1]})",
        f"{model[2]} % of the years lie in the 90 % band",
    ):
        assert said in page, said
