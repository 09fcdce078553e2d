"""What is written is whole: all files of one run, or those that were there before, whenever the process ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from simulation.commands.contents import LIST
from simulation.commands.folders import FINISHED, UNFINISHED, folder, mine, settle, unfinished, write_file
from simulation.commands.refusals import CommandError
from simulation.commands.signals import ending_clean

FILES = ("one.txt", "two.txt", "three.txt")


def write(place: Path, content: str) -> None:
    with unfinished(place) as made:
        for name in FILES:
            (made / name).write_text(content, encoding="utf-8")


def held(place: Path) -> set[str]:
    return {(place / name).read_text(encoding="utf-8") for name in FILES if (place / name).exists()}


def test_a_new_folder_appears_whole_and_an_old_one_keeps_what_is_not_ours(tmp_path: Path) -> None:
    write(tmp_path / "new", "a")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == sorted(FILES)
    (tmp_path / "new" / "notes.txt").write_text("mine", encoding="utf-8")
    write(tmp_path / "new", "b")
    assert held(tmp_path / "new") == {"b"}
    assert (tmp_path / "new" / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path, "a")
    with pytest.raises(UnicodeEncodeError), unfinished(tmp_path) as made:
        (made / "one.txt").write_text("b\ud800", encoding="utf-8")
    assert held(tmp_path) == {"a"}
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_holds_what_each_command_made_last_and_what_is_nobodys(tmp_path: Path) -> None:
    def run(of: str, *names: str) -> None:
        folder(tmp_path, of, names[:1])
        with unfinished(tmp_path, of) as made:
            for name in names:
                (made / name).write_text(of, encoding="utf-8")

    def there() -> set[str]:
        return {path.name for path in tmp_path.iterdir()} - {LIST}

    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    run("run a", "summary.json", "table.csv")
    run("report a", "report.html", "report.pdf")
    run("run a", "summary.json")
    assert there() == {"notes.txt", "summary.json", "report.html", "report.pdf"}
    with pytest.raises(CommandError, match="holds the results of run a, which those of run b would replace"):
        run("run b", "summary.json")
    (tmp_path / "summary.json").unlink()  # who has taken it away may have another
    run("run b", "summary.json")
    assert there() == {"notes.txt", "summary.json", "report.html", "report.pdf"}


def test_an_older_runs_files_go_also_where_a_process_was_killed_while_it_took_them_away(
    tmp_path: Path,
) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("a", encoding="utf-8")
    (tmp_path / LIST).write_text(json.dumps(dict.fromkeys(["one.txt", "gone.txt", "two.txt"], "run a")))
    done = tmp_path / f"{FINISHED}99-x"
    done.mkdir()
    (done / "one.txt").write_text("b", encoding="utf-8")
    (done / LIST).write_text(json.dumps({"one.txt": "run a"}))
    settle(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"one.txt", LIST}
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "b"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"../x.txt": "run a"}', '"a"'])
def test_a_list_that_is_none_costs_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.txt").write_text("mine", encoding="utf-8")
    place = tmp_path / "place"
    place.mkdir()
    (place / LIST).write_text(text, encoding="utf-8")
    folder(place, "run a", ["x.txt"])
    with unfinished(place, "run a") as made:
        (made / "one.txt").write_text("a", encoding="utf-8")
    assert (place / "one.txt").exists()
    assert (tmp_path / "x.txt").exists()


def test_a_folder_that_went_meanwhile_is_made_again(tmp_path: Path) -> None:
    place = tmp_path / "out" / "deep"
    write(place, "a")
    assert held(place) == {"a"}


def test_whoever_comes_next_finishes_what_a_killed_process_had_begun_to_put_in_place(tmp_path: Path) -> None:
    write(tmp_path, "a")
    done = tmp_path / f"{FINISHED}99-x"
    done.mkdir()
    (done / "two.txt").write_text("b", encoding="utf-8")
    (done / "three.txt").write_text("b", encoding="utf-8")
    (tmp_path / "one.txt").write_text("b", encoding="utf-8")  # killed after the first of three
    settle(tmp_path)
    assert held(tmp_path) == {"b"}
    assert not done.exists()


def test_a_place_that_is_a_folder_is_said_before_anything_moves(tmp_path: Path) -> None:
    write(tmp_path, "a")
    (tmp_path / "two.txt").unlink()
    (tmp_path / "two.txt").mkdir()
    with pytest.raises(CommandError, match=r"cannot be written .*is a directory"):
        write(tmp_path, "b")
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "a"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("begun", [True, False])
def test_what_asks_to_end_waits_until_all_is_in_place(
    tmp_path: Path, begun: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if begun:
        write(tmp_path, "a")
    replace = os.replace

    def interrupted(*places: Path) -> None:
        signal.raise_signal(signal.SIGTERM)
        replace(*places)

    monkeypatch.setattr(os, "replace", interrupted)
    with ending_clean() as asked, pytest.raises(KeyboardInterrupt):
        write(tmp_path, "b")
    assert asked == [signal.SIGTERM]
    assert held(tmp_path) == {"b"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_litter_of_the_dead_is_cleared_and_work_of_the_living_is_not(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", "import os; print(os.getpid())"]
    dead = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    living = (mine(), f"{UNFINISHED}another_machine.{dead}-")  # which may share the disk
    for begun in (mine().replace(str(os.getpid()), dead), *living):
        (tmp_path / f"{begun}a").mkdir()
        (tmp_path / f"{begun}b").write_text("half", encoding="utf-8")
    write(tmp_path, "a")
    assert {path.name for path in tmp_path.glob(".*")} == {
        f"{begun}{end}" for begun in living for end in "ab"
    }


def test_where_no_process_can_be_asked_age_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("signal 0 is Ctrl-C there"))
    old, new = tmp_path / f"{mine()}old", tmp_path / f"{mine()}new"
    for place in (old, new):
        place.mkdir()
    os.utime(old, (0, 0))
    settle(tmp_path)
    assert new.exists()
    assert not old.exists()


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc/self/mounts").exists(), reason="root writes everywhere"
)
def test_one_line_says_that_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be written to"), unfinished(tmp_path / "file" / "x"):
        pass
    with pytest.raises(CommandError, match="cannot be written"):
        write_file(tmp_path / "file" / "x.csv", b"")
    with pytest.raises(CommandError, match="which is a file or lies below one"):
        folder(tmp_path / "file" / "x")


def test_a_command_that_ends_without_results_leaves_no_empty_folder(tmp_path: Path) -> None:
    place = tmp_path / "out" / "deep"
    assert folder(place) == place
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyboardInterrupt), unfinished(place):
        raise KeyboardInterrupt
    with pytest.raises(CommandError, match="file name too long"):
        folder(place / ("x" * 300))
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    with pytest.raises(CommandError), unfinished(place):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]  # that was there before


WRITER = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from simulation.commands.folders import _alone_in, unfinished
    from simulation.commands.signals import ending_clean
    place, who, k = Path(sys.argv[1]), sys.argv[2:], 0
    print("begun", flush=True)
    with ending_clean():
        while True:
            k += 1
            with unfinished(place) as made:
                for name in ("one.txt", "two.txt", "three.txt"):
                    (made / name).write_text(f"{who} {k}")
            with _alone_in(place):  # whoever else writes here has put all or nothing in place
                if len({path.read_text() for path in place.glob("*.txt")}) > 1:
                    sys.exit("mixed")
""")


@pytest.mark.skipif(sys.platform == "win32", reason="there no folder can be locked")
def test_two_that_write_into_one_folder_leave_one_whole_result(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(n)]) for n in (1, 2)]
    until = time.monotonic() + 4
    while time.monotonic() < until:  # none dies, and whoever looks finds both at work
        assert [writer.poll() for writer in writers] == [None, None]
        time.sleep(0.1)
    for writer in writers:
        writer.terminate()
    assert all(writer.wait(20) for writer in writers)
    settle(tmp_path)
    assert len(held(tmp_path)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no such signal")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_a_process_that_is_ended_leaves_one_whole_result(tmp_path: Path, name: str) -> None:
    place = tmp_path / "out"
    write(place, "earlier")
    for k in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(place)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path.cwd(),
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        with pytest.raises(subprocess.TimeoutExpired):  # it writes until it is told to end
            process.wait(0.03 + 0.021 * k)
        process.send_signal(getattr(signal, name))
        process.wait(10)
        process.stdout.close()
        settle(
            place
        )  # as whoever comes next; a second may end while the first clears up, so that litter may be left
        assert len(held(place)) == 1
        assert all((place / file).exists() for file in FILES)
        assert not list(place.glob(".*"))
    assert held(place) != {"earlier"}
