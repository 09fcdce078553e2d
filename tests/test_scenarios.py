"""What every scenario in `scenarios/` keeps to, and what the historical ones take from the record."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import sys
from itertools import product
from math import exp, log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure

from scenarios.cold_war import SOVIET_WARHEADS, vulnerability
from simulation.actions import CODE
from simulation.catalogue import languages
from simulation.commands import simulating
from simulation.engine import simulate
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.input_changes import changes
from simulation.fields import month_number
from simulation.history import FITTED, cooperation, load_series
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Event, Scenario, episode, load_scenario, scenario_names
from simulation.scenario.translated import STATES, TITLES, TRANSLATED, texts, title, translated

ROOT = Path(__file__).parent.parent
NAMES = scenario_names()
GALLERY = {
    "cold_war", "berlin_1948", "geneva_1955", "cuban_missile_crisis", "kennedy_experiment_1963", "detente_1969",
    "triangle_1971", "helsinki_1975", "angola_1975", "afghanistan_1979", "able_archer_1983", "gorbachev_1985",
    "no_detente", "exploiter", "dependence", "bandung", "both_talk", "one_side_talks", "both_hold",
}  # fmt: skip
HISTORICAL = tuple(name for name in NAMES if {"US", "USSR"} <= set(load_scenario(name).labels))
#: what takes its starting values from the record by the rules of `_history`
EPISODES = tuple(sorted(set(HISTORICAL) - {"cold_war", "no_detente", "cuban_missile_crisis", "berlin_1948"}))
AS_SCRIPTS = ("cold_war", "triangle_1971")  # run by an interpreter of their own; the others in this one
KEYS = re.compile(r"\[([\w-]+(?:, [\w-]+)*)\]")

#: Words for what the states of a scenario do to each other, which the model has to bring about by itself.
OUTCOMES = re.compile(
    r"""\b(
    summit | treat(y|ies) | agreements? | accords? | pact | convention | memorandum | talks
    | negotiat\w* | (?-i:SALT | START | INF | ABM | NPT | KAL | U-2 | RB-47) | test\ ban | moratorium
    | helsinki | hot\ ?line | d[ée]tente | rapprochement | thaw | visits? | exchanges? | apollo
    | (grain|trade)\ (deal|sale|act|war)s?
    | sanctions? | embargo\w* | boycott\w* | jackson | blockade\w* | ultimatum | berlin | quarantine
    | able\ archer | alert | mobilis\w* | threat\w* | near\ miss | defense\ initiative
    | (invades?|invasion|attack\w*|intervention)\ by
    | (soviet|US|american)[\ -]((led|backed)\ )?
      (invasion|intervention|attack|airlift|brigade|raid|landing)\w*
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@pytest.fixture(scope="module", params=NAMES)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(request.param)


def sourced(scenario: Scenario) -> list[Any]:
    """All parts that state where they come from."""
    return [*scenario.states, *scenario.rivalries, *scenario.leaders, *scenario.events, *scenario.orders]


def unresolved(source: str, sources: dict[str, str]) -> list[str]:
    """The keys in a source that `sources` does not have; the source itself if it holds none."""
    if source in sources:
        return []
    keys = [key for group in KEYS.findall(source) for key in group.split(", ")]
    return [key for key in keys if key not in sources] if keys else [source]


# --- the contract of every scenario -------------------------------------------------------------------------


def test_the_scenarios_that_come_with_the_project_are_there() -> None:
    assert set(NAMES) >= GALLERY
    assert len(GALLERY) == 19


def test_a_scenario_bears_the_name_of_its_module_and_says_what_it_is_about() -> None:
    scenarios = {name: load_scenario(name) for name in NAMES}
    assert {name: one.name for name, one in scenarios.items() if one.name != name} == {}
    assert {name: one.summary for name, one in scenarios.items() if len(one.summary) <= 400} == {}
    assert all(load_scenario(name) is one for name, one in scenarios.items())


def test_a_scenario_speaks_to_a_class(subtests: pytest.Subtests) -> None:
    for scenario, lang in product(map(load_scenario, NAMES), languages()):
        with subtests.test(scenario=scenario.name, lang=lang):
            words = translated(scenario, lang)
            assert 3 <= len(words.look_for) <= 5
            assert 3 <= len(words.questions) <= 5
            for text in (words.title, words.summary, *words.look_for, *words.questions):
                assert text == text.strip()
                assert "  " not in text
            assert all(text.endswith((".", "?")) for text in (words.summary, *words.look_for))
            assert all("?" in text for text in words.questions)


def test_both_languages_say_the_same(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            words = texts("id")[scenario.name]
            assert set(words) == set(TRANSLATED)
            for field in ("look_for", "questions"):
                assert len(words[field]) == len(getattr(scenario, field))
            numbers = {
                lang: [
                    re.findall(r"\d+", text)
                    for text in (said.title, said.summary, *said.look_for, *said.questions)
                ]
                for lang, said in (("en", scenario), ("id", translated(scenario, "id")))
            }
            assert [sorted(found) for found in numbers["id"]] == [sorted(found) for found in numbers["en"]]
            english = {scenario.summary, *scenario.look_for, *scenario.questions}
            indonesian = {words["summary"], *words["look_for"], *words["questions"]}
            assert not english & indonesian, "left in English"


def test_no_words_are_left_for_a_scenario_that_is_not_there() -> None:
    assert set(texts("id")) == {*NAMES, TITLES, STATES}
    assert texts("en") == {}


def test_another_language_changes_words_and_nothing_else(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            other = translated(scenario, "id")
            assert other.summary != scenario.summary
            back: dict[str, Any] = {
                group: tuple(
                    part.model_copy(update={"title": ours.title})
                    for part, ours in zip(getattr(other, group), getattr(scenario, group), strict=True)
                )
                for group in ("events", "orders")
            }
            assert other.changed(**back).model_dump(exclude=set(TRANSLATED)) == scenario.model_dump(
                exclude=set(TRANSLATED)
            )
            assert translated(scenario, "en") is scenario


def test_what_a_student_wrote_stays_as_it_was_written() -> None:
    cold_war = load_scenario("cold_war")
    mine = translated(cold_war.changed(title="My own Cold War", questions=("Why?",)), "id")
    assert (mine.title, mine.questions) == ("My own Cold War", ("Why?",))
    assert mine.summary == translated(cold_war, "id").summary
    renamed = cold_war.changed(name="my_scenario", title="My scenario")
    assert translated(renamed, "id").title == "My scenario"
    assert (
        translated(renamed, "id").summary == translated(cold_war, "id").summary
    )  # the project's words under another name
    with pytest.raises(ValueError, match="language is 'fr'"):
        translated(cold_war, "fr")


def test_a_scenario_survives_a_text_file(scenario: Scenario, tmp_path: Path) -> None:
    path = tmp_path / "copy.toml"
    path.write_text(scenario.to_toml(), encoding="utf-8")
    assert load_scenario(path) == scenario


def test_everything_has_a_source_that_resolves(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            assert [part for part in sourced(scenario) if not part.source.strip()] == []
            missing = {part.source: unresolved(part.source, scenario.sources) for part in sourced(scenario)}
            assert {source: keys for source, keys in missing.items() if keys} == {}


def test_dates_ascend(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            assert [event.date for event in scenario.events] == sorted(
                event.date for event in scenario.events
            )
            for state in scenario.labels:
                terms = [leader.since for leader in scenario.leaders if leader.state == state]
                assert terms == sorted(terms)


def test_named_leaders_reach_back_to_the_start(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            for state in {leader.state for leader in scenario.leaders}:
                assert scenario.leader_at(state, 0) is not None, f"nobody leads {state} at the start"


def test_no_outcome_is_imposed(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            said = [event.title for event in scenario.events if OUTCOMES.search(event.title)]
            assert said == [], "the model has to bring these about by itself"
            incidents = [event.title for event in scenario.events if event.kind == "incident"]
            ordered = [order.title for order in scenario.orders]
            assert [title for title in (*incidents, *ordered) if not title.startswith("Premise: ")] == []


def test_outcomes_are_recognised() -> None:
    titles = (
        "Vienna summit", "SALT II is signed", "Berlin blockade", "U-2 shot down", "Limited Test Ban Treaty",
        "Soviet invasion of Afghanistan", "Grain embargo", "Boycott of the Olympics", "Hotline opens",
        "Able Archer 83", "Soviet airlift to Ethiopia",
        "Strategic Defense Initiative", "Invasion by the rival",
    )  # fmt: skip
    assert [one for one in titles if not OUTCOMES.search(one)] == []


@pytest.mark.sample(3)
def test_a_scenario_runs(scenario: Scenario) -> None:
    result = simulate(scenario, runs=3, seed=1)
    assert result.sizes["month"] == scenario.months
    for name, values in result.data_vars.items():
        assert bool(np.isfinite(values.values.astype(float)).all()), f"{name} is not finite everywhere"


@pytest.mark.long
@pytest.mark.parametrize("name", AS_SCRIPTS)
def test_a_scenario_is_a_script(name: str, tmp_path: Path) -> None:
    # A path of the interpreter stands in for the installed package.
    done = subprocess.run(
        [sys.executable, f"scenarios/{name}.py", "--runs", "3", "--seed", "7", "--out", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {"summary.json", "result.nc", "figure.png"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.sample(6)
@pytest.mark.parametrize("name", sorted(set(NAMES) - set(AS_SCRIPTS)))
def test_so_is_every_other(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        simulating, "history_figure", lambda *_: Figure(figsize=(1, 1))
    )  # a figure takes seconds
    script = str(ROOT / "scenarios" / f"{name}.py")
    arguments = ["--runs", "3", "--seed", "7", "--lang", "id", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", [script, *arguments])
    runpy.run_path(script, run_name="__main__")
    assert {"summary.json", "result.nc", "figure.png"} <= {path.name for path in tmp_path.iterdir()}
    shown = " ".join(capsys.readouterr().out.split())
    assert translated(load_scenario(name), "id").title in shown


# --- the Cold War -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cold_war() -> Scenario:
    return load_scenario("cold_war")


def figure(series: str, year: int, state: str) -> float:
    """One figure of the record."""
    return float(load_series(series).data.sel(time=f"{year}-01-01", state=state))


def test_the_run_covers_the_cold_war(cold_war: Scenario) -> None:
    assert (cold_war.start, cold_war.end, cold_war.labels) == ("1948-01", "1991-12", ("US", "USSR"))


@pytest.mark.parametrize(
    ("month", "us", "ussr"),
    [
        ("1948-01", "Truman", "Stalin"), ("1953-02", "Eisenhower", "Stalin"),
        ("1953-03", "Eisenhower", "Malenkov"), ("1955-07", "Eisenhower", "Khrushchev"),
        ("1962-10", "Kennedy", "Khrushchev"), ("1963-11", "Johnson", "Khrushchev"),
        ("1964-10", "Johnson", "Brezhnev"), ("1972-05", "Nixon", "Brezhnev"),
        ("1975-08", "Ford", "Brezhnev"), ("1979-12", "Carter", "Brezhnev"),
        ("1983-11", "Reagan", "Andropov"), ("1984-12", "Reagan", "Chernenko"),
        ("1987-12", "Reagan", "Gorbachev"), ("1991-12", "Bush", "Gorbachev"),
    ],
)  # fmt: skip
def test_who_leads(cold_war: Scenario, month: str, us: str, ussr: str) -> None:
    index = cold_war.month_index(month)
    for state, surname in (("US", us), ("USSR", ussr)):
        leader = cold_war.leader_at(state, index)
        assert leader is not None
        assert leader.name.endswith(surname)


def test_judgements_keep_to_their_steps(cold_war: Scenario) -> None:
    assert all(leader.disposition * 4 == round(leader.disposition * 4) for leader in cold_war.leaders)
    assert all(abs(leader.disposition) <= 0.75 for leader in cold_war.leaders)
    assert {event.size for event in cold_war.events if event.kind == "theatre"} == {0.3, 0.5, 0.8}
    assert {event.size for event in cold_war.events if event.kind == "economy"} == {0.5, 0.8}
    assert {event.size for event in cold_war.events if event.kind == "rights"} == {0.5}


def test_the_warning_about_hindsight_in_the_dispositions_is_true(cold_war: Scenario) -> None:
    sums = np.zeros(cold_war.months)
    for month in range(cold_war.months):
        for state in cold_war.labels:
            leader = cold_war.leader_at(state, month)
            assert leader is not None
            sums[month] += leader.disposition
    first, last = FITTED  # the later years are held out, and a test is a look
    record = cooperation("yearly").sel(time=slice(str(first), str(last))).mean("pair")
    alone = np.corrcoef(sums.reshape(-1, 12).mean(axis=1)[: last - first + 1], record)[0, 1]
    assert alone == pytest.approx(0.68, abs=0.01)


@pytest.mark.parametrize(
    ("name", "year"), [("cold_war", 1948), ("berlin_1948", 1948), ("cuban_missile_crisis", 1962)]
)
def test_starting_values_come_from_the_record(name: str, year: int) -> None:
    scenario = load_scenario(name)
    power = {state: figure("capability", year, state) for state in scenario.labels}
    for state in scenario.states:
        assert state.gdp == pytest.approx(figure("gdp", year, state.name) / 1000, abs=0.005)
        assert state.influence == pytest.approx(power[state.name] / sum(power.values()), abs=0.005)
    rivalry = scenario.rivalries[0]
    share = float(load_series("trade_share").data.sel(time=f"{year}-01-01").squeeze()) / 100
    assert rivalry.trade == pytest.approx(share / rivalry.trade_share[0], abs=0.01)


def test_growth_is_the_mean_of_the_record_and_what_the_model_takes_off(cold_war: Scenario) -> None:
    for state in cold_war.states:
        first, last = (figure("gdp", year, state.name) for year in (1948, 1991))
        taken_off = {"US": 0.4, "USSR": 0.5}[
            state.name
        ]  # by arms and shocks, as the source of the value says
        assert state.growth == pytest.approx(100 * np.log(last / first) / 43 + taken_off, abs=0.05)
        assert f"plus {taken_off}" in state.source


def test_vulnerability_follows_the_weaker_sides_warheads(cold_war: Scenario) -> None:
    for date, warheads in SOVIET_WARHEADS:
        assert warheads == figure("strategic_warheads", int(date[:4]), "USSR")
        assert warheads < figure("strategic_warheads", int(date[:4]), "US")
    levels = {event.date: event.size for event in cold_war.events if event.kind == "technology"}
    assert list(levels.values()) == sorted(levels.values())
    assert levels["1962-07"] == pytest.approx(1 - exp(-918 / 800), abs=0.025)
    assert vulnerability(0) == 0.0
    # No year in between would have moved the level by a step of its own.
    dated = {int(date[:4]): vulnerability(warheads) for date, warheads in SOVIET_WARHEADS}
    for year in range(1957, 1989):
        level = dated[max(known for known in dated if known <= year)]
        assert vulnerability(int(figure("strategic_warheads", year, "USSR"))) == pytest.approx(
            level, abs=0.051
        )


# --- the two that build on it -------------------------------------------------------------------------------


def test_no_detente_changes_one_thing(cold_war: Scenario) -> None:
    other = load_scenario("no_detente")
    assert other.parameters == {**cold_war.parameters, "concession": 0.0}
    changed = {"name", "parameters", *TRANSLATED}
    assert other.model_dump(exclude=changed) == cold_war.model_dump(exclude=changed)


def test_without_concessions_nothing_is_signed() -> None:
    result = simulate(load_scenario("no_detente"), runs=20, seed=3)
    assert not result.signed.any()
    assert float(result.common_ground.max()) == 0.0


def test_the_discovery_brings_a_crisis() -> None:
    scenario = load_scenario("cuban_missile_crisis")
    others = tuple(event for event in scenario.events if event.kind != "incident")
    assert len(others) == len(scenario.events) - 1
    seen = {"premise": scenario, "without": scenario.changed(events=others)}
    crises = {
        key: float(simulate(one, runs=200, seed=5).crisis.sel(month="1962-10").mean())
        for key, one in seen.items()
    }
    assert crises["premise"] > 0.95
    assert crises["without"] < 0.5


def test_a_grave_crisis_teaches_fear_and_an_ordinary_one_does_not() -> None:
    scenario = load_scenario("cuban_missile_crisis")
    (premise,) = (event for event in scenario.events if event.kind == "incident")
    others = tuple(event for event in scenario.events if event is not premise)
    unstaked = scenario.changed(events=(*others, Event(**{**dict(premise), "stakes": None})))
    grave, drawn = simulate(scenario, runs=400, seed=5), simulate(unstaked, runs=400, seed=5)

    def october(result: xr.Dataset) -> tuple[xr.DataArray, xr.DataArray]:
        change = (result.fear.sel(month="1962-11-01") - result.fear.sel(month="1962-09-01")).mean("pair")
        return result.severity.sel(month="1962-10").isel(month=0, pair=0), change

    severity, change = october(grave)
    hotline = grave.signed.sel(issue="arms").sel(month=slice(None, "1962-10")).any("month").isel(pair=0)
    assert float(severity.where((severity > 0) & ~hotline).min()) >= 0.5
    calm = (
        1.0 - PARAMETER_TABLE["hotline_calm"].default
    )  # signed in the run, it takes part of the escalation away
    assert float(severity.where(severity > 0).min()) >= 0.5 * calm
    assert float(change.where(severity > 0).min()) > 0.2
    assert float(change.where(severity == 1).mean()) > 2 * float(change.where(severity < 0.6).mean())
    severity, change = october(drawn)
    assert float(abs(change.where(severity < 0.2)).mean()) < 0.05


def test_the_stakes_of_cuba_bring_it_close_to_war_as_often_as_the_tail_says() -> None:
    """P(near miss) = stakes ** alpha, without a hotline; the war share stays that of the index, tension is no flat line."""
    scenario = load_scenario("cuban_missile_crisis")
    result = simulate(scenario, runs=1000, seed=11)
    expected = 0.5 ** PARAMETER_TABLE["severity_tail"].default
    near = result.near_miss.sel(month="1962-10").isel(month=0, pair=0)
    assert float(near.mean()) == pytest.approx(expected, abs=3 * np.sqrt(expected * (1 - expected) / 1000))
    assert float(near.mean()) > 0.25
    assert float(result.war.isel(month=-1).mean()) < 0.02
    tension = result.tension.mean("pair").median("run")
    assert float(tension.sel(month="1962-11-01") - tension.sel(month="1962-09-01")) > 5.0


def test_the_crisis_scenario_shares_events_with_the_cold_war(cold_war: Scenario) -> None:
    scenario = load_scenario("cuban_missile_crisis")
    within = [event for event in cold_war.events if scenario.start <= event.date <= scenario.end]
    assert [event for event in scenario.events if event.kind != "incident"] == within


# --- the episodes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", HISTORICAL)
def test_an_episode_has_the_leaders_of_the_cold_war(name: str, cold_war: Scenario) -> None:
    scenario = load_scenario(name)
    for month in range(scenario.months):
        for state in ("US", "USSR"):
            same = cold_war.month_index(scenario.month_text(month))
            assert scenario.leader_at(state, month) == cold_war.leader_at(state, same)


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_has_the_events_of_the_cold_war(name: str, cold_war: Scenario) -> None:
    scenario = load_scenario(name)
    start = month_number(scenario.start)
    expected = []
    for event in cold_war.events:
        last = month_number(event.date) + event.months - 1
        if scenario.start <= event.date <= scenario.end:
            expected.append((event.date, event.title, last, event.state))
        elif event.date < scenario.start and last >= start and event.kind in ("theatre", "economy"):
            whom = event.state if event.kind == "economy" else None  # whom a war favoured was decided before
            expected.append((scenario.start, event.title, last, whom))
    found = [
        (event.date, event.title, month_number(event.date) + event.months - 1, event.state)
        for event in scenario.events
        if any(event.title == other.title for other in cold_war.events)
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_starts_from_the_record(name: str, cold_war: Scenario) -> None:
    scenario = load_scenario(name)
    year = int(scenario.start[:4])
    power = {state: figure("capability", year, state) for state in ("US", "USSR")}
    third = sum(state.influence for state in scenario.states if state.name not in power)
    for state in scenario.states:
        if state.name not in power:
            continue
        assert state.gdp == pytest.approx(figure("gdp", year, state.name) / 1000, abs=0.001)
        assert state.influence == pytest.approx(
            (1 - third) * power[state.name] / sum(power.values()), abs=0.005
        )
        first = max(year - 10, 1948)
        mean = 100 * log(figure("gdp", year, state.name) / figure("gdp", first, state.name)) / (year - first)
        assert state.growth == pytest.approx(mean + {"US": 0.4, "USSR": 0.5}[state.name], abs=0.051)
    arms = [figure("military_spending", one, "US") / figure("gdp", one, "US") for one in (year, 1962)]
    assert scenario.states[0].burden == pytest.approx(0.09 * arms[0] / arms[1], abs=0.0026)
    rivalry = scenario.rivalry("US", "USSR")
    share = float(load_series("trade_share").data.sel(time=f"{year - 1}-01-01").squeeze()) / 100
    assert rivalry.trade == pytest.approx(share / rivalry.trade_share[0], abs=0.0051)
    levels = [
        event.size for event in cold_war.events if event.kind == "technology" and event.date <= scenario.start
    ]
    assert rivalry.vulnerability == levels[-1]


@pytest.mark.parametrize("name", EPISODES)
def test_tension_and_trust_follow_two_years_of_conduct(name: str) -> None:
    scenario = load_scenario(name)
    conduct = cooperation("quarterly")
    quarter = np.datetime64(scenario.start, "M").astype(int) // 3
    before = [
        np.datetime64(int(3 * one), "M").astype("datetime64[ns]") for one in range(quarter - 8, quarter)
    ]
    rivalry = scenario.rivalry("US", "USSR")
    for side, rival in enumerate(("USSR to US", "US to USSR")):
        seen = float(conduct.sel(time=before, pair=rival).mean())
        assert rivalry.tension[side] == pytest.approx(48 - 1.5 * seen, abs=0.51)
        odds = 1 / (1 + exp(1.2 - 0.4 * seen))
        assert rivalry.trust[side] == pytest.approx(min(max(odds, 0.05), 0.95), abs=0.026)


def test_the_rule_for_tension_is_near_the_line_through_the_models_own_months(cold_war: Scenario) -> None:
    begins = np.array([-8.5, 6.6])  # the ends of the conduct from which the episodes begin
    result = simulate(cold_war, runs=40, seed=12)
    living = ~result.war
    for felt, shown in (("US to USSR", "USSR to US"), ("USSR to US", "US to USSR")):
        seen = result.cooperation.where(living).sel(pair=shown).rolling(month=24).mean().shift(month=1)
        tension = result.tension.where(living).sel(pair=felt).shift(month=1)
        known = np.isfinite(seen.values) & np.isfinite(tension.values)
        slope, level = np.polyfit(seen.values[known], tension.values[known], 1)
        apart = level + slope * begins - [episode.felt(conduct) for conduct in begins]
        assert (abs(apart) < 5).all()
        assert np.corrcoef(seen.values[known], tension.values[known])[0, 1] < -0.7


def test_the_premise_of_1979_is_a_move_and_the_answer_is_free() -> None:
    scenario = load_scenario("afghanistan_1979")
    result, without = (simulate(one, runs=60, seed=5) for one in (scenario, scenario.without("Premise")))
    at = {"month": "1979-12", "pair": "USSR to US"}
    assert bool((result.initiative.sel(at) == 0).all())  # threaten, the first act of the table
    assert float((without.initiative.sel(at) == 0).mean()) < 0.2
    answer = result.response.sel(month="1979-12", pair="US to USSR")
    assert len(np.unique(answer)) > 1
    before = {"month": slice("1979-01", "1979-11")}
    assert result.sel(before).equals(without.sel(before))


def test_the_third_state_has_no_part_in_the_weapons_of_the_two() -> None:
    for name in ("triangle_1971", "bandung"):
        scenario = load_scenario(name)
        weapons = [event for event in scenario.events if event.kind == "technology"]
        assert weapons
        assert {event.between for event in weapons} == {("US", "USSR")}


def test_events_that_go_on_are_carried_over() -> None:
    (vietnam,) = [event for event in episode.events("1969-01", 84) if event.title == "War in Vietnam goes on"]
    assert (vietnam.date, vietnam.months) == ("1969-01", 75)  # to March 1975
    assert episode.end_of("1969-01", 84) == "1975-12"


# --- talks of both, of one, of neither ----------------------------------------------------------------------

#: what each state is ordered to begin the first five years' months with
BEGIN = {
    "both_talk": {"Verana": "talk", "Doskar": "talk"},
    "one_side_talks": {"Verana": "talk"},
    "both_hold": {"Verana": "hold", "Doskar": "hold"},
}


@pytest.mark.parametrize("name", BEGIN)
def test_what_is_begun_is_imposed_for_five_years_and_then_free(name: str) -> None:
    result = simulate(load_scenario(name), runs=60, seed=7)
    peace = ~result.war.to_numpy().astype(bool)  # after a war nobody begins anything
    for pair in result["pair"].to_numpy():
        begun = result.initiative.sel(pair=pair).to_numpy()
        ordered = BEGIN[name].get(pair.split(" to ")[0])
        if ordered:
            assert (begun[:, :60][peace[:, :60]] == CODE[ordered]).all()
        else:
            assert len(np.unique(begun[:, :60])) > 5
        assert len(np.unique(begun[:, 60])) > 3, "in the sixty-first month it is free"
        assert len(np.unique(begun[:, 60:])) > 5
        assert len(np.unique(result.response.sel(pair=pair).isel(month=slice(60)))) > 5, "answers are free"


def test_the_three_differ_in_their_orders_alone() -> None:
    both, one, hold = (load_scenario(name) for name in BEGIN)
    assert [change.part for change in changes(both, one)] == ["orders"]
    assert {(change.part, change.field) for change in changes(both, hold)} == {("orders", "act")}


def test_their_world_is_the_laboratory_of_the_claims() -> None:
    """Name by name, but for names, titles and sources, and for the abuses that the laboratory has in one state only."""
    ours, theirs = load_scenario("both_talk"), laboratory_scenario(World(), None)
    words = {"name", "title", "source", "between"}
    for part in ("states", "rivalries"):
        one, other = ([each.model_dump(exclude=words) for each in getattr(it, part)] for it in (ours, theirs))
        assert one == other
    assert ours.start == theirs.start
    assert ours.parameters == theirs.parameters == {}


# --- titles in another language -----------------------------------------------------------------------------


def test_every_title_of_an_event_or_order_has_its_indonesian(subtests: pytest.Subtests) -> None:
    for scenario in map(load_scenario, NAMES):
        with subtests.test(scenario=scenario.name):
            titles = [part.title for part in scenario.events] + [part.title for part in scenario.orders]
            known = texts("id")[TITLES]
            for one in titles:
                parts = [one] if one in known else one.split(": ", 1)
                assert parts[0] in known, one
                assert parts[-1] in known or parts[-1].isdigit(), one
                assert title(one, "en") == one
            other = translated(scenario, "id")
            said = [part.title for part in other.events] + [part.title for part in other.orders]
            assert said == [title(one, "id") for one in titles]


def test_a_title_that_a_student_wrote_stays() -> None:
    assert title("War on the Moon", "id") == "War on the Moon"
    assert title("Soviet strategic warheads: 12", "id") == "Hulu ledak strategis Soviet: 12"
