"""Every kind of bad input is refused in one line that names the thing and ends with what to do."""

from __future__ import annotations

import copy
import datetime
import math
import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation import scripts
from simulation.catalogue import in_language, words
from simulation.doctrines import DOCTRINES
from simulation.errors import Problem, ScenarioError, choose, listed, path_text, show
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import MOST_BYTES, Event, Scenario, StateSpec, load_scenario
from simulation.scenario.reading import LISTS

CONCERNS = {"security": 0.4, "prosperity": 0.3, "standing": 0.2, "conscience": 0.1}
GOOD: dict[str, Any] = {
    "name": "trial",
    "title": "A trial",
    "summary": "Two states,\nand what is between them.",
    "start": "1962-01",
    "months": 24,
    "states": [
        {"name": "US", "title": "United States", "gdp": 3.0, "influence": 0.6, "concerns": dict(CONCERNS)},
        {"name": "USSR", "title": "Soviet Union", "gdp": 1.5, "influence": 0.4, "concerns": dict(CONCERNS)},
    ],
    "rivalries": [{"between": ["US", "USSR"], "tension": [60.0, 70.0], "agreements": ["arms"]}],
    "leaders": [
        {"state": "US", "name": "Kennedy", "since": "1961-01", "source": "sorensen1965"},
        {"state": "USSR", "name": "Khrushchev", "since": "1953-09"},
    ],
    "events": [
        {"date": "1962-07", "kind": "theatre", "title": "Algeria", "size": 0.3, "state": "USSR"},
        {"date": "1962-10", "kind": "incident", "title": "An aircraft strays", "size": 0.5},
        {"date": "1963-08", "kind": "economy", "title": "A poor harvest", "size": 0.4, "state": "USSR"},
    ],
    "parameters": {"trust_gain": 1.0},
    "sources": {"sorensen1965": "Sorensen, T. (1965). Kennedy."},
}
REMOVE = object()
TRUST_GAIN = PARAMETER_TABLE["trust_gain"]


