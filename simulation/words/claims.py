"""What the experiments say of all claims together: how many came to which verdict, and the placebos.

Findings are computed from a `Report` (`claim` says one of them), and thresholds are read from the code that applies
them.
"""

from __future__ import annotations

from simulation.catalogue import number, percent, text
from simulation.experiments.claims import placebos
from simulation.experiments.claims import verdict as rules
from simulation.experiments.claims.measures import SEVERE
from simulation.experiments.claims.reserved import GROUNDS, VECTORS
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.verdict import Verdict
from simulation.experiments.conducted import AFTER, MONTHS, ORDERED
from simulation.words.effects import key

VERDICTS: tuple[Verdict, ...] = (
    "supported",
    "supported only when",
    "true by construction",
    "depends on what is called best",
    "not supported",
    "opposite",
)


def headline(report: Report, lang: str = "en") -> str:
    """How many claims came to which verdict."""
    counts = dict.fromkeys(VERDICTS, 0)
    for result in report.results:
        counts[result.verdict] += 1
    parts = [f"{text(f'verdict.{key(word)}', lang)}: {count}" for word, count in counts.items() if count]
    return text("claims.headline", lang, claims=len(report.results), verdicts="; ".join(parts))


def placebo_words(report: Report, lang: str = "en") -> str:
    """How often an experiment with nothing to find found something."""
    found = report.placebos
    return text(
        "claims.placebos",
        lang,
        missed=percent(found.shuffled_partners, lang, 1),
        called=percent(found.shuffled_partners_called, lang, 1),
        experiments=number(found.experiments, lang, 0),
        runs=placebos.RUNS,
        inert=_changed(found.inert_change, lang),
        act=_changed(found.inert_act, lang),
        swapped=_changed(found.swapped_labels, lang),
    )


def _changed(largest: float, lang: str) -> str:
    """What a change that should do nothing did."""
    if largest == 0:
        return text("claims.inert_none", lang)
    return text("claims.inert_some", lang, largest=number(largest, lang, 6))


def threshold_words(lang: str = "en") -> list[str]:
    """How a verdict is reached, from the constants that the code applies."""
    return [
        text("claims.rule_world", lang, least=number(rules.LEAST, lang, 2)),
        text("claims.rule_ratio", lang, ratio=number(rules.LEAST_RATIO, lang, 2)),
        text("claims.rule_windows", lang, years=ORDERED // 12, most=rules.MOST_WINDOWS, windows=len(AFTER)),
        text("claims.rule_reserved", lang, grounds=len(GROUNDS), vectors=VECTORS),
        text("claims.rule_applicable", lang),
        text("claims.rule_construction", lang, share=percent(rules.BY_DEFINITION, lang)),
        text("claims.rule_supported", lang, share=percent(rules.MOST_WORLDS, lang)),
        text("claims.rule_opposite", lang),
        text("claims.rule_not", lang, share=percent(rules.FEW_WORLDS, lang)),
        text("claims.rule_only", lang, share=percent(rules.TELLING, lang)),
        text("claims.rule_depends", lang),
        text("claims.rule_severe", lang, severity=number(SEVERE, lang, 1), months=MONTHS),
    ]


def footing(report: Report, lang: str = "en") -> str:
    """Runs and seed: the line under tables and figures."""
    return text(
        "claims.footing",
        lang,
        runs=number(report.runs, lang, 0),
        world_runs=number(report.world_runs, lang, 0),
        seed=report.seed,
    )
