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
from simulation.errors import ScenarioError, choose, listed, show
from simulation.fields import Pattern, Text
from simulation.parameters import Parameters
from simulation.state import Observation
from simulation.version import version

GROUP = "detente.doctrines"
_NAME = Pattern(r"[^\W\d_][\w.-]*", 60, "one word that begins with a letter, for example patient_host")
_TITLE = Text(1, 120)


def doctrine_names() -> tuple[str, ...]:
    """Ours in their order, then those of installed packages by the alphabet. Nothing is imported for it."""
    return (*DOCTRINES, *sorted(_installed()))


def as_doctrine(wanted: object) -> Doctrine:
    """The doctrine of a name, or the doctrine itself, checked. Raises ScenarioError, which knows only what was wanted."""
    if isinstance(wanted, Doctrine):
        return _sound(wanted)
    if not isinstance(wanted, str):
        raise ScenarioError(f"is {show(wanted)}; write one of these, in quotes: {listed(doctrine_names())}")
    if wanted in DOCTRINES:
        return DOCTRINES[wanted]
    offers = _installed().get(wanted, [])
    if not offers:
        raise ScenarioError(
            f"is {show(wanted)}, no known doctrine; {choose(wanted, doctrine_names(), 'doctrine')}"
        )
    if len(offers) > 1:
        packages = " and ".join(sorted(_package(offer) for offer in offers))
        raise ScenarioError(f"is {show(wanted)}, which {packages} both offer; uninstall one of them")
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
            raise ScenarioError(
                f"{place}[{number}] is {show(doctrine.name)} once more; name each doctrine once"
            )
        found[doctrine.name] = doctrine
    return found


def version_of(doctrine: Doctrine) -> str:
    """For the record: "detente 0.2.0", "my_package 1.3", else what the doctrine says of itself, or "own"."""
    return f"detente {version()}" if DOCTRINES.get(doctrine.name) == doctrine else doctrine.version or "own"


def absent(name: str) -> Doctrine:
    """Stands for a doctrine that a result names and that is not here: everything can be read, and nothing decided."""

    def refuse(o: Observation, p: Parameters) -> list[Term]:
        raise ScenarioError(
            f"doctrine {show(name)} is not known here, so that no month can be gone through again; install the package "
            "that it comes from, or give the scenario the doctrine itself"
        )

    return Doctrine(name, name, "not known here", refuse)


def _installed() -> dict[str, list[EntryPoint]]:
    """What packages offer, by name; a name of ours stays ours."""
    found: dict[str, list[EntryPoint]] = {}
    for offer in entry_points(group=GROUP):
        if offer.name not in DOCTRINES:
            found.setdefault(offer.name, []).append(offer)
    return found


def _package(offer: EntryPoint) -> str:
    return "an unnamed package" if offer.dist is None else f"{offer.dist.name} {offer.dist.version}"


def _loaded(offer: EntryPoint) -> Doctrine:
    where = f"is {show(offer.name)} of the installed {_package(offer)}, which"
    try:
        found = offer.load()
    except Exception as error:  # what a package does when it is imported is its own
        reason = f"{type(error).__name__}: {error}"
        raise ScenarioError(f"{where} cannot be loaded ({reason}); repair or remove that package") from None
    if not isinstance(found, Doctrine):
        raise ScenarioError(f"{where} is {show(found)}; let {offer.value} be a simulation.doctrines.Doctrine")
    if found.name != offer.name:
        raise ScenarioError(f"{where} names itself {show(found.name)}; give both the same name")
    return _sound(found._replace(version=_package(offer)))


def _sound(doctrine: Doctrine) -> Doctrine:
    """The doctrine, if it can take a place in a scenario, a result and a report."""
    checks: dict[str, Callable[[object], object]] = {"name": _NAME, "title": _TITLE}
    for field, check in checks.items():
        try:
            check(getattr(doctrine, field))
        except ScenarioError as error:
            raise ScenarioError(f"has a {field} that {error}") from None
    for field in ("reasons", "remember"):
        if not callable(getattr(doctrine, field)):
            found = show(getattr(doctrine, field))
            raise ScenarioError(f"{show(doctrine.name)} has {field} that is {found}; give a function")
    if DOCTRINES.get(doctrine.name, doctrine) != doctrine:
        text = f"is not the project's own {show(doctrine.name)} and has its name"
        raise ScenarioError(
            f"{text}; give it another, for example doctrine._replace(name='my_{doctrine.name}')"
        )
    return doctrine


def _reduced(doctrine: Doctrine) -> tuple[Any, ...]:
    """Ours are pickled by name, because some of their functions were made by functions."""
    if DOCTRINES.get(doctrine.name) == doctrine:
        return as_doctrine, (doctrine.name,)
    return Doctrine, tuple(doctrine)


copyreg.pickle(Doctrine, _reduced)
