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
from simulation.catalogue import number, percent
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
    """What both send every month, the first state's and the second's; `asks` is the share that each demands in talks.

    Who demands nothing (FREE) concedes step by step, as states do by themselves and programs at the table.
    """

    moves: tuple[str, str]
    answers: tuple[str, str] = ("hold", "hold")
    asks: tuple[float, float] = (FREE, FREE)


IN_KIND = Way(("threaten", "threaten"), ("threaten", "threaten"))
ONE_THREATENS = Way(("threaten", "talk"))
BORNE = Way(("threaten", "hold"))
HOLDS = Way(("hold", "hold"))
ONE_TALKS = Way(("talk", "hold"))
TALKS = Way(("talk", "talk"))
HALF = TALKS._replace(asks=(0.5, 0.5))
MORE = TALKS._replace(asks=(0.6, 0.6))
#: the rows of the tables, and how the pack calls them: what both do month after month, and what they demand in talks
WAYS = {"threats": IN_KIND, "one_threatens": ONE_THREATENS, "holds": HOLDS, "talks": TALKS}
ASKS = {
    "half": HALF,
    "half_one": TALKS._replace(asks=(0.5, FREE)),
    "concede": TALKS,
    "concede_one": ONE_TALKS,
    "more_one": TALKS._replace(asks=(0.6, FREE)),
    "more": MORE,
    "most_one": TALKS._replace(asks=(0.9, 0.4)),
}


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
        acts["asks"][:, months] = np.reshape(way.asks, (len(PLAYED.pairs), 1))
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
    alone, cold, borne = matches(), matches(IN_KIND, HOLDS), matches(BORNE, HALF)
    after = {"month": YEAR - 1, "state": 1}  # of the one who bears it
    shares = {
        "signed_half": any_signed(matches(HALF)),
        "signed_more": any_signed(matches(MORE)),
        "cold_signed": any_signed(matches(IN_KIND, HALF)),
        "borne_signed": any_signed(borne),
        "borne_hawks": float(borne.hawks.isel(after).mean()),
        "start_hawks": PLAYED.states[1].hawks,
        "crisis_without": crises(alone),
        "crisis_with": crises(injected("incident")),
        "untouched": untouched("incident"),
    }
    whole = {
        "alone_6": tension(alone, six),
        "hold_6": tension(matches(HOLDS), six),
        "talk_6": tension(matches(TALKS), six),
        "month_one": float(np.median(signed_in(matches(ONE_TALKS)))),
        "month_both": float(np.median(signed_in(matches(TALKS)))),
        "cold": tension(cold, YEAR),
        "cold_crises": float(cold.crisis.isel(pair=0, month=slice(0, YEAR)).sum("month").mean()),
        "cold_turn": tension(cold, YEAR + MONTHS),
        "cold_year": tension(cold, 2 * YEAR),
        "borne_influence": 100 * (1 - float(borne.influence.isel(after).mean())),
        "least_of_ten": least_of_ten(),
    }
    moved = {kind: moved_by(kind) for kind in ("theatre", "rights", "economy")}
    found: dict[str, tuple[float, int | None, bool]] = {
        name: (share, None, False) for name, share in shares.items()
    }
    found |= {name: (value, 0, False) for name, value in whole.items()}
    found |= {name: (points, 1, True) for name, points in moved.items()}
    return found | {"war": (100 * float(matches(IN_KIND).war.any("month").mean()), 1, False)}


def ways_table(lang: str) -> str:
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


def asks_table(lang: str) -> str:
    """When something is signed, by who proposes talks and what is asked for, as Markdown."""
    names = ("way", "signed", "month", "turn")
    rows = []
    for name, way in ASKS.items():
        months = signed_in(matches(way))
        when = ["\N{EN DASH}"] * 2
        if len(months):
            month = float(np.median(months))
            when = [number(month, lang, 0), number(np.ceil(month / MONTHS), lang, 0)]
        rows.append((say(f"asked.{name}", lang), percent(any_signed(matches(way)), lang), *when))
    return markdown_grid([say(f"asks.{name}", lang) for name in names], rows)
