"""A class that plays by itself in a process of its own, and says what was acknowledged; to be killed at any moment."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable

from simulation import load_scenario
from simulation.play.journal import Journal
from simulation.play.room.hosting import Hosting
from simulation.play.room.ledger import Ledger
from simulation.play.room.settings import Settings
from simulation.play.tables import Tables
from tests.players import sends

PHONES, TURNS = 5, 4


def settings() -> Settings:
    return Settings(load_scenario("classroom").to_toml(), months=1, turns=TURNS)


def soon(seed: int, turn: int, stage: str, seat: str) -> float:
    return 0.005


async def plays(hosting: Hosting, phone: str, told: Callable[[str], None]) -> None:
    """A phone until its match is over; what it sends has the key that the same phone would give it again."""
    place = hosting.room.phones[phone].place
    assert place is not None
    table, state = place
    while (match := hosting.matches[table]).stage != "over":
        if state in match.awaited:
            key = f"{table}:{state}:{match.turn}:{match.stage}"
            await hosting.take(phone, key, sends(match, state))
            told(key)
        await asyncio.sleep(0.005)
        hosting.hear(phone)


async def lesson(path: str, told: Callable[[str], None]) -> None:
    """A lesson from wherever it is to its end."""
    with Journal(path) as journal:
        tables = Tables(journal, soon)
        hosting = Hosting(tables, Ledger(journal), "room")
        try:
            room = await hosting.open(settings())
            for nth in range(len(room.phones), PHONES):
                await hosting.join("en", f"join-{nth}")
            if hosting.room.phase == "lobby":
                await hosting.start()
            await asyncio.gather(*(plays(hosting, phone, told) for phone in list(hosting.room.phones)))
            while any(
                table.stage != "over" for table in hosting.room.tables
            ):  # what follows from the last move
                await asyncio.sleep(0.005)
        finally:
            await hosting.close()
            await tables.close()


if __name__ == "__main__":
    asyncio.run(lesson(sys.argv[1], lambda key: print(key, flush=True)))
