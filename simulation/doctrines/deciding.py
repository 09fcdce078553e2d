"""Every state decides by its own doctrine: the pairs are asked doctrine by doctrine and put back in order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation.doctrines.doctrine import Doctrine, preference
from simulation.parameters import Parameters
from simulation.state import Array, Observation, Setting


def of_pairs(observation: Observation, rows: Array | slice) -> Observation:
    """The observation of some pairs only; `rows` are indices on the pair axis, or a slice of it."""
    return Observation(*[x if x.ndim < 2 else x[..., rows, :] for x in observation])


def deciders(
    setting: Setting, p: Parameters, doctrines: dict[str, Doctrine]
) -> tuple[Callable[[str, Observation], Array], Callable[[Array, Observation, Array], Array]]:
    """`decide` and `remember` for `step.month`: all pairs at once, each by its actor's doctrine."""
    by_pair = [setting.doctrines[actor] for actor in np.asarray(setting.actor)]
    used = sorted(set(by_pair))
    if len(used) == 1:
        only = doctrines[used[0]]
        return (
            lambda stage, observation: preference(only.reasons(observation, p)),
            lambda notes, observation, act: only.remember(notes, observation, act, p),
        )
    rows = {name: np.array([row for row, mine in enumerate(by_pair) if mine == name]) for name in used}
    back = np.argsort(np.concatenate([rows[name] for name in used]))

    def decide(stage: str, observation: Observation) -> Array:
        parts = [preference(doctrines[name].reasons(of_pairs(observation, rows[name]), p)) for name in used]
        return observation.seen.__array_namespace__().concat(parts, axis=1)[:, back]

    def remember(notes: Array, observation: Observation, act: Array) -> Array:
        parts = [
            doctrines[name].remember(
                notes[:, rows[name]], of_pairs(observation, rows[name]), act[rows[name]], p
            )
            for name in used
        ]
        return notes.__array_namespace__().concat(parts, axis=1)[:, back]

    return decide, remember
