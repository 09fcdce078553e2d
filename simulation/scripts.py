"""Names in every script: which letters there are, which are look-alikes of others, and what a keyboard makes of them."""

from __future__ import annotations

import unicodedata

#: letters of other scripts by the Latin ones that look the same, capital and small
_LOOK = {
    "A": "\u0410\u0391", "B": "\u0412\u0392", "C": "\u0421\u03f9", "E": "\u0415\u0395", "H": "\u041d\u0397",
    "I": "\u0406\u0399", "J": "\u0408", "K": "\u041a\u039a", "M": "\u041c\u039c", "N": "\u039d", "O": "\u041e\u039f",
    "P": "\u0420\u03a1", "S": "\u0405", "T": "\u0422\u03a4", "X": "\u0425\u03a7", "Y": "\u04ae\u03a5", "Z": "\u0396",
    "a": "\u0430", "c": "\u0441", "e": "\u0435", "i": "\u0456", "j": "\u0458", "o": "\u043e\u03bf", "p": "\u0440",
    "s": "\u0455", "v": "\u03bd", "x": "\u0445", "y": "\u0443",
}  # fmt: skip
LATIN = {other: letter for letter, others in _LOOK.items() for other in others}
SIGNS = ".'&()-_ \u200c\u200d"  # what a name may hold besides letters, their marks, and digits; the last two join letters


def script(letter: str) -> str:
    """The script that a letter belongs to, "" for what belongs to none: a digit, a mark, a sign."""
    if not letter.isalpha():
        return ""
    return unicodedata.name(letter, "").partition(" ")[0].removesuffix("-A").removesuffix("-B")


def code_point(letter: str) -> str:
    """A letter with its number: 'A' (U+0410)."""
    return f"'{letter}' (U+{ord(letter):04X})"


def plain(name: str) -> str:
    """A name as keyboards of all systems agree on it: letters with their marks in one, and single blanks."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def twin(name: str) -> str:
    """The first letter of a name that is another one's twin in width or shape (full-width, ligature); "" if none is."""
    return next((letter for letter in name if unicodedata.normalize("NFKC", letter) != letter), "")


def stranger(name: str) -> str:
    """The first letter of another script that looks like a Latin one, in a name that is otherwise Latin; "" if none is."""
    if not any(script(letter) == "LATIN" for letter in name):
        return ""
    return next((letter for letter in name if letter in LATIN), "")


def looks(name: str) -> str:
    """What a name looks like, whatever its script: two names that look alike are one to a reader."""
    return "".join(LATIN.get(letter, letter) for letter in name).casefold()


def odd(name: str) -> str:
    """The first character that has no place in a name; "" if none is odd."""
    return next((one for one in name if unicodedata.category(one)[0] not in "LMN" and one not in SIGNS), "")
