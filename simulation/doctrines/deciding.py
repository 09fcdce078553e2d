"""Every state decides by its own doctrine: the pairs are asked doctrine by doctrine and put back in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.doctrines import DOCTRINES
from simulation.doctrines.doctrine import (
    Doctrine,
    Reasons,
    Term,
    checked,
    forgets,
    in_hand,
    nothing,
    parts,
    preference,
)
from simulation.errors import Named, ScenarioError
from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.saying import say
from simulation.state import Array, Observation, Setting

Decide = Callable[[Observation], Callable[[str, Observation], Array]]
Remember = Callable[[Array, Observation, Array], Array]


def of_pairs(observation: Observation, rows: Array | slice) -> Observation:
    """The observation of some pairs only; `rows` are indices on the pair axis, or a slice of it."""
    return Observation(*[x if x.ndim < 2 else x[..., rows, :] for x in observation])


class Judge(NamedTuple):
    """How a doctrine judges every act in one month, whatever is answered in it."""

    doctrine: Doctrine
    begun: Observation  # as the month begins
    p: Parameters
    standing: list[Term]  # the reasons that hang on nothing which is being answered
    settled: Array  # what they add to the log weights, `[action, pair, run]`; weighed once

    def __call__(self, seen: Array, answering: Array) -> tuple[list[Term], Array]:
        """All its reasons, and the log weight of every act, `[action, pair, run]`, on what is `seen` now."""
        now = self.begun._replace(seen=seen, answering=answering)
        terms = _terms(self.doctrine, parts(self.doctrine.reasons).answering, now, self.p)
        return [*self.standing, *terms], self.settled + preference(terms)


def judge_of(doctrine: Doctrine, begun: Observation, p: Parameters) -> Judge:
    """The judge of a month that begins with this observation.

    Raises ScenarioError, as it does itself, where a doctrine of one's own gives what is no number; ours are tested.
    """
    standing = _terms(doctrine, parts(doctrine.reasons).standing, begun, p)
    return Judge(doctrine, begun, p, standing, preference(standing))


def _terms(doctrine: Doctrine, part: Reasons, observation: Observation, p: Parameters) -> list[Term]:
    terms = part(observation, p)
    if part is nothing or DOCTRINES.get(doctrine.name) is doctrine:
        return terms
    return checked(doctrine, terms, observation.seen)


def noted(doctrine: Doctrine, notes: Array, observation: Observation, act: Array, p: Parameters) -> Array:
    """A doctrine's notes after the month. Raises ScenarioError where one of one's own gives what are no notes."""
    found = doctrine.remember(notes, observation, act, p)
    if DOCTRINES.get(doctrine.name) is doctrine or doctrine.remember is forgets:
        return found
    fits = np.shape(found) == notes.shape
    if not fits or (in_hand(notes) and not np.isfinite(np.asarray(found, dtype=float)).all()):
        said = say("refusal_doctrine.notes", found=np.shape(found), shape=notes.shape)
        raise ScenarioError(said, Named("doctrine", doctrine.name))
    return found


def deciders(setting: Setting, p: Parameters) -> tuple[Decide, Remember]:
    """`decide` and `remember` for `step.month`: all pairs at once, each by its actor's doctrine."""
    by_pair: list[Doctrine] = [
        setting.doctrines[actor] for actor in np.arange(len(setting.states))[setting.actor]
    ]
    used = list(dict.fromkeys(by_pair))
    if len(used) == 1:
        return _of_one(used[0], p)
    rows = [np.array([row for row, own in enumerate(by_pair) if own == doctrine]) for doctrine in used]
    back = np.argsort(np.concatenate(rows))

    def decide(begun: Observation) -> Callable[[str, Observation], Array]:
        judges = [
            judge_of(doctrine, of_pairs(begun, mine), p) for doctrine, mine in zip(used, rows, strict=True)
        ]

        def judge(stage: str, now: Observation) -> Array:
            judged = [one(now.seen[mine], now.answering)[1] for one, mine in zip(judges, rows, strict=True)]
            return namespace(now.seen).concat(judged, axis=1)[:, back]

        return judge

    def remember(notes: Array, observation: Observation, act: Array) -> Array:
        kept = [
            noted(doctrine, notes[:, mine], of_pairs(observation, mine), act[mine], p)
            for doctrine, mine in zip(used, rows, strict=True)
        ]
        return namespace(notes).concat(kept, axis=1)[:, back]

    return decide, remember


def _of_one(doctrine: Doctrine, p: Parameters) -> tuple[Decide, Remember]:
    """The same where all have one doctrine: nothing is to be put back in order."""

    def decide(begun: Observation) -> Callable[[str, Observation], Array]:
        judge = judge_of(doctrine, begun, p)
        return lambda stage, now: judge(now.seen, now.answering)[1]

    return decide, lambda notes, observation, act: noted(doctrine, notes, observation, act, p)
