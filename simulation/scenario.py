"""A scenario: who, when, from which starting values, and what is imposed from outside. Frozen; checked once.

    scenario = load_scenario("cold_war")              # scenarios/cold_war.py
    scenario = load_scenario("my.toml")               # a file
    harder = scenario.changed(doctrines={"US": "hawk"}, parameters={"trust_gain": 0.5})
    text = scenario.to_toml()                         # Scenario.from_toml(text) == scenario

Outcomes (summits, treaties, crises, spending) have no place here: the model has to produce them. Every
refusal is a `ScenarioError` of one line that ends with what to do.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from itertools import combinations, permutations
from os import PathLike, fspath
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

import numpy as np
import tomli_w
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from simulation.doctrines import DOCTRINES
from simulation.errors import LONGEST_VALUE, Problem, ScenarioError, choose, problems_of, show
from simulation.fields import (
    LAST_YEAR,
    Entries,
    Fixed,
    Items,
    Month,
    OneOf,
    Pattern,
    Range,
    Table,
    Text,
    Whole,
    Yes,
    month_number,
    month_text,
)
from simulation.parameters import PARAMETER_TABLE
from simulation.state import CONCERNS, ISSUES

MOST_BYTES = 1_048_576  # 1 MiB of TOML; the cold-war scenario is some 20 KiB
MOST_MONTHS = 2400
MOST_EVENTS = 2000
#: Strings and comments of TOML, so that they can be set aside; and a dotted key of more than twenty parts.
_STRING = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\#[^\n]*""", re.DOTALL
)
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"")[ \t]*\.[ \t]*){20}""")
_SUM_TOLERANCE = 1e-5  # how far shares may be from adding up to 1: rounding in a text file, nothing more

Issue = Literal["arms", "trade", "culture", "science"]
EventKind = Literal["theatre", "economy", "technology", "rights", "incident"]

Date = Annotated[str, Month()]
Label = Annotated[
    str,
    Pattern(
        r"[^\W\d_][\w.'&()-]*( [\w.'&()-]+)*",
        24,
        "a short label that begins with a letter, for example US (letters, digits, single spaces, no ' to ')",
        never=" to ",  # "US to USSR" is the name of a directed pair in the results
    ),
]
Title = Annotated[str, Text(1, 120)]
Source = Annotated[str, Text(0, 500)]
Share = Annotated[float, Range(0, 1)]
MilitaryShare = Annotated[float, Range(0, 0.6, "share of GDP")]
_BOTH = 'two numbers, [what the first of "between", what the second]'
TwoShares = Annotated[tuple[Share, Share], Items(2, 2, "numbers", _BOTH)]
TwoTensions = Annotated[
    tuple[Annotated[float, Range(0, 100, "tension")], Annotated[float, Range(0, 100, "tension")]],
    Items(2, 2, "numbers", _BOTH),
]
TwoStates = Annotated[tuple[Label, Label], Items(2, 2, "states", 'for example ["US", "USSR"]')]


def _check_parameter(name: str, value: object) -> float:
    if name not in PARAMETER_TABLE:
        raise ScenarioError(f"is not a known parameter; {choose(name, PARAMETER_TABLE, 'parameter')}")
    about = PARAMETER_TABLE[name]
    return Range(about.low, about.high, about.unit)(value)


def _check_source(key: str, value: object) -> str:
    if not key or key != key.strip():
        raise ScenarioError("is not a usable key; write a short key, for example gaddis2005")
    Text(1, 60)(key)
    return Text(1, 500)(value)


class Part(BaseModel):
    """What every part of a scenario shares: frozen, no unknown keys, refusals of one line."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
    noun: ClassVar[str] = "part"

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            raise ScenarioError(problems_of(error, type(self)), self._where(values)) from None

    @classmethod
    def _where(cls, values: Mapping[str, object]) -> str:
        name = values.get("name") or values.get("title")
        return f"{cls.noun} {show(name)}" if isinstance(name, str) else cls.noun

    def __setattr__(self, name: str, value: object) -> None:
        raise ScenarioError(f"a {self.noun} does not change: make another with scenario.changed({name}=...)")

    def __delattr__(self, name: str) -> None:
        raise ScenarioError(f"a {self.noun} does not change: make another with scenario.changed(...)")


