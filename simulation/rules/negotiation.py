"""Dialogue as negotiation: positions, reservation values that the rival does not see, concessions, agreements.

On each issue two states divide a surplus of one. The least that a state accepts is its reservation value, the worth of
no agreement. *Common ground* is 1 - r_i - r_j, the zone of possible agreement; each sees only its own r and must
find out by talking. Who concedes follows Zeuthen (1930; Harsanyi 1956): the one with less to risk.
All arrays are `[issue, pair, run]` unless said otherwise, in shares of the surplus.
"""

from __future__ import annotations

from simulation.domains import DOMAINS
from simulation.parameters import Parameters
from simulation.rules.arrays import above, at_least, bounded, namespace, positive
from simulation.state import Array


def reservation_value(private: Array, worth: Array) -> Array:
    """The least that the actor accepts, 0-1.2: what no agreement is worth to it.

    r = private + w. w, `worth_on_issues`, is the `worth` that the situation gives. Above 1 nothing that is on the table
    would do.
    """
    return bounded(private + worth, 0.0, 1.2)


def drifted(private: Array, news: Array, p: Parameters) -> Array:
    """The private part of a reservation value as the month's talks find it.

    private' = m private + sqrt(1 - m^2) s n. Its spread stays s, `reservation_spread`, whatever its memory m,
    `public_memory`; n is the month's news, standard normal.
    """
    drift = p.public_memory
    root = namespace(private).sqrt(namespace(private).asarray(1.0 - drift * drift))
    return drift * private + root * p.reservation_spread * news


def worth_on_issues(common: Array, fear: Array, need: Array, lead: Array, p: Parameters) -> Array:
    """The worth of no agreement on each issue but for what is private, in the order of `state.ISSUES`.

    w = common - a fear [arms] - b need [needed] + c lead [technology]. `domains` says what is needed (trade), and what lets
    technology through (trade, science). common is `worth_of_no_agreement`, `[pair, run]`, what bears on every issue.
    a is `reservation_fear`, b `reservation_need`, c `reservation_leak`.
    """
    guarded = p.reservation_leak * lead
    pressed = common - p.reservation_need * need
    on_issue = [common - p.reservation_fear * fear]
    for domain in DOMAINS:
        least = pressed if domain.needed else common
        on_issue.append(least + guarded if domain.technology else least)
    return namespace(common).stack(on_issue)


def worth_of_no_agreement(
    hawks: Array,
    tension: Array,
    trust: Array,
    recognition: Array,
    pressure: Array,
    p: Parameters,
) -> Array:
    """The part of the worth of no agreement common to all issues, `[pair, run]`.

    w = base + h hawks + t T/100 - q trust - v max(V_talk - V_confront, 0) - e pressure, max(...) below 1. Hawks and
    distrust shrink the win-set (Putnam 1988); having learnt that confrontation pays nobody makes 'no agreement' worth less
    (claim B3), and so does the `pressure` of a rival that could cut ties (claim K2). base is `reservation`, h
    `reservation_hawks`, t `reservation_tension`, q `reservation_trust`, v `reservation_recognition`, e
    `reservation_leverage`.
    """
    learnt = bounded(recognition, 0.0, 1.0)
    felt = p.reservation + p.reservation_hawks * hawks + p.reservation_tension * tension / 100.0
    felt = felt - p.reservation_trust * trust
    return felt - p.reservation_recognition * learnt - p.reservation_leverage * pressure


def pressure(own_dependence: Array, rival_dependence: Array, remembered: Array) -> Array:
    """Leverage under threat, `[pair, run]`, 0-1: max(D_i - D_j, 0) max(-remembered conduct of the rival, 0).

    Not trade as such but its asymmetry gives leverage (Hirschman 1945; Keohane & Nye 1977), and only a rival that has
    been hostile is taken to threaten with it (exit threats: Crescenzi 2005).
    """
    return positive(own_dependence - rival_dependence) * positive(-remembered)


