"""Reinforcement: do more of what has paid (Roth & Erev 1995).

Four classes of acts, from hostile to cooperative: provoke, hold, gesture, substance. Each has a propensity q, and

    P(k) = q_k / sum q;    q_k' = (1 - f) q_k + R e_k;    R = max(y - y_min, 0)

with f the forgetting, y what the month was worth as the state can see it: the rival's perceived conduct, the ties, the
influence lost; e_k = (1 - e) times the share of the month's two moves that were of class k, and e / 2 times the shares of
its neighbours. A month worth no more than the worst reinforces nothing. The rule does not look at the rival's last move:
it learns, slowly, which conduct goes with good months. It unlearns provoking one who hits back, and stays indifferent
towards one who always or never does; two such learners may find cooperation by chance (Macy & Flache 2002).

Notes: slot k holds q_k less its initial value, so that no notes are no experience.
"""

from __future__ import annotations

import numpy as np

from simulation import columns
from simulation.actions import ACTIONS, OFFER
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.parameters import Parameters
from simulation.rules import ties
from simulation.rules.arrays import add_up, bounded, looked_up, namespace, positive
from simulation.state import Array, Observation

CLASSES = columns.covering(
    "roth_erev",
    provoke=columns.PROVOKE,
    hold=columns.HOLD,
    gesture=columns.GESTURE,
    substance=columns.SUBSTANCE,
)
INITIAL = 1.0  # propensity of every class before experience (assumption: learnt over in a year or two)
#: bounds of a propensity: nothing is forgotten for ever, nothing runs away (assumption)
LEAST, MOST = 0.1, 100.0
WORST = -0.35  # worth of a month of denunciation; what is no better teaches nothing (assumption)
TIES, LOSS = 1.0, 4.0  # worth of full ties, and price of all influence lost, in units of conduct (assumption)
#: within a class, log weight per unit of an act's price: cheap acts are more frequent (assumption)
THRIFT = 3.0
#: how frequent each act is within its class, but for what is out of reach
FREQUENCY = tuple(column * np.exp(-THRIFT * columns.PRICE) for column in CLASSES)


def _decoder() -> tuple[Array, Array]:
    """From the mean weight of two moves to how often each class was played: midpoints between means, and shares.

    Shares are `[class, mean]` and sum to one. Where several pairs of moves have one mean, the cheaper counts for more.
    """
    found: dict[float, Array] = {}
    moves = []
    for code, action in enumerate(ACTIONS):
        mine = np.array([frequency[code] for frequency in FREQUENCY])
        weight = action.goldstein / 10
        moves += [(weight, mine)] + ([(min(weight, OFFER.goldstein / 10), mine)] if action.consent else [])
    for first, one in moves:
        for second, other in moves:
            mean = round(0.5 * (first + second), 6)
            played = 0.5 * (one * other.sum() + other * one.sum())
            found[mean] = found.get(mean, 0.0) + played
    means = np.array(sorted(found))
    shares = np.stack([found[mean] / found[mean].sum() for mean in means], axis=1)
    return 0.5 * (means[1:] + means[:-1]), shares


MIDPOINTS, SHARES = _decoder()


def reasons(o: Observation, p: Parameters) -> list[Term]:
    """The class by its propensity, the act within it by its price."""
    xp = namespace(o.seen)
    even = 1.0 + 0.0 * o.seen
    terms = [Term("price", "experience", columns.PRICE, -THRIFT * even)]
    for place, (column, frequency) in enumerate(zip(CLASSES, FREQUENCY, strict=True)):
        within = add_up(frequency[:, None, None] * o.available)
        share = xp.log(INITIAL + o.notes[place]) - xp.log(bounded(within, 1e-6, 1e6))
        terms.append(Term("has_paid", "experience", column, share))
    return terms


def remember(notes: Array, o: Observation, act: Array, p: Parameters) -> Array:
    """Reinforce the class of the month's own conduct by what the month was worth."""
    xp = namespace(notes)
    worth = o.seen + TIES * ties.mean(o.ties) - LOSS * o.loss
    reward = positive(worth - WORST)
    played = looked_up(SHARES, xp.searchsorted(MIDPOINTS, act))
    made = []
    for place in range(len(CLASSES)):
        nearby = [played[other] for other in (place - 1, place + 1) if 0 <= other < len(CLASSES)]
        earned = (1.0 - p.experimentation) * played[place] + 0.5 * p.experimentation * add_up(nearby)
        propensity = (1.0 - p.forgetting) * (INITIAL + notes[place]) + reward * earned
        made.append(bounded(propensity, LEAST, MOST) - INITIAL)
    return xp.stack(made)


ROTH_EREV = Doctrine("roth_erev", "Reinforcement", "Roth & Erev 1995; Macy & Flache 2002", reasons, remember)
