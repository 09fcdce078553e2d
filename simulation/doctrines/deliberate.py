"""The deliberate coalition: four concerns weigh every act, and the state chooses by logit. The default doctrine.

U(a) = sum of the terms below, P(a) ~ exp(precision U(a)) (quantal response; McKelvey & Palfrey 1995). Weights of the
concerns multiply the terms that serve them; four times a weight, so that even weights leave a term as it is.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.parameters import Parameters
from simulation.rules.arrays import above, positive
from simulation.state import Observation


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """Why each act looks good or bad from here; coefficients `[pair, run]` are in log weight (precision times utility)."""
    sharp = p.precision
    security, prosperity, standing, conscience = (4.0 * sharp * weight for weight in o.concerns)
    tension = o.tension / 100.0
    threat = positive(-o.seen)
    losing = 1.0 + (p.loss_aversion - 1.0) * above(o.loss, 0.005)
    expected = p.limited_reciprocity * o.seen
    pull = sharp * p.reciprocity
    habit = sharp * p.routine
    room = security * p.want_safety * (1.0 - o.trust)
    return [
        # Kydd 2000: a rival that reciprocates answers in kind, and the tenser it is the more that is worth
        Term("reassurance", "security", columns.WEIGHT, security * p.want_reassurance * tension * o.trust),
        Term("exposure", "security", columns.EXPOSED, -room),
        Term(
            "deterrence", "security", columns.HOSTILE, security * p.want_deterrence * (1.0 - o.trust) * threat
        ),
        Term("dialogue", "security", columns.TALK, security * p.want_dialogue * o.fear),
        Term("fear", "security", columns.FORCE, -security * p.want_restraint * o.fear),
        Term(
            "trade", "prosperity", columns.TRADE, prosperity * p.want_gain * (1.0 - o.trade) * (1.0 + o.need)
        ),
        Term("culture", "prosperity", columns.CULTURE, prosperity * p.want_gain * 0.3 * (1.0 - o.culture)),
        Term("science", "prosperity", columns.SCIENCE, prosperity * p.want_gain * 0.5 * (1.0 - o.science)),
        Term(
            "ties", "prosperity", columns.CUT, -prosperity * p.want_ties * (o.trade + o.culture + o.science)
        ),
        Term("price", "prosperity", columns.PRICE, -prosperity * p.want_thrift),
        Term("influence", "standing", columns.GRIP, standing * p.want_influence * o.theatre * losing),
        Term(
            "attention",
            "conscience",
            columns.ATTENTION,
            -conscience * p.want_attention * (o.backlog / (1.0 + o.backlog) + 1.0 - o.attention),
        ),
        Term("hawks_warmth", "audience", columns.WARM, -sharp * p.audience_cost * o.hawks * (0.3 + tension)),
        Term("hawks_answer", "audience", columns.HOSTILE, sharp * p.audience_cost * o.hawks * threat),
        Term(
            "learnt_confronting", "experience", columns.PROVOKE, sharp * p.want_learnt * o.value_confrontation
        ),
        Term("learnt_talking", "experience", columns.TOWARDS, sharp * p.want_learnt * o.value_talking),
        Term("common_ground", "experience", columns.TALK, sharp * p.want_common_ground * o.common_ground),
        Term("leader", "leader", columns.WEIGHT, sharp * p.leadership * o.leader),
        Term("reciprocity", "reciprocity", columns.WEIGHT, 2.0 * pull * expected),
        Term("routine", "routine", columns.WEIGHT, 2.0 * habit * o.conduct),
        Term("extremes", "routine", columns.SQUARE, -(pull + habit) * (1.0 + 0.0 * o.seen)),
        Term("climate", "climate", columns.WEIGHT, sharp * o.climate),
    ]


DELIBERATE = Doctrine(
    "deliberate",
    "Deliberate coalition",
    "logit choice over expected utility: McKelvey & Palfrey 1995; trust: Kydd 2000; audience: Fearon 1994",
    reasons,
)