class Concerns(Part):
    """How much each concern weighs in a state's coalition at the start; the four weights sum to 1."""

    noun: ClassVar[str] = "concerns"

    security: Share
    """Weight of security, 0 to 1."""
    prosperity: Share
    """Weight of prosperity, 0 to 1."""
    standing: Share
    """Weight of standing (influence), 0 to 1."""
    conscience: Share
    """Weight of conscience (rights, global issues), 0 to 1."""

    @model_validator(mode="after")
    def _sum(self) -> Self:
        total = sum(self.weights)
        if abs(total - 1) > _SUM_TOLERANCE:
            raise ScenarioError(f"sums to {total:.6g}; make {', '.join(CONCERNS)} sum to 1")
        return self

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights in the order of `state.CONCERNS`."""
        return tuple(float(getattr(self, concern)) for concern in CONCERNS)


class StateSpec(Part):
    """A state at the start of the run."""

    noun: ClassVar[str] = "state"

    name: Label
    """A unique short label, for example US."""
    title: Title
    """The state's full name."""
    doctrine: Annotated[str, OneOf(tuple(DOCTRINES), "doctrine")] = "deliberate"
    """How it decides: the name of a doctrine."""
    gdp: Annotated[float, Range(0.0001, 1000, "trillion 2011 USD")]
    """Output at the start, trillion 2011 USD."""
    growth: Annotated[float, Range(-10, 15, "percent a year")] = 3.0
    """Baseline growth, percent a year."""
    openness: Annotated[float, Range(0, 2, "total trade / GDP")] = 0.1
    """Total trade over GDP."""
    burden: MilitaryShare = 0.05
    """Military share of GDP at the start."""
    routine: MilitaryShare = 0.05
    """Military share of GDP that domestic routines alone would sustain."""
    influence: Share
    """Share of influence in third theatres at the start; the states' shares sum to 1."""
    hawks: Share = 0.5
    """Strength of hard-liners in the coalition at the start and in the long run, 0 to 1."""
    substitutability: Share = 0.5
    """How easily trade partners are replaced, 0 to 1."""
    technology: Share = 0.5
    """Relative level of technology, 0 to 1."""
    abuses: Annotated[float, Range(0, 1, "probability a month")] = 0.02
    """Probability a month of a rights abuse."""
    concerns: Annotated[Concerns, Table("[states.concerns] with four weights")] = Concerns(
        security=0.4, prosperity=0.3, standing=0.2, conscience=0.1
    )
    """Weights of the four concerns, sum 1."""
    source: Source = ""
    """A key of `sources`, or free text."""


class Rivalry(Part):
    """What two states feel and share at the start. A pair of states without one has these defaults."""

    noun: ClassVar[str] = "rivalry"

    between: TwoStates
    """The two states, for example ["US", "USSR"]."""
    tension: TwoTensions = (20.0, 20.0)
    """Felt by the first about the second, and by the second about the first, 0 to 100."""
    trust: TwoShares = (0.5, 0.5)
    """Probability that the other reciprocates, as each sees it, 0 to 1."""
    trade: Share = 0.5
    """Tie in trade, share of its potential."""
    culture: Share = 0.5
    """Tie in culture, share of its potential."""
    science: Share = 0.5
    """Tie in science, share of its potential."""
    trade_share: TwoShares = (0.05, 0.05)
    """Share of each side's total trade that this partner would have at full potential."""
    vulnerability: Share = 0.0
    """Mutual nuclear vulnerability at the start, 0 to 1."""
    agreements: Annotated[
        tuple[Annotated[Issue, OneOf(ISSUES, "issue")], ...],
        Items(0, len(ISSUES), "issues", 'for example ["arms", "trade"]'),
    ] = ()
    """Issues on which an agreement is in force at the start."""
    hotline: Annotated[bool, Yes()] = False
    """Whether a hotline exists at the start."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = _two_different(self.between)
        for place, issue in enumerate(self.agreements):
            if issue in self.agreements[:place]:
                text = f"repeats {show(issue)}; name each issue once"
                problems.append(Problem(("agreements", place), text))
        if problems:
            raise ScenarioError(problems)
        return self

    def seen_from(self, actor: str) -> Rivalry:
        """The same rivalry with `actor` first, so that index 0 of each pair of numbers is the actor's."""
        if actor == self.between[0]:
            return self
        turned = ("between", "tension", "trust", "trade_share")
        return Rivalry(**{**dict(self), **{field: getattr(self, field)[::-1] for field in turned}})