def with_change(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """GOOD with one thing set, added or removed."""
    values = copy.deepcopy(GOOD)
    inner: Any = values
    for step in path[:-1]:
        inner = inner[step]
    if value is REMOVE:
        del inner[path[-1]]
    elif isinstance(inner, list) and path[-1] == len(inner):
        inner.append(value)
    else:
        inner[path[-1]] = value
    return values


def refusal(call: Callable[..., object], *arguments: Any, **options: Any) -> str:
    """The one line of the refusal, after checking what holds for every one of them."""
    with pytest.raises(ScenarioError) as caught:
        call(*arguments, **options)
    line = str(caught.value)
    assert len(line.splitlines()) == 1
    assert len(line) < 400
    assert "pydantic" not in line.lower()
    assert "Traceback" not in line
    assert line.isprintable()
    # what a user would see above the message: no second exception that tells of our inside
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return line


STATE: dict[str, Any] = {"title": "Third", "gdp": 1.0, "influence": 0.0}
NUMBER = "write a number from 0 to 1"
LABEL = (
    "write a short label that begins with a letter, for example US "
    "(letters, digits, single spaces, no ' to ')"
)
GDP = "write a number from 0.0001 to 1000 (trillion 2011 USD)"
DATE = "write year-month, for example 1962-10"

#: what is refused | where the change is made | what is put there | the message, or its beginning and "..."
BAD: list[tuple[str, tuple[str | int, ...], object, str]] = [
    # --- unknown and missing keys
    ("unknown key", ("mnths",), 24, "mnths is not a known key; did you mean 'months'?"),
    ("unknown key, none near", ("zzzzzz",), 1,
     "zzzzzz is not a known key; write a known key: name, title, summary, look_for, questions, start, "
     "months, states, rivalries, leaders, events, orders, parameters, sources"),
    ("unknown key of a state", ("states", 0, "hawk"), 0.4,
     "states[0].hawk is not a known key; did you mean 'hawks'?"),
    ("unknown concern", ("states", 1, "concerns", "securty"), 0.1,
     "states[1].concerns.securty is not a known key; did you mean 'security'?"),
    ("unknown key of a rivalry", ("rivalries", 0, "tensions"), 1,
     "rivalries[0].tensions is not a known key; did you mean 'tension'?"),
    ("unknown key of a leader", ("leaders", 1, "dispositon"), 1,
     "leaders[1].dispositon is not a known key; did you mean 'disposition'?"),
    ("unknown key of an event", ("events", 0, "Date"), 1,
     "events[0].Date is not a known key; did you mean 'date'?"),
    ("unknown key, not one line", ("a\nb",), 1,
     r"'a\nb' is not a known key; write a known key: name, title, ..."),
    ("missing key", ("title",), REMOVE, "title is missing; add it (a title for tables and figures)"),
    ("missing key of a state", ("states", 1, "gdp"), REMOVE,
     "states[1].gdp is missing; add it (output at the start, trillion 2011 USD)"),
    ("missing size of an event", ("events", 2, "size"), REMOVE,
     "events[2].size is missing; add it (how much, 0 to 1)"),
    # --- unknown names
    ("unknown doctrine", ("states", 0, "doctrine"), "hawkish",
     "states[0].doctrine is 'hawkish', no known doctrine; did you mean 'hawk'?"),
    ("doctrine no text", ("states", 0, "doctrine"), 3,
     f"states[0].doctrine is 3; write one of these, in quotes: {listed(list(DOCTRINES))}"),
    ("unknown parameter", ("parameters", "trust_gian"), 1.0,
     "parameters.trust_gian is not a known parameter; did you mean 'trust_gain'?"),
    ("unknown kind of event", ("events", 1, "kind"), "incidents",
     "events[1].kind is 'incidents', no known kind of event; did you mean 'incident'?"),
    ("unknown kind, none near", ("events", 1, "kind"), "flood",
     "events[1].kind is 'flood', no known kind of event; write a known kind of event: theatre, economy, "
     "technology, rights, incident"),
    ("unknown issue", ("rivalries", 0, "agreements"), ["arm"],
     "rivalries[0].agreements[0] is 'arm', no known issue; did you mean 'arms'?"),
    ("issue twice", ("rivalries", 0, "agreements"), ["arms", "trade", "arms"],
     "rivalries[0].agreements[2] repeats 'arms'; name each issue once"),
    ("unknown state in a rivalry", ("rivalries", 0, "between"), ["US", "USRS"],
     "rivalries[0].between[1] is 'USRS', no state of this scenario; did you mean 'USSR'?"),
    ("leader of an unknown state", ("leaders", 0, "state"), "China",
     "leaders[0].state is 'China', no state of this scenario; write a known state: US, USSR"),
    ("unknown state in an event", ("events", 2, "state"), "Ussr",
     "events[2].state is 'Ussr', no state of this scenario; did you mean 'USSR'?"),
    ("unknown state in the pair of an event", ("events", 1, "between"), ["China", "US"],
     "events[1].between[0] is 'China', no state of this scenario; write a known state: US, USSR"),
    ("misspelt source", ("leaders", 1, "source"), "sorensen1956",
     "leaders[1].source is 'sorensen1956', no key of sources; did you mean 'sorensen1965'?"),
    # --- dates
    ("month 14", ("events", 2, "date"), "1962-14", f"events[2].date is 1962-14; {DATE}"),
    ("month 0", ("start",), "1962-00", f"start is 1962-00; {DATE}"),
    ("month of one digit", ("start",), "1962-1", "start is 1962-1; write the month with two digits, 1962-01"),
    ("a day too", ("start",), "1962-01-15",
     "start is 1962-01-15; write year-month without the day, for example 1962-10"),
    ("a date in words", ("start",), "October 1962", f"start is 'October 1962'; {DATE}"),
    ("digits of another script", ("start",), "١٩٦٢-10", f"start is '١٩٦٢-10'; {DATE}"),
    ("year 0", ("leaders", 0, "since"), "0000-05",
     "leaders[0].since is 0000-05; write a year from 1700 to 2200, for example 1962-10"),
    ("date without quotes", ("start",), datetime.date(1962, 10, 1),
     'start is 1962-10-01; write year-month in quotes, for example "1962-10"'),
    ("a year as number", ("start",), 1962,
     'start is 1962; write year-month in quotes, for example "1962-10"'),
    ("date a list", ("start",), [1962, 1], f"start is [1962, 1]; {DATE}"),
    ("event before the run", ("events", 0, "date"), "1961-12",
     "events[0].date is 1961-12, outside the run; write a month from 1962-01 to 1963-12"),
    ("event after the run", ("events", 0, "date"), "1964-01",
     "events[0].date is 1964-01, outside the run; write a month from 1962-01 to 1963-12"),
    ("leader after the end", ("leaders", 0, "since"), "1964-01",
     "leaders[0].since is 1964-01, after the end 1963-12; remove this leader or lengthen the run"),
    ("run past the calendar", ("start",), "2200-01",
     "months is 24, so the run ends in 2201-12; write at most 12"),
    # --- lengths
    ("no months", ("months",), 0, "months is 0; write a whole number from 1 to 2400 (months)"),
    ("too long", ("months",), 2401, "months is 2401; write a whole number from 1 to 2400 (months)"),
    ("months not whole", ("months",), 24.5,
     "months is 24.5, which is not whole; write a whole number from 1 to 2400 (months)"),
    ("months true", ("months",), True, "months is true; write a whole number from 1 to 2400 (months)"),
    ("months text", ("months",), "24",
     "months is the text '24'; write a whole number from 1 to 2400 (months), without quotes"),
    ("months huge", ("months",), 10**5000,
     "months is a whole number of about 5001 digits; write a whole number from 1 to 2400 (months)"),
    ("event of no months", ("events", 0, "months"), 0,
     "events[0].months is 0; write a whole number from 1 to 2400 (months)"),
    # --- duplicates
    ("state twice", ("states", 1, "name"), "US",
     "states[1].name is 'US', as in states[0]; give each state its own name"),
    ("state twice but for its case", ("states", 1, "name"), "us",
     "states[1].name is 'us', as in states[0]; give each state its own name"),
    ("a state that rivals itself", ("rivalries", 0, "between"), ["US", "US"],
     "rivalries[0].between has 'US' on both sides; name two different states"),
    ("an event between one state", ("events", 1, "between"), ["US", "US"],
     "events[1].between has 'US' on both sides; name two different states"),
    ("rivalry twice", ("rivalries", 1), {"between": ["USSR", "US"]},
     "rivalries[1].between names the same two states as rivalries[0]; keep one of them"),
    ("two leaders in one month", ("leaders", 2), {"state": "US", "name": "Nixon", "since": "1961-01"},
     "leaders[2].since is 1961-01, when leaders[0] takes the same office; keep one"),
    ("event twice", ("events", 3), GOOD["events"][0], "events[3] repeats events[0]; remove one of them"),
    # --- numbers
    ("probability beyond 1", ("states", 0, "abuses"), 1.3,
     "states[0].abuses is 1.3; write a number from 0 to 1 (probability a month)"),
    ("negative", ("states", 0, "hawks"), -0.1, f"states[0].hawks is -0.1; {NUMBER}"),
    ("NaN", ("states", 0, "technology"), math.nan, f"states[0].technology is nan; {NUMBER}"),
    ("infinity", ("states", 0, "openness"), math.inf,
     "states[0].openness is inf; write a number from 0 to 2 (total trade / GDP)"),
    ("minus infinity", ("states", 0, "growth"), -math.inf,
     "states[0].growth is -inf; write a number from -10 to 15 (percent a year)"),
    ("text for a number", ("states", 0, "gdp"), "3.0",
     f"states[0].gdp is the text '3.0'; {GDP}, without quotes"),
    ("true for a number", ("states", 0, "influence"), True,
     f"states[0].influence is true; {NUMBER}, not true or false"),
    ("list for a number", ("states", 0, "influence"), [0.6], f"states[0].influence is [0.6]; {NUMBER}"),
    ("nothing for a number", ("states", 0, "influence"), None, f"states[0].influence is nothing; {NUMBER}"),
    ("no output", ("states", 0, "gdp"), 0.0,
     "states[0].gdp is 0; write a number from 0.0001 to 1000 (trillion 2011 USD)"),
    ("a huge number", ("states", 0, "gdp"), 10**400,
     f"states[0].gdp is a whole number of about 401 digits; {GDP}"),
    ("a large float", ("states", 0, "gdp"), 1e300,
     "states[0].gdp is 1e+300; write a number from 0.0001 to 1000 (trillion 2011 USD)"),
    ("burden", ("states", 1, "burden"), 0.7,
     "states[1].burden is 0.7; write a number from 0 to 0.6 (share of GDP)"),
    ("tension", ("rivalries", 0, "tension"), [60, 101],
     "rivalries[0].tension[1] is 101; write a number from 0 to 100 (tension)"),
    ("disposition", ("leaders", 0, "disposition"), 2,
     "leaders[0].disposition is 2; write a number from -1 to 1 (-1 hard, +1 conciliatory)"),
    ("parameter out of range", ("parameters", "trust_gain"), TRUST_GAIN.high + 1,
     f"parameters.trust_gain is {TRUST_GAIN.high + 1:g}; write a number from {TRUST_GAIN.low:g} to "
     f"{TRUST_GAIN.high:g} ({TRUST_GAIN.unit})"),
    ("parameter NaN", ("parameters", "trust_gain"), math.nan,
     "parameters.trust_gain is nan; write a number from ..."),
    ("parameter text", ("parameters", "trust_gain"), "much",
     "parameters.trust_gain is the text 'much'; write a number from ..."),
    ("concerns do not sum to 1", ("states", 0, "concerns", "security"), 0.5,
     "states[0].concerns sums to 1.1; make security, prosperity, standing, conscience sum to 1"),
    ("influence does not sum to 1", ("states", 0, "influence"), 0.5,
     "the influence of the states sums to 0.9; make their shares sum to 1"),
    ("text for true", ("rivalries", 0, "hotline"), "yes",
     "rivalries[0].hotline is 'yes'; write true or false, without quotes"),
    ("one for true", ("rivalries", 0, "hotline"), 1,
     "rivalries[0].hotline is 1; write true or false, without quotes"),
    # --- lists and tables
    ("number for a list", ("states",), 5, "states is 5, not a list; write [[states]] tables"),
    ("text for a list", ("rivalries", 0, "agreements"), "arms",
     "rivalries[0].agreements is 'arms', not a list; write for example [\"arms\", \"trade\"]"),
    ("set for a list", ("rivalries", 0, "between"), {"US", "USSR"},
     'rivalries[0].between is a Python set, not a list; write for example ["US", "USSR"]'),
    ("single table for a list", ("events",), GOOD["events"][0],
     "events is a single table; write [[events]] tables, with double brackets, once for each"),
    ("number for a table", ("events", 1), 7, "events[1] is 7, not a table; write an [[events]] table"),
    ("wrong part", ("events", 1), StateSpec(name="A", **STATE),
     "events[1] is a Python StateSpec; correct it: ..."),
    ("list for concerns", ("states", 0, "concerns"), [1, 0, 0, 0],
     "states[0].concerns is [1, 0, 0, 0], not a table; write [states.concerns] with four weights"),
    ("list for parameters", ("parameters",), [1],
     "parameters is [1], not a table; write [parameters] with name = number lines"),
    ("key no text", ("states", 0), {1: 2}, "states[0] has the key 1, which is not text; write keys as text"),
    ("one number for two", ("rivalries", 0, "tension"), 60,
     "rivalries[0].tension is 60, not a list; write two numbers, [what the first of ..."),
    ("three numbers for two", ("rivalries", 0, "trust"), [0.1, 0.2, 0.3],
     "rivalries[0].trust has 3 entries; write exactly 2 numbers, ..."),
    ("three states for two", ("rivalries", 0, "between"), ["US", "USSR", "China"],
     'rivalries[0].between has 3 entries; write exactly 2 states, for example ["US", "USSR"]'),
    ("too few states", ("states",), GOOD["states"][:1],
     "states has 1 entry; write 2 to 12 states, [[states]] tables"),
    ("too many states", ("states",), [{"name": f"S{i}", **STATE} for i in range(13)],
     "states has 13 entries; write 2 to 12 states, [[states]] tables"),
    ("too many events", ("events",), [GOOD["events"][0]] * 2001,
     "events has 2001 entries; write 0 to 2000 events, [[events]] tables"),
    ("too many sources", ("sources",), {f"s{i}": "x" for i in range(501)},
     "sources has 501 entries; write at most 500"),
    # --- texts
    ("name with a space", ("name",), "cold war",
     "name is 'cold war'; write lower-case letters, digits and _, for example cold_war"),
    ("name with capitals", ("name",), "ColdWar",
     "name is 'ColdWar'; write lower-case letters, digits and _, for example cold_war"),
    ("name too long", ("name",), "x" * 61, "name has 61 characters; shorten it to at most 60"),
    ("name a number", ("name",), 5, "name is 5; write text in quotes"),
    ("empty title", ("title",), "", "title is empty; write some text"),
    ("blank title", ("title",), "   ", "title is empty; write some text"),
    ("title of two lines", ("title",), "One\nTwo",
     r"title is 'One\nTwo'; remove the line break at character 4"),
    ("title with a line separator", ("title",), "One\u2028Two",
     r"title is 'One\u2028Two'; remove the line break at character 4"),
    ("control character", ("leaders", 0, "name"), "Ken\x1b[31m",
     r"leaders[0].name is 'Ken\x1b[31m'; remove the control U+001B at character 4"),
    ("half a character", ("title",), "a\ud800",
     r"title is 'a\ud800'; remove the control U+D800 at character 2"),
    ("summary too long", ("summary",), "x" * 4001, "summary has 4001 characters; shorten it to at most 4000"),
    ("summary with a return", ("summary",), "a\r\nb",
     r"summary is 'a\r\nb'; remove the line break at character 2"),
    ("label with a line break", ("states", 0, "name"), "U\nS",
     r"states[0].name is 'U\nS'; remove the line break at character 2"),
    ("label too long", ("states", 0, "name"), "x" * 25,
     "states[0].name has 25 characters; shorten it to at most 24"),
    ("label like a pair", ("states", 0, "name"), "A to B", f"states[0].name is 'A to B'; {LABEL}"),
    ("label with a comma", ("states", 0, "name"), "A,B", f"states[0].name is 'A,B'; {LABEL}"),
    ("key of a source", ("sources", " "), "x",
     "sources.' ' is not a usable key; write a short key, for example gaddis2005"),
    ("source no text", ("sources", "a"), 5, "sources.a is 5; write text in quotes"),
    # --- what an event needs
    ("economy without a state", ("events", 2, "state"), REMOVE,
     "events[2].state is missing; name the state that this event of kind economy hits"),
    ("rights without a state", ("events", 1, "kind"), "rights",
     "events[1].state is missing; name the state that this event of kind rights hits"),
    ("incident with a state", ("events", 1, "state"), "US",
     "events[1].state is given, but kind incident has no single state; write between, or remove state"),
    ("stakes that start no crisis", ("events", 2, "stakes"), 0.5,
     "events[2].stakes is given, but an event of kind economy starts no crisis; remove stakes"),
    ("stakes beyond the scale", ("events", 1, "stakes"), 1.5,
     "events[1].stakes is 1.5; write a number from 0 to 1"),
    ("economy with a pair", ("events", 2, "between"), ["US", "USSR"],
     "events[2].between is given, but kind economy concerns no pair; write state, or remove between"),
]  # fmt: skip


def test_the_ground_on_which_the_table_stands_is_good() -> None:
    assert Scenario(**GOOD).labels == ("US", "USSR")


@pytest.mark.parametrize(("path", "value", "message"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_has_its_own_line(path: tuple[str | int, ...], value: object, message: str) -> None:
    line = refusal(Scenario, **with_change(path, value))
    said = re.sub(r" \(and \d+ more problems?\)$", "", line.split(": ", 1)[1])
    if message.endswith("..."):
        assert said.startswith(message.removesuffix("..."))
    else:
        assert said == message


def test_at_least_35_kinds() -> None:
    kinds = {message.split(";")[0].split(" is ")[-1] for *_, message in BAD}
    assert len(kinds) >= 35
    assert len({row[0] for row in BAD}) == len(BAD)


def test_the_scenario_is_named() -> None:
    assert refusal(Scenario, **with_change(("months",), 0)).startswith("scenario 'trial': months is 0; ")
    line = refusal(Scenario, **with_change(("name",), REMOVE))
    assert line == "scenario 'A trial': name is missing; add it (an identifier, for example cold_war)"
    line = refusal(Scenario)
    assert line == (
        "scenario: name is missing; add it (an identifier, for example cold_war) (and 4 more problems)"
    )


def test_parts_alone_name_themselves() -> None:
    line = refusal(StateSpec, name="US", title="United States", gdp=-1, influence=0.5)
    assert line == "state 'US': gdp is -1; write a number from 0.0001 to 1000 (trillion 2011 USD)"
    line = refusal(Event, date="1962-10", kind="economy", title="Harvest", size=0.5)
    assert line == "event 'Harvest': state is missing; name the state that this event of kind economy hits"


def test_several_problems_are_counted() -> None:
    values = with_change(("events", 0, "date"), "1962-14")
    values["events"][1]["size"] = values["events"][2]["size"] = 5
    values["months"] = -1
    with pytest.raises(ScenarioError) as caught:
        Scenario(**values)
    assert [path_text(problem.path) for problem in caught.value.problems] == [
        "months", "events[0].date", "events[1].size", "events[2].size",
    ]  # fmt: skip
    assert str(caught.value).endswith("write a whole number from 1 to 2400 (months) (and 3 more problems)")
    values = with_change(("events", 0, "date"), "1961-12")
    values["leaders"][0]["state"] = "China"
    assert refusal(Scenario, **values).endswith("(and 1 more problem)")


def test_a_misspelt_key_comes_before_the_missing_one() -> None:
    values = with_change(("months",), REMOVE) | {"mnth": 24}
    assert refusal(Scenario, **values) == (
        "scenario 'trial': mnth is not a known key; did you mean 'months'? (and 1 more problem)"
    )


def test_long_values_are_shortened() -> None:
    line = refusal(Scenario, **with_change(("start",), "1962" * 1000))
    assert line == f"scenario 'trial': start is '{('1962' * 20)[:55]}...'; {DATE}"
    line = refusal(Scenario, **with_change(("k" * 5000,), 1))
    assert "kkk...' is not a known key; " in line


# --- changing -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("updates", "message"),
    [
        ({"doctrines": {"US": "hwak"}}, "doctrines.US is 'hwak', no known doctrine; did you mean 'hawk'?"),
        ({"doctrines": {"USA": "hawk"}}, "doctrines is 'USA', no state of this scenario; did you mean 'US'?"),
        (
            {"doctrines": "hawk"},
            'doctrines is \'hawk\', not a table; write state = doctrine, as in {"US": "hawk"}',
        ),
        ({"doctrine": {"US": "hawk"}}, "doctrine is not a known key; write a known key: name, title, "),
        ({"parameters": {"trust_gain": "2"}}, "parameters.trust_gain is the text '2'; write a number from "),
        ({"parameters": {"trust": 1}}, "parameters.trust is not a known parameter; did you mean 'trust_"),
        ({"parameters": 5}, "parameters is 5, not a table; write [parameters] with name = number lines"),
        (
            {"months": 6},
            "events[0].date is 1962-07, outside the run; write a month from 1962-01 to 1962-06 (and 2 more ",
        ),
    ],
)
def test_changes_are_checked(updates: dict[str, Any], message: str) -> None:
    assert refusal(Scenario(**GOOD).changed, **updates).startswith(f"scenario 'trial': {message}")


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("1962-14", f"month is 1962-14; {DATE}"),
        ("1964-01", "month is 1964-01, outside the run; write a month from 1962-01 to 1963-12"),
    ],
)
def test_a_month_outside_the_run(date: str, message: str) -> None:
    assert refusal(Scenario(**GOOD).month_index, date) == f"scenario 'trial': {message}"


