"""What a month changes in things: ties, technology, arms, income, jobs, influence."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import arms, economy, influence, negotiation, ties
from simulation.rules.arrays import bounded, over_rivals, worst_rival
from simulation.stages import openings
from simulation.stages.conduct import Deeds
from simulation.state import ISSUES, Array, Setting, World

ARMS, TRADE, CULTURE, SCIENCE = (ISSUES.index(issue) for issue in ("arms", "trade", "culture", "science"))
PROGRAMME = 0.25  # joint acts a month that an exchange agreement keeps going by itself (assumption)


class Benefit(NamedTuple):
    """What ties bring the actor, `[pair, run]`, % of GDP a year."""

    trade: Array
    culture: Array
    science: Array


class Income(NamedTuple):
    """What the month brought."""

    gains: Benefit
    growth: Array  # [state, run] of income, % a year
    jobs: Array  # [state, run] that exports to rivals support, thousands


def benefit(world: World, p: Parameters, setting: Setting) -> Benefit:
    """The actor's gain from each kind of tie."""
    level = world.technology
    return Benefit(
        economy.trade_benefit(world.trade, setting.trade_share, p),
        economy.culture_benefit(world.culture, p),
        economy.science_benefit(world.science, level[setting.actor], level[setting.target], p),
    )


def tie(world: World, p: Parameters, setting: Setting, joint: Deeds) -> World:
    """The world with this month's ties, and what science and trade let through of technology.

    `joint` is what both sides did together, equal in both directions.
    """
    in_force = 1.0 * negotiation.running(world.term)
    n = len(setting.states)
    cuts = (joint.cut, ties.SPARED * joint.cut, ties.SPARED * joint.cut)
    now = (world.trade, world.culture, world.science)
    space = openings.room(world, p)
    xp = world.trade.__array_namespace__()
    after = world._replace(
        severed=xp.stack(
            [ties.severed(gone, tie, cut, p) for gone, tie, cut in zip(world.severed, now, cuts, strict=True)]
        ),
        trade=ties.trade(
            world.trade, space[0], openings.trade_potential(world, p), joint.sales, joint.cut, p
        ),
        culture=ties.exchange(
            world.culture, space[1], joint.culture + PROGRAMME * in_force[CULTURE], joint.cut, p
        ),
        science=ties.exchange(
            world.science, space[2], joint.science + PROGRAMME * in_force[SCIENCE], joint.cut, p
        ),
    )
    channel = 0.5 * (after.science + after.trade)
    level = world.technology
    brought = ties.technology(level[setting.actor], level[setting.target], channel, p)
    return after._replace(technology=worst_rival(brought, n))


def contest(
    world: World, p: Parameters, setting: Setting, grip: Array, answered: Array
) -> tuple[World, Array]:
    """The world after the month's contest for influence, and what it moved to the actor of each pair, `[pair, run]`."""
    share = world.influence
    won = influence.contested(grip, answered, world.theatre, share[setting.actor], share[setting.target], p)
    change = won - won[setting.reverse]
    after = bounded(share + over_rivals(change, len(setting.states)), 0.0, 1.0)
    reference = influence.status_quo(world.status_quo, after, p)
    return world._replace(influence=after, status_quo=reference), change


def produce(world: World, p: Parameters, setting: Setting, before: Benefit) -> tuple[World, Income]:
    """The world after the month's arming and growth, and what it brought; `before` is what ties brought until now."""
    n = len(setting.states)
    after = benefit(world, p, setting)
    actor, target = setting.actor, setting.target
    rise = 12.0 * over_rivals(_total(after) - _total(before), n)
    routine = arms.routine(setting.routine, world.gdp, setting.gdp)
    growth = economy.growth(setting.growth, world.arms, routine, rise, p)
    # the rival whose arms, at the tension felt of it, weigh most is the one that is armed against
    menace = arms.menace(world.tension, world.arms[target], negotiation.running(world.term[ARMS]), p)
    armed = arms.arms(world.arms, worst_rival(menace, n), routine, p)
    gdp = world.gdp * (1.0 + growth / 1200.0)
    exported = economy.exports(world.trade, setting.trade_share, setting.openness[actor], gdp[actor])
    jobs = over_rivals(exported, n) * p.jobs_per_billion / 1000.0
    return world._replace(arms=armed, gdp=gdp), Income(after, growth, jobs)


def _total(benefits: Benefit) -> Array:
    return benefits.trade + benefits.culture + benefits.science
