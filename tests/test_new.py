"""A starting file: it works as written, explains every field from the code, and its switched-off examples work too."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from docs.handbook.prose import docstring, unwrapped
from simulation import cli
from simulation.catalogue import REFERENCE, languages, words
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.fields import Range, Whole
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Concerns, Order, Part, Scenario, load_scenario, scenario_names
from simulation.scenario.translated import translated
from simulation.starting_file import (
    GROUPS,
    _checks,
    about,
    allowed,
    meaning,
    starting_file,
    starting_scenario,
)

PARTS: tuple[type[Part], ...] = (Scenario, *GROUPS.values(), Concerns)
FIELDS = [(part, name) for part in PARTS for name in part.model_fields]


def new(*arguments: str) -> int:
    return cli.main(["new", *arguments])


def refusal(capsys: pytest.CaptureFixture[str]) -> str:
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err
    return said.err


def flat(written: str) -> str:
    """The comments as one line, so that it does not matter where they were wrapped."""
    return re.sub(r"\s+", " ", re.sub(r"(?m)^#+ ?", "", written))


def switched_on(written: str) -> str:
    """The file with one # taken away wherever it stands without a space behind it."""
    return re.sub(r"(?m)^#(?=[^ =\n])", "", written)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# --- the command --------------------------------------------------------------------------------------------


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_the_file_passes_check_and_run_as_written(
    here: Path, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new("my_scenario", "--lang", lang) == 0
    assert "my_scenario.toml" in capsys.readouterr().out
    assert cli.main(["check", "my_scenario.toml"]) == 0
    assert cli.main(["run", "my_scenario.toml", "--runs", "3", "--lang", lang]) == 0
    assert (here / "output" / "my_scenario" / "figure.png").exists()
    assert {path.name for path in here.iterdir()} == {"my_scenario.toml", "output"}


def test_a_copy_of_a_scenario_with_the_new_name(here: Path) -> None:
    assert new("my_crisis", "--from", "cuban_missile_crisis") == 0
    assert load_scenario("my_crisis.toml") == load_scenario("cuban_missile_crisis").changed(name="my_crisis")
    assert new("again.toml", "--from", "my_crisis.toml") == 0
    assert load_scenario("again.toml").events == load_scenario("my_crisis.toml").events


def test_a_copy_in_indonesian_has_its_texts_in_indonesian(here: Path) -> None:
    assert new("punyaku", "--from", "classroom", "--lang", "id") == 0
    copy, whole = load_scenario(here / "punyaku.toml"), translated(load_scenario("classroom"), "id")
    assert copy == whole.changed(name="punyaku")
    assert copy.title == "Kastara dan Velmora: dua tetangga rekaan, empat tahun"


def test_nothing_is_overwritten(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "mine.toml").write_text("a lesson's work", encoding="utf-8")
    assert new("mine") == 2
    assert "'mine.toml' is there already, and is not overwritten" in refusal(capsys)
    assert (here / "mine.toml").read_text(encoding="utf-8") == "a lesson's work"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["My scenario"], "name is 'My scenario'; write lower-case letters, digits and _"),
        (["cold_war"], "'cold_war' is a scenario that comes with the project"),
        (["mine", "--from", "cold_wr"], "did you mean 'cold_war'?"),
        (["nowhere/mine"], "'nowhere' is no folder; make it first"),
        (["mine", "--lang", "fr"], "--lang is 'fr'"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_line(
    here: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(*arguments) == 2
    assert message in refusal(capsys)
    assert list(here.iterdir()) == []


# --- what stands in it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_survives_the_commented_file(name: str, lang: str) -> None:
    scenario = load_scenario(name)
    assert Scenario.from_toml(starting_file(scenario, lang)) == scenario


@pytest.mark.parametrize("lang", languages())
def test_every_field_is_explained_with_what_its_checks_allow(lang: str) -> None:
    said = flat(starting_file(starting_scenario("mine", lang), lang))
    for part, name in FIELDS:
        assert flat(meaning(part, name, lang)) in said, f"{part.__name__}.{name}"
        assert flat(allowed(part.model_fields[name], lang)) in said, f"{part.__name__}.{name}"
    for part in GROUPS.values():
        assert flat(about(part, lang)) in said


def test_ranges_are_those_of_the_checks() -> None:
    written = flat(starting_file(starting_scenario("mine")))
    for part, name in FIELDS:
        for check in _checks(part.model_fields[name]):
            if isinstance(check, Range | Whole):
                assert f"from {check.low:g} to {check.high:g}" in allowed(part.model_fields[name])
                assert check.unit in written


@pytest.mark.parametrize("part", [*GROUPS.values(), Concerns])
def test_the_english_of_a_part_is_its_docstring(part: type[Part]) -> None:
    assert about(part) == unwrapped(docstring(part))


def test_the_english_of_a_field_is_its_docstring() -> None:
    said = {(part, name): meaning(part, name) for part, name in FIELDS}
    docstrings = {(part, name): flat(part.model_fields[name].description or "") for part, name in FIELDS}
    assert said == docstrings


@pytest.mark.sample(4)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("name", ["mine", "classroom", "cuban_missile_crisis", "triangle_1971"])
def test_the_examples_work_when_they_are_switched_on(name: str, lang: str) -> None:
    scenario = starting_scenario(name, lang) if name == "mine" else load_scenario(name)
    written = starting_file(scenario, lang)
    for group in ("leaders", "events", "orders"):
        assert f"\n#[[{group}]]\n" in written
    # some fields exclude each other: of those that have no value in the scenario only the examples' own count
    on = "\n".join(
        line[1:] if line.startswith("#[[") or example else line for line, example in _examples(written)
    )
    made = Scenario.from_toml(on)
    assert len(made.orders) == len(scenario.orders) + 1
    assert len(made.events) == len(scenario.events) + 1
    assert len(made.leaders) == len(scenario.leaders) + 1
    was, now = (simulate(one, runs=20, seed=7) for one in (scenario, made))
    assert (was.tension != now.tension).any()


def _examples(written: str) -> list[tuple[str, bool]]:
    """Each line, and whether it is a switched-off line of an example: one that follows a switched-off table."""
    marked, inside = list[tuple[str, bool]](), False
    for line in written.split("\n"):
        if line.startswith("#[["):
            inside = True
        elif not line.startswith("#"):
            inside = False
        marked.append((line, inside and re.match(r"#[^ ]", line) is not None))
    return marked


def test_a_switched_off_field_works_in_the_first_table() -> None:
    written = starting_file(starting_scenario("mine"))
    assert '\n#agreements = ["arms", "trade"]\n' in written
    made = Scenario.from_toml(written.replace("#agreements", "agreements"))
    assert made.rivalries[0].agreements == ("arms", "trade")
    default = PARAMETER_TABLE["perception_noise"].default
    made = Scenario.from_toml(written.replace(f"#perception_noise = {default}", "perception_noise = 0.2"))
    assert made.parameters == {"perception_noise": 0.2}


def test_orders_of_a_scenario_are_written_and_the_example_does_not_collide() -> None:
    order = Order(date="1962-07", title="Hold", state="Alfa", act="hold", months=24)
    scenario = starting_scenario("mine").changed(orders=(order,))
    written = starting_file(scenario)
    assert Scenario.from_toml(written) == scenario
    assert '#never = ["threaten"]' in written


def test_comments_keep_to_a_width_that_an_editor_shows() -> None:
    for lang in languages():
        comments = [line for line in starting_file(starting_scenario("mine", lang), lang).split("\n") if line]
        assert all(len(line) <= 100 for line in comments if line.startswith("#"))


def test_indonesian_speaks_indonesian() -> None:
    written = starting_file(starting_scenario("mine", "id"), "id")
    for term in (
        "ketegangan",
        "perdagangan",
        "ilmu pengetahuan",
        "sosial budaya",
        "bilangan dari 0 sampai 100",
    ):
        assert term in written
    assert "number from" not in written
    assert tomllib.loads(written)["title"] == "Dua negara pesaing"
    assert (
        tomllib.loads(switched_on(written))["orders"][0]["act"] == "talk"
    )  # still TOML with all examples on


def test_what_excludes_each_other_is_not_switched_on_together() -> None:
    written = starting_file(starting_scenario("mine"))
    for name in ("look_for", "questions"):
        assert re.search(rf'(?m)^#{name} = \["', written)
    assert '\n##never = ["summit", "visit"]\n' in written
    both = re.sub(
        r"(?ms)\A(.*?)^#(\[\[orders.*)\Z", lambda m: m[1] + switched_on(switched_on("#" + m[2])), written
    )
    with pytest.raises(ScenarioError, match="act is given beside never"):
        Scenario.from_toml(both)


def test_every_command_that_is_proposed_keeps_the_language_of_the_file() -> None:
    for lang in set(languages()) - {REFERENCE}:
        said = [entry for key, entry in words(lang).items() if key.startswith("starting.")]
        typed = [one for entry in said for one in re.findall(r"detente [a-z]+[^;\n]*", entry)]
        assert len(typed) >= 6
        assert [one for one in typed if f"--lang {lang}" not in one] == []
