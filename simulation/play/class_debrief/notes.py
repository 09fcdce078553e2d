"""What a teacher can point at, and what to ask: made of what came in this class, each with the number it rests on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

import numpy as np

from simulation.catalogue import number, percent, signed, text
from simulation.play.class_debrief.came import Came
from simulation.play.class_debrief.conduct import SHARES
from simulation.play.class_debrief.differs import FEWEST
from simulation.play.class_debrief.found import Class

MOST_ASKED = 5  # questions: more than that no lesson has time for
ABOUT_ACTS = 2  # of them, where there is something else to ask about
SLIGHT = 2.0  # points of tension, or of what is demanded, that are not worth a question (assumption)
OFF = {"tension": 5.0, "crises": 0.5, "in_force": 0.5}  # from which on a class was off (assumption)
CALM = 40.0  # points of tension: below the middle of the scale, clearly (assumption)

Say = Callable[..., str]


def look(found: Class, lang: str) -> list[str]:
    """What to point at."""
    return list(_look(found, partial(_said, lang), lang))


def ask(found: Class, lang: str) -> list[str]:
    """What to ask, the most telling first."""
    return list(_ask(found, partial(_said, lang), lang))[:MOST_ASKED]


def _said(lang: str, key: str, **values: object) -> str:
    return text(f"play_class_notes.{key}", lang, **values)


def _look(found: Class, say: Say, lang: str) -> Iterator[str]:
    ends = [one for one in found.matches if not math.isnan(one.end())]
    if len(ends) > 1:
        best, worst = ends[0], ends[-1]
        ground = found.fan.band("tension", found.months)
        fan = ground["high"][-1] - ground["low"][-1]
        yield say(
            "ends", best=best.match.name, worst=worst.match.name, low=number(best.end(), lang, 0),
            high=number(worst.end(), lang, 0), apart=number(worst.end() - best.end(), lang, 0),
            points=round(worst.end() - best.end()),
            fan=number(fan, lang, 0),
        )  # fmt: skip
        if best.match.run == worst.match.run:
            yield say("same_luck", best=best.match.name, worst=worst.match.name)
    yield from _luck(found, say, lang)
    if wars := [one.match.name for one in found.matches if one.war]:
        yield say("wars", n=len(wars), names=", ".join(wars))
    most = max(found.matches, key=lambda one: one.crises)
    yield say("crises", name=most.match.name, n=most.crises) if most.crises else say("no_crises")
    yield say(
        "detente",
        found=found.parted.found,
        n=len(found.matches),
        alone=percent(found.fan.detente.share, lang),
    )
    for name in ("in_kind", "answered", "accepted"):
        share, n = of_class(found, name)
        if n:
            yield say(name, share=percent(share, lang), n=n)
    gap, n = of_class(found, "above_red_line")
    if gap > SLIGHT:
        yield say("demands", gap=number(gap, lang, 0), n=n)


def _luck(found: Class, say: Say, lang: str) -> Iterator[str]:
    known = [one for one in found.matches if not math.isnan(one.gap())]
    if not known:
        return
    best, worst = min(known, key=lambda one: one.gap()), max(known, key=lambda one: one.gap())
    if best.gap() < 0:
        yield say("gained", name=best.match.name, gap=signed(best.gap(), lang, 0))
    else:
        yield say("all_worse")
    if worst.gap() > 0:
        yield say("lost", name=worst.match.name, gap=signed(worst.gap(), lang, 0))
    else:
        yield say("all_better")


def _ask(found: Class, say: Say, lang: str) -> Iterator[str]:
    ends = [one for one in found.matches if not math.isnan(one.end())]
    if len(ends) > 1 and ends[-1].end() - ends[0].end() > SLIGHT:
        yield say("q_ends", best=ends[0].match.name, worst=ends[-1].match.name)
    yield from islice(_about_acts(found, say, lang), ABOUT_ACTS)
    yield from islice(_about_predictions(found, say, lang), 1)
    if both := [one for one in ends if one.gap() > SLIGHT and one.gap("mutual_benefit") > 0]:
        yield say("q_both", name=max(both, key=Came.gap).match.name)
    if troubled := [one for one in ends if one.crises > 1 and one.end() < CALM]:
        most = max(troubled, key=lambda one: one.crises)
        yield say("q_luck", name=most.match.name, n=most.crises)
    yield from islice(_about_acts(found, say, lang), ABOUT_ACTS, None)
    yield from islice(_about_predictions(found, say, lang), 1, None)


def _about_acts(found: Class, say: Say, lang: str) -> Iterator[str]:
    acts = {name: of_class(found, name)[0] for name in (*SHARES, "above_red_line")}
    if not math.isnan(acts["in_kind"]):
        yield say("q_in_kind" if acts["in_kind"] > 0.5 else "q_passed", share=percent(acts["in_kind"], lang))
    if acts["above_red_line"] > SLIGHT:
        yield say("q_demands", gap=number(acts["above_red_line"], lang, 0))
    if acts["answered"] < 0.5:
        yield say("q_answered", share=percent(acts["answered"], lang))
    if acts["accepted"] < 0.5:
        yield say("q_accepted", share=percent(acts["accepted"], lang))


def _about_predictions(found: Class, say: Say, lang: str) -> Iterator[str]:
    for one in found.beside:
        about = text(f"play_class_predicted.{one.question}", lang)
        if abs(one.expected - one.came) > OFF[one.question]:
            yield say(
                "q_expected",
                expected=number(one.expected, lang),
                came=number(one.came, lang),
                question=about,
            )
        if one.right_of_sure.n >= FEWEST and one.sure > one.right_of_sure.high:
            shares = percent(one.sure, lang), percent(one.right_of_sure.share, lang)
            yield say("q_sure", sure=shares[0], right=shares[1], question=about)


def of_class(found: Class, measure: str) -> tuple[float, int]:
    """The mean of a measure over the matches that had occasion for it, and how many they are; NaN where none had."""
    known = [one.acts[measure] for one in found.matches if not math.isnan(one.acts[measure])]
    return (float(np.mean(known)) if known else math.nan), len(known)
