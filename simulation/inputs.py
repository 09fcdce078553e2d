"""From a scenario to arrays: the setting, the world at the start, and what is imposed month by month."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations

import numpy as np

from simulation.actions import ACTIONS, CODE
from simulation.domains import NAMES
from simulation.errors import Named, ScenarioError, nearest, show
from simulation.fields import array_of, check_table, month_number
from simulation.gone import refusal
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules import economy
from simulation.saying import phrase, say
from simulation.scenario import Order, Rivalry, Scenario
from simulation.stages import past
from simulation.state import FREE, ISSUES, MEMORY_SLOTS, NO, YES, Array, Imposed, Setting, World

STARTING_BACKLOG = 2.0  # global problems waiting at the start, months of full attention (assumption)
NO_CHANGE = -1.0  # imposed vulnerability below zero: as it was


def pairs_of(states: tuple[str, ...]) -> list[tuple[str, str]]:
    """The directed pairs (actor, target), by actor and then by target: the order of the pair axis."""
    return list(permutations(states, 2))


def parameters_of(scenario: Scenario, overrides: Mapping[str, Array] | None = None) -> Parameters:
    """The defaults, the scenario's own values, and on top `overrides` (numbers or `[run]` arrays)."""
    check_table(overrides, "parameters", '{"trust_gain": 0.5}')
    given = {**scenario.parameters, **(overrides or {})}
    for name, value in given.items():
        whose = Named("parameter", name)
        if name not in PARAMETER_TABLE:
            near = nearest(name, PARAMETER_TABLE)
            guess = say("refusal.did_you_mean", name=show(near)) if near else say("refusal_parameter.names")
            raise ScenarioError(f"{whose} {refusal(name, say('refusal.unknown_parameter', hint=guess))}")
        about = PARAMETER_TABLE[name]
        values = array_of(value)
        # a text that looks like a number, yes and no, and a complex one are none
        if values.dtype.kind not in "iuf" or values.ndim > 1:
            raise ScenarioError(say("refusal_run.no_number", parameter=whose, found=show(value)))
        if not bool(((values >= about.low) & (values <= about.high)).all()):
            found = {"least": f"{values.min():g}", "most": f"{values.max():g}"}
            wanted = {"low": f"{about.low:g}", "high": f"{about.high:g}"}
            unit = phrase("refusal_unit", about.unit)
            key = "refusal_run.out_of_range" if values.ndim == 0 else "refusal_run.some_out_of_range"
            raise ScenarioError(say(key, parameter=whose, **found, **wanted, unit=unit))
    return Parameters(
        **{
            name: np.asarray(value, dtype=float) if np.ndim(value) else float(value)
            for name, value in given.items()
        }
    )


def setting_of(scenario: Scenario) -> Setting:
    """Who there is, and what never changes."""
    names = tuple(state.name for state in scenario.states)
    pairs = pairs_of(names)
    index = {pair: row for row, pair in enumerate(pairs)}
    joins_in = {state.name: state.receptive or state.doctrine.receptive for state in scenario.states}
    led = {leader.state for leader in scenario.leaders}

    def column(values: list[float] | list[bool]) -> Array:
        return np.array(values)[:, None]

    def of_states(field: str) -> Array:
        return column([float(getattr(state, field)) for state in scenario.states])

    actor = _places([names.index(actor) for actor, _ in pairs])
    openness = of_states("openness")
    trade_share = column([_between(scenario, pair).trade_share[0] for pair in pairs])
    weights = np.array([state.concerns.weights for state in scenario.states]).T
    return Setting(
        states=names,
        doctrines=tuple(state.doctrine for state in scenario.states),
        actor=actor,
        target=_places([names.index(target) for _, target in pairs]),
        reverse=_places([index[target, actor] for actor, target in pairs]),
        growth=of_states("growth"),
        openness=openness,
        routine=of_states("routine"),
        gdp=of_states("gdp"),
        abuses=of_states("abuses"),
        hawks=of_states("hawks"),
        concerns=np.log(np.maximum(weights, 1e-3))[:, :, None],
        trade_share=trade_share,
        exit_cost=economy.exit_cost(trade_share, openness[actor], of_states("substitutability")[actor]),
        receptive=column([joins_in[target] for _, target in pairs]),
        named_leaders=column([name in led for name in names]),
    )


