"""What an ensemble says in one sentence, and the line under its tables and its figure."""

from __future__ import annotations

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import number, percent, signed, text
from simulation.findings.run_summary import Headline

#: acts that a scale is drawn with, from the most hostile
KNOWN = ("threaten", "coerce", "talk", "trade")


def finding(found: Headline, lang: str = "en") -> str:
    """What came out, in one sentence, computed from the summary's shares."""
    detente, runs = found["detente"], found["runs"]
    happened, faded = detente["happened"] or 0.0, detente["faded"] or 0.0
    if happened == 0:
        key = "finding.none_one" if runs == 1 else "finding.none"
    elif runs > 1:
        key = "finding.some"
    elif faded:
        key = "finding.one_faded"
    else:
        key = "finding.one_lasted" if detente["lasted"] else "detente_end.one_neither"
    sentence = text(
        key,
        lang,
        runs=number(runs, lang, 0),
        share=percent(happened, lang),
        faded=percent(faded, lang),
    )
    if found["war"]["share"]:
        war = text(
            "finding.war_one" if runs == 1 else "finding.war",
            lang,
            share=percent(found["war"]["share"], lang),
        )
        sentence = f"{sentence} {war}"
    return sentence


def footing(found: Headline, lang: str = "en") -> str:
    """Number of runs, kind of interval, seed, scenario, and what was imposed: the line under every table and
    figure.
    """
    return text(
        "report.footing",
        lang,
        runs=number(found["runs"], lang, 0),
        seed=found["seed"],
        scenario=found["scenario"],
        version=found["version"],
        imposed=imposed_words(found, lang),
    )


def copdab_scale(lang: str = "en") -> str:
    """What some acts that everyone knows weigh in the table of actions, so that a number of points is no mere number."""
    acts = [f"{signed(ACTIONS[CODE[name]].copdab, lang, 0)} {text(f'action.{name}', lang)}" for name in KNOWN]
    return text("terms.scale", lang, acts=", ".join(acts))


def imposed_words(found: Headline, lang: str = "en") -> str:
    """What was imposed, as a list in words."""
    return ", ".join(text(f"imposed.{part}", lang) for part in found["imposed"])
