"""Negotiation over the month: sessions, concessions, signatures, ratification, lapse, breach, walk-out."""

from __future__ import annotations

from typing import NamedTuple

from simulation.domains import TRADE
from simulation.parameters import Parameters
from simulation.rules import economy, negotiation
from simulation.rules.arrays import above, may_be, namespace, positive
from simulation.stages import events
from simulation.state import ISSUES, Array, Draws, Imposed, Setting, World

ARMS = ISSUES.index("arms")
WHOLE = 0.99  # share of the surplus: who asks for less has begun to concede
#: sd of the error in what a month's talks tell of the rival's reservation value, share of the surplus (assumption)
HEARSAY = 0.1


class Outcome(NamedTuple):
    """What came of it, `[issue, pair, run]`; `signed` and `failed` are equal in both directions."""

    signed: Array
    left: Array  # the actor left the agreement
    failed: Array  # talks ended without one: exhausted, not ratified, or walked out of
    reservation: Array  # the least that the actor would accept this month, share of the surplus


def dependence(world: World, setting: Setting) -> Array:
    """Every actor's dependence on its target, `[pair, run]`, 0-1."""
    return economy.dependence(world.ties[TRADE], setting.exit_cost)


def worth_of_no_agreement(world: World, p: Parameters, setting: Setting) -> Array:
    """What no agreement is worth to every actor this month, but for what is private, `[issue, pair, run]`."""
    actor = setting.actor
    own = dependence(world, setting)
    common = negotiation.worth_of_no_agreement(
        world.hawks[actor],
        world.tension,
        world.trust,
        world.value_talking - world.value_confrontation,
        negotiation.pressure(own, own[setting.reverse], world.remembered),
        p,
    )
    lead = positive(world.technology[actor] - world.technology[setting.target])
    danger = world.fear * world.vulnerability
    return negotiation.worth_on_issues(common, danger, world.need[actor], lead, p)


def reservations(world: World, p: Parameters, setting: Setting) -> Array:
    """Every actor's reservation value on every issue as a month begins, `[issue, pair, run]`, 0-1.2."""
    return negotiation.reservation_value(world.private, worth_of_no_agreement(world, p, setting))


def red_lines(world: World, p: Parameters, setting: Setting, imposed: Imposed, draws: Draws) -> Array:
    """The reservation values that the talks of a month will find which begins with this world, `[issue, pair, run]`."""
    world, _ = events.happen(world, p, setting, imposed, draws)
    private = negotiation.drifted(world.private, draws.n_private, p)
    return negotiation.reservation_value(private, worth_of_no_agreement(world, p, setting))


def negotiate(
    world: World,
    p: Parameters,
    setting: Setting,
    imposed: Imposed,
    draws: Draws,
    worth: Array,
    sessions: Array,
    affront: Array,
) -> tuple[World, Outcome]:
    """The world after the month's talks.

    Two things may be ordered: what a state asks for where talks are open, in place of what it would concede to (a deal
    still needs that it asks for no less than its reservation value), and that it leaves an agreement.

    `worth` `[issue, pair, run]` is that of no agreement (`worth_of_no_agreement`); `sessions` `[pair, run]` counts the
    month's talks (a summit as two), equal in both directions; `affront` `[pair, run]` is the force and severity that the
    actor met with, for which it may walk out.
    """
    xp = namespace(world.demand)
    reverse = setting.reverse
    world = world._replace(private=negotiation.drifted(world.private, draws.n_private, p))
    own = negotiation.reservation_value(world.private, worth)
    rival = own[:, reverse]
    was_in_force = negotiation.running(world.term)

    # leaving, and what has run its term: renewed if it still serves both, else lapsed
    leaves = draws.u_breach < negotiation.chance_of_leaving(own, world.share, p)
    left = was_in_force & (leaves | imposed.leaves)
    broken = left | left[:, reverse]
    term = xp.where(broken, 0.0, positive(world.term - 1.0))
    ended = was_in_force & ~broken & ~negotiation.running(term)
    serves = negotiation.acceptable(world.share, own)
    renewed = ended & serves & serves[:, reverse]

    # sessions on every issue that is open
    at_hand = ~was_in_force & ~negotiation.running(world.silence)
    is_open = at_hand & (sessions > 0)
    pace = negotiation.pace(sessions, p)
    asked = world.demand[:, reverse]
    risk = negotiation.zeuthen_risk(world.demand, asked, own)
    moved = negotiation.conceded(world.demand, own, risk, risk[:, reverse], pace)
    if may_be(imposed.asks >= 0):
        moved = xp.where(imposed.asks < 0, moved, imposed.asks)
    demand = xp.where(is_open, moved, world.demand)
    heard = negotiation.revealed(world.estimate, rival, HEARSAY * draws.n_reveal, pace)
    estimate = xp.where(is_open, heard, world.estimate)
    asked = demand[:, reverse]

    # a deal must be had at home too
    content = negotiation.acceptable(demand, own)
    ready = is_open & negotiation.compatible(demand, asked) & content & content[:, reverse]
    home = draws.u_ratify < negotiation.chance_of_ratification(world.hawks[setting.actor], p)
    both_homes = home & home[reverse]
    signed = ready & both_homes
    begun = above(WHOLE, world.demand)
    under_way = at_hand & (begun | begun[:, reverse])
    walked = draws.u_walkout < affront
    walked_out = under_way & (walked | walked[reverse]) & ~signed
    failed = (ready & ~both_homes) | (is_open & negotiation.exhausted(demand, asked, own, rival)) | walked_out

    in_force = signed | renewed
    lapsed = broken | (ended & ~renewed)
    return world._replace(
        demand=xp.where(signed | failed | lapsed, xp.maximum(own, 1.0), demand),
        estimate=estimate,
        term=xp.where(in_force, p.agreement_term, term),
        share=xp.where(signed, negotiation.settlement(demand, asked), world.share),
        silence=xp.where(failed | lapsed, p.pause, positive(world.silence - 1.0)),
        hotline=xp.maximum(world.hotline, 1.0 * signed[ARMS]),
    ), Outcome(signed=in_force, left=left, failed=failed, reservation=own)
