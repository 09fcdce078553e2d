"""What one changed line of the class's scenario file moves: the table that tells a teacher which line to change.

Each is what `detente compare before.toml after.toml --runs 200 --seed 7` shows, with that line changed in the second file;
beside it the last of the four years alone, since what a line gives at the start may have run off by then.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from simulation.catalogue import signed
from simulation.engine import simulate
from simulation.experiments.causal_story.classroom import LAST_YEAR, LINES
from simulation.experiments.causal_story.measures import difference, measured
from simulation.findings.comparison import Labels, compare_summary
from simulation.pages.markdown import markdown_grid
from simulation.reports.teaching_pack import say
from simulation.scenario import Scenario
from teaching.paper import SCENARIO, SEED

RUNS = 200  # the default of `detente compare`
#: outcome of the comparison, what it is multiplied by for the table, its decimals
LAST = "last_year"
SHOWN = (("tension", 1, 1), ("mutual_benefit", 1, 2), (LAST, 1, 2), ("detente_happened", 100, 0))


class Line(NamedTuple):
    """What a class writes in its file: where, the line as it stands, and as it would be."""

    where: str
    before: str
    after: str
    change: Callable[[Scenario], Scenario]


def _trade_agreed(scenario: Scenario) -> Scenario:
    agreed = ("culture", "science", "trade")
    return scenario.changed(
        rivalries=tuple(one.model_copy(update={"agreements": agreed}) for one in scenario.rivalries)
    )


CHANGES = {
    "doctrine": Line("first", 'doctrine = "deliberate"', 'doctrine = "grit"', LINES["doctrine"]),
    "agreements": Line(
        "relation",
        'agreements = ["culture", "science"]',
        'agreements = ["culture", "science", "trade"]',
        _trade_agreed,
    ),
    "trade": Line("relation", "trade = 0.1", "trade = 0.6", LINES["trade"]),
    "trust": Line("relation", "trust = [0.3, 0.3]", "trust = [0.7, 0.7]", LINES["trust"]),
    "tension": Line("relation", "tension = [60.0, 60.0]", "tension = [30.0, 30.0]", LINES["tension"]),
    "hawks": Line("first", "hawks = 0.4", "hawks = 0.2", LINES["hawks"]),
}


class Moved(NamedTuple):
    """A mean difference over pairs of runs, with its 95 % interval."""

    middle: float
    low: float
    high: float


@cache
def moved(name: str) -> dict[str, Moved]:
    """What the line of that name moves, by outcome; `last_year` is the last year's mutual benefit, % of GDP a year."""
    changed = CHANGES[name].change(SCENARIO)
    before, after = (simulate(one, runs=RUNS, seed=SEED) for one in (SCENARIO, changed))
    found = compare_summary((SCENARIO, changed), Labels("before", "after"), before, after)
    rows = [row for row in found["windows"][-1]["outcomes"] if row["state"] is None]
    window = (SCENARIO.months - LAST_YEAR, SCENARIO.months)
    late = difference((LAST,), *(measured(one, "benefit", window) for one in (after, before)))
    ends = {row["outcome"]: (row["difference"], row["low"], row["high"]) for row in rows}
    gaps = {name: Moved(*(math.nan if end is None else end for end in gap)) for name, gap in ends.items()}
    return gaps | {LAST: Moved(late.value, late.low, late.high)}


def table(lang: str) -> str:
    """The lines and what each moves, as Markdown."""
    names = ("where", "line", "instead", *(name for name, _, _ in SHOWN))
    rows = [
        (say(f"line.{line.where}", lang), f"`{line.before}`", f"`{line.after}`", *_cells(name, lang))
        for name, line in CHANGES.items()
    ]
    return markdown_grid([say(f"line.{name}", lang) for name in names], rows)


def _cells(name: str, lang: str) -> list[str]:
    cells = []
    for outcome, times, decimals in SHOWN:
        middle, low, high = (signed(times * value, lang, decimals) for value in moved(name)[outcome])
        cells.append(say("line.interval", lang, middle=middle, low=low, high=high))
    return cells
