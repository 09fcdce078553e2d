"""What if: named changes of one event or one move, each with its source; everything else, chance included, stays as it was.

    before, after = COUNTERFACTUALS["nixon_stays_home"].futures(load_scenario("cold_war"))
    twins = [simulate(future, runs=200, seed=7) for future in (before, after)]

A counterfactual fits any scenario that has its states and its month, so also a file that a student has edited. Their names
and what they are about, in both languages, stand in the catalogue under `counterfactual`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from simulation.errors import Named, ScenarioError, choose
from simulation.saying import say
from simulation.scenario import Event, Order, Scenario


class Counterfactual(NamedTuple):
    """One change. `premise` is what is first added to *both* futures: what the change then takes away, and nothing else."""

    name: str
    scenario: str  # the scenario that it was made for
    change: Callable[[Scenario], Scenario]
    sources: Mapping[str, str]
    premise: Callable[[Scenario], Scenario] = lambda scenario: scenario

    def futures(self, scenario: Scenario) -> tuple[Scenario, Scenario]:
        """The scenario as it was, with the premise if there is one; and the same with the change.

        Raises ScenarioError if it does not fit.
        """
        before = self.premise(scenario.changed(sources={**scenario.sources, **self.sources}))
        return before, self.change(before)


def counterfactual(name: str) -> Counterfactual:
    """The counterfactual of this name; a ScenarioError that says which there are."""
    if name not in COUNTERFACTUALS:
        hint = choose(name, COUNTERFACTUALS, "counterfactual")
        raise ScenarioError(say("refusal.not_known", hint=hint), Named("counterfactual", name))
    return COUNTERFACTUALS[name]


# --- no U-2 -------------------------------------------------------------------------------------------------

#: Not in `cold_war`: flying over the rival is a move of one of the two, and an incident between them is only ever
#: a premise. Size by judgement: half of the missiles in Cuba, which have 1. Whether it brings a crisis is left to chance.
U2 = Event(
    date="1960-05",
    kind="incident",
    title="Premise: a U-2 is shot down over Sverdlovsk",
    size=0.5,
    between=("US", "USSR"),
    source="what happened [beschloss1986]; size [assumption]",
)


def _with_u2(scenario: Scenario) -> Scenario:
    if any("U-2" in event.title for event in scenario.events):
        return scenario
    return scenario.changed(events=tuple(sorted((*scenario.events, U2), key=lambda event: event.date)))


# --- orders -------------------------------------------------------------------------------------------------


def _ordering(order: Order) -> Callable[[Scenario], Scenario]:
    return lambda scenario: scenario.changed(orders=(*scenario.orders, order))


#: In 1972 Nixon went to Beijing in February and to Moscow in May; here the United States neither proposes nor joins in
#: a summit or a cultural visit, with anybody, for the whole year. Talks below that level go on.
STAYS_HOME = Order(
    date="1972-01",
    months=12,
    title="Nixon stays home",
    state="US",
    never=("summit", "visit"),
    source="garthoff1994",
)

#: On 17 March 1969 the Warsaw Pact, in its Budapest appeal, proposed a conference on security to the states of Europe,
#: without naming the United States; the West took its time. Here the United States answers that month in kind, with an
#: offer to talk, whatever else it reads. An order fixes one act and looks at nothing: where the model's own Soviet Union
#: was hostile that month, it is answered so too.
IN_KIND = Order(
    date="1969-03",
    title="The Budapest appeal is answered in kind, with an offer to talk",
    state="US",
    towards="USSR",
    act="talk",
    stage="response",
    source="what happened [garthoff1994]; that talks are the answer in kind [assumption]",
)

_GARTHOFF = {
    "garthoff1994": "Garthoff, R. L. (1994). Détente and Confrontation, revised edition. Brookings.",
    "assumption": "Judgement of this project; no source gives the number.",
}

#: by name
COUNTERFACTUALS: dict[str, Counterfactual] = {
    one.name: one
    for one in (
        Counterfactual(
            "no_u2",
            "cold_war",
            lambda scenario: scenario.without("U-2"),
            {
                "beschloss1986": "Beschloss, M. R. (1986). Mayday: Eisenhower, Khrushchev, and the U-2 Affair. "
                "Harper & Row.",
                "assumption": _GARTHOFF["assumption"],
            },
            _with_u2,
        ),
        Counterfactual(
            "no_missiles",
            "cuban_missile_crisis",
            lambda scenario: scenario.without("missile sites"),
            {
                "allison1999": "Allison, G. & Zelikow, P. (1999). Essence of Decision, second edition. Longman.",
            },
        ),
        Counterfactual("answer_in_kind", "cold_war", _ordering(IN_KIND), _GARTHOFF),
        Counterfactual("nixon_stays_home", "cold_war", _ordering(STAYS_HOME), _GARTHOFF),
    )
}
