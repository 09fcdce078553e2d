"""Six questions before the game and after it, as a teacher types what pupils answered: read in the server, at once."""

from __future__ import annotations

import re
from typing import NamedTuple

from simulation.errors import ScenarioError, show
from simulation.saying import say

#: what is right, by question: the key in the teaching pack (assessment-key)
RIGHT = ("c", "a", "d", "b", "c", "b")
LETTERS, NOTHING = "abcd", "-"
MOST_LETTERS = 20_000  # of what a teacher has typed


class Answers(NamedTuple):
    """What one pupil chose, by question; None where nothing was chosen. `pupil` is a code, never a name."""

    pupil: str
    before: tuple[str | None, ...]
    after: tuple[str | None, ...]


def typed(text: str) -> list[Answers]:
    """What a teacher has typed: a line a pupil with its code, and six letters twice, before and after; "-" for none.

        K7M2 cadbcb cadbcb

    A spreadsheet's cells may stand for the blanks. Raises ScenarioError, one line, for the first line that is none.
    """
    if len(text) > MOST_LETTERS:
        raise ScenarioError(say("play_class_learnt.too_long", most=MOST_LETTERS))
    found = dict[str, Answers]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, *letters = [part for part in re.split(r"[\s,;]+", line.strip().casefold()) if part]
        both = "".join(letters)
        if len(both) != 2 * len(RIGHT) or set(both) - {*LETTERS, NOTHING}:
            wanted = {"n": len(RIGHT), "letters": ", ".join(LETTERS)}
            raise ScenarioError(
                say("play_class_learnt.no_line", line=number, found=show(line[:60]), **wanted)
            )
        if code in found:
            raise ScenarioError(say("play_class_learnt.twice", line=number, found=show(code)))
        chosen = tuple(None if one == NOTHING else one for one in both)
        found[code] = Answers(code, chosen[: len(RIGHT)], chosen[len(RIGHT) :])
    return list(found.values())
