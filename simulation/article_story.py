"""The article's causal story: its dozen quantities, the arrows that its sentences draw, and what the model has of each.

A box is made of quantities of the model (`mechanisms.QUANTITIES`); what it is made of, and which way the article says an
arrow goes, is declared here, because it is a reading of the article. Which way the arrow goes in the model is looked up
among the couplings and declared nowhere: it may be the article's way, the other, both, or the model may have no such arrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from simulation.mechanisms import couplings

Signs = Mapping[tuple[str, str], int]

#: box -> quantities of the model that it is made of: 1 where more of the quantity is more of the box, -1 where it is less
BOXES: dict[str, dict[str, int]] = {
    "contest": {"theatre": 1, "influence": 1},
    "provocation": {"provocation": 1},
    "tension": {"tension": 1},
    "crises": {"crises": 1},
    "recognition": {
        "value_talking": 1,
        "value_confrontation": -1,
    },  # `learning.recognises`: the one above the other
    "dialogue": {"dialogue": 1},
    "common_ground": {"common_ground": 1, "agreements": 1},
    "cooperation": {"cooperation": 1, "trade": 1, "culture": 1, "science": 1},
    "relations": {"trust": 1},
    "benefit": {"mutual_benefit": 1, "growth": 1, "jobs": 1},
    "softness": {"softness": 1},
    "dependence": {"dependence": 1},
    "silence": {"criticism": -1},
    "neglect": {"attention": -1, "backlog": 1},
}

#: what the article has one word for, and several boxes are: an arrow from it is one from any of them
FRAMES: dict[str, tuple[str, ...]] = {
    "tense": ("provocation", "tension", "crises"),
    "detente": ("dialogue", "common_ground", "cooperation"),
}


class Arrow(NamedTuple):
    """One arrow of the article: box or frame of the cause and of the effect, and the claims whose sentence draws it.

    `said` is 1 where the article says that more of the cause brings more of the effect, -1 where it brings less.
    """

    cause: str
    effect: str
    said: int
    claims: tuple[str, ...]


ARROWS: tuple[Arrow, ...] = (
    Arrow("contest", "provocation", 1, ("B1",)),
    Arrow("provocation", "tension", 1, ("B2",)),
    Arrow("provocation", "crises", 1, ("B2",)),
    Arrow("tense", "recognition", 1, ("B3",)),
    Arrow("recognition", "detente", 1, ("B3",)),
    Arrow("dialogue", "common_ground", 1, ("W1",)),
    Arrow("common_ground", "relations", 1, ("W1",)),
    Arrow("common_ground", "cooperation", 1, ("G3",)),
    Arrow("cooperation", "relations", 1, ("W2",)),
    Arrow("cooperation", "benefit", 1, ("W2", "G3", "G4")),
    Arrow("detente", "tension", -1, ("A2", "G1")),
    Arrow("detente", "crises", -1, ("G2",)),
    Arrow("detente", "softness", 1, ("K1",)),
    Arrow("detente", "dependence", 1, ("K2",)),
    Arrow("detente", "silence", 1, ("K3",)),
    Arrow("detente", "neglect", 1, ("K4",)),
    Arrow(
        "neglect", "silence", 1, ("K3",)
    ),  # "hal ini terjadi karena ... kurang peduli terhadap isu-isu global"
)

#: claims that draw no arrow, and why
NO_ARROW: dict[str, str] = {
    "A1": "says what détente is, and is the frame around its boxes",
    "Z1": "weighs what the arrows bring, one against the other",
}

#: how what the model has of an arrow can stand to what the article says of it
VERDICTS = ("as_said", "both_ways", "opposite", "missing")


def members(place: str) -> dict[str, int]:
    """The quantities of a box, or of all boxes of a frame, with their orientation 1 or -1. KeyError for another name."""
    return {
        name: way for box in FRAMES.get(place, (place,)) for name, way in BOXES[box].items()
    }  # no quantity stands in two boxes


def chains(arrow: Arrow, signs: Signs | None = None) -> dict[tuple[str, ...], int]:
    """What an arrow rests on in the model: chain of quantities -> 1, -1, or 0 for one that itself pulls both ways.

    Direct couplings between a quantity of the cause and one of the effect; where there is none, all chains with one
    quantity between, whichever it is: none is chosen. Empty where the model has neither; a longer way round is another
    story than the article's sentence (assumption). sign = product of the couplings' signs and the orientation of both ends.
    """
    known = _couplings() if signs is None else signs
    causes, effects = members(arrow.cause), members(arrow.effect)
    direct: dict[tuple[str, ...], int] = {
        (a, b): way * known[a, b] * to
        for a, way in causes.items()
        for b, to in effects.items()
        if (a, b) in known
    }
    if direct:
        return direct
    between = {effect for _, effect in known} - set(causes) - set(effects)
    return {
        (a, m, b): way * known[a, m] * known[m, b] * to
        for a, way in causes.items()
        for m in sorted(between)
        for b, to in effects.items()
        if (a, m) in known and (m, b) in known
    }


def sign(arrow: Arrow, signs: Signs | None = None) -> int | None:
    """1 or -1 where all chains of an arrow pull one way, 0 where they pull both ways, None where there is none."""
    found = set(chains(arrow, signs).values())
    if not found:
        return None
    return found.pop() if len(found) == 1 else 0


def verdict(arrow: Arrow, signs: Signs | None = None) -> str:
    """One of `VERDICTS`: the model's sign of an arrow against the article's."""
    has = sign(arrow, signs)
    if has is None:
        return "missing"
    return "both_ways" if has == 0 else "as_said" if has == arrow.said else "opposite"


def tally(signs: Signs | None = None) -> dict[str, int]:
    """How many arrows have each of `VERDICTS`."""
    found = [verdict(arrow, signs) for arrow in ARROWS]
    return {name: found.count(name) for name in VERDICTS}


@cache
def _couplings() -> Signs:
    return couplings()
