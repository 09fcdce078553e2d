"""The README is true: its commands and its code run, its links lead somewhere, its map is the house."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from simulation import cli
from simulation.engine import simulate
from simulation.experiments.causal_story import credit, self_keeping
from simulation.experiments.claims import article, running
from simulation.experiments.claims.frontier import search_frontier
from simulation.experiments.claims.worlds import World
from simulation.experiments.detente import detente_share
from simulation.pages.blocks import flat
from simulation.scenario import load_scenario
from simulation.words.cells import percents
from tests.begun import page_of

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDONESIAN = (ROOT / "README.id.md").read_text(encoding="utf-8")
COMMANDS = ("pip install . && detente run cold_war", 'pip install ".[test]" && pytest')
FEW = "3"  # runs that a command is tried with; `detente validate` meets a made-up record (tests/conftest.py)

#: files that a reader has written by then, and from which scenario
FILES = {"my_scenario.toml": "cuban_missile_crisis", "before.toml": "classroom", "after.toml": "classroom"}

#: folders at the top that a run, a build or an editor leaves there; they are no part of the house
LEFT_BEHIND = {"build", "dist", "env", "out", "output", "venv", "__pycache__"}


def blocks(language: str, source: str = README) -> list[str]:
    """The code blocks of a language: what stands between ```language and ```."""
    return re.findall(rf"^```{language}\n(.*?)^```$", source, re.MULTILINE | re.DOTALL)


def shell_lines(source: str = README) -> list[str]:
    return [line for block in blocks("bash", source) for line in block.splitlines() if line.strip()]


def prose(source: str = README) -> str:
    return re.sub(r"^```.*?^```$", "", source, flags=re.MULTILINE | re.DOTALL)


def commands(source: str = README) -> list[list[str]]:
    """Every `detente ...` and `python scenarios/...` that a reader may copy, each once, as its words."""
    said = [part for line in shell_lines(source) for part in line.split("&&")]
    said += re.findall(r"`([^`\n]+)`", prose(source))
    ours = [part for part in said if re.match(r"\s*(detente|python scenarios/\S+)\s", part + " ")]
    split = dict.fromkeys(tuple(shlex.split(part, comments=True)) for part in ours)
    return [list(words) for words in split if len(words) > 1]


def fewer_runs(words: list[str]) -> list[str]:
    if words[1] == "sensitivity":
        return [*words, "--runs", "2", "--trajectories", "2", "--samples", "8"]
    if "--runs" in words:
        at = words.index("--runs") + 1
        return [*words[:at], FEW, *words[at + 1 :]]
    simulates = words[0] == "python" or words[1] in ("run", "validate", "claims", "story", "tournament")
    return [*words, "--runs", FEW] if simulates else words


def links(source: str) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)\)", source)
    return [link for link in found if not re.match(r"[a-z]+:|#", link)]


def with_length(words: list[str]) -> Any:
    """The words of a command as a case, marked where the command takes more than a second."""
    takes_long = words[0] == "python" or words[1] not in (
        "run",
        "list",
        "parameters",
        "new",
        "check",
        "figure",
    )
    return pytest.param(words, id=" ".join(words), marks=[pytest.mark.long] if takes_long else [])


# --- the two commands ---------------------------------------------------------------------------------------


def test_it_shows_exactly_the_two_commands_in_blocks_of_their_own() -> None:
    assert tuple(block.strip() for block in blocks("bash")[:2]) == COMMANDS
    assert [line for line in shell_lines() if "pip install" in line] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_decides_runs_the_same_two_commands(command: str) -> None:
    assert f"'{command}'" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert f"run: {command}\n" in (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("source", [README, INDONESIAN], ids=["en", "id"])
def test_blocks_can_be_pasted_into_any_shell(source: str) -> None:
    """bash, zsh, cmd and PowerShell 5.1 take them alike: no comment, no chain, no other quote than ", nothing to expand."""
    lines = [line for line in shell_lines(source) if line not in COMMANDS]
    lines += [line for block in blocks("powershell", source) for line in block.splitlines()]
    assert len(lines) > 10
    for line in lines:
        outside = re.sub(r'"[^"]*"', "", line)
        assert re.fullmatch(r"(detente|py) [\w .,=-]+", outside), line
        assert not re.search(r"['#\\\\$`!%]|&&|\bexport\b", line), line


