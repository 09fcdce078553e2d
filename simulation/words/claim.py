"""What an experiment says of one claim of the article, in words: title, verdict, what came out, and where the claim fails.

Every word is computed from a `Result`. Nothing here is written down in advance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from simulation.catalogue import number, text
from simulation.experiments.claims.reserved import GROUNDS, SEED, VECTORS
from simulation.experiments.claims.result import Judged, Result
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.verdict import Finding, says
from simulation.experiments.claims.weighing import WEIGHINGS
from simulation.experiments.claims.worlds import World
from simulation.pages.blocks import flat
from simulation.words.doctrines import doctrine_title
from simulation.words.effects import effect_cell, effect_words, key, measure_words, window_words

SAYS = {1: "borne", 0: "neither", -1: "against"}  # what an effect says of a claim, as the catalogue calls it


def verdict_words(result: Result, lang: str = "en") -> str:
    """The verdict, with its condition if it has one."""
    worlds = len(result.findings), len(result.not_applicable)
    return verdict_and_condition(result.verdict, result.condition, worlds, lang)


def verdict_and_condition(
    verdict: str, condition: str | None, worlds: tuple[int, int], lang: str = "en"
) -> str:
    """The same of plain data; `worlds` says in how many it was tried, and in how many it does not apply."""
    word = text(f"verdict.{key(verdict)}", lang)
    tried, deaf = worlds
    if deaf and verdict != "supported only when":
        return text("claims.applies", lang, verdict=word, worlds=tried, all=tried + deaf)
    if verdict == "depends on what is called best":
        ways = (condition or "").removeprefix("case: ").split(", ")
        named = "; ".join(value_words("case", way, lang) for way in ways)
        return text("claims.borne_by", lang, verdict=word, ways=named)
    if verdict != "supported only when":
        return word
    if not condition:
        return f"{word} ({text('claims.unnamed', lang)})"
    said = []
    for part in condition.split("; "):
        field, _, values = part.partition(": ")
        named = ", ".join(value_words(field, value, lang) for value in values.split(", "))
        said.append(f"{text(f'world.{field}', lang)}: {named}")
    return f"{word} {text('claims.and', lang).join(said)}"


def value_words(field: str, value: object, lang: str = "en") -> str:
    """The value of a world's field: the title of a doctrine, the name of a payoff world or a character, a count."""
    if field == "family":
        return doctrine_title(str(value), lang, getattr(value, "title", ""))
    if field == "payoffs":
        return text(f"payoffs.{key(str(value))}", lang)
    if field == "case":
        return text(f"weighing.{value}" if value in WEIGHINGS else f"case.{value}", lang)
    return text(f"character.{key(str(value))}", lang) if field == "character" else str(value)


def percent_signed(value: float, lang: str = "en") -> str:
    """A share as a percentage that may lie below 0 or above 100."""
    return f"{number(100.0 * value, lang, 0)}%"


def claim_title(result: Result, lang: str = "en") -> str:
    """The finding in one line, computed from verdict and worlds."""
    return text(
        f"claim_title.{key(result.verdict)}",
        lang,
        id=result.claim.id,
        borne=result.borne_out,
        worlds=len(result.findings),
    )


def says_words(result: Result, lang: str = "en") -> str:
    """What the claim says of its measure: that it rises or falls."""
    said = []
    for aim in result.claim.aims:
        way = "rises" if aim.sign > 0 else "falls"
        said.append(text(f"claims.{way}", lang, measure=text(f"claim_measure.{aim.measure}", lang)))
    return text("claims.and", lang).join(said)


def alternative(result: Result, lang: str = "en") -> str:
    """The figure of a claim in words."""
    against = sum(finding.says == -1 for finding in result.findings)
    return text(
        "claims.alternative",
        lang,
        title=claim_title(result, lang),
        measure=measure_words(result.claim.measure, lang),
        effect=effect_words(result.effect, result.claim.measure, lang),
        borne=result.borne_out,
        neither=len(result.findings) - result.borne_out - against,
        against=against,
    )


def own_words(mark: int, lang: str = "en") -> str:
    """What an experiment says of a claim: +1 borne out, -1 against it, 0 neither."""
    return text(f"claims.own_{SAYS[mark]}", lang)


def group_words(world: World, lang: str = "en") -> str:
    """The family of a world as the figure groups worlds: its doctrine, and the number of states beyond two."""
    title = value_words("family", world.family, lang)
    return title if world.states == 2 else text("claims.states", lang, family=title, states=world.states)


def tally(findings: Iterable[Finding], group: Callable[[World], str]) -> dict[str, tuple[int, int]]:
    """In how many worlds of each group a claim is borne out, and how many the group has; in the order met."""
    found: dict[str, tuple[int, int]] = {}
    for finding in findings:
        borne, count = found.get(group(finding.world), (0, 0))
        found[group(finding.world)] = borne + (finding.says == 1), count + 1
    return found


