"""When a run has détente, and when both have recognised what tension pays: hand-made histories."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from simulation.experiments.detente import (
    AT_LEAST,
    FADED,
    WINDOW,
    detente_share,
    detente_spells,
    dyads,
    lasting,
)
from simulation.experiments.recognition import AT_LEAST as RECOGNISED
from simulation.experiments.recognition import recognition_dates
from simulation.state import ISSUES

History = list[tuple[int, float]]  # so many months at such a level of cooperation


def result(
    *runs: History, agreed: list[History] | None = None, war: dict[int, int] | None = None, states: str = "AB"
) -> xr.Dataset:
    """A result with cooperation the same in both directions; an agreement on trade in force where `agreed` says so."""
    months = sum(length for length, _ in runs[0])
    pairs = [(a, b) for a in states for b in states if a != b]

    def filled(histories: Any) -> np.ndarray:
        levels = [np.repeat([x for _, x in history], [n for n, _ in history]) for history in histories]
        return np.repeat(np.array(levels, dtype=float)[:, :, None], len(pairs), axis=2)

    points = filled(runs)
    in_force = filled(agreed or [[(months, 1)]] * len(runs)) > 0
    ended = np.zeros(points.shape[:2], dtype=bool)
    for run, month in (war or {}).items():
        ended[run, month:] = True
    return xr.Dataset(
        {
            "cooperation": (("run", "month", "pair"), points),
            "agreement": (
                ("run", "month", "pair", "issue"),
                in_force[..., None] & (np.array(ISSUES) == "trade"),
            ),
            "recognition": (("run", "month", "pair"), points > 0),
            "war": (("run", "month"), ended),
        },
        coords={
            "run": range(len(runs)),
            "month": pd.date_range("1948-01-01", periods=months, freq="MS"),
            "actor": ("pair", [a for a, _ in pairs]),
            "target": ("pair", [b for _, b in pairs]),
        },
    )


# --- unbroken stretches ---------------------------------------------------------------------------


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 10))
def test_lasting_keeps_the_long_stretches_and_only_those(months: list[bool], at_least: int):
    expected: list[bool] = []
    for true, stretch in groupby(months):
        length = len(list(stretch))
        expected += [true and length >= at_least] * length
    assert lasting(np.array(months), at_least).tolist() == expected
    stacked = np.array([[months, months[::-1]]])
    assert lasting(stacked, at_least)[0].tolist() == [expected, lasting(stacked[0, 1], at_least).tolist()]


def test_dyads_are_found_in_any_order():
    shuffled = result([(3, 0.0)], states="ABC").isel(pair=[5, 0, 3, 2, 1, 4])
    found = dyads(shuffled)
    ways = list(zip(shuffled.actor.values, shuffled.target.values, strict=True))
    assert len(found) == 3
    assert all(ways[i] == ways[j][::-1] for i, j in found)


# --- spells of détente ----------------------------------------------------------------------------


def months_of_detente(*args: Any, **kwargs: Any) -> list[list[int]]:
    spells = detente_spells(result(*args, **kwargs))
    assert spells.dims == ("run", "month")
    return [np.flatnonzero(row).tolist() for row in spells.values]


def test_detente_is_lasting_cooperation_under_an_agreement():
    # twelve-month conduct is above zero from the seventh month of +5 after -5 on, and as long after it ends
    (found,) = months_of_detente([(60, -5.0), (48, 5.0), (60, -5.0)])
    assert found == list(range(66, 113))
    assert len(found) == 47


@pytest.mark.parametrize(("length", "spell"), [(AT_LEAST, False), (AT_LEAST + 1, True)])
def test_a_short_thaw_is_no_detente(length: int, spell: bool):
    (found,) = months_of_detente([(60, -5.0), (length, 5.0), (60, -5.0)])
    assert bool(found) == spell


def test_no_detente_without_an_agreement():
    thaw = [(60, -5.0), (48, 5.0), (60, -5.0)]
    assert months_of_detente(thaw, agreed=[[(168, 0)]]) == [[]]
    (found,) = months_of_detente(thaw, agreed=[[(80, 0), (88, 1)]])
    assert found == list(range(80, 113))
    assert months_of_detente(thaw, agreed=[[(95, 0), (73, 1)]]) == [[]]  # too short by then


def test_the_first_eleven_months_have_no_yearly_conduct():
    (found,) = months_of_detente([(60, 5.0)])
    assert found == list(range(WINDOW - 1, 60))


def test_a_war_ends_it():
    (found,) = months_of_detente([(100, 5.0)], war={0: 50})
    assert found == list(range(WINDOW - 1, 50))
    assert months_of_detente([(100, 5.0)], war={0: WINDOW + 10}) == [[]]


def test_cooperation_in_one_direction_must_outweigh_hostility_in_the_other():
    one = result([(60, 5.0)])
    for other, spell in ((-4.0, True), (-6.0, False)):
        one.cooperation[:, :, 1] = other
        assert bool(detente_spells(one).any()) == spell


def test_one_dyad_of_three_states_is_enough():
    three = result([(60, -5.0)], states="ABC")
    ways = list(zip(three.actor.values, three.target.values, strict=True))
    for pair in (("B", "C"), ("C", "B")):
        three.cooperation[:, :, ways.index(pair)] = 5.0
    assert detente_spells(three).sum() == 60 - WINDOW + 1
    three.agreement[:, :, ways.index(("B", "C"))] = False
    three.agreement[:, :, ways.index(("C", "B"))] = False
    assert not detente_spells(three).any()  # an agreement of others is none of theirs


# --- shares of runs -------------------------------------------------------------------------------

NEVER: History = [(168, -5.0)]
FADES: History = [(60, -5.0), (48, 5.0), (60, -5.0)]
LASTS: History = [(60, -5.0), (108, 5.0)]
DIPS: History = [
    (60, -5.0),
    (48, 5.0),
    (11, -5.0),
    (49, 5.0),
]  # hostile for less than a year of yearly conduct


def test_shares_of_happened_faded_lasted():
    found = detente_share(result(NEVER, NEVER, FADES, LASTS))
    assert found["happened"] == 0.5
    assert found["faded"] == 0.5
    assert found["lasted"] == 0.5
    assert found["n"] == 4
    interval = binomtest(2, 4).proportion_ci(0.95, "wilson")
    assert [found["low"], found["high"]] == pytest.approx([interval.low, interval.high])


def test_a_dip_is_no_fading():
    found = detente_share(result(DIPS))
    assert (found["happened"], found["faded"], found["lasted"]) == (1, 0, 1)
    longer: History = [(60, -5.0), (48, 5.0), (FADED + 6, -5.0), (42, 5.0)]
    assert detente_share(result(longer))["faded"] == 1


def test_hostility_before_detente_is_no_fading():
    assert detente_share(result(LASTS))["faded"] == 0


def test_where_it_never_happens_nothing_fades():
    found = detente_share(result(NEVER, NEVER))
    assert (found["happened"], found["faded"], found["lasted"], found["low"]) == (0, 0, 0, 0)
    assert 0 < found["high"] < 1


def test_only_runs_that_had_it_are_counted_as_faded():
    found = detente_share(result(NEVER, FADES, FADES, LASTS))
    assert found["happened"] == 0.75
    assert found["faded"] == pytest.approx(2 / 3)


def test_what_became_of_it_adds_up_to_all():
    """Faded for good; faded, and there again; there and never faded; neither: an agreement that runs out."""
    again: History = [(60, -5.0), (48, 5.0), (FADED + 6, -5.0), (42, 5.0)]
    found = detente_share(
        result(NEVER, FADES, again, LASTS, LASTS, agreed=[[(168, 1.0)]] * 4 + [[(140, 1.0), (28, 0.0)]])
    )
    assert (found["happened"], found["faded"], found["lasted"]) == (0.8, 0.5, 0.5)
    assert (found["again"], found["neither"]) == (0.25, 0.25)
    assert found["faded"] + found["lasted"] - found["again"] + found["neither"] == 1


# --- recognition ----------------------------------------------------------------------------------


def recognised(*runs: History, **kwargs: Any) -> list[str]:
    dates = recognition_dates(result(*runs, **kwargs)).values.astype("datetime64[M]")
    return [str(date) for date in dates]


def test_recognition_dates_from_the_first_month_that_lasts():
    assert recognised([(24, -1.0), (36, 1.0)]) == ["1950-01"]
    flicker: History = [(10, -1.0), (RECOGNISED - 1, 1.0), (9, -1.0), (30, 1.0)]
    assert recognised(flicker, [(60, -1.0)]) == ["1950-07", "NaT"]
    assert recognised([(24, -1.0), (RECOGNISED, 1.0), (24, -1.0)]) == ["1950-01"]  # it may be forgotten again


def test_recognition_must_be_mutual():
    one = result([(60, 1.0)])
    assert not np.isnat(recognition_dates(one).values).any()
    one.recognition[:, :, 1] = False
    assert np.isnat(recognition_dates(one).values).all()


def test_nothing_is_recognised_after_a_war():
    assert recognised([(20, -1.0), (40, 1.0)], war={0: 25}) == ["NaT"]
