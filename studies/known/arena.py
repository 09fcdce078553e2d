"""The plain repeated prisoner's dilemma, as a special case: the project's doctrines reduced to two moves.

Nothing of a strategy is written here. A doctrine sees an `Observation` in which there is nothing but the rival's last move
and its own notes; of the acts, only two are within reach: to cooperate is to *talk*, to defect is to *denounce*. It chooses
by its own log weights of the two, and writes its own notes. A round is a month's first move; there is no answer within it.
`sharpness` stands at its upper end, so that fixed doctrines keep to their rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import draws as chance
from simulation.actions import ACTIONS, CODE
from simulation.columns import WEIGHT
from simulation.doctrines import DOCTRINES, Term
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules.arrays import logistic
from simulation.state import CONCERNS, MEMORY_SLOTS, Array, Observation

TEMPTATION, REWARD, PUNISHMENT, SUCKER = 5.0, 3.0, 1.0, 0.0  # Axelrod 1984
COOPERATE, DEFECT = CODE["talk"], CODE["denounce"]
SEATS = ("row", "column")
#: the doctrines that need no more than two moves, and the three fixed ones: always cooperate, always defect, and *hold*,
#: which finds neither act within its rule, is indifferent between the two, and so is Axelrod's RANDOM
FIELD = (
    "tit_for_tat",
    "generous_tit_for_tat",
    "contrite_tit_for_tat",
    "pavlov",
    "grim",
    "dove",
    "hawk",
    "hold",
)
NAMES = {"dove": "always cooperate (dove)", "hawk": "always defect (hawk)", "hold": "random (hold)"}
#: never the first to defect
NICE = ("tit_for_tat", "generous_tit_for_tat", "contrite_tit_for_tat", "pavlov", "grim", "dove")

Numbers = NDArray[np.float64]


class Matches(NamedTuple):
    """Mean over the rounds counted, `[level, row, column, repetition]`: payoff a round and share of cooperation of the row.

    A row against a column is the mean of both seats; levels are those of noise.
    """

    payoff: Numbers
    cooperation: Numbers


def title(name: str) -> str:
    """What a doctrine is called on the pages."""
    return NAMES.get(name, DOCTRINES[name].title)


def play(
    names: Sequence[str] = FIELD,
    *,
    rounds: int = 200,
    repetitions: int = 64,
    seed: int = 0,
    slips: Sequence[float] = (0.0,),
    misreadings: float = 0.0,
    skip: int = 0,
    alone: bool = False,
) -> Matches:
    """Round robin, every doctrine also against itself.

    slips        levels of noise: the chance that a move turns out to be the other one, for all to see
    misreadings  the chance that a move is taken by the rival for the other one, at every level
    skip         opening rounds that are not counted
    alone        every doctrine against itself only: `[level, row, 1, repetition]`

    All matches of a repetition have the same chance, seat by seat.
    """
    n, wide = len(names), 1 if alone else len(names)
    p = Parameters(sharpness=PARAMETER_TABLE["sharpness"].high)
    drawn = chance.draws(seed, SEATS, [SEATS, SEATS[::-1]], rounds, 0, repetitions)
    level = np.repeat(np.asarray(slips, dtype=float), repetitions)  # [run]: levels side by side
    # Every doctrine has its games in one row: `[doctrine, seat, opponent, run]`
    shape = (n, 2, wide, len(level))
    notes = np.zeros((n, MEMORY_SLOTS, 2 * wide, len(level)))
    seen, own = np.zeros(shape), np.zeros(shape)
    payoff, cooperation = np.zeros(shape), np.zeros(shape)
    for now in range(rounds):
        u, slip, error = (
            np.tile(kind[now], (1, len(slips)))[:, None]  # [seat, 1, run]
            for kind in (drawn.u_initiative, drawn.u_response, drawn.u_consent)
        )
        views = [_view(seen[k], own[k], notes[k]) for k in range(n)]
        chances = np.stack(
            [_chance(DOCTRINES[name].reasons(view, p)) for name, view in zip(names, views, strict=True)]
        )
        kind_move = (u < chances.reshape(shape)) ^ (slip < level)
        theirs = _across(kind_move, alone)
        if now >= skip:
            payoff += np.where(
                kind_move, np.where(theirs, REWARD, SUCKER), np.where(theirs, TEMPTATION, PUNISHMENT)
            )
            cooperation += kind_move
        own, seen = _weight(kind_move), _weight(theirs ^ (error < misreadings))
        for k, name in enumerate(names):
            after = _view(seen[k], own[k], notes[k])
            notes[k] = DOCTRINES[name].remember(notes[k], after, own[k].reshape(after.seen.shape), p)
    counted = rounds - skip

    def by_level(total: Numbers) -> Numbers:
        mean = total.mean(axis=1) / counted
        return np.moveaxis(mean.reshape(n, wide, len(slips), repetitions), 2, 0)

    return Matches(by_level(payoff), by_level(cooperation))


def _across(mine: Array, alone: bool) -> Array:
    """The opponent's side of every game: in `[d, seat, j]` stands what is `[j, other seat, d]` for the opponent."""
    return mine[:, ::-1] if alone else mine[:, ::-1].swapaxes(0, 2)


def _weight(kind_move: Array) -> Array:
    """What a move weighs on the scale of conduct, Goldstein/10."""
    return np.where(kind_move, WEIGHT[COOPERATE], WEIGHT[DEFECT])


def _chance(terms: Sequence[Term]) -> Array:
    """Chance of cooperating, `[game, run]`: the logit rule of `rules.choice` over two acts, logistic(w(C) - w(D))."""
    gap = sum((t.column[COOPERATE] - t.column[DEFECT]) * t.coefficient for t in terms)
    return logistic(gap)


def _view(seen: Array, own: Array, notes: Array) -> Observation:
    """What a player could see: the last move and its notes. All else is nothing, and equal for all."""
    seen, own = (x.reshape(-1, x.shape[-1]) for x in (seen, own))
    none = np.zeros((1, 1))
    within = np.array([code in (COOPERATE, DEFECT) for code in range(len(ACTIONS))])[:, None, None]
    blank = dict.fromkeys(Observation._fields, none)
    return Observation(
        **{
            **blank,
            "seen": seen,
            "remembered": seen,
            "conduct": own,
            "answering": np.asarray(False),
            "concerns": np.full((len(CONCERNS), 1, 1), 1.0 / len(CONCERNS)),
            "available": within,
            "notes": notes,
        }
    )
