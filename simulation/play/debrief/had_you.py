"""One move of a match changed, and all else as it was: what would have come of it?

The world stands as it stood in the month of the move, and months go on to the end of what was played: with the chance
that the match had, and with that of 100 other runs of the seed from that month on. The player's other moves stay as they
were. The rival is taken in two ways: *held*, its acts are those that it did, whatever comes; *answers*, from then on its
doctrine decides. Whether it says yes to what it is offered is its doctrine's in both, where no person had said it. Changed
and unchanged course meet the same chance, so that their differences are paired.

With *held* one sees what the move does by itself (a partial effect); with *answers* what it does through the rival. Neither
is what a person would have done who sat there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import xarray as xr

from simulation import inputs, step
from simulation.actions import ACTIONS, CODE
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.experiments import ensembles
from simulation.experiments.ensembles import Difference
from simulation.experiments.retracing import Month, futures, walk
from simulation.months import side_by_side
from simulation.play.debrief.again import Again, around
from simulation.play.seats import ANSWER, MOVE
from simulation.saying import say
from simulation.state import Array, Imposed, World

FUTURES = 100
Way = Literal["held", "answers"]
WAYS: tuple[Way, ...] = ("held", "answers")
_STAGE = {MOVE: step.INITIATIVE, ANSWER: step.RESPONSE}


class Move(NamedTuple):
    """A player's move: turn from 0, `move` or `answer`, and towards whom."""

    seat: str
    turn: int
    stage: str
    rival: str


class Gap(NamedTuple):
    """What differs in the last month that was played: in this history, and over other courses of chance with 95 %."""

    here: float
    over: Difference


class Outcome(NamedTuple):
    """Of one other act: tension (points, mean of the player's pairs), benefit (% of GDP a year), wars (share), by way."""

    act: str
    tension: dict[str, Gap]
    benefit: dict[str, Gap]
    war: dict[str, Difference]


class Had(NamedTuple):
    """A move, what it was, and what others would have brought."""

    move: Move
    month: int
    months: int  # for which the act is done: a long turn repeats it
    done: str
    outcomes: tuple[Outcome, ...]
    futures: int


def others(once: Again, move: Move) -> tuple[str, ...]:
    """The acts that were within reach and were not done."""
    month = once.months[_month(once, move)]
    row = _row(once, move)
    within = month.judged[_STAGE[move.stage]].view.available[:, row, 0]
    done = int(getattr(month.record, _STAGE[move.stage])[row, 0])
    return tuple(act.name for code, act in enumerate(ACTIONS) if within[code] and code != done)


def had(once: Again, move: Move, acts: Sequence[str], count: int = FUTURES) -> Had:
    """What other acts would have brought. Raises ScenarioError, one line, for a move or an act that there was not."""
    month, row, stage = _month(once, move), _row(once, move), _STAGE[move.stage]
    done = ACTIONS[int(getattr(once.months[month].record, stage)[row, 0])].name
    open_to = others(once, move)
    for act in acts:
        if act not in open_to:
            key = "same" if act == done else "out_of_reach" if act in CODE else "no_act"
            raise ScenarioError(say(f"play_debrief_refused.{key}", act=show(act), names=", ".join(open_to)))
    repeats = _repeats(once, move, month)
    arms = [(way, act) for way in WAYS for act in (done, *acts)]
    path = _walked(once, move, arms, count)
    rows = list(around(once.ended, move.seat))
    last = path[-1].record
    size = count + 1
    ends = [
        {
            "tension": last.tension[rows, k * size : (k + 1) * size].mean(axis=0),
            "benefit": last.mutual_benefit[rows, k * size : (k + 1) * size].mean(axis=0),
            "war": 1.0 * last.war[k * size : (k + 1) * size],
        }
        for k in range(len(arms))
    ]
    by_arm = dict(zip(arms, ends, strict=True))
    gaps = {
        (way, act, name): by_arm[way, act][name] - by_arm[way, done][name]
        for way in WAYS
        for act in acts
        for name in ("tension", "benefit", "war")
    }
    over = dict(zip(gaps, _intervals([gap[1:] for gap in gaps.values()]), strict=True))

    def both(act: str, name: str) -> dict[str, Gap]:
        return {way: Gap(float(gaps[way, act, name][0]), over[way, act, name]) for way in WAYS}

    return Had(
        move,
        month,
        repeats,
        done,
        tuple(
            Outcome(
                act,
                both(act, "tension"),
                both(act, "benefit"),
                {way: over[way, act, "war"] for way in WAYS},
            )
            for act in acts
        ),
        count,
    )


