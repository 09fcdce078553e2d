"""What the words mean: the terms of the catalogue, group by group, and how one is found that was typed."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from simulation.catalogue import languages, text, words
from simulation.words.shown_terms import QUANTITIES, SHOWN, VARIABLE_TERMS
from simulation.words.variables import quantity_name, variable_words

_GROUP = "term_group."
#: what stands in a label for a name that the program fills in
_GAP = "filledin"
_GAPS = dict.fromkeys(("pair", "who", "issue"), _GAP)


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
    """The term that was typed, or that explains what is printed as it was typed, whatever its case, accents and
    punctuation, in any language; None if there is none. What the language `lang` says comes first.
    """
    known = _known(lang)
    part = typed.rpartition(": ")[2]  # of a row `US: growth, % a year`, or of one of several issues
    found = (known.get(plain(one)) or _matching(plain(one), lang) for one in (typed, part))
    key = next(filter(None, found), None)
    return next((one for group in terms(lang).values() for one in group if one.key == key), None)


def nearest_term(typed: str, lang: str = "en") -> str | None:
    """The name, in `lang`, that is most like what was typed; None if none is much like it."""
    own = {plain(one.name): one.name for group in terms(lang).values() for one in group}
    close = get_close_matches(plain(typed), own, n=1, cutoff=0.7)
    return own[close[0]] if close else None


def plain(name: str) -> str:
    """A name without what is easily typed otherwise: case, accents, hyphens and other marks."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", kept).split())


@cache
def _known(lang: str) -> dict[str, str]:
    """All that a term can be asked for by -> its key."""
    found: dict[str, str] = {}
    for one in (*(other for other in languages() if other != lang), lang):
        shown = _shown(one)
        found |= {plain(_before(said)): key for said, key in shown if plain(_before(said))}
        found |= {plain(said): key for said, key in shown}
    found |= {plain(name): key for name, key in VARIABLE_TERMS.items()}
    for one in (*(other for other in languages() if other != lang), lang):
        every = [term for group in terms(one).values() for term in group]
        found |= {plain(term.key): term.key for term in every}
        found |= {plain(term.name): term.key for term in every}
    return found


def _shown(lang: str) -> list[tuple[str, str]]:
    """What is printed in a language, and the key of the term that explains it."""
    labels = [(text(entry, lang, **_GAPS), key) for entry, key in SHOWN.items()]
    named = [(variable_words(name, lang), key) for name, key in VARIABLE_TERMS.items()]
    return [*named, *((quantity_name(name, lang), VARIABLE_TERMS[name]) for name in QUANTITIES), *labels]


def _before(said: str) -> str:
    """A label without what follows it: a unit, a colon and more, a bracket."""
    return re.split(r"[,:(]", said)[0]


def _matching(typed: str, lang: str) -> str | None:
    """The key of a label that names a pair of states, or an issue, as it was typed."""
    for said, key in (one for other in (lang, *languages()) for one in _shown(other)):
        if _GAP in said and re.fullmatch(plain(said).replace(_GAP, ".+"), typed):
            return key
    return None


def _parted(said: str) -> tuple[str, str]:
    name, _, meaning = said.partition(": ")
    return name, meaning
