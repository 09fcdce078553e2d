"""What came of each match: its lines, how it stood when the class stopped, and whether it found détente."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.engine import simulate
from simulation.experiments.detente import detente_spells, dyads
from simulation.play.class_debrief.again import Again, Tell, alike, gone_through
from simulation.play.class_debrief.conduct import conduct
from simulation.play.class_debrief.fan import SHOWN, lines
from simulation.play.class_debrief.told import Told
from simulation.state import Array


class Came(NamedTuple):
    """One match. Lines and ends are means over both sides; what is of the end is of the last month that was played.

    `nobody` is the same world with the same chance, played by nobody. `detente` is counted to the scenario's end
    (`experiments.detente`), where the doctrines decide after the last turn.
    """

    match: Told
    lines: dict[str, list[float]]  # by variable in SHOWN, of the months that were played; NaN from a war on
    nobody: dict[str, list[float]]
    crises: int  # that began, in all dyads
    near_misses: int
    signed: int  # agreements that were signed or renewed
    in_force: int  # agreements, at the end of play
    war: bool  # while it was played
    detente: bool
    lasted: bool  # détente in the scenario's last month
    acts: dict[str, float]  # by `conduct.MEASURES`
    first_half: dict[str, float]  # the same, in the first half of the months

    def end(self, variable: str = "tension") -> float:
        """Where it ended; NaN where that was war."""
        return self.lines[variable][-1]

    def gap(self, variable: str = "tension") -> float:
        """Where it ended, less where the same chance ended with nobody playing; NaN where one of the two was war."""
        return self.lines[variable][-1] - self.nobody[variable][-1]

    def better(self, variable: str = "tension") -> bool | None:
        """Whether it went better than with nobody playing, war being the worst end; None where neither is."""
        gap = self.gap(variable)
        if np.isnan(gap):
            return None if self.war and np.isnan(self.nobody[variable][-1]) else not self.war
        return None if gap == 0 else (gap < 0) == (variable == "tension")


def came(matches: Sequence[Told], tell: Tell = lambda share: None) -> list[Came]:
    """All matches, in their order; `tell` hears how far it is."""
    groups, found = alike(matches), dict[int, Came]()
    for done, group in enumerate(groups):

        def part(share: float, done: int = done) -> None:
            tell((done + share) / len(groups))

        found |= {id(one.match): one for one in _of_group(gone_through(group, part))}
    return [found[id(one)] for one in matches]


def _of_group(again: Again) -> list[Came]:
    until = np.array([one.months for one in again.matches])
    result, found = again.result, list[Came]()
    own = lines(result)
    alone = _nobody(again)
    spells = detente_spells(result).to_numpy()
    whole, half = conduct(again, until), conduct(again, (until + 1) // 2)
    once = [first for first, _ in dyads(result)]
    for run, match in enumerate(again.matches):
        played = result.isel(run=run, month=slice(0, match.months), pair=once)
        found.append(
            Came(
                match=match,
                lines={name: own[name][run, : match.months].tolist() for name in SHOWN},
                nobody={name: alone[name][run, : match.months].tolist() for name in SHOWN},
                crises=int(played.crisis.sum()),
                near_misses=int(played.near_miss.sum()),
                signed=int(played.signed.sum()),
                in_force=int(played.agreement.isel(month=-1).sum()),
                war=bool(played.war.any()),
                detente=bool(spells[run].any()),
                lasted=bool(spells[run, -1]),
                acts={name: float(values[run]) for name, values in whole.items()},
                first_half={name: float(values[run]) for name, values in half.items()},
            )
        )
    return found


def _nobody(again: Again) -> dict[str, Array]:
    """The lines of the same worlds and chance with nobody at the table, `[run, month]`."""
    worlds = np.array([one.run for one in again.matches])
    result: xr.Dataset = simulate(again.scenario, runs=len(worlds), seed=again.matches[0].seed, worlds=worlds)
    return lines(result)


def sorted_by(found: Sequence[Came], variable: str = "tension") -> list[Came]:
    """The calmest end (or, of benefit, the largest) first; what ended in war last."""
    way = 1.0 if variable == "tension" else -1.0

    def place(one: Came) -> float:
        return np.inf if np.isnan(one.end(variable)) else way * one.end(variable)

    return sorted(found, key=place)
