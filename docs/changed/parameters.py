"""Parameters that went, that came, and whose default is another."""

from __future__ import annotations

from typing import NamedTuple

from docs.changed.said import say
from docs.changed.taken import Taken
from simulation.catalogue import words
from simulation.pages.blocks import Block, Grid, Heading, Paragraph


class Moves(NamedTuple):
    """Names of parameters by what became of them."""

    gone: list[str]
    come: list[str]
    moved: list[str]


def moves(old: Taken, new: Taken) -> Moves:
    """What became of every parameter, in the order in which each model declares them."""
    then, now = old.parameters, new.parameters
    return Moves(
        [name for name in then if name not in now],
        [name for name in now if name not in then],
        [name for name in now if name in then and now[name]["default"] != then[name]["default"]],
    )


def default(taken: Taken, name: str, lang: str) -> str:
    """The default of a parameter as it would be typed, or that there is none."""
    about = taken.parameters.get(name)
    return say("page.none", lang) if about is None else f"{about['default']:g}"


def why_gone(name: str, lang: str) -> str:
    """What the model says of a parameter that it no longer has."""
    return words(lang).get(f"gone_parameter.{name}", say("parameters.unsaid", lang))


def parameter_blocks(old: Taken, new: Taken, lang: str) -> list[Block]:
    """A table each for what went, came and moved."""
    found = moves(old, new)
    old_word, new_word = say("page.old", lang), say("page.new", lang)
    name = say("parameters.name", lang)
    was, meaning = say("parameters.was", lang), say("parameters.meaning", lang)
    tables: dict[str, tuple[list[str], list[tuple[str, ...]]]] = {
        "gone": (
            [name, old_word, was, say("parameters.instead", lang)],
            [(one, default(old, one, lang), old.parameters[one]["meaning"], why_gone(one, lang)) for one in found.gone],
        ),
        "come": (
            [name, new_word, meaning],
            [(one, default(new, one, lang), new.parameters[one]["meaning"]) for one in found.come],
        ),
        "moved": (
            [name, old_word, new_word, meaning],
            [
                (one, default(old, one, lang), default(new, one, lang), new.parameters[one]["meaning"])
                for one in found.moved
            ],
        ),
    }  # fmt: skip
    blocks: list[Block] = [
        Heading(say("parameters.title", lang)),
        Paragraph(say("parameters.about", lang)),
    ]
    for what, (columns, rows) in tables.items():
        title = say(f"parameters.{what}", lang)
        nothing = Paragraph(say("parameters.nothing", lang), f"{title}:")
        blocks.append(Grid(title, columns, rows) if rows else nothing)
    return blocks
