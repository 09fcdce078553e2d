"""GRIT: graduated and reciprocated initiatives in tension reduction (Osgood 1962).

Announced small steps, diversified in sphere, kept up for a time without reward; a provocation is answered in measure, and
then the initiatives go on; the next step is larger when the rival has answered; after `grit_patience` exploited steps the
programme stops, and begins again, small, when the rival's conduct is no longer hostile (Lindskold 1978).

Notes: slot 0 holds the step reached (0 small .. 3 large), slot 1 the count of exploited steps in a row.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.doctrines.reciprocity import nearest_to
from simulation.parameters import Parameters
from simulation.rules.arrays import above, at_least, bounded, namespace, positive
from simulation.state import Array, Observation

STEP, EXPLOITED = 0, 1
FIRST, LARGER = 0.12, 0.14  # Goldstein/10: talk, then visit or sale, culture and science, trade (assumption)
MEASURE = 0.8  # of a provocation in its answer: a little less than itself (assumption)
HOSTILE = 0.15  # conduct below this counts as a provocation, about half a denunciation (assumption)


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Initiate by the programme; when answering, meet a provocation with a little less than itself."""
    xp = namespace(o.seen)
    stopped = at_least(o.notes[EXPLOITED], p.grit_patience)
    programme = xp.where(stopped, 0.0, FIRST + LARGER * o.notes[STEP])
    measured = -MEASURE * positive(-o.seen)
    answer = xp.where(above(-o.seen, HOSTILE), measured, programme)
    return nearest_to(xp.where(o.answering, answer, programme), p.sharpness)


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """Step up when the rival was friendly; count the step as exploited when it was hostile.

    `o.seen` is the rival's conduct over the whole month; `act` the state's own, Goldstein/10, `[pair, run]`.
    """
    xp = namespace(notes)
    friendly, hostile = above(o.seen, HOSTILE / 3), above(-o.seen, HOSTILE)
    step = bounded(notes[STEP] + 0.5 * friendly - 1.0 * hostile, 0.0, 3.0)
    # a programme that has stopped waits until hostility has faded from memory
    waiting = at_least(notes[EXPLOITED], p.grit_patience)
    calm = above(o.remembered, -HOSTILE / 2)
    count = xp.where(hostile & (act > 0), notes[EXPLOITED] + 1.0, notes[EXPLOITED])
    count = xp.where(friendly | (waiting & calm), 0.0, count)
    step = xp.where(waiting & calm, 0.0, step)  # begin again, small
    return xp.stack([step, count, *notes[2:]])


def only_answers(o: Observation, p: Parameters) -> list[Term]:
    """GRIT's measured answers to provocation without any initiative: what tells its firmness from its gestures."""
    provoked = 1.0 * (o.answering & above(-o.seen, HOSTILE))
    answer = nearest_to(-MEASURE * positive(-o.seen), p.sharpness)
    return [
        *(term._replace(coefficient=provoked * term.coefficient) for term in answer),
        Term("holding", "leaning", columns.HOLD, p.sharpness * (1.0 - provoked)),
    ]


GRIT = Doctrine("grit", "GRIT", "Osgood 1962; Lindskold 1978; Etzioni 1967", reasons, remember)
MEASURED_ANSWERS = Doctrine(
    "measured_answers",
    "Measured answers",
    "GRIT without its initiatives: a control that is firm and begins nothing (Osgood 1962; assumption)",
    only_answers,
    receptive=True,
)
