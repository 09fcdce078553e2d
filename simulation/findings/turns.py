"""What a class did, turn by turn, beside what the states would have done by themselves in the same world.

One run of the seed is the world that the class sees; the other runs of both ensembles say how much of the difference at
the end would be there in any world. Run k of both meets the same chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict

import xarray as xr

from simulation.actions import ACTIONS
from simulation.domains import NAMES
from simulation.experiments import ensembles
from simulation.experiments.detente import dyads
from simulation.experiments.softness import unanswered
from simulation.findings.plain import six_digits
from simulation.scenario import Scenario
from simulation.state import ISSUES

# --- what is found; months are "YYYY-MM" ------------------------------------------------------------------------


class Moves(TypedDict):
    """What a state did to a rival in a turn, each different act once.

    `unable` are acts ordered and not done, `left` the issues whose agreements it left.
    """

    initiative: list[str]
    response: list[str]
    declined: int
    unable: list[str]
    left: list[str]


#: A dyad at the end of a turn by name: war, tension, trust, mutual_benefit, each domain, and the crises and near_misses of
#: the turn; after a war, war alone.
DyadSeen = dict[str, float | None]


class News(TypedDict):
    """An event that is imposed."""

    kind: str
    title: str


class Turn(TypedDict):
    """A turn of a dyad: what came from outside, what each did, what was signed, and what came of it with and without."""

    first: str
    last: str
    events: list[News]
    moves: dict[str, Moves]
    signed: list[str]
    moved: DyadSeen
    own: DyadSeen


class DyadTurns(TypedDict):
    """The turns of two states."""

    states: list[str]
    turns: list[Turn]


class Ending(TypedDict):
    """A measure at the end: of the class, without its moves, the difference here, and over all worlds with its interval."""

    moved: float | None
    own: float | None
    here: float | None
    mean: float | None
    low: float | None
    high: float | None
    pairs: int


class TurnsFound(TypedDict):
    """Everything that the report shows."""

    scenario: str
    title: str
    seed: int
    runs: int
    version: str
    dyads: list[DyadTurns]
    end: dict[str, Ending]


# --- counting -------------------------------------------------------------------------------------------------


def _at_end(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The mean over pairs or states of a variable in the last month, `[run]`; NaN after a war."""
    return lambda result: _over_all(ensembles.at_peace(result, name).isel(month=-1))


