"""What is left of conduct that was ordered for some years: measures of a result, window by window.

    gap = measured(simulate(load_scenario("both_talk"), runs=64, seed=7))
    gap = gap - measured(simulate(load_scenario("both_hold"), runs=64, seed=7))   # twins: run k less run k
    ensembles.mean_interval(windowed(gap))                                        # [bound, measure, window]

The first window holds the ordered years, in which conduct is a construction; the others are what counts.
"""

from __future__ import annotations

import xarray as xr

from simulation.experiments.conducted import AFTER, DURING
from simulation.experiments.monthly import FORCE, WORDS, acts_a_year, level, ten_years

#: months from the start of a run: the first, and the one after the last
WINDOWS: dict[str, tuple[int, int]] = {"ordered": DURING, **AFTER}
#: variables of a result that are measured as they are
PLAIN = ("tension", "common_ground", "mutual_benefit", "cooperation")


def measured(result: xr.Dataset) -> xr.DataArray:
    """The measures of a result of `simulate`, `[run, month, measure]`: means over all pairs, NaN once a run ended in war.

    Those in `PLAIN` in their own units; and at the rate of a year, for a state towards a rival: `force` (threats and
    coercion, first moves and answers, so 0 to 24), `denounced` (denunciations, which are words, so apart), and `crises`.
    """
    parts = {name: level(name)(result) for name in PLAIN} | {
        "force": acts_a_year(FORCE)(result),
        "denounced": acts_a_year(WORDS)(result),
        "crises": ten_years("crisis")(result) / 10.0,
    }
    made = xr.concat(list(parts.values()), "measure", coords="minimal", compat="override")
    return made.assign_coords(measure=list(parts)).transpose("run", "month", "measure")


def windowed(values: xr.DataArray) -> xr.DataArray:
    """Means over the months of each window: `[run, month, ...] -> [run, ..., window]`; NaN where none was lived."""
    parts = [values.isel(month=slice(first, last)).mean("month") for first, last in WINDOWS.values()]
    return xr.concat(parts, "window").assign_coords(window=list(WINDOWS)).transpose("run", ..., "window")
