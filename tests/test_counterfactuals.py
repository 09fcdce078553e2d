"""What if: each counterfactual fits, has its sources, changes one thing, and one run shows when and by what it parts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.text import Text

from simulation import cli
from simulation.actions import CODE
from simulation.catalogue import languages, month, text
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.counterfactuals import COUNTERFACTUALS, U2, Counterfactual, counterfactual
from simulation.experiments.input_changes import changes, first_month
from simulation.experiments.outcomes import UNFELT, touched
from simulation.experiments.parting import DEEDS, parting
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.parted import run_summary
from simulation.plots import run_figure
from simulation.scenario import Order, Scenario, load_scenario

NAMES = list(COUNTERFACTUALS)
SEED = 7


def futures(name: str) -> tuple[Scenario, Scenario]:
    one = COUNTERFACTUALS[name]
    return one.futures(load_scenario(one.scenario))


#: a month of its own scenario before which nothing, and from which on something, may differ
def shortened(name: str) -> tuple[Scenario, Scenario, int]:
    """Both futures, cut off a year after the change so that they are quick, and the month of the change."""
    before, after = futures(name)
    month = first_month(before, changes(before, after))
    cut = []
    for scenario in (before, after):
        months = min(month + 12, scenario.months)
        held: dict[str, Any] = {
            "events": tuple(one for one in scenario.events if scenario.month_index(one.date) < months),
            "leaders": tuple(one for one in scenario.leaders if one.since < scenario.month_text(months)),
        }
        cut.append(scenario.changed(months=months, **held))
    return cut[0], cut[1], month


# --- the named ones -------------------------------------------------------------------------------------------


def test_the_ones_that_were_asked_for_are_there() -> None:
    assert {"no_u2", "nixon_stays_home", "answer_in_kind"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_changes_one_thing(name: str) -> None:
    before, after = futures(name)
    (change,) = changes(before, after)
    assert change.part in ("events", "orders")
    assert (change.before is None) != (change.after is None)


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_source_that_is_cited(name: str) -> None:
    before, after = futures(name)
    (change,) = changes(before, after)
    keys = re.findall(r"\[(\w+)\]", (change.before or change.after).source) or [
        (change.before or change.after).source
    ]
    assert keys
    for key in keys:
        assert len(after.sources[key]) > 20
    cited = [key for key in COUNTERFACTUALS[name].sources if key != "assumption"]
    for key in cited:
        author, year = re.fullmatch(r"([a-z]+)(\d{4})", key).groups()  # type: ignore[union-attr]
        assert after.sources[key].lower().startswith(author)
        for lang in languages():
            about = text(f"counterfactual.{name}_about", lang)
            assert author in about.lower()
            assert year in about


@pytest.mark.parametrize("name", NAMES)
def test_each_is_told_in_every_language(name: str) -> None:
    for key in (f"counterfactual.{name}", f"counterfactual.{name}_about"):
        assert len({text(key, lang) for lang in languages()}) == len(languages())


@pytest.mark.sample(2)
@pytest.mark.parametrize("name", NAMES)
def test_nothing_differs_before_the_change_in_any_run(name: str) -> None:
    before, after, month = shortened(name)
    was, now = (simulate(one, runs=20, seed=SEED) for one in (before, after))
    for variable in was.data_vars:
        np.testing.assert_array_equal(
            was[variable].isel(month=slice(None, month)), now[variable].isel(month=slice(None, month))
        )


def test_the_u2_is_a_premise_of_both_futures_and_not_of_the_scenario() -> None:
    cold_war = load_scenario("cold_war")
    assert not any("U-2" in event.title for event in cold_war.events)
    before, after = futures("no_u2")
    assert U2 in before.events
    assert U2.title.startswith("Premise: ")
    assert U2.kind == "incident"
    assert after.events == cold_war.events
    again, _ = COUNTERFACTUALS["no_u2"].futures(before)  # a scenario that has it gets no second one
    assert again.events == before.events


def test_nixon_stays_home_and_nobody_meets_him() -> None:
    before, after, month = shortened("nixon_stays_home")
    was, now = (simulate(one, runs=20, seed=SEED).isel(month=slice(month, None)) for one in (before, after))
    barred = [CODE["summit"], CODE["visit"]]
    met = [
        np.isin(result[stage], barred) & ~result.refused.to_numpy()
        for result in (was, now)
        for stage in ("initiative", "response")
    ]
    assert met[0].any() or met[1].any()
    assert not np.isin(now.initiative.sel(pair="US to USSR"), barred).any()
    offers = np.isin(now.initiative.sel(pair="USSR to US"), barred)
    assert now.refused.sel(pair="USSR to US").to_numpy()[offers].all()


def test_the_answer_of_march_1969_is_an_offer_to_talk_and_only_that_month() -> None:
    before, after, month = shortened("answer_in_kind")
    assert before.month_text(month) == "1969-03"
    was, now = (simulate(one, runs=40, seed=SEED) for one in (before, after))
    answers = now.response.sel(pair="US to USSR").isel(month=month).to_numpy()
    assert set(answers) <= {CODE["talk"], CODE["hold"]}  # holds where a crisis has left no attention
    assert (answers == CODE["talk"]).mean() > 0.5
    own = was.initiative.isel(month=month).to_numpy()
    np.testing.assert_array_equal(own, now.initiative.isel(month=month).to_numpy())


def test_a_counterfactual_fits_a_file_that_a_student_edited() -> None:
    edited = load_scenario("cuban_missile_crisis").changed(name="mine", doctrines={"USSR": "grit"})
    before, after = counterfactual("no_missiles").futures(edited)
    assert before.states == after.states == edited.states
    assert len(before.events) == len(after.events) + 1


@pytest.mark.parametrize(
    ("name", "scenario", "message"),
    [
        ("nixon_stays_home", "cuban_missile_crisis", "orders[0].date is 1972-01, outside the run"),
        ("nixon_stays_home", "classroom", "orders[0].state is 'US', no state of this scenario"),
        ("no_missiles", "cold_war", "has no event or order named 'missile sites'"),
        ("no_u2", "cuban_missile_crisis", "date is 1960-05, outside the run"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, scenario: str, message: str) -> None:
    with pytest.raises(ScenarioError) as error:
        counterfactual(name).futures(load_scenario(scenario))
    assert message in str(error.value)


def test_an_unknown_one_names_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["compare", "cold_war", "--instead", "nixon_stay_home"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "did you mean 'nixon_stays_home'?" in said.err
    assert said.err.count("\n") == 1


# --- one run --------------------------------------------------------------------------------------------------

CUBA, CALM = futures("no_missiles")
THREATS = CUBA.changed(
    orders=(Order(date="1963-03", title="A threat", state="US", act="threaten", stage="initiative"),)
)


def compared(a: Scenario, b: Scenario, runs: int, run: int, lang: str = "en") -> tuple[Any, Any, Any]:
    was, now = (simulate(one, runs=runs, seed=SEED) for one in (a, b))
    found = compare_summary((a, b), Labels("A", "B"), was, now)
    found["run"] = run_summary(a, found["from"], was, now, parting(a, b, SEED, run, lang))
    return found, was, now


@pytest.mark.parametrize("run", [0, 2, 5])
def test_a_run_parts_in_the_month_and_by_the_act_that_the_ensemble_has(run: int) -> None:
    was, now = (simulate(one, runs=run + 1, seed=SEED).isel(run=run) for one in (CUBA, CALM))
    parted = parting(CUBA, CALM, SEED, run)
    differs = np.zeros(CUBA.months, dtype=bool)
    for name in set(was.data_vars) - set(UNFELT):
        other = [axis for axis in was[name].dims if axis != "month"]
        differs |= (was[name] != now[name]).any(other).to_numpy()
    acts = np.zeros(CUBA.months, dtype=bool)
    for name in DEEDS:
        acts |= (was[name] != now[name]).any("pair").to_numpy()
    assert parted.month == (CUBA.month_text(int(np.argmax(differs))) if differs.any() else None)
    assert parted.acts == (CUBA.month_text(int(np.argmax(acts))) if acts.any() else None)
    assert parted.months == (int(np.argmax(differs)) if differs.any() else CUBA.months)
    for deed in parted.deeds:
        if deed.stage != "consent":
            place = CUBA.month_index(parted.acts or "")
            codes = [one[deed.stage].sel(pair=f"{deed.state} to {deed.rival}")[place] for one in (was, now)]
            assert [CODE[deed.before], CODE[deed.after]] == [int(code) for code in codes]


def test_an_ordered_move_is_named_and_said_to_be_ordered() -> None:
    parted = next(found for run in range(9) if (found := parting(CUBA, THREATS, SEED, run)).deeds)
    assert parted.month == parted.acts == "1963-03"
    (deed,) = parted.deeds
    assert (deed.state, deed.rival, deed.stage, deed.after) == ("US", "USSR", "initiative", "threaten")
    assert deed.ordered
    assert deed.why is not None
    assert deed.before != "threaten"
    assert "by order of the scenario" in deed.why[1]
    assert "probability" in deed.why[0]


def test_a_move_that_only_follows_is_not_said_to_be_ordered() -> None:
    parted = next(found for run in range(9) if (found := parting(CUBA, CALM, SEED, run)).deeds)
    assert parted.month == "1962-10"
    assert "tension" in parted.felt
    assert (parted.acts or "") > "1962-10"
    assert not any(deed.ordered for deed in parted.deeds)


def test_a_refusal_by_order_is_the_targets_doing() -> None:
    dovish = CUBA.changed(doctrines={"US": "hold", "USSR": "talk_only"})
    shy = dovish.changed(
        orders=(Order(date="1962-01", title="No", state="US", never=("talk", "visit", "summit"), months=36),)
    )
    parted = parting(dovish, shy, SEED, 0)
    (deed,) = parted.deeds
    assert (deed.state, deed.rival, deed.stage) == ("US", "USSR", "consent")
    assert (deed.before, deed.after, deed.ordered, deed.why) == ("accepted", "declined", True, None)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where the tests run."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_a_run_in_which_nothing_happens_is_said_to_be_the_same(
    lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "compare",
        "cuban_missile_crisis",
        "--without",
        "Harvest fails",
        "--runs",
        "3",
        "--lang",
        lang,
    ]
    quiet = CUBA.changed(doctrines={"US": "hold", "USSR": "hold"})
    idle = quiet.changed(orders=(Order(date="1963-01", title="Hold", state="US", act="hold"),))
    found, was, now = compared(quiet, idle, 3, 1, lang)
    assert found["run"]["parts"] is None
    assert found["run"]["spans"] == []
    assert touched(was, now).anything == 0
    words = " ".join(a.get_text() for a in run_figure(was, now, found, lang).findobj(Text))
    nothing = text("compare.run_same", lang, run=1).split("; ")[0]
    assert nothing in " ".join(words.split())
    assert cli.main(arguments) == 0  # and one that does something is not said to do nothing
    assert text("compare.reaches_nothing", lang, runs=3) not in " ".join(capsys.readouterr().out.split())


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_the_command_tells_the_story_of_one_run(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["compare", "cuban_missile_crisis", "--instead", "no_missiles", "--runs", "4", "--seed", "7"]
    assert cli.main([*arguments, "--run", "2", "--lang", lang]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert text("counterfactual.no_missiles_about", lang) in said
    assert (
        text("compare.run_parts_later", lang, run=2, month=month("1962-10", lang), act="|").split("|")[0]
        in said
    )
    acts = {"before": text("act.talk", lang), "after": text("act.hold", lang)}
    first = text("compare.stage_initiative", lang)
    us, ussr = {"en": ("US", "USSR"), "id": ("AS", "Uni Soviet")}[lang]
    assert text("compare.deed", lang, state=us, rival=ussr, stage=first, **acts) in said
    assert text("compare.footing", lang, runs=4, seed=7, scenarios="|", version="").split("|")[0] in said
    assert cli.main([*arguments, "--run", "2", "--lang", lang, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["counterfactual"] == "no_missiles"
    assert found["run"]["deeds"][0]["before"] == "talk"


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_the_figure_of_one_run_shows_both_and_where_they_part(lang: str) -> None:
    found, was, now = compared(CUBA, THREATS, 4, 2, lang)
    figure = run_figure(was, now, found, lang)
    for axis, variable in zip(figure.axes, ("tension", "mutual_benefit"), strict=True):
        drawn = [np.asarray(line.get_ydata()) for line in axis.get_lines()[:2]]
        for line, result in zip(drawn, (was, now), strict=True):
            first = len(result.month) - len(line)
            np.testing.assert_allclose(line, result[variable].isel(run=2).mean("pair").to_numpy()[first:])
    words = " ".join(artist.get_text() for artist in figure.findobj(Text))
    assert text("compare.figure_run", lang, run=2, month=month("1963-03", lang)) in words
    assert (
        text("compare.figure_run_about", lang, run=2, seed=7, scenarios="|", version="").split("|")[0]
        in words
    )
    figure.draw_without_rendering()
    for artist in figure.findobj(Text):
        if artist.get_text() and artist.get_visible():
            assert artist.get_window_extent().x1 <= figure.bbox.x1 + 1, artist.get_text()


def test_a_counterfactual_of_ones_own_is_two_lines() -> None:
    own = Counterfactual("no_harvest", "cuban_missile_crisis", lambda one: one.without("Harvest fails"), {})
    before, after = own.futures(CUBA)
    assert [change.name for change in changes(before, after)] == ["Harvest fails"]
