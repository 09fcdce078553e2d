"""A room, live: who is away is played for, votes and clocks decide, and a service that dies has lost nothing."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulation import ScenarioError, load_scenario
from simulation.play.journal import Journal
from simulation.play.match import Match, begun, restored
from simulation.play.room import events as ev
from simulation.play.room.hosting import Hosting
from simulation.play.room.ledger import Ledger
from simulation.play.room.preview import preview, told
from simulation.play.room.settings import Settings
from simulation.play.room.state import HAWK, LEADER
from simulation.play.seats import Input, Said
from simulation.play.tables import Tables
from tests import room_child
from tests.classes import of_role
from tests.players import sends

ROOT = Path(__file__).parents[1]
CLASSROOM = load_scenario("classroom")
TOML = CLASSROOM.to_toml()
OWN, RIVAL = CLASSROOM.labels
PAIRS = Settings(TOML)
TEAMS = Settings(TOML, sits="teams", size=6)
CLASH = {"kind": "incident", "title": "Two ships collide", "size": 0.9}


class Clock:
    """Time that goes on when the test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def soon(seed: int, turn: int, stage: str, seat: str) -> float:
    return 0.01


Doing = Callable[[Hosting, Clock], Awaitable[None]]


def hosted(
    path: Path, doing: Doing, settings: Settings | None = None, phones: int = 0, at: float = 1000.0
) -> None:
    """Do something with a room in a loop of its own: begun with phones and started, or gone on with."""

    async def within() -> None:
        clock = Clock()
        clock.now = at
        with Journal(path / "journal") as journal:
            tables = Tables(journal, soon)
            hosting = Hosting(tables, Ledger(journal), "room", clock)
            try:
                await hosting.open(settings)
                for nth in range(phones):
                    await hosting.join("en", f"join-{nth}")
                if phones:
                    await hosting.start()
                await asyncio.wait_for(doing(hosting, clock), 30)
            finally:
                await hosting.close()
                await tables.close()

    asyncio.run(within())


def leader(hosting: Hosting, state: str, table: int = 0) -> str:
    return of_role(hosting.room, LEADER, state, table)


async def plays(hosting: Hosting, state: str, table: int = 0) -> Match:
    """What the made-up player of a seat sends now."""
    match = hosting.matches[table]
    given = sends(match, state)
    return await hosting.take(leader(hosting, state, table), f"{table}-{state}-{len(match.inputs)}", given)


async def later(hosting: Hosting, clock: Clock, seconds: float, *alive: str) -> None:
    """So many seconds later; these phones were heard of meanwhile."""
    clock.now += seconds
    for phone in alive:
        hosting.hear(phone)
    await hosting.look()


async def until(hosting: Hosting, done: Callable[[], bool]) -> None:
    count = hosting.count
    while not done():
        count = await hosting.any_change(count)


