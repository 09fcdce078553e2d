"""A month of one run, looked at: the same as the Mesa model and the ensemble have it, wars, orders, and both futures."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simulation.actions import ACTIONS
from simulation.agents import DetenteModel
from simulation.catalogue import languages, text
from simulation.engine import simulate
from simulation.experiments.looking import lived
from simulation.findings.explanation import explained, explained_month
from simulation.findings.month_seen import month_seen
from simulation.pages.blocks import Grid, Heading
from simulation.pages.markdown import markdown
from simulation.reports.month_seen import month_blocks
from simulation.scenario import Order, Scenario, load_scenario

COLD_WAR = load_scenario("cold_war")
CLASSROOM = load_scenario("classroom")
OF_OTHER_DOCTRINES = CLASSROOM.changed(
    doctrines=dict(zip(CLASSROOM.labels, ("contrite_tit_for_tat", "grim"), strict=True))
)
ORDERED = CLASSROOM.changed(
    orders=(Order(date="1960-02", title="An order", state="Kastara", towards="Velmora", act="threaten"),)
)


@pytest.mark.parametrize(
    ("scenario", "run", "month", "lang"),
    [
        (COLD_WAR, 3, 70, "en"),
        (OF_OTHER_DOCTRINES, 1, 20, "en"),
        (load_scenario("triangle_1971"), 70, 20, "id"),
        (ORDERED, 0, 1, "en"),
    ],
    ids=["cold_war", "with notes", "three states", "ordered"],
)
def test_reasons_are_those_that_the_agents_give(scenario: Scenario, run: int, month: int, lang: str) -> None:
    model = DetenteModel(scenario, rng=7, run=run)
    for _ in range(month + 1):
        model.step()
    found = explained_month(scenario, 7, run, month, lang)
    said = [(state.name, state.explain(lang=lang)) for state in model.agents]
    assert found["month"] == model.date
    assert [(one["state"], one["text"]) for one in found["states"]] == [
        (name, why.text) for name, why in said
    ]
    assert [one["decisions"] for one in found["states"]] == [explained(why) for _, why in said]


def test_what_is_seen_is_what_the_ensemble_has() -> None:
    result = simulate(COLD_WAR, runs=4, seed=7)
    for month in (0, 41, 500):
        seen = month_seen(COLD_WAR, 7, 2, month)
        assert json.loads(json.dumps(seen)) == seen
        there = result.isel(run=2, month=month)
        for side in seen["sides"]:
            pair = there.sel(pair=f"{side['state']} to {side['rival']}")
            assert ACTIONS[int(pair["initiative"])].name == side["initiative"]["act"]
            assert ACTIONS[int(pair["response"])].name == side["response"]["act"]
            assert bool(pair["refused"]) == side["refused"]
            assert side["tension"] == pytest.approx(float(pair["tension"]), rel=1e-5)
        (dyad,) = seen["dyads"]
        first = there.isel(pair=0)
        in_force = np.asarray(first["agreement"])
        assert dyad["in_force"] == [str(one) for one in first["issue"].to_numpy()[in_force.astype(bool)]]
        assert (dyad["crisis"] is not None) == bool(first["crisis"])


def test_tension_before_a_month_is_that_after_the_one_before() -> None:
    first, second = (month_seen(COLD_WAR, 7, 0, month) for month in (10, 11))
    for before, after in zip(first["sides"], second["sides"], strict=True):
        assert before["tension"] == after["tension_before"]


def test_a_run_that_ends_in_war_has_no_month_after_it() -> None:
    brink = {"war_risk": 0.5, "crisis_base": 0.0, "severity_tail": 1.0}
    scenario = COLD_WAR.changed(parameters=brink)
    wars = np.asarray(simulate(scenario, runs=10, seed=1)["war"]).astype(bool)
    run = int(np.flatnonzero(wars.any(axis=1))[0])
    last = int(wars[run].argmax())
    assert last < scenario.months - 1
    assert lived(scenario, 1, run) == last + 1
    war, after = month_seen(scenario, 1, run, last), month_seen(scenario, 1, run, last + 1)
    assert (war["war"], war["ended"], len(war["sides"])) == (True, None, 2)
    assert (after["war"], after["ended"], after["sides"]) == (False, war["month"], [])
    for lang in languages():
        assert text("month_seen.war", lang) in markdown(month_blocks({"A": war}, lang))
        both = markdown(month_blocks({"A": after, "B": month_seen(COLD_WAR, 1, run, last + 1)}, lang))
        assert text("month_seen.events", lang) in both


@pytest.mark.parametrize("month", [-1, COLD_WAR.months])
def test_a_month_that_there_is_not_is_refused(month: int) -> None:
    with pytest.raises(IndexError):
        month_seen(COLD_WAR, 7, 0, month)


def test_orders_events_and_new_leaders_are_told() -> None:
    seen = month_seen(ORDERED, 0, 0, 1)
    side = next(side for side in seen["sides"] if side["state"] == "Kastara")
    assert side["initiative"] == {"act": "threaten", "order": "threaten"}
    assert text("month_seen.ordered", act=text("action.threaten")) in markdown(month_blocks({"A": seen}))
    side["initiative"]["order"] = "summit"
    assert text("action.summit") in markdown(month_blocks({"A": seen}))
    leader = next(leader for leader in COLD_WAR.leaders if leader.since > COLD_WAR.start)
    began = month_seen(COLD_WAR, 0, 0, COLD_WAR.month_index(leader.since))
    assert began["leaders"] == [f"{leader.name} ({leader.state})"]
    event = next(event for event in COLD_WAR.events if event.months > 1)
    place = COLD_WAR.month_index(event.date)
    for month, begins in ((place, True), (place + 1, False)):
        found = {one["title"]: one["begins"] for one in month_seen(COLD_WAR, 0, 0, month)["events"]}
        assert found[event.title] is begins


@pytest.mark.parametrize("lang", languages())
def test_both_futures_stand_side_by_side_and_tell_once_what_is_the_same(lang: str) -> None:
    usa = COLD_WAR.states[0]
    harder = COLD_WAR.changed(states=(usa.model_copy(update={"hawks": 0.9}), *COLD_WAR.states[1:]))
    one, same, other = (month_seen(scenario, 7, 0, 30, lang) for scenario in (COLD_WAR, COLD_WAR, harder))
    apart, together = (month_blocks({"A": one, "B": found}, lang) for found in (other, same))
    for blocks in (apart, together):
        table = next(block for block in blocks if isinstance(block, Grid))
        assert list(table.columns) == [text("month_seen.what", lang), "A", "B"]
    headings = [block.words for block in apart if isinstance(block, Heading)]
    assert {"A", "B"} <= set(headings)
    assert len(together) < len(apart)
    assert text("month_seen.same", lang) in markdown(together)
