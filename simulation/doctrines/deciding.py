"""Every state decides by its own doctrine: the pairs are asked doctrine by doctrine and put back in order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation.doctrines import DOCTRINES
from simulation.doctrines.doctrine import Doctrine, Term, checked, forgets, in_hand, preference
from simulation.errors import Named, ScenarioError
from simulation.parameters import Parameters
from simulation.saying import say
from simulation.state import Array, Observation, Setting


def of_pairs(observation: Observation, rows: Array | slice) -> Observation:
    """The observation of some pairs only; `rows` are indices on the pair axis, or a slice of it."""
    return Observation(*[x if x.ndim < 2 else x[..., rows, :] for x in observation])


def terms_of(doctrine: Doctrine, observation: Observation, p: Parameters) -> list[Term]:
    """A doctrine's reasons now. Raises ScenarioError where one of one's own gives what is no number; ours are tested."""
    terms = doctrine.reasons(observation, p)
    if DOCTRINES.get(doctrine.name) is doctrine:
        return terms
    return checked(doctrine, terms, observation.seen.shape)


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


def deciders(
    setting: Setting, p: Parameters
) -> tuple[Callable[[str, Observation], Array], Callable[[Array, Observation, Array], Array]]:
    """`decide` and `remember` for `step.month`: all pairs at once, each by its actor's doctrine."""
    by_pair: list[Doctrine] = [setting.doctrines[actor] for actor in np.asarray(setting.actor)]
    used = list(dict.fromkeys(by_pair))
    if len(used) == 1:
        only = used[0]
        return (
            lambda stage, observation: preference(terms_of(only, observation, p)),
            lambda notes, observation, act: noted(only, notes, observation, act, p),
        )
    rows = [np.array([row for row, own in enumerate(by_pair) if own == doctrine]) for doctrine in used]
    back = np.argsort(np.concatenate(rows))

    def decide(stage: str, observation: Observation) -> Array:
        parts = [
            preference(terms_of(doctrine, of_pairs(observation, mine), p))
            for doctrine, mine in zip(used, rows, strict=True)
        ]
        return observation.seen.__array_namespace__().concat(parts, axis=1)[:, back]

    def remember(notes: Array, observation: Observation, act: Array) -> Array:
        parts = [
            noted(doctrine, notes[:, mine], of_pairs(observation, mine), act[mine], p)
            for doctrine, mine in zip(used, rows, strict=True)
        ]
        return notes.__array_namespace__().concat(parts, axis=1)[:, back]

    return decide, remember
