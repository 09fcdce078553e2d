"""Acting and being seen: what each state observes, what it does, whether the rival joins in, how it is read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation import columns
from simulation.actions import ACTIONS, CODE, OFFER
from simulation.parameters import Parameters
from simulation.rules import choice, coalition, negotiation, perception
from simulation.rules.arrays import add_up, at_least, looked_up, namespace, positive
from simulation.stages import openings
from simulation.state import ISSUES, Array, Observation, Setting, World

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
    climate: Array,
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
        climate=climate,
        concerns=coalition.weights(world.concerns)[:, actor],
        available=(agreed[NEEDS_AGREEMENT] > 0) & at_least(left, costs) & ~barred,
        notes=world.notes,
    )


def ordered(code: Array, order: Array, available: Array) -> Array:
    """The act, `[pair, run]`: the one that is ordered, holding if that is not open to the state; its own where FREE."""
    xp = namespace(code)
    asked = xp.maximum(order, HOLD * (order < 0)) + 0 * code
    return xp.where(order < 0, code, xp.where(choice.picked(available, asked), asked, HOLD))


def act(
    preference: Array,
    observation: Observation,
    setting: Setting,
    u: Array,
    u_consent: Array,
    order: Array,
    p: Parameters,
) -> Acts:
    """Draw each state's act, or take the one it is ordered to do, and ask the target for its consent.

    The target's own log weight of the same act against holding says whether it joins in; what it has no attention or no
    agreement for it declines.
    """
    reverse = setting.reverse
    possible = choice.within_reach(preference, observation.available)
    running = choice.running_sum(possible)
    code = choice.chosen(running, u)
    leaning = 1.0 - choice.share_of(running, 0, HOLD) - choice.share_of(running, 0, LAST_PROVOCATION)
    # an order changes this one move; minor acts stay those of the state's own preferences. While a month is compiled
    # nobody knows yet whether there is one
    if not isinstance(order, np.ndarray) or bool((order >= 0).any()):
        code = ordered(code, order, observation.available)
    # the target's own weights of what it is asked and of holding, read in its row and brought to the asker's
    asked, inaction = choice.picked(possible, code[reverse])[reverse], possible[HOLD][reverse]
    agrees = choice.consents(asked, inaction, u_consent, p)
    agrees = agrees | (setting.receptive & (asked > 0.5 * choice.OUT_OF_REACH))
    refused = looked_up(NEEDS_CONSENT, code) & ~agrees
    return Acts(code, refused, looked_up(DEEDS, code + len(ACTIONS) * refused), leaning)


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
