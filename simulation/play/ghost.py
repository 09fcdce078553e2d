"""The ghost of a match: the same world and the same chance, with nobody at the table.

What a player's line on a chart is laid beside: what its state and the others would have done by themselves. States decide
by the doctrines of the scenario, and a program that hides nothing by the doctrine that it is named with; of a program that
hides, nothing at all may show until it is told who it was, so in the ghost its state decides as the scenario has it. What a
teacher brought in happens to the ghost as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import numpy as np

from simulation import inputs, months
from simulation.parameters import Parameters
from simulation.play.match import Match
from simulation.rules.arrays import add_up
from simulation.scenario import Event, Scenario
from simulation.stages import material
from simulation.state import Array, Setting, World

KEPT = 128  # ghosts that are kept: matches of a class that is played at once, and some


class Line(NamedTuple):
    """What a state feels towards a rival, and what both gain: as it began, and after each month."""

    tension: tuple[float, ...]  # felt by the state, points 0-100
    benefit: tuple[float, ...]  # mutual, % of GDP a year
    trust: tuple[float, ...]  # that the rival would reciprocate, 0-1


class Ghost:
    """The world that nobody plays, lived as far as anybody has asked."""

    def __init__(self, scenario: Scenario, seed: int, run: int) -> None:
        p = inputs.parameters_of(scenario)
        begins = months.course(scenario, p, seed, (run, run + 1))
        self.scenario = scenario
        self._lock, self._coming = Lock(), months.months(begins)
        gain = mutual(begins.world, p, begins.setting)
        self._lived = [(begins.world.tension[:, 0], gain, begins.world.trust[:, 0])]

    def line(self, row: int, month: int) -> Line:
        """What the actor of a pair feels up to the end of the first `month` months; shorter where war ended it before."""
        with self._lock:
            while len(self._lived) <= month:
                come = next(self._coming, None)
                if come is None:
                    break
                world, record = come
                self._lived.append((record.tension[:, 0], record.mutual_benefit[:, 0], record.trust[:, 0]))
                if world.over[0]:
                    self._coming = iter(())
            lived = self._lived[: month + 1]
        return line_of(lived, row)


def line_of(lived: Sequence[tuple[Array, Array, Array]], row: int) -> Line:
    """The line of a pair from tension, mutual benefit and trust of all pairs, `[pair]`, month by month."""
    return Line(*(tuple(float(one[row]) for one in kind) for kind in zip(*lived, strict=True)))


def ghost_of(match: Match, told: bool = False) -> Ghost:
    """The ghost of a match: the same for all matches of the same game, chance and events.

    `told`: it may be known by now which doctrines hidden programs have.
    """
    game = match.game
    named = {
        state: seat.doctrine
        for state, seat in game.seats.items()
        if seat.doctrine is not None and not seat.person and (told or not seat.hidden)
    }
    events = tuple(one.event for one in match.inputs if one.event is not None)
    return _ghost(game.scenario, tuple(sorted(named.items())), events, game.seed, game.run)


def mutual(world: World, p: Parameters, setting: Setting) -> Array:
    """What both gain in a world, `[pair]`, % of GDP a year: the smaller of the two gains."""
    total = add_up(material.benefit(world, p, setting))
    return np.minimum(total, total[setting.reverse])[:, 0]


@lru_cache(maxsize=KEPT)
def _ghost(
    scenario: str, named: tuple[tuple[str, str], ...], events: tuple[Event, ...], seed: int, run: int
) -> Ghost:
    told = Scenario.from_toml(f"{scenario}\n")
    if named:
        told = told.changed(doctrines=dict(named))
    if events:
        told = told.changed(events=(*told.events, *events))
    return Ghost(told, seed, run)
