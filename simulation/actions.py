"""The table of actions: what a state can do to a rival in a month, and what each act weighs.

Rows run from the most hostile to the most cooperative act, so that one uniform draw, read through the cumulative
probabilities, moves smoothly along the scale of cooperation and conflict when a preference changes a little.

Two scales stand beside each other and are never mixed: Goldstein's (1992) WEIS weights, divided by ten, are what a
state *perceives*; Azar's (1980) COPDAB weights are what is *reported*, because the record 1948-78 is in COPDAB points.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal["provoke", "hold", "talk", "culture", "science", "trade"]


class Action(NamedTuple):
    """One row: an act, its weights, its price and its conditions."""

    name: str
    kind: Kind
    copdab: float  # event weight, COPDAB points (Azar 1980)
    goldstein: float  # event weight, WEIS scale -10..+10 (Goldstein 1992)
    cost: (
        float  # what the act costs its sender, 0-1: cheap talk is near 0, a costly signal near 1 (Kydd 2005)
    )
    attention: float  # share of a month's diplomatic attention (assumption; a summit absorbs a government)
    consent: bool = False  # needs the rival to accept
    agreement: str | None = None  # the issue on which an agreement must be in force
    force: float = 0.0  # military content, 0-1: what may start a crisis and what nuclear fear restrains
    cut: float = 0.0  # share of the ties it severs when carried out
    grip: float = 0.0  # relative weight in the contest for influence in third theatres, 0-1


#: Goldstein codes: 182 show of force -7.6; 193 cut aid -5.6; 122 denounce -3.4; 031 meet 1.0; 033 host a visit 2.8;
#: 032 visit 1.9; 04x approve 3.5; 05x promise support 4.5; 065 suspend sanctions 2.9; 081 substantive agreement 6.5.
#: COPDAB classes: 12 (-44), 11 (-29), 10 (-16), 8 (hold: no recorded act, 0), 7 (+6), 6 (+10), 5 (+14), 4 (+27).
#: Costs 0.3 / 0.6 / 1.0 for dialogue, exchange and trade: literature 6.3 (exploratory). The other columns are
#: assumptions, ordered by what the act is: only their order is defended.
ACTIONS: tuple[Action, ...] = (
    Action("threaten", "provoke", -44, -7.6, 0.8, 0.20, force=1.0, cut=0.05, grip=1.0),
    Action("coerce", "provoke", -29, -5.6, 0.6, 0.15, force=0.3, cut=0.25, grip=0.6),
    Action("denounce", "provoke", -16, -3.4, 0.2, 0.05, force=0.0, grip=0.3),
    Action("hold", "hold", 0, 0.0, 0.0, 0.0),
    Action("talk", "talk", 6, 1.0, 0.3, 0.15, consent=True),
    Action("visit", "culture", 6, 1.9, 0.3, 0.05, consent=True),
    Action("summit", "talk", 10, 2.8, 0.5, 0.40, consent=True),
    Action("sale", "trade", 6, 2.9, 0.6, 0.05, consent=True),
    Action("culture", "culture", 14, 3.5, 0.6, 0.10, consent=True, agreement="culture"),
    Action("science", "science", 14, 4.5, 0.6, 0.10, consent=True, agreement="science"),
    Action("trade", "trade", 27, 6.5, 1.0, 0.10, consent=True, agreement="trade"),
)

#: code of each act in the table, by name
CODE: dict[str, int] = {action.name: code for code, action in enumerate(ACTIONS)}

KINDS: tuple[Kind, ...] = ("provoke", "hold", "talk", "culture", "science", "trade")


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
SIGNATURE = Event(27, 6.5)  # an agreement on arms or trade is signed (Goldstein 081; COPDAB 4)
EXCHANGE_SIGNATURE = Event(14, 6.5)  # an agreement on culture or science is signed (Goldstein 081; COPDAB 5)
BREACH = Event(-29, -5.6)  # leaving an agreement before its term (Goldstein 193; COPDAB 11)
