"""What a person chose is a free act: missed chances, rival explanations, reasons, softness, where two futures part."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation import DetenteModel, Scenario, inputs, load_scenario, simulate
from simulation.experiments import missed_chances as module
from simulation.experiments.looking import look, why
from simulation.experiments.missed_chances import missed_chances
from simulation.experiments.parting import parting
from simulation.experiments.retracing import retrace
from simulation.experiments.rival_explanations import seen
from simulation.experiments.softness import softness, unanswered
from simulation.findings.month_seen import month_seen
from simulation.scenario import Order
from simulation.turn_sheets import read_turn_sheet

SEED, RUNS = 7, 6
CLASSROOM = load_scenario("classroom")
SHEET = """month,state,towards,initiative,response
1960-01/1960-06,Kastara,Velmora,threaten,denounce
1960-01/1960-06,Velmora,Kastara,denounce,hold
1960-07/1961-12,Kastara,Velmora,talk,talk
1960-07/1961-12,Velmora,Kastara,visit,hold
"""


def match(chosen: bool) -> Scenario:
    """A classroom match of which every act is played, or ordered."""
    orders = [order.model_copy(update={"chosen": chosen}) for order in read_turn_sheet(SHEET, CLASSROOM)]
    return CLASSROOM.changed(orders=orders)


PLAYED, ORDERED = match(True), match(False)


def test_what_a_person_chose_changes_nothing_but_how_it_is_taken():
    played, ordered = (simulate(one, runs=RUNS, seed=SEED) for one in (PLAYED, ORDERED))
    assert played.equals(ordered)
    assert inputs.premises(PLAYED) == CLASSROOM
    assert inputs.premises(ORDERED) is ORDERED
    chosen = inputs.by_person(PLAYED)
    assert chosen["initiative"][:24].all()
    assert not chosen["response"][24:].any()
    assert not any(values.any() for values in inputs.by_person(ORDERED).values())


def test_a_played_match_has_missed_chances(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "FUTURES", (40, 40, 40))
    when = [(3, (0, 1)), (9, (0, 1))]
    found = {}
    for scenario in (PLAYED, ORDERED):
        months = list(retrace(scenario, SEED, (0, 1)))
        found[scenario] = missed_chances(scenario, SEED, 0, months, when, (1,))
    assert found[ORDERED] == []
    assert [(chance.month, chance.pair) for chance in found[PLAYED]] == [(3, 0), (3, 1), (9, 0), (9, 1)]
    assert [chance.done for chance in found[PLAYED]] == ["denounce", "hold", "talk", "hold"]


def test_its_acts_are_free_in_the_run_that_was_played():
    months = list(retrace(PLAYED, SEED, (0, 1)))
    assert not seen(ORDERED, months).free[:, :48].any()
    assert seen(PLAYED, months).free[:, :48].any(axis=1).all()


@pytest.mark.parametrize(("lang", "words"), [("en", "a person chose"), ("id", "orang yang bermain")])
def test_a_state_that_is_played_says_so_with_its_doctrines_reasons(lang: str, words: str):
    model = DetenteModel(PLAYED, rng=SEED)
    model.step()
    told = model.agents[0].explain(lang=lang).text
    assert told.count(words) == 2
    assert "order of the scenario" not in told
    assert why(PLAYED, look(PLAYED, SEED, 0, 0), "Kastara", lang).text == told
    side = month_seen(PLAYED, SEED, 0, 0, lang)["sides"][0]
    assert side["initiative"] == {"act": "threaten", "order": None}
    poor = CLASSROOM.changed(
        orders=[Order(date="1960-01", title="Trade", state="Kastara", act="trade", chosen=True)],
        rivalries=[rivalry.model_copy(update={"agreements": ()}) for rivalry in CLASSROOM.rivalries],
    )
    model = DetenteModel(poor, rng=SEED)
    model.step()
    assert words in model.agents[0].explain(lang=lang).text


def test_where_two_futures_part_a_persons_act_is_no_order():
    orders = [*PLAYED.orders[1:], PLAYED.orders[0].model_copy(update={"act": "hold"})]
    for scenario, ordered in ((PLAYED, False), (ORDERED, True)):
        other = [order.model_copy(update={"chosen": not ordered}) for order in orders]
        parted = parting(scenario, scenario.changed(orders=other), SEED, 0)
        (deed,) = parted.deeds
        assert (deed.before, deed.after, deed.ordered) == ("threaten", "hold", ordered)


def test_the_softness_of_a_person_is_read_from_its_acts():
    played, free = simulate(PLAYED, runs=RUNS, seed=SEED), simulate(CLASSROOM, runs=RUNS, seed=SEED)
    found = softness(PLAYED, played)
    # Velmora was threatened for six months and held still; Kastara was denounced, and denounced back
    assert (found.sel(state="Velmora") == 1).all()
    assert (found.sel(state="Kastara") == 0).all()
    for scenario, result in ((CLASSROOM, free), (ORDERED, played)):
        probe = result.softness.mean("month").where(~result.war.any("month"))
        assert np.allclose(softness(scenario, result), probe, equal_nan=True)
    assert softness(PLAYED, played).dims == ("run", "state")


def test_what_went_unanswered_is_counted_over_all_rivals(three: Scenario):
    def hostile(state: str, towards: str, stage: Any) -> Order:
        return Order(
            date=three.start, title="No", state=state, towards=towards, act="denounce", stage=stage, months=36
        )

    # Bravo provokes both; Alfa answers, Charlie does not, and neither begins
    bound = three.changed(
        orders=[
            *(hostile("Bravo", rival, "initiative") for rival in ("Alfa", "Charlie")),
            hostile("Alfa", "Bravo", "response"),
            *(
                Order(date=three.start, title="-", state=s, act="hold", months=36)
                for s in ("Alfa", "Charlie")
            ),
            Order(date=three.start, title="-", state="Charlie", act="hold", stage="response", months=36),
        ]
    )
    result = simulate(bound, runs=RUNS, seed=SEED)
    found = unanswered(result).where(~result.war.any("month"), drop=True)
    assert found.sizes["run"]
    assert (found.sel(state="Alfa") == 0).all()
    assert (found.sel(state="Charlie") == 1).all()
    assert found.sel(state="Bravo").isnull().all()
