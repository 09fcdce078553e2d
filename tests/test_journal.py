"""The journal: what is acknowledged is there, once, in its match, whatever happens; and restored is as it was live."""

from __future__ import annotations

import multiprocessing
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from simulation import Scenario, ScenarioError
from simulation.play import snapshot
from simulation.play.journal import Journal
from simulation.play.match import Match, begun, play, restored
from simulation.play.seat_view import view
from simulation.play.seats import Game, Input, Said, Seat
from simulation.scenario import Event
from tests.journal_child import Script, plays
from tests.players import game, played, sends

PERSON, PROGRAM, HIDDEN = Seat(), Seat(person=False, doctrine="grit"), Seat(False, "hawk", hidden=True)
CLASH = Event(date="1960-11", kind="incident", title="Two ships collide", size=0.9)


def lively(scenario: Scenario, seats: dict[str, Seat], turns: int, months: int = 1) -> Match:
    """Some turns with all that can be sent: an event, something taken back, a person who is away for a stage."""
    match = played(begun(game(scenario, seats, months=months)), 2)
    match = play(match, Input(match.turn, "event", by="teacher", event=CLASH))
    if len(match.awaited) > 1:
        seat = match.awaited[0]
        match = play(match, sends(match, seat))
        match = play(match, Input(match.turn, "undo", seat))
    match = play(match, sends(match, match.awaited[0], away=True))
    return played(match, turns - 2)


def assert_same(one: Match, other: Match) -> None:
    """To the bit, with the types of the arrays: world, months, and what every person sees."""
    assert one == other
    pairs = [
        (one.world, other.world),
        *((a.record, b.record) for a, b in zip(one.lived, other.lived, strict=True)),
    ]
    for here, there in pairs:
        for a, b in zip(here, there, strict=True):
            assert np.array_equal(a, b)
            assert a.dtype == b.dtype
    for seat, who in one.game.seats.items():
        if who.person:
            assert view(one, seat) == view(other, seat)


def told(journal: Journal, name: str, match: Match) -> Match:
    """Everything that was sent in a match, written down."""
    journal.begin(name, match.game)
    for place, one in enumerate(match.inputs):
        journal.take(name, f"{name}-{place}", one)
    return journal.match(name)


