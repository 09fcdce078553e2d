"""What a doctrine is: from what a state could see, to reasons for and against each act.

A doctrine gives *terms*. Each is a reason with a name (worded in the catalogue under `reason.`), the concern it serves, a
column over the action table (how much each act has of something) and a coefficient `[pair, run]` (how much that something
is worth now). The log weight of an act is the sum of column times coefficient; an explanation is the same sum, unsummed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from simulation.actions import ACTIONS
from simulation.columns import Column
from simulation.errors import Named, ScenarioError
from simulation.parameters import Parameters
from simulation.saying import say
from simulation.state import Array, Observation


class Term(NamedTuple):
    """A reason: `column[a] * coefficient` is what it adds to the log weight of act a."""

    name: str
    concern: str
    column: Column
    coefficient: Array  # [pair, run], log weight


Reasons = Callable[[Observation, Parameters], list[Term]]
Remember = Callable[[Array, Observation, Array, Parameters], Array]


@dataclass(frozen=True)
class Parts:
    """Reasons in two parts; called, it gives them all, as any function of reasons does.

    Who has many reasons that hang on nothing which is being answered has them weighed once a month, and not three times.
    """

    standing: Reasons  # never reads `seen` or `answering` of the observation
    answering: Reasons

    def __call__(self, o: Observation, p: Parameters) -> list[Term]:
        return [*self.standing(o, p), *self.answering(o, p)]


def nothing(o: Observation, p: Parameters) -> list[Term]:
    """No reason at all."""
    return []


def parts(reasons: Reasons) -> Parts:
    """The two parts of any reasons: what a plain function gives may hang on what is being answered, all of it."""
    return reasons if isinstance(reasons, Parts) else Parts(nothing, reasons)


def forgets(notes: Array, observation: Observation, act: Array, parameters: Parameters) -> Array:
    """Most doctrines keep no notes of their own."""
    return notes


class Doctrine(NamedTuple):
    """A way of deciding. `reasons` judges the acts; `remember` writes the notes after the month's response.

    It is a value: a scenario, a model or a tournament takes one that was made a moment ago as well as one of ours. A
    `receptive` state joins in whatever it is offered, whatever it would rather have done itself: so that a control that
    does nothing does not also rebuff. `version` is for the record that a result keeps; one that is known by the
    name that a package offers has that of the package.
    """

    name: str
    title: str
    source: str
    reasons: Reasons
    remember: Remember = forgets
    receptive: bool = False
    version: str = ""

    def __str__(self) -> str:
        return self.name


def in_hand(values: Array) -> bool:
    """Whether there are values to look at; while a month is compiled, there are only shapes (and the programme looks)."""
    return isinstance(values, np.ndarray)


def checked(doctrine: Doctrine, terms: list[Term], seen: Array) -> list[Term]:
    """The terms of a doctrine of one's own, if every coefficient is a number for each pair and run, as in what was `seen`.

    Raises ScenarioError, which names doctrine and term: what is no number would choose an act in silence.
    """
    whose = Named("doctrine", doctrine.name)
    if not isinstance(terms, list) or not terms or not all(isinstance(term, Term) for term in terms):
        raise ScenarioError(say("refusal_doctrine.no_terms", found=str(terms)[:40]), whose)
    shape = seen.shape
    for term in terms:
        if np.shape(term.column) != (len(ACTIONS),) or not _numbers(term.column):
            said = say("refusal_doctrine.column", term=term.name, acts=len(ACTIONS))
            raise ScenarioError(said, whose)
        found = np.shape(term.coefficient)
        if found != shape:
            said = say("refusal_doctrine.shape", term=term.name, found=found, shape=shape)
            raise ScenarioError(said, whose)
        if in_hand(seen) and not _numbers(term.coefficient):
            raise ScenarioError(say("refusal_doctrine.not_finite", term=term.name), whose)
    return terms


def _numbers(values: Array) -> bool:
    """Whether it is an array of real, finite numbers."""
    return isinstance(values, np.ndarray) and values.dtype.kind in "iuf" and bool(np.isfinite(values).all())


def preference(terms: list[Term]) -> Array:
    """Log weight of every act, `[action, pair, run]`: the sum over terms of column times coefficient.

    Terms with one column are added before they are spread over the acts, which is most of the work saved. Without
    any term it is 0.
    """
    together: dict[int, tuple[Column, Array]] = {}
    for _, _, column, coefficient in terms:
        known = together.get(id(column))
        together[id(column)] = column, coefficient if known is None else known[1] + coefficient
    total = None
    for column, coefficient in together.values():
        part = column[:, None, None] * coefficient
        total = part if total is None else total + part
    return 0.0 if total is None else total
