"""What holds in every world that can be written down: random scenarios, two years, three runs."""

from __future__ import annotations

from itertools import permutations
from typing import Any, get_args

import numpy as np
import xarray as xr
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simulation import Scenario, simulate
from simulation.actions import ACTIONS
from simulation.doctrines import DOCTRINES
from simulation.fields import month_number, month_text
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Concerns, Event, EventKind, Leader, Rivalry, StateSpec
from simulation.state import ISSUES
from simulation.variables import EVENTS, VARIABLES

MONTHS, RUNS, START = 24, 3, "1970-01"
NAMES = ("Alfa", "Bravo", "Charlie")

#: what two states share stands equal in both directions
SHARED = (
    "trade", "culture", "science", "common_ground", "crisis", "severity", "near_miss", "agreement", "signed",
    "mutual_benefit",
)  # fmt: skip

share = st.floats(0, 1)
some = st.floats(0.01, 1)
dates = st.integers(0, MONTHS - 1).map(lambda month: month_text(month_number(START) + month))


def adding_up(count: int) -> st.SearchStrategy[list[float]]:
    """Shares that sum to one."""
    return st.lists(some, min_size=count, max_size=count).map(lambda xs: [x / sum(xs) for x in xs])


@st.composite
def states(draw: st.DrawFn, name: str, influence: float) -> StateSpec:
    weights = dict(zip(("security", "prosperity", "standing", "conscience"), draw(adding_up(4)), strict=True))
    return StateSpec(
        name=name,
        title=name,
        doctrine=draw(st.sampled_from(sorted(DOCTRINES))),
        gdp=draw(st.floats(0.01, 10)),
        growth=draw(st.floats(-10, 15)),
        openness=draw(st.floats(0, 2)),
        burden=draw(st.floats(0, 0.6)),
        routine=draw(st.floats(0, 0.6)),
        influence=influence,
        hawks=draw(share),
        substitutability=draw(share),
        technology=draw(share),
        abuses=draw(share),
        concerns=Concerns(**weights),
    )


def rivalries(between: tuple[str, str]) -> st.SearchStrategy[Rivalry]:
    return st.builds(
        Rivalry,
        between=st.just(between),
        tension=st.tuples(st.floats(0, 100), st.floats(0, 100)),
        trust=st.tuples(share, share),
        trade=share,
        culture=share,
        science=share,
        trade_share=st.tuples(share, share),
        vulnerability=share,
        agreements=st.lists(st.sampled_from(ISSUES), unique=True).map(tuple),
        hotline=st.booleans(),
    )


@st.composite
def imposed(draw: st.DrawFn, names: tuple[str, ...], number: int) -> Event:
    kind: EventKind = draw(st.sampled_from(get_args(EventKind)))
    where: dict[str, Any] = {}
    if kind in ("economy", "rights") or (kind == "theatre" and draw(st.booleans())):
        where["state"] = draw(st.sampled_from(names))
    elif kind != "theatre" and draw(st.booleans()):
        where["between"] = tuple(draw(st.permutations(names)))[:2]
    months = draw(st.integers(1, 30))
    return Event(
        date=draw(dates), kind=kind, title=f"event {number}", size=draw(share), months=months, **where
    )


