"""A scenario: who, when, from which starting values, and what is imposed from outside. Frozen; checked once.

    scenario = load_scenario("cold_war")              # scenarios/cold_war.py
    scenario = load_scenario("my.toml")               # a file
    harder = scenario.changed(doctrines={"US": "hawk"}, parameters={"trust_gain": 0.5})
    text = scenario.to_toml()                         # Scenario.from_toml(text) == scenario

Outcomes (summits, treaties, crises, spending) have no place here: the model has to produce them. Every
refusal is a `ScenarioError` of one line that ends with what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations, permutations
from os import PathLike
from typing import Any, Self

import numpy as np
import tomli_w
from numpy.typing import NDArray
from pydantic import model_validator

from simulation.doctrines import Doctrine
from simulation.errors import Named, Problem, ScenarioError, choose, in_python, show
from simulation.fields import Month, month_number, month_text
from simulation.pages.html import fragment
from simulation.parameters import PARAMETER_TABLE
from simulation.saying import say
from simulation.scenario import sense
from simulation.scenario.declared import Declared
from simulation.scenario.imposed import Event
from simulation.scenario.lines import place_of, strayed
from simulation.scenario.parts import Leader, Rivalry, StateSpec
from simulation.scenario.reading import values_of
from simulation.scenario.shown import scenario_blocks


def _placed(problem: Problem, text: str) -> Problem:
    """The problem with the line of the file on which it stands."""
    (*_, key) = problem.path or ("",)
    if problem.missing and len(problem.path) == 1 and (at := strayed(str(key), text)):
        return problem._replace(text=say("refusal.strayed", line=at[0], table=at[1]))
    return problem._replace(place=place_of(problem.path, text))


class Scenario(Declared):
    """States, rivalries and imposed inputs of a run; see the fields. Raises `ScenarioError`."""

    @model_validator(mode="after")
    def _sense(self) -> Self:
        if problems := sense.problems(self):
            raise ScenarioError(problems)
        return self

    # --- time -------------------------------------------------------------------------------------

    def month_index(self, date: str) -> int:
        """The place of `date` ("YYYY-MM") in the run, 0 to months - 1. Raises ScenarioError outside it."""
        try:
            Month()(date)
        except ScenarioError as error:
            raise ScenarioError(error.within("month"), Named("scenario", self.name)) from None
        if not 0 <= sense.offset(self, date) < self.months:
            raise ScenarioError(
                [Problem(("month",), sense.outside(self, date))], Named("scenario", self.name)
            )
        return sense.offset(self, date)

    def month_text(self, index: int) -> str:
        """The month at `index` (0 is the start) as "YYYY-MM"; the inverse of `month_index`."""
        return month_text(month_number(self.start) + index)

    def dates(self) -> NDArray[np.datetime64]:
        """The first day of each month of the run, datetime64[ns], [month]."""
        months = np.arange(self.months).astype("timedelta64[M]")
        return (np.datetime64(self.start, "M") + months).astype("datetime64[ns]")

    # --- who --------------------------------------------------------------------------------------

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The n(n-1) directed pairs (actor, target), by actor, then by target, in the order of the states."""
        return tuple(permutations(self.labels, 2))

    def rivalry(self, actor: str, target: str) -> Rivalry:
        """The relation at the start with `actor` first; the defaults of `Rivalry` if none is declared."""
        problems = [*sense.no_state(self, actor, "actor"), *sense.no_state(self, target, "target")]
        if problems:
            raise ScenarioError(problems, Named("scenario", self.name))
        for rivalry in self.rivalries:
            if {actor, target} == set(rivalry.between):
                return rivalry.seen_from(actor)
        return Rivalry(between=(actor, target))

    def event_pairs(self, event: Event) -> tuple[tuple[str, str], ...]:
        """The unordered pairs that a technology event or an incident concerns: `between`, or else all."""
        return (event.between,) if event.between else tuple(combinations(self.labels, 2))

    def leader_at(self, state: str, index: int) -> Leader | None:
        """Who leads `state` in month `index` (0 is the start); None if no leader is named for that time."""
        in_office = [
            who for who in self.leaders if who.state == state and sense.offset(self, who.since) <= index
        ]
        return max(in_office, key=lambda who: who.since, default=None)

    # --- copies, texts and files ------------------------------------------------------------------

    def changed(self, *, doctrines: Mapping[str, str | Doctrine] | None = None, **updates: Any) -> Scenario:
        """A checked copy with some fields replaced.

        `parameters` is merged with the overrides already there; None takes one away, as in
        `changed(parameters={"trust_gain": None})`. `doctrines` maps states to doctrines or their
        names, as in `changed(doctrines={"US": "hawk"})`. Every other name is a field and replaces it whole.
        Raises ScenarioError.
        """
        where = Named("scenario", self.name)
        values = {**dict(self), **updates}
        if isinstance(values["parameters"], Mapping):
            merged = {**self.parameters, **values["parameters"]}
            values["parameters"] = {name: value for name, value in merged.items() if value is not None}
        changed = Scenario(**values)
        if doctrines is None:
            return changed
        if not isinstance(doctrines, Mapping):
            said = say("refusal.doctrines", found=show(doctrines))
            raise ScenarioError([Problem(("doctrines",), said)], where)
        states, problems = {state.name: state for state in changed.states}, list[Problem]()
        for name, doctrine in doctrines.items():
            problems += sense.no_state(changed, str(name), "doctrines")
            try:
                if name in states:
                    states[name] = StateSpec(**{**dict(states[name]), "doctrine": doctrine})
            except ScenarioError as error:
                problems += [Problem(("doctrines", name), problem.text) for problem in error.problems]
        if problems:
            raise ScenarioError(problems, where)
        return Scenario(**{**dict(changed), "states": tuple(states.values())})

    def without(self, words: str) -> Scenario:
        """A copy without the events and orders whose title holds `words`: "no U-2". Raises ScenarioError if none does."""
        if not isinstance(words, str) or not words.strip():  # "" stands in every title
            said = say("refusal_argument.words", found=in_python(words))
            raise ScenarioError(said, Named("scenario", self.name))

        def others(parts: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(part for part in parts if words.casefold() not in part.title.casefold())

        events, orders = others(self.events), others(self.orders)
        if (events, orders) == (self.events, self.orders):
            hint = choose(
                words, [part.title for part in self.events] + [part.title for part in self.orders], "title"
            )
            said = say("refusal.without", found=show(words), hint=hint)
            raise ScenarioError(said, Named("scenario", self.name))
        return self.changed(events=events, orders=orders)

    def to_toml(self) -> str:
        """The scenario as TOML text; `Scenario.from_toml` of it gives an equal scenario."""
        return tomli_w.dumps(self.model_dump(exclude_none=True), multiline_strings=True)

    @classmethod
    def from_toml(cls, path_or_text: str | PathLike[str], doctrines: Iterable[Doctrine] = ()) -> Scenario:
        """Read TOML: text if it holds a line break or "=" (or nothing), else the path of a file.

        `doctrines` are those that it may name besides the ones that are known by name everywhere.
        Raises ScenarioError for a file that is missing, no regular file, larger than 1 MiB, not UTF-8 or not
        TOML, and for every content that the fields refuse.
        """
        values, where, text = values_of(path_or_text)
        own = {doctrine.name: doctrine for doctrine in doctrines}
        for state in values["states"] if own and isinstance(values.get("states"), list) else ():
            if isinstance(state, dict) and isinstance(state.get("doctrine"), str):
                state["doctrine"] = own.get(state["doctrine"], state["doctrine"])
        try:
            return cls(**values)
        except ScenarioError as error:
            raise ScenarioError([_placed(problem, text) for problem in error.problems], where) from None

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

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return fragment(scenario_blocks({**dict(self), "end": self.end}))

    def __str__(self) -> str:
        return f"{self.name}: {self.title} ({', '.join(self.labels)}; {self.start} to {self.end})"
