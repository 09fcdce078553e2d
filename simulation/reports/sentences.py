"""The article's six sentences to read and to try: verdicts, a world in which each claim fails, and one experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulation.catalogue import number, text
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.reserved import GROUNDS, VECTORS
from simulation.findings.sentences import (
    AimFound,
    ClaimFound,
    ExperimentFound,
    SentenceFound,
    sentences_found,
)
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph
from simulation.words.claim import own_words, value_words, verdict_and_condition
from simulation.words.effects import effect_cell, effect_words, key, measure_words, unit_words, window_words


def sentences_blocks(lang: str = "en") -> list[Block]:
    """The six sentences, each with the verdicts on its claims and one number."""
    found = sentences_found()
    rows = [
        [
            text(f"article_sentence.{one['name']}", lang),
            "; ".join(
                text(f"verdict_short.{key(claim['verdict'])}", lang, id=claim["id"])
                for claim in one["claims"]
            ),
            next(_number(claim, lang) for claim in one["claims"] if claim["id"] == one["told_by"]),
        ]
        for one in found
    ]
    columns = [text(f"article_sentence.{name}", lang) for name in ("sentence", "verdicts", "number")]
    return [
        Heading(text("article_sentence.title", lang)),
        Paragraph(text("article_sentence.intro", lang)),
        Grid(text("article_sentence.caption", lang), columns, rows),
        _footing(found[0], lang),
    ]


def sentence_blocks(found: SentenceFound, lang: str = "en") -> list[Block]:
    """One sentence: each of its claims with verdict, effect, the experiment to run, and a world in which it fails."""
    blocks: list[Block] = [Heading(text(f"article_sentence.{found['name']}", lang))]
    for claim in found["claims"]:
        blocks += claim_blocks(claim, lang)
    return [*blocks, _footing(found, lang)]


def claim_blocks(found: ClaimFound, lang: str = "en") -> list[Block]:
    """A claim: its words, the verdict, the experiment that tests it, and a world in which it fails."""
    name = found["id"].lower()
    aims = text("claims.and", lang).join(_aim(aim, lang) for aim in found["aims"])
    counts = found["worlds"], found["not_applicable"]
    return [
        Heading(f"{found['id']}: {text(f'claim.{name}', lang)}", 3),
        Paragraph(
            verdict_and_condition(found["verdict"], found["condition"], counts, lang) + ".",
            lead=text("sentence.verdict", lang),
        ),
        Items(
            [
                text("sentence.effect", lang, effect=_number(found, lang)),
                text(
                    "sentence.place", lang, place=_place(found, lang), runs=found["runs"], seed=found["seed"]
                ),
                *_own(found, lang),
                text("claims.in_worlds", lang, borne=found["borne_out"], worlds=found["worlds"]),
            ]
        ),
        Paragraph(
            text(
                "sentence.experiment",
                lang,
                switch=text(f"claim_switch.{name}", lang),
                says=aims,
                mechanism=text(f"claim_mechanism.{name}", lang),
            ),
            lead=text("sentence.to_run", lang),
        ),
        Paragraph(_fails(found, lang), lead=text("sentence.fails", lang)),
    ]


def experiment_blocks(found: ExperimentFound, lang: str = "en") -> list[Block]:
    """What came of one experiment: the effect on each measure, window by window, and whether it bears the claim out."""
    claim = found["claim"].lower()
    blocks: list[Block] = [
        Heading(text("sentence.tried", lang, id=found["claim"])),
        Paragraph(text(f"claim.{claim}", lang)),
        Paragraph(text(f"claim_switch.{claim}", lang) + ".", lead=text("sentence.switch", lang)),
        Paragraph(world_words(found["world"], lang) + ".", lead=text("sentence.world", lang)),
    ]
    for case, own in found["cases"].items():
        rows = [row for aim in own["aims"] for row in _rows(aim, lang)]
        heads = [text(f"sentence.{name}", lang) for name in ("measure", "unit", "effect_column", "says")]
        name = value_words("case", case, lang) if case else text("sentence.result", lang)
        blocks.append(Grid(name, heads, rows))
    said = own_words(found["says"], lang)
    footing = text("sentence.footing", lang, runs=found["runs"], seed=found["seed"])
    return [
        *blocks,
        Paragraph(f"{said[:1].upper()}{said[1:]}.", lead=text("sentence.all", lang)),
        Paragraph(footing, quiet=True),
    ]


def world_words(world: Mapping[str, Any], lang: str = "en") -> str:
    """A world of the laboratory: doctrine, game, the character of the subject, how many states, compared with what."""
    said = [
        f"{text(f'sentence_world.{field}', lang)}: {value_words(field, world[field], lang)}"
        for field in ("family", "payoffs", "character", "states")
    ]
    if world["case"]:
        said.append(f"{text('sentence_world.case', lang)}: {value_words('case', world['case'], lang)}")
    return "; ".join(said)


def _aim(aim: AimFound, lang: str) -> str:
    """What a claim says of a measure, as a claim's own page says it."""
    way = "rises" if aim["sign"] > 0 else "falls"
    return text(f"claims.{way}", lang, measure=text(f"claim_measure.{aim['measure']}", lang))


