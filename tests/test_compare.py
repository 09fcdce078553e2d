"""Two futures on the same draws: which inputs differ, what comes of it, how sure that is; tables, JSON and figures."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.text import Text
from rich.console import Console

from simulation import cli
from simulation.catalogue import languages, text
from simulation.catalogue import words as catalogue
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import ensembles
from simulation.experiments.input_changes import changes, first_month, ordered_until, other_words
from simulation.experiments.outcomes import FEWEST, Compared, Window, compared, touched
from simulation.findings.comparison import Labels, compare_summary, windows
from simulation.findings.run import STATE_LINES, summary
from simulation.pages.blocks import Cell
from simulation.pages.terminal import terminal
from simulation.plots import both_futures_figure
from simulation.reports.comparison import comparison_blocks, futures_grid
from simulation.reports.run import state_grid
from simulation.scenario import Event, Leader, Order, Rivalry, Scenario, load_scenario
from simulation.version import version
from simulation.words.comparison import clearest, headline, opening, small, told
from simulation.words.outcomes import outcome_name, shown
from simulation.words.variables import SCALES, quantity_name, written

RUNS, SEED = 40, 7
CUBA = load_scenario("cuban_missile_crisis")
CALM = CUBA.without("missile sites")
FROM = CUBA.month_index("1962-10")


@pytest.fixture(scope="module")
def cuba() -> xr.Dataset:
    return simulate(CUBA, runs=RUNS, seed=SEED)


@pytest.fixture(scope="module")
def calm() -> xr.Dataset:
    return simulate(CALM, runs=RUNS, seed=SEED)


@pytest.fixture(scope="module")
def found(cuba: xr.Dataset, calm: xr.Dataset) -> Any:
    return compare_summary((CUBA, CALM), Labels("as it was", "calm"), cuba, calm)


def compare(*arguments: object) -> int:
    return cli.main(["compare", *map(str, arguments)])


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def file(path: Path, scenario: Scenario) -> str:
    path.write_text(scenario.to_toml(), encoding="utf-8")
    return str(path)


# --- what differs in the inputs -------------------------------------------------------------------------------


def said(a: Scenario, b: Scenario) -> list[tuple[object, ...]]:
    return [change[:3] for change in changes(a, b)]


def test_every_kind_of_input_is_found(two: Scenario) -> None:
    states = (two.states[0].model_copy(update={"doctrine": "hawk", "hawks": 0.9}), two.states[1])
    rivalry = two.rivalries[0].model_copy(update={"trust": (0.9, 0.25)})
    first, second = two.leaders
    changed = two.changed(
        states=states,
        rivalries=(rivalry,),
        leaders=(first, second.model_copy(update={"disposition": -0.5})),
        events=(
            two.events[0].model_copy(update={"size": 0.3}),
            *two.events[2:],
            Event(date="1962-01", kind="incident", title="A mistake", size=1.0),
        ),
        orders=(Order(date="1961-03", title="Talk", state="Bravo", act="talk"),),
        parameters={"trust_gain": 0.5},
    )
    assert said(two, changed) == [
        ("parameters", "trust_gain", "value"),
        ("states", "Alfa", "doctrine"),
        ("states", "Alfa", "hawks"),
        ("rivalries", "Alfa \N{EN DASH} Bravo", "trust"),
        ("events", "A coup abroad", "size"),
        ("events", "A bad harvest", ""),
        ("orders", "Talk", ""),
        ("leaders", "Second", "disposition"),
        ("events", "A mistake", ""),
    ]
    found = {change.name: change for change in changes(two, changed)}
    assert (found["A coup abroad"].before, found["A coup abroad"].after) == (0.8, 0.3)
    assert found["A bad harvest"].after is None
    assert found["A mistake"].before is None
    assert found["Talk"].date == "1961-03"


def test_concerns_are_compared_one_by_one(two: Scenario) -> None:
    weights = {"security": 0.3, "prosperity": 0.4, "standing": 0.2, "conscience": 0.1}
    spec = two.states[1].model_copy(
        update={"concerns": two.states[1].concerns.model_copy(update=weights)},
    )
    assert said(two, two.changed(states=(two.states[0], spec))) == [
        ("states", "Bravo", "security"),
        ("states", "Bravo", "prosperity"),
    ]


def test_what_the_model_does_not_read_is_no_input(two: Scenario) -> None:
    told = two.changed(
        title="Other words",
        summary="Other words",
        leaders=tuple(leader.model_copy(update={"name": f"Dr {leader.name}"}) for leader in two.leaders),
        events=tuple(event.model_copy(update={"title": f"The {event.title}"}) for event in two.events),
    )
    assert changes(two, told) == ()
    assert other_words(two, told)
    was, now = (simulate(one, runs=3, seed=1) for one in (two, told))
    assert touched(was, now) == (3, 0, 0, None)


def test_a_rivalry_seen_from_the_other_side_is_the_same(two: Scenario) -> None:
    turned = two.changed(rivalries=(two.rivalries[0].seen_from("Bravo"),))
    assert turned != two
    assert changes(two, turned) == ()
    bare = two.changed(rivalries=())
    assert changes(bare, two.changed(rivalries=(Rivalry(between=("Bravo", "Alfa")),))) == ()


def test_an_event_that_moves_in_time_is_one_change(two: Scenario) -> None:
    moved = two.changed(events=(two.events[0].model_copy(update={"date": "1960-02"}), *two.events[1:]))
    (change,) = changes(two, moved)
    assert (change.name, change.field, change.before, change.after) == (
        "A coup abroad",
        "date",
        "1960-04",
        "1960-02",
    )
    assert first_month(two, [change]) == 1


def test_of_events_with_one_title_the_nearest_is_meant() -> None:
    cold_war = load_scenario("cold_war")
    late = [event for event in cold_war.events if event.title == "Bad harvest"][-1]
    softer = tuple(
        event.model_copy(update={"size": 0.2}) if event == late else event for event in cold_war.events
    )
    (change,) = changes(cold_war, cold_war.changed(events=softer))
    assert (change.field, change.before, change.after, change.date) == ("size", 0.5, 0.2, late.date)


def test_a_leader_from_before_the_start_matters_from_the_start(two: Scenario) -> None:
    other = Leader(state="Bravo", name="Third", since="1950-01", disposition=1.0)
    found = changes(two, two.changed(leaders=(*two.leaders, other)))
    assert first_month(two, found) == 0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"months": 24}, "their months differ (1960-01 to 1962-12 against 1960-01 to 1961-12)"),
        ({"start": "1960-02"}, "their months differ"),
        ({"swap": True}, "their states stand in another order (Alfa, Bravo against Bravo, Alfa)"),
    ],
)
def test_what_cannot_be_compared_is_refused(two: Scenario, changed: dict[str, Any], message: str) -> None:
    if changed.pop("swap", False):
        other = two.changed(states=two.states[::-1])
    else:
        other = two.changed(**changed, events=(), leaders=())
    with pytest.raises(ScenarioError) as error:
        changes(two, other)
    assert message in str(error.value)


def test_other_states_cannot_be_compared(two: Scenario, three: Scenario) -> None:
    with pytest.raises(
        ScenarioError, match=r"their states differ \(Alfa, Bravo against Alfa, Bravo, Charlie\)"
    ):
        changes(two, three)


# --- outcomes -------------------------------------------------------------------------------------------------


def row(rows: list[Compared], outcome: str, state: str | None = None) -> Compared:
    return next(one for one in rows if (one.outcome, one.state) == (outcome, state))


def test_outcomes_are_means_of_paired_differences_from_the_change_on(
    cuba: xr.Dataset, calm: xr.Dataset
) -> None:
    rows = compared(cuba, calm, Window(FROM, CUBA.months))
    of_a_run = {"jobs", "global_backlog", "instability"}  # which `detente run` alone tells
    assert {one.outcome for one in rows} == set(SCALES) - of_a_run
    part = slice(FROM, None)
    gap = ensembles.paired(cuba, calm, "tension").mean("pair").isel(month=part).mean("month")
    expected = ensembles.mean_difference(gap)
    tension = row(rows, "tension")
    assert tension.difference.mean == pytest.approx(expected.mean)
    assert (tension.difference.low, tension.difference.high) == pytest.approx(
        (expected.low, expected.high), rel=0.2
    )
    assert tension.after - tension.before == pytest.approx(tension.difference.mean)
    assert tension.difference.n == int(gap.notnull().sum())
    over = (
        (cuba.war | calm.war).isel(month=slice(FROM - 1, -1)).to_numpy()
    )  # by the month before, in one of the two
    lived = cuba.crisis.isel(pair=0, month=part).where(
        ~xr.zeros_like(cuba.war.isel(month=part)).copy(data=over)
    )
    assert row(rows, "crises").before == pytest.approx(float(lived.mean("month").mean()) * 120, rel=0.05)
    assert row(rows, "crises").verdict == "less"
    share = ensembles.share_difference(cuba.war.any("month"), calm.war.any("month"))
    assert row(rows, "war").difference == share


def test_both_runs_of_a_pair_are_counted_over_the_same_months(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    war = cuba.war.copy()
    war[0, 12:] = True  # the first run ends in January 1963, in one future only
    rows = compared(cuba.assign(war=war), calm, Window(FROM, CUBA.months))
    part = {"run": 0, "month": slice(FROM, 12)}
    kept = compared(cuba.isel(run=[0, 0]), calm.isel(run=[0, 0]), Window(FROM, 12))
    both = compared(cuba.assign(war=war).isel(run=[0, 0]), calm.isel(run=[0, 0]), Window(FROM, CUBA.months))
    assert row(both, "tension").before == pytest.approx(row(kept, "tension").before)
    assert row(both, "tension").after == pytest.approx(float(calm.tension.isel(part).mean()))
    assert row(rows, "war").before == pytest.approx(float(war.isel(month=-1).mean()))


def test_a_verdict_needs_an_interval_beside_nought_and_enough_runs() -> None:
    def verdict(low: float, high: float, moved: int) -> str:
        gap = ensembles.Difference((low + high) / 2, low, high, 100)
        return Compared("tension", None, 0.0, 0.0, gap, moved, 1.0).verdict

    assert verdict(0.1, 0.3, FEWEST) == "more"
    assert verdict(-0.3, -0.1, FEWEST) == "less"
    assert verdict(-0.1, 0.3, 100) == "unclear"
    assert verdict(0.1, 0.3, FEWEST - 1) == "few"
    assert verdict(0.0, 0.0, 0) == "same"


def test_the_same_scenario_twice_differs_in_nothing(cuba: xr.Dataset) -> None:
    assert touched(cuba, cuba) == (RUNS, 0, 0, None)
    assert {one.verdict for one in compared(cuba, cuba, Window(0, CUBA.months))} == {"same"}


def test_before_the_change_no_run_differs(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    before = {"month": slice(None, FROM)}
    assert touched(cuba.isel(before), calm.isel(before)) == (RUNS, 0, 0, None)
    after = touched(cuba, calm)
    assert after.anything >= after.acts > 0
    assert after.first is not None
    assert after.first[0] >= "1962-10"


def test_results_that_are_no_twins_are_refused(cuba: xr.Dataset, calm: xr.Dataset) -> None:
    with pytest.raises(ScenarioError, match="no twins"):
        compared(cuba, calm.assign_attrs(seed=8), Window(0, 12))


def test_the_first_two_years_have_a_look_of_their_own_where_there_is_more(two: Scenario) -> None:
    assert windows(two, 0) == [Window(0, 36)]
    assert windows(two, 6) == [Window(6, 36)]
    long = load_scenario("cold_war")
    assert windows(long, 288) == [Window(288, 312), Window(288, 528)]
    assert windows(long, 0) == [Window(0, 528)]  # what differs throughout has no moment to look after


def test_what_comes_after_orders_is_looked_at_before_what_they_construct(two: Scenario) -> None:
    long = load_scenario("both_talk")
    assert windows(long, 0, 60) == [Window(60, 144), Window(0, 60)]
    assert windows(two, 0, 12) == [Window(0, 36)]  # less than two years of orders
    assert windows(two, 0, 30) == [Window(0, 36)]  # less than a year after them


def order(date: str, months: int, act: str = "talk") -> Order:
    return Order(date=date, months=months, title=f"{act} from {date}", state="Alfa", act=act)


def test_until_when_two_futures_differ_by_order(two: Scenario) -> None:
    first, second = order("1960-01", 6), order("1961-01", 12, "hold")
    one, other = two.changed(orders=(first,)), two.changed(orders=(first, second))
    assert ordered_until(two, one) == 6
    assert ordered_until(one, other) == 24  # the order that both have does not count
    assert ordered_until(other, two.changed(orders=(second,))) == 6
    assert ordered_until(two, two.changed(orders=(order("1962-01", 600),))) == two.months
    assert ordered_until(two, two) is None
    assert ordered_until(two, other.changed(parameters={"trust_gain": 1.0})) is None


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_ordered_months_are_said_to_be_ordered(lang: str) -> None:
    pair = load_scenario("one_side_talks"), load_scenario("both_talk")
    was, now = (simulate(one, runs=20, seed=SEED) for one in pair)
    made = compare_summary(pair, Labels("one", "both"), was, now)
    assert [(window["first"], window["last"], window["ordered"]) for window in made["windows"]] == [
        ("1975-01", "1981-12", False),
        ("1970-01", "1974-12", True),
    ]
    tension = next(row for row in made["windows"][1]["outcomes"] if row["outcome"] == "tension")
    during = [float(one.tension.isel(month=slice(60)).mean()) for one in (was, now)]
    assert [tension["a"], tension["b"]] == pytest.approx(during, rel=1e-5)
    said = " ".join(printed(made, lang).split())
    assert text("compare_ordered.window", lang, span="1970\N{EN DASH}74") in said
    assert "1975\N{EN DASH}81" in headline(made, "tension", lang)


# --- what is said ---------------------------------------------------------------------------------------------


def printed(found: Any, lang: str) -> str:
    console = Console(width=80, record=True, file=StringIO())
    console.print(terminal(comparison_blocks(found, lang)))
    return console.export_text()


def test_words_say_what_can_be_told_from_chance(found: Any) -> None:
    found = json.loads(json.dumps({**found, "counterfactual": "no_missiles"}))
    text = " ".join(printed(found, "en").split())
    assert (
        "event only in “as it was”: Premise: missile sites are discovered in Cuba (Oct 1962, incident, size 1"
        in text
    )
    assert f"of {RUNS} runs" in text
    assert f"{RUNS} pairs of runs, seed {SEED}" in text
    assert "95% interval" in text
    rows = {(one["outcome"], one["state"]): one for one in found["windows"][0]["outcomes"]}
    assert rows["crises", None]["verdict"] == "less"
    line = told(found["windows"][0])
    assert line in text
    assert "crises" in line
    for one in rows.values():  # the line lists what can be told from chance, and nothing else
        clear = one["verdict"] in ("more", "less")
        assert (catalogue()[f"compared.{one['outcome']}"] in line) >= clear
        assert clear or one["state"] or outcome_name(one, unit=False) not in line


def judged(outcome: str, state: str | None, *difference: float) -> Any:
    mean, low, high = difference
    verdict = "more" if low > 0 else "less" if high < 0 else "unclear"
    return {
        "outcome": outcome, "state": state, "a": 1.0, "b": 1.0 + mean, "difference": mean, "low": low, "high": high,
        "pairs": 40, "pairs_that_differ": 40, "in_spreads": 1.0, "verdict": verdict,
    }  # fmt: skip


def test_the_report_opens_with_what_moved_most_clearly(found: Any) -> None:
    rows = [
        judged("tension", None, 9.0, 1.0, 17.0),  # large, and hardly known
        judged("crises", None, -2.0, -2.5, -1.5),  # two widths of its interval from nought
        judged("growth", "US", 0.5, 0.49, 0.51),  # known best, but one state's own
        judged("signed", None, 5.0, -0.1, 10.1),
    ]
    told_of: Any = {**found, "windows": [{**found["windows"][0], "outcomes": rows}]}
    assert clearest(told_of["windows"][0]) == rows[1]
    said = opening(told_of)
    assert (
        "moves crises most clearly: 1.0 (as it was) against -1.0 (calm)".replace("-", "\N{MINUS SIGN}")
        in said
    )
    assert "\N{MINUS SIGN}2.0 (95% interval \N{MINUS SIGN}2.5 to \N{MINUS SIGN}1.5; 40 pairs of runs" in said
    assert said in " ".join(printed(told_of, "en").split())
    window: Any = {**found["windows"][0], "outcomes": rows[2:]}
    assert clearest(window) == rows[2]
    window = {**found["windows"][0], "outcomes": rows[3:]}
    assert clearest(window) is None
    told_of["windows"] = [window]
    assert "can be told from chance in 40 pairs of runs" in opening(told_of)


@pytest.mark.parametrize(("pairs", "first"), [(100, "tension"), (300, "tension"), (1600, "cooperation")])
def test_what_is_as_clear_as_runs_can_tell_is_named_in_one_order(found: Any, pairs: int, first: str) -> None:
    """Nine tenths as clear as the clearest: 100 pairs cannot tell them apart, 1,600 can."""
    rows = [judged("tension", None, -9.0, -9.5, -8.5), judged("cooperation", None, 10.0, 9.5, 10.5)]
    window: Any = {**found["windows"][0], "outcomes": [{**row, "pairs": pairs} for row in rows]}
    one = clearest(window)
    assert one is not None
    assert one["outcome"] == first


@pytest.mark.parametrize("lang", languages())
def test_a_variable_is_written_in_one_way_by_run_and_compare(cuba: xr.Dataset, lang: str) -> None:
    """The same name, unit and digits for the same number, in the table of one ensemble and in that of two."""
    means = {name: float(cuba[name].sel(state="US").mean()) for name in STATE_LINES}
    told_of: Any = summary(cuba)
    for name, value in means.items():
        for part in ("all", "detente", "otherwise"):
            told_of["states"]["US"][name][part] = {
                **dict.fromkeys(("median", "low", "high", "mean"), value),
                "n": 40,
            }
    ours = {row[0]: row[1] for row in state_grid(told_of, lang).rows}
    for name in set(STATE_LINES) - {"jobs"}:  # which is not compared
        row: Any = {**judged(name, "US", 1.0, 0.5, 1.5), "a": means[name]}
        cell = ours[outcome_name(row, lang)]
        assert isinstance(cell, Cell)
        assert cell.words == shown(row, row["a"], lang) == written(name, means[name], lang)
        assert quantity_name(name, lang) in outcome_name(row, lang)


def test_mean_and_median_are_named_where_both_occur(found: Any) -> None:
    assert "median" in text("report.periods")
    assert "mean" in text("report.crises")
    assert "median" in text("report.tension")
    assert "means over runs" in futures_grid(found, "en").caption
    assert [column[:3] for column in futures_grid(found, "en").columns[1:3]] == ["A: ", "B: "]


def test_a_small_difference_is_called_small(found: Any) -> None:
    rows = [one for one in found["windows"][0]["outcomes"] if one["verdict"] in ("more", "less")]
    for one in rows:
        assert small(one) == (abs(one["in_spreads"]) < 0.2)
    one = {**rows[0], "verdict": "more", "in_spreads": 0.1}
    window: Any = {**found["windows"][0], "outcomes": [one]}
    assert "more, though small against the spread" in told(window)


def test_a_change_that_does_nothing_is_said_to_do_nothing(two: Scenario) -> None:
    idle = two.changed(orders=(Order(date="1962-12", title="Late", state="Alfa", never=("summit",)),))
    quiet = two.changed(doctrines={"Alfa": "hold", "Bravo": "hold"})
    still = quiet.changed(orders=idle.orders)
    results = [simulate(one, runs=5, seed=SEED) for one in (quiet, still)]
    text = printed(compare_summary((quiet, still), Labels("a", "b"), *results), "en")
    assert "The change does nothing: in none of 5 runs" in " ".join(text.split())
    assert "can be told from chance" not in text.lower()  # no table of noughts
    same = compare_summary((quiet, quiet), Labels("a", "b"), results[0], results[0])
    assert "No input differs" in printed(same, "en")
    assert "Tidak ada masukan yang berbeda" in printed(same, "id")


def test_the_title_of_a_figure_is_the_finding(found: Any) -> None:
    told = headline(found, "crises")
    rows = {one["outcome"]: one for one in found["windows"][0]["outcomes"]}
    assert told.startswith("calm: less crises")
    assert "95% interval" in told
    for verdict, words in (
        ("unclear", "no difference in crises"),
        ("few", "differs in only"),
        ("same", "is the same in all 40 runs"),
    ):
        window = {**found["windows"][0], "outcomes": [{**rows["crises"], "verdict": verdict}]}
        other: Any = {**found, "windows": [window]}
        assert words in headline(other, "crises")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where the tests run."""
    monkeypatch.chdir(tmp_path)


