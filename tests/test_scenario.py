"""What a scenario says, and that it says the same after it was written and read."""

from __future__ import annotations

import copy
import math
import pickle
import tomllib
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.doctrines import DOCTRINES
from simulation.errors import ScenarioError
from simulation.fields import month_number, month_text
from simulation.inputs import parameters_of, starting_world
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import (
    Concerns,
    Event,
    EventKind,
    Leader,
    Rivalry,
    Scenario,
    StateSpec,
    load_scenario,
    scenario_names,
)
from simulation.state import CONCERNS, ISSUES

US = StateSpec(name="US", title="United States", gdp=3.0, influence=0.5)
USSR = StateSpec(name="USSR", title="Soviet Union", gdp=1.5, influence=0.3, doctrine="grit")
CHINA = StateSpec(name="China", title="People's Republic of China", gdp=0.5, influence=0.2)
TRIAD = Scenario(
    name="triad",
    title="Three states",
    start="1971-11",
    months=14,
    states=(US, USSR, CHINA),
    rivalries=(
        Rivalry(between=("US", "USSR"), tension=(50, 60), trust=(0.2, 0.3), trade_share=(0.01, 0.04)),
    ),
    leaders=(
        Leader(state="US", name="Nixon", since="1969-01"),
        Leader(state="US", name="Johnson", since="1963-11"),
        Leader(state="US", name="Somebody", since="1972-03"),
    ),
    parameters={"trust_gain": 1.5},
)

# --- written and read -----------------------------------------------------------------------------

printable = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
words = st.text(printable, min_size=1, max_size=40).filter(str.strip)
lines = st.text(printable | st.sampled_from("\n\t\"'\\"), max_size=80)
shares = st.floats(0, 1)
labels = st.from_regex(r"[A-Za-z][A-Za-z0-9_.'&()-]{0,11}( [A-Za-z0-9.]{1,11})?", fullmatch=True).filter(
    lambda label: " to " not in label
)


def months_of(start: str, count: int) -> st.SearchStrategy[str]:
    return st.integers(0, count - 1).map(lambda offset: month_text(month_number(start) + offset))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.lists(labels, min_size=2, max_size=5, unique_by=str.casefold))
    start, months = draw(months_of("1700-01", 3600)), draw(st.integers(1, 2400))  # ends by 2199
    weights = draw(st.lists(st.floats(0.01, 1), min_size=len(names), max_size=len(names)))
    states = []
    for name, weight in zip(names, weights, strict=True):
        parts = draw(st.lists(st.floats(0.01, 1), min_size=4, max_size=4))
        concerns = dict(zip(CONCERNS, (part / math.fsum(parts) for part in parts), strict=True))
        states.append({
            "name": name, "title": draw(words), "doctrine": draw(st.sampled_from(sorted(DOCTRINES))),
            "gdp": draw(st.floats(0.0001, 1000)), "growth": draw(st.floats(-10, 15)),
            "openness": draw(st.floats(0, 2)), "burden": draw(st.floats(0, 0.6)), "abuses": draw(shares),
            "influence": weight / math.fsum(weights), "concerns": concerns,
        })  # fmt: skip
    pairs = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    rivalries = [
        {"between": pair, "tension": [draw(st.floats(0, 100)), draw(st.floats(0, 100))],
         "trust": [draw(shares), draw(shares)], "trade": draw(shares), "hotline": draw(st.booleans()),
         "agreements": draw(st.lists(st.sampled_from(ISSUES), unique=True))}
        for pair in draw(st.lists(pairs, max_size=3, unique_by=frozenset))
    ]  # fmt: skip
    leaders: list[dict[str, Any]] = [
        {"state": state, "name": draw(words), "since": since, "disposition": draw(st.floats(-1, 1))}
        for state, since in draw(
            st.lists(st.tuples(st.sampled_from(names), months_of(start, months)), max_size=3, unique=True)
        )
    ]
    events = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(get_args(EventKind)), max_size=4))):
        event: dict[str, Any] = {
            "date": draw(months_of(start, months)), "kind": kind, "size": draw(shares),
            "title": f"{draw(words)} {number}", "months": draw(st.integers(1, 60)),
        }  # fmt: skip
        if kind in ("economy", "rights") or (kind == "theatre" and draw(st.booleans())):
            event["state"] = draw(st.sampled_from(names))
        if kind in ("technology", "incident") and draw(st.booleans()):
            event["between"] = draw(pairs)
        events.append(event)
    some = draw(st.lists(st.sampled_from(Parameters._fields), max_size=4, unique=True))
    keys = st.text("abc_.\"'#é=", min_size=1, max_size=9)
    values: dict[str, Any] = {
        "name": draw(st.from_regex(r"[a-z0-9_]{1,60}", fullmatch=True)),
        "title": draw(words), "summary": draw(lines), "start": start, "months": months,
        "states": states, "rivalries": rivalries, "leaders": leaders, "events": events,
        "parameters": {name: draw(st.floats(*PARAMETER_TABLE[name][2:4])) for name in some},
        "sources": draw(st.dictionaries(keys, words, max_size=3)),
    }  # fmt: skip
    return Scenario(**values)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_toml_loses_nothing(scenario: Scenario) -> None:
    text = scenario.to_toml()
    again = Scenario.from_toml(text)
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert again.to_toml() == text
    jsonschema.validate(tomllib.loads(text), Scenario.json_schema())


