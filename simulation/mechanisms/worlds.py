"""The months in which couplings are measured: worlds that the model itself comes to, with their acts and their chance."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from simulation import inputs, months, step
from simulation.doctrines.deliberate import reasons
from simulation.doctrines.doctrine import Term, preference
from simulation.parameters import Parameters
from simulation.scenario import Rivalry, Scenario, StateSpec
from simulation.state import Array, Draws, Observation, World

P = Parameters()
SEED, RUNS = 1, 6  # of each relation
AFTER = (0, 6, 12, 18)  # the months after which its runs are looked at
FOLLOWED = 2  # months that a cause is followed: some of what it moves shows in the month after (assumption: none later)
STAGES = (step.INITIATIVE, step.RESPONSE)

Terms = dict[str, Term]  # what weighs with both sides, by name
States = tuple[tuple[str, float], ...]  # fields of both states that are set otherwise


class Situation(NamedTuple):
    """What some months begin with and what is given in them, all of it with the run axis last."""

    world: World
    draws: tuple[Draws, ...]  # [month]
    acts: tuple[tuple[Array, ...], ...]  # [month] the codes of what both sides do, by stage, `[pair, run]`


#: two states that differ in technology and in how well each could replace the other's trade, in a hostile relation and in
#: one with something of everything: so no quantity is at the end of its range in both (assumption)
EASED = Scenario(
    name="eased",
    title="Two states",
    start="1965-01",
    months=AFTER[-1] + 1 + FOLLOWED,
    states=tuple(
        StateSpec(name=name, title=name, gdp=2.0, influence=0.5, technology=level, substitutability=other)
        for name, level, other in (("A", 0.8, 0.2), ("B", 0.6, 0.5))
    ),
    rivalries=(Rivalry(between=("A", "B"), vulnerability=0.7, agreements=("trade", "culture", "science")),),
)
COLD = Rivalry(
    between=("A", "B"),
    tension=(70, 70),
    trust=(0.2, 0.2),
    trade=0.1,
    culture=0.1,
    science=0.1,
    vulnerability=0.7,
)
RELATIONS = (EASED.changed(rivalries=(COLD,)), EASED)
SETTING = inputs.setting_of(EASED)


def together(parts: Sequence[Any]) -> Any:
    """Situations, or any other tuples of arrays, side by side: as one with a longer run axis."""
    first = parts[0]
    if not isinstance(first, tuple):
        return np.concatenate(parts, axis=-1)
    joined = [together(same) for same in zip(*parts, strict=True)]
    return type(first)(*joined) if hasattr(first, "_fields") else tuple(joined)


def _plain(month: Draws) -> Draws:
    """A month's chance as `references` has it."""
    fourth = np.arange(RUNS) % 4 == 0
    none = dict.fromkeys(
        ("n_initiative", "n_response", "u_consent", "u_consent_response"), 0.0 * month.u_crisis
    )
    struck = {name: getattr(month, name) * ~fourth for name in ("u_crisis", "u_leader")}
    return month._replace(**none, **struck, u_ratify=1.0 + 0.0 * month.u_ratify)


def references() -> Situation:
    """The months in which couplings are measured, with the parameters `P` and the chance of `SEED`."""
    return _references(P, SEED)


@cache
def _references(p: Parameters, seed: int) -> Situation:
    """Worlds on the model's own way, and what came next in each: chance, and what both sides did.

    Acts are read without error and offers accepted, so that a quantity moves by what moves it alone, and no home ratifies:
    an agreement is followed by its chances only. In every fourth run crises begin and leaders change, which would else be
    too seldom to be seen.
    """
    found = []
    for scenario in RELATIONS:
        course = months.course(scenario, p, seed, (0, RUNS))
        chance = list(course.draws)
        draws = [_plain(month) for month in chance]
        went = list(months.months(course._replace(draws=chance)))
        acts = [(record.initiative, record.response) for _, record in went]
        for month in AFTER:
            ahead = slice(month + 1, month + 1 + FOLLOWED)
            found.append(Situation(went[month][0], tuple(draws[ahead]), tuple(acts[ahead])))
    joined: Situation = together(found)
    return joined


def go_through(
    situation: Situation, p: Parameters | None = None, states: States = ()
) -> list[dict[str, Terms]]:
    """The months of a situation, with the acts that it names: what weighed with both sides, by month and stage."""
    p = P if p is None else p
    others = tuple(state.model_copy(update=dict(states)) for state in EASED.states)
    setting = inputs.setting_of(EASED.changed(states=others)) if states else SETTING
    quiet = months.by_month(inputs.imposed_on(EASED))[1]
    weighed: list[dict[str, Terms]] = []

    def decide(begun: Observation) -> step.Judge:
        weighed.append({})
        return judge

    def judge(stage: str, view: Observation) -> Array:
        terms = reasons(view, p)
        weighed[-1][stage] = {term.name: term for term in terms}
        return preference(terms)

    def order(stage: str, view: Observation, given: Array) -> Array:
        return situation.acts[len(weighed) - 1][STAGES.index(stage)] if stage in STAGES else given

    given = months.Course(situation.world, p, setting, [quiet] * FOLLOWED, situation.draws)
    for _ in months.months(given, decide, order=order):
        pass
    return weighed
