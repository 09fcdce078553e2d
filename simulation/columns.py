"""Columns over the action table: how much of something each act has. Doctrines and stages judge acts by these."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from simulation.actions import ACTIONS, Action

Column = Any  # an array [action]


def column(of: Callable[[Action], float]) -> Column:
    """A column from a function of the row."""
    made = np.array([float(of(action)) for action in ACTIONS])
    made.flags.writeable = False
    return made


WEIGHT = column(lambda a: a.goldstein / 10)  # place on the scale, -0.76..0.65
SQUARE = column(lambda a: (a.goldstein / 10) ** 2)
HOSTILE = column(lambda a: max(-a.goldstein / 10, 0))
WARM = column(lambda a: max(a.goldstein / 10, 0))
PRICE = column(lambda a: a.cost)
FORCE = column(lambda a: a.force)
GRIP = column(lambda a: a.grip)
CUT = column(lambda a: a.cut)
ATTENTION = column(lambda a: a.attention)
PROVOKE = column(lambda a: a.kind == "provoke")
HOLD = column(lambda a: a.kind == "hold")
TALK = column(lambda a: a.kind == "talk")
TOWARDS = column(lambda a: a.kind not in ("provoke", "hold"))  # talk or cooperate
JOINT = column(lambda a: a.kind in ("culture", "science", "trade"))
EXCHANGE = column(lambda a: a.kind == "culture")
TRADE = column(lambda a: {"trade": 1.0, "sale": 0.25}.get(a.name, 0))
CULTURE = column(lambda a: {"culture": 1.0, "visit": 0.3}.get(a.name, 0))
SCIENCE = column(lambda a: a.name == "science")

#: the two moves of the repeated game: to cooperate is a modest gesture that needs no agreement, or what an agreement has
#: opened; to defect is to denounce
COOPERATE = column(lambda a: a.name in ("talk", "visit") or a.agreement is not None)
DENOUNCE = column(lambda a: a.name == "denounce")
AMPLE = column(
    lambda a: a.name in ("summit", "sale")
)  # friendly, beyond a gesture, and open without agreement
FORCIBLE = column(lambda a: a.force > 0)
#: four classes of acts that cover the table, with `PROVOKE` and `HOLD`: words and visits, and what ties are made of
GESTURE = column(lambda a: a.name in ("talk", "summit", "visit"))
SUBSTANCE = column(lambda a: a.name in ("culture", "science", "sale", "trade"))
#: one column an act, for reasons that speak to some acts alone
EACH = tuple(column(one.__eq__) for one in ACTIONS)

COPDAB = column(lambda a: a.copdab)
CONSENT = column(lambda a: a.consent)
SALES = column(lambda a: a.kind == "trade")
SESSIONS = column(lambda a: {"talk": 1.0, "summit": 2.0}.get(a.name, 0.0))
