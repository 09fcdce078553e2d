"""The causal figure walked arrow by arrow: all of them in a table, and one with its equations, sources and switch."""

from __future__ import annotations

from simulation.article_story import VERDICTS, tally
from simulation.catalogue import number, text
from simulation.explaining import reason_words
from simulation.findings.arrows import (
    ArrowFound,
    ArrowLine,
    CouplingFound,
    EquationFound,
    LetterFound,
    SwitchFound,
    arrow_lines,
)
from simulation.mechanisms.equations import OF_REASONS
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph
from simulation.words.sensitivity import as_set

#: how a sign is written in tables, as in the figure
MARKS = {1: "+", -1: "\N{MINUS SIGN}", 0: "\N{PLUS-MINUS SIGN}", None: "?"}
_WAYS = {1: "more", -1: "less", 0: "both", None: "none"}
_REASONS = "the letters of reasons"  # which are told once, as those of an equation are
TO = " \N{RIGHTWARDS ARROW} "


def arrows_blocks(lang: str = "en") -> list[Block]:
    """The list of arrows: cause and effect, what the article says, what the model has, and the claims."""
    lines = arrow_lines()
    rows = [
        [
            arrow_words(line, lang),
            MARKS[line["said"]],
            MARKS[line["sign"]],
            text(f"arrow_verdict.{line['verdict']}", lang),
            ", ".join(line["claims"]),
        ]
        for line in lines
    ]
    columns = [text(f"arrow.{name}", lang) for name in ("arrow", "article", "model", "verdict", "claims")]
    counted = "; ".join(
        f"{text(f'arrow_verdict.{name}', lang)}: {number(tally()[name], lang, 0)}"
        for name in VERDICTS
        if tally()[name]
    )
    return [
        Heading(text("arrow.title", lang)),
        Paragraph(text("arrow.intro", lang)),
        Grid(text("arrow.caption", lang, arrows=len(lines), counted=counted), columns, rows),
        Paragraph(text("arrow.marks", lang), quiet=True),
    ]


def arrow_blocks(found: ArrowFound, lang: str = "en") -> list[Block]:
    """One arrow: the article's words, the chains it rests on, each coupling's equations, and the model without it."""
    said, has = (text(f"arrow.way_{_WAYS[found[sign]]}", lang) for sign in ("said", "sign"))
    blocks: list[Block] = [
        Heading(arrow_words(found, lang)),
        Paragraph(text("arrow.says", lang, way=said), lead=text("arrow.article", lang)),
        Items([f"{claim}: {text(f'claim.{claim.lower()}', lang)}" for claim in found["claims"]]),
        Paragraph(text(f"arrow.has_{found['verdict']}", lang, way=has), lead=text("arrow.model", lang)),
    ]
    if found["chains"]:
        rows = [
            [TO.join(quantity(name, lang) for name in one["path"]), MARKS[one["sign"]]]
            for one in found["chains"]
        ]
        heads = [text("arrow.chain", lang), text("arrow.of_the_arrow", lang)]
        blocks.append(Grid(text("arrow.rests_on", lang), heads, rows))
    told: set[str] = set()
    for one in found["couplings"]:
        blocks += _coupling(one, told, lang)
    return [*blocks, Heading(text("arrow.without", lang), 3), *_without(found, lang)]


def arrow_words(found: ArrowLine | ArrowFound, lang: str = "en") -> str:
    """An arrow by the names of its boxes."""
    return text(f"article_box.{found['cause']}", lang) + TO + text(f"article_box.{found['effect']}", lang)


def quantity(name: str, lang: str = "en") -> str:
    """What a quantity of the model is called, as at the beginning of a sentence."""
    said = text(f"quantity.{name}", lang)
    return said[:1].upper() + said[1:]


def _coupling(found: CouplingFound, told: set[str], lang: str) -> list[Block]:
    """A coupling by its rules or reasons; letters of an equation that were `told` further up are not told again."""
    reasons = found["effect"] in OF_REASONS
    rows, notes = [], []
    for way in found["ways"]:
        for one in (way["equation"], *_parts(way["equation"])):
            name, own = one["name"], one is way["equation"]
            words = f"{name}: {reason_words(name, lang)}" if reasons else name
            rows.append([words if own else f"({name})", one["said"], MARKS[way["sign"]] if own else ""])
            if one["letters"] and name not in told:
                letters = "; ".join(_letter(letter, lang) for letter in one["letters"])
                notes.append(text("arrow.letters", lang, name=name, letters=letters))
            told.add(name)
    if reasons and not told & {_REASONS}:
        notes.append(text("arrow.reason_letters", lang))
        told.add(_REASONS)
    sources = [text("arrow.assumption", lang) if one == "assumption" else one for one in found["sources"]]
    notes.append(text("arrow.source", lang, source="; ".join(sources)))
    switch = ", ".join(f"{one['name']} = {as_set(one['value'], lang)}" for one in found["switch"])
    notes.append(text("arrow.switch", lang, switch=switch) if switch else text("arrow.no_switch", lang))
    heads = [text(f"arrow.{head}", lang) for head in ("reason" if reasons else "rule", "equation", "pulls")]
    ends = TO.join(quantity(name, lang) for name in (found["cause"], found["effect"]))
    return [
        Heading(f"{ends}: {MARKS[found['sign']]}", 3),
        Grid(text("arrow.acts_by", lang), heads, rows),
        Items(notes),
    ]


def _parts(one: EquationFound) -> list[EquationFound]:
    """What an equation is made of, all the way down, each once."""
    found = [found for part in one["made_of"] for found in (part, *_parts(part))]
    return list({part["name"]: part for part in found}.values())


def _letter(found: LetterFound, lang: str) -> str:
    """What a letter is: `k = relief 23 (points)`; a parameter that stands by its own name is not named twice."""
    name = found["name"] if found["letter"] == found["name"] else f"{found['letter']} = {found['name']}"
    if found["value"] is None:
        return f"{name} ({text('arrow.of_states', lang)})"
    return f"{name} {as_set(found['value'], lang)} ({found['unit']})"


def _without(found: ArrowFound, lang: str) -> list[Block]:
    """What to set so that the story runs without the arrow, and what goes with it; or why nothing can be set."""
    if not found["chains"]:
        return [Paragraph(text("arrow.is_missing", lang))]
    if not found["switch"]:
        return [Paragraph(text("arrow.stays", lang))]
    also = "; ".join(TO.join(quantity(name, lang) for name in pair) for pair in found["goes_too"])
    return [
        Paragraph(text("arrow.set", lang)),
        Items([_setting(one, lang) for one in found["switch"]]),
        Paragraph(text("arrow.goes_too", lang, couplings=also) if also else text("arrow.goes_alone", lang)),
        Paragraph(text("arrow.note", lang), quiet=True),
    ]


def _setting(one: SwitchFound, lang: str) -> str:
    name, value = one["name"], as_set(one["value"], lang)
    if one["default"] is None:
        return text("arrow.set_field", lang, name=name, value=value)
    default = as_set(one["default"], lang)
    return text("arrow.set_parameter", lang, name=name, value=value, default=default, meaning=one["meaning"])
