"""Test 1, credit: does what grows between two states teach them to talk, or to provoke?

Within a run ties rise and fall; if provoking is credited with the stock of ties, it is learnt as paying just when
relations are good. And both causes must be there: learning, and the worth of ties. Switching either off has to move what
the article's claims B3 (recognition) and W2 (exchange) rest on; else the row above would hold for want of a mechanism.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.domains import NAMES
from simulation.experiments import ensembles
from simulation.experiments.causal_story.measures import (
    Runs,
    Simulate,
    average,
    difference,
    measured,
    resampled,
)
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.conducted import AFTER, MONTHS, conducted
from simulation.experiments.monthly import PROVOKING
from simulation.rules.ties import mean as mean_tie

#: "does not fall": a correlation that cannot be told from one above -.1, Cohen's (1988) 'small', with 95 % confidence. That
#: the interval contains 0 would not do: a handful of runs then would pass
LEAST_CORRELATION = -0.1
#: "moves": the interval of the difference is clear of 0, and it is a 'small' effect at the least (as for the claims)
LEAST_MOVE = 0.2
FIFTH = 0.2
AFTERWARDS = (min(first for first, _ in AFTER.values()), MONTHS)  # all seven years after
NO_LEARNING = {"learning": 0.0}
NO_WORTH = {"payoff_ties": 0.0}  # ties are worth nothing to those who have them

Months = NDArray[np.float64]  # [run, pair, month], NaN after a war


def rows(simulate: Simulate, cold_war: xr.Dataset) -> list[Row]:
    """The rows of credit; `cold_war` is the scenario of that name as it stands."""
    ties, advantage, provoked = histories(cold_war)
    before, then = ties[..., :-1], provoked[..., 1:]  # ties as they were when the month's act was chosen
    return [
        Row(
            "credit.values",
            "correlation",
            Rule("above", LEAST_CORRELATION),
            both_ways(together, ties, advantage),
        ),
        Row("credit.provoking_within", "share_difference", Rule("below"), both_ways(within, before, then)),
        Row("credit.provoking_across", "share_difference", Rule("below"), (across(before, then),)),
        *mechanisms(simulate),
    ]


def both_ways(of: Callable[..., Cell], ties: Months, other: Months) -> tuple[Cell, Cell]:
    """A cell of ties and something else as they are, and with what all runs share in a month taken off both.

    The second is free of the calendar: what is imposed on all runs (weapons, leaders) moves ties and conduct together,
    whatever is learnt. The first is free of the other runs.
    """
    apart = (values - np.nanmean(values, axis=0, keepdims=True) for values in (ties, other))
    return of(("as_it_is",), ties, other), of(("same_month",), *apart)


def together(name: tuple[str, ...], ties: Months, other: Months) -> Cell:
    """Their correlation within a run, mean over both directions and over the runs."""
    return average(name, np.nanmean(correlation(other, ties), axis=1))


def within(name: tuple[str, ...], ties: Months, happened: Months) -> Cell:
    """How much of it happens in the fifth of a run's months with the most ties, less that in the fifth with the least."""
    low, high = fifths(ties)
    return difference(name, share_of(happened, ties >= high), share_of(happened, ties <= low))


def histories(result: xr.Dataset) -> tuple[Months, Months, Months]:
    """Ties (mean over domains, 0-1), what is learnt of talking less of confronting (utility a month), and
    whether the initiative provoked (0 or 1).
    """

    def lived(values: xr.DataArray) -> Months:
        kept = values.astype(float).where(ensembles.alive(result))
        return np.asarray(kept.transpose("run", "pair", "month").to_numpy())

    return (
        lived(mean_tie([result[name] for name in NAMES])),
        lived(result.value_talking - result.value_confrontation),
        lived(result.initiative.isin(PROVOKING)),
    )


