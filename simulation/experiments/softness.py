"""How soft a state is: the share of provocations that it would leave unanswered, or that it did.

The model probes every state every month: what would it have done had it been provoked? (`softness` of a result.) Of a
state whose answers a person chose that probe tells what its doctrine would have done, and so nothing of the person, whose
softness is read from its acts.
"""

from __future__ import annotations

import xarray as xr

from simulation.experiments import ensembles
from simulation.inputs import by_person
from simulation.scenario import Scenario
from simulation.stages.conduct import LAST_PROVOCATION
from simulation.state import Array


def softness(scenario: Scenario, result: xr.Dataset) -> xr.DataArray:
    """Softness of every state over the run, `[run, state]`, 0-1; `scenario` is that of the result.

    Where a person chose the responses: what was left `unanswered` in the months in which one did. Where none did: the mean
    over months of the model's probe. NaN after a war, and for a person whom nobody provoked.
    """
    chosen = by_person(scenario)["response"]
    acts, probe = (
        unanswered(result, chosen),
        ensembles.at_peace(result, "softness").mean("month", skipna=False),
    )
    persons = {actor for row, (actor, _) in enumerate(scenario.pairs) if chosen[:, row].any()}
    of_persons = [str(state) in persons for state in result["state"].values]
    return acts.where(xr.DataArray(of_persons, dims="state"), probe)


def unanswered(result: xr.Dataset, counted: Array | None = None) -> xr.DataArray:
    """Share of the provocations met that were left unanswered, `[run, state]`, 0-1; NaN after a war, or where none was met.

    A provocation is a rival's initiative of any hostile act (threaten, coerce, denounce); it is left unanswered if the
    response is none. `counted` `[month, pair]` says which responses count; all without it.
    """
    rows = [
        f"{target} to {actor}"
        for actor, target in zip(result.actor.values, result.target.values, strict=True)
    ]
    hostile = {stage: result[stage] <= LAST_PROVOCATION for stage in ("initiative", "response")}
    met = hostile["initiative"].sel(pair=rows).assign_coords(pair=result["pair"])
    if counted is not None:
        met = met & xr.DataArray(counted, dims=("month", "pair"))
    left = met & ~hostile["response"]
    mine = result["actor"] == result["state"]  # [pair, state]
    times, ignored = (events.astype(float).where(mine, 0.0).sum(["month", "pair"]) for events in (met, left))
    return (ignored / times.where(times > 0)).where(~result["war"].astype(bool).any("month"))
