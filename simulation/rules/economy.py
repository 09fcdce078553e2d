"""What cooperation and arms do to income and jobs. Accounting with cited elasticities, not a growth theory."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.state import Array


def trade_benefit(tie: Array, trade_share: Array, p: Parameters) -> Array:
    """Income from trade with this partner, `[pair, run]`, % of GDP a year: 100 eps x s.

    eps is `trade_elasticity`, the elasticity of income in trade (Feyrer 2019, about one half), x the tie, s the partner's
    share of the actor's trade at full potential. One percent of trade is worth half a percent of income, and that is the
    ceiling the record allows: trade with each other was about 1 % of either's in the 1970s.
    """
    return 100.0 * p.trade_elasticity * tie * trade_share


def culture_benefit(tie: Array, p: Parameters) -> Array:
    """Income from culture, `[pair, run]`, % of GDP a year: g x. Tourism, an assumption; g is `culture_gain`."""
    return p.culture_gain * tie


def science_benefit(tie: Array, own_technology: Array, partner_technology: Array, p: Parameters) -> Array:
    """Income from joint science, `[pair, run]`, % of GDP a year: g x (1 + max(t_j - t_i, 0)).

    Who is behind gains more (assumption). g is `science_gain`, t technology.
    """
    gap = partner_technology - own_technology
    return p.science_gain * tie * (1.0 + gap * (gap > 0))


def exports(tie: Array, trade_share: Array, openness: Array, gdp: Array) -> Array:
    """Exports to this partner, `[pair, run]`, billion dollars a year: 500 x s (trade/GDP) GDP.

    Half of the trade with it, of a GDP in trillions; x is the tie, s the partner's share at full potential.
    """
    return 0.5 * 1000.0 * tie * trade_share * openness * gdp


def jobs(exported: Array, p: Parameters) -> Array:
    """Jobs that exports to rivals support, `[state, run]`, thousands: j X / 1000.

    X is what a state `exports` to all rivals, billion dollars a year; j is `jobs_per_billion` (US ITA: 5,590 in 2013).
    """
    return exported * p.jobs_per_billion / 1000.0


def growth(baseline: Array, arms: Array, routine: Array, rise: Array, p: Parameters) -> Array:
    """Growth of income, `[state, run]`, % a year: baseline - d 100 (M - routine) + rise.

    `rise` is this month's change in the benefit of ties, at a yearly rate; d is `burden_drag`.
    """
    return baseline - p.burden_drag * 100.0 * (arms - routine) + rise


def exit_cost(trade_share: Array, openness: Array, substitutability: Array) -> Array:
    """What the end of all trade with a partner would cost, `[pair, 1]`, share of GDP: s (trade/GDP) (1 - substitutability).

    The share of the actor's trade that would be lost and not replaced, weighted by how much trade is of its GDP
    (Hirschman 1945; Crescenzi 2005). A state's `substitutability` says how well others could take the partner's place.
    """
    return trade_share * openness * (1.0 - substitutability)


def dependence(tie: Array, cost: Array) -> Array:
    """Dependence on one partner, `[pair, run]`, 0-1: 1 - exp(-100 x c).

    Hirschman (1945): the more, the more there is and the dearer its end would be; the form is an assumption. x is the tie,
    c the `exit_cost` of a tie at full potential.
    """
    xp = namespace(tie)
    return 1.0 - xp.exp(-100.0 * cost * tie)
