"""The table of actions: what a state can do to a rival in a month, and what each act weighs.

Rows run from the most hostile to the most cooperative act, so that one uniform draw, read through the cumulative
probabilities, moves smoothly along the scale of cooperation and conflict when a preference changes a little.

Two scales stand beside each other and are never mixed: Goldstein's (1992) WEIS weights, divided by ten, are what a
state *perceives*; Azar's (1980) COPDAB weights are what is *reported*, because the record 1948-78 is in COPDAB points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from simulation.domains import DOMAINS, ISSUES, NAMES, OTHER_KINDS

Kind = str  # what an act is made of: one of `KINDS`; the acts of a domain make its tie
KINDS: tuple[Kind, ...] = (*OTHER_KINDS, *NAMES)

#: what sort of move an act is: doctrines that go by classes of acts make them up of these (`columns.py`)
Move = Literal["escalate", "defect", "hold", "gesture", "overture", "deal", "exchange"]
#: each, and on which side of holding it stands: -1 hostile, 1 friendly
MOVES: dict[Move, int] = {
    "escalate": -1,  # hostile, and more than words
    "defect": -1,  # hostile words: what a player of the repeated game does who does not cooperate
    "hold": 0,
    "gesture": 1,  # modest words and visits
    "overture": 1,  # words and visits that are more than modest
    "deal": 1,  # something of substance, open without an agreement
    "exchange": 1,  # something of substance that an agreement has opened
}


class Action(NamedTuple):
    """One row: an act, its classes, its weights, its price, its conditions and what it brings."""

    name: str
    kind: Kind
    copdab: float  # event weight, COPDAB points (Azar 1980)
    goldstein: float  # event weight, WEIS scale -10..+10 (Goldstein 1992)
    cost: (
        float  # what the act costs its sender, 0-1: cheap talk is near 0, a costly signal near 1 (Kydd 2005)
    )
    attention: float  # share of a month's diplomatic attention (assumption; a summit absorbs a government)
    move: Move | None = None  # every row says it; None is refused below
    consent: bool = False  # needs the rival to accept
    agreement: str | None = None  # the issue on which an agreement must be in force
    force: float = 0.0  # military content, 0-1: what may start a crisis and what nuclear fear restrains
    cut: float = 0.0  # share of the ties it severs when carried out
    grip: float = 0.0  # relative weight in the contest for influence in third theatres, 0-1
    sessions: float = 0.0  # rounds of negotiation that an act of talk opens
    tie: float = 0.0  # growth of the tie of its kind, 0-1: 1 is what an agreement opens


def checked(*rows: Action) -> tuple[Action, ...]:
    """The table, if each row says how it is to be judged; ValueError with one line that names the act otherwise."""
    for place, row in enumerate(rows):
        for wrong in _faults(row, rows[:place]):
            raise ValueError(f"act {row.name!r} in simulation/actions.py {wrong}")
    return rows


def _faults(row: Action, above: tuple[Action, ...]) -> Iterator[str]:
    """What is wrong with a row below those `above` it, and what to do about it."""
    side = (row.goldstein > 0) - (row.goldstein < 0)
    kinds = {-1: ("provoke",), 0: ("hold",), 1: ("talk", *NAMES)}[side]
    moves = [move for move in MOVES if MOVES[move] == side]
    if not re.fullmatch("[a-z][a-z_]*", row.name):
        yield "has a name that is no word of small letters; write another"
    if row.name in [other.name for other in above]:
        yield "stands there twice; keep one of the two"
    if any(other.goldstein > row.goldstein for other in above):
        yield "is more hostile than a row above it; rows run from the most hostile act to the most cooperative"
    if (row.copdab > 0) - (row.copdab < 0) != side:
        yield f"weighs {row.goldstein:g} (Goldstein) and {row.copdab:g} (COPDAB); give both the same sign"
    if row.kind not in kinds:
        yield f"weighs {row.goldstein:g} and has kind {row.kind!r}; write {' or '.join(kinds)}"
    if row.move not in moves:
        yield f"weighs {row.goldstein:g} and has move {row.move!r}; write {' or '.join(moves)}"
    if row.kind == "hold" and above and above[-1].kind == "hold":
        yield "is a second way to hold; give it a weight"
    if row.agreement not in (None, *ISSUES):
        yield f"needs an agreement on {row.agreement!r}; write {' or '.join(ISSUES)}"
    if (row.move == "exchange") != (row.agreement is not None):
        yield f"has move {row.move!r} and agreement {row.agreement!r}; an exchange alone needs an agreement"
    if (row.kind == "talk") != (row.sessions > 0):
        yield f"has kind {row.kind!r} and {row.sessions:g} sessions; acts of talk alone open some"
    if (row.kind in NAMES) != (row.tie > 0):
        yield f"has kind {row.kind!r} and tie {row.tie:g}; acts of {', '.join(NAMES)} alone make ties"
    if row.sessions < 0:
        yield f"has {row.sessions:g} sessions; write 0 or more"
    if row.cut and side >= 0:
        yield f"severs {row.cut:g} of the ties and is not hostile; leave the cut out"
    if row.consent and side <= 0:
        yield "asks for consent and is not friendly; nobody asks before provoking"
    for name in ("cost", "attention", "force", "cut", "grip", "tie"):
        if not 0 <= getattr(row, name) <= 1:
            yield f"has {name} {getattr(row, name):g}; write a share from 0 to 1"


#: Goldstein codes: 182 show of force -7.6; 193 cut aid -5.6; 122 denounce -3.4; 031 meet 1.0; 033 host a visit 2.8;
#: 032 visit 1.9; 04x approve 3.5; 05x promise support 4.5; 065 suspend sanctions 2.9; 081 substantive agreement 6.5.
#: COPDAB classes: 12 (-44), 11 (-29), 10 (-16), 8 (hold: no recorded act, 0), 7 (+6), 6 (+10), 5 (+14), 4 (+27).
#: Costs 0.3 / 0.6 / 1.0 for dialogue, exchange and trade, and the other columns, are assumptions, ordered by what the act
#: is (a costly signal tells more than cheap talk: Kydd 2005): only their order is defended.
ACTIONS = checked(
    Action("threaten", "provoke", -44, -7.6, 0.8, 0.20, "escalate", force=1.0, cut=0.05, grip=1.0),
    Action("coerce", "provoke", -29, -5.6, 0.6, 0.15, "escalate", force=0.3, cut=0.25, grip=0.6),
    Action("denounce", "provoke", -16, -3.4, 0.2, 0.05, "defect", grip=0.3),
    Action("hold", "hold", 0, 0.0, 0.0, 0.0, "hold"),
    Action("talk", "talk", 6, 1.0, 0.3, 0.15, "gesture", consent=True, sessions=1),
    Action("visit", "culture", 6, 1.9, 0.3, 0.05, "gesture", consent=True, tie=0.3),
    Action("summit", "talk", 10, 2.8, 0.5, 0.40, "overture", consent=True, sessions=2),
    Action("sale", "trade", 6, 2.9, 0.6, 0.05, "deal", consent=True, tie=0.25),
    Action("culture", "culture", 14, 3.5, 0.6, 0.10, "exchange", consent=True, agreement="culture", tie=1),
    Action("science", "science", 14, 4.5, 0.6, 0.10, "exchange", consent=True, agreement="science", tie=1),
    Action("trade", "trade", 27, 6.5, 1.0, 0.10, "exchange", consent=True, agreement="trade", tie=1),
)

#: code of each act in the table, by name
CODE: dict[str, int] = {action.name: code for code, action in enumerate(ACTIONS)}


class Event(NamedTuple):
    """Something else that the month's record holds: it is no free choice of the table, but it is seen and weighed."""

    copdab: float
    goldstein: float


OFFER = Event(
    6, 1.5
)  # a cooperative act that was declined is worth a proposal (Goldstein 101), at most itself
#: turning an offer down (Goldstein 111; COPDAB 9, mild verbal discord); how much of it is felt: `refusal_felt`
REFUSAL = Event(-6, -4.0)
CRITICISM = Event(-6, -2.2)  # charging a rival with an abuse (Goldstein 121; COPDAB 9)
SIGNED = 6.5  # an agreement is signed: Goldstein 081, on whatever issue
#: by issue: arms COPDAB 4, domains what their rows say
SIGNATURES = (Event(27, SIGNED), *(Event(domain.signature, SIGNED) for domain in DOMAINS))
BREACH = Event(-29, -5.6)  # leaving an agreement before its term (Goldstein 193; COPDAB 11)
