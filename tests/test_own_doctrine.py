"""A doctrine is a value: one that was made a moment ago goes wherever one of ours goes, and a name is looked up once."""

from __future__ import annotations

import json
import os
import pickle
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from simulation import (
    DetenteModel,
    Scenario,
    ScenarioError,
    cli,
    columns,
    load_scenario,
    parallel,
    simulate,
)
from simulation.actions import ACTIONS, CODE
from simulation.commands.reading import read_result
from simulation.doctrines import DOCTRINES, Doctrine, Term, named
from simulation.doctrines.named import as_doctrine, doctrine_names, version_of
from simulation.experiments.claims import article, feeling, running
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.verdict import condition
from simulation.experiments.claims.worlds import PAYOFFS
from simulation.experiments.counterfactuals import counterfactual
from simulation.experiments.story import tell
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.run import imposed
from simulation.results import scenario_of
from simulation.stored import save
from simulation.words.claim import value_words

SEED = 7


def made(name: str = "mine", push: float = 50.0, **fields: Any) -> Doctrine:
    """Talks and nothing else; the reasons close over `push`, as those of a notebook may."""

    def reasons(o: Any, p: Any) -> list[Term]:
        return [Term("because_it_pays", "security", columns.TALK, push + 0.0 * o.tension)]

    return Doctrine(name, name.title(), "made in a test", reasons, **fields)


MINE = made()


def talks(result: xr.Dataset, actor: str) -> float:
    """Share of the actor's initiatives, in months before a war, that are talk."""
    mine = result.initiative.sel(pair=result.actor == actor).where(~result.war)
    return float((mine == CODE["talk"]).sum() / mine.count())


# --- wherever one of ours goes ------------------------------------------------------------------------------


def test_it_decides_for_its_state_in_an_ensemble_and_enters_the_record(two: Scenario, tmp_path: Path):
    result = simulate(two, runs=3, seed=SEED, doctrines={"Bravo": MINE._replace(version="2026-11")})
    assert talks(result, "Bravo") > 2 * talks(
        result, "Alfa"
    )  # in the other months crises leave no time for it
    assert result.attrs["doctrines"] == ["deliberate", "mine"]
    assert result.attrs["doctrine_versions"] == [version_of(DOCTRINES["deliberate"]), "2026-11"]
    save(result, tmp_path / "result.nc")
    _, again = read_result(tmp_path / "result.nc")
    assert list(again.attrs["doctrines"]) == ["deliberate", "mine"]
    same = simulate(two.changed(doctrines={"Bravo": MINE}), runs=3, seed=SEED)
    assert same.tension.equals(result.tension)


@pytest.mark.parametrize("forks", [True, False] if hasattr(os, "fork") else [False])
def test_it_is_the_same_on_several_processes(two: Scenario, forks: bool, monkeypatch: pytest.MonkeyPatch):
    """Forked, or started afresh and sent by value what a notebook has made a moment ago: a function in a function."""
    scenario = two.changed(doctrines={"Alfa": MINE})
    monkeypatch.setattr(parallel, "FORKS", forks)
    alone = simulate(scenario, runs=140, seed=SEED, keep="summary")
    monkeypatch.setattr("simulation.engine.WORTH", 1)
    monkeypatch.setattr("simulation.engine.FEWEST", 1)
    monkeypatch.setattr(parallel, "cores", lambda: 2)
    assert simulate(scenario, runs=140, seed=SEED, keep="summary").equals(alone)


def test_mesa_gives_the_same_months_and_says_why_in_its_words(two: Scenario):
    model = DetenteModel(two, rng=SEED, doctrines={"Bravo": MINE})
    result = simulate(two, seed=SEED, doctrines={"Bravo": MINE})
    while model.running:
        model.step()
    last = result.isel(run=0, month=model.months_done - 1)
    assert model.agents[1].tension["Alfa"] == pytest.approx(float(last.tension.sel(pair="Bravo to Alfa")))
    assert "because it pays" in model.agents[1].explain().text


