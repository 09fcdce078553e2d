"""What is reported of a month: the world as the record would show it. Nothing here is read back by the model."""

from __future__ import annotations

from simulation.actions import BREACH, CRITICISM, EXCHANGE_SIGNATURE, REFUSAL, SIGNATURE
from simulation.parameters import Parameters
from simulation.rules import crisis, learning, negotiation
from simulation.rules.arrays import add_up, over_rivals, worst_rival
from simulation.rules.coalition import weights
from simulation.stages.conduct import Acts
from simulation.stages.crises import Crises
from simulation.stages.material import Benefit
from simulation.stages.talks import Outcome, dependence
from simulation.state import ISSUES, Array, Record, Setting, World

MINOR_WEIGHT = 6.0  # COPDAB classes 7 and 9: mild support or minor exchange +6, mild discord -6
EXCHANGES = tuple(issue in ("culture", "science") for issue in ISSUES)


def conduct_points(
    first: Acts, second: Acts, refused: Array, criticised: Array, outcome: Outcome, minor: Array
) -> Array:
    """The month's cooperation by the actor, `[pair, run]`, COPDAB points: the mean weight of all its acts.

    Its two moves always count; refusals, criticism, signatures and breaches count when they happen. So do `minor` small
    acts, which the record is full of and states take no notice of: statements and routine meetings, of COPDAB weight
    -6 or +6, counted at their expectation under the same preferences as the two moves.
    """
    total = first.copdab + second.copdab + refused * REFUSAL.copdab + criticised * CRITICISM.copdab
    total = total + minor * MINOR_WEIGHT * 0.5 * (first.leaning + second.leaning)
    count = 2.0 + minor + refused + criticised
    for issue, exchange in enumerate(EXCHANGES):
        weight = (EXCHANGE_SIGNATURE if exchange else SIGNATURE).copdab
        total = total + outcome.signed[issue] * weight + outcome.left[issue] * BREACH.copdab
        count = count + outcome.signed[issue] + outcome.left[issue]
    return total / count


def report(
    world: World,
    p: Parameters,
    setting: Setting,
    acts: tuple[Acts, Acts],
    points: Array,
    criticised: Array,
    propensity: Array,
    crises: Crises,
    outcome: Outcome,
    gains: Benefit,
    growth: Array,
    jobs: Array,
    firmness: Array,
    attention_left: Array,
    over: Array,
) -> Record:
    """Everything that `engine.VARIABLES` names, for one month.

    `propensity` and `firmness` `[pair, run]` are the chances of criticising an abuse and of answering the standard
    provocation; softness is one minus the mean firmness towards rivals.
    """
    xp = world.tension.__array_namespace__()
    n = len(setting.states)
    rivals = n - 1
    there = setting.reverse
    total = gains.trade + gains.culture + gains.science
    mine = total <= total[there]  # the side that gains less sets what is mutual
    in_force = negotiation.running(world.term)
    return Record(
        initiative=acts[0].code,
        response=acts[1].code,
        cooperation=points,
        tension=world.tension,
        trust=world.trust,
        fear=world.fear,
        value_confrontation=world.value_confrontation,
        value_talking=world.value_talking,
        recognition=learning.recognises(world.value_confrontation, world.value_talking),
        common_ground=add_up(1.0 * in_force) / len(ISSUES),
        reservation=add_up(outcome.reservation) / len(ISSUES),
        trade=world.trade,
        culture=world.culture,
        science=world.science,
        mutual_benefit=xp.where(mine, total, total[there]),
        benefit_trade=xp.where(mine, gains.trade, gains.trade[there]),
        benefit_culture=xp.where(mine, gains.culture, gains.culture[there]),
        benefit_science=xp.where(mine, gains.science, gains.science[there]),
        refused=(acts[0].refused | acts[1].refused),
        criticised=criticised,
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
        rights_criticism=over_rivals(propensity, n) / rivals,
        global_attention=attention_left,
        concerns=weights(world.concerns),
        theatre=world.theatre,
        global_backlog=world.backlog,
        instability=crisis.instability(crises.hazard),
        war=over,
    )
