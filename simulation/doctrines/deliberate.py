"""The deliberate coalition: four concerns weigh every act, and the state chooses by logit. The default doctrine.

U(a) = sum of the terms below, P(a) ~ exp(precision U(a)) (quantal response; McKelvey & Palfrey 1995). Weights of the
concerns multiply the terms that serve them; four times a weight, so that even weights leave a term as it is.
"""

from __future__ import annotations

from simulation import columns
from simulation.doctrines.doctrine import Doctrine, Parts, Term
from simulation.domains import DOMAINS, Domain
from simulation.parameters import Parameters
from simulation.rules.arrays import above, positive
from simulation.state import CONCERNS, Array, Observation

#: growth of a tie in a month for which `want_gain` is quoted (assumptions)
TRADE_STEP, EXCHANGE_STEP = 0.03, 0.04
SECURITY = CONCERNS.index("security")


def standing(o: Observation, p: Parameters) -> list[Term]:
    """Why each act looks good or bad from here, whatever the rival has just done.

    Coefficients `[pair, run]` are in log weight (precision times utility). What each reason adds to an act, with W the
    weight of its concern, T tension/100, q trust, F nuclear fear, h hawks, and the act's own column last:

    reassurance: 4 W precision want_reassurance T q * weight
    dialogue: 4 W precision want_dialogue F * talk
    fear: -4 W precision want_restraint F * force
    domain: 4 W precision want_gain wanted growth/step room (1 + need) * tie; growth: trade_growth or exchange_growth
    price: -4 W precision want_thrift * price
    influence: 4 W precision want_influence theatre (loss_aversion if influence is lost, else 1) * grip
    attention: -4 W precision want_attention (backlog/(1 + backlog) + 1 - attention left) * attention
    hawks_warmth: -precision audience_cost h (0.3 + T) * warmth
    learnt_confronting: precision want_learnt V_confront * provocation
    learnt_talking: precision want_learnt V_talk * talk or joint act
    common_ground: precision want_common_ground (1 - r - e) * talk
    leader: precision leadership disposition * weight
    routine: 2 precision reciprocity (1 - partial_reciprocity) own conduct * weight
    extremes: -precision reciprocity * weight^2
    climate: precision the month's shock * weight
    """
    sharp = p.precision
    security, prosperity, influence, conscience = (4.0 * sharp * weight for weight in o.concerns)
    tension = o.tension / 100.0
    losing = 1.0 + (p.loss_aversion - 1.0) * above(o.loss, 0.005)
    pull, part = sharp * p.reciprocity, p.partial_reciprocity
    wanted = prosperity * p.want_gain
    return [
        # Kydd 2000: a rival that reciprocates answers in kind, and the tenser it is the more that is worth
        Term("reassurance", "security", columns.WEIGHT, security * p.want_reassurance * tension * o.trust),
        Term("dialogue", "security", columns.TALK, security * p.want_dialogue * o.fear),
        Term("fear", "security", columns.FORCE, -security * p.want_restraint * o.fear),
        # an act is wanted for what it brings: the growth of its tie where there is room, and nothing where it brings none
        *(
            Term(domain.name, "prosperity", columns.TIES[domain.name], _brought(domain, wanted, room, o, p))
            for domain, room in zip(DOMAINS, o.room, strict=True)
        ),
        Term("price", "prosperity", columns.PRICE, -prosperity * p.want_thrift),
        Term("influence", "standing", columns.GRIP, influence * p.want_influence * o.theatre * losing),
        Term(
            "attention",
            "conscience",
            columns.ATTENTION,
            -conscience * p.want_attention * (o.backlog / (1.0 + o.backlog) + 1.0 - o.attention),
        ),
        Term("hawks_warmth", "audience", columns.WARM, -sharp * p.audience_cost * o.hawks * (0.3 + tension)),
        Term(
            "learnt_confronting", "experience", columns.PROVOKE, sharp * p.want_learnt * o.value_confrontation
        ),
        Term("learnt_talking", "experience", columns.TOWARDS, sharp * p.want_learnt * o.value_talking),
        Term("common_ground", "experience", columns.TALK, sharp * p.want_common_ground * o.common_ground),
        Term("leader", "leader", columns.WEIGHT, sharp * p.leadership * o.leader),
        # with `reciprocity` below a pull, -k (w - aim)^2 written out, towards aim = c + s (o - c): from one's own conduct
        # part of the way to the rival's (Goldstein & Freeman 1990; the aim of limited reciprocity)
        Term("routine", "reciprocity", columns.WEIGHT, 2.0 * pull * (1.0 - part) * o.conduct),
        Term("extremes", "reciprocity", columns.SQUARE, -pull * (1.0 + 0.0 * o.conduct)),
        Term("climate", "climate", columns.WEIGHT, sharp * o.climate),
    ]


def answering(o: Observation, p: Parameters) -> list[Term]:
    """What the rival's act, or its remembered conduct, adds to that; letters as in `standing`.

    deterrence: 4 W precision want_deterrence (1 - q) max(-act seen, 0) * hostility
    hawks_answer: precision audience_cost h max(-act seen, 0) * hostility
    reciprocity: 2 precision reciprocity partial_reciprocity act seen * weight
    """
    sharp, security = p.precision, 4.0 * p.precision * o.concerns[SECURITY]
    threat = positive(-o.seen)
    return [
        Term(
            "deterrence", "security", columns.HOSTILE, security * p.want_deterrence * (1.0 - o.trust) * threat
        ),
        Term("hawks_answer", "audience", columns.HOSTILE, sharp * p.audience_cost * o.hawks * threat),
        Term(
            "reciprocity",
            "reciprocity",
            columns.WEIGHT,
            2.0 * sharp * p.reciprocity * p.partial_reciprocity * o.seen,
        ),
    ]


reasons = Parts(standing, answering)


def _brought(domain: Domain, wanted: Array, room: Array, o: Observation, p: Parameters) -> Array:
    """What the growth of a tie that an act brings is worth, log weight: the more in need, where the domain is needed."""
    market = domain.grows == "market"
    growth, step = (p.trade_growth, TRADE_STEP) if market else (p.exchange_growth, EXCHANGE_STEP)
    worth = wanted * domain.wanted * growth / step * room
    return worth * (1.0 + o.need) if domain.needed else worth


DELIBERATE = Doctrine(
    "deliberate",
    "Deliberate coalition",
    "logit choice over expected utility: McKelvey & Palfrey 1995; trust: Kydd 2000; audience: Fearon 1994",
    reasons,
)
