"""A played match is a scenario: what was decided in held months, written as orders, so that it can be run again.

    scenario.changed(orders=(*scenario.orders, *orders_of(scenario, decided, records)))

gives, with the same seed and as the same run, the months as they were played, to the bit: a person who decides takes one
state's side in what `step.Order` asks for, and nothing else; chance, doctrines and events are the scenario's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, NamedTuple

import numpy as np

from simulation import columns, inputs, step
from simulation.actions import ACTIONS, CODE
from simulation.catalogue import language, number, text
from simulation.errors import ScenarioError
from simulation.months import by_month
from simulation.saying import say
from simulation.scenario import Order, Scenario
from simulation.state import FREE, ISSUES, NO, YES, Array, Imposed, Record

LONGEST_TITLE = 120
HOLD = CODE["hold"]
_CONSENT: dict[Literal["initiative", "response"], str] = {
    "initiative": step.CONSENT,
    "response": step.CONSENT_RESPONSE,
}


class Said(NamedTuple):
    """What one state decided towards one rival in one stage of a month; what is decided once a month is in the first."""

    act: str | None = None
    accepts: tuple[str, ...] = ()
    declines: tuple[str, ...] = ()
    asks: tuple[tuple[str, float], ...] = ()
    leaves: tuple[str, ...] = ()
    speaks: bool | None = None


def orders_of(
    scenario: Scenario, decided: Sequence[Mapping[str, Array]], records: Sequence[Record], run: int = 0
) -> tuple[Order, ...]:
    """What was decided in the first months of a run, as orders that are `chosen`; the scenario's own are not among them.

    `decided` holds month by month what `step.Order` gave, by `step.ORDERED` (as `DetenteModel.ordered` does); what is
    missing was left to the state. `records` are those of the same months: they say what was offered. `run` is a place on
    their run axis. An act that the scenario bars is noted as what came of it: hold, or no to an offer. Raises ScenarioError
    where something was decided against an order of the scenario, which no order says.
    """
    imposed = by_month(inputs.imposed_on(scenario))
    found = list[Order]()
    for row, (state, rival) in enumerate(scenario.pairs):
        back = scenario.pairs.index((rival, state))
        for stage in _CONSENT:
            said = [
                _said(scenario, month, stage, (row, back), run, (ordered, imposed[month], record))
                for month, (ordered, record) in enumerate(zip(decided, records, strict=True))
            ]
            found += [
                Order(
                    date=scenario.month_text(first),
                    months=length,
                    title=title_of(what),
                    state=state,
                    towards=rival,
                    stage=stage,
                    chosen=True,
                    **_fields(what),
                )
                for what, first, length in _stretches(said)
            ]
    return tuple(sorted(found, key=lambda order: order.date))


def title_of(said: Said, lang: str | None = None) -> str:
    """What was decided, in `lang` or the language in use: "talk; yes to: summit; asks for 55% of trade"."""
    lang = lang or language()

    def told(key: str, **filled: object) -> str:
        return text(key, lang, **filled)

    parts = [told(f"act.{said.act}")] if said.act is not None else []
    for key, acts in (("yes", said.accepts), ("no", said.declines)):
        if acts:
            parts.append(told(f"played.{key}", acts=", ".join(told(f"act.{act}") for act in acts)))
    parts += [
        told("played.asks", issue=told(f"issue.{issue}"), n=number(100 * share, lang, 0))
        for issue, share in said.asks
    ]
    parts += [told("played.leaves", issue=told(f"issue.{issue}")) for issue in said.leaves]
    if said.speaks is not None:
        parts.append(told("played.speaks" if said.speaks else "played.silent"))
    title = "; ".join(parts)
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}\N{HORIZONTAL ELLIPSIS}"


def _said(
    scenario: Scenario,
    month: int,
    stage: Literal["initiative", "response"],
    rows: tuple[int, int],
    run: int,
    given: tuple[Mapping[str, Array], Imposed, Record],
) -> Said:
    """What a state decided towards a rival in a stage of a month; `rows` are those of the pair there and back."""
    ordered, imposed, record = given
    row, back = rows

    def new(what: str, was: Array, free: Any = FREE) -> Any:
        """What was decided `[issue]`, or of no issue, with `free` where nobody did or the scenario says the same."""
        if what not in ordered:
            return was * 0 + free
        now = np.asarray(ordered[what])[..., row, :]
        now = now[..., run if now.shape[-1] > 1 else 0]
        if ((was != free) & (now != was)).any():
            raise ScenarioError(say("refusal_decided.against", what=what, month=scenario.month_text(month)))
        return np.where(now == was, free, now)

    def alone(what: str) -> Array:
        return getattr(imposed, what)[..., row, 0]

    # what the scenario bars a state from it does not do, whatever was asked: it holds, or declines
    barred = imposed.barred[:, row, 0]
    act = int(new(stage, alone(stage)))
    if act != FREE and barred[act]:
        act = HOLD
    offered = int(getattr(record, stage)[back, run])
    answer, consent = FREE, alone(_CONSENT[stage])
    if columns.CONSENT[offered]:
        answer = int(new(_CONSENT[stage], consent[offered]))
        if answer == YES and barred[offered]:
            answer = NO
    name = (ACTIONS[offered].name,)
    said = Said(
        act=None if act == FREE else ACTIONS[act].name,
        accepts=name if answer == YES else (),
        declines=name if answer not in (YES, FREE) else (),
    )
    if stage != step.INITIATIVE:
        return said
    asks, leaves = new(step.ASKS, alone(step.ASKS)), new(step.LEAVES, alone(step.LEAVES), False)
    speaks = int(new(step.SPEAKS, alone(step.SPEAKS)))
    return said._replace(
        asks=tuple((issue, float(share)) for issue, share in zip(ISSUES, asks, strict=True) if share != FREE),
        leaves=tuple(issue for issue, left in zip(ISSUES, leaves, strict=True) if left),
        speaks=None if speaks == FREE else speaks == YES,
    )


def _stretches(said: Sequence[Said]) -> Iterator[tuple[Said, int, int]]:
    """What was decided, the month from which on it was the same, and for how many; not where nothing was."""
    for what, months in groupby(range(len(said)), key=lambda month: said[month]):
        first, *more = months
        if what != Said():
            yield what, first, 1 + len(more)


def _fields(said: Said) -> dict[str, Any]:
    return {**said._asdict(), "asks": dict(said.asks) or None}
