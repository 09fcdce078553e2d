"""What happens to states: leaders, wars in third countries, harvests, technology, incidents, abuses."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import coalition, influence
from simulation.rules.arrays import namespace, positive
from simulation.state import Array, Draws, Imposed, Setting, World

#: size of a war or revolution in a third country that chance brings, 0-1: even from the least that a scenario imposes to
#: a wholly open contest (assumption: there is no record of sizes)
LEAST_SHOCK, SHOCK_RANGE = 0.3, 0.7


class News(NamedTuple):
    """The month's events, as far as other stages need them."""

    climate: Array  # [pair, run] shock common to both directions, utility
    incident: Array  # [pair, run] size 0-1
    abuse: Array  # [state, run] size 0-1 of an abuse of rights
    push: Array  # [state, run] influence that events themselves moved, share


def happen(
    world: World, p: Parameters, setting: Setting, imposed: Imposed, draws: Draws
) -> tuple[World, News]:
    """The world after the month's events, imposed and drawn, and the news of them."""
    xp = namespace(world.tension)
    theatre, push = _contest(world, p, setting, imposed, draws)
    need = xp.maximum(
        world.need * p.shock_memory, xp.maximum(imposed.need, 1.0 * (draws.u_shock < p.bad_harvest))
    )
    level = imposed.vulnerability
    after = world._replace(
        leader=_leader(world, p, setting, imposed, draws),
        theatre=theatre,
        influence=world.influence + push,
        need=need,
        vulnerability=xp.where(level >= 0.0, positive(level), world.vulnerability),
    )
    news = News(
        climate=p.climate * draws.n_climate,
        incident=xp.maximum(imposed.incident, 1.0 * (draws.u_incident < p.incident_rate)),
        abuse=xp.maximum(imposed.abuse, 1.0 * (draws.u_abuse < setting.abuses)),
        push=push,
    )
    return after, news


def _leader(world: World, p: Parameters, setting: Setting, imposed: Imposed, draws: Draws) -> Array:
    """Who leads: the one that the scenario names takes office, and where it names none, one by chance."""
    drawn = (draws.u_leader < 1.0 / p.leader_tenure) & ~setting.named_leaders
    mean = coalition.succession(imposed.disposition, world.hawks, setting.hawks, p)
    return coalition.disposition(world.leader, drawn | imposed.new_leader, mean, draws.n_leader, p)


def _contest(
    world: World, p: Parameters, setting: Setting, imposed: Imposed, draws: Draws
) -> tuple[Array, Array]:
    """How open third countries are, `[run]`, and what influence wars and revolutions there move, `[state, run]`."""
    xp = namespace(world.tension)
    shock = xp.where(draws.u_theatre < p.theatre_rate, LEAST_SHOCK + SHOCK_RANGE * draws.u_size, 0.0)
    # which state a drawn shock favours: counted by name, so that the order of the states does not matter
    position = draws.u_favour * len(setting.states)
    places = [sorted(setting.states).index(name) for name in setting.states]
    favoured = xp.stack([(position >= place) & (position < place + 1) for place in places]) * shock
    openness = influence.theatre(world.theatre, xp.maximum(shock, imposed.theatre), p)
    return openness, influence.pushed(favoured + imposed.favours, world.influence, p)
