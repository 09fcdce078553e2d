"""The whole debrief of a seat, as plain findings; `page.py` says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import xarray as xr

from simulation.play.debrief.again import Again, again, around
from simulation.play.debrief.chances import Chances, chances
from simulation.play.debrief.ended import Ended
from simulation.play.debrief.had_you import Had, Move, had, others
from simulation.play.debrief.holds import Holds, holds
from simulation.play.debrief.nobody import Standing, nobody, standing
from simulation.play.debrief.red_lines import Talks, red_lines
from simulation.play.debrief.resembles import Resembles, all_moments, own_moments, resembles
from simulation.play.debrief.turns import Turned, most_tense, turned
from simulation.play.seats import MOVE

Tell = Callable[[float], None]  # how far it is, 0-1; may raise, and so end it
#: how far it is when each part is done, by their time for a match of 48 months
_DONE = (0.3, 0.4, 0.8, 0.85, 0.95)


class Debrief(NamedTuple):
    """What a seat is told. `result` has the runs that nobody played; `guessed` is by rival what the player took it for."""

    once: Again
    seat: str
    result: xr.Dataset
    standing: Standing
    turned: list[Turned]
    chances: Chances
    talks: list[Talks]
    own: Resembles
    rivals: list[Resembles]
    had: Had
    holds: Holds | None
    guessed: Mapping[str, str]

    @property
    def rows(self) -> tuple[int, ...]:
        """The rows of all pairs that the seat is part of."""
        return around(self.once.ended, self.seat)


def debrief_of(
    ended: Ended,
    seat: str,
    guessed: Mapping[str, str] | None = None,
    tell: Tell = lambda share: None,
) -> Debrief:
    """Work all of it out. Raises ScenarioError if nothing was played."""
    once = again(ended)
    result = nobody(ended.nobody, ended.seed, ended.run, lambda share: tell(_DONE[0] * share))
    mattered = turned(once, result, seat)
    tell(_DONE[1])
    answers = chances(once, mattered, seat, lambda share: tell(_DONE[1] + (_DONE[2] - _DONE[1]) * share))
    own = resembles(once, seat, own_moments(once, seat))
    theirs = [
        resembles(once, rival, (own_moments if ended.game.seats[rival].person else all_moments)(once, rival))
        for _, _, rival in ended.rows(seat)
    ]
    tell(_DONE[3])
    move = worst_move(once, seat)
    tried = had(once, move, others(once, move))
    tell(_DONE[4])
    return Debrief(
        once,
        seat,
        result,
        standing(once, result, seat),
        mattered,
        answers,
        red_lines(once, seat),
        own,
        theirs,
        tried,
        holds(once, seat),
        guessed or {},
    )


def worst_move(once: Again, seat: str) -> Move:
    """How a seat began the turn in which tension rose most, or fell least, towards the rival that it feels most tense about."""
    ended = once.ended
    (month,) = most_tense(once, around(ended, seat), 1)
    felt = {rival: once.months[month].record.tension[row, 0] for row, _, rival in ended.rows(seat)}
    return Move(seat, ended.turns.index(month), MOVE, max(felt, key=lambda rival: felt[rival]))