def test_a_relation_of_an_unknown_state() -> None:
    line = refusal(Scenario(**GOOD).rivalry, "US", "URSS")
    assert line == "scenario 'trial': target is 'URSS', no state of this scenario; did you mean 'USSR'?"


def test_nothing_can_be_set() -> None:
    scenario = Scenario(**GOOD)
    assert refusal(setattr, scenario, "months", 3) == (
        "a scenario does not change: make another with scenario.changed(months=...)"
    )
    assert refusal(delattr, scenario.states[0], "gdp").startswith("a state does not change")
    for change in (
        lambda: scenario.parameters.update(trust_gain=2.0),
        lambda: scenario.parameters.__setitem__("trust_gain", 2.0),
        lambda: scenario.sources.clear(),
    ):
        assert refusal(change).startswith("a scenario does not change; ")
    assert scenario == Scenario(**GOOD)


# --- texts and files ------------------------------------------------------------------------------

TEXT = Scenario(**GOOD).to_toml()


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty; write at least name, title, start, months and two [[states]]"),
        ("# nothing but a comment\n", "is empty; write at least name, title, start, months and two "),
        ("name = 'a'\n\nstart 1962\n",
         "line 3 is not TOML (Expected '=' after a key in a key/value pair); correct that line, text in quotes and key = "
         "value (line 3: start 1962)"),
        ("name = 'a'\nstart = 1962-10\n",
         'line 2 is not TOML; put the month in quotes, for example "1962-10"'),
        ("name = 'a'\nname = 'b'\n", "line 2 gives name again, after line 1; keep one of the two (line 2: name = 'b')"),
        ("name = 'a'\ntitle = [", "line 2 is not TOML (Invalid value); correct that line, "),
        ("months = " + "9" * 5000, "has a number too long or brackets too deep to read; write it simpler"),
        ("months = " + "[" * 5000, "has a number too long or brackets too deep to read; write it simpler"),
        ("a." * 300_000 + "a = 1", "has a dotted key of more than 20 parts; a scenario needs two at most"),
        ("'a'.\"b\\\"\"." * 100_000 + "a = 1", "has a dotted key of more than 20 parts; "),
        (b"name = 'a'\ntitle = '\xff'\n", "is not UTF-8 text (line 2); save it in UTF-8"),
        ("x = 1 #" + "x" * MOST_BYTES,
         f"is larger than {MOST_BYTES} bytes; shorten it, for example its events"),
        (TEXT.replace("1962-10", "1962-14"), f"events[1].date is 1962-14; {DATE}"),
        (TEXT.replace("months = 24", "months = nan"), "months is nan, which is not whole; write a whole "),
        ('name = "a\\u001bb"',
         "name is 'a\\x1bb'; remove the control U+001B at character 2 (line 1: "),
    ],
    ids=["empty", "comments only", "not TOML", "month without quotes", "key twice", "unfinished",
         "long number", "deep brackets", "deep key", "deep quoted key", "not UTF-8", "too large",
         "bad date", "NaN", "control"],
)  # fmt: skip
def test_bad_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | bytes, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "my.toml", content)
    line = refusal(load_scenario, "my.toml")
    assert line.startswith(f"scenario 'my.toml': {message}")
    if isinstance(content, str) and ("=" in content or not content):
        assert refusal(Scenario.from_toml, content).startswith(f"scenario text: {message}")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text.replace("months = 24\n", "") + "months = 24\n",
         "months is missing; in line N it stands below [sources] and belongs to that; move it above the first ["),
        (lambda text: text.replace("[[states]]", "[states]"),
         "line N writes [states]; write [[states]], with double brackets, once for each"),
        (lambda text: text.replace("[parameters]", "[[parameters]]") + "[parameters]\ntrust_loss = 0.1\n",
         "line N writes [[parameters]]; there is one: write [parameters], with single brackets"),
        (lambda text: text + "[parameters]\ntrust_loss = 0.1\n",
         "line N opens [parameters] again; put its keys below the first one, in line N"),
        (lambda text: re.sub(r"tension = \[[^]]*]", "tension = [60,5, 70]", text),
         "rivalries[0].tension has 3 entries; write exactly 2 numbers, two numbers, [what the first of \"between\", what "
         "the second]; a number has a decimal point, 60.5 and not 60,5 (line N: tension = [60,5, 70])"),
        (lambda text: text.replace("gdp = 1.5", "gdp = -1.5"),
         f"states[1].gdp is -1.5; {GDP} (line N: gdp = -1.5)"),
        (lambda text: text.replace("gdp = 1.5\n", ""), "states[1].gdp is missing; add it "),
    ],
    ids=["months at the end", "single", "double", "a table twice", "a decimal comma", "a wrong value", "a missing key"],
)  # fmt: skip
def test_a_refusal_names_the_line_and_quotes_it(change: Callable[[str], str], message: str) -> None:
    text = change(Scenario(**GOOD).to_toml())
    line = refusal(Scenario.from_toml, text)
    assert re.sub(r"line \d+", "line N", line).startswith(f"scenario text: {message}")
    for number, quoted in re.findall(r"line (\d+): ([^)]*)\)$", line):
        assert text.splitlines()[int(number) - 1].strip() == quoted


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("which", [0, -1], ids=["first", "last"])
def test_a_table_with_the_brackets_of_another_is_named_where_it_stands(name: str, which: int) -> None:
    """tomllib stumbles over the next of its kind, or over what is below it."""
    lines = ["name = 'a'", "", *[f"[[{name}]]", "title = 'b'", ""] * 2]
    at = [k for k, line in enumerate(lines, 1) if line.startswith("[[")][which]
    lines[at - 1] = f"[{name}]"
    said = refusal(Scenario.from_toml, "\n".join(lines))
    assert said.startswith(f"scenario text: line {at} writes [{name}]; write [[{name}]]")


