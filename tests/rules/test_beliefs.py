"""What is seen, believed, felt and learnt: perception, trust, tension, fear, learnt values."""

from __future__ import annotations

import inspect
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from simulation.inputs import setting_of, starting_world
from simulation.parameters import Parameters
from simulation.rules.fear import nuclear_fear
from simulation.rules.learning import learnt_value, month_payoff, recognises
from simulation.rules.perception import perceived, smoothed
from simulation.rules.tension import felt_tension, resting_tension
from simulation.rules.trust import trust
from simulation.scenario import load_scenario
from simulation.stages import beliefs
from simulation.stages.conduct import Deeds
from simulation.state import World

share = st.floats(0, 1)
points = st.floats(0, 100)
acts = st.floats(-1, 1)


def one(x: float) -> np.ndarray:
    return np.array([float(x)])


# --- perception -----------------------------------------------------------------------------------


def test_hostility_is_believed_at_once_and_friendliness_as_far_as_trust_allows():
    act, certain, p = np.array([-0.5, 0.0, 0.5]), np.zeros(3), Parameters(credulity=0.4)
    assert perceived(act, np.zeros(3), certain, p) == pytest.approx([-0.5, 0.0, 0.2])
    assert perceived(act, np.full(3, 0.5), certain, p) == pytest.approx([-0.5, 0.0, 0.35])
    assert perceived(act, np.ones(3), certain, p) == pytest.approx(act)


def test_noise_is_additive_and_comes_before_distrust():
    p = Parameters(perception_noise=0.3, credulity=0.5)
    assert perceived(one(0.1), one(0.0), one(1.0), p) == pytest.approx(0.2)
    assert perceived(one(0.1), one(0.0), one(-1.0), p) == pytest.approx(-0.2)


@given(acts, share, share, share, st.floats(-4, 4))
def test_trust_never_makes_an_act_look_worse(act, low, high, credulity, error):
    low, high = sorted((low, high))
    p = Parameters(perception_noise=0.2, credulity=credulity)
    seen = [perceived(one(act), one(trusted), one(error), p)[0] for trusted in (low, high)]
    assert seen[0] <= seen[1] + 1e-12


@given(st.lists(acts, min_size=1, max_size=30), st.floats(0, 0.99))
def test_memory_is_a_geometric_mean_of_the_past(history, memory):
    remembered = one(0)
    for act in history:
        remembered = smoothed(remembered, one(act), Parameters(memory=memory))
    weights = (1 - memory) * memory ** np.arange(len(history))[::-1]
    assert remembered[0] == pytest.approx(float(weights @ np.array(history)), abs=1e-12)


# --- trust: Kydd's Bayesian updating --------------------------------------------------------------

MEAN, SPREAD = 0.3, 0.4  # a reciprocator's acts ~ N(+m, s), an exploiter's ~ N(-m, s)
WEIGHT = 2 * MEAN / SPREAD**2  # so the log-likelihood ratio of act x is 2 m x / s^2


def believed(start: float, history: list[float], back: float = 0.0, prior: float = 0.0) -> float:
    p = Parameters(trust_loss=WEIGHT, trust_gain=WEIGHT, trust_return=back, trust_prior=prior)
    belief = one(start)
    for act in history:
        belief = trust(belief, one(max(-act, 0)), one(max(act, 0)), p)
    return float(belief[0])


@given(st.floats(0.05, 0.95), st.lists(st.floats(-0.6, 0.6), min_size=1, max_size=8))
def test_trust_is_bayes_rule_with_gaussian_likelihoods(prior, history):
    for_it = prior * norm.pdf(np.array(history), MEAN, SPREAD).prod()
    against = (1 - prior) * norm.pdf(np.array(history), -MEAN, SPREAD).prod()
    posterior = for_it / (for_it + against)
    along_the_way = np.log(prior / (1 - prior)) + WEIGHT * np.cumsum(history)
    if np.abs(along_the_way).max() < 6:  # the rule keeps log-odds within 6
        assert believed(prior, history) == pytest.approx(posterior, rel=1e-9)


def test_the_order_of_the_evidence_does_not_matter():
    history = [0.3, -0.2, 0.1, -0.4]
    results = [believed(0.4, list(order)) for order in permutations(history)]
    assert results == pytest.approx([results[0]] * len(results))


def test_no_news_leaves_trust_where_it_was_or_brings_it_back_to_the_prior():
    assert believed(0.37, [0.0] * 50) == pytest.approx(0.37)
    prior = np.log(0.2 / 0.8)
    assert believed(0.9, [0.0] * 500, back=0.05, prior=prior) == pytest.approx(0.2)
    assert believed(0.2, [0.0], back=0.05, prior=prior) == pytest.approx(0.2)
    # half of the distance in log-odds is left after ln 2 / d months, for small d
    halfway = believed(0.9, [0.0] * 69, back=0.01, prior=prior)
    assert np.log(halfway / (1 - halfway)) - prior == pytest.approx(0.5 * (np.log(9) - prior), rel=0.01)


