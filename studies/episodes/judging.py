"""What came of each check: a hit or a miss, counted the same way for all. Nothing is declared here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation.engine import simulate
from simulation.experiments.ensembles import Difference, Share, mean_difference, share
from simulation.experiments.moments import Runs
from simulation.scenario import Scenario, load_scenario
from studies.episodes.check import LIKELY, Check, Effect
from studies.episodes.checks import CHECKS, EFFECTS
from studies.episodes.seen import Model, Record, Seen


class CheckRow(NamedTuple):
    """A check and what came of it; `share` is that of the runs in the record's direction (None for a size)."""

    check: Check
    record: float | None
    median: float
    low: float  # 90 % band over runs
    high: float
    share: Share | None
    hit: bool


class EffectRow(NamedTuple):
    """An effect and what came of it: scenario less control, mean with 95 % interval over pairs of runs."""

    effect: Effect
    difference: Difference
    hit: bool


class Episode(NamedTuple):
    """A scenario's checks; `wars` counts the runs that ended in war, whose later months are left out."""

    scenario: Scenario
    runs: int
    wars: int
    checks: tuple[CheckRow, ...]
    effects: tuple[EffectRow, ...]


def record_of(check: Check, record: Seen) -> float | None:
    """The record's figure: as written down with the check, or from its tables; None if it only has a direction."""
    if check.record is not None or check.measure is None:
        return check.record
    return float(check.measure(record)[0])


def judged(check: Check, found: float | None, values: Runs) -> CheckRow:
    """Hit or miss. Runs that cannot answer, because a war ended them, are left out; none left is a miss.

    A direction is the sign of the record's figure, or positive where the record has no figure.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return CheckRow(check, found, np.nan, np.nan, np.nan, None, False)
    low, median, high = (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95)))
    if check.kind == "size":
        hit = found is not None and low <= found <= high
        return CheckRow(check, found, median, low, high, None, hit)
    sign = 1.0 if found is None else np.sign(found)
    ways = share(int((known * sign > 0).sum()), len(known))
    return CheckRow(check, found, median, low, high, ways, ways.share >= LIKELY)


def measured(effect: Effect, subject: Model, control: Model) -> EffectRow:
    """The paired difference, and whether its interval lies on the declared side of zero."""
    values = xr.DataArray(effect.measure(subject) - effect.measure(control), dims="run")
    difference = mean_difference(values)
    hit = effect.sign * difference.low > 0 and effect.sign * difference.high > 0
    return EffectRow(effect, difference, bool(hit))


def episode(name: str, runs: int, seed: int) -> Episode:
    """All checks of one scenario. Raises ScenarioError for a name that is none."""
    scenario = load_scenario(name)
    result = simulate(scenario, runs=runs, seed=seed)
    model = Model(result)
    checks = []
    for check in CHECKS.get(name, ()):
        record = Record(scenario.rivalry("US", "USSR").trade_share[0])
        ask = check.of_model or check.measure
        assert ask is not None, check.says
        checks.append(judged(check, record_of(check, record), ask(model)))
    controls: dict[str, Model] = {}
    effects = []
    for effect in EFFECTS.get(name, ()):
        if effect.control not in controls:
            controls[effect.control] = Model(simulate(effect.change(scenario), runs=runs, seed=seed))
        effects.append(measured(effect, model, controls[effect.control]))
    wars = int(result.war.isel(month=-1).sum())
    return Episode(scenario, runs, wars, tuple(checks), tuple(effects))