def test_a_file_may_have_a_byte_order_mark_and_windows_lines(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_bytes(b"\xef\xbb\xbf" + TRIAD.to_toml().replace("\n", "\r\n").encode())
    assert load_scenario(file) == load_scenario(str(file)) == Scenario.from_toml(file) == TRIAD


def test_dots_in_a_text_are_no_deep_key() -> None:
    dotted = TRIAD.changed(summary=f"{'a.' * 90}\n{'b.' * 90} = 1\n'''\n\"", title="c." * 50)
    assert Scenario.from_toml(dotted.to_toml()) == dotted


def test_the_schema_refuses_what_it_can_see() -> None:
    schema = Scenario.json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    good = tomllib.loads(TRIAD.to_toml())
    assert validator.is_valid(good)
    changes: list[dict[str, Any]] = [
        {"months": 0}, {"months": 2401}, {"start": "1962-14"}, {"name": "A b"}, {"unknown": 1},
        {"parameters": {"trust_gain": 1e9}}, {"parameters": {"trust": 1}}, {"title": ""}, {"states": []},
        {"events": [{"date": "1972-01", "kind": "flood", "title": "x", "size": 0.1}]},
        {"rivalries": [{"between": ["US"]}]},
    ]  # fmt: skip
    for change in changes:
        assert not validator.is_valid({**good, **change}), change
    assert set(schema["properties"]["parameters"]["properties"]) == set(Parameters._fields)
    assert schema["$defs"]["StateSpec"]["properties"]["doctrine"]["enum"] == list(DOCTRINES)


def test_every_field_says_what_it_is() -> None:
    for part in (Scenario, StateSpec, Concerns, Rivalry, Leader, Event):
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name}"


# --- what it holds --------------------------------------------------------------------------------


def test_defaults() -> None:
    assert US.doctrine is DOCTRINES["deliberate"]
    assert sum(US.concerns.weights) == pytest.approx(1)
    assert US.concerns.weights == tuple(getattr(US.concerns, concern) for concern in CONCERNS)
    assert TRIAD.events == ()
    assert Event(date="1972-01", kind="theatre", title="x", size=0.5).months == 1


def test_numbers_of_numpy_are_numbers() -> None:
    changed = TRIAD.changed(months=np.int64(5), parameters={"trust_gain": np.float64(0.25)}, leaders=())
    assert type(changed.months) is int
    assert type(changed.parameters["trust_gain"]) is float
    given: dict[str, Any] = {"between": ("A", "B"), "hotline": np.True_}
    assert Rivalry(**given).hotline is True


