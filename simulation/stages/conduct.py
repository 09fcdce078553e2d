"""Acting and being seen: what each state observes, what it does, whether the rival joins in, how it is read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation import columns
from simulation.actions import ACTIONS, CODE, OFFER
from simulation.parameters import Parameters
from simulation.rules import choice, coalition, negotiation, perception
from simulation.rules.arrays import add_up, at_least, looked_up, may_be, namespace, positive
from simulation.stages import openings
from simulation.stages.events import News
from simulation.state import FREE, ISSUES, YES, Array, Observation, Setting, World

HOLD = CODE["hold"]
LAST_PROVOCATION = HOLD - 1  # the table runs from hostile to cooperative, and holding divides the two
NEEDS_CONSENT = columns.CONSENT > 0
#: which agreement each act needs: index in ISSUES, or the row of ones behind them
NEEDS_AGREEMENT = np.array([ISSUES.index(a.agreement) if a.agreement else len(ISSUES) for a in ACTIONS])
#: share of an act's cost that offering it already stakes (assumption: going public is a risk)
OFFER_STAKES = 0.3


class Deeds(NamedTuple):
    """What acts had of each thing, `[pair, run]`, by who did them."""

    weight: Array  # what was done, or offered, Goldstein/10
    copdab: Array  # the same, COPDAB points
    stake: Array  # what it cost the sender, 0-1
    force: Array
    provoke: Array
    towards: Array
    sessions: Array
    cut: Array
    grip: Array
    attention: Array
    joint: Array  # [domain, pair, run] what makes the ties grow


_ONE_EACH = (
    columns.WEIGHT,
    columns.COPDAB,
    columns.PRICE,
    columns.FORCE,
    columns.PROVOKE,
    columns.TOWARDS,
    columns.SESSIONS,
    columns.CUT,
    columns.GRIP,
    columns.ATTENTION,
)
_CARRIED = np.stack((*_ONE_EACH, *columns.GROWS))
#: a declined offer is worth a proposal, and never more than the act itself; it has nothing else of any deed
_DECLINED = 0.0 * _CARRIED
_DECLINED[:3] = (
    np.minimum(columns.WEIGHT, OFFER.goldstein / 10),
    np.minimum(columns.COPDAB, OFFER.copdab),
    OFFER_STAKES * columns.PRICE,
)
#: `[deed, act]`: the acts of the table when they are carried out, and behind them the same when they are declined
DEEDS = np.concatenate([_CARRIED, _DECLINED], axis=1)


class Choice(NamedTuple):
    """One stage's acts as they were drawn or ordered, by actor, before the target has said whether it joins in."""

    code: Array  # [pair, run] integer code in the action table
    asks: Array  # [pair, run] bool: the act needs the target's consent
    possible: Array  # [action, pair, run] the actor's own log weights of all acts, of those out of reach `OUT_OF_REACH`
    leaning: Array  # [pair, run] as in `Acts`


class Acts(NamedTuple):
    """One stage's acts, by actor, `[pair, run]`."""

    code: Array  # integer code in the action table
    refused: Array  # bool: offered and declined by the target
    rows: Array  # [deed, pair, run] what they had of each thing, in the order of `DEEDS`
    leaning: (
        Array  # chance of reaching out less chance of provoking, -1..1: what the stage's minor acts are like
    )

    @property
    def deeds(self) -> Deeds:
        """What they had of each thing, by name."""
        return _named(self.rows)


def observe(
    world: World,
    p: Parameters,
    setting: Setting,
    news: News,
    attention: Array,
    worth: Array,
    barred: Array,
) -> Observation:
    """What every actor could see of its target as the month begins, and what is open to it.

    `attention` is what is left this month, `[state, run]`; `worth` that of no agreement, `[issue, pair, run]`; `barred`
    `[action, pair, 1]` is what it is ordered not to do.
    """
    xp = namespace(world.tension)
    actor = setting.actor
    in_force = 1.0 * negotiation.running(world.term)
    agreed = xp.concat([in_force, xp.ones_like(in_force[:1])])
    left = attention[actor]
    costs = xp.asarray(columns.ATTENTION)[:, None, None]
    open_issue = ~(negotiation.running(world.term) | negotiation.running(world.silence))
    least = negotiation.reservation_value(world.private, worth)
    ground = negotiation.common_ground(least, world.estimate) * open_issue
    even = 0.0 * world.tension
    return Observation(
        seen=world.remembered,
        answering=xp.asarray(False),
        offered=xp.asarray(FREE),
        abuse=news.abuse[setting.target],
        remembered=world.remembered,
        conduct=world.conduct,
        tension=world.tension,
        trust=world.trust,
        fear=world.fear * world.vulnerability,
        value_confrontation=world.value_confrontation,
        value_talking=world.value_talking,
        common_ground=add_up(ground) / len(ISSUES),
        ties=world.ties,
        room=openings.room(world, p),
        theatre=world.theatre + even,
        loss=positive(world.status_quo - world.influence)[actor],
        hawks=world.hawks[actor],
        leader=world.leader[actor],
        need=world.need[actor],
        attention=left,
        backlog=world.backlog + even,
        climate=news.climate,
        concerns=coalition.weights(world.concerns)[:, actor],
        available=(agreed[NEEDS_AGREEMENT] > 0) & at_least(left, costs) & ~barred,
        notes=world.notes,
    )


