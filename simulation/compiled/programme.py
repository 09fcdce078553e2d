"""Months as one compiled programme: `step.month` traced once, and run as a `jax.lax.scan` over MONTHS months at a time.

Everything that may differ between two calls is an argument: the world, parameters, what scenarios say in numbers, what is
imposed, chance. What is not, is who there is and how each decides; and shapes. Blocks have one size and stretches one
length, so that one programme serves any number of runs and months: it is compiled again only for other doctrines, another
number of states, or other parameters that differ from run to run.

Floats are doubles, as NumPy's are, or single if that is asked for; JAX is told so for the calling thread alone, and the
user's own settings stay as they are. A rule or a table that is changed in a session is not seen by a programme that this
session has made before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import jax
import numpy as np

from simulation import parallel, step
from simulation.compiled import NotCompiledError, kept
from simulation.compiled.choice import BLOCK, MONTHS
from simulation.decided import kept_as
from simulation.doctrines import DOCTRINES
from simulation.doctrines.deciding import deciders
from simulation.errors import ScenarioError
from simulation.months import Course, Given
from simulation.parameters import Parameters
from simulation.saying import say
from simulation.state import Array, Draws, Imposed, Observation, Record, Setting, World

Take = Callable[[int, Record], None]  # (first month, records `[month, ..., run]`)


def through(given: Course, take: Take, wide: bool) -> None:
    """Take the runs of a course through its months, and hand each stretch of months on; `wide`: in doubles.

    Raises NotCompiledError where a doctrine cannot be traced, or gives what is no number.
    """
    with jax.enable_x64(wide):
        world, setting = given.world, given.setting
        p = Parameters(*(np.asarray(value, dtype=float) for value in given.p))
        numbers = {name: x for name, x in setting._asdict().items() if name not in _NO_NUMBERS}
        runs, first = world.over.shape[-1], 0
        each = zip(given.imposed, given.draws, strict=True)
        while stretch := list(islice(each, MONTHS)):
            length = len(stretch)
            stretch += (MONTHS - length) * stretch[-1:]  # what comes of these months is not looked at
            imposed, draws = (_stacked(kinds) for kinds in zip(*stretch, strict=True))
            arguments = (world, p, numbers, _of_each_run(imposed, runs), draws)
            world, record, sound = _programme(setting, wide, arguments)(*arguments)
            if not np.asarray(sound)[:length].all():
                raise NotCompiledError(say("compiled.no_number"))
            take(first, Record(*(np.asarray(values)[:length] for values in record)))
            first += length


def size_and_hands() -> tuple[int, int]:
    """Runs that are gone through together, and by how many threads at most.

    A graphics processor is busy with many runs only, and a second thread makes their chance meanwhile (assumption: there
    was none to measure it on).
    """
    return (BLOCK, parallel.cores()) if jax.default_backend() == "cpu" else (32 * BLOCK, 2)


def labels(wide: bool) -> dict[str, str]:
    """What a result says of how it was made."""
    return {
        "engine": "jax" if wide else "jax32",
        "precision": "float64" if wide else "float32",
        "jax": jax.__version__,
        "processor": jax.default_backend(),
    }


#: of a setting: who there is, and the places of pairs, by which arrays are cut
_NO_NUMBERS = ("states", "doctrines", "actor", "target", "reverse")


def _places(setting: Setting) -> dict[str, Array]:
    """The places of pairs as numbers, also where they are slices.

    XLA would draw what is turned round into every sum that reads it, and reckon it anew there: twice the time.
    """
    states, pairs = len(setting.states), len(setting.states) * (len(setting.states) - 1)
    among = {"actor": states, "target": states, "reverse": pairs}
    return {name: np.arange(count)[getattr(setting, name)] for name, count in among.items()}


def _stacked(months: Sequence[Given]) -> Given:
    """The same with a month axis in front."""
    return type(months[0])(*(np.stack(kinds) for kinds in zip(*months, strict=True)))


def _of_each_run(imposed: Imposed, runs: int) -> Imposed:
    """Orders for every run, whether they are the scenario's or each run's own: so one programme serves both."""
    orders = {what: getattr(imposed, what) for what in step.ORDERED}
    return imposed._replace(
        **{
            what: np.broadcast_to(given, (*given.shape[:-1], runs)).astype(kept_as(what))
            for what, given in orders.items()
        }
    )


MOST = 16  # programmes that a session holds at once, some megabytes each: who tries many doctrines needs few again
_made: dict[Any, Any] = {}
_making = threading.Lock()  # whoever comes while a programme is made waits for it


def _programme(setting: Setting, wide: bool, arguments: tuple[Any, ...]) -> Any:
    """The programme for these arguments, compiled if it is the first time."""
    shapes = tuple(np.shape(leaf) for leaf in jax.tree.leaves(arguments))
    # all that names are taken for
    order = tuple(sorted(setting.states).index(name) for name in setting.states)
    key = order, setting.doctrines, wide, shapes
    with _making:
        if key not in _made:
            if len(_made) == MOST:
                del _made[next(iter(_made))]
            _made[key] = _compiled(setting, arguments)
        return _made[key]


def _compiled(setting: Setting, arguments: tuple[Any, ...]) -> Any:
    try:
        traced = jax.jit(_months(setting)).lower(*arguments)
    except ScenarioError:
        raise
    except Exception as error:  # whatever a doctrine does that arrays without values do not bear
        said = [type(error).__name__, *str(error).splitlines()[:1]]
        raise NotCompiledError(": ".join(said)) from error
    with kept.between_sessions():
        return traced.compile()


def _months(setting: Setting) -> Callable[..., tuple[World, Record, Array]]:
    """The function that is compiled: a stretch of months of a block of runs.

    While it is traced nobody can look whether a doctrine gives numbers, so the programme looks and says; ours are tested.
    """
    setting = setting._replace(**_places(setting))
    looks = not all(DOCTRINES.get(doctrine.name) is doctrine for doctrine in setting.doctrines)

    def months(
        world: World, p: Parameters, numbers: dict[str, Array], imposed: Imposed, draws: Draws
    ) -> tuple[World, Record, Array]:
        mine = setting._replace(**numbers)
        decide, remember = deciders(mine, p)

        def month(world: World, given: tuple[Imposed, Draws]) -> tuple[World, tuple[Record, Array]]:
            sound: list[Array] = []

            def looked_at(found: Array) -> Array:
                if looks:
                    sound.append(jax.numpy.isfinite(found).all())
                return found

            def judged(begun: Observation) -> Callable[[str, Observation], Array]:
                judge = decide(begun)
                return lambda stage, now: looked_at(judge(stage, now))

            def noted(notes: Array, observation: Observation, act: Array) -> Array:
                return looked_at(remember(notes, observation, act))

            world, record = step.month(world, p, mine, *given, judged, noted)
            return world, (record, jax.numpy.array(sound).all())

        world, (records, sound) = jax.lax.scan(month, world, (imposed, draws))
        return world, records, sound

    return months