def test_windows_has_the_first_command_in_its_own_words() -> None:
    (block,) = blocks("powershell")
    first, second = COMMANDS[0].split(" && ")
    assert block.splitlines() == [f"py -m {first}", second.replace("detente", "py -m simulation")]
    module = [sys.executable, "-m", "simulation", "list"]
    done = subprocess.run(
        module, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert "classroom" in done.stdout


@pytest.mark.parametrize(("lang", "source"), [("en", README), ("id", INDONESIAN)])
def test_the_lines_fit_together(lang: str, source: str) -> None:
    """A file that a line reads comes with the project, or an earlier line has written it."""
    written: set[str] = set()
    for words in commands("\n".join(f"```bash\n{block}```\n" for block in blocks("bash", source))):
        read = {word for word in words if word.endswith((".toml", ".csv"))}
        written |= {f"{words[2]}.toml"} if words[1] == "new" else set()
        written |= {words[words.index("--out") + 1]} if "--out" in words else set()
        assert read <= written, words


@pytest.mark.long
def test_the_shares_of_the_lines_to_change_are_what_comes_out() -> None:
    """Which line first: measured here as a class would, 200 runs with seed 7, to the last digit printed."""
    classroom = load_scenario("classroom")
    places = {
        "en": ("as it is", "in Kastara", "in both"),
        "id": ("sebagaimana adanya", "di Kastara", "di keduanya"),
    }
    for place, doctrine, states in (
        (0, "", ()), (1, "grit", ("Kastara",)), (1, "dove", ("Kastara",)), (2, "grit", ("Kastara", "Velmora")),
    ):  # fmt: skip
        changed = classroom.changed(doctrines=dict.fromkeys(states, doctrine)) if states else classroom
        share, low, high = (
            detente_share(simulate(changed, runs=200, seed=7))[name] for name in ("happened", "low", "high")
        )
        for lang, source in (("en", README), ("id", INDONESIAN)):
            named = f'`"{doctrine}"` {places[lang][place]}' if doctrine else places[lang][place]
            assert f"| {named} | {flat(percents(share, low, high, lang))} |" in source


# --- what a reader may copy ---------------------------------------------------------------------------------


def test_there_are_commands_to_copy() -> None:
    assert len(commands()) >= 5
    assert any(words[0] == "python" for words in commands())


@pytest.mark.sample(2)
@pytest.mark.parametrize("words", [with_length(words) for words in commands()])
def test_each_command_works(
    words: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shortened: Callable[[pytest.MonkeyPatch], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    # of `detente claims` and `detente story` a small part: tests of their own go the whole way
    shortened(monkeypatch)
    monkeypatch.setattr(credit, "mechanisms", lambda _: [])
    monkeypatch.setattr(self_keeping, "worlds", partial(dict, cold_war=self_keeping.worlds()["cold_war"]))
    monkeypatch.setattr(running, "worlds", lambda families: [World()])
    monkeypatch.setattr(running, "CLAIMS", article.CLAIMS[:2])
    monkeypatch.setattr(running, "probes", lambda *_: [])
    monkeypatch.setattr(running, "search_frontier", partial(search_frontier, generations=1, runs=4))
    for name, scenario in FILES.items() if words[1] != "new" else ():
        (tmp_path / name).write_text(load_scenario(scenario).to_toml(), encoding="utf-8")
    if "--blank" not in words:  # by then a class has filled in its turn sheet
        shutil.copy(ROOT / "teaching/en/open-hand.csv", tmp_path / "sheet.csv")
    program, *arguments = fewer_runs(words)
    if arguments[0] in ("explore", "play"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where matches are kept, not in the reader's own
        assert "</html>" in page_of(arguments)
        return
    if program == "python":
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        command = [sys.executable, str(ROOT / arguments[0]), *arguments[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()
        return
    assert cli.main(arguments) == 0
    said = capsys.readouterr()
    assert said.out.strip()
    assert said.err == ""
    if arguments[0] == "run":
        name = Path(arguments[1]).stem  # a file's results go to a folder of its name
        written = {path.name for path in (tmp_path / "output" / name).glob("[!.]*")}
        assert written == {"summary.json", "result.nc", "figure.png"}


@pytest.mark.long
def test_the_indonesian_path_leads_from_the_first_run_to_the_printed_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command of README.id.md in one folder, in its order, with one line changed where it says so."""
    monkeypatch.chdir(tmp_path)
    for words in commands("\n".join(f"```bash\n{block}```\n" for block in blocks("bash", INDONESIAN))):
        assert cli.main(fewer_runs(words)[1:]) == 0, words
        said = capsys.readouterr()
        assert said.out.strip()
        assert said.err == ""
        if words[1:3] == ["new", "sesudah"]:
            file = tmp_path / "sesudah.toml"
            text, count = re.subn(r"^hawks = .*$", "hawks = 0.9", file.read_text("utf-8"), flags=re.MULTILINE)
            assert count == 2
            file.write_text(text, encoding="utf-8")
        if words[1:3] == ["compare", "sebelum.toml"]:
            assert "Yang berbeda pada masukan (2)" in said.out
    assert list(tmp_path.rglob("report.pdf"))
    assert list(tmp_path.rglob("lembar.csv"))


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_each_piece_of_python_works(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = re.sub(r"\bruns=\d+", f"runs={FEW}", blocks("python")[number])
    exec(compile(code, f"README.md, block {number}", "exec"), {"__name__": "readme"})
    assert capsys.readouterr().out.strip()


def test_python_is_shown_only_in_blocks_that_are_run() -> None:
    assert blocks("python")
    assert set(re.findall(r"^```(\w*)$", README, re.MULTILINE)) == {
        "",
        "bash",
        "powershell",
        "python",
        "text",
    }


# --- the picture, the links, the map ------------------------------------------------------------------------


def test_it_has_a_picture_large_enough_to_read() -> None:
    (picture,) = re.findall(r"!\[[^\]]{20,}\]\(([^)]+)\)", README)
    content = (ROOT / picture).read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    assert min(width, height) >= 1000


def test_links_within_the_project_lead_somewhere(subtests: pytest.Subtests) -> None:
    for file in (
        "README.md",
        "README.id.md",
        "CONTRIBUTING.md",
        *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
    ):
        with subtests.test(file=file):
            path = ROOT / file
            for link in links(path.read_text(encoding="utf-8")):
                target = (path.parent / link.partition("#")[0]).resolve()
                assert target.exists(), f"{file} links {link}, which is not there"
                assert target.is_relative_to(ROOT), f"{file} links {link}, which is not part of the project"


def rows_of_the_map() -> list[tuple[list[str], str]]:
    """The lines of the drawing of folders: paths from the top, and what is added there, if anything is."""
    (drawing,) = blocks("text")
    rows, top = [], ""
    for line in drawing.splitlines():
        found = re.fullmatch(r"( *)(\S+(?:, \S+)*) {2,}.*?(?: {2,}\+ (\w+): .*)?", line)
        assert found, f"the map cannot be read: {line}"
        inside, names, new = found.groups()
        top = top if inside else names
        rows.append(([f"{top}{name}" if inside else name for name in names.split(", ")], new or ""))
    return rows


def test_everything_on_the_map_is_there() -> None:
    named = list(chain.from_iterable(names for names, _ in rows_of_the_map()))
    assert len(named) > 20
    for name in named:
        path = ROOT / name
        there = path.is_dir() if name.endswith("/") else path.is_file()
        assert there, f"the map shows {name}, which is not there"


def test_every_folder_is_on_the_map() -> None:
    shown = {names[0].split("/")[0] for names, _ in rows_of_the_map()}
    there = {path.name for path in ROOT.iterdir() if path.is_dir()}
    there = {name for name in there if not name.startswith(".") and not name.endswith(".egg-info")}
    assert there - LEFT_BEHIND == shown


def test_the_map_says_once_where_each_new_thing_goes() -> None:
    things = (
        "act domain parameter rule doctrine coupling series language finding form report figure page command"
    )
    assert [new for _, new in rows_of_the_map() if new] == [*things.split(), "scenario", "study"]


def test_files_named_in_the_text_are_there() -> None:
    for name in re.findall(
        r"`((?:simulation|scenarios|studies|notebooks|tests|docs|benchmarks)/[\w./-]+)`", prose()
    ):
        assert (ROOT / name).exists(), f"README.md names {name}, which is not there"
