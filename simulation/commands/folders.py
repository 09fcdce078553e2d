"""What is written to a folder is whole: all files of one run, or those that were there before.

New files are written beside their place first. Where there is no such folder yet, or an empty one, it appears by one
renaming. Where there is one, its new files are first declared finished, by one renaming, and then put in their places; if
the process is killed between two of them, whoever opens the folder next puts the rest in place before it does anything
else. One process at a time does so, and what asks it to end meanwhile waits. What a killed process has left unfinished is
cleared by the next that writes there.
"""

from __future__ import annotations

import errno
import os
import platform
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from simulation import errors
from simulation.catalogue import say
from simulation.commands import contents
from simulation.commands.refusals import CommandError
from simulation.commands.signals import uninterrupted

#: folders and files that are being written
UNFINISHED, FINISHED = ".unfinished-", ".finished-"
TRIED = 2**20  # bytes by which a file is made longer to hear of the system why it cannot be
OLD = 86_400.0  # seconds after which nobody writes any more, whatever can be asked (assumption)


def _machine() -> str:
    """Where process numbers mean something: the machine, and within it the container; in letters that any disk takes."""
    space = ""
    with suppress(OSError):
        space = os.readlink("/proc/self/ns/pid")
    return re.sub("[^A-Za-z0-9]", "_", platform.node())[:32] + re.sub("[^0-9]", "", space)


HOST = _machine()


def folder(path: Path, of: str | None = None, names: Iterable[str] = ()) -> Path:
    """The folder for results; a CommandError if it cannot be one. What is not there yet comes with the files: a command
    that ends without any leaves no empty folder.

    Nor can it be where one of the `names`, files that the command `of` will write, is there of another command.
    """
    try:
        with _made(path) as new:
            if not writable(path):
                raise CommandError(say("refusal_command.out_closed", path=path))
            settle(path)
            if of is not None:
                contents.check(path, of, names)
            _remove(new)
    except (FileExistsError, NotADirectoryError):
        raise CommandError(say("refusal_command.out_file", path=path)) from None
    except OSError as error:
        said = {"path": path, "why": reason(error), "hint": remedy(error, "refusal_disk.folder")}
        raise CommandError(say("refusal_disk.unmade", **said)) from None
    except ValueError as error:
        if isinstance(error, CommandError):
            raise
        said = {"path": path, "why": reason(error), "hint": say("refusal_disk.folder")}
        raise CommandError(say("refusal_disk.unmade", **said)) from None
    return path


@contextmanager
def _made(path: Path) -> Iterator[list[Path]]:
    """A folder is there, made with those above it where it was not; those that were made go again if what follows fails."""
    new = [one for one in (path, *path.parents) if not one.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield new
    except BaseException:
        _remove(new)
        raise


def _remove(folders: Iterable[Path]) -> None:
    """Remove those of the folders, the deepest first, that are empty."""
    for one in folders:
        with suppress(OSError):
            one.rmdir()


def writable(path: Path) -> bool:
    """Whether files can be made in a folder."""
    return os.access(path, os.W_OK | os.X_OK)


@contextmanager
def unfinished(place: Path, of: str | None = None) -> Iterator[Path]:
    """A folder to write into; its files move to `place` only once all of them are complete.

    They take the place of all files there that are of the same command, `of`, also of those that it does not make again.
    """
    try:
        with _made(place):
            settle(place)
            made = Path(tempfile.mkdtemp(dir=place, prefix=mine()))
            try:
                yield made
                _publish(made, place, of)
            except RuntimeError as error:  # which netCDF says of a disk that is full
                raise _of_system(made) or error from None
            finally:
                shutil.rmtree(made, ignore_errors=True)
    except (OSError, RuntimeError) as error:
        said = {"place": place, "why": reason(error), "hint": remedy(error, "refusal_disk.out")}
        raise CommandError(say("refusal_disk.results", **said)) from None


def _of_system(made: Path) -> OSError | None:
    """Why the system does not let a file here grow, where a library has only said that it could not; None if it does."""
    try:
        for path in made.iterdir():
            with path.open("ab") as file:
                file.write(bytes(TRIED))
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        return error
    return None


def _publish(made: Path, place: Path, of: str | None) -> None:
    """Put what was made into its place, with the list of what the place then holds."""
    for path in made.iterdir():
        if (place / path.name).is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place / path.name))
        _to_disk(path)
    with uninterrupted(), _alone_in(place):
        if of is not None:
            contents.note(made, place, of)
            _to_disk(made / contents.LIST)
        _move(made, place)


