"""Whether a doctrine can feel a mechanism: whether what the mechanism moves is anything that it looks at."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from simulation import inputs
from simulation.doctrines import Doctrine, preference
from simulation.doctrines.named import as_doctrine
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.retracing import retrace

MONTHS, RUNS = 24, 4  # situations that a doctrine is asked about: as many as two years of four runs hold
STEPS = (-0.5, 0.5)  # by how much an observed figure is moved: half of the range that most of them have


@cache
def feels(family: str | Doctrine, fields: tuple[str, ...]) -> bool:
    """Whether the log weights of the doctrine change in any situation when some of `fields` of what it observes change.

    Where they do not, a switch that works through these fields alone cannot move its conduct: the claim is not applicable.
    """
    scenario = laboratory_scenario(World(family), None)
    p, doctrine = inputs.parameters_of(scenario), as_doctrine(family)
    for month in retrace(scenario, 0, (0, RUNS)):
        if month.number == MONTHS:
            return False
        for judged in month.judged.values():
            plain = preference(doctrine.reasons(judged.view, p))
            for field, step in product(fields, STEPS):
                moved = judged.view._replace(**{field: getattr(judged.view, field) + step})
                if not np.array_equal(plain, preference(doctrine.reasons(moved, p))):
                    return True
    return False