def correlation(x: Months, y: Months) -> NDArray[np.float64]:
    """Pearson's correlation over the months, `[run, pair]`; NaN where one of the two does not vary."""
    dx, dy = (values - np.nanmean(values, axis=-1, keepdims=True) for values in (x, y))
    scale = np.sqrt(np.nansum(dx**2, axis=-1) * np.nansum(dy**2, axis=-1))
    return np.asarray(np.nansum(dx * dy, axis=-1) / np.where(scale > 1e-12, scale, np.nan))


def fifths(ties: Months) -> tuple[Months, Months]:
    """The bounds of the lowest and of the highest fifth of a run's months, `[run, pair, 1]` each."""
    low, high = np.nanquantile(ties, [FIFTH, 1.0 - FIFTH], axis=-1, keepdims=True)
    return low, high


def share_of(happened: Months, months: NDArray[np.bool_]) -> Runs:
    """In which share of such months of a run it happened, both directions together, `[run]`."""
    known = months & np.isfinite(happened)
    hits = np.where(known, happened, 0.0).sum(axis=(1, 2))
    count = known.sum(axis=(1, 2))
    return np.asarray(hits / np.where(count > 0, count, np.nan))


def across(ties: Months, happened: Months) -> Cell:
    """The share of provoking initiatives in the fifth of the runs that has most ties in a month, less that in the fifth
    that has least, over all months: what all runs share in a month, such as the weapons, cannot show in it.
    """
    low, high = np.nanquantile(ties, [FIFTH, 1.0 - FIFTH], axis=0, keepdims=True)
    known = np.isfinite(happened) & np.isfinite(ties)
    counts: list[Runs] = []
    for months in (known & (ties >= high), known & (ties <= low)):
        counts.append(np.where(months, happened, 0.0).sum(axis=(1, 2)))
        counts.append(months.sum(axis=(1, 2)).astype(float))
    return resampled((), _gap_of_shares, *counts)


def _gap_of_shares(hits: Runs, of: Runs, other_hits: Runs, of_others: Runs, axis: int = -1) -> Any:
    def share(part: Runs, whole: Runs) -> Any:
        count = whole.sum(axis)
        return part.sum(axis) / np.where(count > 0, count, np.nan)

    return share(hits, of) - share(other_hits, of_others)


def mechanisms(simulate: Simulate) -> list[Row]:
    """What switching off learning, and the worth of ties, does to the effects of B3 and W2 in the laboratory."""
    ground = laboratory_scenario(World(), None)
    conducts = {
        name: ground.changed(orders=conducted(name, ground.labels, ground.start))
        for name in ("exchange", "hold")
    }

    def signed(**parameters: float) -> Runs:
        """Agreements signed in a run of twelve years, `[run]`."""
        result = simulate(ground.changed(parameters=parameters))
        return np.asarray(result.signed.isel(pair=0).sum(["month", "issue"]).to_numpy(), dtype=float)

    def later(conduct: str, **parameters: float) -> Runs:
        """Provocations a year in the seven years after, `[run]`."""
        return measured(
            simulate(conducts[conduct].changed(parameters=parameters)), "provocations", AFTERWARDS
        )

    learnt, untaught = signed(), signed(**NO_LEARNING)
    worthless = signed(**NO_WORTH) - signed(**NO_WORTH, **NO_LEARNING)
    held = later("hold")
    kept = later("exchange") - held
    rule = Rule("moves", LEAST_MOVE)
    found = {
        "credit.learning_b3": ("agreements", learnt - untaught, 0.0 * untaught, untaught),
        "credit.ties_b3": ("agreements", learnt - untaught, worthless, untaught),
        **{
            f"credit.{name}_w2": (
                "provocations", kept, later("exchange", **switch) - later("hold", **switch), held
            )
            for name, switch in (("learning", NO_LEARNING), ("ties", NO_WORTH))
        },
    }  # fmt: skip
    return [
        # standard deviations are those of the control of the unchanged world
        Row(name, unit, rule, (difference((), a, b)._replace(spread=float(np.nanstd(control))),))
        for name, (unit, a, b, control) in found.items()
    ]
