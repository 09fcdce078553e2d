"""Which game is being played: the two-by-two game that parameters and state imply, by the order of its payoffs.

A month is looked at as if each side either cooperated (a joint act of exchange) or confronted (a show of force). The four
payoffs to the row player are named as usual: T(emptation), R(eward), P(unishment), S(ucker).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.actions import ACTIONS, CODE
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules import crisis, learning
from simulation.state import World

#: order of payoffs, best first -> name (Snyder & Diesing 1977; Goldstein 1995). Ties count as the order they stand in
GAMES = {
    "TRPS": "Prisoner's Dilemma",
    "TRSP": "Chicken",
    "RTPS": "Stag Hunt",
    "RTSP": "Harmony",
    "RSTP": "Harmony",
    "TPRS": "Deadlock",
    "PTRS": "Deadlock",
}
OTHER = "another game"
#: the two moves of the game, one act each: a joint act of exchange and a show of force. Named, and not looked for by
#: what they are, so that another row in the table of actions makes no other game of the same parameters
TOGETHER, APART = ACTIONS[CODE["science"]], ACTIONS[CODE["threaten"]]

#: the parameters of each payoff world; what is not named stays at its default. Values are assumptions, made so that the
#: implied game has the name (tested), with the same switch for what a state wants and for what it then experiences
PAYOFF_WORLDS: dict[str, dict[str, float]] = {
    "Prisoner's Dilemma": {"influence_prize": 0.08, "want_influence": 1.5, "payoff_ties": 1.0},
    "Chicken": {
        "influence_prize": 0.04,
        "crisis_base": -3.9,
        "want_influence": 1.5,
        "payoff_ties": 0.3,
        "loss_aversion": 1.0,
        "crisis_force": 2.5,
        "payoff_crisis": 10.0,
        "want_restraint": 2.0,
    },
    "Stag Hunt": {"influence_prize": 0.01, "payoff_ties": 2.0},
    "Deadlock": {
        "influence_prize": 0.05,
        "want_influence": 1.5,
        "payoff_ties": 0.1,
        "want_gain": 0.3,
        "payoff_hostility": 0.2,
        "payoff_crisis": 0.0,
        "audience_cost": 2.0,
    },
    "Harmony": {
        "influence_prize": 0.0,
        "want_influence": 0.0,
        "payoff_ties": 3.0,
        "audience_cost": 0.0,
        "payoff_crisis": 6.0,
    },
}


class Situation(NamedTuple):
    """The state of the relation in which the game is played; the defaults are a tense relation between equals."""

    tension: float = 65.0  # points
    hawks: float = 0.5  # share
    theatre: float = 0.25  # openness, 0-1
    danger: float = 0.3  # nuclear fear times vulnerability
    shares: tuple[float, float] = (0.5, 0.5)  # influence of row and column


def situation_of(world: World, row: int, own: int, other: int) -> Situation:
    """The situation of a pair, by its row and the places of its two states, in the first run of a world."""
    return Situation(
        tension=float(world.tension[row, 0]),
        hawks=float(world.hawks[own, 0]),
        theatre=float(world.theatre[0]),
        danger=float(world.fear[row, 0] * world.vulnerability[row, 0]),
        shares=(float(world.influence[own, 0]), float(world.influence[other, 0])),
    )


class Payoffs(NamedTuple):
    """Utility a month to the row player."""

    temptation: float
    reward: float
    punishment: float
    sucker: float


def implied_payoffs(p: Parameters, s: Situation = Situation()) -> Payoffs:  # noqa: B008 - immutable
    """The row player's payoffs, from the rules themselves.

    month payoff (`rules.learning`) of influence, ties, hostility and expected crises, plus what hawks at home make of the
    act. Ties are at half their potential where both cooperate, and gone otherwise: what they brought is what
    whoever confronts gives up, and nothing of them is left to count against it (`ties_at_stake`).
    """
    warm, hostile = TOGETHER.goldstein / 10, -APART.goldstein / 10
    scale = 4.0 * s.shares[0] * s.shares[1]
    won = p.influence_prize * s.theatre * APART.grip * scale

    def value(mine: bool, theirs: bool) -> float:
        """`mine`, `theirs`: true to cooperate."""
        force = (not mine) * APART.force + (not theirs) * APART.force
        hazard = crisis.crisis_hazard(np.asarray(force), s.theatre, 0.0, 0.0, p)
        severe = p.severity_scale * p.severity_tail / (p.severity_tail - 1.0) if p.severity_tail > 1 else 1.0
        change = won * ((theirs and not mine) - (mine and not theirs))
        y = learning.month_payoff(
            np.asarray(change),
            0.5 * (mine and theirs),
            0.0 if theirs else hostile,
            float(hazard) * min(severe, 1.0),
            s.danger,
            1.0,  # vulnerability is in the danger already
            p,
        )
        home = -warm * (0.3 + s.tension / 100.0) if mine else (0.0 if theirs else hostile * hostile)
        return float(y + p.audience_cost * s.hawks * home)

    return Payoffs(value(False, True), value(True, True), value(False, False), value(True, False))


def implied_game(p: Parameters, s: Situation = Situation()) -> str:  # noqa: B008 - immutable
    """The name of the game by the order of the payoffs; 'another game' for an order without a name here."""
    payoffs = implied_payoffs(p, s)
    letters = dict(zip("TRPS", payoffs, strict=True))
    return GAMES.get("".join(sorted(letters, key=lambda letter: -letters[letter])), OTHER)


def payoff_world(name: str) -> Parameters:
    """The default parameters with those of a payoff world."""
    defaults = {key: about.default for key, about in PARAMETER_TABLE.items()}
    return Parameters(**(defaults | PAYOFF_WORLDS[name]))
