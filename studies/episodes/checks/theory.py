"""What theory says of worlds that were invented, or of what might have been: scenario against control."""

from __future__ import annotations

from collections.abc import Callable

from simulation.experiments.moments import Runs
from simulation.scenario import Scenario
from studies.episodes.check import Effect
from studies.episodes.seen import BOTH, US_WAY, USSR_WAY, Model


def _the_united_states_hold(scenario: Scenario) -> Scenario:
    return scenario.changed(doctrines={"US": "hold"})


def _with_concessions(scenario: Scenario) -> Scenario:
    return scenario.changed(parameters={"concession": None})


def _firm(scenario: Scenario) -> Scenario:
    return scenario.changed(doctrines={"Arden": "firm_deterrence"})


def _replaceable_partners(scenario: Scenario) -> Scenario:
    states = [
        type(state)(**{**dict(state), "substitutability": 1.0}) if state.name == "Ilmen" else state
        for state in scenario.states
    ]
    return scenario.changed(states=states)


def _of_state(name: str, state: str) -> Callable[[Model], Runs]:
    return lambda model: model.over(name, state=state)


def _of_pair(name: str, *pairs: str) -> Callable[[Model], Runs]:
    return lambda model: model.over(name, pair=list(pairs))


_HOLD = "the United States begins nothing (doctrine hold)"
_TALKS = "concessions in talks (cold_war)"
_FIRM = "Arden deters (doctrine firm_deterrence)"
_PARTNERS = "Ilmen's partners can be replaced (substitutability 1)"

EFFECTS: dict[str, tuple[Effect, ...]] = {
    "kennedy_experiment_1963": (
        Effect(
            "Soviet conduct in the second half of 1963 is kinder than if the United States merely held back.",
            1,
            "Osgood 1962; Etzioni 1967",
            _HOLD,
            _the_united_states_hold,
            lambda model: model.conduct("1963-07", "1963-12", (USSR_WAY,)),
        ),
    ),
    "no_detente": (
        Effect(
            "Without agreements conduct is worse.",
            -1,
            "article, G1",
            _TALKS,
            _with_concessions,
            _of_pair("cooperation", *BOTH),
        ),
        Effect(
            "Trade is lower.", -1, "article, G3 and G4", _TALKS, _with_concessions, _of_pair("trade", US_WAY)
        ),
        Effect("Tension is higher.", 1, "article, G1", _TALKS, _with_concessions, _of_pair("tension", *BOTH)),
        Effect(
            "There are more crises.", 1, "article, G2", _TALKS, _with_concessions, _of_pair("crisis", US_WAY)
        ),
    ),
    "exploiter": (
        Effect(
            "The soft state has less influence.",
            -1,
            "Jervis 1976, deterrence model",
            _FIRM,
            _firm,
            _of_state("influence", "Arden"),
        ),
        Effect(
            "The exploiter's conduct is more hostile.",
            -1,
            "Jervis 1976, deterrence model",
            _FIRM,
            _firm,
            _of_pair("cooperation", "Borga to Arden"),
        ),
        Effect(
            "A provocation of the soft state would more often go unanswered.",
            1,
            "article, K1",
            _FIRM,
            _firm,
            _of_state("softness", "Arden"),
        ),
        Effect(
            "What both gain from ties is less.",
            -1,
            "Axelrod 1984: unconditional cooperation does not hold",
            _FIRM,
            _firm,
            _of_pair("mutual_benefit", "Arden to Borga"),
        ),
    ),
    "dependence": (
        Effect(
            "The small state is more dependent.",
            1,
            "Hirschman 1945; the switch itself",
            _PARTNERS,
            _replaceable_partners,
            _of_state("dependence", "Ilmen"),
        ),
        Effect(
            "It gives way more easily, so that more is in force.",
            1,
            "Keohane & Nye 1977; Crescenzi 2005",
            _PARTNERS,
            _replaceable_partners,
            _of_pair("common_ground", "Ilmen to Tarsia"),
        ),
        Effect(
            "It would criticise an abuse less often.",
            -1,
            "article, K2 and K3",
            _PARTNERS,
            _replaceable_partners,
            _of_state("rights_criticism", "Ilmen"),
        ),
        Effect(
            "It would leave more provocations unanswered.",
            1,
            "article, K1 and K2",
            _PARTNERS,
            _replaceable_partners,
            _of_state("softness", "Ilmen"),
        ),
    ),
}
