"""What takes a coupling out of the model: parameters, or fields of the states, set to where they do nothing.

Nothing is written down of which does what: the parameters that an equation names are set one after the other, and what is
then no longer coupled is measured (`measured.signs`), in the same worlds. Reasons are those of the default doctrine.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain, combinations

from simulation.mechanisms.equations import Equation, equation
from simulation.mechanisms.measured import signs
from simulation.mechanisms.moves import MOVES
from simulation.mechanisms.table import Pair
from simulation.parameters import PARAMETER_TABLE, Parameters

#: where a parameter does nothing, if that is not 0: what it is a share or a multiple of stays as it is
NEUTRAL = {"credulity": 1.0, "trade_closed": 1.0, "loss_aversion": 1.0, "ties_at_stake": -1.0}
OF_STATES = {"substitutability": 1.0}  # the same for fields of states
WHOLE = ("precision",)  # without it nobody decides anything: no switch of one coupling
MOST = 5  # parameters set at once (assumption: more than that is another model)

Names = frozenset[str]
Chain = tuple[Pair, ...]  # couplings one after the other


def neutral(name: str) -> float | None:
    """The value at which a parameter, or a field of a state, does nothing; None where there is none within its range."""
    if name in OF_STATES:
        return OF_STATES[name]
    about = PARAMETER_TABLE.get(name)
    if about is None or name in WHOLE:
        return None
    value = NEUTRAL.get(name, 0.0)
    return value if about.low <= value <= about.high and value != about.default else None


@cache
def taken(names: Names, causes: frozenset[str] = frozenset(MOVES)) -> frozenset[tuple[str, str, str]]:
    """What no longer couples with all of these at their neutral values, measured: (cause, effect, rule or reason)."""
    values = {name: OF_STATES.get(name, neutral(name)) for name in names}
    states = tuple((name, value) for name, value in sorted(values.items()) if name in OF_STATES)
    parameters = {name: value for name, value in values.items() if name not in OF_STATES}
    left = signs(Parameters()._replace(**parameters), states, causes)
    return frozenset(
        (*pair, through)
        for pair, ways in signs().items()
        for through in ways
        if pair[0] in causes and through not in left.get(pair, {})
    )


def gone(names: Names) -> set[Pair]:
    """The couplings of which nothing is left with all of these at their neutral values."""
    found = taken(names)
    return {pair for pair, ways in signs().items() if all((*pair, through) in found for through in ways)}


@cache
def switch(chains: tuple[Chain, ...]) -> tuple[str, ...] | None:
    """The fewest names that, at their neutral values, leave none of these chains whole; None where `MOST` do not.

    A chain is broken where one of its couplings is gone. Of several ways the one that takes the fewest other couplings with
    it. Parameters are looked for in the equations of the couplings; one alone, or else two together, for each rule.
    """
    links = dict.fromkeys(chain.from_iterable(chains))
    ways = {link: [_ways(*link, through) for through in signs()[link]] for link in links}
    known = sorted({name for each in ways.values() for way in each for names in way for name in names})

    def breaks(names: Names) -> bool:
        broken = {
            link for link, each in ways.items() if all(any(one <= names for one in way) for way in each)
        }
        return all(broken & set(links) for links in chains)

    for size in range(1, MOST + 1):
        found = [chosen for chosen in combinations(known, size) if breaks(frozenset(chosen))]
        if found:
            return (
                found[0] if len(found) == 1 else min(found, key=lambda chosen: len(gone(frozenset(chosen))))
            )
    return None


def set_off(names: Iterable[str], states: Iterable[str]) -> dict[str, float]:
    """The neutral values by their addresses in a scenario with these states: `parameters.NAME`, `states.STATE.FIELD`."""
    states, found = tuple(states), dict[str, float]()
    for name in names:
        value = neutral(name)
        assert value is not None
        where = (
            [f"states.{state}.{name}" for state in states] if name in OF_STATES else [f"parameters.{name}"]
        )
        found |= dict.fromkeys(where, value)
    return found


def _ways(cause: str, effect: str, through: str) -> list[Names]:
    """The names that take away what acts through one rule or reason: each alone, or, where none does, two together."""
    named = [name for name in dict.fromkeys(_named(equation(effect, through))) if neutral(name) is not None]
    for size in (1, 2):
        found = [
            one
            for one in map(frozenset, combinations(named, size))
            if (cause, effect, through) in taken(one, frozenset({cause}))
        ]
        if found:
            return found
    return []


def _named(one: Equation) -> list[str]:
    """Every parameter and field of a state in an equation, and in what that is made of."""
    return [name for _, name in one.letters] + [name for part in one.made_of for name in _named(part)]