def test_a_counterfactual_and_a_comparison_take_it():
    cuba = load_scenario("cuban_missile_crisis").changed(doctrines={"US": MINE})
    before, after = counterfactual("no_missiles").futures(cuba)
    results = [simulate(one, runs=4, seed=SEED) for one in (before, after)]
    assert compare_summary((before, after), Labels("a", "b"), *results)["changes"]
    assert before.states[0].doctrine is after.states[0].doctrine is MINE
    harder = cuba.changed(doctrines={"US": "hawk"})
    (change,) = compare_summary((cuba, harder), Labels("a", "b"), results[0], results[0])["changes"]
    assert (change["before"], change["after"]) == ("mine", "hawk")


@pytest.mark.long
def test_the_claims_are_tried_in_its_worlds(monkeypatch: pytest.MonkeyPatch):
    family = [world for world in running.worlds(("pavlov", MINE)) if world.family == MINE]
    assert {world.states for world in family} == {2, 3}
    claim = next(one for one in article.CLAIMS if one.felt and not one.used_in_building)
    few = Laboratory(2, SEED)
    monkeypatch.setattr(running, "PAYOFFS", PAYOFFS[:1])
    result = running.examine(claim, running.Bench(few, few, few, ("deliberate", MINE)))
    told = [*(finding.world for finding in result.findings), *result.not_applicable]
    assert {str(world.family) for world in told} == {"deliberate", "mine"}
    assert not feeling.feels(MINE, ("trust", "seen"))  # it looks at nothing of these
    assert value_words("family", MINE, "id") == "Mine"
    assert condition([f._replace(says=int(f.world.family != MINE)) for f in result.findings]) in (
        "family: deliberate",
        "",
    )


@pytest.mark.long
def test_a_run_is_told_with_it(two: Scenario):
    scenario = two.changed(doctrines={"Alfa": MINE})
    story = tell(scenario, simulate(scenario, runs=2, seed=SEED), 0)
    assert str(story.explanations[0].doctrine) == "mine"


# --- receptive ----------------------------------------------------------------------------------------------


def rebuffs(model: DetenteModel) -> int:
    """How often the first state declined what the second offered."""
    count = 0
    while model.running:
        model.step()
        assert model.record is not None
        count += int(model.record.refused[1, 0])
    return count


def test_receptive_is_read_when_it_is_needed():
    offered = load_scenario("classroom").changed(parameters={"courtesy": 0.0, "war_risk": 0.0})
    first, second = offered.labels
    declines = made("declines", -50.0)
    cold, warm, later = (
        DetenteModel(offered, rng=SEED, doctrines={first: declines, second: MINE}) for _ in range(3)
    )
    warm.agents[0].doctrine = declines._replace(receptive=True)  # in place of what the scenario said
    later.agents[0].receptive = True
    assert rebuffs(cold) > 0
    assert rebuffs(warm) == rebuffs(later) == 0


def test_an_agent_takes_a_name_and_refuses_what_is_none(two: Scenario):
    model = DetenteModel(two)
    model.agents[0].doctrine = "hawk"
    assert model.agents[0].doctrine is DOCTRINES["hawk"]
    with pytest.raises(
        ScenarioError, match="Alfa: doctrine is 'hwak', no known doctrine; did you mean 'hawk'"
    ):
        model.agents[0].doctrine = "hwak"


# --- names --------------------------------------------------------------------------------------------------


class Installed:
    """A package that offers a doctrine, as `importlib.metadata` shows it."""

    def __init__(self, name: str, found: object, package: str = "my-package", version: str = "1.3") -> None:
        self.name, self.found = name, found
        self.value = "my_package:MINE"
        self.dist = type("Dist", (), {"name": package, "version": version})

    def load(self) -> object:
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[Installed]:
    offers = list[Installed]()
    monkeypatch.setattr(named, "entry_points", lambda group: offers if group == "detente.doctrines" else [])
    return offers


