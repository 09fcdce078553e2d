"""What can be decided for a state, or ordered: which values each kind takes, and in which axes."""

from __future__ import annotations

import numpy as np

from simulation import step
from simulation.actions import ACTIONS
from simulation.saying import say
from simulation.state import FREE, NO, YES, Array

ACTS = (step.INITIATIVE, step.RESPONSE)
CONSENTS = (step.CONSENT, step.CONSENT_RESPONSE, step.SPEAKS)
ON_ISSUES = (step.ASKS, step.LEAVES)  # which have an issue axis


def sound(what: str, given: Array) -> bool:
    """Whether all of `given` are values that `what`, of `step.ORDERED`, takes."""
    if what == step.ASKS:
        shares = given.dtype.kind in "iuf"
        return shares and bool(((given == FREE) | ((given >= 0) & (given <= 1))).all())
    if what == step.LEAVES:
        known: tuple[int, ...] = (NO, YES)
    else:
        known = tuple(range(FREE, len(ACTIONS))) if what in ACTS else (FREE, NO, YES)
    return bool(np.isin(given, known).all())


def plain(what: str, given: Array) -> bool:
    """Whether they are of the kind that says it: whole numbers, truths, or shares; 2.0 is no act, and 1 no truth."""
    return given.dtype.kind in {step.LEAVES: "b", step.ASKS: "iuf"}.get(what, "iu")


def wanted(what: str) -> str:
    """What to give, in the reader's language."""
    if what in ACTS:
        return say("refusal_decided.acts", last=len(ACTIONS) - 1, free=FREE)
    kind = step.CONSENT if what in CONSENTS else what
    return say(f"refusal_decided.{kind}", free=FREE)


def kept_as(what: str) -> type:
    """The type in which it is kept."""
    return {step.ASKS: np.float64, step.LEAVES: np.bool_}.get(what, np.int8)
