"""One month: the order of the rules, and nothing else.

events -> attention -> initiative -> perception -> response -> perception -> negotiation -> incidents and crises ->
beliefs, coalition, arms, ties, economy, conscience -> record.

Who decides is an argument: `decide(stage, observation)` gives the log weight of every act, `[action, pair, run]`. The
ensemble engine asks for all pairs at once, the Mesa model asks its agents one by one; the months come out the same. What is
ordered outright, by the scenario or by a person, `order(stage, observation, codes)` says; either may take its time.
"""

from __future__ import annotations

from collections.abc import Callable

from simulation import columns
from simulation.actions import ACTIONS, BREACH, CODE, CRITICISM, REFUSAL, SIGNATURE
from simulation.parameters import Parameters
from simulation.rules import attention, choice, coalition, negotiation, rights
from simulation.rules.arrays import add_up, looked_up, over_rivals, positive, worst_rival
from simulation.stages import beliefs, conduct, crises, events, home, material, talks
from simulation.stages.reporting import conduct_points, report
from simulation.state import ISSUES, Array, Draws, Imposed, Observation, Record, Setting, World

Decide = Callable[[str, Observation], Array]  # (stage, observation) -> log weights [action, pair, run]
Remember = Callable[[Array, Observation, Array], Array]  # (notes, observation, own conduct) -> notes
#: (stage, observation, codes `[pair, 1]` that the scenario orders) -> codes `[pair, 1]` or `[pair, run]`; state.FREE leaves
#: the move to the state. Asked for initiative and response only
Order = Callable[[str, Observation, Array], Array]

INITIATIVE, RESPONSE, PROBE = "initiative", "response", "probe"
#: the standard provocation by which softness is measured: a coercive act, read without error
STANDARD_PROVOCATION = ACTIONS[CODE["coerce"]].goldstein / 10
CULTURE = ISSUES.index("culture")


def as_imposed(stage: str, observation: Observation, codes: Array) -> Array:
    """The scenario's orders, and no others."""
    return codes


def month(
    world: World,
    p: Parameters,
    setting: Setting,
    imposed: Imposed,
    draws: Draws,
    decide: Decide,
    remember: Remember,
    order: Order = as_imposed,
) -> tuple[World, Record]:
    """The world a month later, and what is reported of the month."""
    n, there = len(setting.states), setting.reverse

    # --- events, and the attention that crises leave ----------------------------------------------------------------
    world, news = events.happen(world, p, setting, imposed, draws)
    load = worst_rival(world.crisis_load, n)
    free = attention.attention_left(load, 0.0, p.crisis_attention)

    # --- initiative, and how it is read -----------------------------------------------------------------------------
    def observe(seen: Array, answering: bool) -> Observation:
        return conduct.observe(world, p, setting, news.climate, free, seen, answering, imposed.barred)

    view = observe(world.remembered, False)
    wish, codes = decide(INITIATIVE, view), order(INITIATIVE, view, imposed.initiative)
    first = conduct.act(wish, view, setting, draws.u_initiative, draws.u_consent, p.courtesy, codes)
    seen_first = conduct.read(first, world, p, setting, draws.n_initiative)

    # --- response, and how that is read -----------------------------------------------------------------------------
    view = view._replace(seen=seen_first, answering=view.answering | True)
    wish, codes = decide(RESPONSE, view), order(RESPONSE, view, imposed.response)
    second = conduct.act(wish, view, setting, draws.u_response, draws.u_consent_response, p.courtesy, codes)
    seen_second = conduct.read(second, world, p, setting, draws.n_response)
    # what it would have done had it been provoked: a measure, which nothing below reads back
    probe = view._replace(seen=0.0 * seen_first + STANDARD_PROVOCATION)
    firmness = choice.share_of(
        choice.cumulative(decide(PROBE, probe), probe.available), 0, conduct.LAST_PROVOCATION
    )

    done = conduct.done(first, second)
    together = conduct.both(done, setting)

    # --- rights: does the actor speak up about the target's abuse? --------------------------------------------------
    actor, target = setting.actor, setting.target
    concern = coalition.weights(world.concerns)
    propensity = rights.criticism(
        concern[3][actor],
        world.tension,
        (world.trade + world.culture + world.science) / 3.0,
        1.0 * negotiation.running(world.term[CULTURE]),
        (p.rights_base, p.rights_conscience, p.rights_tension, p.rights_ties, p.rights_lever),
    )
    criticised = (draws.u_criticise < propensity) & (news.abuse[target] > 0)

    # --- negotiation ------------------------------------------------------------------------------------------------
    met = done.force[there] + world.crisis_load
    world, outcome = talks.negotiate(world, p, setting, draws, together.sessions, met)

    # --- crises -----------------------------------------------------------------------------------------------------
    struck = crises.strike(world, p, draws, together.force, news.incident, imposed.stakes)

    # --- what each took from the month ------------------------------------------------------------------------------
    refused = first.refused[there] | second.refused[there]  # by the actor, of the target's offers
    breaches, signatures = add_up(1.0 * outcome.left), add_up(1.0 * outcome.signed)
    bad = (
        refused * p.refusal_felt * REFUSAL.goldstein
        + criticised * CRITICISM.goldstein
        + breaches * BREACH.goldstein
    ) / 10.0
    good = signatures * SIGNATURE.goldstein / 10.0
    took = beliefs.impression(
        seen_first, seen_second, (first.stake[there], second.stake[there]), bad[there], good[there]
    )
    provoked = looked_up(columns.PROVOKE, second.code)
    own = 0.5 * (first.weight + second.weight)
    before = material.benefit(world, p, setting)
    world, moved = material.contest(world, p, setting, looked_up(columns.GRIP, first.code), provoked[there])
    notes = remember(world.notes, view._replace(seen=took.conduct), own)
    world = beliefs.believe(
        world, p, setting, took, struck.severity, moved, (0.5 * done.provoke, 0.5 * done.towards), own
    )

    # --- home, arms, ties, economy, conscience ----------------------------------------------------------------------
    change = over_rivals(moved, n) + news.push
    exploited = positive(own) * took.hostility
    backed_down = looked_up(columns.FORCE, first.code)[there] * (1.0 - provoked)
    world = home.settle_at_home(
        world, p, setting, exploited, backed_down, struck.severity, change, news.abuse
    )
    world = material.tie(world, p, setting, together)
    gains = material.benefit(world, p, setting)
    world, growth, jobs = material.produce(world, p, setting, before, gains)
    spent = over_rivals(together.attention, n)
    left = attention.attention_left(load, spent, p.crisis_attention)
    world = home.attend(world, p, left)
    world = world._replace(
        notes=notes,
        crisis_load=world.crisis_load.__array_namespace__().maximum(
            p.memory * world.crisis_load, struck.severity
        ),
        over=world.over | struck.war,
    )

    points = conduct_points(first, second, refused, criticised, outcome, p.minor_acts)
    record = report(
        world,
        p,
        setting,
        (first, second),
        points,
        criticised,
        propensity,
        struck,
        outcome,
        gains,
        growth,
        jobs,
        firmness,
        left,
        world.over,
    )
    return world, record