class Leader(Part):
    """Who leads a state from a month on, until the state's next leader."""

    noun: ClassVar[str] = "leader"

    state: Label
    """The state's name."""
    name: Annotated[str, Text(1, 60)]
    """The leader's name."""
    since: Date
    """First month in office, "YYYY-MM"; may lie before the start."""
    disposition: Annotated[float, Range(-1, 1, "-1 hard, +1 conciliatory")] = 0.0
    """From -1, hard, to +1, conciliatory."""
    source: Source = ""
    """A key of `sources`, or free text."""


class Event(Part):
    """Something imposed from outside: a dated input, not an outcome of the relation.

    - theatre: a war or revolution in a third country opens a contest of weight `size`; `state`, if given, is
      whom the change favours at the outset.
    - economy: a harvest failure or oil shock of `size` hits `state`.
    - technology: sets the mutual nuclear vulnerability of the pair `between`, or of all pairs, to `size`.
    - rights: an abuse of weight `size` in `state`.
    - incident: an accident or clash of weight `size` that may start a crisis, in the pair `between`, or in
      all pairs.

    The event lasts `months` from its date on; what would last beyond the end of the run is clipped there.
    """

    noun: ClassVar[str] = "event"

    date: Date
    """The event's first month, "YYYY-MM"."""
    kind: Annotated[EventKind, OneOf(get_args(EventKind), "kind of event")]
    """One of theatre, economy, technology, rights, incident."""
    title: Title
    """What happened, in a few words."""
    size: Share
    """How much, 0 to 1."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")] = 1
    """How long it lasts; clipped at the end of the run."""
    state: Label | None = None
    """The state it hits (economy, rights), or favours (theatre)."""
    between: TwoStates | None = None
    """The pair it concerns (technology, incident); all pairs without it."""
    source: Source = ""
    """A key of `sources`, or free text."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = _two_different(self.between) if self.between else []
        paired = self.kind in ("technology", "incident")
        if self.state is None and self.kind in ("economy", "rights"):
            text = f"is missing; name the state that this event of kind {self.kind} hits"
            problems.append(Problem(("state",), text))
        if self.state is not None and paired:
            text = f"is given, but kind {self.kind} has no single state; write between, or remove state"
            problems.append(Problem(("state",), text))
        if self.between is not None and not paired:
            text = f"is given, but kind {self.kind} concerns no pair; write state, or remove between"
            problems.append(Problem(("between",), text))
        if problems:
            raise ScenarioError(problems)
        return self


def _two_different(between: tuple[str, str]) -> list[Problem]:
    if between[0] != between[1]:
        return []
    return [Problem(("between",), f"has {show(between[0])} on both sides; name two different states")]


