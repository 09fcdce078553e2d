"""Help, the language of a command, and what is refused of a line that was typed: in the reader's language, at any width."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from simulation import cli
from simulation.actions import ACTIONS
from simulation.catalogue import languages, text, words
from simulation.commands import output, simulating
from simulation.commands.choices import KINDS
from simulation.commands.help_pages import command_page, first_steps, program_page
from simulation.commands.languages import asked_for
from simulation.engine import simulate
from simulation.findings.run import summary
from simulation.pages.blocks import Block, Grid, Items, Paragraph
from simulation.reports.run import outcome_grid, period_grid, state_grid
from simulation.scenario import load_scenario
from simulation.state import CONCERNS
from simulation.variables import VARIABLES
from simulation.words.run import copdab_scale
from simulation.words.terms import plain, term, terms
from simulation.words.variables import variable_words

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


def test_the_catalogue_has_help_for_what_commands_take_and_for_nothing_else() -> None:
    taken = {name: {one.name for one in cli.imported(name).params} - {"help"} for name in cli.COMMANDS}
    own = {f"help_{name}.{one}" for name, parts in taken.items() for one in ("said", "more", *parts)}
    shared = {f"help_option.{one}" for parts in taken.values() for one in parts}
    values = {f"help_value.{one}" for one in (*set().union(*taken.values()), *KINDS.values(), "path")}
    there = {key for key in words() if key.startswith("help_")} - {"help_run.script"}
    assert there - own - shared - values == set()


# --- which language -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "setting", "machine", "lang"),
    [
        ("run classroom", "", "C.UTF-8", "en"),
        ("run classroom", "", "id_ID.UTF-8", "id"),
        ("run classroom", "id", "en_US.UTF-8", "id"),
        ("run classroom", "en", "id_ID.UTF-8", "en"),
        ("run classroom --lang id", "en", "C", "id"),
        ("--lang=id run x", "", "C", "id"),
        ("run classroom --lang en --lang id", "", "C", "id"),
        ("run -- --lang id", "", "C", "en"),  # a file of that name
        ("run classroom --lang fr", "id", "C", "id"),  # in which it is refused
        ("run classroom", "", "fr_FR.UTF-8", "en"),
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


def test_a_misspelt_scenario_is_told_before_the_engine_is_imported() -> None:
    """Of every command that takes one first; as the command itself would say it."""
    asked = "import sys; from simulation import cli; " + "; ".join(
        f"cli.main(['{name}', 'clasroom'])" for name in cli.OF_A_SCENARIO
    )
    asked += (
        "; print([name for name in ('simulation.engine', 'pandas', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    line = "detente: scenario 'clasroom': is not known; did you mean 'classroom'?\n"
    assert done.stderr == line * len(cli.OF_A_SCENARIO)


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
        ("run classroom --rums 3", "option", {"option": "--rums", "hint": "apakah maksud Anda --runs?"}),
        ("run classroom --runs many", "not_integer", {"what": "--runs", "found": "'many'"}),
        ("tournament --noise x", "not_number", {"what": "--noise", "found": "'x'"}),
        ("run classroom y", "extra", {"found": "'y'"}),
        ("run classroom --runs", "no_value", {"option": "--runs"}),
        ("run classroom --json=3", "takes_none", {"option": "--json"}),
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


# --- a result is no scenario, and what words mean ---------------------------------------------------------------------


@pytest.mark.parametrize("command", ["run", "compare", "replay", "check", "figure fan", "new mine --from"])
def test_a_result_in_the_place_of_a_scenario_is_told_apart(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "result.nc").write_bytes(b"")
    for typed in (tmp_path, tmp_path / "result.nc"):
        assert cli.main([*command.split(), str(typed), *(["x.toml"] if command == "compare" else [])]) == 2
        path = tmp_path / "result.nc"
        assert f"'{path}' is a result, not a scenario: read it with `detente report {path}`" in said(capsys)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("softness", "sikap lunak"),
        ("Sikap  Lunak", "sikap lunak"),
        ("detente", "détente"),
        ("near-miss", "nyaris perang"),
        ("COPDAB points", "poin COPDAB"),
        ("hawks", "kubu keras dalam negeri"),
        ("wilson", "selang Wilson"),
    ],
)
def test_a_word_is_explained_by_its_name_in_any_language(
    typed: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", *typed.split(), "--lang", "id", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["name"] == name
    assert cli.main(["explain", *typed.split(), "--lang", "id"]) == 0
    assert said(capsys) == f"{name} {found['meaning']}"


def test_every_term_has_a_meaning_and_its_name_leads_to_it_alone() -> None:
    for lang in languages():
        every = [one for group in terms(lang).values() for one in group]
        assert len({plain(one.name) for one in every}) == len(every) == len({one.key for one in every}) >= 60
        assert [
            one.key for one in every if not one.meaning.endswith(".") or term(one.name, lang) != one
        ] == []


def test_every_word_of_the_first_table_is_explained() -> None:
    found = summary(simulate("classroom", runs=2))
    for lang in languages():
        grids = [period_grid(found, lang), outcome_grid(found, lang), state_grid(found, lang)]
        rows = [str(row[0]) for grid in grids[1:] for row in grid.rows]  # those of the first are periods
        asked = [*(one for grid in grids for one in grid.columns), *rows]
        asked += [text(f"concern.{name}", lang) for name in CONCERNS]
        asked += [variable_words(name, lang) for name in VARIABLES]
        assert [one for one in asked if term(one, lang) is None] == []
    needed = "seed band interval wilson doctrine copdab"
    assert [key for key in needed.split() if term(key) is None] == []


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("growth", "growth"),
        ("in détente", "detente"),
        ("signed", "agreement"),
        ("record", "historical_record"),
        ("jobs from trade", "jobs"),
        ("standing", "standing"),
        ("Kastara: growth, % a year", "growth"),
        ("Cooperation Kastara → Velmora", "cooperation"),
        ("Agreements signed or renewed in a run: arms", "agreement"),
        ("dalam détente", "detente"),
        ("mutual-benefit", "mutual_benefit"),
        ("state secrets", None),
    ],
)
def test_what_is_typed_as_it_is_printed_leads_to_its_term(typed: str, key: str | None) -> None:
    found = term(typed)
    assert (found and found.key) == key


def test_an_unknown_word_is_met_with_a_guess_of_the_readers_language_or_the_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for typed, lang, hint in (
        ("softnes", "en", "did you mean softness?"),
        ("reservation valu", "en", "did you mean reservation value?"),
        ("pesain", "en", "see all of them: detente explain"),
        ("pesain", "id", "apakah maksud Anda pesaing?"),
        ("xylophone", "en", "see all of them: detente explain"),
    ):
        assert cli.main(["explain", *typed.split(), "--lang", lang]) == 2
        assert said(capsys).endswith(f" '{typed}' {'di sini' if lang == 'id' else 'here'}; {hint}")


def test_percent_signs_stand_alike_in_all_that_is_read() -> None:
    for lang in languages():
        assert [
            key for key, entry in words(lang).items() if re.search(r"\d[ \N{NO-BREAK SPACE}]%", entry)
        ] == []


def test_the_scale_of_points_comes_from_the_table_of_actions() -> None:
    shown = re.findall("([+\N{MINUS SIGN}]\\d+) ([a-z ]+)", copdab_scale())
    assert len(shown) == 4
    weights = {text(f"action.{act.name}"): act.copdab for act in ACTIONS}
    for points, name in shown:
        (weight,) = (weights[act] for act in weights if act.startswith(name.strip()))
        assert float(points.replace("\N{MINUS SIGN}", "-")) == weight


# --- quiet, and the bar -----------------------------------------------------------------------------------------------


def test_quiet_leaves_what_was_written_and_with_json_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(simulating, "history_figure", lambda *_: Figure(figsize=(1, 1)))
    typed = ["run", "classroom", "--runs", "2", "--quiet", "--out", str(tmp_path)]
    assert cli.main(typed) == 0
    assert capsys.readouterr() == (f"Written to {tmp_path}: summary.json, result.nc, figure.png\n", "")
    assert cli.main([*typed, "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["runs"] == 2
    assert err == ""


@pytest.mark.parametrize("width", [40, 60, 80])
def test_the_bar_shows_all_that_is_counted_at_any_width(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("FORCE_COLOR", "1")
    with output.bar() as bar:
        bar.add_task("Simulating " + 5 * "a long title ", total=20000, completed=12345)
        bar.refresh()
        shown = re.sub(r"\x1b\[[\d;?]*[a-zA-Z]", "", "".join(capsys.readouterr())).splitlines()[-1]
    assert len(shown) <= width
    assert "12345/20000" in shown
    assert shown.count("━") >= width // 4 - 1
    assert shown.startswith("Sim")
