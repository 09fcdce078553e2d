"""The only random numbers in the project, made beforehand and keyed by what they are for.

Runs are made in blocks of 64. For each (seed, block, kind, who) there is one counter-based stream (Philox; Salmon et al.
2011) that fills `[month, 64]` row by row. `who` is the state's name, or the two names of a pair: so run k is the same
alone or among a million, in any engine; a longer run begins as the shorter one; one more state, one more kind of draw, or
the states listed in another order changes no other number.
"""

from __future__ import annotations

import zlib

import numpy as np

from simulation.state import ISSUES, Draws

BLOCK = 64

#: kinds drawn once for a dyad, and shared by its two directions
_DYAD = ("u_crisis", "u_severity", "u_war", "u_incident", "n_climate")
_ISSUE = ("n_private",)
_STATE = ("u_leader", "n_leader", "u_abuse", "u_shock")
_WORLD = ("u_theatre", "u_size", "u_favour")


def _stream(seed: int, block: int, kind: str, who: str) -> np.random.Generator:
    words = (zlib.crc32(kind.encode()), zlib.crc32(who.encode()))
    return np.random.Generator(np.random.Philox(np.random.SeedSequence((seed, block, *words))))


def _fill(column: np.ndarray, seed: int, kind: str, who: str, first: int) -> None:
    """Fill `[month, run]` with the draws of one kind for one state, pair or issue of a pair, from run `first` on."""
    months, runs = column.shape
    for block in range(first // BLOCK, (first + runs - 1) // BLOCK + 1):
        stream = _stream(seed, block, kind, who)
        draw = stream.random if kind.startswith("u_") else stream.standard_normal
        start = block * BLOCK - first  # where the block begins among the runs asked for
        here = slice(max(start, 0), min(start + BLOCK, runs))
        column[:, here] = draw((months, BLOCK))[:, here.start - start : here.stop - start]


def fresh_seed() -> int:
    """A seed that nothing has had before, of the system's entropy: for whoever asks for chance without naming it."""
    return int(np.random.SeedSequence().generate_state(1, np.uint64)[0] >> np.uint64(1))


def nearby(seed: int, name: str, count: int) -> np.ndarray:
    """`count` standard normal numbers for something that has a name, as a parameter: they hang on seed and name alone."""
    return _stream(seed, 0, "nearby", name).standard_normal(count)


def of_design(seed: int, kind: str) -> np.random.Generator:
    """The chance of an experimental design, by the seed and the kind of design alone."""
    return _stream(seed, 0, "design", kind)


def draws(
    seed: int, states: tuple[str, ...], pairs: list[tuple[str, str]], months: int, first: int, last: int
) -> Draws:
    """All the chance of runs first..last-1: `Draws` with a month axis in front of every array.

    `pairs` are (actor, target) names in the order of the pair axis. The first months do not depend on `months`.
    """
    runs = last - first

    def of(kind: str, whos: list[str]) -> np.ndarray:
        made = np.empty((months, len(whos), runs))
        at: dict[str, int] = {}
        for place, who in enumerate(whos):
            if who in at:
                made[:, place] = made[:, at[who]]
            else:
                _fill(made[:, place], seed, kind, who, first)
                at[who] = place
        return made

    def named(kind: str) -> np.ndarray:
        if kind in _WORLD:
            return of(kind, ["world"])[:, 0]
        if kind in _STATE:
            return of(kind, list(states))
        if kind in _ISSUE:
            return np.stack(
                [of(f"{kind}:{issue}", ["\t".join(pair) for pair in pairs]) for issue in ISSUES], axis=1
            )
        return of(kind, ["\t".join(sorted(pair) if kind in _DYAD else pair) for pair in pairs])

    return Draws(**{kind: named(kind) for kind in Draws._fields})
