"""The claims: how a verdict is reached, that every verdict can change, that payoff worlds are what they are called."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.actions import ACTIONS
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims import (
    article,
    bilateral,
    feeling,
    probes,
    reserved,
    running,
    weighing,
    worlds,
)
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import compared, differences, paired
from simulation.experiments.claims.effect import Effect, Share
from simulation.experiments.claims.frontier import GOALS, Frontier
from simulation.experiments.claims.laboratory import Laboratory, Wanted, payoff_parameters
from simulation.experiments.claims.measures import KEPT, MEASURES, WINDOWS, measured, named
from simulation.experiments.claims.verdict import (
    NO_SHARE,
    Finding,
    condition,
    over_aims,
    over_windows,
    verdict,
    verdict_by_cases,
)
from simulation.experiments.claims.worlds import (
    CALIBRATED,
    CHARACTERS,
    FAMILIES,
    PAYOFFS,
    World,
    laboratory_scenario,
)
from simulation.experiments.conducted import DURING, MONTHS, ORDERED
from simulation.games import PAYOFF_WORLDS, implied_game, implied_payoffs, payoff_world
from simulation.parameters import PARAMETER_TABLE

GOOD = Effect(1.0, 0.5, 1.5, 1.0, 50)


def findings(*marks: int, field: str = "family") -> list[Finding]:
    """Findings that say `marks`, in worlds that differ in one field."""
    values = FAMILIES if field == "family" else PAYOFFS
    worlds = [World(family=v) if field == "family" else World(payoffs=v) for v in values]
    return [Finding(worlds[k % len(worlds)], GOOD, mark) for k, mark in enumerate(marks)]


# --- runs of several grounds ---------------------------------------------------------------------------------


@pytest.mark.long
def test_runs_of_several_grounds_keep_their_vector() -> None:
    laboratory = Laboratory(3, 1)
    both = [(article.BOTH_TALK, article.BOTH_HOLD)]
    runs = paired(laboratory, running.RESERVED, both, (reserved.NEARBY,), reserved.NEARBY, "cooperation")
    assert runs.vector is not None
    assert runs.ground is not None
    assert runs.vector.tolist() == [0, 1, 2] * 4
    assert runs.ground.tolist() == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert len(runs.treatment) == 12


def test_construction_needs_the_whole_interval_of_the_share() -> None:
    some = findings(1, 1, 1, 1)
    assert verdict(1, some, Share(0.57, 0.51, 0.63))[0] == "true by construction"
    assert verdict(1, some, Share(0.57, 0.40, 0.74))[0] == "supported"
    assert verdict(1, some, Share(np.nan, np.nan, np.nan))[0] == "supported"


# --- windows, aims, cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "word"),
    [((1, 1, 1), 1), ((1, 1, 0), 1), ((1, 0, 0), 0), ((1, 1, -1), 0), ((-1, -1, 0), -1), ((-1, 0, 0), 0), ((0, 0, 0), 0)],
)  # fmt: skip
def test_an_aim_must_hold_in_two_windows_and_in_none_the_other_way(marks: tuple[int, ...], word: int) -> None:
    assert over_windows(marks) == word


@pytest.mark.parametrize(
    ("marks", "word"), [((1, 1), 1), ((1, 0), 0), ((1, -1), 0), ((0, -1), -1), ((-1, -1), -1)]
)
def test_all_aims_must_be_borne_out(marks: tuple[int, ...], word: int) -> None:
    assert over_aims(marks) == word


def test_no_single_weighing_decides() -> None:
    assert verdict_by_cases({"a": 1, "b": -1}, [])[0] == "depends on what is called best"
    assert verdict_by_cases({"a": 1, "b": 0}, [])[1] == "case: a"
    assert verdict_by_cases({"a": 1, "b": 1}, findings(1, 1, 1, 1))[0] == "supported"
    assert verdict_by_cases({"a": -1, "b": -1}, findings(-1, -1, 0, 0))[0] == "opposite"
    assert verdict_by_cases({"a": -1, "b": 0}, [])[0] == "not supported"


def test_where_two_controls_disagree_the_condition_names_the_one() -> None:
    claim = next(claim for claim in article.CLAIMS if claim.other)
    found = [
        Finding(World(family, case=case), GOOD, mark)
        for family in FAMILIES
        for case, mark in zip(claim.cases, (1, -1), strict=True)
    ]
    assert verdict(0, found, NO_SHARE) == ("supported only when", f"case: {next(iter(claim.cases))}")


# --- what is reserved ---------------------------------------------------------------------------------------


def test_reserved_vectors_are_near_the_defaults_keyed_by_name_and_within_range() -> None:
    made = reserved.vectors(50, {"learning": 0.0})
    assert set(made) == set(PARAMETER_TABLE)
    assert (made["learning"] == 0.0).all()
    moved = 0
    for name, values in made.items():
        about = PARAMETER_TABLE[name]
        assert ((values >= about.low) & (values <= about.high)).all(), name
        np.testing.assert_array_equal(
            values[: reserved.VECTORS], values[reserved.VECTORS : 2 * reserved.VECTORS]
        )
        moved += len(set(values.tolist())) == reserved.VECTORS
    assert moved > 0.8 * len(made)
    np.testing.assert_array_equal(made["alarm"], reserved.vectors(50, {})["alarm"])


def test_reserved_grounds_differ_from_the_laboratorys_own_and_run() -> None:
    assert set(reserved.GROUNDS) | {""} == set(worlds.GROUNDS)
    for ground in reserved.GROUNDS:
        scenario = laboratory_scenario(World(ground=ground), None)
        assert scenario.rivalries != laboratory_scenario(World(), None).rivalries
        assert sum(state.influence for state in scenario.states) == pytest.approx(1)


@pytest.mark.long
def test_a_claim_used_in_building_takes_its_verdict_from_what_is_reserved() -> None:
    tried = [world for world in running.worlds() if reserved.used_in_building(world)]
    assert {(world.family, world.payoffs) for world in tried} == {("deliberate", CALIBRATED)}
    claim = next(claim for claim in article.CLAIMS if claim.id == "B3")
    few = Laboratory(2, 7)
    result = running.examine(claim, running.Bench(few, few, Laboratory(2, 7 + reserved.SEED)))
    assert result.building is not None
    assert not {finding.world for finding in result.findings} & set(tried)
    assert result.effect.runs == 2 * len(reserved.GROUNDS)
    assert {world.family for world in result.not_applicable} == set(FAMILIES) - {"deliberate"}


# --- who can feel a mechanism -------------------------------------------------------------------------------


def test_a_doctrine_feels_what_it_looks_at_and_nothing_else() -> None:
    assert feeling.feels("deliberate", ("theatre",))
    assert feeling.feels("deliberate", ("value_confrontation",))
    assert feeling.feels("tit_for_tat", ("seen",))
    assert not feeling.feels("tit_for_tat", ("theatre", "loss", "value_talking"))
    assert not feeling.feels("hold", ("seen", "trust", "tension"))


# --- ordered conduct in the laboratory ----------------------------------------------------------------------


def test_ordered_conduct_leaves_the_months_of_a_probe_alone() -> None:
    arm = article.PROVOKED_DETENTE
    scenario = laboratory_scenario(World(), arm.partner, arm.orders, arm.dependent, arm.conduct, arm.by)
    provoked = {order.date for order in scenario.orders if order.act == "coerce"}
    assert provoked == set(worlds.PROVOKED)
    conducting = [order for order in scenario.orders if order.act != "coerce"]
    assert {order.state for order in conducting} == {"A", "B"}
    assert not provoked & {order.date for order in conducting if order.state == "B"}


@pytest.mark.parametrize(("by", "states"), [("all", {"A", "B", "C"}), ("A", {"A"}), ("B", {"B", "C"})])
def test_who_conducts_it(by: str, states: set[str]) -> None:
    scenario = laboratory_scenario(World(states=3), None, conduct="talk", by=by)  # type: ignore[arg-type]
    assert {order.state for order in scenario.orders} == states


def test_frozen_conduct_keeps_what_is_ordered_and_does_the_rest_again() -> None:
    laboratory, world = Laboratory(6, 7), World()
    both, hold = article.BOTH_BOTH, article.BOTH_HOLD
    arms = (both, hold, both._replace(again=hold))
    laboratory.prepare([Wanted(world, arm, (CALIBRATED,)) for arm in arms])
    free, held, frozen = (laboratory._known[Wanted(world, arm, (CALIBRATED,)).key()].acts for arm in arms)
    np.testing.assert_array_equal(frozen["initiative"][:, :ORDERED], free["initiative"][:, :ORDERED])
    hold_code = next(code for code, action in enumerate(ACTIONS) if action.name == "hold")
    for stage, first in (("initiative", ORDERED), ("response", 0)):
        # done again, or, where it needs an agreement that is not there, left undone
        again = frozen[stage][:, first:]
        assert ((again == held[stage][:, first:]) | (again == hold_code)).all()
        assert (again == held[stage][:, first:]).mean() > 0.9


def test_windows_measure_their_own_months() -> None:
    """Felt tension is set to the number of the month: the mean of a window is its middle."""
    result = simulate(laboratory_scenario(World(), None), runs=3, seed=1)
    counted = result.assign(
        tension=0 * result.tension + np.arange(MONTHS)[None, :, None], war=result.war & False
    )
    found = measured(counted)
    for window, (first, last) in WINDOWS.items():
        assert found[named("tension_both", window)] == pytest.approx((first + last - 1) / 2), window
    assert WINDOWS["during"] == DURING


def test_insults_are_counted_apart_from_threats_and_coercion() -> None:
    result = simulate(laboratory_scenario(World(), None), runs=3, seed=1)
    codes = {"threaten": 0, "coerce": 1, "denounce": 2, "hold": 3}
    acts = 0 * result.initiative + codes["hold"]
    begun = acts.copy()
    begun[:, 24, 0], begun[:, 60:72, 0], begun[:, 60:72, 1] = (
        codes["threaten"],
        codes["denounce"],
        codes["coerce"],
    )
    found = measured(result.assign(initiative=begun, response=acts, war=result.war & False))
    assert found["force@1-2"] == pytest.approx(12 / 2 / 2)  # by one of two states, twelve in two years
    assert found["insults@1-2"] == pytest.approx(12 / 2 / 2)
    assert found["force@during"] == pytest.approx(1 / 5 / 2)
    assert found["insults@3-5"] == pytest.approx(0)


def test_months_after_a_war_are_no_peace() -> None:
    """What happens is counted over the months that were lived; a window without one has no number."""
    result = simulate(laboratory_scenario(World(), None), runs=2, seed=1)
    war = result.war & False
    war[0, 70:] = True  # the war breaks out in month 70 of the first run
    severity = 0.0 * result.severity
    severity[:, 60:72] = 0.5
    found = measured(result.assign(war=war, severity=severity))
    assert found["crises@1-2"].tolist() == pytest.approx(
        [120.0, 60.0]
    )  # a crisis a month: 11 of 11, and 12 of 24
    assert np.isnan(found["crises@3-5"][0])
    assert np.isnan(found["severity@3-5"][0])
    assert np.isnan(found["force@3-5"][0])
    assert found["crises@3-5"][1] == 0.0


@pytest.mark.long
def test_every_conduct_is_tried_by_both_by_one_and_against_measured_answers() -> None:
    cells = bilateral.bilateral(Laboratory(2, 7))
    assert {cell.sides for cell in cells} == set(bilateral.SIDES)
    assert {cell.states for cell in cells} == {2, 3}
    assert {cell.window for cell in cells} == set(WINDOWS)
    assert (
        len(cells) == len({cell[:5] for cell in cells}) == 3 * 2 * 3 * len(bilateral.MEASURED) * len(WINDOWS)
    )
    assert all(MEASURES[cell.measure].rare == cell.effect.ratio for cell in cells)


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
    assert verdict(own, findings(*marks), Share(frozen, frozen, frozen))[0] == word


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
    assert [str(state.doctrine) for state in scenario.states] == ["deliberate", *["grit"] * (states - 1)]
    assert len(scenario.rivalries) == states * (states - 1) // 2


def test_two_arms_meet_the_same_chance_and_the_same_arm_is_simulated_once() -> None:
    ticks: list[int] = []
    laboratory = Laboratory(4, 1, lambda: ticks.append(1))
    first = laboratory.arms(World(), Arm("hold"), (CALIBRATED,))
    laboratory.arms(World(), Arm("hold"), (CALIBRATED,))
    assert len(ticks) == 1
    same = laboratory.arms(World(), Arm("hold", (("jobs_per_billion", 1.0),)), (CALIBRATED,))
    for name in KEPT:
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
        assert all(aim.measure in MEASURES and aim.sign in (-1, 1) for aim in claim.aims)
        assert all(named(aim.measure, window) in KEPT for aim in claim.aims for window in aim.windows)
        assert claim.treatment != claim.control


# --- every verdict can change -------------------------------------------------------------------------------


class Scripted(Laboratory):
    """A laboratory whose arms are made up: the treatment differs from the control by `shift` times the claim's sign.

    Where the acts of the control are done again, it differs by `frozen` only.
    """

    def __init__(self, claim: Claim, shift: float, frozen: float) -> None:
        super().__init__(60, 0)
        self.claim, self.shift, self.frozen = claim, shift, frozen

    def arms(self, world: World, arm: Arm, payoffs: tuple[str, ...]) -> dict[str, dict[str, np.ndarray]]:
        noise = 9.0 + np.random.default_rng(5).normal(size=60)
        treated = arm._replace(again=None) == self.claim.treatment
        shift = 3.0 * treated * (self.shift if arm.again is None else self.frozen)
        signs = {aim.measure: aim.sign for aim in self.claim.aims}
        measures = {name: noise + shift * signs.get(base, 0) for name, (base, _) in KEPT.items()}
        return dict.fromkeys(payoffs, measures)


@pytest.mark.sample(4)
@pytest.mark.parametrize("claim", article.CLAIMS, ids=lambda claim: claim.id)
def test_no_verdict_is_fixed(claim: Claim) -> None:
    """With the mechanism's effect as the claim says, reversed, absent, or there by definition, the verdict differs."""

    def word(shift: float, frozen: float) -> str:
        made = Scripted(claim, shift, frozen)
        return running.examine(claim, running.Bench(made, made, made)).verdict

    assert word(1.0, 0.0) == "supported"
    assert word(-1.0, 0.0) == "opposite"
    assert word(0.0, 0.0) == "not supported"
    assert word(1.0, 1.0) == "true by construction"


