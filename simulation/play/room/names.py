"""Names that are dealt: a place in a list that every language has, in the same order. Nobody types one.

"Envoy Kingfisher" is "Utusan Raja Udang" on a phone that reads Indonesian, and the same person.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from simulation.catalogue import text
from simulation.draws import of_design
from simulation.errors import ScenarioError
from simulation.saying import say

MOST = 90  # phones in a room: as many as there are names


def free_name(seed: int, taken: Iterable[int | None]) -> int:
    """The first name, in the order of the room's chance, that nobody has. Raises ScenarioError when all are dealt."""
    used = set(taken)
    for name in _order(seed):
        if name not in used:
            return name
    raise ScenarioError(say("refusal_room.full", most=MOST))


def called(name: int | None, lang: str) -> str:
    """What somebody is called in a language; who has no name any more is somebody."""
    if name is None:
        return text("play_room.somebody", lang)
    return text("play_room.envoy", lang, name=_names(lang)[name])


@lru_cache(maxsize=8)
def _order(seed: int) -> tuple[int, ...]:
    return tuple(int(name) for name in of_design(seed, "room: names").permutation(MOST))


@lru_cache(maxsize=8)
def _names(lang: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text("play_room.names", lang).split(","))
