"""Live matches: programs send after their pause, what is sent is there once, and whoever waits is told of its own alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from simulation import Scenario, ScenarioError, draws
from simulation.play.journal import Journal
from simulation.play.match import Match, restored
from simulation.play.seats import Input, Said, Seat
from simulation.play.tables import Tables, rev
from simulation.play.tickets import ticket
from simulation.scenario import Event
from tests.players import game, sends

PERSON, PROGRAM, HIDDEN = Seat(), Seat(False, "grit"), Seat(False, "hawk", hidden=True)
TALK = Input(0, "move", "Alfa", {"Bravo": Said(act="talk")})
CLASH = Event(date="1960-11", kind="incident", title="Two ships collide", size=0.9)


def soon(seed: int, turn: int, stage: str, seat: str) -> float:
    return 0.02


def live(path: Path, doing: Callable[[Tables], Awaitable[None]], pause: object = soon) -> None:
    """Do something with the tables of a journal, in a loop of their own."""

    async def within() -> None:
        with Journal(path / "journal") as journal:
            tables = Tables(journal, pause)  # type: ignore[arg-type]
            try:
                await asyncio.wait_for(doing(tables), 20)
            finally:
                await tables.close()

    asyncio.run(within())


async def until(tables: Tables, seat: str, done: Callable[[Match], bool]) -> Match:
    match = await tables.match("m")
    while not done(match):
        match = await tables.changed("m", seat, rev(match, seat))
    return match


@pytest.mark.parametrize("rival", [PROGRAM, HIDDEN])
def test_programs_send_once_nobody_else_is_waited_for(tmp_path: Path, two: Scenario, rival: Seat):
    async def doing(tables: Tables) -> None:
        match = await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": rival}))
        await asyncio.sleep(0.1)
        assert (await tables.match("m")).inputs == ()
        match = await tables.say("m", "k", TALK)
        assert match.awaited == ("Bravo",)
        match = await until(tables, "Alfa", lambda one: one.stage == "answer")
        assert [one.by for one in match.inputs] == ["person", "doctrine"]
        await asyncio.sleep(0.1)
        assert (await tables.match("m")).awaited == ("Alfa", "Bravo")
        await tables.say("m", "l", sends(match, "Alfa"))
        match = await until(tables, "Alfa", lambda one: one.turn == 1)
        assert restored(match.game, match.inputs) == match

    live(tmp_path, doing)


def test_what_is_taken_back_stops_the_programs(tmp_path: Path, three: Scenario):
    async def doing(tables: Tables) -> None:
        seats = {"Alfa": PERSON, "Bravo": PROGRAM, "Charlie": HIDDEN}
        match = await tables.begin("m", game(three, seats))
        for k in range(3):
            match = await tables.say("m", f"k{k}", sends(match, "Alfa"))
            match = await tables.say("m", f"u{k}", Input(0, "undo", "Alfa"))
        await asyncio.sleep(0.3)
        match = await tables.match("m")
        assert match.awaited == ("Alfa", "Bravo", "Charlie")
        assert rev(match, "Alfa") == 6
        await tables.say("m", "k", sends(match, "Alfa"))
        await until(tables, "Alfa", lambda one: one.stage == "answer")

    live(tmp_path, doing, lambda *due: 0.1)


def test_pauses_are_drawn_by_one_rule(tmp_path: Path):
    drawn = [
        draws.pause(seed, turn, stage, seat)
        for seed in range(5) for turn in range(20) for stage in ("move", "answer") for seat in ("Alfa", "Bravo")
    ]  # fmt: skip
    assert len(set(drawn)) == len(drawn)
    assert 0.8 <= min(drawn) < 0.9
    assert 2.3 < max(drawn) <= 2.4
    assert sum(drawn) / len(drawn) == pytest.approx(1.6, abs=0.1)
    assert draws.pause(3, 2, "move", "Alfa") == draws.pause(3, 2, "move", "Alfa")


def test_after_a_restart_it_goes_on_where_it_was(tmp_path: Path, two: Scenario):
    """Killed, or ended, in a program's pause: the pause is begun anew as soon as anybody asks."""
    at_last = list[Match]()

    async def begins(tables: Tables) -> None:
        await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
        at_last.append(await tables.say("m", "k", TALK))

    async def goes_on(tables: Tables) -> None:
        match = await tables.match("m")
        assert match == at_last[0]
        assert rev(match, "Alfa") == rev(at_last[0], "Alfa") == 1
        assert (await tables.say("m", "k", TALK)) == match  # a phone that has not heard sends again
        await until(tables, "Alfa", lambda one: one.stage == "answer")

    live(tmp_path, begins, lambda *due: 60.0)
    live(tmp_path, goes_on)


def test_nobody_is_told_what_others_send(tmp_path: Path, two: Scenario):
    async def doing(tables: Tables) -> None:
        match = await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PERSON}))
        waits = {seat: asyncio.ensure_future(tables.changed("m", seat, 0)) for seat in match.game.seats}
        await asyncio.sleep(0.05)
        await tables.say("m", "k", TALK)
        await asyncio.sleep(0.05)
        assert [seat for seat, wait in waits.items() if wait.done()] == ["Alfa"]
        match = await tables.say("m", "l", Input(0, "undo", "Alfa"))
        assert (rev(match, "Alfa"), rev(match, "Bravo")) == (2, 0)
        match = await tables.say("m", "e", Input(0, "event", by="teacher", event=CLASH))
        assert (rev(match, "Alfa"), rev(match, "Bravo")) == (2, 0)
        await tables.say("m", "n", TALK)
        await tables.say("m", "o", Input(0, "move", "Bravo", {"Alfa": Said(act="hold")}))
        assert rev(await waits["Bravo"], "Bravo") == 2

    live(tmp_path, doing)


