"""The laboratory: simulates an arm of a world once, for all payoff worlds in one call, and keeps what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation import parallel
from simulation.engine import simulate
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.measures import KEPT, Runs, measured
from simulation.experiments.claims.reserved import NEARBY, vectors
from simulation.experiments.claims.worlds import CALIBRATED, World, laboratory_scenario
from simulation.experiments.conducted import MONTHS, ORDERED
from simulation.games import PAYOFF_WORLDS
from simulation.parameters import PARAMETER_TABLE
from simulation.state import FREE
from simulation.step import INITIATIVE, RESPONSE

STAGES = (INITIATIVE, RESPONSE)


class Wanted(NamedTuple):
    """An arm in a world, in some payoff worlds at once (`world.payoffs` is not looked at)."""

    world: World
    arm: Arm
    payoffs: tuple[str, ...]

    def key(self) -> tuple[object, ...]:
        """By what it is remembered."""
        return (self.world._replace(payoffs="", case=""), self.arm, self.payoffs)


class Kept(NamedTuple):
    """What is kept of an arm; views of memory that the processes share."""

    measures: NDArray[np.float64]  # [measure, run]
    acts: dict[
        str, NDArray[np.int8]
    ]  # initiative and response, codes [run, month, pair]: they can be done again


def payoff_parameters(names: tuple[str, ...], runs: int, extra: Mapping[str, float]) -> dict[str, Runs]:
    """Parameters as `[run]` arrays: `runs` runs of each payoff world in turn, with `extra` on top in all.

    Where `NEARBY` stands for a payoff world, the runs have the reserved parameter vectors in turn.
    """
    if names == (NEARBY,):
        return vectors(runs, extra)
    touched = {key for name in names if name != CALIBRATED for key in PAYOFF_WORLDS[name]} | set(extra)
    return {
        key: np.repeat(
            [
                extra.get(key, PAYOFF_WORLDS.get(name, {}).get(key, PARAMETER_TABLE[key].default))
                for name in names
            ],
            runs,
        )
        for key in sorted(touched)
    }


#: (names of payoff worlds, runs of each, parameters on top in all) -> parameters, each `[run]`
PayoffParameters = Callable[[tuple[str, ...], int, Mapping[str, float]], dict[str, Runs]]


class Laboratory:
    """Simulated arms, measured and remembered. Arms of one world share the seed, and so their chance.

    `payoffs` says what a name of a payoff world stands for; another one may stand for other things, such as vectors.
    """

    def __init__(
        self,
        runs: int,
        seed: int,
        tick: Callable[[], None] | None = None,
        payoffs: PayoffParameters = payoff_parameters,
    ) -> None:
        self.runs, self.seed = runs, seed
        self._payoffs = payoffs
        self._known: dict[tuple[object, ...], Kept] = {}
        self._tick = tick

    def arms(self, world: World, arm: Arm, payoffs: tuple[str, ...]) -> dict[str, dict[str, Runs]]:
        """The measures of one arm in each payoff world, by payoff world.

        Two arms are paired if they are asked for with the same `payoffs`: run k then meets the same chance in both.
        """
        wanted = Wanted(world, arm, payoffs)
        self.prepare([wanted])
        measures = self._known[wanted.key()].measures
        return {
            name: {
                measure: measures[row, place * self.runs : (place + 1) * self.runs]
                for row, measure in enumerate(KEPT)
            }
            for place, name in enumerate(payoffs)
        }

    def prepare(self, wanted: Sequence[Wanted]) -> None:
        """Simulate what is wanted and not yet known, on all cores; arms that repeat another come after it."""
        repeated = [one._replace(arm=one.arm.again) for one in wanted if one.arm.again is not None]
        first = [one for one in (*wanted, *repeated) if one.arm.again is None]
        for wave in (first, [one for one in wanted if one.arm.again is not None]):
            missing = {one.key(): one for one in wave if one.key() not in self._known}
            if missing:
                self._simulate(list(missing.values()))

    def _simulate(self, wanted: list[Wanted]) -> None:
        workers = min(parallel.cores(), len(wanted))
        shapes: dict[str, tuple[tuple[int, ...], type]] = {}
        for place, one in enumerate(wanted):
            runs, pairs = self.runs * len(one.payoffs), one.world.states * (one.world.states - 1)
            shapes[f"{place} measures"] = ((len(KEPT), runs), np.float64)
            shapes |= {f"{place} {stage}": ((runs, MONTHS, pairs), np.int8) for stage in STAGES}
        shared = parallel.zeros(shapes, shared=workers > 1)

        def one_arm(place: int) -> None:
            result = self._run(wanted[place])
            for row, values in enumerate(measured(result).values()):
                shared[f"{place} measures"][row] = values
            for stage in STAGES:
                shared[f"{place} {stage}"][:] = result[stage].values

        for place in parallel.spread(one_arm, range(len(wanted)), workers):
            acts = {stage: shared[f"{place} {stage}"] for stage in STAGES}
            self._known[wanted[place].key()] = Kept(shared[f"{place} measures"], acts)
            if self._tick is not None:
                self._tick()

    def _run(self, wanted: Wanted) -> xr.Dataset:
        world, arm, payoffs = wanted
        return simulate(
            laboratory_scenario(world, arm.partner, arm.orders, arm.dependent, arm.conduct, arm.by),
            runs=self.runs * len(payoffs),
            seed=self.seed,
            parameters=self._payoffs(payoffs, self.runs, dict(arm.parameters)),
            acts=None if arm.again is None else self._done_again(wanted, wanted._replace(arm=arm.again)),
        )

    def _done_again(self, wanted: Wanted, repeated: Wanted) -> dict[str, NDArray[np.int8]]:
        """The acts of an arm that is repeated: all of them, or with a partner of its own policy the subject's.

        Where conduct is ordered, its initiatives stand while they are; what everybody did otherwise is done again.
        """
        acts = self._known[repeated.key()].acts
        if repeated.arm.partner is not None:
            # A's pairs come first
            subjects = np.arange(next(iter(acts.values())).shape[-1]) < repeated.world.states - 1
            acts = {stage: np.where(subjects, codes, FREE).astype(np.int8) for stage, codes in acts.items()}
        if wanted.arm.conduct:
            ordered = (np.arange(MONTHS) < ORDERED)[:, None]
            acts |= {INITIATIVE: np.where(ordered, FREE, acts[INITIATIVE]).astype(np.int8)}
        return acts
