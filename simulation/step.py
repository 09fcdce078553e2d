"""One month: the order of the rules, and nothing else.

events -> attention -> initiative -> perception -> response -> perception -> criticism -> negotiation -> crises ->
influence -> beliefs -> home -> ties, arms, economy, backlog of global problems -> record.

Who decides is an argument: `decide(observation)` at the beginning of a month gives the judge of that month, and
`judge(stage, observation)` the log weight of every act, `[action, pair, run]`; all that differs between the observations of
a month is what is being answered. The ensemble engine asks for all pairs at once, the Mesa model asks its agents one by
one; the months come out the same. What is ordered outright, by the scenario or by a person, acts, yes or no to what is
offered, demands, leaving, speaking up, `order(stage, observation, given)` says; either may take its time.
"""

from __future__ import annotations

from collections.abc import Callable

from simulation.actions import ACTIONS, CODE
from simulation.parameters import Parameters
from simulation.rules.arrays import over_rivals, positive
from simulation.stages import beliefs, besides, conduct, conscience, crises, events, home, material, talks
from simulation.stages.reporting import Happened, report
from simulation.state import Array, Draws, Imposed, Observation, Record, Setting, World

Judge = Callable[[str, Observation], Array]  # (stage, observation) -> log weights [action, pair, run]
Decide = Callable[[Observation], Judge]  # what is seen as the month begins -> who judges it
Remember = Callable[[Array, Observation, Array], Array]  # (notes, observation, own conduct) -> notes
#: (stage, observation, what the scenario orders `[..., pair, 1]`) -> what is ordered, with a run axis of 1 or all. Asked
#: seven times a month, in the order of `ORDERED`; what is returned as it was given is the scenario's, or nobody's:
#: initiative, response: code of an act; FREE where it is the state's own to choose
#: consent, consent_response: YES or NO to `observation.offered`, in either stage; FREE where it is the state's own to say
#: asks `[issue, ...]`: share demanded where talks are open, or FREE; leaves `[issue, ...]`: bool; speaks: YES, NO or FREE
Order = Callable[[str, Observation, Array], Array]

INITIATIVE, RESPONSE, PROBE = "initiative", "response", "probe"
CONSENT, CONSENT_RESPONSE = "consent", "consent_response"
BESIDE = ASKS, LEAVES, SPEAKS = ("asks", "leaves", "speaks")
#: what may be ordered, as fields of `state.Imposed`, in the order in which a month asks for it
ORDERED = (INITIATIVE, CONSENT, RESPONSE, CONSENT_RESPONSE, *BESIDE)
#: the standard provocation by which softness is measured: a coercive act, read without error
STANDARD_PROVOCATION = ACTIONS[CODE["coerce"]].goldstein / 10


def as_imposed(stage: str, observation: Observation, given: Array) -> Array:
    """The scenario's orders, and no others."""
    return given


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
    n, reverse = len(setting.states), setting.reverse

    # --- events, and the attention that crises leave ----------------------------------------------------------------
    world, news = events.happen(world, p, setting, imposed, draws)
    free = home.attention_left(world, p, setting, 0.0)

    # --- initiative, and how it is read -----------------------------------------------------------------------------
    worth = talks.worth_of_no_agreement(world, p, setting)
    view = conduct.observe(world, p, setting, news, free, worth, imposed.barred)
    judge = decide(view)
    wish, codes = judge(INITIATIVE, view), order(INITIATIVE, view, imposed.initiative)
    made = conduct.choose(wish, view, draws.u_initiative, codes)
    view = view._replace(offered=conduct.offers(made, setting))
    says = order(CONSENT, view, conduct.told(imposed.consent, view.offered))
    first = conduct.join(made, says, setting, draws.u_consent, p)
    seen_first = conduct.read(first, world, p, setting, draws.n_initiative)

    # --- response, and how that is read -----------------------------------------------------------------------------
    view = view._replace(seen=seen_first, answering=view.answering | True)
    wish, codes = judge(RESPONSE, view), order(RESPONSE, view, imposed.response)
    made = conduct.choose(wish, view, draws.u_response, codes)
    view = view._replace(offered=conduct.offers(made, setting))
    says = order(CONSENT_RESPONSE, view, conduct.told(imposed.consent_response, view.offered))
    second = conduct.join(made, says, setting, draws.u_consent_response, p)
    seen_second = conduct.read(second, world, p, setting, draws.n_response)
    # what it would have done had it been provoked: a measure, which nothing below reads back
    probe = view._replace(seen=0.0 * seen_first + STANDARD_PROVOCATION)
    firmness = conduct.firmness(judge(PROBE, probe), probe)

    # --- criticism, negotiation, crises -----------------------------------------------------------------------------
    done, together = conduct.done(first, second, setting)
    imposed = imposed._replace(**{what: order(what, view, getattr(imposed, what)) for what in BESIDE})
    voice = conscience.speak(world, p, setting, draws, imposed.speaks, view.concerns, view.abuse)
    affront = done.force[reverse] + world.crisis_load
    world, outcome = talks.negotiate(world, p, setting, imposed, draws, worth, together.sessions, affront)
    struck = crises.strike(world, p, draws, together.force, news.incident, imposed.stakes)

    # --- what each took from the month: influence, beliefs ----------------------------------------------------------
    beside = besides.of_month(first, second, voice.raised, outcome, setting)
    bad, good = besides.weight(beside, p)
    begun, answered = first.deeds, second.deeds
    stakes = begun.stake[reverse], answered.stake[reverse]
    impression = beliefs.impression(seen_first, seen_second, stakes, bad[reverse], good[reverse])
    own = 0.5 * done.weight
    world = world._replace(notes=remember(world.notes, view._replace(seen=impression.conduct), own))
    world, moved = material.contest(world, p, setting, begun.grip, answered.provoke[reverse])
    world = beliefs.believe(world, p, setting, impression, struck.severity, moved, done, own)

    # --- home, ties, arms, economy, backlog ------------------------------------------------------------------------
    change = over_rivals(moved, n) + news.push
    exploited = positive(own) * impression.hostility
    backed_down = begun.force[reverse] * (1.0 - answered.provoke)
    world = home.settle_at_home(
        world, p, setting, exploited, backed_down, struck.severity, change, news.abuse
    )
    before = material.benefit(world, p, setting)
    world = material.tie(world, p, setting, together)
    world, income = material.produce(world, p, setting, before)
    world, left = home.attend(world, p, setting, over_rivals(together.attention, n))
    world = crises.leave(world, p, struck)

    happened = Happened(first, second, done, beside, voice, firmness, struck, outcome, income, left)
    return world, report(world, p, setting, happened)
