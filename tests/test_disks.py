"""Real disks that are full or read-only, and real limits of a shell: one line, and nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks and limits are tried on Linux")


def detente(words: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """`detente` from a shell of its own, after `before`."""
    asked = ["bash", "-c", f"{before} exec {sys.executable} -m simulation {words}"]
    screen = {**os.environ, "COLUMNS": "80"}
    return subprocess.run(asked, capture_output=True, text=True, check=False, env=screen)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB; skipped where the machine forbids to mount one, which the last line of pytest then says."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", place], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_full_disk_gets_one_line_and_keeps_what_was_there(small_disk: Path) -> None:
    (small_disk / "notes.txt").write_text("mine", encoding="utf-8")
    said = one_line(detente(f"run classroom --runs 50 --out {small_disk / 'x'}"))
    assert "cannot be written to" in said
    assert "(no space left on device); free space, or choose another place" in said
    assert [path.name for path in small_disk.iterdir()] == ["notes.txt"]
    assert (small_disk / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.long
def test_a_sweep_on_a_full_disk_gets_one_line_and_goes_on_where_there_is_room(
    small_disk: Path, tmp_path: Path
) -> None:
    plan, place = tmp_path / "plan.toml", small_disk / "x"
    sweep = f"sweep {plan} --out {place} --quiet"
    said = 'scenario = "classroom"\nreplicates = {}\nshard = {}\n'
    plan.write_text(said.format(1600, 1600), encoding="utf-8")  # one file, too large
    assert "the sweep cannot be written to" in one_line(detente(sweep))
    assert list((place / "shards").iterdir()) == []
    for path in (*place.glob("*.sqlite"), place / "shards"):
        path.unlink() if path.is_file() else path.rmdir()
    plan.write_text(
        said.format(160, 20), encoding="utf-8"
    )  # eight, of which the first says that they will not fit
    assert "free; free space and go on with --resume" in one_line(detente(sweep))
    assert [path.name for path in (place / "shards").iterdir()] == ["000000.parquet"]
    subprocess.run(["mount", "-o", "remount,size=3m", small_disk], check=True)
    assert detente(f"{sweep} --resume").returncode == 0
    assert len(list((place / "shards").iterdir())) == 8


@pytest.mark.long
def test_a_disk_that_is_read_only_gets_one_line(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for words in (f"new {small_disk / 'x'}", f"run classroom --runs 2 --out {small_disk / 'x'}"):
        assert one_line(detente(words)).endswith("(read-only file system); choose another place\n")


@pytest.mark.long
def test_a_limit_on_files_gets_one_line(tmp_path: Path) -> None:
    for blocks in (20, 400):  # less than the figure takes, and less than the library of the results does
        said = one_line(detente(f"run classroom --runs 50 --out {tmp_path / 'x'}", f"ulimit -f {blocks};"))
        assert "(file too large); raise the limit on the size of a file (ulimit -f)" in said
        assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_a_limit_on_memory_is_seen_before_it_is_met(tmp_path: Path) -> None:
    said = one_line(detente(f"run cold_war --runs 5000 --out {tmp_path / 'x'}", "ulimit -v 4000000;"))
    assert "may be used here; write at most" in said


def test_too_few_addresses_are_seen_before_a_library_looks_for_them_for_ever() -> None:
    said = one_line(detente("run classroom --runs 2 --lang id", "ulimit -v 300000;"))
    assert "293 MiB alamat" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_an_output_that_is_full_gets_one_line() -> None:
    done = detente("list > /dev/full")
    assert one_line(done) == (
        "detente: the output cannot be written (no space left on device); give it another place\n"
    )
