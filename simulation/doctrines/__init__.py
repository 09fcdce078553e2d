"""Doctrines: how a state decides, one family a file. They see only what a state could see (`state.Observation`)."""

from __future__ import annotations

from simulation.doctrines.deliberate import DELIBERATE
from simulation.doctrines.doctrine import Doctrine, Term, preference
from simulation.doctrines.fixed import DOVE, HAWK
from simulation.doctrines.grit import GRIT
from simulation.doctrines.reciprocity import RECIPROCITY

#: name -> doctrine; the one list that scenarios, tests and the command line go by
DOCTRINES: dict[str, Doctrine] = {d.name: d for d in (DELIBERATE, RECIPROCITY, GRIT, HAWK, DOVE)}

__all__ = ["DOCTRINES", "Doctrine", "Term", "preference"]