def _move(made: Path, place: Path) -> None:
    """By one renaming where there is nothing yet, and file by file where there is."""
    if set(place.iterdir()) <= {made}:
        # a folder of its own beside the empty one takes its place whole
        beside = Path(tempfile.mkdtemp(dir=place.resolve().parent, prefix=mine()))
        try:
            os.chmod(made, 0o777 & ~_umask())
            os.replace(made, beside / place.name)
            os.replace(beside / place.name, place)  # an empty folder is replaced by one renaming
            return
        except OSError:  # no folder can be made beside it, or it is in use: file by file
            if (beside / place.name).exists():
                os.replace(beside / place.name, made)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    done = place / made.name.replace(UNFINISHED, FINISHED, 1)
    for left in sorted(place.glob(f"{FINISHED}*")):  # of those before, which were killed
        _put(left, place)
    os.replace(made, done)
    _put(done, place)


def _put(done: Path, place: Path) -> None:
    """Put what was declared finished into its places, and take away what it no longer has."""
    contents.clear(place, done)
    # the list last: until it is there, what has to be cleared can still be told
    for path in sorted(done.iterdir(), key=lambda path: path.name == contents.LIST):
        os.replace(path, place / path.name)
    done.rmdir()


@contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """Within it no other process puts anything in place here; on Windows, which cannot lock a folder, it is hoped."""
    held = -1
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):  # a disk that knows no locks
            while True:
                held = os.open(place, os.O_RDONLY)
                fcntl.flock(held, fcntl.LOCK_EX)
                if os.path.samestat(os.fstat(held), place.stat()):
                    break  # and not a folder that another has meanwhile put in its place
                os.close(held)
                held = -1
    try:
        yield
    finally:
        if held >= 0:
            os.close(held)


def settle(place: Path) -> None:
    """Finish what a killed process had begun to put in place here, and clear what it never finished."""
    with suppress(OSError):
        if any(place.glob(f"{FINISHED}*")):
            with uninterrupted(), _alone_in(place):
                for left in sorted(place.glob(f"{FINISHED}*")):
                    _put(left, place)
    with suppress(OSError):
        for left in [*place.glob(f"{UNFINISHED}*"), *place.resolve().parent.glob(f"{UNFINISHED}*-*")]:
            if not _alive(left):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def mine() -> str:
    """How what this process has not finished begins its name: with the machine and the process that write it."""
    return f"{UNFINISHED}{HOST}.{os.getpid()}-"


def _alive(path: Path) -> bool:
    """Whether the process that writes a file or folder may live: a young one may whose process cannot be asked here.

    That is one of another machine or container, on a shared disk, and any on Windows, where signal 0 is Ctrl-C.
    """
    if time.time() - path.stat().st_mtime > OLD:
        return False
    found = re.match(re.escape(f"{UNFINISHED}{HOST}.") + r"(\d+)-", path.name)
    if found is None or sys.platform == "win32":
        return True
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all, in a folder that is made if need be; a CommandError if it cannot be written."""
    try:
        with _made(path.parent), unfinished_file(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise unwritten(path, error, "refusal_disk.out") from None


def unwritten(path: Path, error: OSError, otherwise: str) -> CommandError:
    """That a file cannot be written, why, and what to do: by the reason, else the entry `otherwise`."""
    said = {"path": path, "why": reason(error), "hint": remedy(error, otherwise)}
    return CommandError(say("refusal_disk.file", **said))


@contextmanager
def unfinished_file(path: Path) -> Iterator[Path]:
    """A file to write into, which takes the place of `path` once it is complete, and goes if it is not."""
    settle(path.parent)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=mine())
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o666 & ~_umask())  # a temporary file is its owner's alone
        _to_disk(Path(name))
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk, so that it is not its name alone that outlives a loss of power."""
    with path.open("r+b") as file:  # Windows writes through what is open for writing alone
        os.fsync(file.fileno())


def _umask() -> int:
    """What the user takes away from new files; it can only be read by setting it."""
    now = os.umask(0o022)
    os.umask(now)
    return now


#: what to do about what the system says
REMEDIES = {
    errno.ENOSPC: "refusal_disk.space",
    errno.EDQUOT: "refusal_disk.space",
    errno.EFBIG: "refusal_disk.limit",
    errno.EROFS: "refusal_disk.place",
    errno.EACCES: "refusal_disk.place",
    errno.EPERM: "refusal_disk.place",
}


def remedy(error: Exception, otherwise: str) -> str:
    """What to do about a reason of the system's; the entry `otherwise` where nothing is known to help."""
    return say(REMEDIES.get(getattr(error, "errno", None) or 0, otherwise))


def reason(error: Exception) -> str:
    """Why the system refused, in its own words."""
    return (errors.reason(error) or say("refusal_file.no_path")).lower()