class Scenario(Part):
    """States, rivalries and imposed inputs of a run; see the fields. Raises `ScenarioError`."""

    noun: ClassVar[str] = "scenario"

    name: Annotated[str, Pattern(r"[a-z0-9_]+", 60, "lower-case letters, digits and _, for example cold_war")]
    """An identifier, for example cold_war."""
    title: Title
    """A title for tables and figures."""
    summary: Annotated[str, Text(0, 4000, lines=True)] = ""
    """What it is about, in a paragraph."""
    start: Date
    """The first month, "YYYY-MM"."""
    months: Annotated[int, Whole(1, MOST_MONTHS, "months")]
    """Length of the run in months."""
    states: Annotated[
        tuple[Annotated[StateSpec, Table("a [[states]] table")], ...],
        Items(2, 12, "states", "[[states]] tables"),
    ]
    """The states, 2 to 12."""
    rivalries: Annotated[
        tuple[Annotated[Rivalry, Table("a [[rivalries]] table")], ...],
        Items(0, 66, "rivalries", "[[rivalries]] tables"),
    ] = ()
    """At most one a pair of states; other pairs have the defaults of `Rivalry`."""
    leaders: Annotated[
        tuple[Annotated[Leader, Table("a [[leaders]] table")], ...],
        Items(0, 2000, "leaders", "[[leaders]] tables"),
    ] = ()
    """Changes of leadership (imposed)."""
    events: Annotated[
        tuple[Annotated[Event, Table("an [[events]] table")], ...],
        Items(0, MOST_EVENTS, "events", "[[events]] tables"),
    ] = ()
    """Dated events (imposed)."""
    parameters: Annotated[
        dict[str, float],
        Entries(len(PARAMETER_TABLE), _check_parameter, "[parameters] with name = number lines"),
    ] = Field(default_factory=Fixed)
    """Overrides of the model's parameters."""
    sources: Annotated[
        dict[str, str], Entries(500, _check_source, '[sources] with key = "citation" lines')
    ] = Field(default_factory=Fixed)
    """Citations by key."""

    # --- checks across parts ----------------------------------------------------------------------

    @model_validator(mode="after")
    def _sense(self) -> Self:
        problems = [
            *self._check_run(), *self._check_states(), *self._check_rivalries(), *self._check_leaders(),
            *self._check_events(), *self._check_sources(),
        ]  # fmt: skip
        if problems:
            raise ScenarioError(problems)
        return self

    def _check_run(self) -> Iterator[Problem]:
        last = month_number(f"{LAST_YEAR}-12")
        if month_number(self.start) + self.months - 1 > last:
            fits = last - month_number(self.start) + 1
            text = f"is {self.months}, so the run ends in {self.end}; write at most {fits}"
            yield Problem(("months",), text)

    def _check_states(self) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for place, state in enumerate(self.states):
            key = state.name.casefold()  # "US" and "us" would be a trap in every table
            if key in first:
                text = f"is {show(state.name)}, as in states[{first[key]}]; give each state its own name"
                yield Problem(("states", place, "name"), text)
            first.setdefault(key, place)
        total = sum(state.influence for state in self.states)
        if abs(total - 1) > _SUM_TOLERANCE:
            text = f"the influence of the states sums to {total:.6g}; make their shares sum to 1"
            yield Problem((), text)

    def _known(self, name: str, *path: str | int) -> Iterator[Problem]:
        if name not in self.labels:
            hint = choose(name, self.labels, "state")
            yield Problem(path, f"is {show(name)}, no state of this scenario; {hint}")

    def _check_rivalries(self) -> Iterator[Problem]:
        first: dict[frozenset[str], int] = {}
        for place, rivalry in enumerate(self.rivalries):
            for side in (0, 1):
                yield from self._known(rivalry.between[side], "rivalries", place, "between", side)
            pair = frozenset(rivalry.between)
            if pair in first:
                text = f"names the same two states as rivalries[{first[pair]}]; keep one of them"
                yield Problem(("rivalries", place, "between"), text)
            first.setdefault(pair, place)

    def _check_leaders(self) -> Iterator[Problem]:
        first: dict[tuple[str, str], int] = {}
        for place, leader in enumerate(self.leaders):
            yield from self._known(leader.state, "leaders", place, "state")
            if self._offset(leader.since) >= self.months:
                text = f"is {leader.since}, after the end {self.end}; remove this leader or lengthen the run"
                yield Problem(("leaders", place, "since"), text)
            key = (leader.state, leader.since)
            if key in first:
                text = f"is {leader.since}, when leaders[{first[key]}] takes the same office; keep one"
                yield Problem(("leaders", place, "since"), text)
            first.setdefault(key, place)

    def _check_events(self) -> Iterator[Problem]:
        first: dict[Event, int] = {}
        for place, event in enumerate(self.events):
            if not 0 <= self._offset(event.date) < self.months:
                text = f"is {event.date}, outside the run; write a month from {self.start} to {self.end}"
                yield Problem(("events", place, "date"), text)
            if event.state is not None:
                yield from self._known(event.state, "events", place, "state")
            for side, name in enumerate(event.between or ()):
                yield from self._known(name, "events", place, "between", side)
            if event in first:
                yield Problem(("events", place), f"repeats events[{first[event]}]; remove one of them")
            first.setdefault(event, place)

    def _check_sources(self) -> Iterator[Problem]:
        # free text is allowed: only what looks like a misspelt key is refused, one word close to a known key
        for group in ("states", "rivalries", "leaders", "events"):
            for place, part in enumerate(getattr(self, group)):
                if part.source in self.sources or not re.fullmatch(r"[\w-]{1,60}", part.source):
                    continue
                hint = choose(part.source, self.sources, "key")
                if hint.startswith("did you mean"):
                    text = f"is {show(part.source)}, no key of sources; {hint}"
                    yield Problem((group, place, "source"), text)

    # --- time -------------------------------------------------------------------------------------

    @property
    def end(self) -> str:
        """The last month of the run, "YYYY-MM"."""
        return month_text(month_number(self.start) + self.months - 1)

    def _offset(self, date: str) -> int:
        return month_number(date) - month_number(self.start)

    def month_index(self, date: str) -> int:
        """The place of `date` ("YYYY-MM") in the run, 0 to months - 1. Raises ScenarioError outside it."""
        try:
            Month()(date)
        except ScenarioError as error:
            raise ScenarioError(error.within("month"), f"scenario {show(self.name)}") from None
        if not 0 <= self._offset(date) < self.months:
            text = f"is {date}, outside the run; write a month from {self.start} to {self.end}"
            raise ScenarioError([Problem(("month",), text)], f"scenario {show(self.name)}")
        return self._offset(date)

    def month_text(self, index: int) -> str:
        """The month at `index` (0 is the start) as "YYYY-MM"; the inverse of `month_index`."""
        return month_text(month_number(self.start) + index)

    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each month of the run, datetime64[ns], [month]."""
        months = np.arange(self.months).astype("timedelta64[M]")
        return (np.datetime64(self.start, "M") + months).astype("datetime64[ns]")

    # --- who --------------------------------------------------------------------------------------

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the states, in order: the axis `state` of a result."""
        return tuple(state.name for state in self.states)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The n(n-1) directed pairs (actor, target), by actor, then by target, in the order of the states."""
        return tuple(permutations(self.labels, 2))

    def rivalry(self, actor: str, target: str) -> Rivalry:
        """The relation at the start with `actor` first; the defaults of `Rivalry` if none is declared."""
        problems = [*self._known(actor, "actor"), *self._known(target, "target")]
        if problems:
            raise ScenarioError(problems, f"scenario {show(self.name)}")
        for rivalry in self.rivalries:
            if {actor, target} == set(rivalry.between):
                return rivalry.seen_from(actor)
        return Rivalry(between=(actor, target))

    def event_pairs(self, event: Event) -> tuple[tuple[str, str], ...]:
        """The unordered pairs that a technology event or an incident concerns: `between`, or else all."""
        return (event.between,) if event.between else tuple(combinations(self.labels, 2))

    def leader_at(self, state: str, index: int) -> Leader | None:
        """Who leads `state` in month `index` (0 is the start); None if no leader is named for that time."""
        in_office = [who for who in self.leaders if who.state == state and self._offset(who.since) <= index]
        return max(in_office, key=lambda who: who.since, default=None)

    # --- copies, texts and files ------------------------------------------------------------------

    def changed(self, *, doctrines: Mapping[str, str] | None = None, **updates: Any) -> Scenario:
        """A checked copy with some fields replaced.

        `parameters` is merged with the overrides already there; None takes one away, as in
        `changed(parameters={"trust_gain": None})`. `doctrines` maps states to doctrines, as in
        `changed(doctrines={"US": "hawk"})`. Every other name is a field and replaces it whole.
        Raises ScenarioError.
        """
        where = f"scenario {show(self.name)}"
        values = {**dict(self), **updates}
        if isinstance(values["parameters"], Mapping):
            merged = {**self.parameters, **values["parameters"]}
            values["parameters"] = {name: value for name, value in merged.items() if value is not None}
        changed = Scenario(**values)
        if doctrines is None:
            return changed
        if not isinstance(doctrines, Mapping):
            text = f'is {show(doctrines)}, not a table; write state = doctrine, as in {{"US": "hawk"}}'
            raise ScenarioError([Problem(("doctrines",), text)], where)
        states, problems = {state.name: state for state in changed.states}, list[Problem]()
        for name, doctrine in doctrines.items():
            problems += changed._known(str(name), "doctrines")
            try:
                if name in states:
                    states[name] = StateSpec(**{**dict(states[name]), "doctrine": doctrine})
            except ScenarioError as error:
                problems += [Problem(("doctrines", name), problem.text) for problem in error.problems]
        if problems:
            raise ScenarioError(problems, where)
        return Scenario(**{**dict(changed), "states": tuple(states.values())})

    def to_toml(self) -> str:
        """The scenario as TOML text; `Scenario.from_toml` of it gives an equal scenario."""
        return tomli_w.dumps(self.model_dump(exclude_none=True), multiline_strings=True)

    @classmethod
    def from_toml(cls, path_or_text: str | PathLike[str]) -> Scenario:
        """Read TOML: text if it holds a line break or "=" (or nothing), else the path of a file.

        Raises ScenarioError for a file that is missing, no regular file, larger than 1 MiB, not UTF-8 or not
        TOML, and for every content that the fields refuse.
        """
        if isinstance(path_or_text, str) and (re.search(r"[\n=]", path_or_text) or not path_or_text.strip()):
            where, text = "scenario text", path_or_text
        else:
            path = fspath(path_or_text)
            tail = path if len(path) <= LONGEST_VALUE - 2 else f"...{path[5 - LONGEST_VALUE :]}"
            where = f"scenario {show(tail)}"
            text = _read(Path(path), where)
        values = _parse(text, where)
        try:
            return cls(**values)
        except ScenarioError as error:
            raise ScenarioError(error.problems, where) from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON schema of a scenario file, for editors; relations between parts are not in it."""
        schema = cls.model_json_schema()
        schema["properties"]["parameters"]["properties"] = {
            name: {"type": "number", "minimum": about.low, "maximum": about.high, "default": about.default,
                   "description": f"{about.meaning} ({about.unit})"}
            for name, about in PARAMETER_TABLE.items()
        }  # fmt: skip
        schema["properties"]["parameters"]["additionalProperties"] = False
        return schema

    def __str__(self) -> str:
        return f"{self.name}: {self.title} ({', '.join(self.labels)}; {self.start} to {self.end})"


