"""What the scenarios about a part of the Cold War share: leaders, events and starting values of their first month.

Leaders, events and their sources are those of `cold_war`. A war that goes on when an episode begins is carried
over for its remaining months; whom it favoured is not, since that was decided before. Starting values are read
from the record by one rule a value, the same for every episode, so that none of them can be bent to a result:

- GDP, and influence as the share of the two in the CINC index: of the year in which the episode begins.
- growth: the mean of the ten years before (from 1948 at the earliest), plus what `cold_war` adds because
  arms cost growth. No hindsight.
- burden of the United States: military spending over GDP, scaled so that 1962 is 9 percent. That of the Soviet
  Union is disputed and stays as in `cold_war`.
- trade: the Soviet share of US trade in the year before, over its potential.
- tension and trust: from the rival's net cooperation c (COPDAB points) in the eight quarters before,
  `tension = 48 - 1.5 c` and `logit(trust) = -1.2 + 0.4 c`. Nobody measured either; these were the lines through the
  months of an older model, and stay as they were. Those through the months of this one (`cold_war`, 200 runs, seed
  11) are 47.7 - 1.72 c and 46.7 - 1.94 c for tension (r = -0.89 and -0.87), -0.31 + 0.46 c and -0.19 + 0.54 c for
  the logit of trust (r = 0.87 and 0.88): where episodes begin, the rule sets tension up to 2 points lower after
  hostile years and up to 5 points higher after friendly ones; trust nearly the same after hostile years, up to 0.26
  lower after mixed and friendly ones.
- vulnerability: what the last imposed level before the first month was.

Ties in culture and science, and what is in force, are given by each episode, with source.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp, isnan, log
from statistics import fmean

import numpy as np

from simulation.fields import month_number, month_text
from simulation.history import figures
from simulation.scenario.imposed import Event
from simulation.scenario.names import load_scenario
from simulation.scenario.parts import Leader, Rivalry, StateSpec

FIRST_YEAR = 1948  # of the series of net cooperation and of trade
YEARS_OF_GROWTH = 10
QUARTERS_OF_CONDUCT = 8
ANCHOR_YEAR, ANCHOR_BURDEN = 1962, 0.09  # defense was 9 percent of US GDP in 1962 [omb]
ADDED = {"US": 0.4, "USSR": 0.5}  # percent a year, since arms cost growth in the model; see cold_war
CLOSER_FROM, CLOSER = "1957-10", 0.7  # Soviet technology after Sputnik (assumption)

COLD_WAR = load_scenario("cold_war")
_US, _USSR = COLD_WAR.states
_RIVALRY = COLD_WAR.rivalries[0]

#: what every episode cites; the keys of cold_war and the series of the record
SOURCES = {
    **COLD_WAR.sources,
    "record": (
        "The record that comes with the project, simulation/data: net cooperation spliced from COPDAB (Azar "
        "1980) and WEIS (McClelland; Tomlinson 1993), trade (Barbieri & Keshk), GDP (Bolt & van Zanden 2020), "
        "military spending and CINC (Singer 1987)."
    ),
}


_series = cache(figures)


def _figure(series: str, year: int, label: str) -> float:
    return _series(series)[str(year)][label]


# --- leaders and events -------------------------------------------------------------------------------------


def end_of(start: str, months: int) -> str:
    """The last month of an episode, "YYYY-MM"."""
    return month_text(month_number(start) + months - 1)


def leaders(start: str, months: int) -> tuple[Leader, ...]:
    """Who is in office in the first month, and who follows."""
    end = end_of(start, months)
    kept = []
    for state in COLD_WAR.labels:
        named = [leader for leader in COLD_WAR.leaders if leader.state == state and leader.since <= end]
        before = [leader for leader in named if leader.since <= start]
        kept += [*before[-1:], *(leader for leader in named if leader.since > start)]
    return tuple(kept)


def events(
    start: str, months: int, more: Iterable[Event] = (), between: tuple[str, str] | None = None
) -> tuple[Event, ...]:
    """The imposed events of `cold_war` in these months, those that go on from before, and `more`, by date.

    `between` names the pair whose weapons the technology events are about: needed with a third state.
    """
    end = end_of(start, months)
    kept = []
    for event in COLD_WAR.events:
        if start <= event.date <= end:
            aimed = {"between": between} if event.kind == "technology" and between else {}
            kept.append(Event(**{**dict(event), **aimed}))
        elif event.date < start and event.kind in ("theatre", "economy"):
            gone = int((np.datetime64(start, "M") - np.datetime64(event.date, "M")).astype(int))
            if event.months > gone:
                side = {"state": None} if event.kind == "theatre" else {}
                changes = {"date": start, "months": event.months - gone, **side}
                kept.append(Event(**{**dict(event), **changes}))
    return tuple(sorted((*kept, *more), key=lambda event: event.date))


# --- the two at the start -----------------------------------------------------------------------------------


def growth(state: str, year: int) -> float:
    """Percent a year: the mean of the years before, plus what stands in for the cost of arms."""
    first = max(year - YEARS_OF_GROWTH, FIRST_YEAR)
    ratio = _figure("gdp", year, state) / _figure("gdp", first, state)
    return round(100 * log(ratio) / (year - first) + ADDED[state], 1)


def burden(year: int) -> float:
    """US military spending as a share of GDP, in steps of half a percentage point."""
    shares = [_figure("military_spending", y, "US") / _figure("gdp", y, "US") for y in (year, ANCHOR_YEAR)]
    return round(200 * ANCHOR_BURDEN * shares[0] / shares[1]) / 200


def power(state: str, year: int) -> float:
    """A state's share of the two in the CINC index."""
    both = {name: _figure("capability", year, name) for name in COLD_WAR.labels}
    return round(both[state] / sum(both.values()), 2)


