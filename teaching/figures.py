"""The numbers and tables that the pack quotes, computed, and put where the text marks them.

A number stands in the Markdown as **12**<!-- two-hands.tension_mean.mean -->, a table (of the paper version, or of what
one changed line moves) between <!-- table acts --> and <!-- end -->. `python -m teaching.figures` writes all of them
anew; a test holds that nothing changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from simulation.catalogue import number, percent, signed
from simulation.engine import simulate
from simulation.findings.turns import MEASURES, replay_summary
from simulation.reports.teaching_pack import PARTS, languages, source
from simulation.turn_sheets import played, read_turn_sheet, turns_of
from teaching import lines, network, paper, paper_tables, phones

RUNS = 200  # the default of `detente replay`
DEMONSTRATIONS = ("clenched-fist", "open-hand", "both-hold", "two-hands")
COUNTS = ("crises_all", "near_misses")
LAST = 7  # the last turn that a class plays, counted from 0

TABLES = {
    **paper_tables.TABLES,
    "lines": lines.table,
    "ways": phones.ways_table,
    "asks": phones.asks_table,
    "network": network.table,
}

NUMBER = re.compile(r"\*\*[^*\n]*\*\*<!-- ([\w.-]+) -->")
TABLE = re.compile(r"<!-- table (\w+) -->\n.*?<!-- end -->", re.DOTALL)


@cache
def replayed(sheet: str, runs: int = RUNS) -> Mapping[str, Any]:
    """What `detente replay classroom SHEET.csv --seed 7` finds."""
    orders = read_turn_sheet(source("en", f"{sheet}.csv"), paper.SCENARIO)
    scenario = played(paper.SCENARIO, orders)
    results = [simulate(one, runs=runs, seed=paper.SEED) for one in (scenario, paper.SCENARIO)]
    return replay_summary(scenario, turns_of(scenario, orders), *results)


def value(key: str) -> tuple[float, int | None, bool]:
    """The number of a mark: itself, its decimals (None: a share, in percent), and whether it is a difference.

    `paper.NAME`; `phones.NAME`; `SHEET.MEASURE.FIELD` as in the table at the end (mean, low, high: differences over 200
    worlds; moved, own: the class's world); `own.MEASURE`; `SHEET.turn8.tension`; `SHEET.first_agreement`. KeyError for any
    other.
    """
    where, *rest = key.split(".")
    if where == "phones":
        return phones.facts()[rest[0]]
    if where == "paper":
        found = facts()[rest[0]]
        return found, 0 if float(found).is_integer() else 1, found < 0
    summary = replayed(DEMONSTRATIONS[0] if where == "own" else where)
    side = "own" if where == "own" else "moved"
    turns = summary["dyads"][0]["turns"]
    if rest[0] == "first_agreement":
        return next(place for place, turn in enumerate(turns, start=1) if turn["signed"]), 0, False
    if rest[0] == "turn8":
        return turns[LAST][side][rest[1]], 0, False
    name, field = rest[0], rest[1] if len(rest) > 1 else side
    decimals = MEASURES[name][1]
    found = summary["end"][name][field]
    if field in ("mean", "low", "high", "here"):
        return (100 * found, 1, True) if decimals is None else (found, decimals, True)
    return found, 0 if name in COUNTS or name.startswith("tension") else decimals, False


def facts() -> dict[str, float]:
    """The single numbers of the rules on paper, and of the turn that they give as an example."""
    found = paper.facts()
    return found | {
        "example_first": found["rested"] + found["denounce"],
        "example_second": found["rested"] + found["sale"],
    }


def shown(key: str, lang: str) -> str:
    """The number of a mark as the language writes it; a difference has its sign."""
    found, decimals, difference = value(key)
    if decimals is None:
        return percent(found, lang)
    return (signed if difference else number)(found, lang, decimals)


def refreshed(markdown: str, lang: str) -> str:
    """The text with every marked number and table as computed."""
    markdown = TABLE.sub(
        lambda found: f"<!-- table {found[1]} -->\n\n{TABLES[found[1]](lang)}\n\n<!-- end -->",
        markdown,
    )
    return NUMBER.sub(lambda found: f"**{shown(found[1], lang)}**<!-- {found[1]} -->", markdown)


def main() -> None:
    """Write all parts of the pack anew, in the folder of this package."""
    for lang in languages():
        for part in PARTS:
            path = Path(__file__).parent / lang / f"{part}.md"
            new = refreshed(source(lang, f"{part}.md"), lang)
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_text(new, encoding="utf-8")
            os.replace(unfinished, path)
            print(
                f"{path.parent.name}/{path.name}: {len(NUMBER.findall(new)) + len(TABLE.findall(new))} figures"
            )


if __name__ == "__main__":
    main()