def zeuthen_risk(demand: Array, rival_demand: Array, reservation: Array) -> Array:
    """Willingness to risk failure, 0-1: (u(own offer) - u(rival's offer)) / (u(own offer) - u(no agreement)).

    With linear utilities: (x - (1 - y)) / (x - r). One where the rival's offer is no better than none.
    """
    own = demand - reservation
    given_up = positive(demand + rival_demand - 1.0)
    return bounded(given_up / bounded(own, 1e-9, 2.0), 0.0, 1.0)


def pace(sessions: Array, p: Parameters) -> Array:
    """The part of the way that the month's sessions go, `[pair, run]`, 0-1: c n. c is `concession` (assumption)."""
    return bounded(p.concession * sessions, 0.0, 1.0)


def conceded(demand: Array, reservation: Array, own_risk: Array, rival_risk: Array, pace: Array) -> Array:
    """The actor's demand after a session: it moves a part of the way to its reservation if it has no more to risk.

    x' = x - c max(x - r, 0) if risk_i <= risk_j, else x. No state goes below its reservation value. Equals both concede.
    c is `pace`; risk `zeuthen_risk`.
    """
    return demand - pace * positive(demand - reservation) * at_least(rival_risk, own_risk)


def revealed(estimate: Array, rival_reservation: Array, noise: Array, pace: Array) -> Array:
    """What the actor now thinks the rival insists on: e' = e + c (r_j + noise - e), 0-1.2."""
    return bounded(estimate + pace * (rival_reservation + noise - estimate), 0.0, 1.2)


def common_ground(reservation: Array, estimate: Array) -> Array:
    """The overlap that the actor expects, 0-1: max(1 - r_i - e_ij, 0)."""
    return positive(1.0 - reservation - estimate)


def compatible(demand: Array, rival_demand: Array) -> Array:
    """Whether the demands fit together, bool: x + y <= 1, to within a hundredth."""
    return at_least(1.01, demand + rival_demand)


def spent(demand: Array, reservation: Array) -> Array:
    """Whether the actor has nothing left to concede, bool: it is within 0.02 of its reservation value."""
    return at_least(0.02, demand - reservation)


def exhausted(demand: Array, rival_demand: Array, reservation: Array, rival_reservation: Array) -> Array:
    """Whether talks have nothing left to concede and still no deal, bool: both within 0.02 of their reservation value."""
    both = spent(demand, reservation) & spent(rival_demand, rival_reservation)
    return both & above(demand + rival_demand, 1.01)


def acceptable(demand: Array, reservation: Array) -> Array:
    """Whether what the actor asks for is no worse to it than no agreement, bool: x >= r.

    Who has come all the way down asks for exactly its reservation value, so the two are compared but for rounding.
    """
    return at_least(demand, reservation)


def running(months: Array) -> Array:
    """Whether so many months are still to run, of an agreement or of a silence, bool: months are counted in floats."""
    return above(months, 0.0)


def settlement(demand: Array, rival_demand: Array) -> Array:
    """The actor's share once signed: its demand and half of what both left on the table."""
    return demand + 0.5 * (1.0 - demand - rival_demand)


def chance_of_ratification(hawks: Array, p: Parameters) -> Array:
    """Chance that the actor's home ratifies, `[pair, run]`, 0-1: 1 - a hawks^2.

    Hawks at home stand in the way (Putnam 1988); the square is assumed. a is `ratification`.
    """
    return 1.0 - p.ratification * hawks * hawks


def chance_of_leaving(reservation: Array, share: Array, p: Parameters) -> Array:
    """Monthly chance that the actor leaves an agreement, 0-1: 10 b max(r - share, 0).

    A state leaves when no agreement has become better than the one it has; b, `breach`, is per 0.1 of difference.
    """
    return bounded(10.0 * p.breach * positive(reservation - share), 0.0, 1.0)
