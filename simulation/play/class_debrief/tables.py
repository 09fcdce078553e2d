"""A class as tables for other programs: codes in place of names, and in no order that anybody could know.

The runs are not told, since matches are dealt them one after the other.

matches      a row a match: how it ended, the same chance with nobody playing, and what its persons did
months       a row a month of a match: both lines of both
differs      what those that found détente did differently
predictions  a row a pupil and question; predicted: a row a question
answers      a row a pupil: right (1) or wrong (0) before and after; learnt: a row a question
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from simulation.findings.plain import six_digits
from simulation.findings.tables.rows import Row, Tables, about, table
from simulation.play.class_debrief.answers import RIGHT
from simulation.play.class_debrief.came import Came
from simulation.play.class_debrief.codes import codes
from simulation.play.class_debrief.differs import Difference
from simulation.play.class_debrief.fan import SHOWN
from simulation.play.class_debrief.found import Class
from simulation.version import version


def class_tables(found: Class, key: str) -> Tables:
    """The tables of a class; `key` is the game's own (`codes`)."""
    match = codes((one.match.name for one in found.matches), key, "M")
    pupils = [*(one.pupil for one in found.predictions), *(one.pupil for one in found.answers)]
    pupil = codes(pupils, key, "P")
    made = {
        "about": about(_about(found)),
        "matches": table(_matches(found, match)).sort_values("match"),
        "months": table(_months(found.matches, match)).sort_values(["match", "month"]),
        "differs": table(_differs(found)),
        "predictions": _ordered(_predictions(found, match, pupil)),
        "predicted": table(_predicted(found)),
        "answers": _ordered(_answers(found, pupil)),
        "learnt": table(_learnt(found)),
    }
    return {name: one for name, one in made.items() if len(one)}


def _about(found: Class) -> Row:
    return {
        "scenario": found.scenario.name,
        "seed": found.fan.seed,
        "runs": found.runs,
        "matches": len(found.matches),
        "matches_of_other_events_or_programs": found.elsewhere,
        "detente": found.parted.found,
        "detente_nobody_playing": six_digits(found.fan.detente.share),
        "interval": "95 %: Welch 1947 (differs), Student (predicted.off, learnt.right), Newcombe 1998 (learnt)",
        "version": version(),
    }


def _matches(found: Class, code: dict[str, str]) -> Iterable[Row]:
    for one in found.matches:
        row: Row = {
            "match": code[one.match.name],
            "months": one.match.months,
            "persons": len(one.match.persons),
        }
        for name in SHOWN:
            last = one.nobody[name][-1]
            row |= {
                f"{name}_end": six_digits(one.end(name)),
                f"{name}_nobody": six_digits(last),
                f"{name}_below": six_digits(found.fan.below(name, one.match.months, one.end(name))),
            }
        row |= {
            name: int(getattr(one, name)) for name in ("crises", "near_misses", "signed", "in_force", "war")
        }
        row |= {"detente": int(one.detente), "detente_lasted": int(one.lasted)}
        yield row | {name: six_digits(value) for name, value in one.acts.items()}


def _months(matches: Sequence[Came], code: dict[str, str]) -> Iterable[Row]:
    for one in matches:
        for month in range(one.match.months):
            lines = {name: six_digits(one.lines[name][month]) for name in SHOWN}
            alone = {f"{name}_nobody": six_digits(one.nobody[name][month]) for name in SHOWN}
            yield {"match": code[one.match.name], "month": month + 1, **lines, **alone}


def _differs(found: Class) -> Iterable[Row]:
    for row in found.parted.rows:
        yield {
            "measure": row.measure,
            "detente": six_digits(row.found),
            "n_detente": row.n_found,
            "others": six_digits(row.others),
            "n_others": row.n_others,
            **_interval(row.differs, "difference"),
            **_interval(row.first_half, "first_half"),
        }


def _interval(one: Difference | None, name: str) -> Row:
    ends = (None, None, None) if one is None else (one.mean, one.low, one.high)
    return {
        f"{name}{part}": None if value is None else six_digits(value)
        for part, value in zip(("", "_low", "_high"), ends, strict=True)
    }


def _predictions(found: Class, match: dict[str, str], pupil: dict[str, str]) -> Iterable[Row]:
    for one in found.predictions:
        for question, value in one.expected.items():
            code = match.get(one.match)
            sure = one.sure.get(question)
            yield {
                "pupil": pupil[one.pupil],
                "match": code,
                "question": question,
                "expected": value,
                "sure": sure,
            }


def _predicted(found: Class) -> Iterable[Row]:
    for one in found.beside:
        yield {
            "question": one.question,
            "expected": six_digits(one.expected),
            "came": six_digits(one.came),
            **_interval(one.off, "off"),
            "right": six_digits(one.right.share),
            "n": one.right.n,
            "sure": six_digits(one.sure),
            "right_of_sure": six_digits(one.right_of_sure.share),
            "n_sure": one.right_of_sure.n,
        }


def _answers(found: Class, pupil: dict[str, str]) -> Iterable[Row]:
    for one in found.answers:
        row: Row = {"pupil": pupil[one.pupil]}
        for when, given in (("before", one.before), ("after", one.after)):
            for place, key in enumerate(RIGHT):
                said = given[place] if place < len(given) else None
                row[f"{when}_{place + 1}"] = None if said is None else int(said == key)
        yield row


def _learnt(found: Class) -> Iterable[Row]:
    for one in found.learnt:
        yield {
            "question": "all" if one.question is None else str(one.question + 1),
            "before": six_digits(one.before),
            "after": six_digits(one.after),
            **_interval(one.differs, "difference"),
            "more_right": one.more,
            "less_right": one.less,
            "n": None if one.differs is None else one.differs.n,
        }


def _ordered(rows: Iterable[Row]) -> pd.DataFrame:
    made = table(rows)
    return made.sort_values([name for name in ("pupil", "question") if name in made]) if len(made) else made
