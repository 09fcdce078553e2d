"""What differs in the inputs of two scenarios, one line a change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simulation.catalogue import month, span, text
from simulation.findings.comparison import ChangeFound
from simulation.played import Said, title_of

FEW = 4  # moves of a person that are told one by one


def all_changed(changes: Sequence[ChangeFound], a: str, b: str, lang: str = "en") -> list[str]:
    """Every input that differs, a line each; many moves that a person chose for a state are one line together."""
    played: dict[tuple[str, str] | None, list[ChangeFound]] = {}
    for change in changes:
        played.setdefault(_played(change, a, b), []).append(change)
    lines = [changed(one, a, b, lang) for one in played.pop(None, [])]
    for (state, future), moves in sorted(
        (whose, moves) for whose, moves in played.items() if whose is not None
    ):
        if len(moves) <= FEW:
            lines += [changed(one, a, b, lang) for one in moves]
            continue
        when = span(min(one["date"] for one in moves), max(one["date"] for one in moves), lang)
        lines.append(text("played.many", lang, state=state, future=future, n=len(moves), span=when))
    return lines


def _played(change: ChangeFound, a: str, b: str) -> tuple[str, str] | None:
    """The state for which a person chose an order that only one future has, and that future; None for all else."""
    part = change["before"] if change["after"] is None else change["after"]
    if change["part"] != "orders" or change["field"] or not part.get("chosen"):
        return None
    return part["state"], a if change["after"] is None else b


def changed(change: ChangeFound, a: str, b: str, lang: str = "en") -> str:
    """One input that differs, in one line; `a` and `b` are what the futures are called."""
    if change["field"]:
        where = text(f"compare.in_{change['part']}", lang, name=change["name"])
        values = [_value(change[side], lang) for side in ("before", "after")]
        field = "" if change["part"] == "parameters" else f"{change['field']} "
        return text("compare.field", lang, where=where, field=field, before=values[0], after=values[1])
    part, future = (change["before"], a) if change["after"] is None else (change["after"], b)
    return text(
        f"compare.only_{change['part']}",
        lang,
        future=future,
        name=change["name"],
        what=_what(part, change, lang),
    )


def _what(part: dict[str, Any], change: ChangeFound, lang: str) -> str:
    """A leader, event or order that only one future has: the month, and what it is."""
    when = month(part.get("date") or part["since"], lang)
    said = [when]
    if part.get("months", 1) > 1:
        said.append(text("compare.months", lang, n=part["months"]))
    if change["part"] == "leaders":
        said += [part["state"], f"disposition {part['disposition']:g}"]
    elif change["part"] == "events":
        side = part.get("state") or " \N{EN DASH} ".join(part.get("between") or ())
        said += [text(f"event.{part['kind']}", lang), f"size {part['size']:g}", *([side] if side else [])]
    else:
        towards = f" → {part['towards']}" if part.get("towards") else ""
        if part.get("act"):
            stage = text(f"compare.stage_{part['stage']}", lang)
            ordered = part["act"]
            act = text(f"act.{ordered}", lang)
            said.append(f"{part['state']}{towards}: {act} ({stage})")
        if part.get("never"):
            acts = ", ".join(text(f"act.{act}", lang) for act in part["never"])
            said.append(f"{part['state']}{towards}: {text('compare.never', lang, acts=acts)}")
        if besides := title_of(_besides(part), lang):
            said.append(f"{part['state']}{towards}: {besides}")
    return ", ".join(said)


def _besides(part: dict[str, Any]) -> Said:
    """What an order says besides its act: yes and no, demands, leaving, speaking up."""
    asks = tuple((part.get("asks") or {}).items())
    named = {name: tuple(part.get(name) or ()) for name in ("accepts", "declines", "leaves")}
    return Said(None, asks=asks, speaks=part.get("speaks"), **named)


def _value(value: Any, lang: str) -> str:
    """A value as a file of a scenario writes it; without a value, a word for that."""
    if value is None or value == [] or value == "":
        return text("compare.without_value", lang)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one, lang) for one in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
