"""The story's conditions as plain quantities of a candidate: how far each lies on the right side of its rule.

Scenarios, measures, windows and rules are those of `causal_story`; what differs is the interval. A search has few runs a
candidate, and what a condition has to be clear of is the interval of the report's own runs: it is worked out from the
spread of the paired differences, +-1.96 s / sqrt(`REPORT_RUNS`), where the report draws a bootstrap's.

Left out, for they would cost more arms than they would tell: what goes with learning and with the worth of ties (credit),
three states and the two neighbours (both sides), the five lines of a class, each cause of fading
left on alone but for forgetting. `trade.recovery` and `rounding.disturbed` hang on rules and not on values.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import xarray as xr

from simulation.domains import NAMES
from simulation.experiments.causal_story import both_sides, classroom, credit, fading, self_keeping, trade
from simulation.experiments.causal_story.measures import Runs, Window, measured
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.conducted import conducted
from simulation.experiments.detente import detente_spells
from simulation.scenario import Scenario, load_scenario
from studies.calibration.fitted import KEPT
from studies.calibration.ranges import Floats
from studies.calibration.side_by_side import candidates, simulated

REPORT_RUNS = 200  # runs an arm of `detente story`
NORMAL = 1.959964  # the quantile of a 95 % interval
FEWEST = 5  # runs of which something is said here; the report asks for more, and has more
#: a cause of fading counts if without it so many more are in détente ten years later (assumption: what a reader of a
#: hundred runs would see)
LEAST_CAUSE = 0.05
#: share of the runs with détente in which it fades: neither law nor accident (assumption; the record has one)
FADED = (0.5, 0.95)
GROUND = "laboratory"  # where both sides' conduct is looked at
CONDUCTS = ("talk", "exchange", "both")
SIGNS = {**both_sides.SIGNS, "words": Rule("below")}  # denunciations too

_TIES = (*NAMES, "value_talking", "value_confrontation", "fear", "agreement")
_BETWEEN = ("cooperation", "tension", "mutual_benefit", "initiative", "response", "agreement")
_DETENTE = ("cooperation", "agreement", "trade")
#: of the scenario as it stands, which the fitted rows are measured of as well
OF_COLD_WAR = tuple(dict.fromkeys((*KEPT, *_TIES)))


@cache
def arms() -> dict[str, Scenario]:
    """Every scenario that has to be simulated for the conditions, by a name."""
    cold_war = load_scenario("cold_war")
    worlds, ground = self_keeping.worlds(), both_sides.grounds()[GROUND]
    calm = self_keeping.in_detente(worlds["cold_war"], None)
    switches = {name: change for name, change in fading.SWITCHES.items() if change is not None}
    return {
        "cold_war": cold_war,
        **{
            f"{world} {begun}": start(worlds[world])
            for world in ("cold_war", "laboratory")
            for begun, start in (
                ("in détente", lambda one: self_keeping.in_detente(one, None)),
                ("in hostility", self_keeping.in_hostility),
            )
        },
        "exploiter": self_keeping.exploited(calm),
        "mild leaders": self_keeping.succession(calm, 0.0),
        "hawks": self_keeping.succession(calm, -1.0),
        "losses": self_keeping.losses_abroad(calm),
        **{
            f"both {conduct}": ground.changed(orders=conducted(conduct, ground.labels, ground.start))
            for conduct in (*CONDUCTS, "hold")
        },
        "no growth": trade.without_growth(cold_war),
        "coercion": trade.with_coercion(cold_war),
        **{f"without {name}": fading.without(cold_war, [name]) for name in switches},
        "without any": fading.without(cold_war, switches),
        "forgetting alone": fading.without(cold_war, [name for name in switches if name != "forgetting"]),
        "class": load_scenario("classroom"),
    }


#: the arms that begin in détente: with what the candidate's own `cold_war` has taught by then
IN_DETENTE = (
    "cold_war in détente", "laboratory in détente", "exploiter", "mild leaders", "hawks", "losses",
)  # fmt: skip


def together(table: Mapping[str, Floats], runs: int, seed: int) -> list[dict[str, xr.Dataset]]:
    """All arms of each candidate, by name; `table` holds parameters, each `[candidate]`."""
    scenarios = arms()
    found = {"cold_war": simulated(scenarios["cold_war"], table, runs, seed, OF_COLD_WAR)}
    lessons = [self_keeping.learnt_in_detente(one) for one in candidates(found["cold_war"], runs)]
    learnt = {
        name: np.array([math.nan if one is None else getattr(one, name) for one in lessons])
        for name in ("value_confrontation", "value_talking", "fear")
    }
    for name, scenario in scenarios.items():
        if name not in found:
            keep = _BETWEEN if scenario.months < scenarios["cold_war"].months else _DETENTE
            taught = learnt if name in IN_DETENTE else None
            found[name] = simulated(scenario, table, runs, seed, keep, taught)
    apart = {name: candidates(result, runs) for name, result in found.items()}
    return [{name: each[place] for name, each in apart.items()} for place in range(len(lessons))]


def rows(arm: Mapping[str, xr.Dataset]) -> list[Row]:
    """The conditions of one candidate; ids are those of the report where it has the same condition."""
    return [
        *_credit(arm["cold_war"]), *_self_keeping(arm), *_lost(arm), *_both_sides(arm), *_trade(arm),
        *_fading(arm), _class(arm["class"]),
    ]  # fmt: skip


def ids() -> list[str]:
    """The ids of `rows`, in their order."""
    causes = [name for name, change in fading.SWITCHES.items() if change is not None and name != "forgetting"]
    return [
        "credit.values", "credit.provoking_within",
        "self_keeping.cold_war", "self_keeping.laboratory",
        "lost.exploiter", "lost.hawks", "lost.losses",
        *(f"both_sides.{conduct}_{measure}" for conduct in CONDUCTS for measure in SIGNS),
        "trade.no_growth", "trade.sanction",
        "fading.all_off", *(f"fading.{cause}" for cause in causes),
        "fading.forgetting_off", "fading.forgetting_on", "fading.share",
        "class.share",
    ]  # fmt: skip


def _credit(cold_war: xr.Dataset) -> list[Row]:
    ties, advantage, provoked = credit.histories(cold_war)

    def together(name: tuple[str, ...], ties: credit.Months, other: credit.Months) -> Cell:
        return number(name, np.nanmean(credit.correlation(other, ties), axis=1))

    def within(name: tuple[str, ...], ties: credit.Months, happened: credit.Months) -> Cell:
        low, high = credit.fifths(ties)
        most, least = (credit.share_of(happened, months) for months in (ties >= high, ties <= low))
        return difference(name, most, least)

    values = credit.both_ways(together, ties, advantage)
    return [
        Row("credit.values", "correlation", Rule("above", credit.LEAST_CORRELATION), values),
        Row(
            "credit.provoking_within",
            "share_difference",
            Rule("below"),
            credit.both_ways(within, ties[..., :-1], provoked[..., 1:]),
        ),
    ]


def _self_keeping(arm: Mapping[str, xr.Dataset]) -> Iterator[Row]:
    for world in ("cold_war", "laboratory"):
        both = arm[f"{world} in détente"], arm[f"{world} in hostility"]
        cells = tuple(
            _compared((name,), both, "cooperation", window) for name, window in self_keeping.WINDOWS.items()
        )
        yield Row(f"self_keeping.{world}", "copdab", Rule("above"), cells)


def _lost(arm: Mapping[str, xr.Dataset]) -> Iterator[Row]:
    calm = arm["cold_war in détente"]
    for name, control in (("exploiter", calm), ("hawks", arm["mild leaders"]), ("losses", calm)):
        cell = _compared((), (arm[name], control), "cooperation", self_keeping.LOST)
        yield Row(f"lost.{name}", "copdab", Rule("lowers", self_keeping.LEAST_LOSS), (cell,))


def _both_sides(arm: Mapping[str, xr.Dataset]) -> Iterator[Row]:
    for conduct in CONDUCTS:
        both = arm[f"both {conduct}"], arm["both hold"]
        for measure, rule in SIGNS.items():
            cells = tuple(
                _compared((GROUND, name), both, measure, window)
                for name, window in both_sides.WINDOWS.items()
            )
            yield Row(f"both_sides.{conduct}_{measure}", both_sides.UNITS.get(measure, "acts"), rule, cells)


def _trade(arm: Mapping[str, xr.Dataset]) -> Iterator[Row]:
    scenario, cold_war = arms()["cold_war"], arm["cold_war"]
    first, last = (scenario.month_index(date) for date in trade.YEARS)
    still = _compared((), (arm["no growth"], cold_war), "cooperation", (first, last + 1))
    coerced, free, _ = trade.year_after(scenario, cold_war, arm["coercion"])
    rule = Rule("not_more", trade.MARGIN)
    yield Row("trade.no_growth", "copdab", rule, (still,))
    yield Row("trade.sanction", "copdab", rule, (difference((), coerced, free),))


def _fading(arm: Mapping[str, xr.Dataset]) -> Iterator[Row]:
    now, nothing_left = fading.outlook(arm["cold_war"]), fading.outlook(arm["without any"])
    yield Row("fading.all_off", "watched", Rule("at_least", fading.LEAST_LEFT), (plain(_left(nothing_left)),))
    off = {
        name: fading.outlook(arm[f"without {name}"])
        for name, change in fading.SWITCHES.items()
        if change is not None
    }
    rule = Rule("at_least", LEAST_CAUSE)
    for name, one in off.items():
        if name != "forgetting":  # which has conditions of its own
            yield Row(f"fading.{name}", "watched", rule, (plain(_left(one) - _left(now)),))
    alone = fading.outlook(arm["forgetting alone"])
    for name, more, less in (("off", now, off["forgetting"]), ("on", alone, nothing_left)):
        part = _explained(now, more, less)
        yield Row(f"fading.forgetting_{name}", "fading", Rule("below", fading.MOST_FORGOTTEN), (part,))
    happened = now.faded if bool(detente_spells(arm["cold_war"]).any()) else math.nan
    yield Row("fading.share", "share", Rule("between", *FADED), (plain(happened),))


def _left(found: fading.Outlook) -> float:
    """Share in détente ten years later; NaN where too few runs can be watched."""
    watched = int(found.watched.sum())
    return int(found.there.sum()) / watched if watched >= FEWEST else math.nan


def _explained(now: fading.Outlook, more: fading.Outlook, less: fading.Outlook) -> Cell:
    if min(int(part.watched.sum()) for part in (now, more, less)) < FEWEST:
        return plain(math.nan)
    counts = [one.astype(float) for part in (now, more, less) for one in (part.there, part.watched)]
    return plain(float(fading.part_of_fading(*counts)))


def _class(result: xr.Dataset) -> Row:
    had = classroom.happened(result)
    return Row("class.share", "share", Rule("between", *classroom.OPEN), (plain(float(had.mean())),))


# --- cells ----------------------------------------------------------------------------------------------------------


def _compared(
    name: tuple[str, ...], arms: tuple[xr.Dataset, xr.Dataset], measure: str, window: Window
) -> Cell:
    return difference(name, *(measured(result, measure, window) for result in arms))


def difference(name: tuple[str, ...], treatment: Runs, control: Runs) -> Cell:
    """The mean paired difference with the interval that it would have in the report; spread: of the control."""
    known = np.isfinite(treatment - control)
    cell = number(name, (treatment - control)[known])
    return cell._replace(spread=float(np.std(control[known]))) if cell.n >= FEWEST else cell


def number(name: tuple[str, ...], values: Runs) -> Cell:
    """The mean of one number a run with the interval that it would have in the report; NaN of fewer runs than `FEWEST`."""
    values = values[np.isfinite(values)]
    if len(values) < FEWEST:
        return Cell(name, math.nan, math.nan, math.nan, math.nan, len(values))
    mean, half = float(values.mean()), NORMAL * float(values.std(ddof=1)) / math.sqrt(REPORT_RUNS)
    return Cell(name, mean, mean - half, mean + half, math.nan, len(values))


def plain(value: float) -> Cell:
    """A share, or a difference of shares, taken as it is."""
    return Cell((), value, value, value, math.nan, 1)
