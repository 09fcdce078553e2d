"""What a user names may be too long, closed, or nothing at all: one line, in the reader's language, and exit code 2."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import simulation
from simulation import DetenteModel, cli, load_scenario, paths, simulate
from simulation.errors import ScenarioError

LONG = "a" * 300
PACKAGE = Path(simulation.__file__).parent
#: who asks where it is known that there is a folder of one's own
OWN = {"paths.py", "commands/folders.py", "commands/contents.py"}

#: every command that takes a path, faced with a folder `k` that may not be entered
CLOSED = """
run k/r; run k; check k/x.toml; report k/r; report k/r/result.nc; report k; compare k/a k/b; new k/x; new k/y/x
new n --from k/x; tournament --scenario k/x; replay classroom k/x.csv; replay classroom closed.csv
replay classroom --blank 1 --out closed.csv; run classroom --out k/r; run classroom --out k; report classroom --out k
replay classroom --blank 1 --out k/s.csv; figure fan classroom --out k/f.png; claims --out k; tournament --out k
teaching --out k/t; compare classroom --instead kennan_early --out k; validate --out k
"""
ALL_CLOSED = """
import sys
from contextlib import redirect_stderr
from io import StringIO
from simulation import cli
for line in sys.argv[1].replace(";", "\\n").strip().splitlines():
    with redirect_stderr(StringIO()) as said:
        code = cli.main([*line.split(), "--lang", "id"])
    print(code, line.strip(), said.getvalue().replace("\\n", "|"), sep="\\t")
"""


def said_of(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line with which a command refuses."""
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_name_too_long_for_the_system_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for command in ("run", "report", "check", "compare classroom", "tournament --scenario", "figure fan"):
        assert "is not known" in said_of([*command.split(), LONG], capsys)
    for typed in (f"check {LONG}.toml", f"report {LONG}.nc", f"replay classroom {LONG}"):
        assert "file name too long" in said_of(typed.split(), capsys).lower()
    assert "file name too long" in said_of(["replay", "classroom", "--blank", "1", "--out", f"{LONG}.csv"], capsys)
    for start in (load_scenario, DetenteModel, simulate):
        with pytest.raises(ScenarioError, match="is not known"):
            start(LONG)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_a_folder_that_may_not_be_entered_is_one_line_whatever_is_asked_of_it(tmp_path: Path):
    drop = []
    if os.geteuid() == 0:  # whom no folder keeps out
        if shutil.which("setpriv") is None:
            pytest.skip("the superuser's rights cannot be laid down here")
        without = "-dac_override,-dac_read_search"
        drop = ["setpriv", f"--bounding-set={without}", f"--inh-caps={without}"]
    (tmp_path / "k").mkdir(mode=0o000)
    (tmp_path / "closed.csv").touch(mode=0o000)
    command = [*drop, sys.executable, "-c", ALL_CLOSED, CLOSED]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
    )
    assert done.stderr == ""
    found = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(found) == 24
    wrong = [line for line in found if line[0] != "2" or line[2].count("|") != 1]
    assert wrong == []
    assert [said for _, _, said in found if "Invalid value" in said or "ermission" in said] == []
    (tmp_path / "k").chmod(0o700)
    assert list((tmp_path / "k").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["closed.csv", "k"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that somebody is in")
def test_a_folder_that_was_removed_under_us_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert "does not exist" in said_of(["check", "x.toml"], capsys)
    for typed in ("run classroom --runs 2", "replay classroom --blank 1 --out x.csv", "figure fan classroom"):
        said_of(typed.split(), capsys)
    assert cli.main(["list"]) == 0


def test_no_path_is_not_the_folder_one_is_in(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    for typed in ("run classroom", "replay classroom --blank 1", "teaching", "claims"):
        assert "--out is empty" in said_of([*typed.split(), "--out", ""], capsys)
    assert "SHEET is empty" in said_of(["replay", "classroom", " "], capsys)
    assert list(tmp_path.iterdir()) == []


def test_whether_there_is_a_file_is_asked_in_one_place():
    asking = {"is_file", "is_dir", "exists", "is_symlink"}
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).as_posix() not in OWN
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in asking and ast.unparse(node.value) != "paths"
    ]
    assert found == []
    assert paths.is_file(__file__)
    assert not paths.is_file(LONG)
