"""The report of `detente run --explain`: why each state did what it did that month."""

from __future__ import annotations

from simulation.catalogue import month, number, percent, text
from simulation.explaining import reason_words
from simulation.findings.explanation import DecisionFound, ExplainedMonth
from simulation.pages.blocks import Block, Grid, Heading, Paragraph

#: how many of the likeliest acts a table of reasons has room for
ACTS_SHOWN = 4


def explain_blocks(found: ExplainedMonth, lang: str = "en") -> list[Block]:
    """Why each state did what it did; `found` is the part `explanation` of the command's summary."""
    run = number(found["run"], lang, 0)
    blocks: list[Block] = [Heading(text("explain.month", lang, month=month(found["month"], lang), run=run))]
    if found["ended"] is not None:
        blocks.append(Paragraph(text("explain.ended", lang, month=month(found["ended"], lang), run=run)))
    for state in found["states"]:
        blocks.append(Paragraph(state["text"]))
        blocks += [_reasons(state["state"], decision, lang) for decision in state["decisions"]]
    if found["states"]:
        blocks.append(Paragraph(text("explain.note", lang), quiet=True))
    return blocks


def _reasons(state: str, decision: DecisionFound, lang: str) -> Grid:
    chances, chosen = decision["probability"], decision["chosen"]
    likeliest = sorted(chances, key=lambda act: chances[act], reverse=True)[:ACTS_SHOWN]
    acts = [
        act for act in chances if act in {*likeliest, chosen}
    ]  # in the order of the scale, hostile to friendly
    rows = [
        [reason_words(reason, lang), *(number(added[act], lang, 2) for act in acts)]
        for reason, added in decision["reasons"].items()
        if any(abs(added[act]) >= 0.005 for act in acts)
    ]
    rows.append([text("explain.chance", lang), *(percent(chances[act], lang) for act in acts)])
    named = [text(f"action.{act}", lang) + (" *" if act == chosen else "") for act in acts]
    title = text(f"explain.table_{decision['stage']}", lang, state=state, rival=decision["rival"])
    return Grid(title, [text("explain.reason", lang), *named], rows)