def values_of(name: str) -> st.SearchStrategy[float]:
    return st.floats(PARAMETER_TABLE[name].low, PARAMETER_TABLE[name].high)


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any small world within the ranges of the fields and of the parameter table."""
    names = NAMES[: draw(st.integers(2, 3))]
    some_names = draw(st.lists(st.sampled_from(sorted(PARAMETER_TABLE)), max_size=12, unique=True))
    pairs = [pair for pair in permutations(names, 2) if pair[0] < pair[1] and draw(st.booleans())]
    led = [(name, date) for name in names for date in draw(st.lists(dates, max_size=2, unique=True))]
    influences = draw(adding_up(len(names)))
    return Scenario(
        name="any",
        title="Any world",
        start=START,
        months=MONTHS,
        states=tuple(
            draw(states(name, influence)) for name, influence in zip(names, influences, strict=True)
        ),
        rivalries=tuple(draw(rivalries(pair)) for pair in pairs),
        leaders=tuple(
            Leader(state=who, name="A leader", since=date, disposition=draw(st.floats(-1, 1)))
            for who, date in led
        ),
        events=tuple(draw(imposed(names, number)) for number in range(draw(st.integers(0, 5)))),
        parameters={name: draw(values_of(name)) for name in some_names},
    )


def plain(parameters: dict[str, float], vulnerability: float = 0.0) -> Scenario:
    """Two equal states under these parameters."""
    states = tuple(StateSpec(name=name, title=name, gdp=1.0, influence=0.5) for name in NAMES[:2])
    return Scenario(
        name="any",
        title="Any world",
        start=START,
        months=MONTHS,
        states=states,
        rivalries=(Rivalry(between=("Alfa", "Bravo"), vulnerability=vulnerability),),
        parameters=parameters,
    )


LOWEST, HIGHEST = (
    plain({name: getattr(about, end) for name, about in PARAMETER_TABLE.items()}) for end in ("low", "high")
)
#: crises every month, near misses often, and every other near miss a war
DEADLY = plain({"crisis_base": 0.0, "war_risk": 0.5, "severity_scale": 0.5}, vulnerability=1.0)


many = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def there_and_back(result: xr.Dataset) -> tuple[list[int], list[int]]:
    """Rows of the pair axis and of their opposites."""
    ways = list(zip(result.actor.values.tolist(), result.target.values.tolist(), strict=True))
    return list(range(len(ways))), [ways.index((b, a)) for a, b in ways]


@given(scenarios(), st.integers(0, 2**32))
@example(LOWEST, 0)
@example(HIGHEST, 0)
@example(DEADLY, 0)
@many
def test_every_world_keeps_within_its_bounds(scenario: Scenario, seed: int):
    result = simulate(scenario, runs=RUNS, seed=seed)
    for name, about in VARIABLES.items():
        values = result[name]
        assert not bool(values.isnull().any()), name
        assert np.isfinite(values.astype(float)).all(), name
        assert about.low is None or float(values.min()) >= about.low - 1e-12, name
        assert about.high is None or float(values.max()) <= about.high + 1e-12, name
    rows, back = there_and_back(result)
    for name in SHARED:
        assert np.array_equal(result[name].isel(pair=rows), result[name].isel(pair=back)), name
    # where both gain the same to the last digit, each may count its own parts
    for name in ("benefit_trade", "benefit_culture", "benefit_science"):
        assert np.allclose(result[name].isel(pair=rows), result[name].isel(pair=back)), name
    # parts and wholes
    assert np.allclose(result.influence.sum("state"), 1, atol=1e-4)
    assert np.allclose(result.concerns.sum("concern"), 1)
    assert np.allclose(
        result.mutual_benefit, result.benefit_trade + result.benefit_culture + result.benefit_science
    )
    assert np.allclose(result.common_ground, result.agreement.mean("issue"))
    assert ((result.severity > 0) == result.crisis).all()
    assert (result.crisis | ~result.near_miss).all()
    assert (result.recognition == (result.value_confrontation < result.value_talking)).all()
    # what needs an agreement is not tried without one: it must have been in force when the month began
    for code, action in enumerate(ACTIONS):
        if action.agreement:
            before = result.agreement.sel(issue=action.agreement).shift(month=1)
            for moves in (result.initiative, result.response):
                tried = (moves == code) & ~result.war
                assert not (tried & (before == 0)).any(), action.name
    # war stops the run
    for run in range(RUNS):
        one = result.isel(run=run)
        if bool(one.war.any()):
            first = int(one.war.values.argmax())
            assert bool(one.war[first:].all())
            assert bool(one.near_miss.isel(month=first).any())
            after = one.isel(month=slice(first + 1, None))
            for name in VARIABLES:
                last = one[name].isel(month=first)
                assert bool((after[name] == (0 if name in EVENTS else last)).all()), name


@given(scenarios(), st.integers(0, 2**32), st.permutations(range(3)))
@settings(many, max_examples=25)
def test_the_order_of_the_states_changes_nothing_but_the_order(
    scenario: Scenario, seed: int, order: list[int]
):
    turned = scenario.changed(
        states=[scenario.states[place] for place in order if place < len(scenario.states)]
    )
    one, other = (simulate(each, runs=RUNS, seed=seed) for each in (scenario, turned))
    other = other.sel(pair=one.pair.values, state=one.state.values)
    for name, about in VARIABLES.items():
        if about.kind == "float":
            # sums over three states are taken in another order: to rounding
            np.testing.assert_allclose(other[name], one[name], rtol=1e-9, atol=1e-9, err_msg=name)
        else:
            assert np.array_equal(other[name], one[name]), name


def test_two_states_in_the_other_order_are_the_same_to_the_bit(two: Scenario):
    turned = two.changed(states=two.states[::-1])
    one, other = (simulate(each, runs=5, seed=2) for each in (two, turned))
    for name in VARIABLES:
        again = other[name].sel(
            {dim: one[dim].values for dim in ("pair", "state") if dim in other[name].dims}
        )
        assert np.array_equal(again, one[name]), name


def test_a_longer_run_begins_as_the_shorter_one(two: Scenario):
    one = simulate(two, runs=4, seed=3)
    shorter = two.changed(months=30, events=[e for e in two.events if two.month_index(e.date) < 30])
    assert one.isel(month=slice(0, 30)).equals(simulate(shorter, runs=4, seed=3))


def test_the_ends_of_every_parameters_range_can_be_run(two: Scenario):
    """Two runs a parameter, one at either end of its range, all others as the scenario has them."""
    ends = [(name, end) for name, about in PARAMETER_TABLE.items() for end in (about.low, about.high)]
    swept = {
        name: [end if name == at else two.parameters[name] for at, end in ends] for name in PARAMETER_TABLE
    }
    short = two.changed(months=6, leaders=two.leaders[:1], events=two.events[:1])
    result = simulate(short, runs=len(ends), parameters=swept)
    finite = [
        np.isfinite(result[name].values.astype(float)).reshape(len(ends), -1).all(axis=1)
        for name in VARIABLES
    ]
    assert [ends[run] for run in np.flatnonzero(~np.all(finite, axis=0))] == []
