"""A comparison in sentences: each input that differs, each move by which a run parts, and what can be told from chance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.text import Text

from simulation.catalogue import month, number, span, text
from simulation.findings.plain import Found
from simulation.words.outcomes import SCALES, difference, outcome_name

#: A difference of less than a fifth of the spread over runs is called small (Cohen 1988).
SMALL = 0.2


def changed(change: Found, a: str, b: str, lang: str = "en") -> str:
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


def _what(part: dict[str, Any], change: Found, lang: str) -> str:
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
        else:
            acts = ", ".join(text(f"act.{act}", lang) for act in part["never"])
            said.append(f"{part['state']}{towards}: {text('compare.never', lang, acts=acts)}")
    return ", ".join(said)


def _value(value: Any, lang: str) -> str:
    """A value as a file of a scenario writes it; without a value, a word for that."""
    if value is None or value == [] or value == "":
        return text("compare.without_value", lang)
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one, lang) for one in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def deed(found: Found, lang: str = "en") -> str:
    """A move that differs in one run: who, to whom, what it was in either future, and whether an order made it so."""
    if found["stage"] == "consent":
        key = "declines_after" if found["after"] == "declined" else "declines_before"
        said = text(f"compare.{key}", lang, state=found["state"], rival=found["rival"])
    else:
        said = text(
            "compare.deed",
            lang,
            state=found["state"],
            rival=found["rival"],
            stage=text(f"compare.stage_{found['stage']}", lang),
            before=text(f"act.{found['before']}", lang),
            after=text(f"act.{found['after']}", lang),
        )
    return f"{said} {text('compare.by_order', lang)}" if found["ordered"] else said


def verdicts(found: Found, lang: str = "en") -> Iterable[Text]:
    """For each window in words: what can be told from chance, what of that is small, and what cannot be told."""
    for window in found["windows"]:
        dates = span(window["first"], window["last"], lang)
        rows = window["outcomes"]
        clear = [row for row in rows if row["verdict"] in ("more", "less")]
        large = [row for row in clear if not small(row)]
        groups = {
            "clear": large,
            "small": [row for row in clear if small(row)],
            "unclear": [row for row in rows if row["verdict"] == "unclear"],
            "few": [row for row in rows if row["verdict"] == "few"],
            "same": [row for row in rows if row["verdict"] == "same"],
        }
        key = "compare_ordered.window" if window["ordered"] else "compare.window"
        yield Text(text(key, lang, span=dates), style="bold")
        for name, group in groups.items():
            if not group:
                if name == "clear":
                    yield Text(f"• {text('compare.verdict_none', lang)}")
                continue
            values = name in ("clear", "small")
            names = [
                f"{outcome_name(row, lang, unit=False)} {differs(row, lang)}"
                if values
                else outcome_name(row, lang, unit=False)
                for row in group
            ]
            yield Text(f"• {text(f'compare.verdict_{name}', lang, outcomes='; '.join(names))}")
    judged = sum(row["verdict"] != "same" for row in found["windows"][-1]["outcomes"])
    yield Text(text("compare.by_chance", lang, n=judged, expected=number(judged / 20, lang, 1)), style="dim")


def small(row: Found) -> bool:
    """Whether a difference is small against how far whole histories lie apart anyway."""
    return row["in_spreads"] is not None and abs(row["in_spreads"]) < SMALL


def differs(row: Found, lang: str = "en", key: str = "differs") -> str:
    """The difference with its interval: +1.22 (+0.95 to +1.49); with the key differs_95 it says which interval."""
    mean, low, high = difference(row, lang)
    points = text("compare.points", lang) if SCALES[row["outcome"]].share else ""
    return text(f"compare.{key}", lang, mean=mean, points=points, low=low, high=high)


def headline(found: Found, outcome: str, lang: str = "en") -> str:
    """What the change does to one outcome in the first window, in a sentence: the title of a figure."""
    window = found["windows"][0]
    row = next(row for row in window["outcomes"] if row["outcome"] == outcome)
    said = {
        "change": found["b"]["label"],
        "what": outcome_name(row, lang, unit=False),
        "span": span(window["first"], window["last"], lang),
        "runs": number(found["runs"], lang, 0),
        "moved": number(row["pairs_that_differ"], lang, 0),
    }
    if row["verdict"] == "same" or row["difference"] is None:
        return text("compare.headline_same", lang, **said)
    if row["verdict"] == "few":
        return text("compare.headline_few", lang, **said)
    key = {"more": "more", "less": "less", "unclear": "unclear"}[row["verdict"]]
    return text(f"compare.headline_{key}", lang, **said, differs=differs(row, lang, "differs_95"))
