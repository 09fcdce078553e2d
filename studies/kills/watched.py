"""What is looked at after each kill, and counted; nothing here asserts, so that a miss would stand on the page."""

from __future__ import annotations

import json
import os
import warnings
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from simulation.errors import ScenarioError
from simulation.sweeps import disk, ledger, shards
from simulation.sweeps.running import SHARDS, place_of


class Count(NamedTuple):
    """What came of some kills.

    early      of these before the sweep had begun, so that there was nothing to lose
    halfway    and with something half done: an unfinished file, or a shard in its place that the ledger does not know
    sweeps     that came to their end
    lost       shards that the ledger knew and that were no longer there, or no longer as it has them
    repeated   shards that the ledger knew and that were written once more
    otherwise  files, and ledgers, of sweeps at their end that are not those of one that nobody killed
    """

    kills: int = 0
    early: int = 0
    halfway: int = 0
    sweeps: int = 0
    lost: int = 0
    repeated: int = 0
    otherwise: int = 0

    @property
    def harmless(self) -> bool:
        """Whether the kills have cost nothing but time."""
        return not (self.lost or self.repeated or self.otherwise)


class Watch:
    """Watches the folders of sweeps that are to be as `whole`, the content of one that nobody killed."""

    def __init__(self, whole: dict[str, bytes]) -> None:
        self.count = Count()
        self._whole = whole
        self._done: dict[str, int] = {}

    def killed(self, folder: Path) -> None:
        """Look at a folder whose sweep was just killed."""
        entered = _entered(folder)
        left = list(folder.rglob(f"*{disk.UNFINISHED}"))
        unknown = {path.name for path in (folder / SHARDS).glob("*.parquet")} - set(entered or ())
        self._more(
            kills=1, early=entered is None, halfway=entered is not None and len(left) + len(unknown) > 0
        )
        self._look(folder, entered or {})

    def _look(self, folder: Path, entered: dict[str, str]) -> None:
        """Compare what the ledger knows with the files, and with what it knew before."""
        lost = set(self._done) - set(entered)
        found: dict[str, int] = {}
        for name, digest in entered.items():
            path = folder / SHARDS / name
            try:
                found[name] = path.stat().st_mtime_ns
                if shards.digest(path.read_bytes()) != digest:
                    lost.add(name)
            except OSError:
                lost.add(name)
        again = [name for name in found if self._done.get(name, found[name]) != found[name]]
        self._more(lost=len(lost), repeated=len(again))
        self._done = found

    def ended(self, folder: Path) -> None:
        """Look at a folder whose sweep has come to its end, and make ready for another."""
        self._look(folder, _entered(folder) or {})
        found = content(folder)
        apart = [name for name in {*found, *self._whole} if found.get(name) != self._whole.get(name)]
        self._more(sweeps=1, otherwise=len(apart))
        self._done = {}

    def _more(self, **counts: int) -> None:
        self.count = self.count._replace(
            **{name: getattr(self.count, name) + n for name, n in counts.items()}
        )


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of all shards, whatever else lies beside them, and all that the ledger says."""
    found = {path.name: path.read_bytes() for path in sorted((folder / SHARDS).iterdir())}
    with ledger.reading(folder) as book:
        found["ledger"] = json.dumps([book.about(), book.entries()], sort_keys=True).encode()
    return found


def _entered(folder: Path) -> dict[str, str] | None:
    """The shards that the ledger knows, by the names of their files, with their checksums; None before it has begun."""
    with suppress(ScenarioError), ledger.reading(folder) as book:
        return {place_of(folder, number).name: entry.sha256 for number, entry in book.entries().items()}
    return None


def forked() -> int:
    """`os.fork`, without a warning of the threads beside it, pytest's and JAX's, of which the child needs none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", r"os\.fork\(\) was called", RuntimeWarning)
        return os.fork()
