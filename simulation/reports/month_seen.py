"""A month of one run, or of both futures side by side: what was done and what came of it, then why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulation.catalogue import NOTHING, month, number, percent, text
from simulation.findings.month_seen import DyadSeen, MonthSeen, Move, SideSeen
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.reports.explaining import explain_blocks

Rows = dict[str, str]  # what -> how it was, in the order of the table


def month_blocks(futures: Mapping[str, MonthSeen], lang: str = "en") -> list[Block]:
    """The month of one run in one future, or in two: `futures` by what they are called, `{"A": ..., "B": ...}`.

    States are called as in the findings; `shown_names(found, lang, sentences=True)` gives them the names of a language.
    Reasons that are the same in both are told once.
    """
    first = next(iter(futures.values()))
    tables = {label: _rows(found, lang) for label, found in futures.items()}
    named = list(dict.fromkeys(name for rows in tables.values() for name in rows))
    blocks: list[Block] = [Heading(_title(first, lang))]
    if named:
        columns = list(futures) if len(futures) > 1 else [text("month_seen.then", lang)]
        cells = [[name, *(rows.get(name, NOTHING) for rows in tables.values())] for name in named]
        blocks.append(Grid(_caption(futures.values()), [text("month_seen.what", lang), *columns], cells))
    blocks += [
        Paragraph(text("month_seen.war", lang), lead=label if len(futures) > 1 else "")
        for label, found in futures.items()
        if found["war"]
    ]
    reasons = {label: found["explanation"] for label, found in futures.items()}
    same = len(futures) > 1 and all(one == reasons[next(iter(futures))] for one in reasons.values())
    if same:
        blocks.append(Paragraph(text("month_seen.same", lang)))
        return [*blocks, *explain_blocks(first["explanation"], lang)]
    for label, explanation in reasons.items():
        blocks += [Heading(label)] if len(futures) > 1 else []
        blocks += explain_blocks(explanation, lang)
    return blocks


def _title(found: MonthSeen, lang: str) -> str:
    run = number(found["run"], lang, 0)
    return text("month_seen.title", lang, month=month(found["month"], lang), run=run, seed=found["seed"])


def _caption(futures: Iterable[MonthSeen]) -> str:
    return "; ".join(dict.fromkeys(found["title"] for found in futures))


def _rows(found: MonthSeen, lang: str) -> Rows:
    """What there is to say of the month; nothing where the run had ended."""
    if found["ended"] is not None:
        return {}
    rows: Rows = {}
    for side in found["sides"]:
        rows |= _side(side, lang)
    for dyad in found["dyads"]:
        rows |= _dyad(dyad, lang)
    begun = [text("month_seen.begins", lang, title=one["title"]) for one in found["events"] if one["begins"]]
    others = [one["title"] for one in found["events"] if not one["begins"]]
    if begun or others:
        rows[text("month_seen.events", lang)] = "; ".join([*begun, *others])
    if found["leaders"]:
        rows[text("month_seen.leaders", lang)] = "; ".join(found["leaders"])
    return rows


def _side(side: SideSeen, lang: str) -> Rows:
    """A state's month towards a rival: both moves, what was declined, criticised or left, and what it felt."""
    names = {"state": side["state"], "rival": side["rival"]}

    def of(what: str) -> str:
        return text(f"month_seen.{what}", lang, **names)

    rows = {of("initiative"): _move(side["initiative"], lang), of("response"): _move(side["response"], lang)}
    beside = [text("month_seen.was_refused", lang)] if side["refused"] else []
    beside += [text("month_seen.was_criticised", lang)] if side["criticised"] else []
    if side["left"]:
        beside.append(text("month_seen.was_left", lang, issues=_issues(side["left"], lang)))
    if beside:
        rows[of("beside")] = "; ".join(beside)
    rows[of("felt")] = text(
        "month_seen.felt_is",
        lang,
        before=number(side["tension_before"], lang, 0),
        after=number(side["tension"], lang, 0),
        trust=percent(side["trust"], lang),
        cooperation=number(side["cooperation"], lang, 1),
    )
    return rows


def _move(move: Move, lang: str) -> str:
    act, order = text(f"action.{move['act']}", lang), move["order"]
    if order is None:
        return act
    if order == move["act"]:
        return text("month_seen.ordered", lang, act=act)
    return text("month_seen.in_vain", lang, act=act, order=text(f"action.{order}", lang))


def _dyad(dyad: DyadSeen, lang: str) -> Rows:
    """What lies between two states: what was signed, what is in force, the benefit, a crisis."""
    one, other = dyad["between"]

    def of(what: str) -> str:
        return text(f"month_seen.{what}", lang, one=one, other=other)

    rows = {of("in_force"): _issues(dyad["in_force"], lang)}
    if dyad["signed"]:
        rows[of("signed")] = _issues(dyad["signed"], lang)
    rows[of("benefit")] = text("month_seen.benefit_is", lang, gain=number(dyad["mutual_benefit"], lang, 2))
    if dyad["crisis"] is not None:
        kind = "near_miss" if dyad["near_miss"] else "crisis_is"
        rows[of("crisis")] = text(f"month_seen.{kind}", lang, severity=number(dyad["crisis"], lang, 2))
    return rows


def _issues(issues: list[str], lang: str) -> str:
    return ", ".join(text(f"issue.{issue}", lang) for issue in issues) or NOTHING
