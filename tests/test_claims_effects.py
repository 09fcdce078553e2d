"""Effects of the claims' experiments: differences, ratios of rare events, intervals over vectors, what is definition."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest

from simulation.experiments.claims.effect import Effect, Paired, effect_of, remaining
from simulation.experiments.claims.verdict import LEAST, LEAST_RATIO, says

GOOD, BAD, NONE = (
    Effect(1.0, 0.5, 1.5, 1.0, 50),
    Effect(-1.0, -1.5, -0.5, -1.0, 50),
    Effect(0.1, -0.5, 0.7, 0.1, 50),
)


# --- effects ------------------------------------------------------------------------------------------------


def test_an_effect_is_the_mean_paired_difference_with_its_interval() -> None:
    rng = np.random.default_rng(3)
    control = rng.normal(size=400)
    treatment = control + 0.5 + 0.1 * rng.normal(size=400)
    for resampled in (True, False):
        found = effect_of(Paired(treatment, control), resampled)
        assert found.effect == pytest.approx(0.5, abs=0.02)
        assert found.low < 0.5 < found.high
        assert found.high - found.low < 0.03  # pairing takes the common noise away
        assert found.sd == pytest.approx(0.5, rel=0.1)
        assert found.runs == 400


def test_runs_without_a_figure_are_left_out_of_both_arms() -> None:
    control, treatment = np.array([1.0, 2.0, np.nan, 4.0]), np.array([2.0, 3.0, 9.0, np.nan])
    assert effect_of(Paired(treatment, control), resampled=False).runs == 2


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


def test_a_rare_event_is_compared_by_the_ratio_of_its_rates() -> None:
    """Poisson counts with known rates: the interval holds the true ratio, and is narrower where the arms are paired."""
    rng = np.random.default_rng(4)
    shared, lost = rng.poisson(0.5, 4000), rng.poisson(0.5, 4000)
    found = effect_of(Paired(shared.astype(float), (shared + lost).astype(float)), ratio=True)
    assert found.ratio
    assert found.effect == pytest.approx(0.5, abs=0.03)
    assert found.low < 0.5 < found.high
    apart = effect_of(
        Paired(rng.permutation(shared).astype(float), (shared + lost).astype(float)), ratio=True
    )
    assert found.high - found.low < apart.high - apart.low
    # the delta method for independent Poisson counts: the variance of log R is 1/events + 1/events
    exact = 2 * 1.96 * (1 / shared.sum() + 1 / (shared + lost).sum()) ** 0.5
    assert np.log(apart.high / apart.low) == pytest.approx(exact, rel=0.05)


def events(count: int, runs: int = 40) -> np.ndarray:
    """So many events in as many runs."""
    return (np.arange(runs) < count).astype(float)


@pytest.mark.parametrize(
    ("treated", "held", "says_so"), [(0, 2, 0), (2, 0, 0), (0, 6, 1), (1, 3, 0), (0, 40, 1)]
)
def test_few_events_are_told_by_the_exact_test(treated: int, held: int, says_so: int) -> None:
    """Two against none is no finding (p = .5); six against none is (p = .03)."""
    found = effect_of(Paired(events(treated), events(held)), ratio=True)
    assert says(found, -1) == says_so
    assert found.low <= found.effect <= found.high


def test_the_exact_interval_is_that_of_two_poisson_counts_given_their_sum() -> None:
    found = effect_of(Paired(events(3), events(9)), ratio=True)
    share = binomtest(3, 12).proportion_ci(0.95, "exact")
    assert (found.low, found.high) == pytest.approx(
        (share.low / (1 - share.low), share.high / (1 - share.high))
    )
    assert found.effect == pytest.approx(3 / 9)


def test_a_ratio_without_events_says_nothing() -> None:
    assert not effect_of(Paired(events(0), events(0)), ratio=True).clear


# --- vectors and grounds ------------------------------------------------------------------------------------


def test_where_vectors_differ_the_interval_is_over_the_vectors() -> None:
    """The effect is the vector's own; more runs of the same vectors make it no surer."""
    rng = np.random.default_rng(2)
    own = rng.normal(1.0, 1.0, 20)
    half = []
    for runs in (40, 4000):
        vector = np.arange(runs) % 20
        control = rng.normal(size=runs)
        treatment = control + own[vector] + 0.01 * rng.normal(size=runs)
        found = effect_of(Paired(treatment, control, vector, np.zeros(runs, dtype=int)))
        assert found.effect == pytest.approx(own.mean(), abs=0.02)
        half.append(found.high - found.effect)
    exact = 2.093 * own.std(ddof=1) / 20**0.5  # Student's t, 19 degrees of freedom
    assert half == pytest.approx([exact, exact], rel=0.05)


def test_the_spread_is_that_within_a_vector_and_a_ground() -> None:
    rng = np.random.default_rng(2)
    vector, ground = np.arange(4000) % 20, np.repeat(np.arange(4), 1000)
    control = 5.0 * vector + 9.0 * ground + rng.normal(size=4000)
    found = effect_of(Paired(control + 0.5, control, vector, ground))
    assert found.sd == pytest.approx(0.5, rel=0.05)


# --- what remains by definition -----------------------------------------------------------------------------


def test_what_remains_of_an_effect_has_its_interval() -> None:
    rng = np.random.default_rng(6)
    control = rng.normal(size=2000)
    whole, frozen = control + 1.0 + 0.3 * rng.normal(size=2000), control + 0.6 + 0.3 * rng.normal(size=2000)
    found = remaining(Paired(whole, control), Paired(frozen, control))
    assert found.share == pytest.approx(0.6, abs=0.02)
    assert found.low < 0.6 < found.high
    assert found.high - found.low < 0.1
    few = remaining(Paired(whole[:20], control[:20]), Paired(frozen[:20], control[:20]))
    assert few.high - few.low > found.high - found.low


def test_of_a_ratio_the_share_is_taken_on_the_logarithm() -> None:
    control = np.tile([4.0, 4.0], 50)
    found = remaining(Paired(control / 4, control), Paired(control / 2, control), ratio=True)
    assert found.share == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("effect", "word"),
    [(0.8, 1), (1.2, -1), (0.5 * (1 + LEAST_RATIO), 0), (1 / LEAST_RATIO - 0.01, 0)],
)
def test_a_ratio_counts_if_it_is_clear_of_one_and_large_enough(effect: float, word: int) -> None:
    clear = Effect(effect, effect - 0.01, effect + 0.01, float("nan"), 500, True)
    assert says(clear, -1) == word
    assert says(clear._replace(low=0.5, high=1.5), -1) == 0
