"""The only random numbers in the project, made beforehand and keyed by what they are for.

Runs are made in blocks of 64. For each (seed, block, kind, who) there is one counter-based stream (Philox; Salmon et al.
2011) that fills `[month, 64]` row by row. `who` is the state's name, or the two names of a pair: so run k is the same
alone or among a million, in any engine; a longer run begins as the shorter one; one more state, one more kind of draw, or
the states listed in another order changes no other number.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from simulation.state import ISSUES, Array, Draws

BLOCK = 64
SPAN = 24  # months made at a time: no slower than all at once, in a twentieth of the memory of 44 years

#: kinds drawn once for a dyad, and shared by its two directions
_DYAD = ("u_crisis", "u_severity", "u_war", "u_incident", "n_climate")
_ISSUE = ("n_private",)
_STATE = ("u_leader", "n_leader", "u_abuse", "u_shock")
_WORLD = ("u_theatre", "u_size", "u_favour")


def _stream(seed: int, block: int, kind: str, who: str) -> np.random.Generator:
    words = (zlib.crc32(kind.encode()), zlib.crc32(who.encode()))
    return np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, block, *words))))


def _where(worlds: Array) -> dict[int, tuple[Array | slice, Array | slice]]:
    """By block of 64: which of these worlds are in it, as places among them and as places in the block."""
    found = {}
    for block in np.unique(worlds // BLOCK):
        here = np.flatnonzero(worlds // BLOCK == block)
        found[int(block)] = _range(here), _range(worlds[here] % BLOCK)
    return found


def _range(places: Array) -> Array | slice:
    """The same as a slice, which needs no look at each, where one place follows upon the other."""
    first, last = int(places[0]), int(places[-1]) + 1
    return slice(first, last) if np.array_equal(places, np.arange(first, last)) else places


def fresh_seed() -> int:
    """A seed that nothing has had before, of the system's entropy: for whoever asks for chance without naming it."""
    return int(np.random.SeedSequence().generate_state(1, np.uint64)[0] >> np.uint64(1))


def nearby(seed: int, name: str, count: int) -> np.ndarray:
    """`count` standard normal numbers for something that has a name, as a parameter: they hang on seed and name alone."""
    return _stream(seed, 0, "nearby", name).standard_normal(count)


def of_design(seed: int, kind: str) -> np.random.Generator:
    """The chance of an experimental design, by the seed and the kind of design alone."""
    return _stream(seed, 0, "design", kind)


#: seconds that a program takes before it sends in a match: one rule for all, so that no speed tells who sits there
LEAST_PAUSE, MOST_PAUSE = 0.8, 2.4


def pause(seed: int, turn: int, stage: str, seat: str) -> float:
    """Seconds that the program of a seat waits in a stage of a match, uniform between the two ends.

    The same again after a server has begun anew; it touches no chance of the match.
    """
    drawn = float(_stream(seed, 0, "pause", f"{turn}\t{stage}\t{seat}").random())
    return LEAST_PAUSE + (MOST_PAUSE - LEAST_PAUSE) * drawn


def lots(seed: int, name: str, count: int) -> np.ndarray:
    """`count` numbers, uniform on 0-1, for something settled by lot that has a name: they hang on seed and name."""
    return _stream(seed, 0, "lots", name).random(count)


def draws(
    seed: int, states: tuple[str, ...], pairs: Sequence[tuple[str, str]], months: int, first: int, last: int
) -> Draws:
    """All the chance of runs first..last-1: `Draws` with a month axis in front of every array.

    `pairs` are (actor, target) names in the order of the pair axis. The first months do not depend on `months`.
    """
    (every,) = spans(seed, states, pairs, months, np.arange(first, last), months)
    return every


def spans(
    seed: int,
    states: tuple[str, ...],
    pairs: Sequence[tuple[str, str]],
    months: int,
    worlds: Array,
    span: int = SPAN,
) -> Iterator[Draws]:
    """The chance of the runs of these numbers, `[run]`, so many months at a time: the same as all at once.

    A number may stand there more than once. Streams go on from span to span.
    """
    where = _where(worlds)

    @cache
    def streams(kind: str, who: str) -> list[np.random.Generator]:
        return [_stream(seed, block, kind, who) for block in where]

    def fill(column: Array, kind: str, who: str) -> None:
        """Fill `[month, run]` with the next draws of one kind for one state, pair or issue of a pair."""
        for stream, (here, there) in zip(streams(kind, who), where.values(), strict=True):
            draw = stream.random if kind.startswith("u_") else stream.standard_normal
            column[:, here] = draw((len(column), BLOCK))[:, there]

    def of(kind: str, whos: list[str], count: int) -> Array:
        made = np.empty((count, len(whos), len(worlds)))
        at: dict[str, int] = {}
        for place, who in enumerate(whos):
            if who in at:
                made[:, place] = made[:, at[who]]
            else:
                fill(made[:, place], kind, who)
                at[who] = place
        return made

    def named(kind: str, count: int) -> Array:
        if kind in _WORLD:
            return of(kind, ["world"], count)[:, 0]
        if kind in _STATE:
            return of(kind, list(states), count)
        if kind in _ISSUE:
            both = ["\t".join(pair) for pair in pairs]
            return np.stack([of(f"{kind}:{issue}", both, count) for issue in ISSUES], axis=1)
        return of(kind, ["\t".join(sorted(pair) if kind in _DYAD else pair) for pair in pairs], count)

    for begun in range(0, months, span):
        count = min(span, months - begun)
        yield Draws(**{kind: named(kind, count) for kind in Draws._fields})