def test_belief_can_always_turn():
    for act, side in ((-1.0, 0), (1.0, 1)):
        stubborn = believed(0.5, [act] * 1000)
        assert 0 < stubborn < 1
        assert round(stubborn) == side
        assert round(believed(stubborn, [-act] * 6)) == 1 - side  # a few months of the contrary


def test_words_that_cost_nothing_prove_nothing():
    assert trust(one(0.3), one(0.0), one(0.0), Parameters(trust_return=0.0)) == pytest.approx(0.3)


# --- felt tension ---------------------------------------------------------------------------------

FEEL = Parameters(tension_memory=0.9, alarm=20.0, relief=30.0, crisis_alarm=40.0)


def felt(tension, resting=30.0, hostility=0.0, warmth=0.0, trusted=0.5, severity=0.0, p=FEEL) -> float:
    months = felt_tension(
        one(tension), one(resting), one(hostility), one(warmth), one(trusted), one(severity), p
    )
    return float(months[0])


def test_without_news_tension_goes_to_rest():
    tension = 90.0
    for _ in range(12):
        tension = felt(tension)
    assert tension == pytest.approx(30 + 60 * 0.9**12)
    assert felt(30.0) == pytest.approx(30.0)


@given(points, share, share, share)
def test_steady_conduct_has_its_fixed_point(resting, hostility, warmth, trusted):
    # T = m T + (1 - m) T0 + a h (1 - T/100) - k q w T/100
    heat, cool = FEEL.alarm * hostility, FEEL.relief * trusted * warmth
    fixed = (0.1 * resting + heat) / (0.1 + (heat + cool) / 100)
    assert felt(fixed, resting, hostility, warmth, trusted) == pytest.approx(fixed, abs=1e-9)
    tension = 50.0
    for _ in range(400):
        tension = felt(tension, resting, hostility, warmth, trusted)
    assert tension == pytest.approx(fixed, abs=1e-6)


@given(
    points, points, st.floats(0, 3), st.floats(0, 3), share, share, st.floats(0.5, 0.999), st.floats(0, 150)
)
def test_tension_stays_in_its_range(tension, resting, hostility, warmth, trusted, severity, memory, size):
    p = Parameters(tension_memory=memory, alarm=size, relief=size, crisis_alarm=size)
    after = felt(tension, resting, hostility, warmth, trusted, severity, p)
    assert 0 <= after <= 100


def test_what_raises_and_what_lowers():
    calm = felt(50)
    assert felt(50, hostility=0.5) > calm
    assert felt(50, severity=0.5) > calm
    assert felt(50, warmth=0.5) < calm
    assert felt(50, warmth=0.5, trusted=0.0) == calm  # warmth that is not trusted does not calm
    assert (
        felt(50, warmth=0.5, p=FEEL._replace(relief=0.0)) == calm
    )  # the switch: friendly acts without direct effect


def test_tension_has_no_room_for_the_actors_own_acts():
    names = " ".join(inspect.signature(felt_tension).parameters)
    assert "own" not in names
    assert "talk" not in names
    assert "dialogue" not in names


def test_resting_tension_is_the_security_dilemma():
    p = Parameters(tension_floor=10.0, tension_hawks=30.0, tension_arms=200.0)

    def rest(own: float, rival: float, hawks: float = 0.5) -> float:
        return float(resting_tension(one(hawks), one(own), one(rival), p)[0])

    assert rest(0.1, 0.1) == pytest.approx(25)
    assert rest(0.1, 0.2) == pytest.approx(45)
    assert rest(0.2, 0.1) == rest(0.1, 0.1)  # being the stronger does not calm
    assert rest(0.1, 0.1, hawks=1.0) == pytest.approx(40)
    assert rest(0.0, 0.6, hawks=1.0) == 100


# --- nuclear fear ---------------------------------------------------------------------------------

FEAR = Parameters(fear_memory=0.98, fear_floor=0.4, fear_learning=1.5, ordinary_severity=0.2)


@pytest.mark.parametrize("memory", [0.96, 0.985, 0.996])
def test_learnt_fear_halves_in_its_half_life(memory: float):
    half_life = np.log(0.5) / np.log(memory)
    fear, months = one(2.4), 0
    while fear[0] > 0.4 + 1.0:  # half of the two points above the floor
        fear = nuclear_fear(fear, one(0), one(1), FEAR._replace(fear_memory=memory))
        months += 1
    assert months == np.ceil(half_life)


def test_only_what_goes_beyond_an_ordinary_crisis_teaches_and_only_the_vulnerable():
    def after(severity: float, vulnerability: float) -> float:
        return float(nuclear_fear(one(0.4), one(severity), one(vulnerability), FEAR)[0])

    assert after(0.0, 1.0) == after(0.2, 1.0) == after(1.0, 0.0) == pytest.approx(0.4)
    assert after(1.0, 1.0) == pytest.approx(0.4 + 1.5 * 0.8)
    assert after(1.0, 0.5) == pytest.approx(0.4 + 0.5 * 1.5 * 0.8)


