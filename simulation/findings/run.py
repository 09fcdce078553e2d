"""What an ensemble says, in numbers a teacher can read: a summary ready for JSON.

Every figure is a median over the runs with the band that holds 90% of them; inside a run, months are averaged
first and months after a war are left out (`experiments.ensembles`).
"""

from __future__ import annotations

from collections.abc import Mapping
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
from simulation.state import ISSUES, Array

#: what is followed for each state
STATE_LINES = ("growth", "jobs", "softness", "dependence", "rights_criticism", "global_attention")
#: what is followed for each pair
FELT = ("cooperation", "tension", "mutual_benefit", "common_ground")


def summary(result: xr.Dataset, record: xr.DataArray | None = None) -> RunSummary:
    """Everything the tables show, as numbers, strings, lists and dicts ready for JSON (NaN becomes None).

    `record` is observed cooperation `[time, pair]` (`history.cooperation`), used for the pairs and dates that
    both have. Shares come with Wilson's 95% interval, everything else with median and 90% band.
    """
    cut = ensembles.periods(result)
    months, spells = _Months(result), detente_spells(result).to_numpy()
    peace = {name: months.at_peace(name) for name in FELT}
    observed = aligned(record, result)
    return {
        **headline(result),
        "interval": "median and 90% band over runs (5% to 95%); shares with 95% interval (Wilson); "
        "months after a war left out",
        "units": {str(name): str(result[name].attrs.get("units", "")) for name in result.data_vars},
        "periods": [_period(months, spells, peace, observed, one) for one in cut],
        "agreements": _agreements(months),
        "crises": _crises(months),
        "recognition": _recognition(result),
        "states": _states(months, spells),
        "world": _world(months),
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


class _Months:
    """The months of a result as plain arrays, `[run, month, ...]`: most of a summary's time went into labels."""

    def __init__(self, result: xr.Dataset) -> None:
        self._result = result
        self.war = self.of("war").astype(bool)
        before = np.zeros_like(self.war[:, :1])
        self.alive = ~np.concatenate([before, self.war[:, :-1]], axis=1)  # as `ensembles.alive`
        self.pairs, self.states = (list(map(str, result[axis].to_numpy())) for axis in ("pair", "state"))
        self.once = [first for first, _ in dyads(result)]

    def of(self, name: str) -> Array:
        """A variable as it is."""
        return self._result[name].transpose("run", "month", ...).to_numpy()

    def at_peace(self, name: str) -> Array:
        """As `ensembles.at_peace`: NaN from the month in which the run ends in war."""
        return _left(self.of(name), ~self.war)

    def counted(self, name: str) -> Array:
        """As `ensembles.counted`: what happens in the month of the war itself counts."""
        return _left(self.of(name), self.alive)

    def events(self, name: str) -> Array:
        """How often something happened in each month, once a dyad, `[run, month, dyad, ...]`."""
        return self.of(name)[:, :, self.once].astype(float)


def _left(values: Array, kept: Array) -> Array:
    """Months `[run, month, ...]` as numbers, NaN where a run does not have them, `kept` `[run, month]`."""
    return np.where(kept.reshape(*kept.shape, *(1,) * (values.ndim - 2)), values, np.nan)


def _mean(values: Array, axis: int | tuple[int, ...] = 1) -> Array:
    """Mean of what is there, NaN (and no warning) where nothing is; over the months unless said otherwise."""
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        mean: Array = np.where(there, values, 0.0).sum(axis) / there.sum(axis)
    return mean


def _period(
    months: _Months, spells: Array, peace: Mapping[str, Array], observed: pd.DataFrame | None, one: Period
) -> PeriodSummary:
    part = slice(one.start, one.stop)

    def bands(name: str) -> dict[str, Band]:
        by_pair = _mean(peace[name][:, part]).T
        return {pair: _band(values) for pair, values in zip(months.pairs, by_pair, strict=True)}

    def a_year(happened: Array) -> Band:
        return _band(_mean(_left(happened, months.alive)[:, part]) * 12)

    cooperation: dict[str, Cooperation] = {
        pair: {**band, "record": _recorded(observed, pair, one)}
        for pair, band in bands("cooperation").items()
    }
    return {
        "first": f"{one.first:%Y-%m}",
        "last": f"{one.last:%Y-%m}",
        "runs_left": int(months.alive[:, one.start].sum()),
        "cooperation": cooperation,
        "tension": bands("tension"),
        "mutual_benefit": bands("mutual_benefit"),
        "common_ground": bands("common_ground"),
        "crises_a_year": a_year(months.events("crisis").sum(2)),
        "signed_a_year": a_year(months.events("signed").sum((2, 3))),
        "detente": six_digits(_mean(_left(spells, ~months.war)[:, part], (0, 1))),
    }


def _agreements(months: _Months) -> dict[str, Agreement]:
    signed, force = months.events("signed"), months.at_peace("agreement")[:, :, months.once]
    # Either side may be the one that leaves, so a breach is looked for in all directions.
    broken = months.of("broken")
    return {
        issue: {
            "signed": _band(signed[..., k].sum((1, 2))),
            "ever": _share(signed[..., k].sum((1, 2)) > 0),
            "broken": _band(broken[..., k].sum((1, 2))),
            "in_force": _band(_mean(force[..., k], (1, 2))),
        }
        for k, issue in enumerate(ISSUES)
    }


def _crises(months: _Months) -> Crises:
    crisis, near = (months.counted(name)[:, :, months.once] for name in ("crisis", "near_miss"))
    return {
        "a_year": _band(_mean(crisis.sum(2)) * 12),
        "a_run": _band(np.nansum(crisis, (1, 2))),
        "near_misses_a_run": _band(np.nansum(near, (1, 2))),
        "near_miss": _share(np.nansum(near, (1, 2)) > 0),
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
    return {"ever": _share(~np.isnat(when)), "n": len(there), "median": middle, "low": low, "high": high}


def _states(months: _Months, spells: Array) -> dict[str, dict[str, StateLine]]:
    """For each state: the mean over all months, over months of détente, and over the others."""
    found: dict[str, dict[str, StateLine]] = {state: {} for state in months.states}
    for name in STATE_LINES:
        values = months.at_peace(name)
        means = [_mean(part) for part in (values, _left(values, spells), _left(values, ~spells))]
        for k, lines in enumerate(found.values()):
            whole, within, outside = (_band(mean[:, k]) for mean in means)
            lines[name] = {"all": whole, "detente": within, "otherwise": outside}
    return found


def _world(months: _Months) -> dict[str, Band]:
    return {name: _band(_mean(months.at_peace(name))) for name in ("global_backlog", "instability")}


def _recorded(observed: pd.DataFrame | None, pair: str, one: Period) -> float | None:
    if observed is None or pair not in observed:
        return None
    return six_digits(observed[pair].iloc[one.start : one.stop].mean())


def _band(values: Array) -> Band:
    """Median and 90% band over runs, and the mean, of one number a run."""
    low, middle, high = ensembles.at_levels(values, (0.05, 0.5, 0.95))
    return {
        "n": int(np.isfinite(values).sum()),
        "median": six_digits(middle),
        "low": six_digits(low),
        "high": six_digits(high),
        "mean": six_digits(_mean(values, 0)),
    }


def _share(hits: Any) -> Share:
    """Share of runs from one true or false a run."""
    flags = np.asarray(hits)
    share: Share = plain(ensembles.share(int(flags.sum()), flags.size)._asdict())
    return share