def _read(path: Path, where: str) -> str:
    """The text of a file, or a ScenarioError; looks before it opens: opening a pipe would wait for ever."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ScenarioError("is a directory; give the .toml file in it", where)
        if not stat.S_ISREG(status.st_mode):
            raise ScenarioError("is not a regular file; give a .toml file", where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError("does not exist; check the path, or give a scenario's name", where) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        reason = getattr(error, "strerror", None) or "not a path"
        raise ScenarioError(f"cannot be read ({reason}); give a readable .toml file", where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; shorten it, for example its events", where)
    try:
        return content.decode("utf-8-sig")  # editors on Windows may put a byte-order mark in front
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(f"is not UTF-8 text (line {line}); save it in UTF-8", where) from None


def _parse(text: str, where: str) -> dict[str, Any]:
    if len(text) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; shorten it, for example its events", where)
    # tomllib's time and memory grow with the square of a dotted key's depth: half a megabyte of "a.a.a" needs
    # tens of gigabytes
    if _DEEP_KEY.search(_STRING.sub('""', text)):
        raise ScenarioError("has a dotted key of more than 20 parts; a scenario needs two at most", where)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(_not_toml(str(error), text.splitlines()), where) from None
    except (ValueError, RecursionError):  # an integer of thousands of digits; brackets nested a thousand deep
        text = "has a number too long or brackets too deep to read; write it simpler"
        raise ScenarioError(text, where) from None
    if not values:
        raise ScenarioError("is empty; write at least name, title, start, months and two [[states]]", where)
    return values


def _not_toml(message: str, lines: list[str]) -> str:
    """tomllib's message as ours: the line first, then the reason, then what to do."""
    found = re.search(r"^(.*?) \(at (?:line (\d+), column \d+|end of document)\)$", message, re.DOTALL)
    reason = found[1] if found else message
    number = int(found[2]) if found and found[2] else len(lines)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    if re.search(r"=\s*[0-9]{4}-[0-9]{1,2}\s*(#.*)?$", line):
        return f'line {number} is not TOML; put the month in quotes, for example "1962-10"'
    reason = show(reason)[1:-1].replace("\\'", "'")
    return f"line {number} is not TOML ({reason}); correct that line, text in quotes and key = value"