#: India, Pakistan (in Bengali), China, USSR, as they write themselves; marks of one letter, and signs
SCRIPTS = [
    "\u092d\u093e\u0930\u0924", "\u09aa\u09be\u0995\u09bf\u09b8\u09cd\u09a4\u09be\u09a8", "\u4e2d\u56fd",
    "\u0421\u0421\u0421\u0420", "C\u00f4te d'Ivoire", "A_1",
]  # fmt: skip


def with_second(name: str) -> dict[str, Any]:
    """GOOD with another second state, and nothing that names the old one."""
    return with_change(("states", 1, "name"), name) | {"rivalries": [], "leaders": [], "events": []}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_state_may_be_named_in_any_script(name: str) -> None:
    scenario = Scenario(**with_second(name))
    assert scenario.labels == ("US", name)
    assert Scenario.from_toml(scenario.to_toml()) == scenario


def test_a_name_is_the_same_however_a_keyboard_makes_it() -> None:
    assert Scenario(**with_second("Co\u0302te ")).labels == ("US", "C\u00f4te")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("\uff35\uff33", "in which '\uff35' (U+FF35) only looks like U; write U"),
        (
            "U\u0405",
            "in which '\u0405' (U+0405) is Cyrillic and only looks like S; write the letters of one script",
        ),
        ("\U0001f43b", "write a short label that begins with a letter"),
        ("\u200dA", "write a short label that begins with a letter"),
    ],
)
def test_letters_that_only_look_like_others_are_refused_with_their_number(name: str, said: str) -> None:
    assert said in refusal(Scenario, **with_change(("states", 0, "name"), name))


