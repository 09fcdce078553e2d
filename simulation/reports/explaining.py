"""Why each state did what it did: an explanation as plain data, and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulation.catalogue import month, number, percent, text
from simulation.explaining import reason_words
from simulation.reports.plain import Found, plain
from simulation.reports.tables import new_table

if TYPE_CHECKING:
    from simulation.explaining import Explanation

#: how many of the likeliest acts a table of reasons has room for
ACTS_SHOWN = 4


def explained(explanation: Explanation) -> list[Found]:
    """An agent's explanation as plain data: for each rival and stage the act, reasons and chances."""
    drawn = explanation.table.attrs["chosen"]
    found = []
    for (rival, stage), part in explanation.table.groupby(level=["rival", "stage"], sort=False):
        rows = [(str(reason), row) for (_, _, _, reason), row in part.iterrows()]
        found.append(
            {
                "rival": str(rival),
                "stage": str(stage),
                "chosen": str(drawn[rival, stage]),
                "reasons": {name: plain(row.to_dict()) for name, row in rows[:-2]},
                "probability": plain(rows[-1][1].to_dict()),
            }
        )
    return found


def explain_tables(found: Found, lang: str = "en") -> Group:
    """Why each state did what it did; `found` is the part `explanation` of the command's summary."""
    parts: list[RenderableType] = [
        Text(text("explain.month", lang, month=month(found["month"], lang)), style="bold")
    ]
    if found["ended"] is not None:
        parts.append(Text(text("explain.ended", lang, month=month(found["ended"], lang))))
    for state in found["states"]:
        parts += [Text(), Text(state["text"])]
        for decision in state["decisions"]:
            parts += [Text(), _reasons_table(state["state"], decision, lang)]
    if found["states"]:
        parts += [Text(), Text(text("explain.note", lang), style="dim")]
    return Group(*parts)


def _reasons_table(state: str, decision: Found, lang: str) -> Table:
    chances, chosen = decision["probability"], decision["chosen"]
    likeliest = sorted(chances, key=lambda act: chances[act], reverse=True)[:ACTS_SHOWN]
    acts = [
        act for act in chances if act in {*likeliest, chosen}
    ]  # in the order of the scale, hostile to friendly
    title = text(f"explain.table_{decision['stage']}", lang, state=state, rival=decision["rival"])
    view = new_table(title)
    view.add_column(text("explain.reason", lang))
    for act in acts:
        view.add_column(
            text(f"action.{act}", lang) + (" *" if act == chosen else ""), justify="right", max_width=13
        )
    for reason, added in decision["reasons"].items():
        if any(abs(added[act]) >= 0.005 for act in acts):
            cells = [number(added[act], lang, 2) for act in acts]
            view.add_row(reason_words(reason, lang), *cells)
    view.add_section()
    view.add_row(text("explain.chance", lang), *(percent(chances[act], lang) for act in acts), style="bold")
    return view