def test_whole_numbers_stand_for_floats() -> None:
    assert type(StateSpec(name="A", title="A", gdp=3, influence=1).gdp) is float


def test_it_is_a_value() -> None:
    for twin in (pickle.loads(pickle.dumps(TRIAD)), copy.deepcopy(TRIAD), copy.copy(TRIAD)):
        assert twin == TRIAD
        assert hash(twin) == hash(TRIAD)
    assert TRIAD.changed(months=15) != TRIAD
    assert str(TRIAD) == "triad: Three states (US, USSR, China; 1971-11 to 1972-12)"


def test_what_was_given_may_change_afterwards() -> None:
    parameters = {"trust_gain": 1.5}
    scenario = TRIAD.changed(parameters=parameters)
    parameters["trust_gain"] = 0.0
    assert scenario.parameters == {"trust_gain": 1.5}


# --- time -----------------------------------------------------------------------------------------


def test_dates() -> None:
    dates = TRIAD.dates()
    assert dates.dtype == "datetime64[ns]"
    assert dates.shape == (14,)
    assert str(dates[0])[:10] == "1971-11-01"
    assert str(dates[2])[:10] == "1972-01-01"
    assert str(dates[-1])[:7] == TRIAD.end == "1972-12"


@pytest.mark.parametrize(("date", "index"), [("1971-11", 0), ("1971-12", 1), ("1972-01", 2), ("1972-12", 13)])
def test_month_index(date: str, index: int) -> None:
    assert TRIAD.month_index(date) == index
    assert TRIAD.month_text(index) == date


@given(st.integers(0, 2500), st.integers(1, 12))
def test_month_numbers(year: int, month: int) -> None:
    date = f"{year:04d}-{month:02d}"
    assert month_text(month_number(date)) == date
    assert month_number(date) - month_number("0000-01") == 12 * year + month - 1


@pytest.mark.parametrize(("start", "months"), [("1700-01", 2400), ("2001-01", 2400), ("2200-12", 1)])
def test_the_longest_runs_fit_the_calendar(start: str, months: int) -> None:
    scenario = TRIAD.changed(start=start, months=months, leaders=())
    assert str(scenario.dates()[-1])[:7] == scenario.end
    assert np.all(np.diff(scenario.dates()) > np.timedelta64(27, "D"))


def test_an_event_may_last_beyond_the_end() -> None:
    event = Event(date="1972-12", kind="economy", state="US", title="Oil", size=0.5, months=24)
    assert TRIAD.changed(events=[event]).events == (event,)


# --- who ------------------------------------------------------------------------------------------


def test_pairs_are_directed_and_ordered() -> None:
    assert TRIAD.labels == ("US", "USSR", "China")
    assert TRIAD.pairs == (
        ("US", "USSR"), ("US", "China"),
        ("USSR", "US"), ("USSR", "China"),
        ("China", "US"), ("China", "USSR"),
    )  # fmt: skip


def test_a_rivalry_is_seen_from_both_sides() -> None:
    ours, theirs = TRIAD.rivalry("US", "USSR"), TRIAD.rivalry("USSR", "US")
    assert (ours.tension, ours.trust, ours.trade_share) == ((50, 60), (0.2, 0.3), (0.01, 0.04))
    assert (theirs.tension, theirs.trust, theirs.trade_share) == ((60, 50), (0.3, 0.2), (0.04, 0.01))
    assert theirs.between == ("USSR", "US")
    assert theirs.seen_from("US") == ours


def test_states_without_a_rivalry_have_the_defaults() -> None:
    assert TRIAD.rivalry("China", "US") == Rivalry(between=("China", "US"))