# --- by name --------------------------------------------------------------------------------------


def scenario_names() -> tuple[str, ...]:
    """The names that `load_scenario` knows: the modules of `scenarios`, alphabetical."""
    package = importlib.import_module("scenarios")
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in names if not name.startswith("_")))


def load_scenario(name_or_path: str | PathLike[str]) -> Scenario:
    """A scenario by name ("cold_war": SCENARIO of the module scenarios.cold_war) or from a TOML file.

    A path object, or text that ends in .toml or holds a slash, is a file; anything else is a name.
    Raises ScenarioError.
    """
    if not isinstance(name_or_path, str | PathLike):
        found = show(name_or_path)
        raise ScenarioError(f"scenario is {found}; give a name, for example cold_war, or a .toml file")
    text = fspath(name_or_path)
    where = f"scenario {show(text)}"
    if text.endswith(".py"):
        name = re.split(r"[\\/]", text)[-1].removesuffix(".py")
        raise ScenarioError(f"is a Python file; give the name {show(name)}, or a .toml file", where)
    if not isinstance(name_or_path, str) or text.lower().endswith(".toml") or "/" in text or "\\" in text:
        return Scenario.from_toml(Path(text))
    if text not in scenario_names():
        hint = choose(text, scenario_names(), "scenario")
        raise ScenarioError(f"is not known; {hint}", where)
    found = getattr(importlib.import_module(f"scenarios.{text}"), "SCENARIO", None)
    if not isinstance(found, Scenario):
        raise ScenarioError("has no SCENARIO; declare SCENARIO = Scenario(...) in its module", where)
    return found
