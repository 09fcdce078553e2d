"""The laboratory: simulates an arm of a world once, for all payoff worlds in one call, and keeps what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from simulation.engine import simulate
from simulation.experiments.claims.measures import Runs, measured
from simulation.experiments.claims.worlds import CALIBRATED, World, laboratory_scenario
from simulation.games import PAYOFF_WORLDS
from simulation.parameters import PARAMETER_TABLE


class Arm(NamedTuple):
    """One arm of an experiment: the partner's policy (None: both sides are alike) and parameters set otherwise."""

    partner: str | None = None
    parameters: tuple[tuple[str, float], ...] = ()


def payoff_parameters(names: tuple[str, ...], runs: int, extra: Mapping[str, float]) -> dict[str, Runs]:
    """Parameters as `[run]` arrays: `runs` runs of each payoff world in turn, with `extra` on top in all."""
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


class Laboratory:
    """Simulated arms, measured and remembered. Arms of one world share the seed, and so their chance."""

    def __init__(self, runs: int, seed: int, tick: Callable[[], None] | None = None) -> None:
        self.runs, self.seed = runs, seed
        self._known: dict[tuple[object, ...], dict[str, dict[str, Runs]]] = {}
        self._tick = tick

    def arms(self, world: World, arm: Arm, payoffs: tuple[str, ...]) -> dict[str, dict[str, Runs]]:
        """The measures of one arm in each payoff world (`world.payoffs` is not looked at), by payoff world.

        Two arms are paired if they are asked for with the same `payoffs`: run k then meets the same chance in both.
        """
        key = (world.family, world.character, world.states, arm, payoffs)
        if key not in self._known:
            result = simulate(
                laboratory_scenario(world, arm.partner),
                runs=self.runs * len(payoffs),
                seed=self.seed,
                parameters=payoff_parameters(payoffs, self.runs, dict(arm.parameters)),
            )
            found = measured(result)
            self._known[key] = {
                name: {
                    measure: values[place * self.runs : (place + 1) * self.runs]
                    for measure, values in found.items()
                }
                for place, name in enumerate(payoffs)
            }
            if self._tick is not None:
                self._tick()
        return self._known[key]