def test_the_script_of_a_look_alike_is_named_in_the_language_in_use() -> None:
    with in_language("id"):
        assert "adalah aksara Kiril" in refusal(Scenario, **with_change(("states", 0, "name"), "U\u0405"))
        assert "adalah aksara Yunani" in refusal(Scenario, **with_change(("states", 0, "name"), "U\u039d"))
    strangers = {scripts.script(letter).lower() for letter in scripts.LATIN}
    assert {f"refusal_script.{name}" for name in strangers} <= set(words())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_marks_in_front_and_any_line_ends_are_read(end: str, tmp_path: Path) -> None:
    good = Scenario(**GOOD)
    path = tmp_path / "base.toml"
    path.write_bytes(f"\ufeff\ufeff{good.to_toml()}".replace("\n", end).encode())
    assert Scenario.from_toml(path) == good
    path.write_bytes(f"\ufeffa = 1{end}b = = 2{end}".encode())
    assert "line 2 is not TOML" in refusal(Scenario.from_toml, path)


def test_two_states_may_not_look_alike() -> None:
    states = [{**GOOD["states"][0], "name": "YS"}, {**GOOD["states"][1], "name": "\u03a5\u0405"}]
    assert "as in states[0]; give each state its own name" in refusal(
        Scenario, **{**with_second("X"), "states": states}
    )


