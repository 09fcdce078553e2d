"""What the relations have taught before the first month, where the scenario does not say it."""

from __future__ import annotations

from simulation.actions import ACTIONS
from simulation.parameters import Parameters
from simulation.rules import crisis, negotiation, past, tension
from simulation.stages import crises, payoffs
from simulation.state import Array, Setting, World

#: what warmth costs its sender: the mean over the friendly acts of the table
STAKE = sum(act.cost for act in ACTIONS if act.goldstein > 0) / sum(act.goldstein > 0 for act in ACTIONS)
#: share of the months in which a state talked, and in which it confronted; in as many it held (assumption: nothing is known
#: of it, so each as often). Were it by trust, a hostile rival would have taught those most who trust it
TRIED = 1.0 / 3.0


def taught(world: World, p: Parameters, setting: Setting) -> World:
    """The world with the learnt values and the fear of a long stay in it, as far as its relations have a past.

    Influence is taken to stand still.
    """
    known = past.familiarity(negotiation.running(world.term))
    hostility = _standing_hostility(world, p, setting)
    hazard = _hazard(world, p)
    severity = hazard * crisis.expected_excess(world.hotline, 0.0, p)
    beyond = hazard * crisis.expected_excess(world.hotline, p.ordinary_severity, p)
    fear = past.long_feared(beyond, world.vulnerability, known, p)
    worth = payoffs.of_month(world, p, 0.0 * hostility, hostility, severity, fear)
    tried = TRIED + 0.0 * world.trust
    return world._replace(
        fear=fear,
        value_confrontation=past.long_learnt(p.belief_confrontation, tried, worth.of_confronting, known, p),
        value_talking=past.long_learnt(p.belief_talking, tried, worth.of_talking, known, p),
    )


def _standing_hostility(world: World, p: Parameters, setting: Setting) -> Array:
    """The hostility that keeps tension where it is, against the warmth that keeps trust where it is."""
    actor, target = setting.actor, setting.target
    resting = tension.resting_tension(world.hawks[actor], world.arms[actor], world.arms[target], p)
    warmth = past.standing_warmth(world.trust, STAKE, p)
    return past.standing_hostility(world.tension, resting, world.trust * warmth, p)


def _hazard(world: World, p: Parameters) -> Array:
    """Chance of a crisis in a month without force, over months with and without an incident drawn by chance."""
    quiet, struck = (crises.hazard(world, p, 0.0 * world.trust, incident) for incident in (0.0, 1.0))
    return (1.0 - p.incident_rate) * quiet + p.incident_rate * struck
