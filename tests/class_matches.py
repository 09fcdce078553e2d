"""A class to try a debrief on: matches of one game, each with a run and with players of its own kind."""

from __future__ import annotations

from collections.abc import Mapping

from simulation.actions import CODE
from simulation.play.match import Match, begun, play
from simulation.play.seat_view import Rival, View, view
from simulation.play.seats import Input, Said, Seat
from simulation.scenario import Scenario
from tests.players import game, sends

#: what players of a kind want to do first, at best; whether they accept offers; whether they let provocations pass
KINDS: Mapping[str, tuple[tuple[str, ...], bool, bool]] = {
    "kind": (("trade", "science", "culture", "summit", "visit", "talk"), True, True),
    "wary": (("talk", "hold"), True, False),
    "cold": (("hold",), False, True),
    "hard": (("denounce", "coerce", "threaten"), False, False),
}


def says(seen: View, rival: Rival, kind: str) -> Said:
    """What a player of a kind decides."""
    wanted, yes, patient = KINDS[kind]
    out = {choice.act for choice in rival.choices if choice.out is None}
    wish = [act for act in wanted if act in out] or ["hold"]
    act = wish[seen.turn % len(wish)]
    if seen.stage == "move":
        return Said(act=act)
    provoked = rival.read is not None and rival.read < -0.2
    back = "hold" if provoked and patient else "denounce" if provoked else act
    consent = None if rival.offer is None else yes and rival.offer.out is None
    asks = {one.issue: min(1.0, one.red_line + 0.1) for one in rival.issues if one.is_now == "open"}
    return Said(act=back if CODE[back] <= CODE["hold"] or back in out else "hold", consent=consent, asks=asks)


def lives(match: Match, kinds: Mapping[str, str], turns: int) -> Match:
    """So many turns later; `kinds` by seat, "" for who is away."""
    last = match.turn + turns
    while match.stage != "over" and match.turn < last:
        seat = match.awaited[0]
        kind = kinds.get(seat, "")
        if kind:
            seen = view(match, seat)
            assert seen.now is not None
            said = {rival.name: says(seen, rival, kind) for rival in seen.now.rivals}
            match = play(match, Input(match.turn, seen.stage, seat, said))  # type: ignore[arg-type]
        else:
            match = play(match, sends(match, seat, away=True))
    return match


def a_class(scenario: Scenario, count: int, turns: int = 8, months: int = 3) -> dict[str, Match]:
    """So many matches of one game, with pairs of all kinds, by the name that each has in class."""
    one, other = scenario.labels[:2]
    names, found = list(KINDS), {}
    for number in range(count):
        kinds = {one: names[number % 4], other: names[(number // 4) % 4]}
        seats = {state: Seat(person=state in kinds) for state in scenario.labels}
        match = begun(game(scenario, seats, run=number, months=months))
        found[f"Match {number + 1}"] = lives(match, kinds, turns)
    return found
