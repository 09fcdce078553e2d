"""What cooperation and arms do to income and jobs. Accounting with cited elasticities, not a growth theory."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import namespace
from simulation.state import Array


def trade_benefit(tie: Array, trade_share: Array, p: Parameters) -> Array:
    """Income from trade with this partner, `[pair, run]`, % of GDP a year: 100 eps x s.

    eps is the elasticity of income in trade, `trade_elasticity` (Feyrer 2019, about one half), x the tie, s the partner's
    share of the actor's trade at full potential. One percent of trade is worth half a percent of income, and that is the
    ceiling the record allows: trade with each other was about 1 % of either's in the 1970s.
    """
    return 100.0 * p.trade_elasticity * tie * trade_share


def culture_benefit(tie: Array, p: Parameters) -> Array:
    """Income from culture, `[pair, run]`, % of GDP a year: g x (assumption: tourism); g is `culture_gain`."""
    return p.culture_gain * tie


def science_benefit(tie: Array, own_technology: Array, partner_technology: Array, p: Parameters) -> Array:
    """Income from joint science, `[pair, run]`, % of GDP a year: g x (1 + max(t_j - t_i, 0)): who is behind gains more.

    g is `science_gain`.
    """
    gap = partner_technology - own_technology
    return p.science_gain * tie * (1.0 + gap * (gap > 0))


def exports(tie: Array, trade_share: Array, openness: Array, gdp: Array) -> Array:
    """Exports to this partner, `[pair, run]`, billion dollars a year: half of x s (trade/GDP) GDP."""
    return 0.5 * 1000.0 * tie * trade_share * openness * gdp


def growth(baseline: Array, arms: Array, routine: Array, rise: Array, p: Parameters) -> Array:
    """Growth of income, `[state, run]`, % a year: baseline - d 100 (M - routine) + rise.

    `rise` is this month's change in the benefit of ties, at a yearly rate; d is `burden_drag`.
    """
    return baseline - p.burden_drag * 100.0 * (arms - routine) + rise


def exit_cost(trade_share: Array, openness: Array, substitutability: Array) -> Array:
    """What the end of all trade with a partner would cost, `[pair, 1]`, share of GDP: s (trade/GDP) (1 - substitutability).

    The share of the actor's trade that would be lost and not replaced, weighted by how much trade is of its GDP
    (Hirschman 1945; Crescenzi 2005).
    """
    return trade_share * openness * (1.0 - substitutability)


def dependence(tie: Array, cost: Array) -> Array:
    """Dependence on one partner, `[pair, run]`, 0-1: 1 - exp(-100 x c), tie x and exit cost c at full potential."""
    xp = namespace(tie)
    return 1.0 - xp.exp(-100.0 * cost * tie)
