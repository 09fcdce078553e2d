"""Orders fix one move and nothing else; acts can be done again; both engines obey."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation import DetenteModel, Scenario, ScenarioError, load_scenario, simulate
from simulation.actions import CODE
from simulation.doctrines import DOCTRINES
from simulation.scenario import Order

BASE = load_scenario("cuban_missile_crisis").changed(months=24, events=(), leaders=(), start="1962-01")
RUNS, SEED = 20, 7


def with_order(**values: Any) -> Scenario:
    given: dict[str, Any] = {"date": "1962-06", "title": "An order", "state": "US", **values}
    return BASE.changed(orders=(Order(**given),))


def codes(scenario: Scenario, stage: str, pair: str = "US to USSR") -> np.ndarray:
    """Codes of the acts, `[run, month]`."""
    return np.asarray(simulate(scenario, runs=RUNS, seed=SEED)[stage].sel(pair=pair).values)


@pytest.mark.sample(5)
@pytest.mark.parametrize("doctrine", DOCTRINES)
@pytest.mark.parametrize("act", ["threaten", "hold", "talk"])
def test_every_doctrine_obeys(doctrine: str, act: str):
    bound = with_order(act=act, stage="both").changed(doctrines={"US": doctrine})
    for stage in ("initiative", "response"):
        assert (codes(bound, stage)[:, 5] == CODE[act]).all()


def test_nothing_changes_before_the_order_and_the_chance_stays():
    free, bound = (simulate(one, runs=RUNS, seed=SEED) for one in (BASE, with_order(act="threaten")))
    before = {"month": slice(0, 5)}
    for name in free.data_vars:
        np.testing.assert_array_equal(free[name].isel(before), bound[name].isel(before))
    assert (free.tension != bound.tension).isel(month=5).any()


def test_only_the_named_stage_and_rival_are_bound():
    answered = with_order(act="threaten", stage="response")
    assert (codes(answered, "response")[:, 5] == CODE["threaten"]).all()
    assert np.array_equal(codes(answered, "initiative")[:, 5], codes(BASE, "initiative")[:, 5])
    towards = with_order(act="threaten", towards="USSR")
    assert np.array_equal(codes(towards, "initiative"), codes(with_order(act="threaten"), "initiative"))


def test_what_needs_an_agreement_is_not_done_without_one():
    no_trade = BASE.changed(
        rivalries=tuple(r.model_copy(update={"agreements": ()}) for r in BASE.rivalries),
        orders=(Order(date="1962-01", title="Trade at once", state="US", act="trade"),),
    )
    assert (codes(no_trade, "initiative")[:, 0] == CODE["hold"]).all()


def test_never_is_neither_done_nor_joined_in():
    dovish = BASE.changed(doctrines={"US": "dove", "USSR": "dove"})
    shy = dovish.changed(
        orders=(Order(date="1962-01", title="No", state="US", never=("talk", "summit"), months=24),)
    )
    barred = [CODE["talk"], CODE["summit"]]
    assert np.isin(codes(dovish, "initiative"), barred).any()
    assert not np.isin(codes(shy, "initiative"), barred).any()
    result = simulate(shy, runs=RUNS, seed=SEED)
    offers = np.isin(result.initiative.sel(pair="USSR to US"), barred)
    assert offers.any()
    assert result.refused.sel(pair="USSR to US").values[offers].all()


def test_mesa_obeys_and_explains_the_order():
    bound = with_order(act="threaten")
    model = DetenteModel(bound, rng=SEED, run=3)
    result = simulate(bound, runs=RUNS, seed=SEED).isel(run=3)
    for month in range(8):
        model.step()
        told = model.agents[0].explain().text
        assert ("by order of the scenario" in told) is (month == 5)
        assert model.agents[0].tension["USSR"] == pytest.approx(
            float(result.tension.sel(pair="US to USSR")[month]), abs=1e-10
        )
    assert "atas perintah skenario" not in model.agents[0].explain(lang="id").text


def test_an_order_that_cannot_be_done_is_told_as_such():
    poor = BASE.changed(
        rivalries=tuple(r.model_copy(update={"agreements": ()}) for r in BASE.rivalries),
        orders=(Order(date="1962-01", title="Trade at once", state="US", act="trade"),),
    )
    model = DetenteModel(poor, rng=SEED)
    model.step()
    told = {lang: model.agents[0].explain(lang=lang).text for lang in ("en", "id")}
    assert "by order of the scenario" not in told["en"]
    assert "Initiative: hold; the scenario ordered it to “offer trade and credits”" in told["en"]
    assert "atas perintah skenario" not in told["id"]
    assert "Prakarsa: menahan diri; skenario memerintahkan “menawarkan perdagangan" in told["id"]


def test_a_scripted_state_does_what_is_written_and_nothing_else():
    script = with_order(act="denounce").changed(doctrines={"US": "scripted"})
    done = codes(script, "initiative")
    assert (done[:, 5] == CODE["denounce"]).all()
    assert (np.delete(done, 5, axis=1) == CODE["hold"]).all()


def test_acts_done_again_give_the_run_again():
    first = simulate(BASE, runs=RUNS, seed=SEED)
    acts = {stage: first[stage].values for stage in ("initiative", "response")}
    again = simulate(BASE, runs=RUNS, seed=SEED, acts=acts)
    # of the reported conduct only the minor acts differ, whose mean an order does not tell
    for name in set(first.data_vars) - {"cooperation"}:
        np.testing.assert_array_equal(first[name], again[name])


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        ({"answer": np.zeros((2, 24, 2))}, "give some of initiative, consent, response"),
        ({"initiative": np.zeros((2, 24))}, "give (2, 24, 2), that is runs, months and pairs"),
        ({"initiative": np.full((2, 24, 2), len(CODE))}, "give codes of acts"),
        ({"initiative": np.full((2, 24, 2), 256)}, "give codes of acts"),
        ({"response": np.full((2, 24, 2), np.nan)}, "give codes of acts"),
        ({"response": np.full((2, 24, 2), 2.5)}, "give codes of acts"),
    ],
)
def test_acts_that_do_not_fit_are_refused(acts: dict[str, np.ndarray], message: str):
    with pytest.raises(ScenarioError) as error:
        simulate(BASE, runs=2, acts=acts)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "act is missing, and so is all else that the state could be ordered; write act"),
        ({"act": "talk", "never": ("sale",)}, "act is given beside never; write either act"),
        ({"act": "bomb"}, "act is 'bomb', no known act"),
        ({"never": ("hold",)}, "never has 'hold', which a state can always do"),
        ({"act": "talk", "state": "France"}, "orders[0].state is 'France', no state of this scenario"),
        ({"act": "talk", "towards": "US"}, "towards is 'US' itself; name a rival"),
        ({"act": "talk", "date": "1975-01"}, "orders[0].date is 1975-01, outside the run"),
        ({"act": "talk", "stage": "noon"}, "stage is 'noon', no known stage"),
    ],
)
def test_orders_that_make_no_sense_are_refused(values: dict[str, Any], message: str):
    with pytest.raises(ScenarioError) as error:
        with_order(**values)
    assert message in str(error.value)


def test_two_orders_for_one_moment_are_refused():
    twice: list[dict[str, Any]] = [
        {"date": "1962-05", "title": "One", "state": "US", "act": "talk", "months": 3},
        {"date": "1962-07", "title": "Two", "state": "US", "act": "hold", "stage": "both"},
    ]
    with pytest.raises(ScenarioError, match=r"orders\[1\] gives US an act in a month in which orders\[0\]"):
        BASE.changed(orders=tuple(Order(**one) for one in twice))


@pytest.mark.parametrize(
    ("date", "state", "towards", "refused"),
    [
        ("1962-05", "US", None, True),
        ("1962-08", "US", "USSR", False),
        ("1962-02", "US", "USSR", False),
        ("1962-05", "USSR", None, False),
    ],
)
def test_what_is_ordered_cannot_be_barred_at_the_same_time(
    date: str, state: str, towards: str | None, refused: bool
):
    barring = Order(date=date, title="No talks", state=state, towards=towards, never=("talk",), months=3)
    orders = (Order(date="1962-06", title="Talk", state="US", act="talk"), barring)
    if refused:
        with pytest.raises(ScenarioError, match=r"orders\[0\].act is 'talk', which orders\[1\] bars US from"):
            BASE.changed(orders=orders)
    else:
        assert BASE.changed(orders=orders).orders == orders


def test_a_scenario_without_an_event_or_order():
    held = with_order(act="threaten")
    assert held.without("an order") == BASE
    with pytest.raises(ScenarioError, match="has no event or order named 'U-2'"):
        held.without("U-2")


def test_orders_survive_the_text_file():
    held = with_order(never=("talk", "visit"), months=3)
    assert Scenario.from_toml(held.to_toml()) == held


@pytest.mark.parametrize(
    ("field", "given", "said"),
    [
        ("leaves", ["trade", "trade"], "leaves has 'trade' twice; keep it once"),
        ("accepts", ["summit", "talk", "summit"], "accepts has 'summit' twice; keep it once"),
        ("declines", ["all"], "declines has 'all' in a list; write \"all\" without brackets"),
    ],
)
def test_what_is_named_twice_or_in_brackets_is_told_as_that(field: str, given: list[str], said: str):
    with pytest.raises(ScenarioError) as error:
        with_order(**{field: given})
    assert str(error.value).endswith(said)