def test_a_package_that_is_installed_offers_names(two: Scenario, installed: list[Installed]):
    text = two.to_toml().replace('doctrine = "deliberate"', 'doctrine = "mine"', 1)
    with pytest.raises(ScenarioError, match=r"states\[0\].doctrine is 'mine', no known doctrine"):
        Scenario.from_toml(text)
    installed.append(Installed("mine", MINE))
    scenario = Scenario.from_toml(text)
    assert scenario.states[0].doctrine == MINE._replace(version="my-package 1.3")
    assert simulate(scenario).attrs["doctrine_versions"][0] == "my-package 1.3"
    assert doctrine_names() == (*DOCTRINES, "mine")
    schema = Scenario.json_schema()["$defs"]["StateSpec"]["properties"]["doctrine"]
    assert (schema["enum"][-1], schema["default"]) == ("mine", "deliberate")


def test_a_package_is_asked_only_when_its_name_is_given(two: Scenario, installed: list[Installed]):
    installed += [Installed("broken", ImportError("no module named numpyy")), Installed("hawk", MINE)]
    assert as_doctrine("hawk") is DOCTRINES["hawk"]  # a name of ours stays ours
    assert doctrine_names()[-1] == "broken"
    simulate(two)


@pytest.mark.parametrize(
    ("offers", "said"),
    [
        ([ImportError("no numpyy")], "'mine' of the installed my-package 1.3, which cannot be loaded (ImportError: no"),
        (["hawk"], "which is 'hawk'; let my_package:MINE be a simulation.doctrines.Doctrine"),
        ([made("other")], "which names itself 'other'; give both the same name"),
        ([MINE, MINE], "is 'mine', which my-package 1.3 and my-package 1.3 both offer; uninstall one of them"),
    ],
)  # fmt: skip
def test_what_a_package_does_wrong_is_said_in_one_line(
    installed: list[Installed], offers: list[object], said: str
):
    installed += [Installed("mine", found) for found in offers]
    with pytest.raises(ScenarioError) as caught:
        as_doctrine("mine")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_bad_package_does_not_hide_the_others(
    installed: list[Installed], capsys: pytest.CaptureFixture[str]
):
    installed += [Installed("mine", MINE), Installed("broken", ImportError("no numpyy"))]
    assert cli.main(["list", "--json"]) == 0
    broken, mine = json.loads(capsys.readouterr().out)["doctrines"][-2:]
    assert (mine["name"], mine["version"]) == ("mine", "my-package 1.3")
    assert broken["source"].startswith(
        "of the installed my-package 1.3, which cannot be loaded (ImportError: no"
    )


def test_an_entry_point_of_the_standard_library_loads(monkeypatch: pytest.MonkeyPatch):
    offer = EntryPoint("like_hawk", "simulation.doctrines.fixed:HAWK", "detente.doctrines")
    monkeypatch.setattr(named, "entry_points", lambda group: [offer])
    with pytest.raises(ScenarioError, match="an unnamed package, which names itself 'hawk'"):
        as_doctrine("like_hawk")


@pytest.mark.parametrize(
    ("doctrine", "said"),
    [
        (made("My Own"), "has a name that is 'My Own'; write one word that begins with a letter"),
        (MINE._replace(title=""), "has a title that is empty; write some text"),
        (Doctrine("mine", "Mine", "", "talk"), "'mine' has reasons that is 'talk'; give a function"),  # type: ignore[arg-type]
        (made("hawk"), "is not the project's own 'hawk' and has its name; give it another"),
    ],
)
def test_what_is_no_doctrine_is_refused(two: Scenario, doctrine: Doctrine, said: str):
    with pytest.raises(ScenarioError) as caught:
        simulate(two, doctrines={"Alfa": doctrine})
    assert str(caught.value).startswith(f"scenario 'two': doctrines.Alfa {said}")


@pytest.mark.parametrize(
    ("coefficient", "said"),
    [
        (lambda o: 4.0, "the amount of 'because_it_pays' has shape ()"),
        (lambda o: np.nan * o.tension, "the amount of 'because_it_pays' is not a number somewhere"),
        (lambda o: 1j * o.tension, "the amount of 'because_it_pays' is not a number somewhere"),
        (lambda o: o.hawks[0], "has shape (3,)"),
    ],
)
@pytest.mark.parametrize("runs", [1, 3])
def test_what_is_no_number_for_each_pair_and_run_is_refused(
    two: Scenario, coefficient: Any, said: str, runs: int
) -> None:
    def reasons(o: Any, p: Any) -> list[Term]:
        return [Term("because_it_pays", "security", columns.TALK, coefficient(o))]

    with pytest.raises(ScenarioError) as refused:
        simulate(two, runs=runs, doctrines={two.labels[0]: Doctrine("mine", "Mine", "a test", reasons)})
    assert said.replace("(3,)", f"({runs},)") in str(refused.value)


