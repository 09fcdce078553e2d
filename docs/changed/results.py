"""The tables of results, old beside new: claims, conditions of the story, the card."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from docs.changed.said import old_and_new, say
from docs.changed.taken import Taken
from simulation.catalogue import NOTHING, number, text
from simulation.experiments.card.scores import Difference
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.claims.effect import Effect
from simulation.experiments.validation import PatternRow
from simulation.pages.blocks import Block, Grid, Heading, Paragraph, flat
from simulation.words.card import (
    difference_cell,
    guess_name,
    model_words,
    pattern_name,
    role_words,
    target_words,
    verdict_words,
)
from simulation.words.causal_story import holds_word, measured_words
from simulation.words.claim import verdict_and_condition
from simulation.words.effects import effect_words

Entry = dict[str, Any]


def both(then: Iterable[Entry], now: Iterable[Entry], key: str) -> list[tuple[Entry | None, Entry | None]]:
    """Entries of the same name side by side, in the order of now, those that went at the end."""
    old, new = ({entry[key]: entry for entry in side} for side in (then, now))
    return [(old.get(name), entry) for name, entry in new.items()] + [
        (entry, None) for name, entry in old.items() if name not in new
    ]


def cells(
    pair: tuple[Entry | None, Entry | None], shown: Callable[[Entry, str], str], lang: str
) -> tuple[str, str]:
    """Both entries in words."""
    then, now = (None if entry is None else shown(entry, lang) for entry in pair)
    return old_and_new(then, now, lang)


def made(then: Entry, now: Entry, lang: str) -> Paragraph:
    """By which version (where the report says so), with how many runs, and from which seed the two reports were made."""
    said = []
    for report in (then, now):
        how = say("page.runs", lang, runs=number(report["runs"], lang, 0), seed=report["seed"])
        version = say("page.version", lang, version=report["version"]) if "version" in report else ""
        said.append(version + how)
    return Paragraph(say("page.was_made", lang, old=said[0], new=said[1]))


def _columns(first: str, lang: str) -> list[str]:
    return [say(first, lang), say("page.old", lang), say("page.new", lang)]


def _float(value: float | None) -> float:
    return math.nan if value is None else value


# --- claims ---------------------------------------------------------------------------------------------------


def claim_cell(claim: Entry, lang: str) -> str:
    """Verdict with its condition, effect with its interval, and in how many worlds it is borne out."""
    mean, low, high, sd = (_float(claim[name]) for name in ("effect", "low", "high", "sd"))
    effect = Effect(mean, low, high, sd, claim["runs"], bool(claim["ratio"]))
    tried, deaf = claim["worlds"], claim["not_applicable"]
    return say(
        "claims.cell",
        lang,
        verdict=verdict_and_condition(claim["verdict"], claim["condition"], (tried, deaf), lang),
        measure=text(f"claim_measure.{claim['measure']}", lang),
        effect=effect_words(effect, claim["measure"], lang),
        worlds=say("claims.worlds", lang, k=claim["borne_out"], n=tried),
    )


def claim_blocks(old: Taken, new: Taken, lang: str) -> list[Block]:
    """Every claim then and now."""
    rows = []
    for pair in both(old.claims["claims"], new.claims["claims"], "id"):
        name = (pair[1] or pair[0] or {})["id"]
        rows.append((f"{name}. {text(f'claim.{name.lower()}', lang)}", *cells(pair, claim_cell, lang)))
    return [
        Heading(say("claims.title", lang)),
        made(old.claims, new.claims, lang),
        Grid(say("claims.caption", lang), _columns("claims.column", lang), rows),
    ]


# --- the story ------------------------------------------------------------------------------------------------


def row_of(entry: Entry) -> Row:
    """A condition as the story's own reports take it."""
    rule = Rule(entry["rule"]["kind"], entry["rule"]["bound"], entry["rule"].get("upper", math.nan))
    found = tuple(
        Cell(
            tuple(cell["cell"]),
            _float(cell["value"]),
            _float(cell["low"]),
            _float(cell["high"]),
            _float(cell["spread"]),
            cell["n"],
        )
        for cell in entry["cells"]
    )
    return Row(entry["id"], entry["unit"], rule, found, entry["one_is_enough"], (), tuple(entry["missing"]))


