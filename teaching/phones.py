"""The numbers that the plans for phones quote: what a match can come to, in many worlds of the class's scenario.

On a phone a player says what the program decides by itself elsewhere: yes or no, and how much to ask for. So the pace of a
match is another than that of the states left to themselves, and is counted here: both states are ordered what players
would send (an act a month as in a turn of a quarter, the answer, yes to every offer, a demand where talks are open), and
all else, chance too, is the model's.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import xarray as xr
from scipy.stats import binomtest

from simulation.actions import CODE
from simulation.catalogue import number
from simulation.engine import simulate
from simulation.pages.markdown import markdown_grid
from simulation.reports.teaching_pack import say
from simulation.scenario import Event
from simulation.state import FREE, ISSUES, YES, Array
from teaching.paper import FIRST, MONTHS, SCENARIO, SEED, TURNS

RUNS = 1000
PLAYED = SCENARIO.changed(months=TURNS * MONTHS)
YEAR = 12
INJECTED, SIZE = "1961-01", 0.9  # turn 5, when half of the match is over


class Way(NamedTuple):
    """What both send every month, the first state's and the second's; `ask` is the share that both demand in talks."""

    moves: tuple[str, str]
    answers: tuple[str, str] = ("hold", "hold")
    ask: float | None = None


THREATS = Way(("threaten", "threaten"))
IN_KIND = Way(("threaten", "threaten"), ("threaten", "threaten"))
ONE_THREATENS = Way(("threaten", "talk"))
HOLDS = Way(("hold", "hold"))
ONE_TALKS = Way(("talk", "hold"))
TALKS = Way(("talk", "talk"))
#: the rows of the table: what both do, month after month, and how the pack calls it
WAYS = {"threats": IN_KIND, "one_threatens": ONE_THREATENS, "holds": HOLDS, "talks": TALKS}


def asked(share: float) -> Way:
    """Talks in which both demand that share of what there is to divide, on every open issue."""
    return TALKS._replace(ask=share)


@cache
def matches(*ways: Way) -> xr.Dataset:
    """Two years of many worlds: the ways one after the other, each for as long as the others; without any, nobody plays."""
    return simulate(PLAYED, runs=RUNS, seed=SEED, acts=_sent(ways))


def _sent(ways: Sequence[Way]) -> dict[str, Array]:
    if not ways:
        return {}
    shape = (RUNS, PLAYED.months, len(PLAYED.pairs))
    acts: dict[str, Array] = {name: np.full(shape, FREE) for name in ("initiative", "response")}
    acts |= {name: np.full(shape, YES) for name in ("consent", "consent_response")}
    acts["asks"] = np.full((*shape, len(ISSUES)), float(FREE))
    for months, way in zip(np.array_split(np.arange(PLAYED.months), len(ways)), ways, strict=True):
        acts["initiative"][:, months] = [CODE[act] for act in way.moves]
        acts["response"][:, months] = [CODE[act] for act in way.answers]
        if way.ask is not None:
            acts["asks"][:, months] = way.ask
    return acts


# --- what is read of them --------------------------------------------------------------------------------------


def tension(found: xr.Dataset, months: int) -> float:
    """Felt tension after so many months, mean of both states and all worlds."""
    return float(found.tension.isel(month=months - 1).mean())


def signed_in(found: xr.Dataset) -> Array:
    """The month, from 1, in which each issue that was signed was signed first, of all worlds in one row."""
    signed = found.signed.isel(pair=0).to_numpy()  # [run, month, issue]
    return 1 + signed.argmax(axis=1)[signed.any(axis=1)]


def any_signed(found: xr.Dataset) -> float:
    """Share of worlds in which anything was signed."""
    return float(found.signed.isel(pair=0).any(("month", "issue")).mean())


@cache
def injected(kind: str) -> xr.Dataset:
    """Nobody's match with one more event of that kind and of size 0.9, in the first month of turn 5."""
    about = {"incident": {"between": PLAYED.labels}, "theatre": {}}.get(kind, {"state": PLAYED.labels[1]})
    event = Event(date=INJECTED, kind=kind, title="Injected", size=SIZE, **about)  # type: ignore[arg-type]
    return simulate(PLAYED.changed(events=(*PLAYED.events, event)), runs=RUNS, seed=SEED)