@pytest.mark.parametrize(
    "column", [columns.TALK * np.nan, np.ones(3), [1.0] * len(ACTIONS), columns.TALK * 1j]
)
def test_a_column_without_a_number_for_each_act_is_refused(two: Scenario, column: Any) -> None:
    odd = Doctrine(
        "odd", "Odd", "a test", lambda o, p: [Term("because_it_pays", "security", column, 0.0 * o.tension)]
    )
    with pytest.raises(ScenarioError, match="is not one finite number for each act"):
        simulate(two, runs=2, doctrines={two.labels[0]: odd})


@pytest.mark.parametrize("given", [[], None])
def test_a_doctrine_without_reasons_is_refused(two: Scenario, given: Any) -> None:
    silent = Doctrine("silent", "Silent", "a test", lambda o, p: given)
    with pytest.raises(ScenarioError, match="give a list of at least one Term"):
        DetenteModel(two, doctrines={two.labels[0]: silent}).step()


def test_two_doctrines_of_one_name_are_refused(two: Scenario):
    twice = {"Alfa": MINE, "Bravo": made()}
    with pytest.raises(
        ScenarioError, match=r"states\[1\].doctrine is another 'mine' than that of states\[0\]"
    ):
        two.changed(doctrines=twice)


def test_no_file_names_code_by_its_path(two: Scenario):
    text = two.to_toml().replace('doctrine = "deliberate"', 'doctrine = "simulation.doctrines.fixed:HAWK"', 1)
    with pytest.raises(ScenarioError, match="no known doctrine"):
        Scenario.from_toml(text)


# --- what is written and read again -------------------------------------------------------------------------


def test_a_scenario_with_it_is_a_value_like_any_other(two: Scenario):
    scenario = two.changed(doctrines={"Alfa": MINE})
    assert 'doctrine = "mine"' in scenario.to_toml()
    assert Scenario.from_toml(scenario.to_toml(), [MINE]) == scenario
    assert hash(scenario) != hash(two)
    every = two.changed(doctrines={"Alfa": "talk_only"})  # whose reasons were made by a function
    assert pickle.loads(pickle.dumps(every)) == every


def test_a_result_can_be_read_where_its_doctrine_is_not_and_then_refuses_to_decide(two: Scenario):
    result = simulate(two, runs=2, seed=SEED, doctrines={"Alfa": MINE})
    there = scenario_of(result)
    assert imposed(result) == ["start", "leaders", "events"]
    assert there.states[0].doctrine.name == "mine"
    assert there.states[1] == two.states[1]
    for again in (lambda: simulate(there), lambda: tell(there, result, 0)):
        with pytest.raises(ScenarioError, match="doctrine 'mine' is not known here"):
            again()
    assert np.isfinite(result.tension.values).all()


@pytest.mark.parametrize("notes", [None, np.zeros(3), np.nan], ids=["nothing", "another shape", "no numbers"])
def test_notes_that_are_none_are_refused_by_name_in_both_ways_of_running(
    two: Scenario, notes: object
) -> None:
    def remember(before: Any, seen: Any, act: Any, p: Any) -> Any:
        return before * notes if isinstance(notes, float) else notes

    forgetful = DOCTRINES["dove"]._replace(name="forgetful", remember=remember)
    asked = {two.labels[0]: forgetful}
    with pytest.raises(ScenarioError, match=r"doctrine 'forgetful'.* remembers notes of shape"):
        simulate(two, doctrines=asked)
    with pytest.raises(ScenarioError, match=r"doctrine 'forgetful'.* remembers notes of shape"):
        DetenteModel(two, rng=1, doctrines=asked).step()
