"""Couplings: measured signs are those that the literature expects, and the table names all that is measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import numpy as np
import pytest

from simulation import columns
from simulation.catalogue import languages, text
from simulation.mechanisms import (
    BESIDE,
    COUPLINGS,
    IMPOSED,
    LOOPS,
    QUANTITIES,
    couplings,
    loops,
    measured,
    polarity,
    signs,
    worlds,
)
from simulation.mechanisms.listening import heard
from simulation.mechanisms.moves import MOVES
from simulation.mechanisms.places import CONDUCT, PLACES
from simulation.parameters import Parameters
from simulation.rules import arms
from simulation.stages import home
from simulation.state import Array, World

#: what the literature says of the causes of each, as a historian would: + more of it, - less
EXPECTED = {
    "tension": "+provocation -dialogue -agreements -trust +arms",  # Ward & Rajmaira 1992; Goldstein 1992; Jervis 1976, 1978
    "trust": "-provocation +dialogue +cooperation +agreements",  # Kydd 2000, 2005
    "fear": "+crises +vulnerability",  # Nye 1987
    "arms": "+arms +tension -growth",  # Richardson 1960; Davis, Dempster & Wildavsky 1966
    "crises": "-trade",  # Oneal & Russett 1999
    "hawks": "+provocation +softness +influence -culture",  # Levy 1992; Tomz 2007; Pettigrew & Tropp 2006
    "reservation": "+hawks +tension -trust -dependence -fear",  # Putnam 1988; Hirschman 1945; Nye 1987
    "agreements": "+dialogue +common_ground -hawks",  # Zeuthen 1930; Putnam 1988
    "trade": "+agreements -provocation",  # Copeland 1996
    "criticism": "+agreements",  # Helsinki 1975
    "provocation": "+provocation -trust -fear +hawks -dialogue",  # Goldstein & Freeman 1990; Jervis 1976; Nye 1987
    "payoff": "-influence",  # what is lost counts for more than what is won: Kahneman & Tversky 1979
}


@pytest.mark.parametrize("effect", EXPECTED)
def test_signs_are_those_that_the_literature_expects(effect: str) -> None:
    expected = {(name[1:], effect): {"+": 1, "-": -1}[name[0]] for name in EXPECTED[effect].split()}
    assert {pair: couplings()[pair] for pair in expected} == expected
    assert all(COUPLINGS[pair] != ["assumption"] for pair in expected)


def test_reassurance_and_hawks_pull_dialogue_both_ways_when_it_is_tense() -> None:
    ways = signs()["tension", "dialogue"]
    assert (ways["reassurance"], ways["hawks_warmth"], couplings()["tension", "dialogue"]) == (1, -1, 0)


def unnamed() -> dict[tuple[str, str], dict[str, int]]:
    """What is measured and named nowhere, with its signs; to stay as one was is no coupling."""
    return {
        pair: ways
        for pair, ways in signs().items()
        if pair not in {*COUPLINGS, *BESIDE} and pair[0] != pair[1]
    }


def test_the_table_names_all_that_is_measured_and_nothing_else() -> None:
    assert unnamed() == {}, "a rule has gained an input: add a row to couplings.csv"
    assert {*COUPLINGS, *BESIDE} - {*signs()} == set(), "no rule couples these any more: take their row away"
    assert set(COUPLINGS) & set(BESIDE) == set()
    assert {name for pair in signs() for name in pair} == set(QUANTITIES)


def test_every_quantity_has_a_place_and_all_but_jobs_can_be_moved() -> None:
    given, done, imposed = set(PLACES), {*CONDUCT, "softness"}, set(IMPOSED)
    assert given | done | imposed == set(QUANTITIES) == {*MOVES, "jobs"}
    assert len(given) + len(done) + len(imposed) == len(QUANTITIES)
    counted = sum(acts.astype(int) for acts in CONDUCT.values())
    assert np.array_equal(counted, 1 - columns.HOLD)  # every act but holding is counted once


# --- that it is measured -------------------------------------------------------------------------------------------


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing measured before is known, and nothing measured in the test is kept."""
    signs.cache_clear()
    yield
    signs.cache_clear()


def test_signs_follow_the_model(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worlds, "P", Parameters(trust_loss=-0.5, hawks_culture=0.0))
    assert signs()["provocation", "trust"] == {"trust": 1}
    assert ("culture", "hawks") not in signs()


def test_a_new_coupling_is_noticed(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = home.settle_at_home

    def needier(world: World, *rest: Array) -> World:
        fed = world._replace(need=world.need + 0.1 * world.backlog)
        return settle(fed, *rest)._replace(need=world.need)

    monkeypatch.setattr(home, "settle_at_home", needier)
    assert unnamed() == {("backlog", "prosperity"): {"concerns": 1}}


def test_signs_do_not_hang_on_the_worlds_that_chance_made(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = couplings()
    monkeypatch.setattr(worlds, "SEED", 2)
    signs.cache_clear()
    assert couplings() == before


def test_a_sign_is_that_of_most_worlds() -> None:
    assert measured._sign(np.array([1.0, 2.0, 0.0])) == 1
    assert measured._sign(np.array([-1.0] * 4 + [1.0])) == -1
    assert measured._sign(np.array([-1.0, 1.0, 1.0])) == 0


def test_rules_are_heard_in_this_thread_alone_and_left_as_they_were() -> None:
    rule, found = arms.routine, []
    with suppress(ZeroDivisionError), heard([rule], lambda rule, given, value: -value):
        other = Thread(target=lambda: found.append(arms.routine(6.0, 2.0, 1.0)))
        other.start()
        other.join()
        found.append(arms.routine(6.0, 2.0, 1.0))
        raise ZeroDivisionError
    assert found == [3.0, -3.0]
    assert arms.routine is rule


# --- loops ---------------------------------------------------------------------------------------------------------


def test_named_loops_go_the_way_that_the_literature_says() -> None:
    ways = {loop.name: polarity(loop.path) for loop in LOOPS}
    reinforcing = {"spiral", "dilemma", "detente", "fruits", "contact", "rights"}
    assert {name for name, way in ways.items() if way > 0} == reinforcing
    assert {name for name, way in ways.items() if way < 0} == set(ways) - reinforcing
    assert all(loop.source and text(f"loop.{loop.name}", lang) for loop in LOOPS for lang in languages())


def test_polarity_is_the_product_of_the_signs() -> None:
    known = {("a", "b"): -1, ("b", "a"): -1, ("b", "c"): 1, ("c", "a"): -1, ("c", "c"): 0}
    assert [polarity(path, known) for path in (("a", "b"), ("a", "b", "c"), ("c",))] == [1, 1, 0]
    with pytest.raises(KeyError):
        polarity(("a", "c"), known)


def test_longer_loops_are_found_as_well() -> None:
    assert all(more > some > 0 for some, more in zip(loops(2), loops(4), strict=True))


def test_quantities_have_their_words() -> None:
    for lang in languages():
        assert len({text(f"quantity.{name}", lang) for name in QUANTITIES}) == len(QUANTITIES)