@given(st.floats(0, 3), share, share, st.floats(0, 4))
def test_fear_stays_in_its_range(fear, severity, vulnerability, learning):
    p = FEAR._replace(fear_learning=learning)
    assert 0 <= nuclear_fear(one(fear), one(severity), one(vulnerability), p)[0] <= 3


# --- learnt values --------------------------------------------------------------------------------


def test_experience_goes_to_the_mean_payoff():
    payoffs = np.random.default_rng(3).normal(-0.7, 0.5, 20_000)
    value, path, p = one(1.0), [], Parameters(learning=0.02, forgetting=0.0)
    for payoff in payoffs:
        value = learnt_value(value, one(1), one(payoff), one(0), p)
        path.append(value[0])
    # an average over the last 50 months or so: its standard error is 0.5 sqrt(r / (2 - r)) = 0.05
    assert np.mean(path[2000:]) == pytest.approx(payoffs[2000:].mean(), abs=0.01)
    assert np.std(path[2000:]) == pytest.approx(0.5 * np.sqrt(0.02 / 1.98), rel=0.1)


def test_experience_is_an_average_that_weighs_the_recent_more():
    payoffs, rate, value = np.array([1.0, -2.0, 0.5, 0.3]), 0.25, one(0.8)
    p = Parameters(learning=rate, forgetting=0.0)
    for payoff in payoffs:
        value = learnt_value(value, one(1), one(payoff), one(0), p)
    weights = rate * (1 - rate) ** np.arange(4)[::-1]
    assert value[0] == pytest.approx((1 - rate) ** 4 * 0.8 + weights @ payoffs)


def test_only_what_is_tried_is_learnt_about_and_the_rest_is_forgotten():
    p = Parameters(learning=0.3, forgetting=0.1)
    assert learnt_value(one(0.5), one(0), one(-9), one(0.5), p) == pytest.approx(0.5)
    assert learnt_value(one(0.9), one(0), one(-9), one(0.5), p) == pytest.approx(0.9 - 0.1 * 0.4)
    half = learnt_value(one(0.0), one(0.5), one(1), one(0), p._replace(forgetting=0.0))
    assert half == pytest.approx(0.15)


WORTH = Parameters(
    payoff_influence=40.0, payoff_ties=0.6, payoff_hostility=0.8, payoff_crisis=2.0, payoff_danger=0.5,
    loss_aversion=2.25,
)  # fmt: skip


def test_a_loss_of_influence_weighs_more_than_a_gain():
    def payoff(change: float) -> float:
        return float(month_payoff(one(change), one(0), one(0), one(0), one(0), one(0), WORTH)[0])

    assert payoff(0.01) == pytest.approx(0.4)
    assert payoff(-0.01) == pytest.approx(-0.9)


def test_the_payoff_does_not_know_what_the_actor_did():
    parts = month_payoff(one(0.0), one(0.5), one(0.25), one(0.1), one(2.0), one(0.9), WORTH)
    dread = 0.8 * (1 + 0.5 * 2.0 * 0.9)  # hostility is dearer the more it is feared for what it may lead to
    assert parts == pytest.approx(0.6 * 0.5 - dread * 0.25 - 2.0 * 0.1)
    names = " ".join(inspect.signature(month_payoff).parameters)
    assert "talk" not in names
    assert "confront" not in names


def test_recognition_is_knowing_that_confronting_pays_less():
    assert recognises(np.array([-0.1, 0.2, 0.1]), np.array([0.0, 0.1, 0.1])).tolist() == [True, False, False]


def test_confronting_is_not_paid_by_ties_but_puts_them_at_stake() -> None:
    """With the switch on, more ties lower what a month of confronting teaches; with it off they raise it."""
    scenario = load_scenario("classroom")
    poor = starting_world(scenario, Parameters(), 1)
    rich = poor._replace(ties=poor.ties + 0.5)
    nothing = 0.0 * poor.tension
    took = beliefs.Impression(nothing, nothing, nothing, nothing)
    one_each = Deeds(*len(Deeds._fields) * [nothing])._replace(provoke=nothing + 1.0, towards=nothing + 1.0)

    def learnt(world: World, at_stake: float) -> tuple[float, float]:
        p = Parameters(ties_at_stake=at_stake)
        after = beliefs.believe(world, p, setting_of(scenario), took, nothing, nothing, one_each, nothing)
        return float(after.value_confrontation[0, 0]), float(after.value_talking[0, 0])

    for at_stake, side in ((-1.0, 1), (0.0, 0), (0.5, -1)):
        (confronting, talking), (plain, plain_talking) = learnt(rich, at_stake), learnt(poor, at_stake)
        assert talking > plain_talking
        assert np.sign(round(confronting - plain, 12)) == side
