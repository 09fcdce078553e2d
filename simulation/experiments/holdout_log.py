"""The log of looks at the held-out years: `docs/holdout_log.md` of a git checkout of this project.

A hold-out is worth less each time its scores are seen, since what is built next is built by someone who has seen them. So
a look is written down, with what was looked at. Elsewhere (an installed package, another repository) nothing is written:
there nobody builds the model. The log stops no one: where it cannot be written, the look goes on and says so.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from simulation import paths
from simulation.shipped import is_checkout

LOG = Path("docs") / "holdout_log.md"
#: what a look itself changes in the checkout, which makes it no less clean
OWN = (LOG.as_posix(), "docs/validation*", "docs/episodes.md")
COLUMNS = ("date (UTC)", "commit", "tree", "command", "runs", "seed", "scores")

HEADER = f"""# Looks at the held-out years

A line for each time that someone at work on the model saw how it does where it was not fitted. Written by the commands
themselves; do not edit, commit it with what came of the look. [Decision 43](decisions.md) says why. The years were looked
at many times before this log began, in reports and in choosing what the model is: it counts looks, it does not make the
hold-out unseen.

| {" | ".join(COLUMNS)} |
|{" --- |" * len(COLUMNS)}
"""


UNKNOWN = "unknown"  # what git would not say


class Checkout(NamedTuple):
    """A git checkout of this project: its folder, its commit, and whether anything differs from that commit."""

    root: Path
    commit: str
    tree: str  # "clean", "changed", or "unknown"


def checkout() -> Checkout | None:
    """The checkout that the running code belongs to, or else the one that is the working folder; None if neither is one."""
    return checkout_at(Path(__file__).parents[2]) or checkout_at(Path.cwd())


def checkout_at(folder: Path) -> Checkout | None:
    """`folder` as a checkout of this project, if it is one, or lies in one.

    Known by its `.git`, not by what git says of it: where git is missing, or refuses since the folder is another user's,
    somebody looks all the same.
    """
    folder = folder.resolve()
    root = next((place for place in (folder, *folder.parents) if is_checkout(place)), None)
    if root is None or not any(os.path.lexists(place / ".git") for place in (root, *root.parents)):
        return None
    if not _git(root, "rev-parse", "--git-dir"):
        return Checkout(root, UNKNOWN, UNKNOWN)
    return Checkout(root, _git(root, "rev-parse", "--short=12", "HEAD") or "none yet", _tree(root))


def _tree(root: Path) -> str:
    """Whether anything differs from the commit, whatever the user's settings hide.

    A file that git was told to take as unchanged (lower case in `ls-files -v`) or to leave out ("S") may be anything.
    """
    others = (".", *(f":(exclude){path}" for path in OWN))
    changes = _git(
        root, "--no-optional-locks", "status", "--porcelain", "--untracked-files=normal", "--", *others
    )
    flags = _git(root, "ls-files", "-v")
    if changes is None or flags is None:
        return UNKNOWN
    hidden = any(line[:1].islower() or line[:1] == "S" for line in flags.splitlines())
    return "changed" if changes or hidden else "clean"


def _git(folder: Path, *words: str) -> str | None:
    """What git says there; None if there is no git, or it refuses. Variables that point git elsewhere are left out."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), *words]
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", env=env, timeout=30, check=False
        )
        if done.returncode == 0:
            return done.stdout.strip()
    return None


def note(place: Checkout, command: str, runs: int, seed: int, scores: str) -> Path | None:
    """Add a line to the log of `place`; the log's path, or None if it cannot be written.

    The line goes out in one write to the end of the file, so that two looks at once leave two lines; a log that is missing
    is begun, one without a last line break gets it. A log that is a link or no regular file is left alone.
    """
    path = place.root / LOG
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    cells = (now, place.commit, place.tree, f"`{command}`", str(runs), str(seed), scores)
    line = "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"
    linked = path.resolve() != place.root.resolve() / LOG
    if linked or (paths.is_there(path) and not paths.is_file(path)):
        return None
    try:
        _begin(path)
        whole = path.read_bytes()
        start = "" if not whole or whole.endswith(b"\n") else "\n"
        with path.open("ab", buffering=0) as end:
            end.write(f"{start}{line}".encode())
    except OSError:
        return None
    return path


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _begin(path: Path) -> None:
    """The log with its header, if there is none: made beside it and put in place whole, so that no line can come first."""
    if paths.is_there(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(HEADER)
        os.chmod(name, 0o644)  # a temporary file is its owner's alone
        with suppress(FileExistsError):  # someone else was faster
            os.link(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def scores_of(parts: Sequence[tuple[str, float]]) -> str:
    """Scores in a line: "yearly 2.41, quarterly 2.84"."""
    return ", ".join(f"{name} {value:.2f}" for name, value in parts)