def ordered(code: Array, order: Array, available: Array) -> Array:
    """The act, `[pair, run]`: the one that is ordered, holding if that is not open to the state; its own where FREE."""
    xp = namespace(code)
    asked = xp.maximum(order, HOLD * (order < 0)) + 0 * code
    return xp.where(order < 0, code, xp.where(choice.picked(available, asked), asked, HOLD))


def choose(preference: Array, observation: Observation, u: Array, order: Array) -> Choice:
    """Draw each state's act, or take the one that it is ordered to do, `order` `[pair, run or 1]`."""
    possible = choice.within_reach(preference, observation.available)
    running = choice.running_sum(possible)
    code = choice.chosen(running, u)
    leaning = 1.0 - choice.share_of(running, 0, HOLD) - choice.share_of(running, 0, LAST_PROVOCATION)
    # an order changes this one move; minor acts stay those of the state's own preferences
    if may_be(order >= 0):
        code = ordered(code, order, observation.available)
    return Choice(code, looked_up(NEEDS_CONSENT, code), possible, leaning)


def offers(made: Choice, setting: Setting) -> Array:
    """Code of the act that each actor's target offers it and that needs its consent, `[pair, run]`; FREE where none is."""
    return namespace(made.code).where(made.asks, made.code, FREE)[setting.reverse]


def told(consent: Array, offered: Array) -> Array:
    """What each actor is ordered to say to what it is offered, `[pair, run or 1]`: YES, NO, or FREE, its own to say.

    `consent` `[action, pair, run or 1]` is what it is ordered to say to each act, `offered` `[pair, run]` of `offers`.
    """
    xp = namespace(offered)
    if not may_be(consent >= 0):
        return consent[0]
    said = choice.picked(xp.broadcast_to(consent, (len(ACTIONS), *offered.shape)), xp.maximum(offered, 0))
    return xp.where(offered < 0, FREE, said)


def join(made: Choice, says: Array, setting: Setting, u: Array, p: Parameters) -> Acts:
    """The acts as they come about: those that need the target's consent with it, or declined.

    The target's own log weight of the same act against holding says whether it joins in; what it has no attention or no
    agreement for it declines, whatever it is ordered. `says` `[pair, run or 1]`, by the one who is asked, is that order.
    """
    reverse, possible = setting.reverse, made.possible
    # the target's own weights of what it is asked and of holding, read in its row and brought to the asker's
    asked, inaction = choice.picked(possible, made.code[reverse])[reverse], possible[HOLD][reverse]
    within_reach = asked > 0.5 * choice.OUT_OF_REACH
    agrees = choice.consents(asked, inaction, u, p)
    agrees = agrees | (setting.receptive & within_reach)
    if may_be(says >= 0):
        says = says[reverse]
        agrees = namespace(asked).where(says < 0, agrees, (says == YES) & within_reach)
    refused = made.asks & ~agrees
    rows = looked_up(DEEDS, made.code + len(ACTIONS) * refused)
    return Acts(made.code, refused, rows, made.leaning)


def firmness(preference: Array, observation: Observation) -> Array:
    """Chance of any provocation, `[pair, run]`, 0-1, by what a state would do on what it saw."""
    running = choice.cumulative(preference, observation.available)
    return choice.share_of(running, 0, LAST_PROVOCATION)


def done(first: Acts, second: Acts, setting: Setting) -> tuple[Deeds, Deeds]:
    """What each actor did in its two moves, and what both sides did together, which is equal in both directions."""
    rows = first.rows + second.rows
    return _named(rows), _named(rows + rows[:, setting.reverse])


def _named(rows: Array) -> Deeds:
    """Rows that were looked up in `DEEDS`, by their names."""
    return Deeds._make((*rows[: len(_ONE_EACH)], rows[len(_ONE_EACH) :]))


def read(acts: Acts, world: World, p: Parameters, setting: Setting, noise: Array) -> Array:
    """How each state reads what its rival has just done, `[pair, run]` by the one who perceives, Goldstein/10."""
    return perception.perceived(acts.deeds.weight[setting.reverse], world.trust, noise, p)
