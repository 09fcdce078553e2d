"""What a month changes in things: ties, technology, arms, income, jobs, influence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.domains import DOMAINS, TRADE
from simulation.parameters import Parameters
from simulation.rules import arms, economy, influence, negotiation, ties
from simulation.rules.arrays import add_up, bounded, namespace, over_rivals, worst_rival
from simulation.stages import openings
from simulation.stages.conduct import Deeds
from simulation.state import ISSUES, Array, Setting, World

ARMS = ISSUES.index("arms")
PROGRAMME = 0.25  # joint acts a month that an exchange agreement keeps going by itself (assumption)
#: share of a cut that each domain feels, `[domain, 1, 1]`
CUT = np.array([domain.cut for domain in DOMAINS])[:, None, None]
#: the places on the domain axis of what lets technology through
CHANNELS = tuple(place for place, domain in enumerate(DOMAINS) if domain.technology)


class Income(NamedTuple):
    """What the month brought."""

    gains: Array  # [domain, pair, run] what each tie brings the actor, % of GDP a year
    growth: Array  # [state, run] of income, % a year
    jobs: Array  # [state, run] that exports to rivals support, thousands


def benefit(world: World, p: Parameters, setting: Setting) -> Array:
    """The actor's gain from each tie, `[domain, pair, run]`, % of GDP a year, by the rule that the domain's row names."""
    xp = namespace(world.ties)
    own, partner = world.technology[setting.actor], world.technology[setting.target]
    gains: dict[str, Callable[[Array], Array]] = {
        "trade_benefit": lambda tie: economy.trade_benefit(tie, setting.trade_share, p),
        "culture_benefit": lambda tie: economy.culture_benefit(tie, p),
        "science_benefit": lambda tie: economy.science_benefit(tie, own, partner, p),
    }
    return xp.stack([gains[domain.gain](tie) for domain, tie in zip(DOMAINS, world.ties, strict=True)])


def tie(world: World, p: Parameters, setting: Setting, joint: Deeds) -> World:
    """The world with this month's ties, and what they let through of technology.

    `joint` is what both sides did together, equal in both directions.
    """
    xp = namespace(world.ties)
    programme = PROGRAMME * openings.agreed(world)
    potential, cut = openings.potential(world, p), CUT * joint.cut
    space = ties.room(world.ties, world.severed, potential)

    def grown(k: int) -> Array:
        now, acts = world.ties[k], joint.joint[k]
        if DOMAINS[k].grows == "market":
            return ties.trade(now, space[k], potential[k], acts, cut[k], p)
        return ties.exchange(now, space[k], acts + programme[k], cut[k], p)

    after = xp.stack([grown(k) for k in range(len(DOMAINS))])
    level = world.technology
    brought = ties.technology(
        level[setting.actor], level[setting.target], ties.mean([after[k] for k in CHANNELS]), p
    )
    return world._replace(
        ties=after,
        severed=ties.severed(world.severed, world.ties, cut, p),
        technology=worst_rival(brought, len(setting.states)),
    )


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


def produce(world: World, p: Parameters, setting: Setting, before: Array) -> tuple[World, Income]:
    """The world after the month's arming and growth, and what it brought; `before` is what ties brought until now."""
    n = len(setting.states)
    after = benefit(world, p, setting)
    actor, target = setting.actor, setting.target
    rise = 12.0 * over_rivals(add_up(after) - add_up(before), n)
    routine = arms.routine(setting.routine, world.gdp, setting.gdp)
    growth = economy.growth(setting.growth, world.arms, routine, rise, p)
    # the rival whose arms, at the tension felt of it, weigh most is the one that is armed against
    menace = arms.menace(world.tension, world.arms[target], negotiation.running(world.term[ARMS]), p)
    armed = arms.arms(world.arms, worst_rival(menace, n), routine, p)
    gdp = world.gdp * (1.0 + growth / 1200.0)
    exported = economy.exports(world.ties[TRADE], setting.trade_share, setting.openness[actor], gdp[actor])
    jobs = economy.jobs(over_rivals(exported, n), p)
    return world._replace(arms=armed, gdp=gdp), Income(after, growth, jobs)
