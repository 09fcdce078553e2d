"""The standings of a tournament of doctrines: finding, table, and what was played."""

from __future__ import annotations

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from simulation.catalogue import NOTHING, bounds, number, text
from simulation.findings.plain import Found
from simulation.reports.tables import above, new_table
from simulation.words.doctrines import titles_of

#: decimals with which each measure of a tournament is shown
TOURNAMENT_DECIMALS = {"own": 2, "mutual": 2, "war": 3}


def tournament_finding(found: Found, lang: str = "en") -> str:
    """Who comes first by each measure, in one sentence, computed from the standings."""
    rows = found["standings"]
    first = {
        measure: titles_of(found, lang)[min(rows, key=lambda row: row[measure]["rank"])["doctrine"]]
        for measure in ("own", "mutual", "war")
    }
    clear = sum(row["own"]["clear"] for row in rows)
    return text("tournament.finding", lang, clear=clear, others=len(rows) - 1, **first)


def tournament_footing(found: Found, lang: str = "en") -> str:
    """What was played: the line under the tournament's table and figure."""
    noise = found["noise"]
    return text(
        "tournament.footing",
        lang,
        runs=number(found["runs"], lang, 0),
        months=found["months"],
        seed=found["seed"],
        scenarios=", ".join(found["scenarios"]),
        noise=text("tournament.as_set", lang) if isinstance(noise, str) else number(noise, lang, 3),
        version=found["version"],
    )


def tournament_table(found: Found, lang: str = "en") -> Table:
    """The standings, best own benefit first; ranks by mutual benefit and war risk beside."""
    titles, view = titles_of(found, lang), new_table(text("tournament.title", lang))
    view.add_column("#", justify="right")
    view.add_column(text("tournament.doctrine", lang), width=18)
    for key in ("own", "distance", "mutual", "war"):
        view.add_column(text(f"tournament.{key}", lang), justify="right", min_width=11)
    for row in found["standings"]:
        own = row["own"]
        # Rank and, below, the range of ranks when any one opponent is left out.
        place = Text(f"{own['rank']}", style="bold", justify="right")
        place.append(f"\n{bounds(own['rank_low'], own['rank_high'])}", style="dim not bold")
        far, low, high = (number(own[f"distance{end}"], lang, 2) for end in ("", "_low", "_high"))
        behind = above(far + ("*" if own["clear"] else " "), low, high, " ")
        view.add_row(
            place,
            escape(titles[row["doctrine"]]),
            _estimated(own, lang, "own"),
            behind if own["rank"] > 1 else NOTHING,
            *(_estimated(row[key], lang, key, ranked=True) for key in ("mutual", "war")),
        )
    return view


def tournament_tables(found: Found, lang: str = "en") -> Group:
    """Finding, standings, how to read them, and what was played."""
    return Group(
        Text(tournament_finding(found, lang)),
        Text(),
        tournament_table(found, lang),
        Text(),
        Text(f"{text('tournament.reading', lang)} {text('tournament.measures', lang)}", style="dim"),
        Text(tournament_footing(found, lang), style="dim"),
    )


def _estimated(score: Found, lang: str, measure: str, ranked: bool = False) -> Text:
    """A mean above its 95% interval; `ranked` puts the rank by this measure behind it."""
    mean, low, high = (number(score[k], lang, TOURNAMENT_DECIMALS[measure]) for k in ("mean", "low", "high"))
    return above(mean + (f" #{score['rank']}" if ranked else ""), low, high)
