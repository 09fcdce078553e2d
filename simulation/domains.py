"""The table of domains: what states can cooperate in, and what each is like. A domain is a row, and words.

Each has a tie between two states, is an issue on which they negotiate, a kind of act, and the variables `NAME` and
`benefit_NAME` of a result. Arms is the one issue that is no domain: it has no tie. The order of the rows is that of the
domain axis and of every sum over domains.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword
from typing import Literal, NamedTuple, get_args

#: how a tie grows. market: firms trade by themselves as far as an agreement lets them, and governments' sales add to it; it
#: is what scenarios give shares and openness of, so that exit cost, exports and jobs hang on it. exchange: by joint acts,
#: and by the programme that an agreement keeps going
Growth = Literal["market", "exchange"]
#: the rule of `rules.economy` by which a tie pays
Gain = Literal["trade_benefit", "culture_benefit", "science_benefit"]

#: acts that are of no domain; their kinds are no names for one
OTHER_KINDS = ("provoke", "hold", "talk")
#: the issue that is no domain
ARMS = "arms"
#: names that results, scenarios and a rivalry have for other things
TAKEN = (
    "agreements", "between", "common_ground", "concerns", "cooperation", "crisis", "exit_cost", "fear", "gdp", "growth",
    "hawks", "hotline", "influence", "initiative", "issue", "jobs", "month", "pair", "reservation", "response", "run",
    "severity", "signed", "softness", "state", "tension", "theatre", "trust", "vulnerability", "war", "year",
)  # fmt: skip


class Domain(NamedTuple):
    """One row: a domain of cooperation."""

    name: str
    grows: Growth
    gain: Gain
    signature: float  # event weight of an agreement on it, COPDAB points (Azar 1980)
    colour: str  # in figures: one of Okabe and Ito (2008), #RRGGBB
    cut: float  # share of a cut that it feels, 0-1
    wanted: float  # how much the deliberate coalition wants its growth, against that of trade
    technology: bool = (
        False  # it lets technology through to the one behind, so that a lead is guarded in bargaining
    )
    needed: bool = False  # in economic need it is wanted more, and bargained for less hard
    start: float = 0.5  # tie at the start where a scenario says nothing, share of potential


def checked(*rows: Domain) -> tuple[Domain, ...]:
    """The table, if it makes sense; ValueError with one line that names the domain otherwise."""
    for place, row in enumerate(rows):
        for wrong in _faults(row, rows[:place]):
            raise ValueError(f"domain {row.name!r} in simulation/domains.py {wrong}")
    if sum(row.grows == "market" for row in rows) != 1:
        raise ValueError("simulation/domains.py has no domain that grows as a 'market'; write one")
    return rows


def _faults(row: Domain, above: tuple[Domain, ...]) -> Iterator[str]:
    """What is wrong with a row below those `above` it, and what to do about it."""
    if not re.fullmatch("[a-z][a-z_]*", row.name) or iskeyword(row.name):
        yield "has a name that is no word of small letters; write another"
    if row.name in (ARMS, *OTHER_KINDS, *TAKEN):
        yield "has the name of something else; write another"
    if row.name in [other.name for other in above]:
        yield "stands there twice; keep one of the two"
    if row.grows not in get_args(Growth):
        yield f"grows as {row.grows!r}; write {' or '.join(get_args(Growth))}"
    if row.gain not in get_args(Gain):
        yield f"pays by {row.gain!r}; write {' or '.join(get_args(Gain))}"
    if row.grows == "market" and any(other.grows == "market" for other in above):
        yield "is a second market; scenarios give one share of trade, so make it grow as an 'exchange'"
    if (row.grows == "market") != (row.gain == "trade_benefit"):
        yield f"grows as {row.grows!r} and pays by {row.gain!r}; a market alone pays by 'trade_benefit'"
    if not re.fullmatch("#[0-9A-Fa-f]{6}", str(row.colour)):
        yield f"has colour {row.colour!r}; write one as #RRGGBB"
    if not 0 < row.signature < 1000:
        yield f"has signature {row.signature:g}; an agreement is a friendly act, give it a weight above 0"
    if not 0 <= row.wanted <= 10:
        yield f"has wanted {row.wanted:g}; write a number from 0 to 10"
    for name in ("cut", "start"):
        if not 0 <= getattr(row, name) <= 1:
            yield f"has {name} {getattr(row, name):g}; write a share from 0 to 1"


#: signatures: COPDAB 4 (economic and strategic, 27) and 5 (culture and science, 14). Exchanges survived the downturns,
#: and trade did not (Richmond 2003): that they feel half of a cut is an assumption, as is how much each is wanted
DOMAINS = checked(
    Domain("trade", "market", "trade_benefit", 27, "#E69F00", 1.0, 1.0, technology=True, needed=True),
    Domain("culture", "exchange", "culture_benefit", 14, "#CC79A7", 0.5, 0.3),
    Domain("science", "exchange", "science_benefit", 14, "#009E73", 0.5, 0.5, technology=True),
)

#: their names, in the order of the domain axis
NAMES = tuple(domain.name for domain in DOMAINS)
#: what states negotiate about, in the order of the issue axis
ISSUES = (ARMS, *NAMES)
#: place on the domain axis of the market, and of what the literature names: dyadic trade (Oneal & Russett 1999), contact
#: (Pettigrew & Tropp 2006)
TRADE, CULTURE = NAMES.index("trade"), NAMES.index("culture")
