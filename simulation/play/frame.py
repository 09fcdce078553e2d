"""All that a seat's page shows, as one value of plain names and numbers, in no language.

    frame = frame_of(match, "Kastara", key=secrets.token_hex(16))
    seat_html(frame, "id", at="/seat/…")  # simulation.play.seat_page

Two frames of matches that differ in nothing but the rival's private world are equal, until the rival acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulation.play.ghost import Line, ghost_of, line_of, mutual
from simulation.play.match import Match
from simulation.play.seat_view import View, view
from simulation.play.seats import ANSWER, PERSON, UNDO, Said


class Lines(NamedTuple):
    """Felt tension towards a rival and mutual benefit with it, month by month, beside the ghost's."""

    rival: str
    own: Line
    ghost: Line


class Frame(NamedTuple):
    """What a page is made from."""

    view: View
    title: str  # of the scenario, in English as it has it
    start: str  # its first month
    turns: int | None  # in all; None where a turn ends when something happens
    lines: tuple[Lines, ...]
    #: what a form begins with: what was sent in this stage and taken back, or the answers of the turn before; by rival
    draft: Mapping[str, Said]
    key: str  # of the message that the page may send
    mine: int  # messages of this seat so far: who takes one back says of how many it was the last
    rev: int = 0  # rises when what this seat sees has changed
    life: str = ""  # of the server that counts it
    guesses: tuple[str, ...] = ()  # at the end: doctrines among which the hidden one is to be guessed
    guessed: str | None = None
    room: Any = None  # what a room adds: team, pause, who is away


def frame_of(
    match: Match,
    seat: str,
    key: str,
    rev: int = 0,
    life: str = "",
    guesses: tuple[str, ...] = (),
    guessed: str | None = None,
    room: Any = None,
) -> Frame:
    """The frame of a seat, a person's, in a match. Raises ScenarioError for a seat that is no person's."""
    seen, scenario, months = view(match, seat), match.ground.scenario, match.game.months
    return Frame(
        view=seen,
        title=scenario.title,
        start=scenario.start,
        turns=None if match.game.stops else -(-seen.months // months),
        lines=_lines(match, seat, match.can_be_told and guessed is not None),
        draft=_draft(match, seat),
        key=key,
        mine=mine(match, seat),
        rev=rev,
        life=life,
        guesses=guesses if match.can_be_told else (),
        guessed=guessed if match.can_be_told else None,
        room=room,
    )


def mine(match: Match, seat: str) -> int:
    """How many messages of a seat the match has had."""
    return sum(one.seat == seat for one in match.inputs)


def _lines(match: Match, seat: str, told: bool) -> tuple[Lines, ...]:
    ground, ghost, world = match.ground, ghost_of(match, told), match.ground.world
    lived = [(world.tension[:, 0], mutual(world, ground.p, ground.setting), world.trust[:, 0])]
    for month in match.lived:
        record = month.record
        lived.append((record.tension[:, 0], record.mutual_benefit[:, 0], record.trust[:, 0]))
    return tuple(
        Lines(rival, line_of(lived, row), ghost.line(row, match.month))
        for row, (state, rival) in enumerate(ground.scenario.pairs)
        if state == seat
    )


def _draft(match: Match, seat: str) -> Mapping[str, Said]:
    """What this seat sent in this stage and took back; else, for an answer, the standing answers of its turn before."""
    taken_back = False
    for one in reversed(match.inputs):
        if one.seat != seat or one.by != PERSON:
            continue
        if one.stage == UNDO:
            taken_back = True
        elif one.turn == match.turn and one.stage == match.stage and taken_back:
            return dict(one.said)
        elif match.stage == ANSWER and one.stage == ANSWER:
            return {
                rival: Said(accepts=said.accepts, provoked=said.provoked, asks=said.asks)
                for rival, said in one.said.items()
            }
    return {}
