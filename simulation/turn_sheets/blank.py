"""An empty turn sheet, to be filled in by a class."""

from __future__ import annotations

import csv
import io

from simulation import catalogue
from simulation.catalogue import say
from simulation.errors import ScenarioError, show
from simulation.scenario import Scenario
from simulation.turn_sheets.rows import COLUMNS, POWERS, heading_of

MOST_TURNS = 600


def separator(lang: str) -> str:
    """What a spreadsheet expects between cells: a comma, or a semicolon where the comma is the decimal mark (Indonesia)."""
    return ";" if "," in catalogue.number(0.5, lang) else ","


def blank_turn_sheet(scenario: Scenario, turns: int, months: int = 1, lang: str = "en") -> str:
    """An empty sheet as CSV (`blank_rows`). Raises ScenarioError."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator(lang), lineterminator="\n")
    writer.writerows(blank_rows(scenario, turns, months, lang))
    return written.getvalue()


def blank_rows(scenario: Scenario, turns: int, months: int = 1, lang: str = "en") -> list[list[str]]:
    """The heading, and a row for each state, rival and turn of `months` months. Raises ScenarioError."""
    if isinstance(turns, bool) or not 1 <= turns <= MOST_TURNS:
        raise ScenarioError(say("refusal_sheet.turns", found=show(turns), most=MOST_TURNS))
    if isinstance(months, bool) or not 1 <= months <= scenario.months:
        raise ScenarioError(say("refusal_sheet.months", found=show(months), most=scenario.months))
    if turns * months > scenario.months:
        held = {"turns": turns, "months": months, "all": scenario.months, "scenario": scenario.name}
        raise ScenarioError(say("refusal_sheet.too_many_turns", **held, most=scenario.months // months))
    rows = [[heading_of(name, lang) for name in (*COLUMNS, *POWERS)]]
    for turn in range(turns):
        first, last = scenario.month_text(turn * months), scenario.month_text((turn + 1) * months - 1)
        span = first if months == 1 else f"{first}/{last}"
        rows += [[span, actor, target, "", "", *[""] * len(POWERS)] for actor, target in scenario.pairs]
    return rows