def test_a_pair_plays_and_what_is_played_is_what_is_written(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        for _ in range(2):
            for state in (OWN, RIVAL, OWN, RIVAL):
                await plays(hosting, state)
        match = hosting.matches[0]
        assert (match.turn, hosting.room.tables[0].turn) == (2, 2)
        assert restored(match.game, match.inputs) == match
        with pytest.raises(ScenarioError, match="plays no state"):
            await hosting.take("nobody", "k", sends(match, OWN))

    hosted(tmp_path, doing, PAIRS, 2)


def test_a_phone_sends_for_its_own_state_whatever_the_message_says(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        given = replace(sends(hosting.matches[0], OWN), seat=RIVAL)
        match = await hosting.take(leader(hosting, OWN), "k", given)
        assert list(match.sent) == [OWN]

    hosted(tmp_path, doing, PAIRS, 2)


def test_who_is_away_for_twenty_seconds_is_played_for_until_it_is_back(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        own, rival = leader(hosting, OWN), leader(hosting, RIVAL)
        await later(hosting, clock, 19.0, own)
        assert not hosting.room.phones[rival].away
        await plays(hosting, OWN)
        await later(hosting, clock, 1.0, own)
        assert hosting.room.phones[rival].away
        await until(hosting, lambda: hosting.room.tables[0].stage == "answer")
        assert [one.by for one in hosting.matches[0].inputs] == ["person", "doctrine"]
        await later(hosting, clock, 1.0, own, rival)
        assert not hosting.room.phones[rival].away
        await plays(hosting, OWN)
        await asyncio.sleep(0.05)
        assert hosting.matches[0].awaited == (RIVAL,)  # it is its owner's again
        await plays(hosting, RIVAL)
        assert hosting.room.tables[0].turn == 1

    hosted(tmp_path, doing, PAIRS, 2)


def test_an_empty_seat_is_a_programs_and_nothing_tells_so(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        (phone,) = hosting.room.phones
        _, state = hosting.seat(phone) or ("", "")
        await plays(hosting, state)
        await until(hosting, lambda: hosting.room.tables[0].stage == "answer")
        assert (await hosting.join("id", "late")).room.phones != {}
        late = next(key for key in hosting.room.phones if key != phone)
        assert hosting.room.phones[late].came == "program"
        await plays(hosting, state)
        await asyncio.sleep(0.05)
        assert len(hosting.matches[0].awaited) == 1  # somebody thinks there now

    hosted(tmp_path, doing, PAIRS, 1)


def test_closing_plays_for_whoever_has_not_sent_for_this_stage_alone(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        await plays(hosting, OWN)
        await hosting.do(ev.Closed(at=hosting.now()))
        assert [[one.by for one in match.inputs] for match in hosting.matches.values()] == [
            ["person", "doctrine"],
            ["doctrine", "doctrine"],
        ]
        assert [table.stage for table in hosting.room.tables] == ["answer", "answer"]
        await hosting.do(ev.Closed(at=hosting.now(), table=1))
        assert [table.turn for table in hosting.room.tables] == [0, 1]

    hosted(tmp_path, doing, PAIRS, 4)


def test_the_clock_closes_a_stage_and_not_in_a_pause(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        phones = list(hosting.room.phones)
        await later(hosting, clock, 50.0, *phones)
        await hosting.do(ev.Paused(at=hosting.now()))
        await later(hosting, clock, 900.0)
        assert not any(phone.away for phone in hosting.room.phones.values())  # nobody is away in a pause
        with pytest.raises(ScenarioError, match="there is a pause"):
            await plays(hosting, OWN)
        await hosting.do(ev.Resumed(at=hosting.now()))
        await later(hosting, clock, 9.0, *phones)
        assert [table.stage for table in hosting.room.tables] == ["move"]
        await hosting.do(ev.Extended(at=hosting.now()))
        await later(hosting, clock, 15.0, *phones)
        assert hosting.side(phones[0]).left == 16.0
        await later(hosting, clock, 16.0, *phones)
        assert hosting.room.tables[0].stage == "answer"

    hosted(tmp_path, doing, replace(PAIRS, clock=60.0), 2)


def test_one_table_ends_early_and_then_all_even_in_a_pause(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        for state in (OWN, RIVAL, OWN, RIVAL, OWN):
            await plays(hosting, state, 1)
        await hosting.end(1)
        match, table = hosting.matches[1], hosting.room.tables[1]
        assert (match.stage, match.turn, table.stage, table.turn) == ("over", 1, "over", 1)
        assert hosting.matches[0].stage == "move"
        late = Input(1, "move", said={OWN: Said(act="hold")})
        with pytest.raises(ScenarioError, match=": over"):
            await hosting.take(leader(hosting, RIVAL, 1), "late", late)
        await plays(hosting, OWN)
        await hosting.do(ev.Paused(at=hosting.now()))
        await hosting.end()
        assert [table.stage for table in hosting.room.tables] == ["over", "over"]
        assert [len(one.inputs) for one in hosting.matches.values()] == [2, 6]
        assert (hosting.room.phase, hosting.projector().over) == ("playing", 2)
        assert hosting.side(leader(hosting, OWN)).stage == "over"
        await hosting.do(ev.Finished(at=hosting.now()))

    hosted(tmp_path, doing, PAIRS, 4)


def test_an_end_of_which_the_service_died_comes_once(tmp_path: Path) -> None:
    async def dies(hosting: Hosting, clock: Clock) -> None:
        await plays(hosting, OWN)
        await hosting.tables.ask(hosting._ledger.take, "room", ev.Ended(at=1001.0))

    async def goes_on(hosting: Hosting, clock: Clock) -> None:
        assert [one.stage for one in hosting.matches[0].inputs] == ["move", "end"]
        assert (hosting.room.phase, hosting.room.tables[0].stage) == ("playing", "over")

    hosted(tmp_path, dies, PAIRS, 2)
    for at in (1030.0, 1060.0):
        hosted(tmp_path, goes_on, at=at)


def test_an_end_waits_for_a_program_that_was_faster(tmp_path: Path) -> None:
    """What it is told of a stage that is past is refused, and said again of the stage of now."""

    async def doing(hosting: Hosting, clock: Clock) -> None:
        match, name = hosting.matches[0], hosting.match_name(0)
        for state in (OWN, RIVAL, OWN, RIVAL):  # behind its back
            match = await hosting.tables.say(name, f"k-{len(match.inputs)}", sends(match, state))
        hosting._matches[0] = begun(match.game)
        await hosting.end()
        assert (hosting.matches[0].stage, hosting.matches[0].turn) == ("over", 1)

    hosted(tmp_path, doing, PAIRS, 2)


def test_an_event_happens_at_all_tables_or_one_and_not_at_those_of_later(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        await hosting.inject(ev.Injected(at=hosting.now(), **CLASH))  # type: ignore[arg-type]
        with pytest.raises(ScenarioError, match="repeats"):
            await hosting.inject(ev.Injected(at=hosting.now(), table=1, **CLASH))  # type: ignore[arg-type]
        assert len(hosting.room.injected) == 1  # what can happen nowhere is not written down
        other = CLASH | {"title": "A plane is shot down"}
        await hosting.inject(ev.Injected(at=hosting.now(), table=1, **other))  # type: ignore[arg-type]
        late = (await hosting.join("en", "late")).phone
        assert hosting.room.phones[late].came == "own"
        events = [[one.event for one in match.inputs if one.event] for match in hosting.matches.values()]
        assert [len(one) for one in events] == [1, 2, 0]
        assert events[0][0] is not None
        assert events[0][0].date == CLASSROOM.month_text(1)

    hosted(tmp_path, doing, replace(PAIRS, sits="doctrine"), 2)

    async def again(hosting: Hosting, clock: Clock) -> None:
        assert [len(match.inputs) for match in hosting.matches.values()] == [1, 2, 0]

    hosted(tmp_path, again)


def test_votes_decide_for_a_leader_who_is_away(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        team = hosting.room.members((0, OWN))
        led = leader(hosting, OWN)
        others = [key for key in hosting.room.phones if key != led]
        await later(hosting, clock, 20.0, *others)
        voters = [key for key in team if key != led]
        for key in voters:
            assert hosting.matches[0].inputs == ()
            vote = ev.Advised(at=hosting.now(), phone=key, turn=0, stage="move", acts={RIVAL: "talk"})
            await hosting.decide(vote, f"vote-{key}")
        assert [(one.seat, one.by, one.said[RIVAL].act) for one in hosting.matches[0].inputs] == [
            (OWN, "person", "talk")
        ]

    hosted(tmp_path, doing, TEAMS, 8)


def test_a_veto_takes_back_what_the_leader_has_sent(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        match = hosting.matches[0]
        await hosting.take(leader(hosting, RIVAL), "a", Input(0, "move", RIVAL, {OWN: Said(act="talk")}))
        await hosting.take(leader(hosting, OWN), "b", Input(0, "move", OWN, {RIVAL: Said(act="hold")}))
        yes = Input(0, "answer", OWN, {RIVAL: Said(act="hold", consent=True)})
        await hosting.take(leader(hosting, OWN), "c", yes)
        hawk = of_role(hosting.room, HAWK, OWN)
        now: dict[str, Any] = {"at": hosting.now(), "phone": hawk, "turn": 0, "stage": "answer"}
        await hosting.decide(ev.Used(**now, power="allow"), "d")
        assert OWN in hosting.matches[0].sent  # nothing speaks against it
        await hosting.decide(ev.Used(**now, power="veto", rival=RIVAL), "e")
        await hosting.decide(ev.Used(**now, power="veto", rival=RIVAL), "e")  # two taps
        assert OWN not in hosting.matches[0].sent
        assert hosting.side(hawk).powers == {"veto": 1, "allow": None}
        match = await hosting.take(leader(hosting, OWN), "f", yes)
        assert match.sent[OWN].said[RIVAL].consent is False
        with pytest.raises(ScenarioError, match="the leader sends"):
            await hosting.take(hawk, "g", yes)

    hosted(tmp_path, doing, TEAMS, 8)


def test_a_service_that_died_goes_on_where_it_was(tmp_path: Path) -> None:
    async def dies(hosting: Hosting, clock: Clock) -> None:
        await plays(hosting, OWN)
        # what follows from these was not done when it died
        await hosting.tables.ask(hosting._ledger.take, "room", ev.Injected(at=1001.0, **CLASH))  # type: ignore[arg-type]
        await hosting.tables.ask(hosting._ledger.take, "room", ev.Closed(at=1001.0))

    hosted(tmp_path, dies, PAIRS, 2)
    seen = list[Match]()

    async def goes_on(hosting: Hosting, clock: Clock) -> None:
        match = hosting.matches[0]
        assert [(one.stage, one.by) for one in match.inputs] == [
            ("move", "person"),
            ("event", "teacher"),
            ("move", "doctrine"),
        ]
        assert (hosting.room.tables[0].stage, hosting.room.paused) == ("answer", None)
        assert not any(phone.away for phone in hosting.room.phones.values())
        seen.append(match)

    hosted(tmp_path, goes_on, at=1030.0)

    async def next_week(hosting: Hosting, clock: Clock) -> None:
        assert hosting.room.paused is not None
        assert hosting.matches[0] == seen[0]
        with pytest.raises(ScenarioError, match="there is a pause"):
            await plays(hosting, OWN)
        await hosting.do(ev.Resumed(at=hosting.now()))
        await plays(hosting, OWN)

    hosted(tmp_path, next_week, at=1030.0 + 7 * 24 * 3600)


def test_two_taps_on_join_are_one_phone_and_a_pin_hands_it_over(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        entry, again = await hosting.join("en", "k"), await hosting.join("en", "k")
        assert (entry.phone, entry.token) == (again.phone, again.token)
        assert len(hosting.room.phones) == 1
        assert await hosting.knows(entry.phone, entry.token)
        pin = await hosting.show_pin(entry.phone)
        wrong = f"{(int(pin) + 1) % 10_000:04d}"
        assert await hosting.try_pin(entry.phone, wrong) is None
        token = await hosting.try_pin(entry.phone, pin)
        assert token is not None
        assert [await hosting.knows(entry.phone, one) for one in (token, entry.token, "")] == [
            True,
            False,
            False,
        ]
        await hosting.do(ev.Finished(at=hosting.now()))
        assert not await hosting.knows(entry.phone, token)
        await hosting.forget()
        with pytest.raises(ScenarioError, match="no class"):
            await hosting.tables.ask(hosting._ledger.room, "room")

    hosted(tmp_path, doing, PAIRS)


def test_numbers_rise_for_whoever_sees_something_else_and_nobody_besides(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        own, rival = (list(hosting.room.members((0, state))) for state in (OWN, RIVAL))

        def numbers(phones: list[str]) -> list[int]:
            return [hosting.rev(phone) for phone in phones]

        before = numbers(own), numbers(rival)
        waiting = asyncio.ensure_future(hosting.changed(own[0], before[0][0]))
        vote = ev.Advised(at=hosting.now(), phone=rival[0], turn=0, stage="move", acts={OWN: "talk"})
        await hosting.decide(vote, "a")
        await hosting.do(ev.Left(at=hosting.now(), phone=rival[1]))
        await hosting.take(leader(hosting, RIVAL), "b", Input(0, "move", RIVAL, {OWN: Said(act="hold")}))
        assert numbers(own) == before[0]
        assert all(now > then for now, then in zip(numbers(rival), before[1], strict=True))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        await hosting.do(ev.Paused(at=hosting.now()))
        assert await waiting > before[0][0]
        assert numbers(own) == [one + 1 for one in before[0]]

    hosted(tmp_path, doing, TEAMS, 8)


def test_pages_of_a_removed_phone_are_told(tmp_path: Path) -> None:
    async def doing(hosting: Hosting, clock: Clock) -> None:
        phone = next(iter(hosting.room.phones))
        waiting = asyncio.ensure_future(hosting.changed(phone, hosting.rev(phone)))
        await asyncio.sleep(0)
        await hosting.do(ev.Removed(at=hosting.now(), phone=phone))
        with pytest.raises(ScenarioError, match="not in this class"):
            await waiting

    hosted(tmp_path, doing, PAIRS, 2)


def test_a_preview_tells_what_an_event_does_with_chance_of_its_own(tmp_path: Path) -> None:
    match = begun(PAIRS.game(0))
    seen = preview(match, ev.Injected(at=0.0, **CLASH))  # type: ignore[arg-type]
    assert (seen.worlds, seen.date) == (512, CLASSROOM.month_text(1))
    assert seen.given > seen.without + 0.1
    assert 0.3 < seen.same <= 1 - (seen.given - seen.without)
    nothing = preview(match, ev.Injected(at=0.0, kind="incident", title="Nothing", size=0.0))
    assert (nothing.given, nothing.same) == (nothing.without, 1.0)
    assert told(nothing, "en").startswith("Crisis in")
    assert "dunia" in told(seen, "id")
    assert preview(match, ev.Injected(at=0.0, **CLASH)) == seen  # type: ignore[arg-type]
    with pytest.raises(ScenarioError, match="no event that can be brought in"):
        preview(match, ev.Injected(at=0.0, **CLASH).model_copy(update={"after": 48}))  # type: ignore[arg-type]

    async def doing(hosting: Hosting, clock: Clock) -> None:
        assert await hosting.preview(ev.Injected(at=0.0, **CLASH)) == seen  # type: ignore[arg-type]
        with pytest.raises(ScenarioError):
            await hosting.preview(ev.Injected(at=0.0, table=9, **CLASH))  # type: ignore[arg-type]

    hosted(tmp_path, doing, PAIRS, 2)


# --- killed ----------------------------------------------------------------------------------------------------------


def killed_once(path: Path, after: int) -> list[str]:
    """The keys that a class acknowledged until it was killed, with that signal which nothing can catch."""
    command = [sys.executable, "-m", "tests.room_child", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        told = [line for line, _ in zip(child.stdout, range(after), strict=False)]
        child.kill()
        return [line.strip() for line in (*told, *child.stdout) if line.endswith("\n")]


@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.long)])
def test_a_class_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path: Path, kills: int) -> None:
    path, chance = tmp_path / "journal", random.Random(5)
    told = [key for _ in range(kills) for key in killed_once(path, chance.randint(1, 40 // kills + 1))]
    asyncio.run(room_child.lesson(str(path), told.append))
    assert len(set(told)) == len(told)
    with Journal(path) as journal:
        room = Ledger(journal).room("room")
        assert (room.phase, len(room.phones), len(room.tables)) == ("playing", room_child.PHONES, 3)
        with journal.written() as file:
            rows = file.execute('SELECT key, match, seat, turn, stage, "by" FROM input').fetchall()
        persons = [row for row in rows if row[-1] == "person"]
        assert sorted(set(told) - {row[0] for row in persons}) == []  # what was acknowledged is there
        for key, match, seat, turn, stage, _ in persons:
            assert key == f"{match.removeprefix('room-')}:{seat}:{turn}:{stage}"
        for number, table in enumerate(room.tables):
            match = journal.match(f"room-{number}")
            assert restored(match.game, match.inputs) == match
            assert (table.stage, table.turn) == ("over", match.turn)
            stages = [(one.seat, one.turn, one.stage) for one in match.inputs]
            assert len(set(stages)) == len(stages) == 4 * match.turn
