"""What an ensemble says, in numbers a teacher can read: a summary ready for JSON.

Every figure is a median over the runs with the band that holds 90% of them; inside a run, months are averaged
first and months after a war are left out (`experiments.ensembles`).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from simulation import results
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_share, detente_spells, dyads, lasting
from simulation.experiments.ensembles import Period
from simulation.experiments.recognition import AT_LEAST, recognition_dates
from simulation.findings.plain import Band, Dated, Share, plain, six_digits
from simulation.findings.run_summary import (
    Agreement,
    Cooperation,
    Crises,
    Headline,
    PeriodSummary,
    Recognition,
    RunSummary,
    StateLine,
)
from simulation.scenario import Scenario
from simulation.state import ISSUES

#: what is followed for each state, and how its numbers are printed (decimals, or None for a share in percent)
STATE_LINES: dict[str, int | None] = {
    "growth": 2,
    "jobs": 1,
    "softness": None,
    "dependence": 3,
    "rights_criticism": None,
    "global_attention": None,
}


def summary(result: xr.Dataset, record: xr.DataArray | None = None) -> RunSummary:
    """Everything the tables show, as numbers, strings, lists and dicts ready for JSON (NaN becomes None).

    `record` is observed cooperation `[time, pair]` (`history.cooperation`), used for the pairs and dates that
    both have. Shares come with Wilson's 95% interval, everything else with median and 90% band.
    """
    cut = ensembles.periods(result)
    spells = detente_spells(result)
    observed = aligned(record, result)
    return {
        **headline(result),
        "interval": "median and 90% band over runs (5% to 95%); shares with 95% interval (Wilson); "
        "months after a war left out",
        "units": {str(name): str(result[name].attrs.get("units", "")) for name in result.data_vars},
        "periods": [_period(result, spells, observed, one) for one in cut],
        "agreements": _agreements(result),
        "crises": _crises(result),
        "recognition": _recognition(result),
        "states": _states(result, spells),
        "world": _world(result),
    }


def headline(result: xr.Dataset) -> Headline:
    """The part of the summary that a title and a footing need: what was run, and how often détente and war
    came.
    """
    months = ensembles.dates(result)
    return {
        "scenario": result.attrs["scenario_name"],
        "title": result.attrs["title"],
        "first": f"{months[0]:%Y-%m}",
        "last": f"{months[-1]:%Y-%m}",
        "months": len(months),
        "runs": int(result.attrs["runs"]),
        "seed": int(result.attrs["seed"]),
        "version": str(result.attrs["version"]),
        "imposed": imposed(result),
        "detente": plain(dict(detente_share(result))),
        "war": _share(result["war"].any("month")),
    }


def scenario_of(result: xr.Dataset) -> Scenario | None:
    """The scenario that a result carries with it, if it does."""
    return results.scenario_of(result) if result.attrs.get("scenario") else None


def imposed(result: xr.Dataset) -> list[str]:
    """What was imposed on the runs, by name: the start always, of the rest what occurs; all of it if that is not known."""
    scenario, parts = scenario_of(result), ("leaders", "events", "orders")
    return ["start", *(part for part in parts if scenario is None or getattr(scenario, part))]


def aligned(record: xr.DataArray | None, result: xr.Dataset) -> pd.DataFrame | None:
    """The record at the months of the result, a column a pair that both have; None where they have nothing in
    common.

    A quarterly or yearly figure (attribute `frequency`) stands for each month of its quarter or year.
    """
    if record is None:
        return None
    pairs = [str(pair) for pair in result["pair"].to_numpy() if pair in record["pair"].to_numpy()]
    if not pairs:
        return None
    reach = pd.Timedelta(days=340 if record.attrs.get("frequency") == "yearly" else 65)
    table = record.sel(pair=pairs).transpose("time", "pair").to_pandas()
    monthly = pd.DataFrame(table).reindex(ensembles.dates(result), method="ffill", tolerance=reach)
    return None if monthly.isna().all(axis=None) else monthly


def _period(
    result: xr.Dataset, spells: xr.DataArray, observed: pd.DataFrame | None, one: Period
) -> PeriodSummary:
    part = result.isel(month=slice(one.start, one.stop))
    alive = ensembles.alive(result).isel(month=slice(one.start, one.stop))

    def mean(name: str) -> xr.DataArray:
        # Cut first: the mask of war travels with the months.
        return ensembles.at_peace(part, name).mean("month")

    def events(values: xr.DataArray) -> xr.DataArray:
        return values.astype(float).where(alive).mean("month") * 12

    cooperation: dict[str, Cooperation] = {
        pair: {**band, "record": _recorded(observed, pair, one)}
        for pair, band in by_pair(mean("cooperation")).items()
    }
    once = [first for first, _ in dyads(result)]
    crises = part["crisis"].isel(pair=once).sum("pair")
    signed = part["signed"].isel(pair=once).sum(["pair", "issue"])
    peaceful = spells.isel(month=slice(one.start, one.stop)).astype(float).where(~part["war"].astype(bool))
    return {
        "first": f"{one.first:%Y-%m}",
        "last": f"{one.last:%Y-%m}",
        "runs_left": int(alive.isel(month=0).sum()),
        "cooperation": cooperation,
        "tension": by_pair(mean("tension")),
        "mutual_benefit": by_pair(mean("mutual_benefit")),
        "common_ground": by_pair(mean("common_ground")),
        "crises_a_year": _band(events(crises)),
        "signed_a_year": _band(events(signed)),
        "detente": six_digits(peaceful.mean()),
    }


def by_pair(values: xr.DataArray) -> dict[str, Band]:
    """Median and 90% band over runs of `[run, pair]`, by the label of the pair."""
    return {str(pair): _band(values.sel(pair=pair)) for pair in values["pair"].to_numpy()}


def _agreements(result: xr.Dataset) -> dict[str, Agreement]:
    once = [a for a, _ in dyads(result)]
    signed = result["signed"].isel(pair=once).astype(float)
    force = ensembles.at_peace(result, "agreement").isel(pair=once)
    # Either side may be the one that leaves, so a breach is looked for in all directions.
    broken = result["broken"].astype(float)
    return {
        issue: {
            "signed": _band(signed.sel(issue=issue).sum(["month", "pair"])),
            "ever": _share(signed.sel(issue=issue).sum(["month", "pair"]) > 0),
            "broken": _band(broken.sel(issue=issue).sum(["month", "pair"])),
            "in_force": _band(force.sel(issue=issue).mean(["month", "pair"])),
        }
        for issue in ISSUES
    }


def _crises(result: xr.Dataset) -> Crises:
    once = [a for a, _ in dyads(result)]
    crisis = ensembles.counted(result, "crisis").isel(pair=once)
    near = ensembles.counted(result, "near_miss").isel(pair=once)
    return {
        "a_year": _band(crisis.sum("pair", skipna=False).mean("month") * 12),
        "a_run": _band(crisis.sum(["pair", "month"])),
        "near_misses_a_run": _band(near.sum(["pair", "month"])),
        "near_miss": _share(near.sum(["pair", "month"]) > 0),
    }


def _recognition(result: xr.Dataset) -> Recognition:
    """When each came to hold, for a year, that confronting pays less than talking; and when both did (B3)."""
    known = result["recognition"].astype(bool) & ~result["war"].astype(bool)
    lasts = lasting(known.transpose("pair", "run", "month").to_numpy(), AT_LEAST)
    months = result["month"].to_numpy()
    never = np.datetime64("NaT", "ns")
    found = {
        str(pair): _dated(np.where(flags.any(axis=1), months[flags.argmax(axis=1)], never))
        for pair, flags in zip(result["pair"].to_numpy(), lasts, strict=True)
    }
    return {"by_state": found, "mutual": _dated(recognition_dates(result).to_numpy())}


def _dated(when: np.ndarray) -> Dated:
    """Share of runs that have a date, and the median and 90% band of the dates among those."""
    there = np.sort(when[~np.isnat(when)])
    place = [round(level * (len(there) - 1)) for level in (0.5, 0.05, 0.95)] if len(there) else []
    middle, low, high = (f"{pd.Timestamp(there[k]):%Y-%m}" for k in place) if place else (None, None, None)
    return {"ever": _share(~np.isnat(when)), "median": middle, "low": low, "high": high}


def _states(result: xr.Dataset, spells: xr.DataArray) -> dict[str, dict[str, StateLine]]:
    """For each state: the mean over all months, over months of détente, and over the others."""
    found = {}
    for state in result["state"].to_numpy():
        lines: dict[str, StateLine] = {}
        for name in STATE_LINES:
            values = ensembles.at_peace(result, name).sel(state=state)
            lines[name] = {
                "all": _band(values.mean("month")),
                "detente": _band(values.where(spells).mean("month")),
                "otherwise": _band(values.where(~spells).mean("month")),
            }
        found[str(state)] = lines
    return found


def _world(result: xr.Dataset) -> dict[str, Band]:
    return {
        name: _band(ensembles.at_peace(result, name).mean("month"))
        for name in ("global_backlog", "instability")
    }


def _recorded(observed: pd.DataFrame | None, pair: str, one: Period) -> float | None:
    if observed is None or pair not in observed:
        return None
    return six_digits(observed[pair].iloc[one.start : one.stop].mean())


def _band(values: xr.DataArray) -> Band:
    low, middle, high = ensembles.quantiles(values, (0.05, 0.5, 0.95)).to_numpy()
    return {
        "median": six_digits(middle),
        "low": six_digits(low),
        "high": six_digits(high),
        "mean": six_digits(values.mean()),
    }


def _share(hits: Any) -> Share:
    """Share of runs from one true or false a run."""
    flags = np.asarray(hits)
    share: Share = plain(ensembles.share(int(flags.sum()), flags.size)._asdict())
    return share