# --- what is done again -------------------------------------------------------------------------------------


@pytest.mark.long
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
    pairs = differences(claim, claim.control)
    effect = compared(laboratory, [World()], pairs, (CALIBRATED,), False)[CALIBRATED](claim.measure)
    assert claim.before is not None
    arms = (claim.treatment, claim.control, *claim.before)
    a, b, c, d = (
        laboratory.arms(World(), arm, (CALIBRATED,))[CALIBRATED][claim.measure].mean() for arm in arms
    )
    assert effect.effect == pytest.approx((a - c) - (b - d))


@pytest.mark.long
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


@pytest.mark.long
def test_firmness_and_gesture_sum_to_the_effect_of_grit(probed: dict[tuple[str, str, str], Effect]) -> None:
    laboratory = Laboratory(60, 7)
    for claim in (one for one in article.CLAIMS if one.id in ("A1", "K4")):
        pairs = differences(claim, claim.control)
        whole = compared(laboratory, [World()], pairs, (CALIBRATED,), False)[CALIBRATED](claim.measure)
        parts = [probed[name, claim.id, claim.measure].effect for name in ("firmness", "gesture")]
        assert sum(parts) == pytest.approx(whole.effect)


@pytest.mark.long
def test_the_helsinki_reversal_can_be_reached(probed: dict[tuple[str, str, str], Effect]) -> None:
    """Criticism falls with détente where an agreement gives critics no text, and rises where it is worth much."""
    assert probed["lever", "0", "criticised"].effect < 0
    assert probed["lever", "8", "criticised"].low > 0


