"""Made-up players of matches: what they send hangs on their own view and on who they are, and on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from simulation.actions import CODE
from simulation.play.match import Match, play
from simulation.play.seat_view import Rival, View, view
from simulation.play.seats import ANSWER, DOCTRINE, IN_KIND, MOVE, Game, Input, Said, Seat
from simulation.scenario import Scenario
from simulation.scenario.imposed import OFFERS


def game(scenario: Scenario, seats: Mapping[str, Seat], **settings: Any) -> Game:
    """A match of a scenario, with seed 7 where nothing else is said."""
    return Game(scenario.to_toml(), seats, **{"seed": 7} | settings)


def sends(match: Match, seat: str, away: bool = False) -> Input:
    """What a seat sends now: a busy player; a program, or who is away, that its doctrine decides."""
    stage: Literal["move", "answer"] = MOVE if match.stage == MOVE else ANSWER
    if away or not match.game.seats[seat].person:
        return Input(match.turn, stage, seat, by=DOCTRINE)
    seen = view(match, seat)
    assert seen.now is not None
    return Input(match.turn, stage, seat, {rival.name: says(seen, rival) for rival in seen.now.rivals})


def says(seen: View, rival: Rival) -> Said:
    """Every power is used now and then, by turn and seat; provoked, it provokes."""
    mood = 7 * seen.turn + len(seen.seat) + len(rival.name)
    open_acts = [choice.act for choice in rival.choices if choice.out is None]
    friendly = [act for act in open_acts if CODE[act] >= CODE["hold"]]
    act = open_acts[0] if mood % 5 == 4 else friendly[mood % len(friendly)]
    if seen.stage == MOVE:
        return Said(act="summit" if "summit" in open_acts and mood % 2 else act)
    told = [issue for issue in rival.issues if issue.is_now == "open"]
    return Said(
        act="hold" if rival.read is not None and rival.read > 0 else act,
        consent=None if rival.offer is None else rival.offer.out is None and mood % 3 > 0,
        accepts=OFFERS[: mood % 6],
        provoked=IN_KIND if mood % 2 else "hold",
        asks={issue.issue: min(1.0, max(issue.red_line, 0.45)) for issue in told},
        leaves=tuple(issue.issue for issue in rival.issues if issue.is_now == "in_force" and mood % 4 == 1),
        speaks=None if rival.abuse == 0 else mood % 2 > 0,
    )


def played(match: Match, turns: int) -> Match:
    """So many turns later, or at the end."""
    for one in coming(match, turns):
        match = one
    return match


def coming(match: Match, turns: int) -> Iterator[Match]:
    """The match after every input of so many turns."""
    last = match.turn + turns
    while match.stage != "over" and match.turn < last:
        match = play(match, sends(match, match.awaited[0]))
        yield match


def joined(match: Match, given: Input) -> Match:
    """The match after an input and, where only programs are waited for then, theirs."""
    match = play(match, given)
    while match.awaited and not any(match.game.seats[seat].person for seat in match.awaited):
        match = play(match, sends(match, match.awaited[0]))
    return match


def facing(match: Match, seat: str) -> tuple[Rival, ...]:
    """The rivals of a seat as it sees them now."""
    now = view(match, seat).now
    assert now is not None
    return now.rivals


def plain(match: Match, acts: Sequence[str], answer: str = "hold") -> Match:
    """Persons who do these acts one turn after the other, accept what they can and answer with `answer`."""
    for act in acts:
        turn = match.turn
        while match.stage != "over" and match.turn == turn:
            seat = match.awaited[0]
            if not match.game.seats[seat].person:
                match = play(match, sends(match, seat))
                continue
            said = {
                rival.name: Said(act=act)
                if match.stage == MOVE
                else Said(act=answer, consent=None if rival.offer is None else rival.offer.out is None)
                for rival in facing(match, seat)
            }
            match = play(match, Input(turn, MOVE if match.stage == MOVE else ANSWER, seat, said))
    return match
