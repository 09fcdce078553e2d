"""Help, the language of a command, and what is refused of a line that was typed: in the reader's language, at any width."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulation import cli
from simulation.catalogue import languages, text, words
from simulation.commands.help_pages import command_page, first_steps, program_page
from simulation.commands.languages import asked_for
from simulation.pages.blocks import Block, Grid, Items, Paragraph
from simulation.scenario import load_scenario

ROOT = Path(__file__).parents[1]
STEPS = 6


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join("".join(capsys.readouterr()).split())


def all_words(blocks: list[Block]) -> str:
    parts: list[str] = []
    for block in blocks:
        match block:
            case Grid(_, columns, rows):
                parts += [*columns[1:], *(str(cell) for row in rows for cell in row)]
            case Items(items):
                parts += items
            case Paragraph(sentence, lead):
                parts += [lead, sentence]
    return " ".join(parts)


# --- which language -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "setting", "machine", "lang"),
    [
        ("run x", "", "C.UTF-8", "en"),
        ("run x", "", "id_ID.UTF-8", "id"),
        ("run x", "id", "en_US.UTF-8", "id"),
        ("run x", "en", "id_ID.UTF-8", "en"),
        ("run x --lang id", "en", "C", "id"),
        ("--lang=id run x", "", "C", "id"),
        ("run x --lang en --lang id", "", "C", "id"),
        ("run -- --lang id", "", "C", "en"),  # a file of that name
        ("run x --lang fr", "id", "C", "id"),  # in which it is refused
        ("run x", "", "fr_FR.UTF-8", "en"),
    ],
)
def test_the_option_comes_before_the_setting_and_that_before_the_machine(
    typed: str, setting: str, machine: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_LANG", setting)
    monkeypatch.setenv("LC_ALL", machine)
    assert asked_for(typed.split()) == lang


def test_every_command_takes_the_language() -> None:
    without = [
        name for name in cli.COMMANDS if "--lang" not in str([p.opts for p in cli.imported(name).params])
    ]
    assert without == []


def test_a_setting_that_names_no_language_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DETENTE_LANG", "klingon")
    assert cli.main(["parameters"]) == 2
    assert said(capsys) == "detente: DETENTE_LANG is 'klingon'; write en or id"
    assert cli.main(["parameters", "--json", "--lang", "id"]) == 0


# --- help -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_page_of_help_loses_a_letter_or_a_word_at_any_width(
    width: int, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for name in ("", *cli.COMMANDS):
        assert cli.main([*name.split(), "--help", "--lang", lang]) == 0
        shown = capsys.readouterr().out
        command = None if not name else sys.modules[f"simulation.commands.{name}"].command
        page = program_page(cli.COMMANDS, lang) if command is None else command_page(name, command, lang)
        assert max(map(len, shown.splitlines())) <= width
        letters = set(re.findall(r"\w+", shown))
        missing = [word for word in re.findall(r"\w+", all_words(page)) if word not in letters]
        assert missing == [], (name, missing)


def test_no_word_of_english_is_left_in_the_help_of_another_language() -> None:
    """Every entry about help differs between the languages, but for names of files, commands and variables."""
    same = [
        key
        for key, english in words().items()
        if key.startswith(("help", "first", "refusal_usage"))
        and english == words("id")[key]
        and english.strip()
    ]
    assert same == ["help_value.a", "help_value.b"]


@pytest.mark.parametrize("lang", languages())
def test_six_lines_say_what_to_do_first(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    (steps,) = first_steps(lang)
    assert isinstance(steps, Items)
    assert len(steps.words) == STEPS
    assert cli.main(["--lang", lang]) == 0
    assert len(capsys.readouterr().out.splitlines()) == STEPS  # each fits on a line of 80


def test_the_first_steps_are_commands_that_there_are_and_a_doctrine_of_the_class() -> None:
    steps = all_words(first_steps("en"))
    named = re.findall(r"detente (\w+)", steps)
    assert named == ["run", "new", "run", "compare", "explain"]
    assert set(named) <= set(cli.COMMANDS)
    assert load_scenario("classroom").changed(doctrines={"Kastara": "grit", "Velmora": "grit"})


def test_python_m_does_what_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulation", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == cli.version()


# --- what is refused of a line that was typed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "key", "values"),
    [
        ("rnu", "command", {"found": "'rnu'", "hint": "apakah maksud Anda run?"}),
        ("run", "missing", {"what": "SKENARIO"}),
        ("run x --rums 3", "option", {"option": "--rums", "hint": "apakah maksud Anda --runs?"}),
        ("run x --runs many", "not_integer", {"what": "--runs", "found": "'many'"}),
        ("tournament --noise x", "not_number", {"what": "--noise", "found": "'x'"}),
        ("run x y", "extra", {"found": "'y'"}),
        ("run x --runs", "no_value", {"option": "--runs"}),
        ("run x --json=3", "takes_none", {"option": "--json"}),
    ],
)
def test_a_line_that_cannot_be_understood_is_refused_in_the_readers_language(
    typed: str,
    key: str,
    values: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DETENTE_LANG", "id")
    assert cli.main(typed.split()) == 2
    assert said(capsys).startswith(f"detente: {text(f'refusal_usage.{key}', 'id', **values)}")