@pytest.mark.long
def test_a_dependent_state_gives_way_more_than_an_equal_one(
    probed: dict[tuple[str, str, str], Effect],
) -> None:
    for policy in ("hold", "detente"):
        dependent, equal = (probed["K2", case, "accepted"] for case in (f"dependent {policy}", policy))
        assert dependent.high < equal.effect
        assert dependent.effect < equal.low


@pytest.mark.long
def test_every_channel_is_tried_alone_and_left_out(probed: dict[tuple[str, str, str], Effect]) -> None:
    for channel in probes.CHANNELS:
        for name in ("alone", "left out"):
            assert (name, channel, "conduct") in probed
    assert {name for names in probes.CHANNELS.values() for name in names} == {
        action.name for action in ACTIONS if action.kind in ("trade", "culture", "science")
    } | {"visit"}


# --- the conclusion -----------------------------------------------------------------------------------------


def test_without_its_library_z1_is_refused_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ScenarioError, match="claim Z1 needs the library pymoo"):
        running.run_claims(1_000_000, 0)


def test_what_is_best_depends_on_what_counts() -> None:
    goals = np.zeros((1, len(GOALS)))
    gain = goals.copy()
    gain[:, list(GOALS).index("benefit")] = 1.0
    frontier = Frontier(
        np.zeros((1, 8)), goals, 0, "", goals[0], goals, [1.0], np.zeros(len(GOALS)), np.ones(len(GOALS))
    )
    assert weighing.weighed("gain", gain, frontier.low, frontier.high) == 1.0
    assert weighing.weighed("criticisms", gain, frontier.low, frontier.high) == 0.0
    assert weighing.weighed("equal", gain, frontier.low, frontier.high) == pytest.approx(1 / len(GOALS))
