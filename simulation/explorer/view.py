"""What one looks at: a scenario, what was changed in it, and how it is run and shown. A value, and a short text.

    detente_1969+leaders.Richard_Nixon.disposition=-0.8+seed=7

The text holds what differs from how the page opens, in signs that no shell takes for its own. The same pairs are the query
of every address, so that a link, a bookmark and the text say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn
from urllib.parse import urlencode

from simulation.errors import Problem, ScenarioError, choose, show
from simulation.explorer.inputs import Value, changed, inputs, read, unknown, written
from simulation.plots.compared import COMPARED
from simulation.saying import say
from simulation.scenario import Scenario

Scenarios = Mapping[str, Scenario]

OPENS_WITH = "detente_1969"  # where one slider asks what one harder leader would have changed
FEW, MANY, MOST = 100, 500, 2000  # runs at once, while one looks, and at most
MOST_LETTERS = 24_000  # of a text: every input of the largest scenario takes fewer
_SEED, _RUNS, _SHOWN, _RUN = "seed", "runs", "shown", "run"


@dataclass(frozen=True)
class View:
    """`changes` by the keys of `inputs`; `runs` None means few at first and many while one looks; `run` is one history."""

    scenario: str = OPENS_WITH
    changes: Mapping[str, Value] = field(default_factory=dict)
    seed: int = 0
    runs: int | None = None
    shown: str = "tension"
    run: int | None = None

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], scenarios: Scenarios) -> View:
        """The view that pairs of a query name. Raises ScenarioError, one line, for the first that cannot be understood."""
        given = dict(pairs)
        name = given.pop("scenario", OPENS_WITH)
        if name not in scenarios:
            _refuse(
                say("explore.no_scenario", found=show(name), hint=choose(name, list(scenarios), "scenario"))
            )
        known = inputs(scenarios[name])
        runs = _whole_or_none(_RUNS, given.pop(_RUNS, ""), 2, MOST)
        view = cls(
            name,
            seed=_whole(_SEED, given.pop(_SEED, "0"), 0, 2**63 - 1),
            runs=runs,
            shown=given.pop(_SHOWN, "tension"),
            run=_whole_or_none(_RUN, given.pop(_RUN, ""), 0, min(runs or FEW, FEW) - 1),
        )
        if view.shown not in COMPARED:
            _refuse(
                say(
                    "explore.no_input",
                    found=show(view.shown),
                    hint=choose(view.shown, list(COMPARED), "variable"),
                )
            )
        changes: dict[str, Value] = {}
        for key, typed in given.items():
            if key not in known:
                raise unknown(key, list(known))
            value = read(known[key], typed)
            if written(value) != written(known[key].now):  # a text rounds
                changes[key] = value
        return replace(view, changes=changes)

    @classmethod
    def from_text(cls, text: str, scenarios: Scenarios) -> View:
        """The inverse of `text`. Raises ScenarioError as `of` does, and for a text that is too long to be one."""
        if len(text) > MOST_LETTERS:
            _refuse(say("explore.too_long", n=len(text), most=MOST_LETTERS))
        name, *parts = text.strip().split("+")
        pairs = []
        for part in parts:
            key, equals, value = part.partition("=")
            if not equals:
                _refuse(say("explore.no_pair", found=show(part)))
            pairs.append((key, value))
        return cls.of([("scenario", name), *pairs], scenarios)

    def pairs(self) -> list[tuple[str, str]]:
        """What differs from how the page opens, in the order of the form."""
        held = {
            _SEED: self.seed or None,
            _RUNS: self.runs,
            _SHOWN: None if self.shown == "tension" else self.shown,
        }
        return [
            ("scenario", self.scenario),
            *((key, written(value)) for key, value in self.changes.items()),
            *((key, str(value)) for key, value in {**held, _RUN: self.run}.items() if value is not None),
        ]

    @property
    def text(self) -> str:
        """The view as a short text."""
        (_, name), *pairs = self.pairs()
        return "+".join([name, *(f"{key}={value}" for key, value in pairs)])

    @property
    def query(self) -> str:
        """The view as the query of an address."""
        return urlencode(self.pairs())

    def futures(self, scenarios: Scenarios) -> tuple[Scenario, Scenario]:
        """The scenario as it was, and as changed. Raises ScenarioError for changes that do not go together."""
        before = scenarios[self.scenario]
        return before, changed(before, self.changes)


def _whole(name: str, typed: str, low: int, high: int) -> int:
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 19 or not low <= int(typed) <= high:
        _refuse(say("explore.no_number", key=name, found=show(typed), low=low, high=high))
    return int(typed)


def _whole_or_none(name: str, typed: str, low: int, high: int) -> int | None:
    """A form sends nothing for a field that is left empty."""
    return _whole(name, typed, low, high) if typed else None


def _refuse(said: str) -> NoReturn:
    raise ScenarioError([Problem((), said)])