def test_who_leads() -> None:
    in_office = [TRIAD.leader_at("US", index) for index in (0, 3, 4, 13)]
    assert [leader and leader.name for leader in in_office] == ["Nixon", "Nixon", "Somebody", "Somebody"]
    assert TRIAD.leader_at("China", 5) is None


def test_events_without_a_pair_concern_all() -> None:
    here = Event(date="1972-01", kind="technology", title="Missiles", size=0.8, between=("China", "US"))
    everywhere = Event(date="1972-01", kind="incident", title="A false alarm", size=0.2)
    assert TRIAD.event_pairs(here) == (("China", "US"),)
    assert TRIAD.event_pairs(everywhere) == (("US", "USSR"), ("US", "China"), ("USSR", "China"))


# --- changed --------------------------------------------------------------------------------------


def test_changed() -> None:
    changed = TRIAD.changed(parameters={"trust_loss": 0.5}, doctrines={"US": "hawk"}, title="Harder")
    assert changed.parameters == {"trust_gain": 1.5, "trust_loss": 0.5}
    assert [str(state.doctrine) for state in changed.states] == ["hawk", "grit", "deliberate"]
    assert changed.title == "Harder"
    assert TRIAD.states[0].doctrine.name == "deliberate"
    assert changed.changed(parameters={"trust_gain": None}).parameters == {"trust_loss": 0.5}
    assert TRIAD.changed() == TRIAD


def test_doctrines_go_to_the_states_that_are_new() -> None:
    rival = StateSpec(name="Rival", title="Another", gdp=1, influence=0.5)
    changed = TRIAD.changed(states=(US, rival), rivalries=(), doctrines={"Rival": "dove"})
    assert [str(state.doctrine) for state in changed.states] == ["deliberate", "dove"]


# --- by name --------------------------------------------------------------------------------------


def test_a_name_takes_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "triad.py").write_text(f"from {__name__} import TRIAD as SCENARIO\n", encoding="utf-8")
    (tmp_path / "_shared.py").write_text("raise SystemExit\n", encoding="utf-8")
    monkeypatch.setattr("simulation.shipped.folder", lambda name: tmp_path)
    assert scenario_names() == ("triad",)
    assert load_scenario("triad") is TRIAD
    with pytest.raises(ScenarioError, match="is not known"):
        load_scenario("Triad.")


def test_what_was_learnt_before_the_start_is_where_the_run_begins() -> None:
    """Learnt values and nuclear fear, from either side; where a scenario is silent and nothing agreed, the defaults."""
    classroom = load_scenario("classroom")
    plain = classroom.changed(rivalries=(Rivalry(**{**dict(classroom.rivalries[0]), "agreements": ()}),))
    rivalry = plain.rivalries[0]
    learnt = {"value_confrontation": (-0.4, 0.3), "value_talking": (0.5, -0.1), "fear": (1.2, 0.0)}
    told = plain.changed(rivalries=(Rivalry(**{**dict(rivalry), **learnt}),))
    p = parameters_of(plain)
    silent, begun = starting_world(plain, p, 2), starting_world(told, p, 2)
    assert begun.value_confrontation[:, 1].tolist() == [-0.4, 0.3]
    assert begun.value_talking[:, 0].tolist() == [0.5, -0.1]
    assert begun.fear[:, 1].tolist() == [1.2, 0.0]
    assert (silent.value_confrontation == p.belief_confrontation).all()
    assert (silent.value_talking == p.belief_talking).all()
    assert (silent.fear == p.fear_floor).all()
    turned = told.changed(rivalries=(told.rivalries[0].seen_from("Velmora"),))
    assert np.array_equal(starting_world(turned, p, 1).fear, starting_world(told, p, 1).fear)
    again = Scenario.from_toml(told.to_toml())
    assert again == told
    swept = starting_world(plain, parameters_of(plain, {"belief_talking": np.array([0.1, 0.2])}), 2)
    assert swept.value_talking[0].tolist() == [0.1, 0.2]
