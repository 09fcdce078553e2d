"""What a process behind the page can be asked for: a name, and a pure function of an ended match that gives text or bytes.

What is worked out of a match is kept for a while, so that its files and changed moves are there without doing it again;
the runs that nobody played are shared by all matches of a game (`nobody.py`).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from simulation.catalogue import in_language
from simulation.errors import ScenarioError, show
from simulation.fields import Whole
from simulation.play.debrief.debrief import Debrief, debrief_of
from simulation.play.debrief.ended import Ended
from simulation.play.debrief.exports import match_csv, match_toml
from simulation.play.debrief.had_you import Move, had
from simulation.play.debrief.page import debrief_html, had_html
from simulation.saying import say

Tell = Callable[[float], None]
KEPT = 8  # debriefs; one of 44 years is some 30 megabytes

_kept: OrderedDict[tuple[str, str], Debrief] = OrderedDict()


def debrief(
    *, ended: str, seat: str, lang: str, address: str, guessed: dict[str, str] | None = None, tell: Tell
) -> str:
    """The page's piece, of `Ended.to_json`; `guessed` is by rival the name of the doctrine that it was taken for."""
    with in_language(lang):
        found = _found(ended, seat, tell)._replace(guessed=guessed or {})
        return debrief_html(found, lang, address)


def changed(
    *,
    ended: str,
    seat: str,
    lang: str,
    address: str,
    turn: str,
    stage: str,
    act: str,
    rival: str = "",
    tell: Tell,
) -> str:
    """What would have come of another act in place of a move; `turn` is counted from 1, as people do."""
    with in_language(lang):
        found = _found(ended, seat, tell)
        rivals = [name for _, _, name in found.once.ended.rows(seat)]
        last = len(found.once.ended.turns)
        if not turn.isascii() or not turn.isdigit() or len(turn) > 4:
            raise ScenarioError(say("play_debrief_refused.turn", found=show(turn[:8]), last=last))
        move = Move(seat, Whole(0, 10_000, "turn")(int(turn)) - 1, stage, rival or rivals[0])
        return had_html(found, had(found.once, move, (act,)), lang, address)


def file_toml(*, ended: str, lang: str, tell: Tell) -> str:
    """`match.toml`."""
    with in_language(lang):
        return match_toml(Ended.from_json(ended), lang)


def file_csv(*, ended: str, seat: str, lang: str, tell: Tell) -> bytes:
    """`match.csv`."""
    with in_language(lang):
        return match_csv(_found(ended, seat, tell), lang)


#: name of a work -> what it does
WORK: dict[str, Callable[..., Any]] = {
    "debrief": debrief,
    "debrief_had": changed,
    "debrief_toml": file_toml,
    "debrief_csv": file_csv,
}


def _found(ended: str, seat: str, tell: Tell) -> Debrief:
    key = ended, seat
    if key not in _kept:
        while len(_kept) >= KEPT:
            _kept.popitem(last=False)
        _kept[key] = debrief_of(Ended.from_json(ended), seat, tell=tell)
    _kept.move_to_end(key)
    return _kept[key]
