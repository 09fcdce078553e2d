"""The report for the class: its turns beside what the states would have done, and the comparison at the end."""

from __future__ import annotations

from simulation.catalogue import number, span, text
from simulation.findings.turns import MEASURES, DyadTurns, TurnsFound
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph
from simulation.words.turns import ending_cells, moves_words, news, seen_cells, turns_finding


def turns_blocks(found: TurnsFound, lang: str = "en") -> list[Block]:
    """Title, what came of it in a sentence, the turns of each dyad, and the comparison at the end."""
    runs = number(found["runs"], lang, 0)
    made = {"runs": runs, "seed": found["seed"], "scenario": found["scenario"], "version": found["version"]}
    return [
        Heading(found["title"], 1),
        Paragraph(turns_finding(found, lang)),
        *(block for dyad in found["dyads"] for block in _dyad(dyad, lang)),
        Paragraph(text("replay.reading", lang), quiet=True),
        _ending(found, lang),
        Paragraph(text("replay.ending", lang, runs=runs), quiet=True),
        Paragraph(text("replay.footing", lang, **made), quiet=True),
    ]


def _dyad(dyad: DyadTurns, lang: str) -> list[Block]:
    """A row a turn, and a line for each turn in which something came from outside or was signed."""
    first, second = dyad["states"]
    columns = [text("replay.turn", lang), first, second]
    columns += [text(f"replay.{key}", lang) for key in ("tension", "benefit", "ties", "crises")]
    rows, told = [], []
    for place, turn in enumerate(dyad["turns"], start=1):
        when = f"{place}. {span(turn['first'], turn['last'], lang)}"
        acts = [moves_words(turn["moves"][state], lang) for state in dyad["states"]]
        rows.append([when, *acts, *seen_cells(turn["moved"], turn["own"], lang)])
        told += [f"{when}: {said}"] if (said := news(turn, lang)) else []
    grid = Grid(text("replay.turns", lang, first=first, second=second), columns, rows)
    return [grid, *([Items(told)] if told else [])]


def _ending(found: TurnsFound, lang: str) -> Grid:
    state = found["dyads"][0]["states"][0]
    rows: list[list[str | Cell]] = []
    for name, (_, decimals) in MEASURES.items():
        points = text("replay.points", lang) if decimals is None else ""
        label = text(f"replay.{name}", lang, state=state) + points
        rows.append([label, *ending_cells(found["end"][name], decimals, lang)])
    columns = [text("report.measure", lang)]
    columns += [text(f"replay.{key}", lang) for key in ("class", "own", "here", "everywhere")]
    return Grid(text("replay.end", lang), columns, rows)
