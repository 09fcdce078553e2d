"""What a match for one begins with: fields of a form -> a game."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from simulation.doctrines import DOCTRINES
from simulation.errors import Problem, ScenarioError, choose, show
from simulation.play.guess import drawn
from simulation.play.seats import LONGEST_TURN, Game, Seat
from simulation.saying import say
from simulation.scenario import Scenario

OWN, HIDDEN = "own", "hidden"
MONTHS = (1, 3, 6, 12, LONGEST_TURN)
STOPS_FROM = 6  # months: a turn that is longer than a season ends when something happens
FIRST = "classroom"
#: scenarios of which a match is the beginning, and how many months of it: eight turns of a season fit into a lesson
LENGTH = {FIRST: 24}
SEASON = 3
SEEDS = 1_000_000  # of which one is drawn: short enough to be passed on
#: doctrines that nobody would play against: without orders it does nothing
_NOT_A_RIVAL = ("scripted",)
NAMED = tuple(name for name in DOCTRINES if name not in _NOT_A_RIVAL)
_SEED = re.compile(r"[0-9]{1,19}")
_KEY = re.compile(r"[\w-]{22}", re.ASCII)


class Wish(NamedTuple):
    """What somebody would like to play; `seed` is "" for one that is drawn."""

    scenario: str = FIRST
    seat: str = ""  # the first of the scenario
    rival: str = OWN
    months: int = 0  # the scenario's own pace
    seed: str = ""
    key: str = ""  # of the message, which the match is called by


def wish_of(fields: Iterable[tuple[str, str]], scenarios: Mapping[str, Scenario], first: str) -> Wish:
    """A wish as a form says it; what it leaves out is as the form begins. Raises ScenarioError, one line."""
    values = dict[str, str]()
    for name, value in fields:
        if name not in Wish._fields:
            raise _wrong(name, say("refusal.unknown_key", hint=choose(name, Wish._fields, "key")))
        if name in values:
            raise ScenarioError(say("refusal_seat.twice", field=show(name)))
        values[name] = value
    scenario = values.get("scenario", first)
    if scenario not in scenarios:
        raise ScenarioError(say("play_solo.no_scenario", hint=choose(scenario, list(scenarios), "key")))
    labels = scenarios[scenario].labels
    seat, rival = values.get("seat", labels[0]), values.get("rival", OWN)
    if seat not in labels:
        raise ScenarioError(say("refusal_match.no_seat", found=show(seat), names=", ".join(labels)))
    if rival not in (OWN, HIDDEN, *NAMED):
        raise ScenarioError(say("play_solo.no_rival", hint=choose(rival, (OWN, HIDDEN, *NAMED), "key")))
    months = values.get("months", str(SEASON if scenario in LENGTH else LONGEST_TURN))
    if months not in map(str, MONTHS):
        raise _wrong("months", say("play_solo.no_months", known=", ".join(map(str, MONTHS))))
    seed, key = values.get("seed", "").strip(), values.get("key", "")
    if seed and (not _SEED.fullmatch(seed) or int(seed) >= 2**63):
        raise _wrong("seed", say("play_solo.no_seed", found=show(seed)))
    if key and not _KEY.fullmatch(key):
        raise ScenarioError(say("refusal_seat.value", field="key", found=show(key)))
    return Wish(scenario, seat, rival, int(months), seed, key)


def game_of(wish: Wish, scenarios: Mapping[str, Scenario]) -> Game:
    """The game that is wished for: one person, and programs; chance and a hidden doctrine are drawn if they are to be."""
    scenario = scenarios[wish.scenario]
    hidden = wish.rival == HIDDEN
    doctrine = None if wish.rival == OWN else drawn() if hidden else wish.rival
    program = Seat(person=False, doctrine=doctrine, hidden=hidden)
    length = LENGTH.get(wish.scenario)
    return Game(
        scenario.to_toml(),
        {state: Seat() if state == wish.seat else program for state in scenario.labels},
        seed=int(wish.seed) if wish.seed else secrets.randbelow(SEEDS),
        months=wish.months,
        stops=wish.months > STOPS_FROM,
        length=None if length is None else min(length, scenario.months),
    )


def _wrong(field: str, said: str) -> ScenarioError:
    return ScenarioError([Problem((field,), said)])
