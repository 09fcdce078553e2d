"""Names of doctrines: ours, and those of installed packages. Looked up where a name comes in, and nowhere behind it.

A package offers doctrines under the entry points `detente.doctrines`, by the name that a scenario file will write:

    [project.entry-points."detente.doctrines"]
    patient_host = "my_package.doctrines:PATIENT"

Only what somebody has installed is imported, and only when it is named; no file can name code by its path.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from simulation.doctrines import DOCTRINES
from simulation.doctrines.doctrine import Doctrine, Term
from simulation.errors import Problem, ScenarioError, listed, show
from simulation.fields import Pattern, Text, unknown
from simulation.parameters import Parameters
from simulation.saying import say
from simulation.state import Observation
from simulation.version import version

GROUP = "detente.doctrines"
_NAME = Pattern(r"[^\W\d_][\w.-]*", 60, "doctrine")
_TITLE = Text(1, 120)


def doctrine_names() -> tuple[str, ...]:
    """Ours in their order, then those of installed packages by the alphabet. Nothing is imported for it."""
    return (*DOCTRINES, *sorted(_installed()))


def as_doctrine(wanted: object) -> Doctrine:
    """The doctrine of a name, or the doctrine itself, checked. Raises ScenarioError, which knows only what was wanted."""
    if isinstance(wanted, Doctrine):
        return _sound(wanted)
    if not isinstance(wanted, str):
        raise ScenarioError(say("refusal.one_of", found=show(wanted), names=listed(doctrine_names())))
    if wanted in DOCTRINES:
        return DOCTRINES[wanted]
    offers = _installed().get(wanted, [])
    if not offers:
        raise ScenarioError(unknown(wanted, doctrine_names(), "doctrine"))
    if len(offers) > 1:
        *some, last = sorted(_package(offer) for offer in offers)
        said = say("refusal_doctrine.packages", found=show(wanted), some=", ".join(some), last=last)
        raise ScenarioError(said)
    return _loaded(offers[0])


def by_name(wanted: Sequence[object], place: str) -> dict[str, Doctrine]:
    """Several doctrines, each once, by name. Raises ScenarioError, which calls the list `place`."""
    found: dict[str, Doctrine] = {}
    for number, one in enumerate(wanted):
        try:
            doctrine = as_doctrine(one)
        except ScenarioError as error:
            raise ScenarioError(error.within(place, number)) from None
        if doctrine.name in found:
            said = say("refusal_doctrine.twice", found=show(doctrine.name))
            raise ScenarioError([Problem((place, number), said)])
        found[doctrine.name] = doctrine
    return found


def version_of(doctrine: Doctrine) -> str:
    """For the record: "detente 0.2.0", "my_package 1.3", else what the doctrine says of itself, or "own"."""
    return f"detente {version()}" if DOCTRINES.get(doctrine.name) == doctrine else doctrine.version or "own"


def absent(name: str) -> Doctrine:
    """Stands for a doctrine that a result names and that is not here: everything can be read, and nothing decided."""

    def refuse(o: Observation, p: Parameters) -> list[Term]:
        raise ScenarioError(say("refusal_doctrine.absent", name=show(name)))

    return Doctrine(name, name, "not known here", refuse)


def _installed() -> dict[str, list[EntryPoint]]:
    """What packages offer, by name; a name of ours stays ours."""
    found: dict[str, list[EntryPoint]] = {}
    for offer in entry_points(group=GROUP):
        if offer.name not in DOCTRINES:
            found.setdefault(offer.name, []).append(offer)
    return found


def _package(offer: EntryPoint) -> str:
    if offer.dist is None:
        return say("refusal_doctrine.unnamed")
    return f"{offer.dist.name} {offer.dist.version}"


def _loaded(offer: EntryPoint) -> Doctrine:
    whose = {"name": show(offer.name), "package": _package(offer)}
    try:
        found = offer.load()
    except Exception as error:  # what a package does when it is imported is its own
        why = f"{type(error).__name__}: {error}"
        raise ScenarioError(say("refusal_doctrine.broken", **whose, why=why)) from None
    if not isinstance(found, Doctrine):
        said = say("refusal_doctrine.no_doctrine", **whose, found=show(found), value=offer.value)
        raise ScenarioError(said)
    if found.name != offer.name:
        raise ScenarioError(say("refusal_doctrine.other_name", **whose, found=show(found.name)))
    return _sound(found._replace(version=_package(offer)))


def _sound(doctrine: Doctrine) -> Doctrine:
    """The doctrine, if it can take a place in a scenario, a result and a report."""
    checks: dict[str, Callable[[object], object]] = {"name": _NAME, "title": _TITLE}
    for field, check in checks.items():
        try:
            check(getattr(doctrine, field))
        except ScenarioError as error:
            raise ScenarioError(say("refusal_doctrine.field", field=field, why=error)) from None
    for field in ("reasons", "remember"):
        if not callable(getattr(doctrine, field)):
            found = {"name": show(doctrine.name), "found": show(getattr(doctrine, field))}
            raise ScenarioError(say("refusal_doctrine.no_function", field=field, **found))
    if DOCTRINES.get(doctrine.name, doctrine) != doctrine:
        raise ScenarioError(
            say("refusal_doctrine.ours", found=show(doctrine.name), other=f"my_{doctrine.name}")
        )
    return doctrine


def _reduced(doctrine: Doctrine) -> tuple[Any, ...]:
    """Ours are pickled by name, because some of their functions were made by functions."""
    if DOCTRINES.get(doctrine.name) == doctrine:
        return as_doctrine, (doctrine.name,)
    return Doctrine, tuple(doctrine)


copyreg.pickle(Doctrine, _reduced)
