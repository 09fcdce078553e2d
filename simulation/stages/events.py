"""What happens to states: leaders, wars in third countries, harvests, technology, incidents, abuses."""

from __future__ import annotations

from typing import NamedTuple

from simulation.parameters import Parameters
from simulation.rules import coalition, influence
from simulation.rules.arrays import positive
from simulation.state import Array, Draws, Imposed, Setting, World


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
    xp = world.tension.__array_namespace__()
    drawn_change = (draws.u_leader < 1.0 / p.leader_tenure) & ~setting.named_leaders
    leader = coalition.disposition(
        world.leader,
        drawn_change | imposed.new_leader,
        coalition.succession(imposed.disposition, world.hawks, setting.hawks, p.succession_pull),
        draws.n_leader,
        p.leader_spread,
    )
    shock = xp.where(draws.u_theatre < p.theatre_rate, 0.3 + 0.7 * draws.u_size, 0.0)
    # which state a drawn shock favours: counted by name, so that the order of the states does not matter
    position = draws.u_favour * len(setting.states)
    places = [sorted(setting.states).index(name) for name in setting.states]
    favoured = xp.stack([(position >= place) & (position < place + 1) for place in places]) * shock
    push = influence.pushed(favoured + imposed.favours, world.influence, p.influence_prize)
    need = xp.maximum(
        world.need * p.shock_memory, xp.maximum(imposed.need, 1.0 * (draws.u_shock < p.bad_harvest))
    )
    level = imposed.vulnerability
    after = world._replace(
        leader=leader,
        theatre=influence.theatre(
            world.theatre, xp.maximum(shock, imposed.theatre), p.shock_memory, p.theatre_floor
        ),
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
