"""Doctrines: how a state decides, one family a file. They see only what a state could see (`state.Observation`)."""

from __future__ import annotations

from simulation.doctrines.contrite import CONTRITE_TIT_FOR_TAT
from simulation.doctrines.deliberate import DELIBERATE
from simulation.doctrines.doctrine import Doctrine, Parts, Term, preference
from simulation.doctrines.firm_deterrence import FIRM_DETERRENCE
from simulation.doctrines.fixed import DOVE, HAWK, HOLD, INSTRUMENTS, SCRIPTED
from simulation.doctrines.grim import GRIM
from simulation.doctrines.grit import GRIT, MEASURED_ANSWERS
from simulation.doctrines.limited_reciprocity import LIMITED_RECIPROCITY
from simulation.doctrines.linear import LINEAR, LINEAR_US, LINEAR_USSR
from simulation.doctrines.linkage import LINKAGE
from simulation.doctrines.pavlov import PAVLOV
from simulation.doctrines.reciprocity import RECIPROCITY
from simulation.doctrines.roth_erev import ROTH_EREV
from simulation.doctrines.two_level import TWO_LEVEL
from simulation.doctrines.two_moves import GENEROUS_TIT_FOR_TAT, TIT_FOR_TAT

_ALL = (
    DELIBERATE,
    RECIPROCITY,
    GRIT,
    HAWK,
    DOVE,
    HOLD,
    TIT_FOR_TAT,
    GENEROUS_TIT_FOR_TAT,
    CONTRITE_TIT_FOR_TAT,
    PAVLOV,
    GRIM,
    LIMITED_RECIPROCITY,
    LINEAR,
    LINEAR_US,
    LINEAR_USSR,
    LINKAGE,
    FIRM_DETERRENCE,
    ROTH_EREV,
    TWO_LEVEL,
    *INSTRUMENTS,
    MEASURED_ANSWERS,
    SCRIPTED,
)

#: name -> doctrine: ours. What else a name may stand for, and every other doctrine: `doctrines.named`
DOCTRINES: dict[str, Doctrine] = {doctrine.name: doctrine for doctrine in _ALL}

__all__ = ["DOCTRINES", "Doctrine", "Parts", "Term", "preference"]
