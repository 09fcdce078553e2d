"""Whether a sweep on the disk is what its ledger says, and what is not, made again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulation import paths
from simulation.doctrines import Doctrine
from simulation.errors import ScenarioError
from simulation.saying import say
from simulation.sweeps import disk, shards
from simulation.sweeps.estimate import workers_for
from simulation.sweeps.figures import Figures
from simulation.sweeps.identity import SWEEP, changes, plan_of
from simulation.sweeps.ledger import Entry, Ledger, reading, writing
from simulation.sweeps.plan import Plan
from simulation.sweeps.running import SHARDS, brought, filled, laid_out, place_of, told
from simulation.sweeps.tasks import Laid

if TYPE_CHECKING:
    from simulation.sweeps.cluster import Client

STRAYS = "foreign"  # the folder into which repair puts files that are no shards of this sweep
MISSING, TRUNCATED, FLIPPED, FOREIGN = "missing", "truncated", "flipped", "foreign"


class Damage(NamedTuple):
    """A file that is not as the ledger has it, and which shard it should be; None of one that has no place here.

    kind   missing; truncated: shorter than it was; foreign: of another sweep, or of another shard of this one; or flipped:
           anything else that its checksum says
    """

    kind: str
    file: str
    number: int | None


class Checked(NamedTuple):
    """How many shards are done, how many there are to be, and what is wrong."""

    done: int
    shards: int
    damages: tuple[Damage, ...]


def verify(folder: str | PathLike[str]) -> Checked:
    """Read every shard that is done, and compare it with its checksum. Raises ScenarioError for what is no sweep.

    What a killed process has left, which the ledger does not know, is no damage: it is made again when the sweep goes on.
    """
    shards.need_pyarrow()
    with reading(Path(folder)) as ledger:
        return _checked(Path(folder), ledger)


def _checked(folder: Path, ledger: Ledger) -> Checked:
    entries, all_ = ledger.entries(), ledger.shards()
    sweep = ledger.about()[SWEEP]
    damages = [
        Damage(kind, f"{SHARDS}/{place_of(folder, number).name}", number)
        for number, entry in entries.items()
        if (kind := _kind(place_of(folder, number), number, entry, sweep)) is not None
    ]
    places = {place_of(folder, number).name for number in range(all_)}
    there = sorted((folder / SHARDS).iterdir()) if paths.is_folder(folder / SHARDS) else []
    damages += [
        Damage(FOREIGN, f"{SHARDS}/{one.name}", None)
        for one in there
        if one.name not in places and not one.name.endswith(disk.UNFINISHED)
    ]
    return Checked(len(entries), all_, tuple(damages))


def _kind(path: Path, number: int, entry: Entry, sweep: str) -> str | None:
    """What is wrong with the file of a shard; None where nothing is."""
    try:
        content = path.read_bytes()
    except OSError:
        return MISSING
    if shards.digest(content) == entry.sha256:
        return None
    said = shards.about(content)
    if said is not None and (said.get("sweep"), said.get("shard")) != (sweep, number):
        return FOREIGN
    return TRUNCATED if len(content) < entry.size else FLIPPED


def repair(
    folder: str | PathLike[str],
    doctrines: Iterable[Doctrine] = (),
    *,
    figures: Figures | None = None,
    client: Client | None = None,
    waits: Callable[[bool], None] | None = None,
) -> Checked:
    """Make again exactly what `verify` finds damaged, and say what it was.

    doctrines   those of the sweep that are known nowhere by name
    figures     those that it keeps, where it keeps figures
    client      a `dask.distributed.Client`: its cluster makes the shards
    waits       called with True each second while the cluster has no worker, and with False when one has come

    Files that have no place in the sweep are put aside, into its folder `foreign`. What is made has to have the checksum
    that was entered, or it is not put there. Raises ScenarioError for that, for a sweep that was made with other
    versions, and while somebody else writes to the folder.
    """
    shards.need_pyarrow()
    place = Path(folder)
    with reading(place):  # or there is none, and none is made
        pass
    with disk.writing(place), writing(place) as ledger:
        disk.clear(place / SHARDS) if paths.is_folder(place / SHARDS) else (place / SHARDS).mkdir()
        found = _checked(place, ledger)
        strays = [one for one in found.damages if one.number is None]
        _set_aside(place, strays)
        if numbers := [one.number for one in found.damages if one.number is not None]:
            laid = _laid(place, ledger, plan_of(ledger.about(), doctrines, figures))
            expected = ledger.entries()
            if client is None:
                made = filled(place, laid, numbers, workers_for(laid, numbers), expected)
            else:
                made = brought(place, laid, numbers, client, waits, expected)
            with closing(made):
                deque(made, maxlen=0)  # all of them
    return found


def _laid(folder: Path, ledger: Ledger, plan: Plan) -> Laid:
    """The sweep of a folder, to be made again. Raises ScenarioError where it would be another now."""
    laid, now = laid_out(plan)
    if changed := changes(ledger.about(), now):
        raise ScenarioError(say("refusal_sweep.changed", folder=folder, what=told(changed)))
    return laid


def _set_aside(folder: Path, strays: Sequence[Damage]) -> None:
    for one in strays:
        (folder / STRAYS).mkdir(exist_ok=True)
        path = folder / one.file
        path.replace(_free(folder / STRAYS / path.name))


def _free(path: Path) -> Path:
    """The path, with a number behind it where there is such a file."""
    tried, k = path, 1
    while paths.is_there(tried):
        tried, k = path.with_name(f"{path.name}.{k}"), k + 1
    return tried