def _walked(once: Again, move: Move, arms: Sequence[tuple[Way, str]], count: int) -> list[Month]:
    """The months from the move on, of all arms side by side: each has its own future first, and then the others."""
    ended, month = once.ended, _month(once, move)
    chance, length = futures(ended.played, ended.seed, ended.run, month, ended.lived - month, count)
    parts = [_imposed(once, move, *arm, length) for arm in arms]
    size = count + 1
    imposed = Imposed(
        *(
            np.concatenate([np.broadcast_to(one, (*one.shape[:-1], size)) for one in kinds], axis=-1)
            if any(kind is not kinds[0] for kind in kinds)
            else kinds[0]
            for kinds in zip(*parts, strict=True)
        )
    )
    world = World(*(np.repeat(part, size * len(arms), axis=-1) for part in once.months[month].before))
    return list(walk(ended.played, world, side_by_side(chance, len(arms)), imposed, month))


def _imposed(once: Again, move: Move, way: Way, act: str, length: int) -> Imposed:
    """What is imposed in an arm from the month of the move on: the player's move as `act`, and the others in their way."""
    ended, month, row, stage = once.ended, _month(once, move), _row(once, move), _STAGE[move.stage]
    when = slice(month, month + length)
    own = [one for one, _, _ in ended.rows(move.seat)]
    rest = [one for one in range(len(ended.played.pairs)) if one not in own]
    given = inputs.imposed_on(ended.played)._asdict()
    free = inputs.imposed_on(inputs.premises(ended.played))._asdict()
    made = {
        name: values[when].copy() if name in step.ORDERED else values[when] for name, values in given.items()
    }
    for what in (step.INITIATIVE, step.RESPONSE):
        held = np.stack([getattr(one.record, what) for one in once.months[when]])[:, rest]
        if way == "held":
            made[what][:, rest] = held
    if way == "answers":
        for what in step.ORDERED:
            # what falls together with the move, or before it, has been done already
            fixed = what == step.INITIATIVE or (
                what in (step.RESPONSE, step.CONSENT) and move.stage == ANSWER
            )
            first = 1 if fixed else 0
            made[what][first:, ..., rest, :] = free[what][when][first:, ..., rest, :]
    made[stage][: _repeats(once, move, month), row] = CODE[act]
    return Imposed(**made)


def _intervals(columns: Sequence[Array]) -> list[Difference]:
    """Mean of each with its 95 % interval over other courses of chance; one bootstrap for all."""
    values = xr.DataArray(np.stack(columns), dims=("column", "run"))
    bounds = ensembles.mean_interval(values).to_numpy()
    return [Difference(float(mean), float(low), float(high), len(columns[0])) for mean, low, high in bounds.T]


def _month(once: Again, move: Move) -> int:
    """The place of the month of a move; refuses a move that there was not."""
    first = once.ended.turns
    if not 0 <= move.turn < len(first):
        raise ScenarioError(say("play_debrief_refused.turn", found=move.turn + 1, last=len(first)))
    if move.stage not in _STAGE:
        unknown = say("refusal.not_known", hint=choose(move.stage, tuple(_STAGE), "stage"))
        raise ScenarioError([Problem(("stage",), unknown)])
    return first[move.turn]


def _row(once: Again, move: Move) -> int:
    rows = {rival: row for row, _, rival in once.ended.rows(move.seat)}
    if move.rival not in rows:
        raise ScenarioError(say("play_debrief_refused.rival", found=show(move.rival), names=", ".join(rows)))
    return rows[move.rival]


def _repeats(once: Again, move: Move, month: int) -> int:
    """For how many months of its turn the act is done: an answer once, a move in all of them."""
    if move.stage == ANSWER:
        return 1
    ends = [*once.ended.turns[1:], once.ended.lived][move.turn]
    return ends - month