def story_cell(entry: Entry, lang: str) -> str:
    """Whether a condition held, and the number on which that hangs."""
    said = measured_words(row_of(entry), lang)
    return say("story.cell", lang, holds=holds_word(entry["holds"], lang), number=said)


def story_blocks(old: Taken, new: Taken, lang: str) -> list[Block]:
    """Every condition then and now, a table a part of the story."""
    blocks: list[Block] = [Heading(say("story.title", lang)), made(old.story, new.story, lang)]
    groups: dict[str, list[tuple[str, ...]]] = {}
    for pair in both(old.story["rows"], new.story["rows"], "id"):
        row = pair[1] or pair[0] or {}
        said = row["sentence"][lang], *cells(pair, story_cell, lang)
        groups.setdefault(row["id"].split(".")[0], []).append(said)
    for group, rows in groups.items():
        title = text(f"causal_story_group.{group}", lang)
        blocks.append(Grid(title, _columns("story.column", lang), rows))
    return blocks


# --- the card -------------------------------------------------------------------------------------------------


def pattern_of(entry: Entry) -> PatternRow:
    """A pattern as the card's own report takes it."""
    numbers = {name: _float(entry[name]) for name in ("median", "low", "high")}
    return PatternRow(**{"pattern": "", **entry, **numbers})


def pattern_cell(entry: Entry, lang: str) -> str:
    """Median and band over the runs, and whether the record is met."""
    row = pattern_of(entry)
    (median, band), verdict = model_words(row, lang), verdict_words(row, lang)
    if band == NOTHING:
        return say("card.cell_alone", lang, median=median, verdict=verdict)
    return say("card.cell", lang, median=median, band=band, verdict=verdict)


def score_cell(entry: Entry, lang: str) -> str:
    """The model's score, or what a baseline's is beyond it, with interval."""
    found = entry["difference"]
    if found is None:
        return number(entry["crps"], lang, 2)
    return flat(difference_cell(Difference(*(_float(found[name]) for name in Difference._fields)), lang))


def _scores(card: Entry) -> list[Entry]:
    return [
        {"name": f"{where} {who}", "where": where, "who": who, **found}
        for where, whose in card["scores"].items()
        for who, found in whose.items()
    ]


def _score_name(entry: Entry, card: Entry, lang: str) -> str:
    who = guess_name(entry["who"], lang)
    if entry["difference"] is not None:
        who = say("card.less", lang, who=who)
    period, _, resolution = entry["where"].partition(".")
    if period == "ahead":
        return say("card.ahead", lang, quarters=resolution, who=who)
    first, last = card["held_out"]
    first = int(period.removeprefix("holdout_")) if period != "holdout" else first
    return say(
        "card.holdout", lang, first=first, last=last, resolution=text(f"card.{resolution}", lang), who=who
    )


def card_blocks(old: Taken, new: Taken, lang: str) -> list[Block]:
    """Every score and every pattern then and now."""
    scores = [
        (_score_name(pair[1] or pair[0] or {}, new.card, lang), *cells(pair, score_cell, lang))
        for pair in both(_scores(old.card), _scores(new.card), "name")
    ]
    patterns = []
    for pair in both(old.card["patterns"], new.card["patterns"], "key"):
        row = pattern_of(pair[1] or pair[0] or {})
        name = f"{pattern_name(row)}; {role_words(row.role, lang)}"
        patterns.append((name, target_words(row, lang), *cells(pair, pattern_cell, lang)))
    first, *others = _columns("card.pattern", lang)
    return [
        Heading(say("card.title", lang)),
        made(old.card, new.card, lang),
        Grid(say("card.scores", lang), _columns("card.score", lang), scores),
        Grid(say("card.patterns", lang), [first, say("card.record", lang), *others], patterns),
    ]
