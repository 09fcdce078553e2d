"""One run in two futures, step by step, until they part: in which month, by which act, and why.

Both are the same run of the same seed, on Mesa, so that each state can be asked for its reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulation import inputs, step
from simulation.actions import ACTIONS
from simulation.experiments.outcomes import UNFELT
from simulation.scenario import Scenario
from simulation.state import FREE, Record
from simulation.variables import VARIABLES, reported

if TYPE_CHECKING:
    from simulation.agents import DetenteModel

#: what a state does to a rival: its two moves, and whether its offers were declined
DEEDS = ("initiative", "response", "refused")


class Deed(NamedTuple):
    """A move that differs: who did it to whom, at which stage, what it was in each future, and whether it was ordered.

    At the stage "consent" the two moves are "accepted" and "declined". `why` holds the state's reasons in each future;
    nothing for a consent, for which no reasons are kept.
    """

    state: str
    rival: str
    stage: str
    before: str
    after: str
    ordered: bool
    why: tuple[str, str] | None = None


class Parting(NamedTuple):
    """How one run parts. Dates are "YYYY-MM", or None if they never come.

    `month` is when anything first differs that is done or felt, and `felt` says what; `acts` is when a move first does,
    and `deeds` are the moves. `months` is how long the two were the same.
    """

    run: int
    month: str | None
    felt: tuple[str, ...]
    acts: str | None
    deeds: tuple[Deed, ...]
    months: int


def parting(before: Scenario, after: Scenario, seed: int, run: int, lang: str = "en") -> Parting:
    """Step run `run` of both scenarios together until a move differs, or one ends, or there is no month left."""
    from simulation.agents import DetenteModel  # whose library takes longest of all to load

    one, other = (DetenteModel(scenario, rng=seed, run=run) for scenario in (before, after))
    month, felt = None, tuple[str, ...]()
    together = 0
    while one.running and other.running:
        one.step()
        other.step()
        differs = _different(one, other)
        if month is None and differs:
            month, felt = one.date, differs
        elif month is None:
            together = one.months_done
        if set(DEEDS) & set(differs):
            return Parting(run, month, felt, one.date, _deeds(one, other, lang), together)
    return Parting(run, month, felt, None, (), together)


def _records(one: DetenteModel, other: DetenteModel) -> tuple[Record, Record]:
    assert one.record is not None
    assert other.record is not None
    return one.record, other.record


def _different(one: DetenteModel, other: DetenteModel) -> tuple[str, ...]:
    """What was done or felt otherwise in the last month."""
    was, now = (reported(record) for record in _records(one, other))
    return tuple(
        name for name in VARIABLES if name not in UNFELT and not np.array_equal(was[name], now[name])
    )


def _deeds(one: DetenteModel, other: DetenteModel, lang: str) -> tuple[Deed, ...]:
    """Which moves of the month differ; those of the first stage alone if there are any, since the rest answers them."""
    was, now = _records(one, other)
    pairs = inputs.pairs_of(one.setting.states)
    found = []
    for stage in ("initiative", "response"):
        acts = [getattr(record, stage)[:, 0] for record in (was, now)]
        for row in np.flatnonzero(acts[0] != acts[1]):
            names = [ACTIONS[int(codes[row])].name for codes in acts]
            ordered = _ordered(one, other, int(row), stage) or _barred(one, other, int(row))
            why = _told(one, pairs[row], stage, lang), _told(other, pairs[row], stage, lang)
            found.append(Deed(*pairs[row], stage, names[0], names[1], ordered, why))
        if found:
            return tuple(found)
    # the same moves, of which one met with a refusal in one of the futures only: it is the target that did otherwise
    for row in np.flatnonzero(was.refused[:, 0] != now.refused[:, 0]):
        actor, target = pairs[row]
        answers = ["declined" if record.refused[row, 0] else "accepted" for record in (was, now)]
        mine = pairs.index((target, actor))
        ordered = _barred(one, other, mine) or any(
            _ordered(one, other, mine, consent) for consent in (step.CONSENT, step.CONSENT_RESPONSE)
        )
        found.append(Deed(target, actor, "consent", answers[0], answers[1], ordered))
    return tuple(found)


def _ordered(one: DetenteModel, other: DetenteModel, row: int, what: str) -> bool:
    """Whether the scenario orders it this month, in one future or both; what a person chose is no such order."""
    month = one.months_done - 1
    given = (
        getattr(inputs.imposed_on(inputs.premises(model.story)), what)[month, ..., row, 0]
        for model in (one, other)
    )
    return any(bool((codes != FREE).any()) for codes in given)


def _barred(one: DetenteModel, other: DetenteModel, row: int) -> bool:
    """Whether an order says what the state must not do to the rival this month, in one future or both."""
    return any(bool(model.imposed_last.barred[:, row, 0].any()) for model in (one, other))


def _told(model: DetenteModel, pair: tuple[str, str], stage: str, lang: str) -> str:
    """Why a state made a move: the line of its explanation about that stage."""
    agent = next(agent for agent in model.agents if agent.name == pair[0])
    _heading, _situation, initiative, response = agent.explain(pair[1], lang).text.split("\n")
    told: str = initiative if stage == "initiative" else response
    return told
