"""A comparison in sentences: what the change reaches, how a run parts, and what can be told from chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

from simulation.catalogue import month, number, span, text
from simulation.findings.comparison import Comparison, Outcome, WindowFound
from simulation.findings.parted import DeedFound, PartedRun
from simulation.words.outcomes import difference, outcome_name, shown
from simulation.words.variables import SCALES

#: A difference of less than a fifth of the spread over runs is called small (Cohen 1988).
SMALL = 0.2


def scenarios_words(found: Comparison, lang: str = "en") -> str:
    """The names of the scenarios that are compared; one, where a change was made to it."""
    a, b = found["a"]["name"], found["b"]["name"]
    return text("compared_names.one" if a == b else "compared_names.two", lang, a=a, b=b)


def reach(found: Comparison, lang: str = "en", key: str = "reaches") -> str:
    """In how many runs the change reaches anything, and when an act first comes out differently; `key` for the wording."""
    reached, runs = found["reached"], found["runs"]
    if not reached["runs"]:
        nothing = "reaches_nothing" if found["changes"] else "reaches_same"
        return text(f"compare.{nothing}", lang, runs=number(runs, lang, 0))
    counts = {
        "runs": number(runs, lang, 0),
        "any": number(reached["runs"], lang, 0),
        "acts": number(reached["runs_with_another_act"], lang, 0),
    }
    if reached["first_act"] is None:
        return text("compare.reaches_no_act", lang, **counts)
    first = reached["first_act"]
    dates = {name: month(date, lang) for name, date in first.items()}
    if first["low"] == first["high"] and key == "reaches":
        key = "all_at_once" if reached["runs_with_another_act"] > 1 else "one_act"
        return text(f"one_run.{key}", lang, **counts, month=dates["median"])
    return text(f"compare.{key}", lang, **counts, **dates)


def parts_words(run: PartedRun, lang: str = "en") -> str:
    """When the two futures of one run part, in a sentence."""
    if run["parts"] is None:
        return text("compare.run_same", lang, run=run["run"])
    parts = month(run["parts"], lang)
    if run["first_act"] is None:
        return text("compare.run_no_act", lang, run=run["run"], month=parts)
    if run["first_act"] == run["parts"]:
        return text("compare.run_parts", lang, run=run["run"], month=parts)
    act = month(run["first_act"], lang)
    return text("compare.run_parts_later", lang, run=run["run"], month=parts, act=act)


def deed(found: DeedFound, lang: str = "en") -> str:
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


def told(window: WindowFound, lang: str = "en") -> str:
    """What can be told from chance, in one line: of what there is more, of what less, and which of it is small."""
    clear = [row for row in window["outcomes"] if row["verdict"] in ("more", "less")]
    said = []
    for few, key in ((False, ""), (True, "small_")):
        for verdict in ("more", "less"):
            rows = [row for row in clear if row["verdict"] == verdict and small(row) == few]
            said += [text(f"compare_told.{key}{verdict}", lang, outcomes=_names(rows, lang))] if rows else []
    if not said:
        return text("compare_told.none", lang)
    return text("compare_told.line", lang, parts="; ".join(said))


def _names(rows: Sequence[Outcome], lang: str) -> str:
    """Outcomes by name, each once, with the states behind it whose own it is."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(text(f"compared.{row['outcome']}", lang), []).extend(filter(None, [row["state"]]))
    return ", ".join(f"{name} ({', '.join(states)})" if states else name for name, states in found.items())


def clearest(window: WindowFound) -> Outcome | None:
    """The outcome that moved most clearly: the most widths of its own interval away from nought; None if none can be told.

    What lies between the states comes before what is one state's own, which often only says again what was changed. Of
    those that n pairs of runs cannot tell from the clearest, it is the first in the table, so that other runs of the same
    two futures say the same: e = mean / width has a relative standard error of about 1 / sqrt(2 n) (Hedges & Olkin 1985,
    large effects), the difference of two 1 / sqrt(n), and twice that is within 95 %.
    """
    clear = [row for row in window["outcomes"] if row["verdict"] in ("more", "less")]
    shared = [row for row in clear if row["state"] is None] or clear
    most = max(map(_widths, shared), default=0.0)
    return next((row for row in shared if _widths(row) >= most * max(1 - 2 / row["pairs"] ** 0.5, 0)), None)


def _widths(row: Outcome) -> float:
    size, low, high = row["difference"] or 0.0, row["low"] or 0.0, row["high"] or 0.0
    return abs(size) / (high - low) if high > low else math.inf


def opening(found: Comparison, lang: str = "en") -> str:
    """The finding in one sentence: what the change moved most clearly, by how much, and how sure that is."""
    if not found["reached"]["runs"]:
        return reach(found, lang)
    window = found["windows"][0]
    row = clearest(window)
    runs, dates = number(found["runs"], lang, 0), span(window["first"], window["last"], lang)
    if row is None:
        return text("compare_told.nothing", lang, runs=runs, span=dates)
    mean, low, high = difference(row, lang)
    return text(
        "compare_told.opening",
        lang,
        what=outcome_name(row, lang, unit=False),
        a=shown(row, row["a"], lang),
        b=shown(row, row["b"], lang),
        before=found["a"]["label"],
        after=found["b"]["label"],
        mean=mean,
        points=text("compare.points", lang) if SCALES[row["outcome"]].share else "",
        low=low,
        high=high,
        runs=runs,
        span=dates,
    )


def by_chance(window: WindowFound, lang: str = "en") -> str:
    """How many outcomes would stand out by chance alone."""
    judged = sum(row["verdict"] != "same" for row in window["outcomes"])
    return text("compare.by_chance", lang, n=judged, expected=number(judged / 20, lang, 1))


def small(row: Outcome) -> bool:
    """Whether a difference is small against how far whole histories lie apart anyway."""
    return row["in_spreads"] is not None and abs(row["in_spreads"]) < SMALL


def differs(row: Outcome, lang: str = "en", key: str = "differs") -> str:
    """The difference with its interval: +1.22 (+0.95 to +1.49); with the key differs_95 it says which interval."""
    mean, low, high = difference(row, lang)
    points = text("compare.points", lang) if SCALES[row["outcome"]].share else ""
    return text(f"compare.{key}", lang, mean=mean, points=points, low=low, high=high)


def headline(found: Comparison, outcome: str, lang: str = "en") -> str:
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
    return text(f"compare.headline_{row['verdict']}", lang, **said, differs=differs(row, lang, "differs_95"))
