"""Where a tournament is played: three grounds by default, any scenario at wish, and who plays the doctrines in it."""

from __future__ import annotations

from typing import Any

from simulation.experiments.claims.worlds import World as LaboratoryWorld
from simulation.experiments.claims.worlds import laboratory_scenario
from simulation.games import PAYOFF_WORLDS
from simulation.scenario import Rivalry, Scenario, load_scenario


def default_scenarios() -> tuple[Scenario, ...]:
    """Three grounds, few and unlike, so that no single one decides.

    *laboratory*: equals without a history or events, prices as calibrated. *high_stakes*: the same where an unanswered
    provocation wins much (the prisoner's dilemma of `simulation.games`). *cold_war*: the unequal rivals of the record, with
    its events, and without its leaders, whose dispositions would be a second, hidden doctrine.
    """
    laboratory = laboratory_scenario(LaboratoryWorld(), None).changed(events=())
    high = laboratory.changed(
        name="high_stakes",
        title="The laboratory, where provoking wins much",
        parameters=PAYOFF_WORLDS["Prisoner's Dilemma"],
    )
    return laboratory, high, load_scenario("cold_war").changed(leaders=())


def shortened(scenario: Scenario, months: int) -> Scenario:
    """The scenario's first `months` months, with what is dated in them; as it is if it is no longer than that."""
    if scenario.months <= months:
        return scenario
    last = scenario.changed(months=months, events=(), leaders=(), orders=()).end
    return scenario.changed(
        months=months,
        events=[_cut(event, scenario, months) for event in scenario.events if event.date <= last],
        leaders=[leader for leader in scenario.leaders if leader.since <= last],
        orders=[order for order in scenario.orders if order.date <= last],
    )


def free_sides(scenario: Scenario) -> Scenario:
    """The scenario without orders to the two sides, which would be played in place of their doctrines."""
    playing = sides(scenario)
    left = [order for order in scenario.orders if order.state not in playing]
    return scenario if len(left) == len(scenario.orders) else scenario.changed(orders=left)


def _cut(event: Any, scenario: Scenario, months: int) -> Any:
    """An event that ends with the scenario at the latest."""
    left = months - scenario.month_index(event.date)
    return event if event.months <= left else type(event)(**{**dict(event), "months": left})


def sides(scenario: Scenario) -> tuple[str, str]:
    """Who plays the doctrines: the states of the first rivalry, or else the first two. Others keep their own."""
    if scenario.rivalries:
        return scenario.rivalries[0].between
    return scenario.labels[0], scenario.labels[1]


def mirrored(scenario: Scenario) -> bool:
    """Whether the two sides could change places and nothing would be different, so that one order of play does."""
    if len(scenario.states) != 2 or scenario.events or scenario.leaders or scenario.orders:
        return False
    labels = {"name", "title", "source", "doctrine"}
    first, second = ({k: v for k, v in dict(s).items() if k not in labels} for s in scenario.states)
    rivalry = scenario.rivalries[0] if scenario.rivalries else Rivalry(between=sides(scenario))
    there, back = (dict(rivalry.seen_from(name)) for name in sides(scenario))
    return first == second and {**there, "between": ()} == {**back, "between": ()}
