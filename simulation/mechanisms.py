"""What acts on what in the model, and which way: one row for every coupling that a rule or a reason makes.

The table is the model's causal structure in words, for diagrams and for readers. It repeats no equation: a row names the
function that holds it, and the tests evaluate that function, so that a rule cannot change its sign, appear or go without
the table being changed with it. Both sides are looked at together: "provocation raises tension" is one side's provocation
and the other side's tension.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import networkx as nx

from simulation.doctrines.deliberate import reasons
from simulation.rules import (
    arms,
    arrays,
    attention,
    choice,
    coalition,
    crisis,
    economy,
    fear,
    influence,
    learning,
    negotiation,
    past,
    perception,
    rights,
    tension,
    ties,
    trust,
)

Rule = Callable[..., object]


class Mechanism(NamedTuple):
    """One coupling: when the cause grows and all else stays, the effect grows (sign 1) or shrinks (sign -1).

    Conduct grows when its odds against doing nothing grow: one more reason to cooperate is none to talk less.
    `argument` is the argument of `rule` by which the cause enters, for `reasons` the field of the observation. A stage may
    hand the cause over as something that falls with it (`enters` -1: an arms agreement, as less menace), and what the rule
    gives may count against the effect (`yields` -1: conceding lowers the demand, which is what brings an agreement).
    """

    cause: str
    effect: str
    sign: int
    rule: Rule
    argument: str
    source: str
    term: str = ""  # the reason in `deliberate.reasons`, for couplings by decision
    enters: int = 1
    yields: int = 1


class NamedLoop(NamedTuple):
    """A loop that the literature knows: its quantities in the order of cause and effect, the last acting on the first."""

    name: str
    path: tuple[str, ...]
    source: str


#: what the rows couple; the words for readers are in the catalogue under `quantity.`
QUANTITIES: dict[str, str] = {
    "provocation": "threats, coercion and denunciations, as the other side meets them",
    "dialogue": "talks and summits",
    "cooperation": "joint acts in trade, culture and science",
    "softness": "provocations left unanswered",
    "criticism": "speaking up about a rival's abuse of rights",
    "tension": "felt tension",
    "trust": "belief that the rival reciprocates",
    "fear": "nuclear fear",
    "payoff": "what a month was worth",
    "value_confrontation": "learnt value of confronting",
    "value_talking": "learnt value of talking and cooperating",
    "reservation": "the least that a state accepts: the worth of no agreement",
    "common_ground": "overlap of what both would accept",
    "agreements": "agreements signed and in force",
    "trade": "ties in trade",
    "culture": "ties in culture",
    "science": "ties in science",
    "technology_gap": "lead of one side in technology",
    "mutual_benefit": "what both gain of ties",
    "dependence": "exit cost of a partner",
    "growth": "growth of income",
    "jobs": "jobs from exports to the rival",
    "arms": "military spending",
    "crises": "crises, by number and severity",
    "influence": "influence in third countries won by pressure, and lost by the other side",
    "hawks": "hawks at home",
    "security": "weight of security in the coalition",
    "prosperity": "weight of prosperity",
    "standing": "weight of standing",
    "conscience": "weight of conscience",
    "attention": "attention left for the global agenda",
    "backlog": "global problems left unattended",
    "theatre": "open contests in third countries (imposed, or by chance)",
    "need": "economic need (imposed, or by chance)",
    "leader": "a conciliatory leader (imposed, or whom hawks at home let succeed)",
    "vulnerability": "mutual nuclear vulnerability (imposed)",
    "incident": "incidents (imposed, or by chance)",
}

#: quantities that nothing in the table moves: a scenario imposes them, or chance does
IMPOSED = ("theatre", "need", "vulnerability", "incident")


def _decides(
    cause: str, effect: str, sign: int, term: str, seen: str, source: str, enters: int = 1
) -> Mechanism:
    return Mechanism(cause, effect, sign, reasons, seen, source, term, enters)


MECHANISMS: tuple[Mechanism, ...] = (
    # --- felt tension ---------------------------------------------------------------------------------------------
    Mechanism("provocation", "tension", 1, tension.felt_tension, "hostility", "Ward & Rajmaira 1992"),
    Mechanism("criticism", "tension", 1, tension.felt_tension, "hostility", "Goldstein 1992 (121)"),
    Mechanism("crises", "tension", 1, tension.felt_tension, "severity", "assumption"),
    Mechanism("dialogue", "tension", -1, tension.felt_tension, "warmth", "Goldstein 1992 (03x)"),
    Mechanism("cooperation", "tension", -1, tension.felt_tension, "warmth", "Goldstein 1992"),
    Mechanism("agreements", "tension", -1, tension.felt_tension, "warmth", "Goldstein 1992 (081)"),
    Mechanism("trust", "tension", -1, tension.felt_tension, "trust", "Jervis 1976"),
    Mechanism("hawks", "tension", 1, tension.resting_tension, "hawks", "assumption"),
    Mechanism("arms", "tension", 1, tension.resting_tension, "rival_arms", "Jervis 1978"),
    # --- trust ----------------------------------------------------------------------------------------------------
    Mechanism("provocation", "trust", -1, trust.trust, "hostility", "Kydd 2005"),
    Mechanism("criticism", "trust", -1, trust.trust, "hostility", "Kydd 2005"),
    Mechanism("dialogue", "trust", 1, trust.trust, "proof", "Kydd 2000"),
    Mechanism("cooperation", "trust", 1, trust.trust, "proof", "Kydd 2000"),
    Mechanism("agreements", "trust", 1, trust.trust, "proof", "Kydd 2000"),
    Mechanism("trust", "trust", 1, perception.perceived, "trust", "Jervis 1976, ch. 4"),
    # --- fear, and what months teach ------------------------------------------------------------------------------
    Mechanism("crises", "fear", 1, fear.nuclear_fear, "severity", "Nye 1987"),
    Mechanism("vulnerability", "fear", 1, fear.nuclear_fear, "vulnerability", "Nye 1987"),
    Mechanism("influence", "payoff", 1, learning.month_payoff, "influence_change", "Kahneman & Tversky 1979"),
    Mechanism("trade", "payoff", 1, learning.month_payoff, "ties", "assumption"),
    Mechanism("culture", "payoff", 1, learning.month_payoff, "ties", "assumption"),
    Mechanism("science", "payoff", 1, learning.month_payoff, "ties", "assumption"),
    Mechanism("provocation", "payoff", -1, learning.month_payoff, "hostility", "assumption"),
    Mechanism("crises", "payoff", -1, learning.month_payoff, "severity", "assumption"),
    Mechanism("fear", "payoff", -1, learning.month_payoff, "fear", "Nye 1987"),
    Mechanism("payoff", "value_confrontation", 1, learning.learnt_value, "payoff", "Roth & Erev 1995"),
    Mechanism("payoff", "value_talking", 1, learning.learnt_value, "payoff", "Roth & Erev 1995"),
    # --- at home --------------------------------------------------------------------------------------------------
    Mechanism("provocation", "hawks", 1, coalition.grievance, "losses", "Levy 1992; literature 6.3"),
    Mechanism("dialogue", "hawks", 1, coalition.grievance, "losses", "Levy 1992; literature 6.3"),
    Mechanism("cooperation", "hawks", 1, coalition.grievance, "losses", "Levy 1992; literature 6.3"),
    Mechanism("softness", "hawks", 1, coalition.grievance, "losses", "Tomz 2007"),
    Mechanism("influence", "hawks", 1, coalition.grievance, "losses", "Garthoff 1994"),
    Mechanism("trust", "hawks", 1, coalition.grievance, "losses", "Levy 1992"),
    Mechanism("culture", "hawks", -1, coalition.grievance, "culture", "Pettigrew & Tropp 2006"),
    Mechanism("hawks", "leader", -1, coalition.succession, "hawks", "assumption"),
    Mechanism("tension", "security", 1, coalition.concerns, "news", "assumption"),
    Mechanism("crises", "security", 1, coalition.concerns, "news", "assumption"),
    Mechanism("trade", "prosperity", 1, coalition.concerns, "news", "assumption"),
    Mechanism("need", "prosperity", 1, coalition.concerns, "news", "assumption"),
    Mechanism("influence", "standing", 1, coalition.concerns, "news", "Levy 1992"),
    Mechanism("backlog", "conscience", 1, coalition.concerns, "news", "assumption"),
    Mechanism("crises", "attention", -1, attention.attention_left, "crisis", "Jones & Baumgartner 2005"),
    Mechanism("provocation", "attention", -1, attention.attention_left, "taken", "Jones & Baumgartner 2005"),
    Mechanism("dialogue", "attention", -1, attention.attention_left, "taken", "Jones & Baumgartner 2005"),
    Mechanism("cooperation", "attention", -1, attention.attention_left, "taken", "Jones & Baumgartner 2005"),
    Mechanism("attention", "backlog", -1, attention.backlog, "attention", "assumption"),
    # --- crises, influence, arms ----------------------------------------------------------------------------------
    Mechanism("provocation", "crises", 1, crisis.crisis_hazard, "force", "assumption"),
    Mechanism("theatre", "crises", 1, crisis.crisis_hazard, "theatre", "assumption"),
    Mechanism("incident", "crises", 1, crisis.crisis_hazard, "incident", "assumption"),
    Mechanism("trade", "crises", -1, crisis.crisis_hazard, "trade", "Oneal & Russett 1999"),
    Mechanism("agreements", "crises", -1, crisis.severity, "hotline", "assumption"),
    Mechanism("provocation", "influence", 1, influence.contested, "grip", "assumption"),
    Mechanism("softness", "influence", 1, influence.contested, "answered", "assumption", enters=-1),
    Mechanism("theatre", "influence", 1, influence.contested, "theatre", "assumption"),
    Mechanism("tension", "arms", 1, arms.menace, "tension", "Richardson 1960"),
    Mechanism("arms", "arms", 1, arms.arms, "menace", "Richardson 1960"),
    Mechanism("agreements", "arms", -1, arms.menace, "limited", "assumption"),
    Mechanism("growth", "arms", -1, arms.routine, "income", "Davis, Dempster & Wildavsky 1966"),
    # --- negotiation ----------------------------------------------------------------------------------------------
    Mechanism("hawks", "reservation", 1, negotiation.worth_of_no_agreement, "hawks", "Putnam 1988"),
    Mechanism("tension", "reservation", 1, negotiation.worth_of_no_agreement, "tension", "Putnam 1988"),
    Mechanism("trust", "reservation", -1, negotiation.worth_of_no_agreement, "trust", "Putnam 1988"),
    Mechanism(
        "value_talking", "reservation", -1, negotiation.worth_of_no_agreement, "recognition", "assumption"
    ),
    Mechanism(
        "value_confrontation",
        "reservation",
        1,
        negotiation.worth_of_no_agreement,
        "recognition",
        "assumption",
        enters=-1,
    ),
    Mechanism(
        "dependence", "reservation", -1, negotiation.pressure, "own_dependence", "Hirschman 1945", yields=-1
    ),
    Mechanism(
        "provocation",
        "reservation",
        -1,
        negotiation.pressure,
        "remembered",
        "Crescenzi 2005",
        enters=-1,
        yields=-1,
    ),
    Mechanism("fear", "reservation", -1, negotiation.reservation_value, "fear", "Nye 1987"),
    Mechanism("need", "reservation", -1, negotiation.reservation_value, "need", "assumption"),
    Mechanism("technology_gap", "reservation", 1, negotiation.reservation_value, "lead", "assumption"),
    Mechanism("reservation", "common_ground", -1, negotiation.common_ground, "reservation", "Zeuthen 1930"),
    Mechanism("dialogue", "agreements", 1, negotiation.conceded, "pace", "Zeuthen 1930", yields=-1),
    Mechanism(
        "common_ground",
        "agreements",
        1,
        negotiation.conceded,
        "reservation",
        "Zeuthen 1930",
        enters=-1,
        yields=-1,
    ),
    Mechanism("hawks", "agreements", -1, negotiation.chance_of_ratification, "hawks", "Putnam 1988"),
    Mechanism(
        "reservation", "agreements", -1, negotiation.chance_of_leaving, "reservation", "assumption", yields=-1
    ),
    # --- ties and what they bring ---------------------------------------------------------------------------------
    Mechanism("agreements", "trade", 1, ties.room, "potential", "trade after 1972"),
    Mechanism("cooperation", "trade", 1, ties.trade, "sales", "assumption"),
    Mechanism("provocation", "trade", -1, ties.trade, "cut", "assumption"),
    Mechanism("provocation", "trade", -1, ties.severed, "cut", "Copeland 1996; Paarlberg 1985", yields=-1),
    Mechanism("agreements", "culture", 1, ties.exchange, "joint", "assumption"),
    Mechanism("cooperation", "culture", 1, ties.exchange, "joint", "assumption"),
    Mechanism("provocation", "culture", -1, ties.exchange, "cut", "assumption"),
    Mechanism("provocation", "culture", -1, ties.severed, "cut", "Copeland 1996", yields=-1),
    Mechanism("agreements", "science", 1, ties.exchange, "joint", "assumption"),
    Mechanism("cooperation", "science", 1, ties.exchange, "joint", "assumption"),
    Mechanism("provocation", "science", -1, ties.exchange, "cut", "assumption"),
    Mechanism("provocation", "science", -1, ties.severed, "cut", "Copeland 1996", yields=-1),
    Mechanism("trade", "technology_gap", -1, ties.technology, "tie", "assumption", yields=-1),
    Mechanism("science", "technology_gap", -1, ties.technology, "tie", "assumption", yields=-1),
    Mechanism("trade", "mutual_benefit", 1, economy.trade_benefit, "tie", "Feyrer 2019"),
    Mechanism("culture", "mutual_benefit", 1, economy.culture_benefit, "tie", "assumption"),
    Mechanism("science", "mutual_benefit", 1, economy.science_benefit, "tie", "assumption"),
    Mechanism("trade", "dependence", 1, economy.dependence, "tie", "Hirschman 1945"),
    Mechanism("mutual_benefit", "growth", 1, economy.growth, "rise", "Feyrer 2019"),
    Mechanism("arms", "growth", -1, economy.growth, "arms", "assumption"),
    Mechanism("trade", "jobs", 1, economy.exports, "tie", "US ITA"),
    Mechanism("growth", "jobs", 1, economy.exports, "gdp", "US ITA"),
    # --- conscience -----------------------------------------------------------------------------------------------
    Mechanism("conscience", "criticism", 1, rights.criticism, "conscience", "assumption"),
    Mechanism("tension", "criticism", 1, rights.criticism, "tension", "assumption"),
    Mechanism("trade", "criticism", -1, rights.criticism, "ties", "assumption"),
    Mechanism("culture", "criticism", -1, rights.criticism, "ties", "assumption"),
    Mechanism("science", "criticism", -1, rights.criticism, "ties", "assumption"),
    Mechanism("agreements", "criticism", 1, rights.criticism, "lever", "Helsinki 1975, Basket III"),
    # --- decisions: the reasons of the deliberate coalition -------------------------------------------------------
    _decides("trust", "dialogue", 1, "reassurance", "trust", "Kydd 2000"),
    _decides("trust", "cooperation", 1, "reassurance", "trust", "Kydd 2000"),
    _decides("trust", "provocation", -1, "reassurance", "trust", "Kydd 2000"),
    _decides("trust", "provocation", -1, "deterrence", "trust", "Jervis 1976"),
    _decides("trust", "softness", 1, "deterrence", "trust", "Jervis 1976"),
    _decides("tension", "dialogue", 1, "reassurance", "tension", "Kydd 2000"),
    _decides("tension", "cooperation", 1, "reassurance", "tension", "Kydd 2000"),
    _decides("tension", "provocation", -1, "reassurance", "tension", "Kydd 2000"),
    _decides("tension", "dialogue", -1, "hawks_warmth", "tension", "Fearon 1994"),
    _decides("tension", "cooperation", -1, "hawks_warmth", "tension", "Fearon 1994"),
    _decides("hawks", "dialogue", -1, "hawks_warmth", "hawks", "Fearon 1994"),
    _decides("hawks", "cooperation", -1, "hawks_warmth", "hawks", "Fearon 1994"),
    _decides("hawks", "provocation", 1, "hawks_answer", "hawks", "Fearon 1994"),
    _decides("hawks", "softness", -1, "hawks_answer", "hawks", "Fearon 1994"),
    _decides("fear", "dialogue", 1, "dialogue", "fear", "Nye 1987"),
    _decides("fear", "provocation", -1, "fear", "fear", "Nye 1987"),
    _decides("fear", "softness", 1, "fear", "fear", "Nye 1987"),
    _decides("need", "cooperation", 1, "trade", "need", "assumption"),
    _decides("trade", "cooperation", -1, "trade", "room", "falling returns; assumption", -1),
    _decides("culture", "cooperation", -1, "culture", "room", "falling returns; assumption", -1),
    _decides("science", "cooperation", -1, "science", "room", "falling returns; assumption", -1),
    _decides("theatre", "provocation", 1, "influence", "theatre", "assumption"),
    _decides("influence", "provocation", 1, "influence", "loss", "Levy 1992"),
    _decides("backlog", "dialogue", -1, "attention", "backlog", "assumption"),
    # what a government sees of its attention when it decides is what crises leave, not what its acts will take
    _decides("crises", "dialogue", -1, "attention", "attention", "assumption", -1),
    _decides(
        "value_confrontation",
        "provocation",
        1,
        "learnt_confronting",
        "value_confrontation",
        "Roth & Erev 1995",
    ),
    _decides("value_talking", "dialogue", 1, "learnt_talking", "value_talking", "Roth & Erev 1995"),
    _decides("value_talking", "cooperation", 1, "learnt_talking", "value_talking", "Roth & Erev 1995"),
    _decides("common_ground", "dialogue", 1, "common_ground", "common_ground", "assumption"),
    _decides("leader", "dialogue", 1, "leader", "leader", "assumption"),
    _decides("leader", "cooperation", 1, "leader", "leader", "assumption"),
    _decides("leader", "provocation", -1, "leader", "leader", "assumption"),
    _decides("provocation", "provocation", 1, "deterrence", "seen", "Jervis 1976", -1),
    _decides("provocation", "provocation", 1, "hawks_answer", "seen", "Fearon 1994", -1),
    _decides("provocation", "provocation", 1, "reciprocity", "seen", "Goldstein & Freeman 1990", -1),
    _decides("provocation", "dialogue", -1, "reciprocity", "seen", "Goldstein & Freeman 1990", -1),
    _decides("provocation", "cooperation", -1, "reciprocity", "seen", "Goldstein & Freeman 1990", -1),
    _decides("dialogue", "provocation", -1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
    _decides("dialogue", "dialogue", 1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
    _decides("dialogue", "cooperation", 1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
    _decides("cooperation", "provocation", -1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
    _decides("cooperation", "dialogue", 1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
    _decides("cooperation", "cooperation", 1, "reciprocity", "seen", "Goldstein & Freeman 1990"),
)

_ARITHMETIC = "arithmetic that rules share"
_CHOOSING = "turns log weights into an act; it holds for every reason alike"
_BARGAIN = "bargaining procedure: who moves, or what counts as a deal; couples demands, not quantities"

#: public functions of `simulation.rules` that are no coupling of two quantities, and why
HELPERS: dict[Rule, str] = {
    arrays.add_up: _ARITHMETIC,
    ties.mean: _ARITHMETIC,
    ties.potential: "what an agreement opens: the rows of trade go by the room that it makes",
    arrays.over_rivals: _ARITHMETIC,
    arrays.worst_rival: _ARITHMETIC,
    arrays.positive: _ARITHMETIC,
    arrays.bounded: _ARITHMETIC,
    arrays.at_least: _ARITHMETIC,
    arrays.above: _ARITHMETIC,
    arrays.logistic: _ARITHMETIC,
    arrays.log_odds: _ARITHMETIC,
    arrays.looked_up: _ARITHMETIC,
    choice.within_reach: _CHOOSING,
    choice.cumulative: _CHOOSING,
    choice.running_sum: _CHOOSING,
    choice.chosen: _CHOOSING,
    choice.share_of: _CHOOSING,
    choice.picked: _CHOOSING,
    choice.consents: "asks the target for its own reasons; no reason of its own",
    coalition.hawks: "shows a public's grievance as hawks: the rows of hawks go by the grievance",
    coalition.weights: "makes weights of log weights",
    coalition.disposition: "draws a new leader around the mean that 'succession' moves",
    economy.exit_cost: "constant: what the end of trade would cost; 'dependence' scales it by the tie",
    crisis.near_miss: "a measure: where on the scale of severity a near miss begins",
    crisis.instability: "a measure of the hazards of the month, which nothing reads back",
    influence.contests: "a unit: influence counted in contests",
    influence.pushed: "what an event itself moves, imposed or by chance",
    influence.status_quo: "how a loss comes to be accepted: fades what 'influence' did",
    influence.theatre: "how long an imposed contest stays open",
    learning.recognises: "a measure: which learnt value is the larger, which nothing reads back",
    learning.confronting_payoff: "takes what ties bring out of a payoff: who confronts is not paid by them",
    negotiation.zeuthen_risk: _BARGAIN,
    negotiation.acceptable: _BARGAIN,
    negotiation.compatible: _BARGAIN,
    negotiation.exhausted: _BARGAIN,
    negotiation.settlement: _BARGAIN,
    negotiation.running: "a calendar: whether months are left of an agreement or a silence",
    negotiation.pace: "how far sessions go; what of it reaches a demand is in 'conceded'",
    negotiation.revealed: "brings an estimate nearer to the truth, which may lie above or below it",
    perception.smoothed: "memory: keeps what was perceived",
    **dict.fromkeys(
        (past.familiarity, past.standing_warmth, past.standing_hostility, past.long_learnt, past.long_feared),
        "works out the start; no month feels it",
    ),
    crisis.expected_excess: "the mean of what severity draws, for the start",
}

#: reasons of the deliberate coalition that are no coupling of two quantities, and why
OTHER_REASONS: dict[str, str] = {
    "price": "what an act itself costs, the same in every month",
    "routine": "inertia of the own conduct",
    "extremes": "makes the extremes of the scale rare, whichever way",
    "climate": "chance",
}

#: loops that the literature has a name for; the words for readers are in the catalogue under `loop.`
LOOPS: tuple[NamedLoop, ...] = (
    NamedLoop("spiral", ("provocation", "trust"), "Jervis 1976, ch. 3; Kydd 2005"),
    NamedLoop("dilemma", ("arms", "tension"), "Jervis 1978; Richardson 1960"),
    NamedLoop("detente", ("dialogue", "agreements", "trust"), "Kydd 2000; Osgood 1962"),
    NamedLoop("fruits", ("cooperation", "trade", "payoff", "value_talking"), "Haas 1958; Roth & Erev 1995"),
    NamedLoop("contact", ("cooperation", "culture", "hawks"), "Pettigrew & Tropp 2006"),
    NamedLoop("rights", ("criticism", "tension"), "literature 1.7"),
    NamedLoop("backlash", ("cooperation", "hawks"), "Fearon 1994; literature 6.3"),
    NamedLoop("firmness", ("softness", "influence", "hawks"), "Tomz 2007; Garthoff 1994"),
    NamedLoop("brink", ("provocation", "crises", "fear"), "Nye 1987"),
    NamedLoop("helsinki", ("agreements", "criticism", "trust", "dialogue"), "Helsinki 1975; literature 1.7"),
    NamedLoop("attention", ("dialogue", "attention", "backlog"), "Jones & Baumgartner 2005"),
    NamedLoop("returns", ("cooperation", "trade"), "falling returns"),
)


def couplings(rows: Sequence[Mechanism] = MECHANISMS) -> dict[tuple[str, str], int]:
    """Sign of every coupling by (cause, effect): 1, -1, or 0 where reasons or rules pull both ways."""
    signs: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        signs.setdefault((row.cause, row.effect), set()).add(row.sign)
    return {pair: found.pop() if len(found) == 1 else 0 for pair, found in signs.items()}


def polarity(path: Sequence[str], signs: dict[tuple[str, str], int] | None = None) -> int:
    """1 for a loop that reinforces itself, -1 for one that balances, 0 for one with a coupling that pulls both ways.

    Raises KeyError for a path that is no loop.
    """
    known = couplings() if signs is None else signs
    product = 1
    for step in zip(path, chain(path[1:], path[:1]), strict=True):
        product *= known[step]
    return product


def loops(longest: int) -> tuple[int, int]:
    """How many loops of at most `longest` quantities reinforce, and how many balance, without those that pull both ways."""
    signs = couplings()
    graph = nx.DiGraph(pair for pair, sign in signs.items() if sign)
    found = [polarity(path, signs) for path in nx.simple_cycles(graph, length_bound=longest)]
    return found.count(1), found.count(-1)
