"""A match to keep: as a scenario file that every command takes, and month by month as a table."""

from __future__ import annotations

from textwrap import shorten

import pandas as pd

from simulation.actions import ACTIONS
from simulation.catalogue import text
from simulation.experiments import ensembles
from simulation.findings.tables.files import as_csv
from simulation.play.debrief.debrief import Debrief
from simulation.play.debrief.ended import Ended
from simulation.play.debrief.red_lines import Talks
from simulation.scenario.translated import title
from simulation.state import ISSUES, Array
from simulation.turn_sheets.blank import separator

FILE, TABLE = "match.toml", "match.csv"
TITLE = 120  # letters of a scenario's title


def commands(ended: Ended, lang: str) -> list[str]:
    """How the match is had again on the command line: among its runs, told as a report, and a month of it explained."""
    seed, run = ended.seed, ended.run
    asked = f"{FILE} --runs {run + 1} --seed {seed}"
    first = ended.played.month_text(0)
    return [
        f"detente run {asked} --lang {lang}",
        f"detente report {asked} --run {run} --lang {lang}",
        f"detente run {asked} --run {run} --explain {first} --lang {lang}",
    ]


def match_toml(ended: Ended, lang: str) -> str:
    """The scenario that the match is, by a name of its own, under lines that say how to run it as it was played."""
    said, run = ended.nobody.title, ended.run
    lines = [
        text("play_debrief_file.what", lang, title=said),
        text("play_debrief_file.match", lang, run=run, seed=ended.seed, runs=run + 1),
        text("play_debrief_file.end", lang, months=ended.lived),
        text("play_debrief_file.whole", lang),
        *(f"    {command}" for command in commands(ended, lang)),
    ]
    named = ended.played.changed(
        name=f"{ended.played.name}_played",
        title=shorten(text("play_debrief_file.played_by", lang, title=said), TITLE, placeholder="…"),
    )
    # a title may hold what ends a line: of a comment nothing may become a key
    head = "".join(f"# {' '.join(line.split()) if not line.startswith(' ') else line}\n" for line in lines)
    return f"{head}\n{named.to_toml()}\n"


def match_csv(found: Debrief, lang: str) -> bytes:
    """Month by month and rival by rival what both did, how it was read, and what came of it, beside the ghost line.

    Tension and trust are each side's own; benefit is what both gain, % of GDP a year; `read` is how the seat read the
    rival's initiative, Goldstein/10; `ghost` are the same figures with nobody playing, on the same chance.
    Of every issue red lines and demands, as shares of what there is to divide, where it was open to talks, and the share of
    the seat in an agreement.
    """
    once = found.once
    ended = once.ended
    ghost = found.result.sel(run=ended.run)
    there = {
        name: ensembles.at_peace(found.result, name).sel(run=ended.run)
        for name in ("tension", "mutual_benefit")
    }
    asked = {(one.rival, one.issue): one for one in found.talks}
    rows = []
    for month in once.months:
        record, at = month.record, month.number
        for row, back, rival in ended.rows(found.seat):
            acts = {
                f"{whose}{stage}": _act(getattr(record, stage)[of, 0])
                for whose, of in (("", row), ("rival_", back))
                for stage in ("initiative", "response")
            }
            rows.append(
                {
                    "month": ended.played.month_text(at),
                    "state": found.seat,
                    "rival": rival,
                    **acts,
                    "read": float(month.judged["response"].view.seen[row, 0]),
                    "refused": bool(record.refused[row, 0]),
                    "declined": bool(record.refused[back, 0]),
                    "signed": _issues(record.signed, row),
                    "left": _issues(record.broken, row),
                    "rival_left": _issues(record.broken, back),
                    "crisis": float(record.severity[row, 0]),
                    "tension": float(record.tension[row, 0]),
                    "rival_tension": float(record.tension[back, 0]),
                    "trust": float(record.trust[row, 0]),
                    "rival_trust": float(record.trust[back, 0]),
                    "benefit": float(record.mutual_benefit[row, 0]),
                    "war": bool(record.war[0]),
                    "ghost_tension": float(there["tension"].isel(month=at, pair=row)),
                    "ghost_benefit": float(there["mutual_benefit"].isel(month=at, pair=row)),
                    "ghost_war": bool(ghost["war"].isel(month=at)),
                    "news": "; ".join(_news(ended, at, lang)),
                    **{
                        name: value
                        for issue in ISSUES
                        for name, value in _talks(asked.get((rival, issue)), issue, at)
                    },
                }
            )
    return as_csv(pd.DataFrame(rows), separator(lang))


def _talks(one: Talks | None, issue: str, month: int) -> list[tuple[str, float]]:
    """By column what was asked in a month's talks and the red lines, each side's own share; NaN where it was not open."""
    nothing = float("nan")
    found = [
        (
            f"{issue}_{name}",
            nothing if one is None or not one.open[month] else float(getattr(one, name)[month]),
        )
        for name in ("line", "rival_line", "asked", "rival_asked")
    ]
    return [*found, (f"{issue}_share", nothing if one is None else float(one.share[month]))]


def _act(code: int) -> str:
    return ACTIONS[int(code)].name


def _issues(which: Array, row: int) -> str:
    return " ".join(issue for issue, is_so in zip(ISSUES, which[:, row, 0], strict=True) if is_so)


def _news(ended: Ended, month: int, lang: str) -> list[str]:
    """Titles of the events that began in a month."""
    played = ended.played
    return [title(one.title, lang) for one in played.events if played.month_index(one.date) == month]