def test_whoever_is_away_is_played_by_its_doctrine_until_back(tmp_path: Path, two: Scenario):
    async def doing(tables: Tables) -> None:
        await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PERSON}))
        await tables.away("m", "Bravo")
        await tables.say("m", "k", TALK)
        match = await until(tables, "Alfa", lambda one: one.stage == "answer")
        await tables.say("m", "l", sends(match, "Alfa"))
        await tables.back("m", "Bravo")  # in the pause: it is asked itself
        await asyncio.sleep(0.1)
        match = await tables.match("m")
        assert match.awaited == ("Bravo",)
        match = await tables.say("m", "n", sends(match, "Bravo"))
        assert [one.by for one in match.inputs] == ["person", "doctrine", "person", "person"]
        match = await tables.say("m", "d", Input(1, "move", "Bravo", by="doctrine"))
        with pytest.raises(ScenarioError, match="nothing to take back"):  # of what its doctrine has done
            await tables.say("m", "u", Input(1, "undo", "Bravo"))
        await tables.away("m", "Alfa")
        await tables.away("m", "Bravo")
        await asyncio.sleep(0.2)
        assert (await tables.match("m")) == match  # it does not play itself

    live(tmp_path, doing)


def test_a_match_that_is_ended_early_ends_for_all_who_wait(tmp_path: Path, two: Scenario):
    """Also for who has sent and waits for a program, which sends no more."""

    async def doing(tables: Tables) -> None:
        match = await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
        match = await tables.say("m", "k", TALK)
        waits = asyncio.ensure_future(tables.changed("m", "Alfa", rev(match, "Alfa")))
        await tables.say("m", "e", Input(0, "end", by="teacher"))
        assert (await waits).stage == "over"
        await asyncio.sleep(0.1)
        assert [one.stage for one in (await tables.match("m")).inputs] == ["move", "end"]

    live(tmp_path, doing, lambda *due: 0.05)


def test_a_match_that_is_held_waits(tmp_path: Path, two: Scenario):
    async def doing(tables: Tables) -> None:
        await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
        await tables.hold("m", True)
        await tables.say("m", "k", TALK)
        await asyncio.sleep(0.1)
        assert (await tables.match("m")).awaited == ("Bravo",)
        await tables.hold("m", False)
        await until(tables, "Alfa", lambda one: one.stage == "answer")

    live(tmp_path, doing)


def test_what_is_begun_is_ended_though_nobody_waits(tmp_path: Path, two: Scenario):
    """A browser that hangs up in the middle of its POST: what it sent counts, and the programs are told."""

    async def doing(tables: Tables) -> None:
        await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
        asked = asyncio.ensure_future(tables.say("m", "k", TALK))
        await asyncio.sleep(0)
        asked.cancel()
        await until(tables, "Alfa", lambda one: one.stage == "answer")

    live(tmp_path, doing)


def test_a_program_tries_again_what_could_not_be_written(
    tmp_path: Path, two: Scenario, caplog: pytest.LogCaptureFixture
):
    async def doing(tables: Tables) -> None:
        await tables.begin("m", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}))
        await tables.say("m", "k", TALK)
        await tables.ask(tables._journal._file.execute, "PRAGMA query_only = ON")
        await asyncio.sleep(0.1)
        assert (await tables.match("m")).awaited == ("Bravo",)
        await tables.ask(tables._journal._file.execute, "PRAGMA query_only = OFF")
        await until(tables, "Alfa", lambda one: one.stage == "answer")

    live(tmp_path, doing)
    assert "the journal could not be written" in caplog.text


def test_forgotten_is_forgotten(tmp_path: Path, two: Scenario):
    """Nothing of it is left in any file; and the match beside it is untouched."""

    def found(word: str) -> list[str]:
        return [one.name for one in tmp_path.iterdir() if word.encode() in one.read_bytes()]

    async def doing(tables: Tables) -> None:
        for name in ("m", "n"):
            mine, _ = ticket(name, "Alfa", f"ticket-of-{name}")
            await tables.begin(name, game(two, {"Alfa": PERSON, "Bravo": PROGRAM}), [mine])
            await tables.hold(name, True)  # nothing moves while somebody waits for a change
            await tables.say(name, f"key-of-{name}", TALK)
            await tables.ask(tables._journal.note, name, "Alfa", "Bravo", f"guess-of-{name}")
        waits = asyncio.ensure_future(tables.changed("m", "Alfa", 1))
        await asyncio.sleep(0)
        await tables.forget("m")
        with pytest.raises(ScenarioError, match="there is no match 'm'"):
            await waits
        with pytest.raises(ScenarioError, match="there is no match 'm'"):
            await tables.say("m", "x", TALK)
        assert tables._journal.ticket("ticket-of-m") is None
        assert [one.id for one in tables._journal.made()] == ["n"]
        for word in ("ticket-of-", "key-of-", "guess-of-"):
            assert found(f"{word}m") == []
            assert found(f"{word}n") != []
        await asyncio.sleep(0.1)  # of its programs nobody hears any more
        await tables.forget("m")

    live(tmp_path, doing)


def test_of_many_matches_the_ones_used_last_are_kept_worked_out(
    tmp_path: Path, two: Scenario, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("simulation.play.journal.MOST_LIVE", 2)

    async def doing(tables: Tables) -> None:
        for k in range(4):
            await tables.begin(f"m{k}", game(two, {"Alfa": PERSON, "Bravo": PROGRAM}, seed=k))
        assert list(tables._journal._live) == ["m2", "m3"]
        assert (await tables.match("m0")).game.seed == 0
        assert list(tables._journal._live) == ["m3", "m0"]

    live(tmp_path, doing)
