"""What a turn left behind, as bytes: the world after it and the months that it took. A cache of what inputs and chance say.

A line that says which arrays there are, of which type and shape, and then their bytes: so they come back to the bit.
NumPy's own archive does so too, but takes longer to read a turn of one month than the month took.
"""

from __future__ import annotations

import hashlib
import json
import math
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulation.inputs import imposed_on
from simulation.months import by_month
from simulation.play.at_table import AtTable
from simulation.play.match import OVER, Lived, Match, begun, looked_at
from simulation.play.seats import Game, Input
from simulation.state import Array, Record, World
from simulation.step import ORDERED
from simulation.version import version

FORM = "2"  # which arrays there are: what was packed in another form does not count


def packed(world: World, months: Sequence[Lived]) -> bytes:
    """The world and the months of one turn."""
    records, decided = [month.record for month in months], [month.decided for month in months]
    arrays = {f"world.{name}": value for name, value in world._asdict().items()}
    arrays |= {f"record.{name}": np.stack([getattr(one, name) for one in records]) for name in Record._fields}
    arrays |= {f"decided.{stage}": np.stack([one[stage] for one in decided]) for stage in ORDERED}
    arrays |= {
        f"table.{name}": np.stack([getattr(one.table, name) for one in months]) for name in AtTable._fields
    }
    arrays["read"] = np.stack([month.read for month in months])
    there = json.dumps([(name, value.dtype.str, value.shape) for name, value in arrays.items()])
    body = b"".join(value.tobytes() for value in arrays.values())
    return zlib.compress(there.encode() + b"\n" + body, level=1)


def unpacked(state: bytes) -> tuple[World, tuple[Lived, ...]]:
    """The inverse of `packed`; the arrays cannot be written to."""
    there, _, body = zlib.decompress(state).partition(b"\n")
    arrays, begins = dict[str, Array](), 0
    for name, kind, shape in json.loads(there):
        count = math.prod(shape)
        arrays[name] = np.frombuffer(body, kind, count, begins).reshape(shape)
        begins += arrays[name].nbytes
    world = World(**{name: arrays[f"world.{name}"] for name in World._fields})

    def month(place: int) -> Lived:
        def of(kind: str) -> Array:
            return arrays[kind][place]

        record = Record(**{name: of(f"record.{name}") for name in Record._fields})
        table = AtTable(**{name: of(f"table.{name}") for name in AtTable._fields})
        return Lived(record, {stage: of(f"decided.{stage}") for stage in ORDERED}, of("read"), table)

    return world, tuple(month(place) for place in range(len(arrays["read"])))


def seal(before: str, inputs: Sequence[Input], state: bytes) -> str:
    """What a snapshot must bear to count: it is of this version, of these inputs since the seal before, and whole."""
    made = hashlib.sha256()
    for part in (version(), FORM, before, *(one.to_json() for one in inputs)):
        made.update(part.encode() + b"\0")
    made.update(state)
    return made.hexdigest()


def resumed(game: Game, inputs: Sequence[Input], turns: Sequence[bytes]) -> Match:
    """The match as the last of these turns left it; `inputs` are those up to its end. Without turns: as it begins."""
    match = begun(game)
    if not turns:
        return match
    events = tuple(one.event for one in inputs if one.event is not None)
    if events:
        scenario = match.ground.scenario.changed(events=(*match.ground.scenario.events, *events))
        ground = match.ground._replace(scenario=scenario, imposed=by_month(imposed_on(scenario)))
        match = replace(match, ground=ground)
    lived = tuple[Lived, ...]()
    for state in turns:
        world, months = unpacked(state)
        lived += months
    last = len(lived) - len(months)
    after = replace(match, inputs=tuple(inputs), world=world, lived=lived, last=last, turn=len(turns))
    over = bool(world.over[0]) or len(lived) == after.length
    return replace(after, stage=OVER, held=None) if over else looked_at(after)