def _places(places: list[int]) -> Array | slice:
    """An index of places on an axis: a slice, which makes a view and no copy, where these are all in order or turned round.

    So they are with two states, of which each is an actor once.
    """
    count = len(places)
    for whole in (slice(None), slice(None, None, -1)):
        if places == list(range(count))[whole]:
            return whole
    return np.array(places)


def _between(scenario: Scenario, pair: tuple[str, str]) -> Rivalry:
    """The rivalry of two states as the first one sees it; the defaults where the scenario has none."""
    for rivalry in scenario.rivalries:
        if set(rivalry.between) == set(pair):
            return rivalry.seen_from(pair[0])
    return Rivalry(between=pair)


def starting_world(scenario: Scenario, p: Parameters, runs: int) -> World:
    """The world before the first month, with a run axis of length `runs`."""
    names = tuple(state.name for state in scenario.states)
    rivalries = [_between(scenario, pair) for pair in pairs_of(names)]
    of_pair, of_state = (len(rivalries), runs), (len(names), runs)
    of_issue = (len(ISSUES), *of_pair)

    def pair_field(values: list[float]) -> Array:
        return np.repeat(np.array(values, dtype=float)[:, None], runs, axis=1)

    def state_field(field: str) -> Array:
        return pair_field([float(getattr(state, field)) for state in scenario.states])

    def learnt_before(field: str, otherwise: Array) -> Array:
        """What the actor has learnt before the start, where the scenario says so; else `[pair, run]` from its past."""
        rows = [getattr(rivalry, field) for rivalry in rivalries]
        return np.stack(
            [
                other if row is None else np.full(runs, row[0])
                for row, other in zip(rows, otherwise, strict=True)
            ]
        )

    in_force = np.array([[issue in r.agreements for r in rivalries] for issue in ISSUES], dtype=float)[
        :, :, None
    ]
    setting = setting_of(scenario)
    world = World(
        tension=pair_field([r.tension[0] for r in rivalries]),
        trust=np.clip(pair_field([r.trust[0] for r in rivalries]), 0.0025, 0.9975),
        fear=np.zeros(of_pair) + p.fear_floor,
        value_confrontation=np.zeros(of_pair) + p.belief_confrontation,
        value_talking=np.zeros(of_pair) + p.belief_talking,
        remembered=np.zeros(of_pair),
        conduct=np.zeros(of_pair),
        notes=np.zeros((MEMORY_SLOTS, *of_pair)),
        ties=np.stack([pair_field([getattr(r, name) for r in rivalries]) for name in NAMES]),
        severed=np.zeros((len(NAMES), *of_pair)),
        crisis_load=np.zeros(of_pair),
        hotline=pair_field([float(r.hotline) for r in rivalries]),
        vulnerability=pair_field([r.vulnerability for r in rivalries]),
        demand=np.ones(of_issue),
        private=np.zeros(of_issue),
        estimate=np.zeros(of_issue) + p.prior_reservation,
        term=np.zeros(of_issue) + in_force * p.agreement_term,
        share=np.full(of_issue, 0.5),
        silence=np.zeros(of_issue),
        arms=state_field("burden"),
        gdp=state_field("gdp"),
        influence=state_field("influence"),
        status_quo=state_field("influence"),
        hawks=state_field("hawks"),
        grievance=np.zeros(of_state),
        concerns=np.repeat(setting.concerns, runs, axis=2),
        leader=np.zeros(of_state),
        need=np.zeros(of_state),
        technology=state_field("technology"),
        theatre=np.zeros(runs) + p.theatre_floor,
        backlog=np.full(runs, STARTING_BACKLOG),
        over=np.zeros(runs, dtype=bool),
    )
    begun = past.taught(world, p, setting)
    learnt = ("fear", "value_confrontation", "value_talking")
    return begun._replace(**{field: learnt_before(field, getattr(begun, field)) for field in learnt})


