"""The claims: how a verdict is reached, that every verdict can change, that payoff worlds are what they are called."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from simulation.actions import ACTIONS
from simulation.errors import ScenarioError
from simulation.experiments.claims import article, probes, running, weighing
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
from simulation.experiments.claims.frontier import GOALS, Frontier
from simulation.experiments.claims.laboratory import Arm, Laboratory, Wanted, payoff_parameters
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


def test_a_condition_can_have_two_parts() -> None:
    some = FAMILIES[:4]
    found = [
        Finding(World(family, character=character), GOOD, int(family in some and character == "exploiting"))
        for family in FAMILIES[:6]
        for character in CHARACTERS
    ]
    assert condition(found) == f"character: exploiting; family: {', '.join(some)}"


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
    laboratory.arms(World(), Arm("hold"), (CALIBRATED,))
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
    """A laboratory whose arms are made up: the treatment differs from the control by `shift` everywhere.

    Where the acts of the control are done again, it differs by `frozen` only.
    """

    def __init__(self, shift: float, treatment: Arm, frozen: float) -> None:
        super().__init__(60, 0)
        self.shift, self.treatment, self.frozen = shift, treatment, frozen

    def arms(self, world: World, arm: Arm, payoffs: tuple[str, ...]) -> dict[str, dict[str, np.ndarray]]:
        noise = np.random.default_rng(5).normal(size=60)
        shift = self.shift if arm.again is None else self.frozen
        values = noise + shift * (arm._replace(again=None) == self.treatment)
        return {name: dict.fromkeys(MEASURES, values) for name in payoffs}


@pytest.mark.parametrize("claim", article.CLAIMS, ids=lambda claim: claim.id)
def test_no_verdict_is_fixed(claim: Claim) -> None:
    """With the mechanism's effect as the claim says, reversed, absent, or there by definition, the verdict differs."""

    def word(shift: float, frozen: float) -> str:
        made: Callable[[], Laboratory] = lambda: Scripted(shift, claim.treatment, frozen)  # noqa: E731
        return running.examine(claim, made(), made()).verdict

    assert word(claim.sign * 1.0, 0.0) == "supported"
    assert word(-claim.sign * 1.0, 0.0) == "opposite"
    assert word(0.0, 0.0) == "not supported"
    assert word(claim.sign * 1.0, claim.sign * 1.0) == "true by construction"


# --- what is done again -------------------------------------------------------------------------------------


def test_a_subject_that_does_again_what_it_did_cannot_react() -> None:
    laboratory = Laboratory(20, 7)

    def measured_in(arm: Arm, measure: str) -> np.ndarray:
        return laboratory.arms(World(), arm, (CALIBRATED,))[CALIBRATED][measure]

    for treatment, control in ((article.DETENTE, article.HOLD), (article.ALIKE, article.NO_CONTEST)):
        again = treatment._replace(again=control)
        np.testing.assert_array_equal(
            measured_in(again, "provocations"), measured_in(control, "provocations")
        )
        assert (measured_in(treatment, "provocations") != measured_in(control, "provocations")).any()
        assert (measured_in(again, "tension") != measured_in(control, "tension")).any()


def test_a_probe_is_taken_off_by_the_same_arms_without_it() -> None:
    claim = next(claim for claim in article.CLAIMS if claim.before is not None)
    laboratory = Laboratory(30, 7)
    effect = running.paired(laboratory, World(), claim, (CALIBRATED,), resampled=False)[CALIBRATED]
    assert claim.before is not None
    arms = (claim.treatment, claim.control, *claim.before)
    a, b, c, d = (
        laboratory.arms(World(), arm, (CALIBRATED,))[CALIBRATED][claim.measure].mean() for arm in arms
    )
    assert effect.effect == pytest.approx((a - c) - (b - d))


def test_arms_prepared_together_are_those_simulated_alone() -> None:
    arms = (article.HOLD, article.DETENTE, article.DETENTE._replace(again=article.HOLD))
    together = Laboratory(4, 7)
    together.prepare([Wanted(World(), arm, (CALIBRATED,)) for arm in arms])
    for arm in arms:
        alone = Laboratory(4, 7).arms(World(), arm, (CALIBRATED,))[CALIBRATED]
        for name, values in together.arms(World(), arm, (CALIBRATED,))[CALIBRATED].items():
            np.testing.assert_array_equal(values, alone[name])


# --- the probes ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def probed() -> dict[tuple[str, str, str], Effect]:
    rows = probes.probes(Laboratory(60, 7), article.CLAIMS)
    return {(row.probe.name, row.probe.case, row.probe.measure): row.effect for row in rows}


def test_firmness_and_gesture_sum_to_the_effect_of_grit(probed: dict[tuple[str, str, str], Effect]) -> None:
    laboratory = Laboratory(60, 7)
    for claim in (one for one in article.CLAIMS if one.id in ("A1", "G1")):
        whole = running.paired(laboratory, World(), claim, (CALIBRATED,), resampled=False)[CALIBRATED]
        parts = [probed[name, claim.id, claim.measure].effect for name in ("firmness", "gesture")]
        assert sum(parts) == pytest.approx(whole.effect)


def test_the_helsinki_reversal_can_be_reached(probed: dict[tuple[str, str, str], Effect]) -> None:
    """Criticism falls with détente where an agreement gives critics no text, and rises where it is worth much."""
    assert probed["K3", "0", "criticised"].effect < 0
    assert probed["K3", "8", "criticised"].low > 0


def test_a_dependent_state_gives_way_more_than_an_equal_one(
    probed: dict[tuple[str, str, str], Effect],
) -> None:
    for policy in ("hold", "detente"):
        assert probed["K2", f"dependent {policy}", "accepted"].high < probed["K2", policy, "accepted"].low


def test_every_channel_is_tried_alone_and_left_out(probed: dict[tuple[str, str, str], Effect]) -> None:
    for channel in probes.CHANNELS:
        for name in ("alone", "left out"):
            assert (name, channel, "later_provocations") in probed
    assert {name for names in probes.CHANNELS.values() for name in names} == {
        action.name for action in ACTIONS if action.kind in ("trade", "culture", "science")
    } | {"visit"}


# --- the conclusion -----------------------------------------------------------------------------------------


def test_without_its_library_z1_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ScenarioError, match="claim Z1 needs the library pymoo"):
        running.run_claims(10_000_000, 0)


def test_what_is_best_depends_on_what_counts() -> None:
    goals = np.zeros((1, len(GOALS)))
    gain = goals.copy()
    gain[:, list(GOALS).index("benefit")] = 1.0
    frontier = Frontier(
        np.zeros((1, 8)), goals, 0, "", goals[0], goals, [1.0], np.zeros(len(GOALS)), np.ones(len(GOALS))
    )
    assert weighing.weighed("gain", gain, frontier) == 1.0
    assert weighing.weighed("criticisms", gain, frontier) == 0.0
    assert weighing.weighed("equal", gain, frontier) == pytest.approx(1 / len(GOALS))
    assert weighing.weighed("weakest", gain, frontier) == 0.0