# --- the command ----------------------------------------------------------------------------------------------


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_a_file_that_a_student_edited(tmp_path: Path, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    edited = CUBA.changed(name="mine", doctrines={"US": "hawk"})
    mine, out = file(tmp_path / "mine.toml", edited), tmp_path / "out"
    assert compare("cuban_missile_crisis", mine, "--runs", 4, "--seed", 7, "--lang", lang, "--out", out) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert {"en": "US", "id": "AS"}[lang] + ": doctrine deliberate → hawk" in said
    both = text("compared_names.two", lang, a="cuban_missile_crisis", b="mine")
    footing = {"runs": 4, "seed": 7, "scenarios": both, "version": version()}
    assert text("compare.footing", lang, **footing) in said
    assert sorted(path.name for path in out.glob("[!.]*")) == [
        "benefit.png", "compare.json", "cooperation.png", "tension.png",
    ]  # fmt: skip


def test_it_draws_without_being_asked_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    mine = file(tmp_path / "mine.toml", CALM.changed(name="mine"))
    assert compare("cuban_missile_crisis", mine, "--runs", 4) == 0
    assert compare("cuban_missile_crisis", "--without", "missile sites", "--runs", 4) == 0
    said = " ".join(capsys.readouterr().out.split())
    for name in ("cuban_missile_crisis_mine", "cuban_missile_crisis_without_missile_sites"):
        assert f"Written to {Path('output') / name}: benefit.png, compare.json" in said
        assert (tmp_path / "output" / name / "tension.png").read_bytes().startswith(b"\x89PNG")


def test_json_holds_everything_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = file(tmp_path / "mine.toml", CALM.changed(name="mine"))
    arguments = ("cuban_missile_crisis", mine, "--runs", 4, "--seed", 7, "--run", 3, "--json")
    assert compare(*arguments) == 0
    first = capsys.readouterr().out
    found = json.loads(first)
    assert (found["runs"], found["seed"], found["from"]) == (4, 7, "1962-10")
    assert found["changes"][0]["part"] == "events"
    assert found["changes"][0]["after"] is None
    row = found["windows"][0]["outcomes"][0]
    assert set(row) >= {"outcome", "a", "b", "difference", "low", "high", "pairs", "verdict"}
    assert found["run"]["run"] == 3
    assert compare(*arguments) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["cold_war"], "there is nothing to compare with; give one of: a second scenario, --instead NAME"),
        (["cold_war", "no_detente", "--instead", "no_u2"], "B and --instead are given; give one of"),
        (["cold_war", "cuban_missile_crisis"], "cannot be compared: their months differ (1948-01 to 1991-12"),
        (
            ["cold_war", "classroom"],
            "cannot be compared: their states differ (US, USSR against Kastara, Velmora)",
        ),
        (["cold_war", "nowhere"], "scenario 'nowhere'"),
        (["cuban_missile_crisis", "--without", "U-2"], "has no event or order named 'U-2'"),
        (["cold_war", "no_detente", "--runs", "1"], "--runs is 1; write 2 or more"),
        (["cold_war", "no_detente", "--runs", "5", "--run", "5"], "--run is 5; write one of the runs 0 to 4"),
        (["cold_war", "no_detente", "--lang", "fr"], "--lang is 'fr'"),
        (["classroom", "--without", " "], "--without is empty; write some words of an event's title"),
        (
            ["classroom", "--instead", "no_u2"],
            "--instead no_u2 does not fit 'classroom' (events[0].between[0] is 'US', no state of this scenario; write "
            "a known state: Kastara, Velmora); it was made for cold_war: detente compare cold_war --instead no_u2",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare(*arguments) == 2
    assert message in refusal(capsys)


def test_without_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    assert compare("cuban_missile_crisis", "--without", "Harvest fails", "--runs", 4) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "without “Harvest fails”" in said
    assert "event only in “as it was”: Harvest fails (Jul 1963, 12 months, economy, size 0.8, USSR)" in said


@pytest.mark.parametrize("words", ["harvest fails", "panen gagal"])
def test_an_event_goes_by_either_name_and_is_told_in_the_language_that_was_asked_for(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert compare("classroom", "--without", words, "--runs", 2, "--lang", "id") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "peristiwa hanya dalam “seperti semula”: Panen gagal di Velmora" in said
    assert "The harvest" not in said


def test_two_files_of_one_name_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = (file(tmp_path / f"{name}.toml", CUBA) for name in ("monday", "tuesday"))
    assert compare(one, other, "--runs", 2) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "monday.toml (A) and tuesday.toml (B)" in said
    assert "All 2 runs are the same in A and B" in said


# --- the figure -----------------------------------------------------------------------------------------------


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("variable", ["tension", "mutual_benefit", "cooperation"])
def test_the_figure_shows_both_futures_the_change_and_the_difference(
    cuba: xr.Dataset, calm: xr.Dataset, found: Any, variable: str, lang: str
) -> None:
    figure = both_futures_figure(cuba, calm, found, variable, lang)
    both, difference = figure.axes
    cut = ensembles.steps(cuba)
    drawn = np.asarray(difference.get_lines()[0].get_ydata())
    gap = ensembles.means(ensembles.paired(cuba, calm, variable).mean("pair"), cut).mean("run")
    np.testing.assert_allclose(drawn, gap.to_numpy())
    legend = both.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 2
    marked = [line for line in both.get_lines() if len(set(np.asarray(line.get_xdata()).tolist())) == 1]
    assert len(marked) == 1
    words = " ".join(artist.get_text() for artist in figure.findobj(Text) if artist.get_visible())
    assert "Premise: missile sites are discovered in Cuba" in words
    assert headline(found, variable, lang) in words.replace("\n", " ")
    about = text("compare.figure_about", lang, n=40, seed=7, scenarios="|", version="").split("|")[0]
    assert about in words
    figure.draw_without_rendering()
    for artist in figure.findobj(Text):
        if artist.get_text() and artist.get_visible():
            box = artist.get_window_extent()
            assert figure.bbox.x0 - 1 <= box.x0, artist.get_text()
            assert box.x1 <= figure.bbox.x1 + 1, artist.get_text()


@pytest.mark.parametrize("label", ["without “" + "long words " * 5 + "”", "Nixon tinggal di rumah"])
def test_a_long_name_stays_on_the_page_and_off_the_line_below(
    cuba: xr.Dataset, calm: xr.Dataset, found: Any, label: str
) -> None:
    told: Any = {**found, "b": {"label": label, "name": "b" * 60, "title": ""}}
    figure = both_futures_figure(cuba, calm, told, "mutual_benefit", "id")
    figure.draw_without_rendering()
    title, below = figure.texts[:2]
    assert title.get_window_extent().x1 <= figure.bbox.x1
    assert title.get_window_extent().y0 >= below.get_window_extent().y1
    assert title.get_window_extent().y1 <= figure.bbox.y1


def test_only_what_can_be_drawn_is_drawn(cuba: xr.Dataset, calm: xr.Dataset, found: Any) -> None:
    with pytest.raises(ScenarioError, match="variable is 'tensoin'; did you mean"):
        both_futures_figure(cuba, calm, found, "tensoin")