def test_not_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.toml").mkdir()
    for name, message in {
        "none.toml": "does not exist; check the path, or give a scenario's name",
        "folder.toml": "is a directory; give the .toml file in it",
        "a\0b.toml": "cannot be read (not a path); give a readable .toml file",
        "my.toml/x": "does not exist; check the path, or give a scenario's name",
        "cold_war.py": "is a Python file; give the name 'cold_war', or a .toml file",
    }.items():
        assert refusal(load_scenario, name).startswith(f"scenario {name!r}: {message}")
    line = refusal(load_scenario, Path("x" * 300 + "/my.toml"))
    assert line.startswith("scenario '...xxx")
    assert "xxx/my.toml': cannot be read (" in line


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_opened_and_a_loop_not_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")  # reading it would wait for ever
    assert refusal(load_scenario, tmp_path / "pipe.toml").endswith(
        "pipe.toml': is not a regular file; give a .toml file"
    )
    (tmp_path / "loop.toml").symlink_to("loop.toml")
    assert "loop.toml': cannot be read (" in refusal(load_scenario, tmp_path / "loop.toml")


def test_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("cold_war", "hollow", "no_detente"):
        (tmp_path / f"{name}.py").touch()
    monkeypatch.setattr("simulation.shipped.folder", lambda name: tmp_path)
    for name, message in {
        "cold_wra": "is not known; did you mean 'cold_war'?",
        "zzz": "is not known; write a known scenario: cold_war, hollow, no_detente",
        "": "is not known; write a known scenario: cold_war, hollow, no_detente",
        "hollow": "has no SCENARIO; declare SCENARIO = Scenario(...) in its file",
    }.items():
        assert refusal(load_scenario, name) == f"scenario {name!r}: {message}"
    assert refusal(load_scenario, 5) == "scenario is 5; give a name, for example cold_war, or a .toml file"


