"""Signs, measured: the model goes through the same months twice, with less and with more of one quantity.

What is measured is the direct effect: every other quantity is held at what it was, whatever the rules would make of it, and
what they would make of it is read (controlled direct effects: Pearl 2001). All causes are tried at once, side by side on
the run axis. A difference stands for the derivative; it is large enough to be seen above rounding, and small enough that
nothing reaches the end of its range in all worlds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from simulation import columns, step
from simulation.doctrines.doctrine import preference
from simulation.mechanisms.listening import Rule, Through, heard
from simulation.mechanisms.moves import MOVES, Move
from simulation.mechanisms.places import CONDUCT, HELD, NOT_HELD, PLACES
from simulation.mechanisms.table import COUPLINGS, Pair
from simulation.mechanisms.worlds import STAGES, States, Terms, go_through, references, together
from simulation.parameters import Parameters
from simulation.state import Array

Calls = dict[Rule, list[tuple[Any, Array]]]  # in their order: the first that each was given, and what it gave

LEAST = 1e-12  # a smaller change is rounding
RARE = 0.25  # share of the worlds in which an effect may go the other way, and still have a sign


@cache
def signs(
    p: Parameters | None = None, states: States = (), causes: frozenset[str] = frozenset(MOVES)
) -> dict[Pair, dict[str, int]]:
    """How every quantity acts on every other: (cause, effect) -> by rule, or by reason of who decides, 1, -1 or 0.

    `causes` may be some quantities only. With other parameters `p`, or other fields of both `states`, the worlds stay the
    same: what is told apart is then what the rules do, and not where they have led.
    Conduct grows when its odds against doing nothing grow. Both sides are looked at together, world by world: 1 where the
    effect grows in most of the worlds in which it moves (`RARE`), -1 where it shrinks, 0 where it does either.
    """
    base = references()
    moves = {name: move(base) for name, move in MOVES.items() if name in causes}
    runs = base.world.backlog.shape[-1]
    blocks = {name: slice(k * runs, (k + 1) * runs) for k, name in enumerate(moves)}
    less: Calls = {}
    more: Calls = {}
    with heard(HELD, _noted(less)):
        calm = go_through(together([move.less for move in moves.values()]), p, states)
    with heard(HELD, _held(less, more, moves, blocks)):
        moved = go_through(together([move.more for move in moves.values()]), p, states)
    found: dict[Pair, dict[str, int]] = {}
    for effect, through, change in (*_of_rules(less, more), *_of_reasons(calm, moved)):
        for cause, block in blocks.items():
            if np.abs(change[block]).max() > LEAST:
                found.setdefault((cause, effect), {})[through] = _sign(change[block])
    return found


def couplings(together: Mapping[str, str] | None = None) -> dict[Pair, int]:
    """Measured sign of every coupling of the table: 1, -1, or 0 where rules, reasons or worlds pull both ways.

    What is named there and not found in the model is left out. `together` gives several quantities one name, under which
    their couplings are one.
    """
    names = together or {}
    ways: dict[Pair, set[int]] = {}
    for cause, effect in COUPLINGS:
        pair = names.get(cause, cause), names.get(effect, effect)
        ways.setdefault(pair, set()).update(signs().get((cause, effect), {}).values())
    return {pair: found.pop() if len(found) == 1 else 0 for pair, found in ways.items() if found}


def _sign(change: Array) -> int:
    """1, -1 or 0 for a change `[run]`."""
    up, down = int((change > LEAST).sum()), int((change < -LEAST).sum())
    if min(up, down) > RARE * (up + down):
        return 0
    return 1 if up > down else -1


# --- listening to the rules ------------------------------------------------------------------------------------------


def _noted(calls: Calls) -> Through:
    """Every call is noted, and passes as it is."""

    def through(rule: Rule, given: tuple[Any, ...], value: Array) -> Array:
        calls.setdefault(rule, []).append((given[0], value))
        return value

    return through


def _held(less: Calls, more: Calls, moves: Mapping[str, Move], blocks: Mapping[str, slice]) -> Through:
    """Every call is noted, and gives what it gave with less of the cause; but the cause itself stays moved.

    Its own rule is noted as if it had not been, but for what comes back to it by others: a rule's first argument is what
    the quantity was, and to stay as one was is no coupling.
    """

    def through(rule: Rule, given: tuple[Any, ...], value: Array) -> Array:
        number = len(more.setdefault(rule, []))
        before, still = less[rule][number]
        noted, held = value.copy(), still.copy()
        for cause, block in blocks.items():
            if any(place.gives(rule, number) for place in PLACES.get(cause, ())):
                noted[..., block] = np.broadcast_to(rule(before, *given[1:]), value.shape)[..., block]
                held[..., block] = value[..., block]
            if rule in moves[cause].given:
                held[..., block] += moves[cause].given[rule](number)
        more[rule].append((given[0], noted))
        return value if NOT_HELD.gives(rule, number) else held

    return through


# --- what moved ------------------------------------------------------------------------------------------------------


def _of_rules(less: Calls, more: Calls) -> Iterator[tuple[str, str, Array]]:
    """Effect, rule and change `[run]` of all that a rule gives."""
    for name, places in PLACES.items():
        for place in places:
            calls = range(place.turn, len(less[place.rule]), place.turns)
            change = sum(more[place.rule][k][1] * 1.0 - less[place.rule][k][1] for k in calls)
            change = change if place.part is None else change[place.part]
            yield name, place.rule.__name__, place.sign * change.reshape(-1, change.shape[-1]).sum(axis=0)


def _of_reasons(
    less: list[dict[str, Terms]], more: list[dict[str, Terms]]
) -> Iterator[tuple[str, str, Array]]:
    """Conduct, reason and change `[run]`, when that reason alone has seen more of the cause.

    Of acts the log odds against holding, when it is asked what to do; of softness the chance of letting the standard
    provocation pass.
    """
    reasons = list(less[0][step.INITIATIVE])
    for effect in (*CONDUCT, "softness"):
        stages = (step.PROBE,) if effect == "softness" else STAGES
        seen = [
            (before[stage], after[stage])
            for before, after in zip(less, more, strict=True)
            for stage in stages
        ]
        for reason in reasons:
            yield effect, reason, sum(_leaning(effect, *pair, reason) for pair in seen)


def _leaning(effect: str, less: Terms, more: Terms, reason: str) -> Array:
    """How one reason moves the inclination to what an effect of conduct counts, `[run]`."""
    calm = preference(list(less.values()))
    added = more[reason].coefficient - less[reason].coefficient
    moved = calm + more[reason].column[:, None, None] * added
    return (_inclined(effect, moved) - _inclined(effect, calm)).sum(axis=0)


def _inclined(effect: str, weights: Array) -> Array:
    """Log odds of the acts of an effect, or the chance of not provoking, `[pair, run]`, from the log weights of acts."""
    odds = np.exp(weights - weights.max(axis=0))
    if effect == "softness":
        return odds[columns.PROVOKE == 0].sum(axis=0) / odds.sum(axis=0)
    return np.log(odds[CONDUCT[effect]].sum(axis=0) / odds[columns.HOLD > 0].sum(axis=0))
