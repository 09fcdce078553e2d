"""What the words mean: the terms of the catalogue, group by group, and how one is found that was typed."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from simulation.catalogue import languages, words

_GROUP = "term_group."


class Term(NamedTuple):
    """A word that needs a few others; `key` is the same in every language."""

    key: str
    name: str
    meaning: str


def terms(lang: str = "en") -> dict[str, list[Term]]:
    """The terms by the title of their group, as the catalogue orders them."""
    said = words(lang)
    groups = {
        name.removeprefix(_GROUP): title
        for name, title in ((key, said[key]) for key in words() if key.startswith(_GROUP))
    }
    return {
        title: [
            Term(key.removeprefix(f"term_{group}."), *_parted(said[key]))
            for key in words()
            if key.startswith(f"term_{group}.")
        ]
        for group, title in groups.items()
    }


def term(typed: str, lang: str = "en") -> Term | None:
    """The term that was typed, whatever its case and accents, by its key or by its name in any language; None if there
    is none of that name.
    """
    keys = {plain(name): key for name, key in names().items()}
    key = keys.get(plain(typed))
    return next((one for group in terms(lang).values() for one in group if one.key == key), None)


def names() -> dict[str, str]:
    """All names that a term can be asked for by -> its key."""
    every = [one for lang in languages() for group in terms(lang).values() for one in group]
    return {**{one.name: one.key for one in every}, **{one.key: one.key for one in every}}


def plain(name: str) -> str:
    """A name without what is easily typed otherwise: case, accents, hyphens and underscores."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.replace("_", " ").replace("-", " ").split())


def _parted(said: str) -> tuple[str, str]:
    name, _, meaning = said.partition(": ")
    return name, meaning
