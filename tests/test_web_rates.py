"""How often something may come: so often in any so many seconds, by key; and nothing is remembered for long."""

from __future__ import annotations

import random

from simulation.web.rates import Rate


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_calls_in_any_so_many_seconds() -> None:
    clock = Clock()
    rate = Rate(3, 10.0, clock)
    assert [rate.spent("a") for _ in range(5)] == [False] * 3 + [True] * 2
    assert (rate.left("a"), rate.left("b"), rate.spent("b")) == (0, 3, False)  # to each its own
    clock.now += 9.9
    assert rate.spent("a")
    clock.now += 0.1
    assert rate.left("a") == 3  # what was refused has not counted
    assert not rate.spent("a")
    clock.now += 6.0
    assert [rate.spent("a") for _ in range(3)] == [False, False, True]
    clock.now += 4.0
    assert [rate.spent("a") for _ in range(2)] == [
        False,
        True,
    ]  # the first has run out, the two after it have not


def test_looking_is_not_calling() -> None:
    rate = Rate(1, 10.0, Clock())
    assert [rate.left("a") for _ in range(3)] == [1, 1, 1]
    assert (rate.spent("a"), rate.left("a"), rate.spent("a")) == (False, 0, True)


def test_by_whatever_comes_no_window_has_more_and_what_is_over_is_forgotten() -> None:
    clock, chance = Clock(), random.Random(3)
    rate, passed = Rate(4, 5.0, clock), dict[str, list[float]]()
    for _ in range(20_000):
        clock.now += chance.choice((0.0, 0.01, 0.3))
        key = str(chance.randrange(3000) if chance.random() < 0.5 else chance.randrange(5))
        lately = [at for at in passed.setdefault(key, []) if at > clock.now - 5.0]
        assert rate.spent(key) == (len(lately) == 4)
        if len(lately) < 4:
            passed[key].append(clock.now)
        assert len(rate) <= sum(one[-1] > clock.now - 6.0 for one in passed.values() if one)
    clock.now += 5.0
    rate.left("a")
    assert len(rate) == 0
