"""The claims: how a verdict is reached, that every verdict can change, that payoff worlds are what they are called."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.experiments.claims import article, running
from simulation.experiments.claims.claim import (
    LEAST,
    Claim,
    Effect,
    Finding,
    condition,
    effect_of,
    says,
    verdict,
)
from simulation.experiments.claims.laboratory import Arm, Laboratory, payoff_parameters
from simulation.experiments.claims.measures import MEASURES
from simulation.experiments.claims.worlds import (
    CALIBRATED,
    CHARACTERS,
    FAMILIES,
    PAYOFFS,
    World,
    laboratory_scenario,
)
from simulation.games import PAYOFF_WORLDS, implied_game, implied_payoffs, payoff_world
from simulation.parameters import PARAMETER_TABLE

GOOD, BAD, NONE = (
    Effect(1.0, 0.5, 1.5, 1.0, 50),
    Effect(-1.0, -1.5, -0.5, -1.0, 50),
    Effect(0.1, -0.5, 0.7, 0.1, 50),
)


def findings(*marks: int, field: str = "family") -> list[Finding]:
    """Findings that say `marks`, in worlds that differ in one field."""
    values = FAMILIES if field == "family" else PAYOFFS
    worlds = [World(family=v) if field == "family" else World(payoffs=v) for v in values]
    return [Finding(worlds[k % len(worlds)], GOOD, mark) for k, mark in enumerate(marks)]


# --- effects ------------------------------------------------------------------------------------------------


def test_an_effect_is_the_mean_paired_difference_with_its_interval() -> None:
    rng = np.random.default_rng(3)
    control = rng.normal(size=400)
    treatment = control + 0.5 + 0.1 * rng.normal(size=400)
    for resampled in (True, False):
        found = effect_of(treatment, control, resampled)
        assert found.effect == pytest.approx(0.5, abs=0.02)
        assert found.low < 0.5 < found.high
        assert found.high - found.low < 0.03  # pairing takes the common noise away
        assert found.sd == pytest.approx(0.5, rel=0.1)
        assert found.runs == 400


def test_runs_without_a_figure_are_left_out_of_both_arms() -> None:
    control, treatment = np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, 3.0, 9.0, np.nan])
    assert effect_of(treatment, control, resampled=False).runs == 2


@pytest.mark.parametrize(
    ("effect", "sign", "word"),
    [(GOOD, 1, 1), (GOOD, -1, -1), (BAD, 1, -1), (BAD, -1, 1), (NONE, 1, 0), (NONE, -1, 0)],
)
def test_what_an_effect_says_depends_on_the_side_that_the_claim_is_on(
    effect: Effect, sign: int, word: int
) -> None:
    assert says(effect, sign) == word


def test_a_trifle_says_nothing_however_sure_it_is() -> None:
    assert says(Effect(0.001, 0.0009, 0.0011, 0.9 * LEAST, 100_000), 1) == 0


# --- verdicts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "marks", "frozen", "word"),
    [
        (1, (1, 1, 1, 1), 0.0, "supported"),
        (1, (1, 1, 1, 1), 0.9, "true by construction"),
        (1, (1, 0, 0, -1), 0.0, "supported only when"),
        (1, (0, 0, 0, 0), 0.0, "not supported"),
        (0, (0, 1, 0, 0), 0.0, "not supported"),
        (0, (1, 1, 1, 0), 0.0, "supported only when"),
        (-1, (-1, -1, 0, 0), 0.0, "opposite"),
        (-1, (1, 1, 1, -1), 0.0, "supported only when"),
    ],
)
def test_the_verdict_follows_from_the_thresholds(
    own: int, marks: tuple[int, ...], frozen: float, word: str
) -> None:
    assert verdict(own, findings(*marks), frozen)[0] == word


def test_the_condition_names_what_tells_the_worlds_apart() -> None:
    marks = [1 if family in ("pavlov", "two_level") else 0 for family in FAMILIES]
    assert condition(findings(*marks)) == "family: pavlov, two_level"
    assert condition(findings(*[1] * len(FAMILIES))) == ""


# --- payoff worlds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PAYOFF_WORLDS)
def test_each_payoff_world_is_the_game_that_it_is_called(name: str) -> None:
    assert implied_game(payoff_world(name)) == name


def test_the_games_order_is_read_from_the_payoffs() -> None:
    payoffs = implied_payoffs(payoff_world("Prisoner's Dilemma"))
    assert payoffs.temptation > payoffs.reward > payoffs.punishment > payoffs.sucker


def test_payoff_worlds_stand_side_by_side_on_the_run_axis() -> None:
    made = payoff_parameters((CALIBRATED, "Harmony"), 3, {"learning": 0.0})
    assert made["learning"].tolist() == [0.0] * 6
    assert made["want_influence"].tolist() == [PARAMETER_TABLE["want_influence"].default] * 3 + [0.0] * 3


# --- the laboratory -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("states", [2, 3])
@pytest.mark.parametrize("character", CHARACTERS)
def test_the_laboratory_is_a_scenario(states: int, character: str) -> None:
    scenario = laboratory_scenario(World(character=character, states=states), "grit")
    assert [state.doctrine for state in scenario.states] == ["deliberate", *["grit"] * (states - 1)]
    assert len(scenario.rivalries) == states * (states - 1) // 2


def test_two_arms_meet_the_same_chance_and_the_same_arm_is_simulated_once() -> None:
    ticks: list[int] = []
    laboratory = Laboratory(4, 1, lambda: ticks.append(1))
    first = laboratory.arms(World(), Arm("hold"), (CALIBRATED,))
    again = laboratory.arms(World(), Arm("hold"), (CALIBRATED,))
    assert first is again
    assert len(ticks) == 1
    same = laboratory.arms(World(), Arm("hold", (("jobs_per_billion", 1.0),)), (CALIBRATED,))
    for name in MEASURES:
        if name != "jobs":
            np.testing.assert_array_equal(same[CALIBRATED][name], first[CALIBRATED][name])


def test_there_are_worlds_enough() -> None:
    tried = running.worlds()
    assert len({world.family for world in tried}) >= 8
    assert len({world.payoffs for world in tried} - {CALIBRATED}) == 5
    assert {world.character for world in tried} == set(CHARACTERS)
    assert {world.states for world in tried} == {2, 3}
    assert len(tried) == len(set(tried))


def test_each_claim_names_its_mechanism_its_switch_and_a_measure() -> None:
    for claim in article.CLAIMS:
        assert claim.mechanism
        assert claim.switch
        assert claim.measure in MEASURES
        assert claim.sign in (-1, 1)
        assert claim.treatment != claim.control


# --- every verdict can change -------------------------------------------------------------------------------


class Scripted(Laboratory):
    """A laboratory whose arms are made up: the treatment differs from the control by `shift` everywhere."""

    def __init__(self, shift: float, treatments: set[Arm], frozen: str, frozen_shift: float) -> None:
        super().__init__(60, 0)
        self.shift, self.treatments, self.frozen, self.frozen_shift = shift, treatments, frozen, frozen_shift

    def arms(self, world: World, arm: Arm, payoffs: tuple[str, ...]) -> dict[str, dict[str, np.ndarray]]:
        noise = np.random.default_rng(5).normal(size=60)
        shift = self.frozen_shift if world.family == self.frozen else self.shift
        values = noise + shift * (arm in self.treatments)
        return {name: dict.fromkeys(MEASURES, values) for name in payoffs}


@pytest.mark.parametrize("claim", article.CLAIMS, ids=lambda claim: claim.id)
def test_no_verdict_is_fixed(claim: Claim) -> None:
    """With the mechanism's effect as the claim says, reversed, absent, or there by definition, the verdict differs."""
    blind = claim.frozen if claim.frozen not in FAMILIES else "none"

    def word(shift: float, frozen: float) -> str:
        made: Callable[[], Laboratory] = lambda: Scripted(shift, {claim.treatment}, blind, frozen)  # noqa: E731
        return running.examine(claim, made(), made()).verdict

    assert word(claim.sign * 1.0, 0.0) == "supported"
    assert word(-claim.sign * 1.0, 0.0) == "opposite"
    assert word(0.0, 0.0) == "not supported"
    assert word(claim.sign * 1.0, claim.sign * 1.0) == "true by construction"
