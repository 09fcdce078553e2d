"""Words in the language in use, for code that all import: the catalogue is loaded when something is said, not before.

A scenario is read and a world simulated without a word; only a refusal needs one.
"""

from __future__ import annotations


def say(key: str, /, **values: object) -> str:
    """The entry `key` of the catalogue in the language in use, its `{placeholders}` filled with `values`."""
    from simulation import catalogue

    return catalogue.say(key, **values)


def phrase(section: str, said: str) -> str:
    """What a table or a library says in English, in the language in use; as it is where the catalogue has no words."""
    from simulation import catalogue

    return catalogue.phrase(section, said)


def number(value: float, decimals: int = 1) -> str:
    """A number as the language in use writes it; not for what is to be typed."""
    from simulation import catalogue

    return catalogue.number(value, catalogue.language(), decimals)


def use_language(lang: str) -> None:
    """Set the language of every message from now on: "en", "id"; ValueError, one line, for one that there is not.

    Without it the environment's `DETENTE_LANG` counts, and else English: never the machine's own language, which commands
    alone follow, so that a script or a notebook prints the same on every machine.

    >>> use_language("id")
    >>> say("issue.trade")
    'perdagangan'
    >>> use_language("en")
    """
    from simulation import catalogue

    catalogue.use(lang)
