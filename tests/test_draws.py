"""Chance is data: keyed by what it is for, so that nothing beside it can change it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from simulation import draws as chance
from simulation.draws import BLOCK, draws, spans
from simulation.months import by_month
from simulation.state import ISSUES, Draws

STATES = ("Alfa", "Bravo", "Charlie")
PAIRS = list(permutations(STATES, 2))
MONTHS, RUNS, SEED = 30, 3 * BLOCK + 10, 11

DYAD = ("u_crisis", "u_severity", "u_war", "u_incident", "n_climate")
STATE = ("u_leader", "n_leader", "u_abuse", "u_shock")
WORLD = ("u_theatre", "u_size", "u_favour")


def made(states=STATES, months=MONTHS, first=0, last=RUNS, seed=SEED) -> Draws:
    return draws(seed, states, list(permutations(states, 2)), months, first, last)


MANY = made()


def same(a: Draws, b: Draws) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_shapes():
    for kind, values in MANY._asdict().items():
        axes = {
            "n_private": (len(ISSUES), len(PAIRS)),
            **dict.fromkeys(STATE, (3,)),
            **dict.fromkeys(WORLD, ()),
        }
        assert values.shape == (MONTHS, *axes.get(kind, (len(PAIRS),)), RUNS), kind


@pytest.mark.parametrize(
    ("first", "last"),
    [(0, 1), (5, 6), (BLOCK - 1, BLOCK), (BLOCK, BLOCK + 1), (BLOCK - 3, 2 * BLOCK + 5), (RUNS - 1, RUNS)],
)
def test_a_run_is_the_same_alone_and_among_many(first: int, last: int):
    assert same(made(first=first, last=last), Draws(*(values[..., first:last] for values in MANY)))


@pytest.mark.parametrize("worlds", [range(BLOCK - 3, RUNS), [2, 2 * BLOCK + 1, 2, 5, RUNS - 1]])
@pytest.mark.parametrize("span", [1, 7, MONTHS])
def test_made_span_by_span_it_is_the_same(worlds: Sequence[int], span: int):
    parts = list(spans(SEED, STATES, PAIRS, MONTHS, np.array(worlds), span))
    assert {len(part.u_theatre) for part in parts[:-1]} <= {span}
    whole = Draws(*(np.concatenate(kinds) for kinds in zip(*parts, strict=True)))
    assert same(whole, Draws(*(values[..., worlds] for values in MANY)))


@pytest.mark.parametrize("months", [1, 7, 29])
def test_a_longer_run_begins_as_the_shorter_one(months: int):
    assert same(made(months=months), Draws(*(values[:months] for values in MANY)))


def test_one_more_state_changes_no_other_draw():
    more = made(states=(*STATES, "Delta"))
    pairs = [row for row, pair in enumerate(permutations((*STATES, "Delta"), 2)) if "Delta" not in pair]
    for kind, values in more._asdict().items():
        if kind in STATE:
            values = values[:, :3]
        elif kind not in WORLD:
            values = values[..., pairs, :]
        assert np.array_equal(values, getattr(MANY, kind)), kind


@pytest.mark.parametrize("order", list(permutations(range(3)))[1:])
def test_the_order_of_the_states_changes_nothing_but_the_order(order: tuple[int, ...]):
    states = tuple(STATES[place] for place in order)
    pairs = [PAIRS.index(pair) for pair in permutations(states, 2)]
    for kind, values in made(states=states)._asdict().items():
        before = getattr(MANY, kind)
        if kind in STATE:
            before = before[:, list(order)]
        elif kind not in WORLD:
            before = before[..., pairs, :]
        assert np.array_equal(values, before), kind


def test_one_more_kind_of_draw_changes_no_other(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(chance, "Draws", namedtuple("Draws", ("u_new", *reversed(Draws._fields))))
    more = made()
    assert more.u_new.shape == MANY.u_initiative.shape  # type: ignore[attr-defined]
    assert all(np.array_equal(getattr(more, kind), getattr(MANY, kind)) for kind in Draws._fields)


def test_only_what_two_states_share_is_the_same_in_both_directions(subtests: pytest.Subtests):
    for kind in sorted(set(Draws._fields) - {*STATE, *WORLD}):
        with subtests.test(kind=kind):
            there, back = PAIRS.index(("Alfa", "Bravo")), PAIRS.index(("Bravo", "Alfa"))
            values = getattr(MANY, kind)
            assert np.array_equal(values[..., there, :], values[..., back, :]) == (kind in DYAD)


def test_another_seed_gives_other_numbers():
    for kind, values in made(seed=SEED + 1)._asdict().items():
        assert not (values == getattr(MANY, kind)).any(), kind


def test_the_largest_seed_is_a_seed():
    assert same(made(seed=2**64 - 1, last=2), made(seed=2**64 - 1, last=2))


def test_no_two_streams_are_the_same():
    # the first number of every stream: kind by who by block of runs
    firsts = []
    for kind, values in MANY._asdict().items():
        head = values[0].reshape(-1, RUNS)[:, ::BLOCK]
        if kind in DYAD:
            head = head[[row for row, (a, b) in enumerate(PAIRS) if a < b]]
        firsts.append(head.ravel())
    numbers = np.concatenate(firsts)
    assert len(np.unique(numbers)) == len(numbers)


def test_uniform_and_normal_are_what_they_say(subtests: pytest.Subtests):
    for kind in Draws._fields:
        with subtests.test(kind=kind):
            # exact Kolmogorov-Smirnov test of one stream; 25 kinds are tested, hence the level
            every = getattr(MANY, kind)
            numbers = every.reshape(MONTHS, -1, RUNS)[:, 0, :BLOCK].ravel()
            law = stats.uniform if kind.startswith("u_") else stats.norm
            assert stats.kstest(numbers, law.cdf, method="exact").pvalue > 0.001 / 25
            if kind.startswith("u_"):
                assert every.min() >= 0
                assert every.max() < 1


def test_the_law_holds_in_the_large():
    long = draws(SEED, STATES, PAIRS, 600, 0, BLOCK)
    u, n = long.u_initiative[:, 0].ravel(), long.n_initiative[:, 0].ravel()
    assert stats.kstest(u, "uniform").pvalue > 0.001
    assert stats.kstest(n, "norm").pvalue > 0.001
    assert stats.kstest(n**2, stats.chi2(1).cdf).pvalue > 0.001
    # the correlation of N independent pairs is within 4 / sqrt(N): between months, runs, pairs and kinds
    x = long.n_initiative
    for a, b in [
        (x[1:, 0], x[:-1, 0]),
        (x[:, 0, 1:], x[:, 0, :-1]),
        (x[:, 0], x[:, 1]),
        (x, long.n_response),
    ]:
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / np.sqrt(a.size)


def test_a_month_is_its_slice():
    assert same(by_month(MANY)[4], Draws(*(values[4] for values in MANY)))