def states(start: str, third: float = 0.0) -> tuple[StateSpec, StateSpec]:
    """The United States and the Soviet Union in the year of `start`; `third` is the influence of a third state."""
    year = int(start[:4])
    us_share = round(power("US", year) * (1 - third), 4)
    shares = {"US": us_share, "USSR": round(1 - third - us_share, 4)}
    specs = []
    for spec in (_US, _USSR):
        values = {
            "gdp": round(_figure("gdp", year, spec.name) / 1000, 3),
            "growth": growth(spec.name, year),
            "influence": shares[spec.name],
        }
        armed = "burden disputed, as in cold_war [firth1998]"
        if spec.name == "US":
            values["burden"] = burden(year)
            armed = f"military spending over GDP of {year} [cow_nmc], scaled to 9 percent in 1962 [omb]"
        elif start >= CLOSER_FROM:
            values["technology"] = CLOSER
        source = (
            f"GDP of {year} and growth of the ten years before [maddison2020], plus {ADDED[spec.name]}, since "
            f"arms cost growth in the model [assumption]; {armed}; influence: CINC index of {year} [cow_nmc]; the "
            "rest as in cold_war [assumption]"
        )
        specs.append(StateSpec(**{**dict(spec), **values, "source": source}))
    return specs[0], specs[1]


def conduct_before(start: str, pair: str) -> float:
    """Mean net cooperation of `pair` ("US to USSR") in the eight quarters before that of `start`, COPDAB points."""
    quarter = f"{start[:4]}-Q{(int(start[5:]) + 2) // 3}"
    known = _series("cooperation_quarterly").items()
    before = [row[pair] for period, row in known if period < quarter]
    return fmean(value for value in before[-QUARTERS_OF_CONDUCT:] if not isnan(value))


def felt(conduct: float) -> float:
    """Tension felt, 0-100 in steps of 1, after two years of such conduct by the rival."""
    return float(round(48 - 1.5 * conduct))


def trusted(conduct: float) -> float:
    """Trust, 0.05-0.95 in steps of 0.05, after two years of such conduct by the rival."""
    return float(np.clip(round(20 / (1 + exp(1.2 - 0.4 * conduct))) / 20, 0.05, 0.95))


def rivalry(
    start: str,
    culture: float,
    science: float,
    agreements: tuple[str, ...] = (),
    hotline: bool = False,
    source: str = "",
) -> Rivalry:
    """The two at `start`; `source` says why these exchanges, agreements and this hotline."""
    year = int(start[:4]) - 1
    seen = (conduct_before(start, "USSR to US"), conduct_before(start, "US to USSR"))
    share = _figure("trade_share", year, "US") / 100
    level = [event.size for event in COLD_WAR.events if event.kind == "technology" and event.date <= start]
    about = (
        f"tension and trust: a rule of this project [assumption] from net cooperation in the two years before "
        f"[record]; trade: {100 * share:.2f} percent of US trade in {year}, over a potential of 1.5 "
        f"[cow_trade]; vulnerability: the level of cold_war [suh2022]; {source}"
    )
    return Rivalry(
        between=("US", "USSR"),
        tension=(felt(seen[0]), felt(seen[1])),
        trust=(trusted(seen[0]), trusted(seen[1])),
        trade=round(share / _RIVALRY.trade_share[0], 2),
        culture=culture,
        science=science,
        trade_share=_RIVALRY.trade_share,
        vulnerability=level[-1] if level else _RIVALRY.vulnerability,
        agreements=agreements,
        hotline=hotline,
        source=about,
    )
