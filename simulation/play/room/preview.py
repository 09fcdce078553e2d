"""What an event would do to a match, before it is brought in: the chance of a crisis in its month, with it and without.

From the match's present world, with chance of its own, never the match's: what is in store for the class stays there. All
states decide by their doctrines from here on, since what persons will do nobody knows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation import draws as chance
from simulation import inputs, months
from simulation.catalogue import month as calendar
from simulation.catalogue import number, text
from simulation.errors import ScenarioError
from simulation.months import Course, by_month
from simulation.play.match import OVER, Match
from simulation.play.room.events import Injected
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.state import Array, Draws, Record, World

WORLDS = 512
LOOKS_ON = 12  # months from the event on in which something may differ


class Preview(NamedTuple):
    """Shares of `worlds` worlds: a crisis begins in the event's month, without it and with it; and nothing that all can
    see, no deed, crisis or signature, differs in so many `months` from then on."""

    date: str
    without: float
    given: float
    same: float
    months: int
    worlds: int


def preview(match: Match, event: Injected) -> Preview:
    """What an event would bring about at a table. Raises ScenarioError where it cannot be brought in."""
    old, month = match.ground.scenario, match.month + event.after
    if match.stage == OVER or month >= old.months:
        raise ScenarioError(say("refusal_match.no_event"))
    date = old.month_text(month)
    new = old.changed(events=(*old.events, event.imposed(date)))
    last = min(month + LOOKS_ON, old.months)
    seed = int(chance.of_design(match.game.seed, "room: preview").integers(2**63))
    given = chance.draws(seed, old.labels, old.pairs, last - match.month, 0, WORLDS)
    plain, struck = (_lived(match, one, last, by_month(given)) for one in (old, new))
    at = event.after
    same = np.all([_alike(a, b) for a, b in zip(plain, struck, strict=True)], axis=0)
    return Preview(date, _crises(plain[at]), _crises(struck[at]), float(same.mean()), last - month, WORLDS)


def told(seen: Preview, lang: str) -> str:
    """A preview in words: "crisis in Apr 1960: 6 % -> 33 %; in 72 of 100 nothing differs"."""
    shares = {"without": seen.without, "given": seen.given, "same": seen.same}
    said = {name: number(100 * share, lang, 0) for name, share in shares.items()}
    return text(
        "play_room.preview", lang, date=calendar(seen.date, lang), months=seen.months, n=seen.worlds, **said
    )


def _lived(match: Match, scenario: Scenario, last: int, given: list[Draws]) -> list[Record]:
    """The months from the present one up to `last`, in all worlds at once."""
    ground = match.ground
    world = World(*(np.repeat(value, WORLDS, axis=-1) for value in match.world))
    imposed = by_month(inputs.imposed_on(scenario))[match.month : last]
    course = Course(world, ground.p, ground.setting, imposed, given)
    return [record for _, record in months.months(course)]


def _crises(record: Record) -> float:
    return float((record.severity > 0).any(axis=0).mean())


def _alike(one: Record, other: Record) -> Array:
    """Whether all that can be seen of a month is the same, `[run]`."""
    alike = np.ones(WORLDS, dtype=bool)
    for name in ("initiative", "response", "refused", "severity", "signed", "broken"):
        here, there = getattr(one, name), getattr(other, name)
        alike &= (here == there).reshape(-1, WORLDS).all(axis=0)
    return alike
