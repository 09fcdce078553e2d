"""The sixteen claims of the article as experiments. Identifiers and wording: the project's list of claims.

Two kinds of experiment. *Policy*: the partner follows a policy or, as the control, holds (never "as before": most of
what looks like the effect of a gesture is the effect of not provoking; literature 6.7); the subject is what is measured.
*Switch*: both sides are alike, and a mechanism is switched off as the control.
"""

from __future__ import annotations

from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.laboratory import Arm
from simulation.experiments.claims.worlds import STANDARD_PROVOCATIONS, THREAT_TO_CUT_TIES

HOLD = Arm("hold")
DETENTE = Arm("grit")  # détente as a policy: dialogue and cooperation in graduated, reciprocated steps
DIALOGUE = Arm("talk_only")
COOPERATION = Arm("cooperate_only")
CONFRONTATION = Arm("hawk")
ALIKE = Arm()
NO_CONTEST = Arm(None, (("influence_prize", 0.0), ("want_influence", 0.0)))
NO_LEARNING = Arm(None, (("learning", 0.0),))
NO_AGREEMENT = Arm(None, (("candour", 0.0), ("concession", 0.0)))
PROVOKED_DETENTE, PROVOKED_HOLD = (arm._replace(orders=STANDARD_PROVOCATIONS) for arm in (DETENTE, HOLD))
DEPENDENT_DETENTE, DEPENDENT_HOLD = (arm._replace(dependent=True) for arm in (DETENTE, HOLD))
THREATENED_DETENTE, THREATENED_DEPENDENT = (
    arm._replace(orders=THREAT_TO_CUT_TIES) for arm in (DETENTE, DEPENDENT_DETENTE)
)
NO_TRADE = Arm(None, (("trade_growth", 0.0), ("trade_sale", 0.0)))

CLAIMS: tuple[Claim, ...] = (
    Claim("A1", "friendly acts that also answer provocations in measure: provoking stops paying (Osgood 1962)",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "conduct", +1),
    Claim("A2", "felt tension is moved by the other's perceived acts and by crises, never by one's own words (Jervis 1976)",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "tension", -1),
    Claim("B1", "an unanswered provocation wins influence in third theatres",
          "the contest for influence is there, or not", ALIKE, NO_CONTEST, "provocations", +1),
    Claim("B2", "provocations raise the hazard of crises, and call forth more of them",
          "the partner confronts, or holds", CONFRONTATION, HOLD, "crises", +1),
    Claim("B3", "learnt values of confronting and of talking (Nye 1987)",
          "states learn from what acts have brought, or not", ALIKE, NO_LEARNING, "agreements", +1),
    Claim("W1", "talks reveal reservation values and end in agreements (Zeuthen 1930)",
          "the partner talks, and does nothing else, or holds", DIALOGUE, HOLD, "later_provocations", -1),
    Claim("W2", "ties in trade, culture and science are worth keeping",
          "the partner cooperates, and does not talk, or holds", COOPERATION, HOLD, "later_provocations", -1),
    Claim("G1", "friendly acts that also answer provocations in measure: provoking stops paying (Osgood 1962)",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "provocations", -1),
    Claim("G2", "fewer shows of force, a hotline, trade",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "severe_crises", -1),
    Claim("G3", "agreements open cooperation in their field",
          "talks can end in agreement, or nobody concedes", ALIKE, NO_AGREEMENT, "benefit", +1),
    Claim("G4", "income rises with trade by an elasticity of one half (Feyrer 2019)",
          "trade can grow, or not", ALIKE, NO_TRADE, "growth", +1),
    Claim("K1", "a state that has learnt that provoking does not pay is slower to answer a provocation",
          "after détente (GRIT) or after holding, the partner makes the same provocations",
          PROVOKED_DETENTE, PROVOKED_HOLD, "unanswered", +1),
    Claim("K2", "trade grows, and whoever would lose more by its end gives way to a threat to cut it (Hirschman 1945)",
          "after détente (GRIT) the partner threatens to cut ties: the subject depends on its trade, or they are equals",
          THREATENED_DEPENDENT, THREATENED_DETENTE, "accepted", -1, (DEPENDENT_DETENTE, DETENTE)),
    Claim("K3", "a valuable relation makes criticism dear; an agreement on culture gives it a text",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "criticised", -1),
    Claim("K4", "attention is limited: rivals and crises take of it",
          "the partner conducts détente (GRIT), or holds", DETENTE, HOLD, "backlog", +1),
)  # fmt: skip