def untouched(kind: str) -> float:
    """Share of worlds in which the event changes nothing at all of tension, to the end of the match."""
    return float((injected(kind).tension == matches().tension).all(("month", "pair")).mean())


def moved_by(kind: str) -> float:
    """Points of tension that the event adds in the mean of the year from its month on."""
    at = PLAYED.month_index(INJECTED)
    year = slice(at, at + YEAR)
    return float((injected(kind).tension - matches().tension).isel(month=year).mean())


def crises(found: xr.Dataset) -> float:
    """Share of worlds with a crisis in the month of the event."""
    return float(found.crisis.isel(month=PLAYED.month_index(INJECTED), pair=0).mean())


def least_of_ten() -> int:
    """Of ten pupils who changed an answer, how many have to have changed alike for chance not to explain it (sign test)."""
    return next(k for k in range(11) if binomtest(k, 10).pvalue < 0.05 and k > 5)


# --- what the texts quote ----------------------------------------------------------------------------------------


@cache
def facts() -> dict[str, tuple[float, int | None, bool]]:
    """The numbers by the name under which the texts mark them; as `figures.value` has them."""
    six = 2 * MONTHS
    alone, hold, talks, half = matches(), matches(HOLDS), matches(TALKS), matches(asked(0.5))
    one, cold, stood = matches(ONE_TALKS), matches(IN_KIND, HOLDS), matches(THREATS, asked(0.5))
    shares = {
        "signed_one": any_signed(one),
        "signed_both": any_signed(talks),
        "signed_half": any_signed(half),
        "signed_more": any_signed(matches(asked(0.6))),
        "cold_signed": any_signed(matches(IN_KIND, asked(0.5))),
        "unanswered_signed": any_signed(stood),
        "unanswered_hawks": float(stood.hawks.isel(month=YEAR - 1).mean()),
        "answered_hawks": float(cold.hawks.isel(month=YEAR - 1).mean()),
        "crisis_without": crises(alone),
        "crisis_with": crises(injected("incident")),
        "untouched": untouched("incident"),
    }
    whole = {
        "alone_6": tension(alone, six),
        "hold_6": tension(hold, six),
        "talk_6": tension(talks, six),
        "alone_24": tension(alone, 2 * YEAR),
        "month_one": float(np.median(signed_in(one))),
        "month_both": float(np.median(signed_in(talks))),
        "month_half": float(np.median(signed_in(half))),
        "cold": tension(cold, YEAR),
        "cold_turn": tension(cold, YEAR + MONTHS),
        "cold_year": tension(cold, 2 * YEAR),
        "least_of_ten": least_of_ten(),
    }
    moved = {kind: moved_by(kind) for kind in ("theatre", "rights", "economy")}
    return (
        {name: (share, None, False) for name, share in shares.items()}
        | {name: (found, 0, False) for name, found in whole.items()}
        | {name: (points, 1, True) for name, points in moved.items()}
        | {"war": (100 * float(matches(IN_KIND).war.any("month").mean()), 1, False)}
    )


def table(lang: str) -> str:
    """What two years of doing the same come to, as Markdown: the dilemma in a few rows."""
    names = ("way", "tension", "influence", "benefit", "crises")
    rows = []
    for name, way in WAYS.items():
        found = matches(way)
        influence = 100 * float(found.influence.isel(month=-1).sel(state=FIRST.name).mean())
        rows.append(
            (
                say(f"way.{name}", lang),
                number(tension(found, PLAYED.months), lang, 0),
                f"{number(influence, lang, 0)} : {number(100 - influence, lang, 0)}",
                number(float(found.mutual_benefit.isel(month=-1).mean()), lang, 2),
                number(float(found.crisis.isel(pair=0).sum("month").mean()), lang, 1),
            )
        )
    return markdown_grid([say(f"ways.{name}", lang) for name in names], rows)
