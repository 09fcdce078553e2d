"""What is reported of a month: the world as the record would show it. Nothing here is read back by the model."""

from __future__ import annotations

from typing import NamedTuple

from simulation.actions import BREACH, CRITICISM, REFUSAL, SIGNATURES
from simulation.parameters import Parameters
from simulation.rules import crisis, learning, negotiation
from simulation.rules.arrays import add_up, namespace, over_rivals, worst_rival
from simulation.rules.coalition import weights
from simulation.stages.besides import Besides
from simulation.stages.conduct import Acts, Deeds
from simulation.stages.conscience import Voice
from simulation.stages.crises import Crises
from simulation.stages.material import Income
from simulation.stages.talks import Outcome, dependence
from simulation.state import ISSUES, Array, Record, Setting, World

MINOR_WEIGHT = 6.0  # COPDAB classes 7 and 9: mild support or minor exchange +6, mild discord -6


class Happened(NamedTuple):
    """What the stages of a month found, beside the world that they leave."""

    first: Acts
    second: Acts
    done: Deeds  # in both moves
    beside: Besides
    voice: Voice
    firmness: Array  # [pair, run] chance of answering the standard provocation in kind, 0-1
    crises: Crises
    outcome: Outcome
    income: Income
    attention: Array  # [state, run] left for the global agenda, 0-1


def conduct_points(done: Deeds, leaning: Array, beside: Besides, p: Parameters) -> Array:
    """The month's cooperation by the actor, `[pair, run]`, COPDAB points: the mean weight of all its acts.

    Its two moves always count; refusals, criticism, signatures and breaches count when they happen. So do `minor_acts`
    small acts, which the record is full of and states take no notice of: statements and routine meetings, of COPDAB weight
    -6 or +6, counted at their expectation under the same preferences as the two moves (`leaning`, summed over these).
    """
    minor = p.minor_acts
    total = done.copdab + beside.refused * REFUSAL.copdab
    total = total + beside.criticised * CRITICISM.copdab
    total = total + minor * MINOR_WEIGHT * 0.5 * leaning
    count = 2.0 + minor + beside.refused + beside.criticised
    for issue, signature in enumerate(SIGNATURES):
        total = total + beside.signed[issue] * signature.copdab + beside.left[issue] * BREACH.copdab
        count = count + beside.signed[issue] + beside.left[issue]
    return total / count


def report(world: World, p: Parameters, setting: Setting, month: Happened) -> Record:
    """Everything that `engine.VARIABLES` names, for one month; softness is one minus the mean firmness towards rivals."""
    xp = namespace(world.tension)
    n = len(setting.states)
    rivals = n - 1
    reverse = setting.reverse
    first, second, done, beside, voice, firmness, crises, outcome, income, attention = month
    gains, growth, jobs = income
    total = add_up(gains)
    mine = total <= total[reverse]  # the side that gains less sets what is mutual
    in_force = negotiation.running(world.term)
    return Record(
        initiative=first.code,
        response=second.code,
        cooperation=conduct_points(done, first.leaning + second.leaning, beside, p),
        tension=world.tension,
        trust=world.trust,
        fear=world.fear,
        value_confrontation=world.value_confrontation,
        value_talking=world.value_talking,
        recognition=learning.recognises(world.value_confrontation, world.value_talking),
        common_ground=add_up(1.0 * in_force) / len(ISSUES),
        reservation=add_up(outcome.reservation) / len(ISSUES),
        ties=world.ties,
        mutual_benefit=xp.where(mine, total, total[reverse]),
        benefits=xp.where(mine, gains, gains[:, reverse]),
        refused=first.refused | second.refused,
        criticised=voice.raised,
        crisis=crises.begins,
        severity=crises.severity,
        near_miss=crises.near_miss,
        agreement=in_force,
        signed=outcome.signed,
        broken=outcome.left,
        arms=world.arms,
        growth=growth,
        gdp=world.gdp,
        jobs=jobs,
        influence=world.influence,
        hawks=world.hawks,
        softness=1.0 - over_rivals(firmness, n) / rivals,
        dependence=worst_rival(dependence(world, setting), n),
        rights_criticism=over_rivals(voice.chance, n) / rivals,
        global_attention=attention,
        concerns=weights(world.concerns),
        theatre=world.theatre,
        global_backlog=world.backlog,
        instability=crisis.instability(crises.hazard),
        war=world.over,
    )