# --- the error itself -----------------------------------------------------------------------------


def test_errors_survive_pickling() -> None:
    error = ScenarioError([Problem(("events", 2, "date"), "is 1962-14"), Problem((), "x")], "scenario 'a'")
    assert (
        str(pickle.loads(pickle.dumps(error)))
        == str(error)
        == ("scenario 'a': events[2].date is 1962-14 (and 1 more problem)")
    )
    assert str(ScenarioError("is\nbad")) == "is bad"


def test_choosing_the_nearest() -> None:
    assert choose("Hawk", ("hawk", "dove"), "doctrine") == "did you mean 'hawk'?"
    assert choose("x", [f"n{i}" for i in range(20)], "name").endswith("n14, ...")
    assert choose("x", (), "key") == "there is no key to choose from"


@settings(deadline=None, max_examples=60)
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
))  # fmt: skip
def test_shown_values_are_short_lines(value: object) -> None:
    shown = show(value)
    assert len(shown) <= 60
    assert shown.isprintable()


PLACES: list[tuple[str | int, ...]] = sorted(
    {tuple(row[1]) for row in BAD if row[1][-1] not in (2, 3) and row[1] != ("rivalries", 1)}, key=str
)


@settings(deadline=None)
@given(
    st.sampled_from(PLACES),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner, max_size=3)
        ),
        max_leaves=5,
    ),
)
def test_whatever_is_written_is_taken_or_refused(path: tuple[str | int, ...], value: object) -> None:
    values = with_change(path, value)
    try:
        scenario = Scenario(**values)
    except ScenarioError:
        refusal(Scenario, **values)
    else:
        assert Scenario.from_toml(scenario.to_toml()) == scenario


@settings(deadline=None)
@given(st.text(max_size=200))
def test_whatever_text_is_read_is_refused(text: str) -> None:
    assert len(refusal(Scenario.from_toml, text + "\n").splitlines()) == 1