def rows(path: Path, what: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as file:
        found = file.execute(f"SELECT {what}").fetchall()
    file.close()
    return found


Open = Callable[[], Journal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens the journal of the test, again and again; what is left open is closed in the end."""
    with ExitStack() as all_of_them:
        yield lambda: all_of_them.enter_context(Journal(tmp_path / "journal"))


@pytest.fixture
def match(two: Scenario) -> Match:
    return lively(two, {"Alfa": PERSON, "Bravo": HIDDEN}, 6)


@pytest.mark.parametrize(("states", "months"), [("two", 1), ("three", 3)])
def test_restored_is_live(
    opened: Open, tmp_path: Path, states: str, months: int, request: pytest.FixtureRequest
):
    """After every few inputs, in mid-turn too: from snapshots and without them."""
    seats = {"Alfa": PERSON, "Bravo": HIDDEN} | ({"Charlie": PERSON} if states == "three" else {})
    whole = lively(request.getfixturevalue(states), seats, 5, months)
    live = begun(whole.game)
    for place, one in enumerate(whole.inputs):
        journal = opened()
        assert_same(journal.begin("m", whole.game), live)
        live = play(live, one)
        assert_same(journal.take("m", str(place), one), live)
        journal.close()
    assert_same(live, whole)
    assert len(rows(tmp_path / "journal", "* FROM snapshot")) == whole.turn
    assert_same(restored(whole.game, whole.inputs), whole)


def test_a_match_that_is_over_is_restored(opened: Open, two: Scenario):
    whole = played(begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM}, months=12)), 3)
    assert whole.stage == "over"
    journal = opened()
    told(journal, "m", whole)
    journal.close()
    assert_same(opened().match("m"), whole)


@pytest.mark.parametrize("turns", [0, 3])
def test_a_match_that_was_ended_early_is_restored(opened: Open, tmp_path: Path, two: Scenario, turns: int):
    """In mid-turn: over the snapshots of the turns before it, and from its inputs alone; and it stays over."""
    match = played(begun(game(two, {"Alfa": PERSON, "Bravo": PROGRAM})), turns)
    end = Input(turns, "end", by="teacher")
    whole = play(play(match, sends(match, "Alfa")), end)
    for spoilt in (False, True):
        journal = opened()
        told(journal, "m", whole)
        # told twice it is ended once
        assert_same(journal.take("m", f"m-{len(whole.inputs) - 1}", end), whole)
        journal.close()
        assert len(rows(tmp_path / "journal", "* FROM snapshot")) == turns
        if spoilt:
            with sqlite3.connect(tmp_path / "journal") as file:
                file.execute("DELETE FROM snapshot")
            file.close()
        journal = opened()
        assert_same(journal.match("m"), whole)
        with pytest.raises(ScenarioError, match=": over"):
            journal.take("m", "late", sends(match, "Alfa"))
        journal.close()


def test_a_key_counts_once(opened: Open, match: Match):
    journal = opened()
    told(journal, "one", match)
    first, *_, last = match.inputs
    for place, again in ((0, first), (len(match.inputs) - 1, last)):
        assert_same(journal.take("one", f"one-{place}", again), match)
    journal.begin("other", match.game)
    for name, given in (("other", first), ("one", last)):
        with pytest.raises(ScenarioError, match="that key was of another input"):
            journal.take(name, "one-0", given)
    for key in ("", "k" * 65):
        with pytest.raises(ScenarioError, match="a key of 1 to 64 characters"):
            journal.take("other", key, first)
    assert journal.match("other").inputs == ()
    assert journal.matches() == ("one", "other")


@pytest.mark.parametrize("same_key", [True, False])
def test_of_two_tabs_that_race_one_moves(opened: Open, two: Scenario, same_key: bool):
    journal = opened()
    journal.begin("m", game(two, {"Alfa": PERSON, "Bravo": PERSON}))

    def send(tab: int) -> str:
        act = "talk" if same_key else ("talk", "denounce")[tab % 2]
        key = "k" if same_key else f"k{tab}"
        try:
            journal.take("m", key, Input(0, "move", "Alfa", {"Bravo": Said(act=act)}))
        except ScenarioError as refused:
            return str(refused)
        return "acknowledged"

    with ThreadPoolExecutor(8) as tabs:
        told = Counter(tabs.map(send, range(16)))
    late = "that has been sent already; take it back first to change it"
    assert told == ({"acknowledged": 16} if same_key else {"acknowledged": 1, late: 15})
    assert len(journal.match("m").inputs) == 1


def test_what_the_match_refuses_is_not_written(opened: Open, two: Scenario):
    journal = opened()
    journal.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    with pytest.raises(ScenarioError, match="out of reach"):
        journal.take("m", "k", Input(0, "move", "Alfa", {"Bravo": Said(act="trade")}))
    assert journal.take("m", "k", Input(0, "move", "Alfa", {"Bravo": Said(act="talk")})).awaited == ("Bravo",)
    with pytest.raises(ScenarioError, match="there is no match 'n'"):
        journal.take("n", "k", Input(0, "move", "Alfa", {"Bravo": Said(act="talk")}))
    with pytest.raises(ScenarioError, match="'m' is another game"):
        journal.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}, seed=8))


def test_nobody_is_told_of_what_could_not_be_written(opened: Open, two: Scenario):
    journal = opened()
    journal.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
    journal._file.execute("PRAGMA query_only = ON")  # as on a disk that takes no more
    move = Input(0, "move", "Alfa", {"Bravo": Said(act="talk")})
    with pytest.raises(ScenarioError, match="the journal could not be written"):
        journal.take("m", "k", move)
    assert journal.match("m").stage == "move"
    journal._file.execute("PRAGMA query_only = OFF")
    assert journal.take("m", "k", move).awaited == ("Bravo",)


def test_what_is_acknowledged_outlives_the_power(opened: Open, tmp_path: Path, two: Scenario):
    journal = opened()
    assert journal._file.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert journal._file.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
    with pytest.raises(ScenarioError, match="cannot be used as a journal") as refused:
        opened()
    assert "\n" not in str(refused.value)
    (tmp_path / "letter").write_text("Dear Sir, " * 500)
    with pytest.raises(ScenarioError, match="cannot be used as a journal of matches: file is not a database"):
        Journal(tmp_path / "letter")


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE snapshot SET state = x'00' WHERE turn = 2",
        "UPDATE snapshot SET seal = 'none' WHERE turn = 0",
        "UPDATE snapshot SET inputs = inputs - 1 WHERE turn = 3",
        "UPDATE snapshot SET state = (SELECT state FROM snapshot WHERE turn = 1) WHERE turn = 4",
        "DELETE FROM snapshot WHERE turn = 3",
        "DELETE FROM snapshot",
    ],
)
def test_a_snapshot_without_its_seal_counts_for_nothing(
    opened: Open, tmp_path: Path, match: Match, spoil: str
):
    journal = opened()
    told(journal, "m", match)
    journal.close()
    sound = rows(tmp_path / "journal", "turn, inputs, seal FROM snapshot ORDER BY turn")
    with sqlite3.connect(tmp_path / "journal") as file:
        file.execute(spoil)
    file.close()
    journal = opened()
    assert_same(journal.match("m"), match)
    journal.close()
    assert rows(tmp_path / "journal", "turn, inputs, seal FROM snapshot ORDER BY turn") == sound


def test_snapshots_save_the_months(opened: Open, match: Match, monkeypatch: pytest.MonkeyPatch):
    """With sound ones not a month is gone through again; those of another version of the model count for nothing."""
    journal = opened()
    told(journal, "m", match)
    journal.close()
    lived = list[Input]()

    def counted(match: Match, given: Input) -> Match:
        lived.append(given)
        return play(match, given)

    monkeypatch.setattr("simulation.play.journal.play", counted)
    journal = opened()
    assert_same(journal.match("m"), match)
    assert lived == []
    journal.close()
    monkeypatch.setattr(snapshot, "version", lambda: "another")
    assert_same(opened().match("m"), match)
    assert tuple(lived) == match.inputs


# --- killed at any point ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("deaths", [20, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_any_point_it_goes_on_where_it_was(tmp_path: Path, two: Scenario, deaths: int):
    """No input is lost, doubled or in another match; what was acknowledged was there."""
    seats = {"Alfa": PERSON, "Bravo": HIDDEN}
    script: Script = {}
    for seed, name in enumerate(("a", "b")):
        whole = played(begun(Game(two.to_toml(), seats, seed=seed, months=2)), 4 + deaths // 20)
        script[name] = (whole.game, whole.inputs)
    path, chance, killed = tmp_path / "journal", random.Random(7), 0
    acknowledged: set[tuple[str, int]] = set()
    for dies_at in deadly(chance, deaths):
        for heard in lives(str(path), script, dies_at):
            acknowledged.add(heard)
        killed += 1
        there = {(str(name), int(str(place))) for name, place in rows(path, "match, place FROM input")}
        assert acknowledged <= there
        if all(
            len([1 for one, _ in there if one == name]) == len(given) for name, (_, given) in script.items()
        ):
            path.unlink()  # through it before it was killed often enough: again from the start
            acknowledged.clear()
    assert killed == deaths
    acknowledged |= set(lives(str(path), script, None))
    with Journal(path) as journal:
        for name, (begins, given) in script.items():
            assert journal.match(name).inputs == tuple(given)
            assert_same(journal.match(name), restored(begins, given))
    written = rows(path, "match, place, key FROM input ORDER BY match, place")
    assert written == [
        (name, k, f"{name}-{k}") for name, (_, given) in script.items() for k in range(len(given))
    ]


def deadly(chance: random.Random, deaths: int) -> Iterator[float | int]:
    """When a process dies: at a statement of SQL, or (a fraction) after some seconds, in the middle of anything."""
    for death in range(deaths):
        yield chance.randrange(40) if death % 2 else chance.uniform(0.0, 0.25)


def lives(path: str, script: Script, dies_at: float | int | None) -> Sequence[tuple[str, int]]:
    """What a process acknowledged before it died, or was through."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journal_child"])
    ear, mouth = context.Pipe(duplex=False)
    at_statement = dies_at if isinstance(dies_at, int) else None
    child = context.Process(target=plays, args=(path, script, mouth, at_statement))
    child.start()
    mouth.close()
    heard = list[tuple[str, int]]()
    if isinstance(dies_at, float):
        child.join(0.0)
        ear.poll(20)  # it has begun to work
        child.join(dies_at)
        child.kill()
    try:
        while True:
            heard.append(ear.recv())
    except EOFError:
        pass
    child.join(30)
    if dies_at is None:
        assert child.exitcode == 0
    return heard
