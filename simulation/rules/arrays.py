"""Two or three array idioms that all rules share; written so that a run's numbers never depend on its neighbours.

A library's own sum may add in another order when the run axis has another length. Sums over actions, rivals and issues
are therefore written out: run k alone equals run k among many, to the bit.
"""

from __future__ import annotations

from typing import Any

from simulation.state import Array

#: differences below this are rounding and decide nothing: far above what a sum of doubles loses, far below what is meant
ROUNDING = 1e-9
IN_SINGLES = 1e-5  # the same of numbers in single precision


#: the library of each type of array that has been met: to ask an array takes a microsecond, a hundred times a month
_LIBRARIES: dict[type, Any] = {}


def namespace(x: Array) -> Any:
    """The library that an array belongs to, by which a rule takes a maximum or a logarithm; it goes by the array's type.

    A plain number belongs to none, nor does one of NumPy 2.0's own: for those it is NumPy.
    """
    kind = type(x)
    if kind not in _LIBRARIES:
        import numpy  # here only: the rules are for whichever library their arrays come from

        _LIBRARIES[kind] = getattr(x, "__array_namespace__", lambda: numpy)()
    return _LIBRARIES[kind]


def may_be(mask: Array) -> bool:
    """Whether a condition holds anywhere, so that what follows from it must be worked out.

    While a month is compiled nobody knows yet, and it may be.
    """
    xp = namespace(mask)
    return xp.__name__ != "numpy" or bool(xp.any(mask))


def at_least(x: Array, least: Array) -> Array:
    """Whether x >= least, bool, rounding aside: for comparisons in which the two can come to be equal.

    Another processor or library may differ in the last bit, and a bit must not decide a treaty.
    """
    return x >= least - _lost(x, least)


def above(x: Array, most: Array) -> Array:
    """Whether x > most by more than rounding, bool: the contrary of `at_least(most, x)`."""
    return x - _lost(x, most) > most


def _lost(*sides: Array) -> float:
    """What rounding may have taken from a comparison of these."""
    return IN_SINGLES if 4 in [getattr(side, "itemsize", 8) for side in sides] else ROUNDING


def add_up(x: Array) -> Array:
    """Sum over the first axis, always in the same order: `[k, ...] -> [...]`."""
    total = x[0]
    for part in x[1:]:
        total = total + part
    return total


def over_rivals(x: Array, states: int) -> Array:
    """Sum of what a state has towards each of its rivals: `[pair, run] -> [state, run]`."""
    if states == 2:
        return x  # one rival each
    folded = x.reshape(states, states - 1, *x.shape[1:])
    total = folded[:, 0]
    for rival in range(1, states - 1):
        total = total + folded[:, rival]
    return total


def worst_rival(x: Array, states: int) -> Array:
    """Largest of what a state has towards its rivals: `[pair, run] -> [state, run]`."""
    if states == 2:
        return x  # one rival each
    return x.reshape(states, states - 1, *x.shape[1:]).max(axis=1)


def positive(x: Array) -> Array:
    """max(x, 0)."""
    return namespace(x).maximum(x, 0.0)


def bounded(x: Array, low: float, high: float) -> Array:
    """x kept within [low, high]."""
    xp = namespace(x)
    return xp.minimum(xp.maximum(x, low), high)


def logistic(x: Array) -> Array:
    """1 / (1 + exp(-x)), with x kept where the exponential is finite."""
    xp = namespace(x)
    return 1.0 / (1.0 + xp.exp(xp.minimum(-x, 40.0)))


def log_odds(q: Array) -> Array:
    """log(q / (1 - q)), the inverse of `logistic`."""
    xp = namespace(q)
    return xp.log(q / (1.0 - q))


def looked_up(table: Array, code: Array) -> Array:
    """What the chosen act has of something: `[action]` -> `[pair, run]`; of several things: one more axis in front.

    Every code is in the table; to say so (`mode`) spares a compiled month a look at each.
    """
    xp = namespace(code)
    values = xp.asarray(table)
    if values.ndim == 1:
        return values[code]
    return xp.take(values, code, axis=-1, mode="clip")  # each is twice as fast as [..., code]