def _average(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """The mean of a variable over the months, and over pairs or states, `[run]`; NaN if the run had war."""

    def of(result: xr.Dataset) -> xr.DataArray:
        return _over_all(ensembles.at_peace(result, name).mean("month", skipna=False))

    return of


def _of_first(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """A variable of the first state in the last month, `[run]`; NaN after a war."""
    return lambda result: ensembles.at_peace(result, name).isel(month=-1, state=0)


def _count(name: str) -> Callable[[xr.Dataset], xr.DataArray]:
    """How often something happened in a run, each dyad once, `[run]`."""

    def of(result: xr.Dataset) -> xr.DataArray:
        once = [first for first, _ in dyads(result)]
        return ensembles.counted(result, name).isel(pair=once).sum(["pair", "month"])

    return of


def _over_all(values: xr.DataArray) -> xr.DataArray:
    return values.mean([dim for dim in values.dims if dim != "run"], skipna=False)


#: what is compared at the end: how it is counted, and its decimals (None: a share, in percent)
MEASURES: dict[str, tuple[Callable[[xr.Dataset], xr.DataArray], int | None]] = {
    "tension_end": (_at_end("tension"), 1),
    "tension_mean": (_average("tension"), 1),
    "trust_end": (_at_end("trust"), None),
    "benefit_end": (_at_end("mutual_benefit"), 2),
    "ground_end": (_at_end("common_ground"), None),
    "crises_all": (_count("crisis"), 2),
    "near_misses": (_count("near_miss"), 2),
    "influence_end": (_of_first("influence"), None),
    "softness": (_average("softness"), None),
    "unanswered": (lambda result: unanswered(result).mean("state"), None),
    "dependence": (_at_end("dependence"), 3),
    "rights": (_average("rights_criticism"), None),
    "attention": (_average("global_attention"), None),
}


def replay_summary(
    scenario: Scenario, turns: Sequence[tuple[int, int]], moved: xr.Dataset, own: xr.Dataset
) -> TurnsFound:
    """Everything that the report shows, ready for JSON.

    `scenario` is the one with the moves in it; `moved` is its result and `own` that of the same scenario and seed without
    them. Raises ScenarioError if the two are no twins.
    """
    ensembles.paired(own, moved, "tension")  # refuses what cannot be compared
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "seed": int(moved.attrs["seed"]),
        "runs": int(moved.attrs["runs"]),
        "version": str(moved.attrs["version"]),
        "dyads": [
            {
                "states": [str(moved.actor.values[there]), str(moved.target.values[there])],
                "turns": [_turn(scenario, moved, own, (there, back), turn) for turn in turns],
            }
            for there, back in dyads(moved)
        ],
        "end": {name: _compared(count, moved, own) for name, (count, _) in MEASURES.items()},
    }


def _turn(
    scenario: Scenario, moved: xr.Dataset, own: xr.Dataset, ways: tuple[int, int], turn: tuple[int, int]
) -> Turn:
    first, last = turn
    when = slice(first, last + 1)
    states = [str(moved.actor.values[way]) for way in ways]
    during: list[News] = [
        {"kind": event.kind, "title": event.title}
        for event in scenario.events
        if scenario.month_index(event.date) <= last
        and scenario.month_index(event.date) + event.months > first
    ]
    signed = moved.signed.isel(run=0, pair=ways[0], month=when).any("month").to_numpy()
    return {
        "first": scenario.month_text(first),
        "last": scenario.month_text(last),
        "events": during,
        "moves": {state: _moves(scenario, moved, way, turn) for state, way in zip(states, ways, strict=True)},
        "signed": [issue for issue, new in zip(ISSUES, signed, strict=True) if new],
        "moved": _seen(moved, ways, turn),
        "own": _seen(own, ways, turn),
    }


def _seen(result: xr.Dataset, ways: tuple[int, int], turn: tuple[int, int]) -> DyadSeen:
    """One dyad at the end of a turn in run 0, and the crises and near misses of the turn."""
    first, last = turn
    end = result.isel(run=0, month=last)
    during = result.isel(run=0, pair=ways[0], month=slice(first, last + 1))
    if bool(end.war):
        return {"war": True}
    return {
        "war": False,
        "tension": six_digits(end.tension.isel(pair=list(ways)).mean()),
        "trust": six_digits(end.trust.isel(pair=list(ways)).mean()),
        "mutual_benefit": six_digits(end.mutual_benefit.isel(pair=ways[0])),
        **{tie: six_digits(end[tie].isel(pair=ways[0])) for tie in NAMES},
        "crises": int(during.crisis.sum()),
        "near_misses": int(during.near_miss.sum()),
    }


def _moves(scenario: Scenario, result: xr.Dataset, way: int, turn: tuple[int, int]) -> Moves:
    """What a state did to a rival in a turn of run 0, each different act once, and how often the rival declined.

    `unable` names acts that were ordered and not done, for lack of an agreement or of attention.
    """
    first, last = turn
    part = result.isel(run=0, pair=way, month=slice(first, last + 1))
    actor, target = str(result.actor.values[way]), str(result.target.values[way])
    done = {
        stage: [ACTIONS[int(code)].name for code in part[stage].to_numpy()]
        for stage in ("initiative", "response")
    }
    left = part.broken.any("month").to_numpy()
    unable = []
    for stage, acts in done.items():
        for order in scenario.orders:
            if order.act is None or order.state != actor or order.towards not in (None, target):
                continue
            if order.stage not in (stage, "both"):
                continue
            begin = scenario.month_index(order.date)
            months = range(max(begin, first), min(begin + order.months, last + 1))
            if any(acts[month - first] != order.act for month in months):
                unable.append(order.act)
    return {
        "declined": int(part.refused.sum()),
        "unable": list(dict.fromkeys(unable)),
        "left": [issue for issue, gone in zip(ISSUES, left, strict=True) if gone],
        "initiative": list(dict.fromkeys(done["initiative"])),
        "response": list(dict.fromkeys(done["response"])),
    }


def _compared(count: Callable[[xr.Dataset], xr.DataArray], moved: xr.Dataset, own: xr.Dataset) -> Ending:
    now, was = count(moved), count(own)
    gap = ensembles.mean_difference(now - was)
    return {
        "moved": six_digits(now[0]),
        "own": six_digits(was[0]),
        "here": six_digits(now[0] - was[0]),
        "mean": six_digits(gap.mean),
        "low": six_digits(gap.low),
        "high": six_digits(gap.high),
        "pairs": gap.n,
    }
