"""Columns over the action table: how much of something each act has. Doctrines and stages judge acts by these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.actions import ACTIONS, Action, Kind
from simulation.domains import DOMAINS, NAMES

Column = Any  # an array [action]


def column(of: Callable[[Action], float]) -> Column:
    """A column from a function of the row."""
    made = np.array([float(of(action)) for action in ACTIONS])
    made.flags.writeable = False
    return made


def of_kind(kind: Kind) -> Column:
    """The acts of a kind, 0 or 1."""
    return column(lambda a: a.kind == kind)


def tie_of(domain: str) -> Column:
    """What an act adds to the tie of a domain, 0-1."""
    return column(lambda a: a.tie * (a.kind == domain))


def covering(whose: str, **classes: Column) -> tuple[Column, ...]:
    """The classes that a doctrine goes by, if every act is in exactly one of them.

    Raises ValueError with one line that names the doctrine and the act: an act in none would keep the highest log weight
    there is, and be done most of the time.
    """
    for code, action in enumerate(ACTIONS):
        mine = [name for name, each in classes.items() if each[code]]
        if len(mine) != 1:
            raise ValueError(
                f"{whose} cannot weigh act {action.name!r} (move {action.move!r}): it is in {' and '.join(mine) or 'none'} "
                f"of its classes {', '.join(classes)}; put its move into one of them in simulation/columns.py"
            )
    return tuple(classes.values())


WEIGHT = column(lambda a: a.goldstein / 10)  # place on the scale, -0.76..0.65
SQUARE = column(lambda a: (a.goldstein / 10) ** 2)
HOSTILE = column(lambda a: max(-a.goldstein / 10, 0))
WARM = column(lambda a: max(a.goldstein / 10, 0))
PRICE = column(lambda a: a.cost)
FORCE = column(lambda a: a.force)
GRIP = column(lambda a: a.grip)
CUT = column(lambda a: a.cut)
ATTENTION = column(lambda a: a.attention)
PROVOKE, HOLD, TALK = of_kind("provoke"), of_kind("hold"), of_kind("talk")
TOWARDS = column(lambda a: a.kind not in ("provoke", "hold"))  # talk or cooperate
JOINT = column(lambda a: a.kind in NAMES)
#: by domain: what an act adds to its tie
TIES = {name: tie_of(name) for name in NAMES}
TRADE, CULTURE, SCIENCE = TIES["trade"], TIES["culture"], TIES["science"]
#: by domain: what its growth counts of an act. A sale is a sale, however much of an agreement's worth it is
GROWS = tuple(of_kind(one.name) if one.grows == "market" else TIES[one.name] for one in DOMAINS)

#: the two moves of the repeated game: to cooperate is a modest gesture that needs no agreement, or what an agreement has
#: opened; to defect is to denounce. The rest is beyond the one (friendly, open without agreement) or beyond the other
COOPERATE = column(lambda a: a.move in ("gesture", "exchange"))
DENOUNCE = column(lambda a: a.move == "defect")
AMPLE = column(lambda a: a.move in ("overture", "deal"))
ESCALATE = column(lambda a: a.move == "escalate")
#: friendly acts by what they are: words and visits, and what ties are made of
GESTURE = column(lambda a: a.move in ("gesture", "overture"))
SUBSTANCE = column(lambda a: a.move in ("deal", "exchange"))
#: the scale: each weight in the table from the lowest, Goldstein/10, and the acts that have it
SCALE = tuple((float(one), 1.0 * (one == WEIGHT)) for one in np.unique(WEIGHT))

COPDAB = column(lambda a: a.copdab)
CONSENT = column(lambda a: a.consent)
SESSIONS = column(lambda a: a.sessions)
