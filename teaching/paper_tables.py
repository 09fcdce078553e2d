"""The tables of the paper version as Markdown, in every language of the pack; the numbers are those of `paper`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulation import catalogue
from simulation.actions import ACTIONS, Action
from simulation.catalogue import NOTHING, span, text
from simulation.pages.markdown import markdown_grid
from simulation.reports.teaching_pack import say
from simulation.state import ISSUES
from teaching.paper import (
    CHANCES,
    MONTHS,
    MOST_HEAT,
    NEAR,
    OPEN,
    QUIET,
    SCENARIO,
    TRUST,
    P,
    attention_points,
    crisis_chances,
    cut_share,
    heat,
    influence_points,
    kinds_of_crisis,
    least_shares,
    numbers,
    severity_from,
    tension_points,
    tie_boxes,
    trust_boxes,
    whole,
)

#: the four groups on paper, and which kinds of act are in each
GROUPS = {
    "provoke": ("provoke",),
    "hold": ("hold",),
    "dialogue": ("talk",),
    "cooperate": ("trade", "culture", "science"),
}


def _headings(names: Sequence[str], lang: str) -> list[str]:
    return [say(f"table.{name}", lang) for name in names]


def signed(value: float) -> str:
    """A whole number with its sign; 0 has none."""
    return catalogue.signed(value, decimals=0)


def _acts(lang: str) -> str:
    rows = []
    for group, act in (
        (group, act) for group, kinds in GROUPS.items() for act in ACTIONS if act.kind in kinds
    ):
        felt = [signed(tension_points(act.goldstein, believed)) for believed in TRUST]
        influence = [signed(influence_points(act, openness)) for openness in (QUIET, OPEN)]
        row = (
            say(f"group.{group}", lang),
            f"**{text(f'act.{act.name}', lang)}**",
            felt[0] if len(set(felt)) == 1 else " / ".join(felt),
            signed(trust_boxes(act.goldstein, act.cost)),
            _tie(act, lang),
            str(attention_points(act)),
            str(heat(act.force)) if act.force else NOTHING,
            f"{influence[0]} ({influence[1]})" if act.grip else NOTHING,
            _need(act, lang),
        )
        rows.append(row)
    names = ("group", "act", "tension", "trust", "ties", "attention", "heat", "grip", "needs")
    return markdown_grid(_headings(names, lang), rows)


def _sheet(lang: str) -> str:
    """The acts by group, what needs an agreement last: what a class chooses from."""

    def cell(kinds: Sequence[str]) -> str:
        free, agreed = (
            ", ".join(
                text(f"act.{act.name}", lang)
                for act in ACTIONS
                if act.kind in kinds and (act.agreement is not None) == needed
            )
            for needed in (False, True)
        )
        return f"{free}; {say('need.agreed', lang, acts=agreed)}" if agreed else free

    headings = [say(f"group.{group}", lang) for group in GROUPS]
    return markdown_grid(headings, [[cell(kinds) for kinds in GROUPS.values()]])


def _tie(act: Action, lang: str) -> str:
    if act.kind in ("trade", "culture", "science"):
        return say("tie.box", lang, issue=text(f"issue.{act.kind}", lang), boxes=signed(tie_boxes(act)))
    return say("tie.cut", lang) if whole(10 * cut_share(act)) >= 5 else NOTHING


def _need(act: Action, lang: str) -> str:
    if act.agreement:
        return say("need.agreement", lang, issue=text(f"issue.{act.agreement}", lang))
    return say("need.consent" if act.consent else "need.nothing", lang)


def _crises(lang: str) -> str:
    rows = [(str(points), str(crisis_chances(points))) for points in range(MOST_HEAT + 1)]
    return markdown_grid(_headings(("heat", "crisis_if"), lang), rows)


def _severities(lang: str) -> str:
    rows = []
    spans = [_spans(hotline, lang) for hotline in (0.0, 1.0)]
    for name, (_, more, less) in kinds_of_crisis().items():
        rows.append((say(f"kind.{name}", lang), *(span[name] for span in spans), signed(more), signed(-less)))
    return markdown_grid(_headings(("crisis", "number", "calm", "more", "less"), lang), rows)


def _spans(hotline: float, lang: str) -> dict[str, str]:
    """For each kind of crisis the numbers from 1 to 36 that bring it."""
    grave, near = (severity_from(least, hotline) for least in (P.ordinary_severity, NEAR))
    edges = {"ordinary": (1, grave), "grave": (grave, near), "near": (near, CHANCES + 1)}
    return {
        name: str(first)
        if stop == first + 1
        else f"{first}{NOTHING}{stop - 1}"
        if stop > first
        else say("kind.never", lang)
        for name, (first, stop) in edges.items()
    }


def _world(lang: str) -> str:
    rows = []
    for turn, three in enumerate(numbers()):
        first, last = (SCENARIO.month_text(turn * MONTHS + month) for month in (0, MONTHS - 1))
        news = [
            say(f"event.{event.kind}", lang)
            for event in SCENARIO.events
            if turn * MONTHS <= SCENARIO.month_index(event.date) < (turn + 1) * MONTHS
        ]
        rows.append((str(turn + 1), span(first, last, lang), "; ".join(news) or NOTHING, *map(str, three)))
    return markdown_grid(
        _headings(("turn", "when", "outside", "crisis", "severity", "parliament"), lang), rows
    )


def _cards(lang: str) -> str:
    rows = [(f"**{state}**", *map(str, shares)) for state, shares in least_shares().items()]
    return markdown_grid([say("table.card", lang), *(text(f"issue.{issue}", lang) for issue in ISSUES)], rows)


TABLES: dict[str, Callable[[str], str]] = {
    "acts": _acts,
    "sheet": _sheet,
    "crises": _crises,
    "severities": _severities,
    "world": _world,
    "cards": _cards,
}


def table(name: str, lang: str) -> str:
    """A table of the paper version as Markdown: one of `TABLES`."""
    return TABLES[name](lang)
