"""A tournament of doctrines, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from simulation.experiments.tournament.summary import RANKED, TournamentFound
from simulation.findings.tables.rows import Tables, about, of, table


def tournament_tables(found: TournamentFound) -> Tables:
    """Doctrines against doctrines (`experiments.tournament.tournament_summary`).

    standings   doctrine, title, measure, unit, mean with its 95 % interval, rank, distance to the best
    ranks       measure, scenario, doctrine, rank
    matrix      measure, doctrine, opponent, mean of the doctrine against that opponent
    alike       measure, one, other, spearman: how alike the ranks in two scenarios are
    grounds     the scenarios as they were played
    """
    every: Iterable[Mapping[str, Any]] = found["standings"]
    return {
        "about": about(found, "interval"),
        "standings": table(
            {
                **of(one, "doctrine", "title"),
                "version": found["doctrine_versions"][one["doctrine"]],
                "measure": measure,
                "unit": unit,
                **one[measure],
            }
            for one in every
            for measure, unit in found["units"].items()
        ),
        "ranks": table(
            {"measure": measure, "scenario": ground, "doctrine": doctrine, "rank": rank}
            for measure in RANKED
            for ground, ranks in found["ranks_by_scenario"][measure].items()
            for doctrine, rank in ranks.items()
        ),
        "matrix": table(
            {"measure": measure, "doctrine": row, "opponent": column, "mean": mean}
            for measure in RANKED
            for row, against in found["matrix"][measure].items()
            for column, mean in against.items()
        ),
        "alike": table(
            (
                {
                    "measure": measure,
                    **dict(zip(("one", "other"), two["scenarios"], strict=True)),
                    "spearman": two["spearman"],
                }
                for measure in RANKED
                for two in found["rank_correlations"][measure]
            ),
            *("measure", "one", "other", "spearman"),
        ),
        "grounds": table(map(dict, found["grounds"])),
    }
