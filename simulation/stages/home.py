"""What a month does at home: hawks, the coalition's concerns, attention, and the backlog of global problems."""

from __future__ import annotations

from simulation.domains import CULTURE, TRADE
from simulation.parameters import Parameters
from simulation.rules import attention, coalition, influence
from simulation.rules.arrays import add_up, namespace, over_rivals, positive, worst_rival
from simulation.state import Array, Setting, World

#: what is lost to a rival counts once at even trust and twice at full trust, 1/probability (assumption)
BETRAYAL = 2.0
#: share of full tension, and of an agenda without end, at which security and conscience weigh as at rest (assumption: half)
USUAL = 0.5
#: influence lost is felt in full from five points of share on, a few contests, 1/share (assumption)
LOSS_FELT = 20.0
#: the worst abuse by a rival, beside an agenda without end, which is 1 (assumption: half as much)
ABUSE_FELT = 0.5


def settle_at_home(
    world: World,
    p: Parameters,
    setting: Setting,
    exploited: Array,
    backed_down: Array,
    severity: Array,
    influence_change: Array,
    abuse: Array,
) -> World:
    """The world after the month's domestic politics.

    `exploited`, `backed_down`, `severity` are `[pair, run]`; `influence_change` and `abuse` (by the state itself) are
    `[state, run]`.
    """
    xp = namespace(world.hawks)
    n = len(setting.states)
    rivals = n - 1
    worst = worst_rival(severity, n)
    trade, culture = (over_rivals(world.ties[domain], n) / rivals for domain in (TRADE, CULTURE))
    lost = positive(world.status_quo - world.influence)
    trusted = BETRAYAL * world.trust
    humiliated = over_rivals((exploited + backed_down) * trusted, n) / rivals
    contests = influence.contests(positive(-influence_change), p.influence_prize)
    defeats = contests * over_rivals(trusted, n) / rivals
    grievance = coalition.grievance(world.grievance, humiliated + defeats, culture, p)
    abused = over_rivals(abuse[setting.target], n)
    news = xp.stack(
        [
            worst_rival(world.tension, n) / 100.0 - USUAL + worst,
            trade + world.need,
            xp.clip(LOSS_FELT * lost, 0.0, 1.0) + over_rivals(exploited, n),
            ABUSE_FELT * abused + world.backlog / (1.0 + world.backlog) - USUAL,
        ]
    )
    return world._replace(
        grievance=grievance,
        hawks=coalition.hawks(setting.hawks, grievance, p),
        concerns=coalition.concerns(world.concerns, setting.concerns, news, p),
    )


def attention_left(world: World, p: Parameters, setting: Setting, taken: Array) -> Array:
    """Attention that crises and what was `taken` of it leave, `[state, run]`, 0-1."""
    return attention.attention_left(worst_rival(world.crisis_load, len(setting.states)), taken, p)


def attend(world: World, p: Parameters, setting: Setting, taken: Array) -> tuple[World, Array]:
    """The world after the global agenda has had what attention crises and rivals left, and that, `[state, run]`."""
    left = attention_left(world, p, setting, taken)
    mean = add_up(left) / len(left)
    return world._replace(backlog=attention.backlog(world.backlog, mean, p)), left
