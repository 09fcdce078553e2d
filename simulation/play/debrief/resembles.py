"""Which doctrine a player resembled: how likely each would have done what was done, given what was seen.

Every doctrine is shown what the state saw in the month and stage of a choice, keeps its own notes on the months before,
and gives each act within reach a probability q(a), as where it decides itself. A person slips now and then, so

    P(a) = (1 - s) q(a) + s / n,        n acts within reach, s = `SLIP`,

and a doctrine is judged by the sum of log P over the choices (its log likelihood). With no doctrine preferred beforehand the
likelihoods are in the ratio in which the doctrines are to be believed (Bayes). Doctrines whose likelihood is not `APART`
times smaller than that of the best cannot be told apart from it by these choices. Beside them stands *any act alike*,
which gives each act within reach 1/n: where that is among the best, what was done resembles no doctrine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simulation.doctrines import DOCTRINES
from simulation.experiments.retracing import STAGES
from simulation.experiments.rival_explanations import Seen, seen, weights_of
from simulation.play.debrief.again import Again
from simulation.play.seats import MOVE

SLIP = 0.05  # share of acts that hang on no reason (assumption: one in twenty)
APART = 20.0  # ratio of likelihoods from which on two are told apart (1 in 20, as an interval of 95 %)
ANY = "any"  # no doctrine: each act within reach alike
#: doctrines that stand for a way of acting; not those that know one instrument only, controls, and national variants
CANDIDATES = (
    "deliberate", "reciprocity", "grit", "hawk", "dove", "hold", "tit_for_tat", "generous_tit_for_tat",
    "contrite_tit_for_tat", "pavlov", "grim", "limited_reciprocity", "linear", "linkage", "firm_deterrence",
    "roth_erev", "two_level",
)  # fmt: skip


class Tried(NamedTuple):
    """How well it does on matches that programs played: share in which the doctrine that decided was the likeliest, and share
    in which it was among those that are named as not told apart."""

    matches: int
    acts: int  # choices in each
    right: float
    among: float


#: every candidate against the coalition and against GRIT in `classroom`, six runs each, eight turns of three months; a long
#: test works it out again. Tit for tat and its contrite kin are hardly ever told apart
TRIED = Tried(204, 16, 0.80, 0.99)


class Candidate(NamedTuple):
    """One doctrine: log likelihood of the choices, and in how many it would most probably have done the same."""

    name: str
    likelihood: float
    matched: int


class Resembles(NamedTuple):
    """A state's choices judged by every candidate, the likeliest first; `truth` is its doctrine where a program decided."""

    state: str
    acts: int
    candidates: tuple[Candidate, ...]
    truth: str | None

    @property
    def best(self) -> Candidate:
        """The likeliest."""
        return self.candidates[0]

    @property
    def alike(self) -> tuple[Candidate, ...]:
        """Those that these choices do not tell apart, the likeliest first."""
        least = self.best.likelihood - math.log(APART)
        return tuple(one for one in self.candidates if one.likelihood >= least)


class Moment(NamedTuple):
    """A choice: the month, the stage as a month has it, and the row of the pair."""

    month: int
    stage: str
    row: int


def own_moments(once: Again, seat: str) -> list[Moment]:
    """The choices that a person made: one a stage of a turn and rival; a long turn repeats them."""
    rows = {rival: row for row, _, rival in once.ended.rows(seat)}
    return [
        Moment(one.month, STAGES[one.stage != MOVE], rows[one.rival])
        for one in once.ended.chosen
        if one.seat == seat
    ]


def all_moments(once: Again, seat: str) -> list[Moment]:
    """The choices of a program: both stages of every month."""
    rows = [row for row, _, _ in once.ended.rows(seat)]
    return [
        Moment(month, stage, row) for month in range(once.ended.lived) for stage in STAGES for row in rows
    ]


def resembles(once: Again, state: str, moments: Sequence[Moment], told: Seen | None = None) -> Resembles:
    """The choices of a state at these moments, judged by every candidate. `told` is `seen` of the match, if it is there."""
    told = told or seen(once.ended.played, once.months)
    doctrine = next(one.doctrine for one in once.ended.played.states if one.name == state)
    person = once.ended.game.seats[state].person
    names = CANDIDATES if person or doctrine.name in CANDIDATES else (*CANDIDATES, doctrine.name)
    at = [(one.row, len(STAGES) * one.month + STAGES.index(one.stage)) for one in moments]
    at = [where for where in at if told.free[where]]
    rows, places = (np.array([where[axis] for where in at], dtype=int) for axis in (0, 1))
    within = told.view.available[:, rows, places]
    done = told.act[rows, places].astype(int)
    found = [
        _judged(name, weights_of(DOCTRINES.get(name, doctrine), told, once.p)[:, rows, places], within, done)
        for name in names
    ]
    even = -float(np.log(within.sum(axis=0)).sum())
    found.append(Candidate(ANY, even, 0))
    found.sort(key=lambda one: -one.likelihood)
    return Resembles(state, len(at), tuple(found), None if person else doctrine.name)


def _judged(name: str, weights: np.ndarray, within: np.ndarray, done: np.ndarray) -> Candidate:
    shown = np.where(within, weights, -np.inf)
    chance = np.exp(shown - shown.max(axis=0, initial=-np.inf))
    chance = chance / chance.sum(axis=0)
    mixed = (1.0 - SLIP) * chance + SLIP / within.sum(axis=0)
    likely = float(np.log(np.take_along_axis(mixed, done[None], axis=0)).sum())
    return Candidate(name, likely, int((chance.argmax(axis=0) == done).sum()))
