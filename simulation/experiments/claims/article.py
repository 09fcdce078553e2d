"""The sixteen claims of the article as experiments. Identifiers and wording: the project's list of claims.

Three kinds of experiment. *Both*: both sides conduct détente for five years because it is ordered, or both hold back, and
then are free; the article speaks of bilateral dialogue and cooperation, and what counts is what comes after. *Policy*: the
partner follows a policy or, as the control, holds (never "as before": what looks like the effect of a gesture may be
the effect of not provoking); the subject is what is measured. *Switch*: both sides are alike, and a
mechanism is switched off as the control.
"""

from __future__ import annotations

from simulation.experiments.claims import claim as cases
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.claim import Aim, Claim
from simulation.experiments.claims.worlds import STANDARD_PROVOCATIONS, THREAT_TO_CUT_TIES
from simulation.experiments.conducted import AFTER

HOLD = Arm("hold")
DETENTE = Arm("grit")  # détente as a policy: dialogue and cooperation in graduated, reciprocated steps
CONFRONTATION = Arm("hawk")
ALIKE = Arm()
BOTH_TALK, BOTH_EXCHANGE, BOTH_BOTH, BOTH_HOLD = (
    Arm(conduct=conduct) for conduct in ("talk", "exchange", "both", "hold")
)
NO_CONTEST = Arm(None, (("influence_prize", 0.0), ("want_influence", 0.0)))
NO_LEARNING = Arm(None, (("learning", 0.0),))
NO_AGREEMENT = Arm(None, (("concession", 0.0),))
PROVOKED_DETENTE, PROVOKED_HOLD = (
    arm._replace(orders=STANDARD_PROVOCATIONS) for arm in (BOTH_BOTH, BOTH_HOLD)
)
DEPENDENT_DETENTE, DEPENDENT_HOLD = (arm._replace(dependent=True) for arm in (DETENTE, HOLD))
THREATENED_DETENTE, THREATENED_DEPENDENT = (
    arm._replace(orders=THREAT_TO_CUT_TIES) for arm in (DETENTE, DEPENDENT_DETENTE)
)
NO_TRADE = Arm(None, (("trade_growth", 0.0),))

LATER = tuple(AFTER)  # what is ordered is construction: only what comes after is judged

CLAIMS: tuple[Claim, ...] = (
    Claim("A1", "friendly acts, and provocations answered in measure: talking comes to pay, provoking not (Osgood 1962)",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, (Aim("conduct", +1), Aim("benefit", +1))),
    Claim("A2", "felt tension is moved by the other's perceived acts and by crises, never by one's own words (Jervis 1976)",
          "both talk and exchange for five years, or both hold back; then both are free", BOTH_BOTH, BOTH_HOLD,
          (Aim("tension_both", -1, LATER),), used_in_building=True),
    Claim("B1", "an unanswered provocation wins influence in third theatres",
          "the contest for influence is there, or not", ALIKE, NO_CONTEST, (Aim("provocations", +1),),
          felt=("theatre", "loss")),
    Claim("B2", "provocations raise the hazard of crises, and call forth more of them",
          "the partner confronts, or holds", CONFRONTATION, HOLD, (Aim("crises", +1),)),
    Claim("B3", "learnt values of confronting and of talking (Nye 1987)",
          "states learn from what acts have brought, or not", ALIKE, NO_LEARNING, (Aim("agreements", +1),),
          felt=("value_confrontation", "value_talking"), used_in_building=True),
    Claim("W1", "talks reveal reservation values and end in agreements (Zeuthen 1930)",
          "both talk for five years, or both hold back; then both are free", BOTH_TALK, BOTH_HOLD,
          (Aim("cooperation", +1, LATER),), used_in_building=True),
    Claim("W2", "ties in trade, culture and science are worth keeping",
          "both exchange visits and sales for five years, or both hold back; then both are free", BOTH_EXCHANGE, BOTH_HOLD,
          (Aim("cooperation", +1, LATER), Aim("benefit", +1, LATER)), used_in_building=True),
    Claim("G1", "whoever is not provoked has less to answer, and ties and agreements are put at stake by force",
          "both talk and exchange for five years, or both hold back; then both are free", BOTH_BOTH, BOTH_HOLD,
          (Aim("force", -1, LATER),), beside=("insults@after",), used_in_building=True),
    Claim("G2", "fewer shows of force, a hotline, trade",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, (Aim("severe_crises", -1),)),
    Claim("G3", "agreements open cooperation in their field",
          "talks can end in agreement, or nobody concedes", ALIKE, NO_AGREEMENT, (Aim("benefit", +1),)),
    Claim("G4", "income rises with trade by an elasticity of one half (Feyrer 2019)",
          "trade can grow, or not", ALIKE, NO_TRADE, (Aim("growth", +1), Aim("jobs", +1))),
    Claim("K1", "a state that has learnt that provoking does not pay is slower to answer a provocation",
          "both talk and exchange for five years, or both hold back; every July the other provokes",
          PROVOKED_DETENTE, PROVOKED_HOLD, (Aim("unanswered", +1),)),
    Claim("K2", "trade grows, and whoever would lose more by its end gives way to a threat to cut it (Hirschman 1945)",
          "after détente (GRIT) the partner threatens to cut ties: the subject depends on its trade, or they are equals",
          THREATENED_DEPENDENT, THREATENED_DETENTE, (Aim("accepted", -1),), before=(DEPENDENT_DETENTE, DETENTE)),
    Claim("K3", "a valuable relation makes criticism dear; an agreement on culture gives it a text",
          "both talk and exchange for five years, or both hold back; every other year the other abuses rights",
          BOTH_BOTH, BOTH_HOLD, (Aim("criticised", -1),)),
    Claim("K4", "attention is limited: rivals and crises take of it",
          "the partner conducts détente (GRIT), or holds; and against a partner that confronts", DETENTE, HOLD,
          (Aim("backlog", +1),), other=((cases.CONFRONTATION, CONFRONTATION),)),
)  # fmt: skip
