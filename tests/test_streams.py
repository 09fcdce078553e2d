"""Words on streams that lack signs, and memory that is less than it seems."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import ScenarioError, cli, memory, simulate
from simulation.__main__ import main
from simulation.commands.streams import PLAIN, plain


@given(st.text())
def test_every_text_can_be_written_in_every_encoding(text: str) -> None:
    for encoding in ("ascii", "cp1252", "cp437", "utf-8"):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="detente.plain")
        stream.write(text)
        stream.flush()


def test_what_an_encoding_lacks_has_a_plain_sign() -> None:
    said = "\N{MINUS SIGN}1.5\N{HORIZONTAL ELLIPSIS}2.0 US \N{RIGHTWARDS ARROW} USSR, d\u00e9tente"
    assert said.encode("ascii", "detente.plain") == b"-1.5..2.0 US -> USSR, detente"
    assert said.encode("cp1252", "detente.plain") == b"-1.5\x852.0 US -> USSR, d\xe9tente"
    assert all(plain(sign).isascii() for sign in PLAIN)


def test_more_than_the_memory_holds_is_refused_before_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "_limits", lambda: iter([2**40, 300 * 2**20]))
    with pytest.raises(
        ScenarioError,
        match=r'needs about .* GiB of memory, and 0.3 may be used here; take fewer runs, or keep="',
    ):
        simulate("cold_war", runs=20_000)
    assert simulate("classroom", runs=2).sizes["run"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a shell are tried on Linux")
def test_a_limit_of_the_shell_is_seen() -> None:
    asked = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33)); "
        "from simulation import memory; print(memory.allowed() <= 2**33)"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "True"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams")
def test_a_command_started_with_closed_streams_writes_its_files_and_ends_quietly(tmp_path: Path) -> None:
    out = tmp_path / "q"
    run = f"{shlex.quote(sys.executable)} -m simulation.cli run classroom --runs 2 --out {shlex.quote(str(out))}"
    done = subprocess.run(["sh", "-c", f"{run} >&- 2>&- <&-"], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert {"figure.png", "result.nc", "summary.json"} <= {path.name for path in out.iterdir()}


@pytest.mark.parametrize(
    "command",
    ["replay classroom sheet.csv --runs 2", "tournament --runs 2 --months 6 --doctrine dove --doctrine hawk"],
)
def test_a_reader_that_goes_early_costs_no_file(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sheet.csv").write_text(
        "month,state,towards,initiative,response\n1,Kastara,Velmora,talk,\n", encoding="utf-8"
    )
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", buffering=1, encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        assert cli.main([*command.split(), "--json", "--out", "q"]) == 0
        monkeypatch.undo()
    assert (tmp_path / "q" / f"{command.split()[0]}.json").stat().st_size > 0


def test_an_error_stream_that_takes_nothing_leaves_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no device that is always full")
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stderr", full)
        assert cli.main(["run", "nowhere"]) == 2


def test_what_is_stopped_while_it_loads_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "simulation.cli", SimpleNamespace(main=stopped))
    assert main() == 130
    assert capfd.readouterr() == ("", "")


def test_where_the_library_of_figures_keeps_its_cache_is_not_said(tmp_path: Path) -> None:
    (tmp_path / "closed").touch()  # where a folder would have to be
    asked = "import matplotlib; matplotlib.get_cachedir()"
    within = f"from simulation.commands.streams import errors_alone\nwith errors_alone(): {asked}"
    given = {"PYTHONPATH": str(Path(__file__).parents[1]), "MPLCONFIGDIR": str(tmp_path / "closed")}
    said = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, **given}
        )
        for code in (asked, within)
    ]
    assert "MPLCONFIGDIR" in said[0].stderr
    assert said[1].stderr == ""