def where_it_fails(result: Result, lang: str = "en") -> str:
    """The worlds in which a claim is not borne out, by family and by payoffs; "none found" if there are none."""
    failed = len(result.findings) - result.borne_out
    if not failed:
        return text("claims.fails_nowhere", lang, worlds=len(result.findings))
    against = sum(finding.says == -1 for finding in result.findings)
    said = [text("claims.fails", lang, failed=failed, worlds=len(result.findings), against=against)]
    if not result.borne_out:
        return said[0]
    for by, group in (
        ("family", lambda world: group_words(world, lang)),
        ("payoffs", lambda world: value_words("payoffs", world.payoffs, lang)),
        ("character", lambda world: value_words("character", world.character, lang)),
        ("case", lambda world: value_words("case", world.case, lang) if world.case else ""),
    ):
        if by == "case" and not result.findings[0].world.case:
            continue
        said.append(text(f"claims.fails_{by}", lang, shares=_shares(tally(result.findings, group), lang)))
    return " ".join(said)


def _shares(tallied: Mapping[str, tuple[int, int]], lang: str) -> str:
    """Groups by how many of their worlds bear a claim out: none, some (fewest first), all."""
    none = [name for name, (borne, _) in tallied.items() if borne == 0]
    every = [name for name, (borne, count) in tallied.items() if borne == count]
    some = sorted(
        (borne / count, text("claims.of", lang, group=name, borne=borne, all=count))
        for name, (borne, count) in tallied.items()
        if 0 < borne < count
    )
    parts = {"none": none, "some": [words for _, words in some], "every": every}
    return "; ".join(
        text(f"claims.in_{name}", lang, groups=", ".join(groups)) for name, groups in parts.items() if groups
    )


def place_words(result: Result, lang: str = "en") -> str:
    """Where the experiment that the verdict hangs on was made."""
    if not result.claim.used_in_building:
        return text("claims.place_own", lang)
    return text("claims.place_reserved", lang, grounds=len(GROUNDS), vectors=VECTORS)


def judged_words(judged: Judged, lang: str = "en") -> str:
    """What came of one aim: its effect, and window by window if it has any."""
    measure = judged.aim.measure
    said = f"{text(f'claim_measure.{measure}', lang)}: {effect_words(judged.effect, measure, lang)}"
    if not judged.by_window:
        return said
    windows = "; ".join(
        f"{window_words(window, lang)} {flat(effect_cell(effect, lang))}, {own_words(says(effect, judged.aim.sign), lang)}"
        for window, effect in judged.by_window.items()
    )
    return f"{said} ({text('claims.after_all', lang)}; {windows})"


def came_out(result: Result, lang: str = "en") -> str:
    """The verdict, what each case and aim says, in how many worlds it holds, and what is no part of the verdict."""
    stated = []
    for case, own in result.cases.items():
        aims = ". ".join(judged_words(judged, lang) for judged in own.judged)
        name = f"{value_words('case', case, lang)}: " if case else ""
        stated.append(text("claims.own", lang, case=name, aims=aims, own=own_words(own.says, lang)))
    said = [
        text("claims.out", lang, verdict=verdict_words(result, lang), place=place_words(result, lang)),
        *stated,
        text("claims.in_worlds", lang, borne=result.borne_out, worlds=len(result.findings)),
    ]
    if next(iter(result.cases.values())).says == 1 and np.isfinite(result.frozen.share):
        # otherwise there is no effect to take a share of
        share, low, high = (percent_signed(value, lang) for value in result.frozen)
        said.append(text("claims.frozen", lang, share=share, low=low, high=high))
    beside = [
        f"{measure_words(name, lang)} {effect_words(effect, name, lang)}"
        for own in result.cases.values()
        for name, effect in own.beside.items()
    ]
    if beside:
        said.append(text("claims.beside", lang, beside="; ".join(beside)))
    if result.building is not None:
        there = "; ".join(judged_words(judged, lang) for judged in result.building.judged)
        said.append(text("claims.building", lang, there=there, own=own_words(result.building.says, lang)))
    if result.not_applicable:
        said.append(text("claims.deaf", lang, worlds=len(result.not_applicable)))
    return " ".join(said)


def how_tested(result: Result, report: Report, lang: str = "en") -> str:
    """How a claim was tested: mechanism, switch and control, what would bear it out, runs and worlds."""
    claim = result.claim
    return text(
        "claims.tested",
        lang,
        mechanism=text(f"claim_mechanism.{claim.id.lower()}", lang),
        switch=text(f"claim_switch.{claim.id.lower()}", lang),
        says=says_words(result, lang),
        runs=number(result.effect.runs, lang, 0),
        seed=report.seed + (SEED if claim.used_in_building else 0),
        place=place_words(result, lang),
        world_runs=number(report.world_runs, lang, 0),
        worlds=len(result.findings),
    )
