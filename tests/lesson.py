"""A lesson over HTTP: phones whose line is lost, a server that is killed; and whether what was written is what they sent.

with Program(path / "journal") as program:
    phones = asyncio.run(played(program, Plan(phones=8, turns=2, drops=10, kills=1)))
compared(path / "journal", phones, turns=2)
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from simulation.play.frame import frame_of
from simulation.play.journal import Journal
from simulation.play.match import OVER, restored
from simulation.play.room.ledger import Ledger
from simulation.play.seat_page import seat_main
from simulation.play.seats import Input
from tests.phones import SENT, THINKING, UNHEARD, Phone
from tests.playing import Browser
from tests.program import Program

ASKS = 10  # of so many phones one has a network without WebSockets
SOON = 0.3  # seconds at most from the message after which the server is to be killed until it is
LONGEST = 60.0  # seconds for a turn, with everything that can happen in it: a lesson that takes longer hangs


class Plan(NamedTuple):
    """A lesson: how many phones and turns, lines that are lost, kills of the server, and seconds of thinking."""

    phones: int
    turns: int
    drops: int = 0
    kills: int = 0
    thinks: tuple[float, float] = (0.5, 3.0)
    seed: int = 7

    @property
    def messages(self) -> int:
        return 2 * self.turns * self.phones


class Kill(NamedTuple):
    """When the server was killed, and when it was there again."""

    killed: float
    there: float


class Played(NamedTuple):
    """The phones of a lesson, and what the server went through."""

    phones: list[Phone]
    kills: list[Kill]


async def played(
    program: Program, plan: Plan, begun: Callable[[Browser], None] = lambda teacher: None
) -> Played:
    """A class from the teacher's first page until all matches are over. `begun` is called when all phones are asked."""
    chance = random.Random(plan.seed)
    teacher = await asyncio.to_thread(program.teacher)

    async def does(what: str, **fields: str) -> None:
        assert (await asyncio.to_thread(teacher.post, f"/teacher/{what}", fields)).status == 200

    await does("begin", scenario="classroom", seed=str(plan.seed), turns=str(plan.turns), key="")
    phones = [
        Phone(program.port, random.Random(chance.random()), plan.thinks, nth % ASKS == ASKS - 1)
        for nth in range(plan.phones)
    ]
    for phone in phones:
        await phone.comes()
    lost = [divmod(one, 2 * plan.turns) for one in chance.sample(range(plan.messages), plan.drops)]
    drops: list[dict[int, str]] = [{} for _ in phones]
    for nth, (who, which) in enumerate(lost):
        drops[who][which] = (THINKING, UNHEARD, SENT)[nth % 3]
    async with asyncio.timeout(LONGEST * plan.turns), asyncio.TaskGroup() as doing:
        for phone, of in zip(phones, drops, strict=True):
            doing.create_task(phone.plays(of))
        await does("start", key="start")
        while not all(phone.seen for phone in phones):
            await asyncio.sleep(0.01)
        begun(teacher)
        killing = doing.create_task(_killed(program, phones, plan, chance))
    return Played(phones, killing.result())


async def _killed(program: Program, phones: list[Phone], plan: Plan, chance: random.Random) -> list[Kill]:
    """Kill the server after messages that are drawn, and begin it again."""
    kills = list[Kill]()
    for after in sorted(chance.sample(range(plan.messages - plan.phones), plan.kills)):
        while sum(len(phone.messages) for phone in phones) < after:
            await asyncio.sleep(0.01)
        await asyncio.sleep(chance.uniform(0, SOON))
        await asyncio.to_thread(program.kill)
        killed = time.monotonic()
        await asyncio.to_thread(program.begin)
        kills.append(Kill(killed, time.monotonic()))
    return kills


def compared(file: Path, phones: list[Phone], turns: int) -> None:
    """That what the phones know to have sent is what is written, once, in the right place; and what they see follows.

    A match that is restored from what is written is the one that there is, and shows what the phones show.
    """
    with Journal(file) as journal:
        ledger = Ledger(journal)
        (name,) = ledger.rooms()
        room = ledger.room(name)
        with journal.written() as rows:
            written = rows.execute(
                'SELECT key, match, seat, turn, stage, "by", payload FROM input'
            ).fetchall()
        places = {key: one.place for key, one in room.phones.items() if one.place is not None}
        sent = {
            message.fields["key"]: (f"{name}-{places[phone.id][0]}", places[phone.id][1], message.turn,
                                    message.stage, "person", _said(message.fields))
            for phone in phones
            for message in phone.messages
        }  # fmt: skip
        assert {key: (*row, *_acts(payload)) for key, *row, payload in written} == sent
        assert len(written) == len(phones) * 2 * turns  # each phone once in each stage
        stages = Counter((match, seat, turn, stage) for _, match, seat, turn, stage, *_ in written)
        assert set(stages.values()) == {1}
        assert len(room.tables) == len(phones) // 2
        for number, table in enumerate(room.tables):
            match = journal.match(f"{name}-{number}")
            assert (match.stage, match.turn, table.stage, table.turn) == (OVER, turns, OVER, turns)
            again = restored(match.game, match.inputs)
            assert again == match
            for phone in phones:
                if places[phone.id][0] == number:
                    page = seat_main(frame_of(again, places[phone.id][1], "key"), "en", f"/seat/{phone.id}")
                    assert _world(phone.html) == _world(page)


def _said(fields: Mapping[str, str]) -> tuple[str, str | None, str | None]:
    return fields["act-0"], fields.get("consent-0"), fields.get("speak-0")


def _acts(payload: str) -> list[tuple[str, str | None, str | None]]:
    """What an input says to its rivals, in the words of the form."""
    words = {None: None, True: "yes", False: "no"}
    said = Input.from_json(payload).said.values()
    return [(str(one.act), words[one.consent], words[one.speaks]) for one in said]


def _world(html: str) -> str:
    """How things stand on a page: figures, lines, and the turn before."""
    found = re.search(r'<section class="world".*?</section>', html, re.DOTALL)
    assert found, html[:500]
    return found[0]