def _effect(found: Mapping[str, Any]) -> Effect:
    """An effect from plain data."""
    numbers = (found[name] for name in ("effect", "low", "high", "sd"))
    effect, low, high, sd = (float("nan") if value is None else value for value in numbers)
    return Effect(effect, low, high, sd, found["runs"], bool(found.get("ratio", False)))


def _number(found: ClaimFound, lang: str) -> str:
    """The number that is quoted of a claim, with what it says."""
    after = f", {text('claims.after_all', lang)}" if found["aims"][0]["later"] else ""
    effect = effect_words(_effect(found), found["measure"], lang)
    return f"{found['id']}: {measure_words(found['measure'], lang)}{after}, {effect}; {own_words(found['says'], lang)}"


def _place(found: ClaimFound, lang: str) -> str:
    if not found["reserved"]:
        return text("claims.place_own", lang)
    return text("claims.place_reserved", lang, grounds=len(GROUNDS), vectors=VECTORS)


def _own(found: ClaimFound, lang: str) -> list[str]:
    """What the laboratory's own world says, where the verdict comes from others."""
    own = found["own"]
    if own is None:
        return []
    effect = effect_words(_effect(own), found["measure"], lang)
    return [text("sentence.own", lang, effect=effect, own=own_words(own["says"], lang))]


def _fails(found: ClaimFound, lang: str) -> str:
    fails = found["fails"]
    if fails is None:
        return text("claims.fails_nowhere", lang, worlds=found["worlds"])
    return text(
        "sentence.fails_in",
        lang,
        world=world_words(fails["world"], lang),
        measure=measure_words(found["measure"], lang),
        effect=effect_words(_effect(fails), found["measure"], lang),
        own=own_words(fails["says"], lang),
        runs=fails["runs"],
        seed=fails["seed"],
    )


def _rows(aim: Mapping[str, Any], lang: str) -> list[list[str | Cell]]:
    """An aim in a row, and its windows below it."""
    measure = aim["measure"]
    whole = text("claims.after_all", lang) if aim["windows"] else ""
    name = f"{measure_words(measure, lang)}, {whole}" if whole else measure_words(measure, lang)
    rows: list[list[str | Cell]] = [
        [name, unit_words(measure, lang), effect_cell(_effect(aim), lang), own_words(aim["says"], lang)]
    ]
    for window, effect in aim["windows"].items():
        cell = effect_cell(_effect(effect), lang)
        rows.append([window_words(window, lang), unit_words(measure, lang), cell, ""])
    return rows


def _footing(found: SentenceFound, lang: str) -> Paragraph:
    words = text(
        "sentence.report",
        lang,
        runs=number(found["runs"], lang, 0),
        world_runs=number(found["world_runs"], lang, 0),
        version=found["version"],
        day=found["day"],
    )
    return Paragraph(words, quiet=True)
