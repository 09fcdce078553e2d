"""What an order can say besides an act: yes and no, demands, leaving, speaking up; in every engine, and again by `acts`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import xarray as xr

from simulation import DetenteModel, Scenario, ScenarioError, columns, load_scenario, simulate
from simulation.actions import CODE
from simulation.scenario import Order
from simulation.scenario.imposed import OFFERS
from simulation.state import FREE, ISSUES, NO, YES
from simulation.variables import VARIABLES

RUNS, SEED = 24, 7
#: two states to whom nothing happens from outside; orders are to the second, unless they say otherwise
CALM = load_scenario("classroom").changed(events=(), leaders=())
ALFA, BRAVO = CALM.labels
THERE, BACK = f"{ALFA} to {BRAVO}", f"{BRAVO} to {ALFA}"


def ordered(scenario: Scenario, *orders: dict[str, Any]) -> Scenario:
    """With orders to the second state in the whole run, unless they say otherwise."""
    given = {
        "date": "1960-01", "title": "An order", "state": scenario.labels[1], "months": scenario.months,
    }  # fmt: skip
    return scenario.changed(orders=tuple(Order(**{**given, **order}) for order in orders))


def run(scenario: Scenario, **given: Any) -> xr.Dataset:
    return simulate(scenario, runs=RUNS, seed=SEED, **given)


def offers(result: xr.Dataset, pair: str, stage: str) -> np.ndarray:
    return np.asarray(columns.CONSENT[result[stage].sel(pair=pair).values] > 0)


def test_what_is_offered_is_accepted_or_declined_as_ordered():
    dove = CALM.changed(doctrines={ALFA: "dove"})
    free = run(dove)
    no = run(ordered(dove, {"declines": "all", "stage": "both"}))
    yes = run(ordered(dove, {"accepts": "all", "stage": "both"}))
    offered = offers(no, THERE, "initiative") | offers(no, THERE, "response")
    assert offered.mean() > 0.5
    assert np.array_equal(no.refused.sel(pair=THERE), offered)
    assert yes.refused.sel(pair=THERE).mean() < 0.1 < free.refused.sel(pair=THERE).mean()
    # nobody else is bound: in the first month the other says what it would have said
    first = {"pair": list(free.pair.values).index(BACK), "month": 0}
    for result in (yes, no):
        xr.testing.assert_equal(result.initiative.isel(first), free.initiative.isel(first))


def test_only_the_named_offers_in_the_named_stage_are_answered():
    free, no = run(CALM, keep="all"), run(ordered(CALM, {"declines": ("talk",)}))
    month = {"month": 0, "pair": list(free.pair.values).index(THERE)}
    talked = free.initiative.isel(month).values == CODE["talk"]
    refused = no.refused.isel(month).values
    assert 0 < talked.sum() < RUNS
    assert np.array_equal(no.initiative.isel(month), free.initiative.isel(month))
    assert refused[talked].all()
    assert not free.refused.isel(month).values[talked].all()
    assert np.array_equal(refused[~talked], free.refused.isel(month).values[~talked])


def test_a_yes_to_what_is_out_of_reach_is_a_no():
    """Trade needs an agreement, which there is; and the one who is asked the attention, which a grave crisis takes."""
    treaty = CALM.changed(rivalries=[CALM.rivalries[0].model_copy(update={"agreements": ("trade",)})])
    clash = {"date": "1960-01", "kind": "incident", "title": "A clash", "size": 1.0, "stakes": 1.0}
    orders = ({"accepts": "all", "stage": "both"}, {"state": ALFA, "act": "trade"})
    calm, shaken = (run(ordered(one, *orders)) for one in (treaty, treaty.changed(events=[clash])))
    for result, most in ((calm, 0.0), (shaken, 1.0)):
        asked = result.initiative.sel(pair=THERE) == CODE["trade"]
        assert asked.any()
        assert (result.refused.sel(pair=THERE).where(asked).isel(month=slice(0, 2)).mean() <= most).all()
    barred = run(ordered(treaty, orders[1], {"never": ("trade",), "accepts": ("talk",)}))
    asked = barred.initiative.sel(pair=THERE).values == CODE["trade"]
    assert barred.refused.sel(pair=THERE).values[asked].all()


def test_a_receptive_state_that_is_ordered_to_declines():
    states = [state.model_copy(update={"receptive": True}) for state in CALM.states]
    willing = CALM.changed(states=states)
    assert not run(willing).refused.sel(pair=THERE).isel(month=0).any()
    shy = run(ordered(willing, {"declines": "all"}))
    asked = offers(shy, THERE, "initiative")[:, 0]
    assert asked.any()
    assert shy.refused.sel(pair=THERE).isel(month=0).values[asked].all()


def talks(own: float, other: float) -> xr.Dataset:
    """Both talk every month and say yes, and ask for these shares of trade."""
    sides = ((BRAVO, own), (ALFA, other))
    return run(
        ordered(
            CALM,
            *(
                {"state": state, "act": "talk", "asks": {"trade": share}, "accepts": "all"}
                for state, share in sides
            ),
        )
    ).sel(issue="trade", pair=BACK)


def test_a_demand_is_what_is_asked_and_below_the_red_line_nothing_is_signed():
    signed = {
        asked: int(talks(*asked).signed.sum()) for asked in ((0.5, 0.5), (0.6, 0.6), (0.0, 0.5), (1.0, 0.0))
    }
    assert signed[0.5, 0.5] > RUNS / 2
    assert signed[0.6, 0.6] == 0  # together more than there is
    # who asks for nothing would not have it at home, but where a red line lies at nothing
    assert max(signed[0.0, 0.5], signed[1.0, 0.0]) < signed[0.5, 0.5] / 3


def test_an_agreement_is_left_in_the_month_that_is_ordered():
    treaty = CALM.changed(
        rivalries=[CALM.rivalries[0].model_copy(update={"agreements": ("trade", "culture")})]
    )
    left, free = run(ordered(treaty, {"leaves": ("trade",), "date": "1960-03", "months": 1})), run(treaty)
    back = {"pair": list(left.pair.values).index(BACK)}
    had = left.agreement.sel(issue="trade").isel(back).isel(month=1).values
    assert had.sum() > RUNS / 2
    broken = left.broken.isel(back).isel(month=2)
    assert np.array_equal(broken.sel(issue="trade"), had)
    xr.testing.assert_equal(
        broken.sel(issue="culture"), free.broken.isel(back).isel(month=2).sel(issue="culture")
    )
    assert not left.agreement.sel(issue="trade").isel(month=2).any()


def test_a_state_speaks_up_about_an_abuse_there_is_or_keeps_silent():
    event = {"date": "1960-01", "kind": "rights", "title": "An arrest", "size": 1.0, "state": ALFA}
    states = [state.model_copy(update={"abuses": 0.0}) for state in CALM.states]
    abuse = CALM.changed(events=[event], states=states)
    said = {speaks: run(ordered(abuse, {"speaks": speaks})).criticised for speaks in (True, False)}
    assert said[True].sel(pair=BACK).isel(month=0).all()
    assert said[True].sum() == RUNS  # of what did not happen nobody speaks
    assert not said[False].any()


ALL = (
    {"accepts": ("talk", "summit"), "declines": ("visit", "sale"), "stage": "both", "asks": {"trade": 0.52, "arms": 0.6}},
    {"state": "Alfa", "accepts": "all", "act": "talk", "asks": {"trade": 0.45}, "speaks": True, "date": "1960-06"},
    {"state": "Alfa", "leaves": ("trade",), "declines": "all", "date": "1961-03", "months": 2, "stage": "response"},
)  # fmt: skip


@pytest.mark.parametrize("states", ["two", "three"])
def test_mesa_obeys_as_well(states: str, request: pytest.FixtureRequest):
    scenario = ordered(request.getfixturevalue(states), *ALL)
    result = run(scenario)
    for k in (0, 3):
        model = DetenteModel(scenario, rng=SEED, run=k)
        for month in range(scenario.months):
            model.step()
            if not model.running:
                break
            for name, about in VARIABLES.items():
                if about.axes == ("pair",):
                    mine = [getattr(s, name)[rival] for s in model.agents for rival in s.rivals]
                    there = result[name].isel(run=k, month=month).values
                    assert np.allclose(mine, there, rtol=1e-10, atol=1e-13), name


def test_what_is_said_can_be_said_again_by_acts(three: Scenario):
    """Of each run its own: the months are those of the scenario in which it stands as orders."""
    whole = (RUNS, three.months, len(three.pairs))
    row = three.pairs.index(("Bravo", "Alfa"))
    acts: dict[str, Any] = {
        "initiative": np.full(whole, FREE),
        "consent": np.full(whole, FREE),
        "speaks": np.full(whole, FREE),
        "asks": np.full((*whole, len(ISSUES)), float(FREE)),
        "leaves": np.zeros((*whole, len(ISSUES)), dtype=bool),
    }
    half = slice(0, RUNS // 2)
    acts["initiative"][half, 3:9, row] = CODE["talk"]
    acts["consent"][half, :, row] = NO
    acts["speaks"][half, :, row] = YES
    acts["asks"][half, :, row, ISSUES.index("trade")] = 0.5
    acts["leaves"][half, 5, row, ISSUES.index("trade")] = True
    written = ordered(
        three,
        {"towards": "Alfa", "declines": "all", "speaks": True, "asks": {"trade": 0.5}},
        {"towards": "Alfa", "act": "talk", "date": "1960-04", "months": 6},
        {"towards": "Alfa", "leaves": ("trade",), "date": "1960-06", "months": 1},
    )
    again, free, bound = run(three, acts=acts), run(three), run(written)
    other = slice(RUNS // 2, None)
    xr.testing.assert_equal(again.isel(run=half), bound.isel(run=half))
    xr.testing.assert_equal(again.isel(run=other), free.isel(run=other))


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        ({"consent": np.full((2, 36, 2), 2)}, "acts['consent'] has other values; give 1 for yes, 0 for no"),
        ({"asks": np.full((2, 36, 2), 0.5)}, "give (2, 36, 2, 4), that is runs, months, pairs and issues"),
        ({"asks": np.full((2, 36, 2, 4), 1.5)}, "give shares from 0 to 1"),
        ({"asks": np.full((2, 36, 2, 4), np.nan)}, "give shares from 0 to 1"),
        ({"leaves": np.full((2, 36, 2, 4), -1)}, "give true where the state leaves the agreement"),
    ],
)
def test_what_cannot_be_said_again_is_refused(two: Scenario, acts: dict[str, Any], message: str):
    with pytest.raises(ScenarioError) as error:
        simulate(two, runs=2, acts=acts)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"accepts": ("threaten",)}, "accepts has 'threaten', which needs no consent; write acts that a rival offers"),
        ({"accepts": "all", "never": ("talk",)}, "accepts has 'talk', and so has never"),
        ({"accepts": "all", "declines": ("visit",)}, "accepts has 'visit', and so has declines"),
        ({"asks": {"trade": 1.2}}, "asks.trade is 1.2; write a number from 0 to 1"),
        ({"asks": {"oil": 0.2}}, "asks.oil is 'oil', no known issue"),
        ({"asks": {}}, "act is missing, and so is all else"),
        ({"leaves": ("oil",)}, "leaves[0] is 'oil', no known issue"),
        ({"speaks": "yes"}, "speaks is 'yes'; write true or false"),
    ],
)  # fmt: skip
def test_an_order_that_makes_no_sense_is_refused(values: dict[str, Any], message: str):
    with pytest.raises(ScenarioError) as error:
        Order(date="1960-01", title="An order", state="Bravo", **values)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("one", "other", "message"),
    [
        ({"accepts": ("talk",)}, {"declines": ("talk", "visit")}, "what Bravo answers to the offer 'talk' in a month"),
        ({"asks": {"arms": 0.5}}, {"asks": {"arms": 0.6}}, "says what Bravo demands on arms"),
        ({"leaves": ("arms",)}, {"leaves": ("arms",)}, "lets Bravo leave the agreement on arms"),
        ({"speaks": True}, {"speaks": False}, "says whether Bravo speaks up"),
        ({"never": ("talk",)}, {"accepts": ("talk",)}, "accepts is 'talk', which orders[0] bars Bravo from"),
        ({"accepts": ("talk",)}, {"declines": ("talk",), "stage": "response"}, None),
        ({"accepts": ("talk",), "towards": "Charlie"}, {"declines": ("talk",), "towards": "Alfa"}, None),
        ({"act": "talk"}, {"accepts": ("talk",), "speaks": True}, None),
    ],
)  # fmt: skip
def test_two_orders_do_not_say_the_same_thing_twice(
    three: Scenario, one: dict[str, Any], other: dict[str, Any], message: str | None
):
    if message is None:
        assert len(ordered(three, one, other).orders) == 2
        return
    with pytest.raises(ScenarioError) as error:
        ordered(three, one, other)
    assert message in str(error.value)


def test_everything_survives_the_text_file_and_a_refusal_names_the_line(two: Scenario):
    held = ordered(two, *ALL, {"speaks": False, "chosen": True})
    text = held.to_toml()
    assert Scenario.from_toml(text) == held
    assert hash(held.orders[0]) == hash(Scenario.from_toml(text).orders[0])
    short = text.replace('accepts = [\n    "talk",\n    "summit",\n]', 'accepts = "all"').replace(
        'declines = [\n    "visit",\n    "sale",\n]', "declines = []"
    )
    assert Scenario.from_toml(short).orders[0].accepts == OFFERS
    line = text.splitlines().index("trade = 0.52") + 1
    with pytest.raises(ScenarioError, match=rf"is 5.2; write a number from 0 to 1 \(line {line}:"):
        Scenario.from_toml(text.replace("trade = 0.52", "trade = 5.2"))


def test_the_schema_knows_the_word_all():
    schema = Scenario.json_schema()["$defs"]["Order"]["properties"]
    assert {"const": "all"} in schema["accepts"]["anyOf"]
    assert set(schema) >= {"accepts", "declines", "asks", "leaves", "speaks", "chosen"}