def imposed_on(scenario: Scenario) -> Imposed:
    """What is imposed, with a month axis in front. Leaders in office at the start take it in month 0."""
    names = tuple(state.name for state in scenario.states)
    pairs = pairs_of(names)
    months, start = scenario.months, month_number(scenario.start)
    of_state, of_pair = (months, len(names), 1), (months, len(pairs), 1)
    made = Imposed(
        theatre=np.zeros((months, 1)),
        favours=np.zeros(of_state),
        need=np.zeros(of_state),
        vulnerability=np.full(of_pair, NO_CHANGE),
        abuse=np.zeros(of_state),
        incident=np.zeros(of_pair),
        stakes=np.zeros(of_pair),
        new_leader=np.zeros(of_state, dtype=bool),
        disposition=np.zeros(of_state) + np.array([[state.leaning] for state in scenario.states]),
        initiative=np.full(of_pair, FREE, np.int8),
        response=np.full(of_pair, FREE, np.int8),
        consent=np.full((months, len(ACTIONS), *of_pair[1:]), FREE, np.int8),
        consent_response=np.full((months, len(ACTIONS), *of_pair[1:]), FREE, np.int8),
        asks=np.full((months, len(ISSUES), *of_pair[1:]), float(FREE)),
        leaves=np.zeros((months, len(ISSUES), *of_pair[1:]), dtype=bool),
        speaks=np.full(of_pair, FREE, np.int8),
        barred=np.zeros((months, len(ACTIONS), *of_pair[1:]), dtype=bool),
    )
    made.new_leader[0] = True
    for leader in sorted(scenario.leaders, key=lambda one: one.since):
        month, state = max(month_number(leader.since) - start, 0), names.index(leader.state)
        made.new_leader[month, state] = True
        made.disposition[month, state] = scenario.states[state].leaning + leader.disposition
    for event in scenario.events:
        first = month_number(event.date) - start
        when = slice(first, first + event.months)
        rows = [
            row for row, pair in enumerate(pairs) if event.between is None or set(event.between) == set(pair)
        ]
        if event.kind == "theatre":
            made.theatre[when] = np.maximum(made.theatre[when], event.size)
            if event.state is not None:
                made.favours[first, names.index(event.state)] += event.size
        elif event.kind == "economy":
            state = names.index(str(event.state))
            made.need[when, state] = np.maximum(made.need[when, state], event.size)
        elif event.kind == "rights":
            state = names.index(str(event.state))
            made.abuse[when, state] = np.maximum(made.abuse[when, state], event.size)
        elif event.kind == "technology":
            made.vulnerability[first, rows] = event.size  # a level: it stays until another event changes it
        else:
            made.incident[when, rows] = np.maximum(made.incident[when, rows], event.size)
            made.stakes[when, rows] = np.maximum(made.stakes[when, rows], event.stakes or 0.0)
    for order in scenario.orders:
        first = month_number(order.date) - start
        when = slice(first, first + order.months)
        rows = [
            row
            for row, (actor, target) in enumerate(pairs)
            if actor == order.state and order.towards in (None, target)
        ]
        _give(made, order, when, rows)
    return made


def premises(scenario: Scenario) -> Scenario:
    """The scenario without what a person chose who played a state: what that would have been without the person."""
    left = tuple(order for order in scenario.orders if not order.chosen)
    return scenario if len(left) == len(scenario.orders) else scenario.changed(orders=left)


def by_person(scenario: Scenario) -> dict[str, Array]:
    """Whether a person chose the act, `[month, pair]` bool, in each stage of the month."""
    premise = imposed_on(premises(scenario))
    ordered = imposed_on(scenario) if premises(scenario) is not scenario else premise
    return {
        stage: ((getattr(ordered, stage) != FREE) & (getattr(premise, stage) == FREE))[..., 0]
        for stage in ("initiative", "response")
    }


def _give(made: Imposed, order: Order, when: slice, rows: list[int]) -> None:
    """Write an order into the months and pairs that it binds."""
    for stage, acts, consent in (
        ("initiative", made.initiative, made.consent),
        ("response", made.response, made.consent_response),
    ):
        if order.stage not in (stage, "both"):
            continue
        if order.act is not None:
            acts[when, rows] = CODE[order.act]
        for said, names in ((YES, order.accepts), (NO, order.declines)):
            for name in names:
                consent[when, CODE[name], rows] = said
    for name in order.never:
        made.barred[when, CODE[name], rows] = True
    for issue, share in (order.asks or {}).items():
        made.asks[when, ISSUES.index(issue), rows] = share
    for issue in order.leaves:
        made.leaves[when, ISSUES.index(issue), rows] = True
    if order.speaks is not None:
        made.speaks[when, rows] = YES if order.speaks else NO
