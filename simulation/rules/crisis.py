"""Crises hang on acts and incidents, not on the tension meter; few come close to war."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import at_least, namespace, positive
from simulation.state import Array


def crisis_hazard(force: Array, theatre: Array, incident: Array, trade: Array, p: Parameters) -> Array:
    """Chance that a crisis begins in the dyad this month, `[pair, run]`, 0-1.

    h = 1 - exp(-exp(eta)), eta = h0 + h1 (force + theatre) + h2 incident - h3 trade. `force` counts both sides' shows of
    force; a wholly open contest in a third country is worth one (assumption). Felt tension has no term: in the record it
    does not predict disputes month to month (GML-MID beside COPDAB). h0 is `crisis_base`, h1 `crisis_force`, h2
    `crisis_incident`, h3 `crisis_dependence`.
    """
    eta = p.crisis_base + p.crisis_force * (force + theatre) + p.crisis_incident * incident
    eta = eta - p.crisis_dependence * trade
    xp = namespace(eta)
    return 1.0 - xp.exp(-xp.exp(xp.minimum(eta, 3.0)))


def severity(u: Array, hotline: Array, stakes: Array, p: Parameters) -> Array:
    """Severity of a crisis, `[pair, run]`, 0-1: min(1, (1 - c hotline) x0 (1 - u)^(-1/alpha)).

    A truncated Pareto law (Richardson 1948; Cederman 2003). A hotline takes part of the escalation away. x0,
    `severity_scale` or `stakes` if that is more, is the smallest severity: the graver the threat that started the crisis,
    the higher (gravity of threat: Snyder & Diesing 1977, Brecher & Wilkenfeld 1997). One in x0^-alpha crises without a
    hotline goes all the way. alpha is `severity_tail`, c `hotline_calm`.
    """
    xp = namespace(u)
    scale = xp.maximum(xp.asarray(stakes), p.severity_scale)
    raw = scale * xp.exp(-xp.log(1.0 - u) / p.severity_tail)
    return xp.minimum((1.0 - p.hotline_calm * hotline) * raw, 1.0)


def near_miss(severity: Array) -> Array:
    """Whether a crisis comes close to war, `[pair, run]` bool: severity 1, as grave as there is (assumption)."""
    return at_least(severity, 1.0)


def expected_excess(hotline: Array, ordinary: Array, p: Parameters) -> Array:
    """Mean of max(severity - ordinary, 0) over crises, `[pair, run]`, 0-1; with `ordinary` 0 the mean severity.

    The integral of P(S > s) = min(1, (x/s)^alpha) from `ordinary` to 1, x = (1 - c hotline) x0:
    max(x - o, 0) + x^alpha (1 - b^(1 - alpha)) / (1 - alpha), b = max(o, x); x log(1/b) at alpha = 1.
    `ordinary` o is 0 or `ordinary_severity`, x0 `severity_scale`, alpha `severity_tail`, c `hotline_calm`.
    """
    xp = namespace(hotline)
    x = xp.minimum((1.0 - p.hotline_calm * hotline) * p.severity_scale, 1.0)
    b = xp.maximum(x, ordinary)
    power = 1.0 - p.severity_tail
    off = xp.where(xp.abs(power) < 1e-6, 1e-6, power) + 0.0 * x  # the limit, to six digits
    return (
        positive(x - ordinary) + xp.exp(p.severity_tail * xp.log(x)) * (1.0 - xp.exp(off * xp.log(b))) / off
    )


def instability(hazard: Array) -> Array:
    """Instability of the world, `[run]`, 0-100: chance in percent of some crisis within a year at this month's hazards.

    100 (1 - prod over dyads (1 - h)^12). Every dyad stands twice among the pairs, hence the exponent 6.
    """
    quiet = (1.0 - hazard[0]) ** 6
    for h in hazard[1:]:
        quiet = quiet * (1.0 - h) ** 6
    return 100.0 * (1.0 - quiet)
