"""What a class decides besides its acts: yes and no to offers, demands in talks, leaving an agreement, speaking up.

    yes to          no to     demands             leaves   speaks up
    all             summit    trade 55%; arms 6/10    culture  yes

Names are read in any language that the program speaks. What may mean two things is refused with both.
"""

from __future__ import annotations

import re
from typing import Any

from simulation.actions import ACTIONS
from simulation.catalogue import languages, say, text
from simulation.errors import ScenarioError, choose, show
from simulation.scenario.imposed import OFFERS
from simulation.state import ISSUES
from simulation.turn_sheets.rows import POWERS, Row, heading_of
from simulation.turn_sheets.spelling import folded

_APART = re.compile(r"\s*(?:[;+\n]|(?<!\d),|,(?!\d))\s*|\s+/\s+")  # a comma between digits is a decimal one
_DEMAND = re.compile(r"(.+?)[\s:=]*(\d+(?:[.,]\d+)?)\s*(%|/\s*10)?")


def powers_of(row: Row, acts: dict[str, str]) -> dict[str, Any]:
    """The fields of an order that the cells of a row hold, without those that are empty. `acts`: names by their spellings.

    Raises ScenarioError for what is no offer, issue, demand, yes or no.
    """
    made: dict[str, Any] = {}
    for column in POWERS:
        cell = row.cells.get(column, "")
        if not cell:
            continue
        if column in ("accepts", "declines"):
            made[column] = _offers(row, column, cell, acts)
        elif column == "asks":
            made[column] = _demands(row, cell)
        elif column == "leaves":
            left = (_named(row, column, part, issue_names(), "issue") for part in _parts(cell))
            made[column] = tuple(dict.fromkeys(left))
        else:
            made[column] = _yes(row, column, cell)
    if both := [act for act in made.get("accepts", ()) if act in made.get("declines", ())]:
        raise ScenarioError([row.problem(say("refusal_powers.both", act=say(f"act.{both[0]}")))])
    return made


def issue_names() -> dict[str, str]:
    """Every spelling of an issue, in lower case, to its name."""
    known = {issue: issue for issue in ISSUES}
    for lang in languages():
        known |= {folded(text(f"issue.{issue}", lang)): issue for issue in ISSUES}
    return known


def _words(*names: str) -> dict[str, str]:
    return {folded(text(f"sheet_says.{name}", lang)): name for name in names for lang in languages()}


def _yes(row: Row, column: str, cell: str) -> bool:
    said = _words("yes", "no").get(folded(cell))
    if said is None:
        words = {name: say(f"sheet_says.{name}") for name in ("yes", "no")}
        what = say("refusal_powers.neither", column=heading_of(column), found=show(cell), **words)
        raise ScenarioError([row.problem(what)])
    return said == "yes"


def _parts(cell: str) -> list[str]:
    return [part for part in _APART.split(cell) if part]


def _offers(row: Row, column: str, cell: str, acts: dict[str, str]) -> tuple[str, ...]:
    """The acts that a cell names; all that are offered for "all", and for yes under "yes to", and no under "no to"."""
    if folded(cell) in _words("all", "yes" if column == "accepts" else "no"):
        return OFFERS
    found = tuple(dict.fromkeys(_named(row, column, part, acts, "act") for part in _parts(cell)))
    for act in found:
        if act not in OFFERS:
            shown = {
                "act": say(f"act.{act}"),
                "names": ", ".join(say(f"act.{one.name}") for one in ACTIONS if one.consent),
            }
            raise ScenarioError(
                [row.problem(say("refusal_powers.no_offer", column=heading_of(column), **shown))]
            )
    return found


def _demands(row: Row, cell: str) -> dict[str, float]:
    """Shares by issue; one issue twice, in whatever language, is refused with both."""
    found: dict[str, float] = {}
    written: dict[str, str] = {}
    for part in _parts(cell):
        issue, share = _demand(row, part)
        if issue in written:
            both = {"first": show(written[issue]), "second": show(part), "issue": say(f"issue.{issue}")}
            raise ScenarioError([row.problem(say("refusal_twice.demand", **both))])
        found[issue], written[issue] = share, part
    return found


def _demand(row: Row, part: str) -> tuple[str, float]:
    """Issue and share of "trade 55%", "trade 6/10", "trade 55" or "trade 0.55", which a scenario file has.

    A number alone is a share below one, and from eleven on per cent; between them it may be per cent or tenths.
    """
    found = _DEMAND.fullmatch(part)
    if found is None:
        raise ScenarioError([row.problem(say("refusal_powers.no_demand", found=show(part)))])
    issue = _named(row, "asks", found[1], issue_names(), "issue")
    value, unit = float(found[2].replace(",", ".")), found[3]
    if not unit and value < 1:
        return issue, value
    if not unit and value <= 10:
        shown = {"found": show(part), "percent": f"{value:g}%", "tenths": f"{value:g}/10"}
        raise ScenarioError([row.problem(say("refusal_powers.two_demands", **shown))])
    share = value / (10 if unit and "/" in unit else 100)
    if share > 1:
        raise ScenarioError([row.problem(say("refusal_powers.no_demand", found=show(part)))])
    return issue, share


def _named(row: Row, column: str, cell: str, known: dict[str, str], noun: str) -> str:
    if folded(cell) not in known:
        named = {
            "column": heading_of(column),
            "found": show(cell),
            "hint": choose(cell, known, noun),
        }
        raise ScenarioError([row.problem(say("refusal_powers.unknown", **named))])
    return known[folded(cell)]
