"""What came of trying a network with phones, as the teacher sees it: a row for each, and what there is to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulation.catalogue import text
from simulation.play.network_fit import CHECKS, Line, line
from simulation.play.room_pages.network_phones import Phone

#: the checks in the table: whatever is in it has passed the first
LATER = tuple(CHECKS)[1:]


class Cell(NamedTuple):
    """What came of a check with a phone."""

    found: str
    fit: bool | None  # whether there is nothing to do; None where it was not tried


class Row(NamedTuple):
    """A phone, with a cell for each later check."""

    name: str
    cells: tuple[Cell, ...]


def row(phone: Phone, lang: str) -> Row:
    """What came of the checks with one phone."""
    number = phone.number
    name = text("play_network.phone", lang, n=number) if number else text("play_network.here", lang)
    return Row(name, tuple(_cell(phone, check, lang) for check in LATER))


def _cell(phone: Phone, check: str, lang: str) -> Cell:
    said = phone.said(check, lang)
    if said is None:
        return Cell(text("play_network.not_tried", lang), None)
    return Cell(said.found, phone.outcomes[check] == CHECKS[check][0])


def to_do(phones: Sequence[Phone], lang: str) -> list[Line]:
    """What is said of all that went less well than it may, each thing once; of the speed, the slowest."""
    found = {
        (check, outcome): phone.seconds
        for phone in sorted(phones, key=lambda phone: phone.seconds)
        for check, outcome in phone.outcomes.items()
    }
    return [
        line(check, outcome, lang, seconds=found[check, outcome])
        for check, (_, *worse) in CHECKS.items()
        for outcome in worse
        if (check, outcome) in found
    ]
