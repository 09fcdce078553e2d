"""Codes in place of names: which is whose, only the key of the game says, and with it whoever holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def codes(names: Iterable[str], key: str, letter: str) -> dict[str, str]:
    """A code for each name, "M01", "M02" and so on with `letter` M, in an order that only the `key` knows.

    The same names and key give the same codes, so that all files of a game go together; without the key neither the order
    in which pupils came nor the alphabet says anything.
    """

    def place(name: str) -> bytes:
        return hashlib.blake2b(name.encode(), key=hashlib.sha256(key.encode()).digest()).digest()

    shuffled = sorted(dict.fromkeys(names), key=place)
    digits = max(2, len(str(len(shuffled))))
    return {name: f"{letter}{number:0{digits}d}" for number, name in enumerate(shuffled, start=1)}
