"""The documentation is true: it builds without a warning, says what the code says, and every block of code on it runs.

A page is read from top to bottom, as its reader does: what it tells to write into a file is written, what it tells to
change is changed, its commands and its Python are run, with fewer runs.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from docs.handbook import relations, written
from docs.handbook.glossary import GIVEN_UP
from docs.handbook.model import equations_of
from docs.handbook.prose import counted, with_equations
from simulation import catalogue, cli, load_scenario, simulate
from simulation.commands.choices import choices_of
from simulation.commands.help_pages import filled_in
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import Scenario
from simulation.starting_file import LEARNT
from simulation.sweeps.plan import Plan
from tests.begun import page_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = {path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")}
FEW = "3"  # runs that a command or a call is tried with

#: blocks that are run line by line or as a whole, and directives of Sphinx, which are no code to copy
RUN = ("bash", "python", "toml", "diff")
DIRECTIVES = ("{toctree}", "{eval-rst}")
#: lines of shell that are shown and not run here, each with the reason
NOT_RUN = {
    'pip install ".[play]"': "the tests have what it installs; what decides installs a clean copy first",
    'pip install ".[docs]" && sphinx-build -W --keep-going -n docs build/docs': "the building is a test of its own",
    'pip install ".[calibrate]" && python -m studies.calibration --minutes 25 --out best.json': (
        "searches for 25 minutes; the search has its own tests"
    ),
    "detente play --solo": "serves until it is ended; the tests of the game begin it",
    "detente play --lan": "the same, for phones",
    "detente atlas --seed 7 --out atlas.html": "works out 144 worlds; tests/test_atlas.py tries the command with two",
    "dask scheduler": "serves until it is ended; tests/test_cluster.py starts one",
    "dask worker tcp://10.0.0.7:8786 --nworkers 16 --nthreads 1": "the same, with workers",
    "detente sweep plan.toml --out swept --dask tcp://10.0.0.7:8786": "a scheduler on another machine; as above",
}
#: pages that take more than two seconds to be gone through
LONG_PAGES = (
    "tutorial.md",
    *(
        f"how-to/{page}.md"
        for page in ("counterfactuals", "make_figures", "sweeps_on_many_machines", "write_a_scenario")
    ),
)
SIMULATES = ("run", "compare", "report", "replay", "validate", "tournament")


class Block(NamedTuple):
    """What stands between ``` and ```."""

    language: str
    content: str


def blocks(page: str) -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\S*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)]


# --- the pages that come from the code ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return written.pages()


def test_the_pages_from_the_code_are_as_the_code_has_them(made: dict[str, str]) -> None:
    stale = [path for path, content in made.items() if PAGES.get(path) != content]
    assert stale == [], f"run python -m docs.handbook: {', '.join(stale)}"


def test_no_page_from_the_code_is_left_over(made: dict[str, str]) -> None:
    there = {path for path in PAGES if path.startswith(("model/", "reference/"))}
    assert there == set(made) - {written.ODD, "glossary.md"}


def test_every_file_of_rules_has_its_page_with_every_function_on_it() -> None:
    files = sorted((ROOT / "simulation" / "rules").glob("[a-z]*.py"))
    assert len(files) >= 16
    for file in files:
        page = PAGES[f"model/{file.stem}.md"]
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        assert functions
        assert re.findall(r"^## (\w+)$", page, re.MULTILINE)[: len(functions)] == functions


def test_every_rule_shows_an_equation(subtests: pytest.Subtests) -> None:
    for rule in sorted(set(relations.RULES) - {relations.IDIOMS}):
        with subtests.test(rule=rule):
            page = PAGES[f"model/{rule}.md"]
            assert equations_of(rule)
            assert all(f"`{equation}`" in page for equation in equations_of(rule))


@pytest.mark.parametrize(
    ("said", "equations"),
    [
        ("Trust, 0-1: a p + b (1 - p) (Kydd 2000).", ["a p + b (1 - p)"]),
        ("Next month's.\n\nx' = x + 1. It is more than it was.", ["x' = x + 1"]),
        ("o = g + e;  if o > 0:  o (d + (1 - d) p).", ["o = g + e", "o (d + (1 - d) p)"]),
        ("What is remembered: m old + (1 - m) new, `[pair, run]`.", ["m old + (1 - m) new"]),
        ("The largest of what it has.", []),
        ("Held within log-odds of +-6, so that belief can always turn.", []),
    ],
)
def test_equations_are_told_from_prose(said: str, equations: list[str]) -> None:
    assert with_equations(said)[1] == equations


# --- which rule is given which parameters ---------------------------------------------------------------------------


def test_the_scenario_file_says_what_holds_where_nothing_learnt_is_written(made: dict[str, str]) -> None:
    rows = [
        line.split(" | ") for line in made["reference/scenario_file.md"].splitlines() if line.startswith("|")
    ]
    said = {cells[0].strip("| `"): cells[-1].rstrip(" |") for cells in rows}
    for field, parameter in LEARNT.items():
        prior = f"parameter `{parameter}` ({PARAMETER_TABLE[parameter].default:g})"
        assert said[field] == f"by the rule of the [past](../model/past.md); without agreements {prior}"


def test_every_table_of_the_scenario_file_says_what_its_own_values_are(made: dict[str, str]) -> None:
    rows = [
        line.split(" | ") for line in made["reference/scenario_file.md"].splitlines() if " a table" in line
    ]
    assert {cells[0].strip("| `"): cells[2].split(" = ")[0] for cells in rows} == {
        "parameters": "a table: parameter",
        "sources": "a table of up to 500: key",
        "asks": "a table: issue",
    }


def test_one_thing_is_not_counted_as_many() -> None:
    assert [counted(n, "order") for n in (0, 1, 2)] == ["0 orders", "1 order", "2 orders"]


def test_every_parameter_is_used_somewhere_and_every_page_names_only_its_own() -> None:
    everywhere = set(relations.of_the_month()) | set(relations.at_the_start())
    for rule in relations.RULES:
        own = {*relations.given_to(rule), *relations.beside(rule)}
        rows = re.findall(r"^\| `(\w+)` \| ", PAGES[f"model/{rule}.md"], re.MULTILINE)
        assert set(rows) == own, rule
        everywhere |= own
    for doctrine in importlib.import_module("simulation.doctrines").DOCTRINES:
        everywhere |= set(relations.of_doctrine(doctrine))
    assert everywhere == set(PARAMETER_TABLE)


@pytest.mark.parametrize(
    ("rule", "some"),
    [
        ("tension", ["tension_floor", "tension_memory", "alarm", "relief"]),  # read by the rule
        ("learning", ["belief_talking", "belief_confrontation"]),  # handed over, to a rule that serves two
        ("crisis", ["severity_scale", "ordinary_severity"]),
        ("influence", ["influence_prize"]),
    ],
)
def test_the_ways_in_which_a_rule_comes_by_a_parameter_are_followed(rule: str, some: list[str]) -> None:
    assert set(some) <= set(relations.given_to(rule))


def test_what_goes_through_the_world_is_no_parameter_of_the_next_rule() -> None:
    assert "tension_floor" not in relations.given_to("negotiation")
    assert "crisis_base" not in relations.given_to("tension")
    assert relations.given_to(relations.IDIOMS) == []


class Watched(Parameters):
    """Parameters that note which of them are read."""

    def __getattribute__(self, name: str) -> Any:
        if name in Parameters._fields:
            READ.add(name)
        return super().__getattribute__(name)


READ: set[str] = set()


def test_the_rules_use_what_the_pages_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Watched from inside: every parameter is an array of its own, and every rule notes which it reads or is handed."""
    p = Watched(*(np.full(1, float(value)) for value in Parameters()))
    names = {id(value): name for name, value in zip(Parameters._fields, p, strict=True)}
    seen: dict[tuple[str, str], set[str]] = {}

    def watched(rule: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            READ.clear()
            result = function(*arguments)
            handed = {names[id(one)] for one in arguments if id(one) in names}
            seen.setdefault((f"rules.{rule}", function.__name__), set()).update(READ | handed)
            return result

        return call

    for rule in relations.RULES:
        module = importlib.import_module(f"simulation.rules.{rule}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and rule != relations.IDIOMS:
                monkeypatch.setattr(module, name, watched(rule, function))
    monkeypatch.setattr("simulation.inputs.parameters_of", lambda *_: p)
    monkeypatch.setattr("simulation.engine.Parameters", lambda *values: p)
    simulate(load_scenario("classroom").changed(months=2, events=()), runs=1, seed=7)

    assert len(seen) > 50
    given = relations.relations().given
    assert seen == {place: given[place] for place in seen}


# --- the command line -----------------------------------------------------------------------------------------------


def test_the_page_of_commands_has_every_option_that_the_command_takes(subtests: pytest.Subtests) -> None:
    for name in cli.COMMANDS:
        with subtests.test(command=name):
            taken = {
                word
                for one in cli.imported(name).params
                for word in (*one.opts, *one.secondary_opts)
                if word.startswith("-") and word != "--help"
            }
            command = importlib.import_module(f"simulation.commands.{name}").command
            choices = choices_of(name, command, catalogue.REFERENCE, filled_in(name))
            shown = {word for one in choices for word in re.findall(r"--[\w-]+", one.written)}
            assert shown == taken
            section = PAGES["reference/commands.md"].split(f"## detente {name}\n")[1].split("\n## ")[0]
            assert all(f"`{one.written}`" in section for one in choices)


# --- the ODD protocol and the glossary --------------------------------------------------------------------------------


def test_the_protocol_has_its_seven_elements_and_all_parameters() -> None:
    page = PAGES["odd.md"]
    assert re.findall(r"^## (\d)\. (.+)$", page, re.MULTILINE) == [
        ("1", "Purpose and patterns"),
        ("2", "Entities, state variables, and scales"),
        ("3", "Process overview and scheduling"),
        ("4", "Design concepts"),
        ("5", "Initialization"),
        ("6", "Input data"),
        ("7", "Submodels"),
    ]
    concepts = page.split("## 4.")[1].split("## 5.")[0]
    assert len(re.findall(r"^\*\*[A-Z][a-z ]+\.\*\*", concepts, re.MULTILINE)) == 11
    assert all(f"\n| `{name}` |" in page.split("**Parameters.**")[1] for name in PARAMETER_TABLE)


def glossary() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", PAGES["glossary.md"], re.MULTILINE)
    return [row for row in rows if row[0] not in ("English", "---")]


def test_the_glossary_says_what_the_program_says() -> None:
    words: dict[str, set[str]] = {}
    for key, english in catalogue.words().items():
        if not key.startswith("sheet."):  # columns of a file, by which it is read
            words.setdefault(english.casefold(), set()).add(catalogue.words("id")[key].casefold())
    shared = [row for row in glossary() if row[0].casefold() in words]
    assert len(shared) >= 30
    astray = [
        (english, said)
        for english, indonesian, *_ in shared
        for said in words[english.casefold()]
        if not set(said.split())
        <= set(indonesian.casefold().split())  # the head of a narrow column may be shorter
    ]
    assert astray == []
    assert (
        catalogue.text("concern.standing", "id") == "kedudukan" != catalogue.text("variable.influence", "id")
    )


def test_the_glossary_keeps_the_terms_of_the_article() -> None:
    terms = {indonesian for _, indonesian, *_ in glossary()}
    assert {
        "ketegangan",
        "titik temu",
        "kerja sama",
        "dialog bilateral",
        "manfaat yang saling menguntungkan",
    } <= terms
    assert len({english for english, *_ in glossary()}) == len(glossary()) >= 50


def test_indonesian_texts_have_one_word_for_one_thing() -> None:
    """The words that the glossary gives up stand in no text that Indonesian readers read, and those it keeps do."""
    files = [ROOT / "README.id.md", ROOT / "scenarios/id.toml", ROOT / "simulation/data/words/id.toml"]
    files += [
        *ROOT.glob("teaching/id/*"),
        *ROOT.glob("notebooks/*_id.md"),
        *ROOT.glob("notebooks/answers/*_id.md"),
    ]
    assert len(files) > 15
    texts = {file: file.read_text(encoding="utf-8").casefold() for file in files}
    found = [
        (file.name, word)
        for file, said in texts.items()
        for word in GIVEN_UP
        if re.search(rf"\b{word}", said)
    ]
    assert found == []
    everything = " ".join(texts.values())
    assert [new for new in GIVEN_UP.values() if new not in everything] == []


def test_nothing_cites_a_text_that_is_not_part_of_the_project() -> None:
    astray = []
    for file in chain.from_iterable(
        (ROOT / name).rglob("*.*") for name in ("simulation", "studies", "docs", "scenarios")
    ):
        if file.suffix in (".py", ".md", ".toml", ".csv"):
            found = re.findall(
                r"\blit \w*\d|literature [PR\d]\S*|literature review", file.read_text(encoding="utf-8")
            )
            astray += [f"{file.relative_to(ROOT)}: {one}" for one in found]
    assert astray == []


# --- links, and the site ------------------------------------------------------------------------------------------------


def test_links_lead_somewhere_within_the_project(subtests: pytest.Subtests) -> None:
    for page in sorted(PAGES):
        with subtests.test(page=page):
            for link in re.findall(r"\]\(([^)\s]+)\)", PAGES[page]):
                if re.match(r"[a-z]+:|#", link):
                    continue
                target = (DOCS / page).parent.joinpath(link.partition("#")[0]).resolve()
                assert target.exists(), f"{page} links {link}, which is not there"
                assert target.is_relative_to(ROOT), f"{page} links {link}, which is not part of the project"


@pytest.mark.long
def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-n", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(tmp_path / "trees"), str(DOCS), str(tmp_path / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    built = {
        path.relative_to(tmp_path / "site").with_suffix(".md").as_posix() for path in tmp_path.rglob("*.html")
    }
    assert set(PAGES) <= built


def test_the_commands_that_make_the_reports_are_those_that_made_them() -> None:
    shown = re.findall(
        r"^\| \[.+?\]\(\.\./(.+?)\) \| `(.+?)` \|", PAGES["how-to/reproduce_the_reports.md"], re.MULTILINE
    )
    assert len(shown) >= 7
    for page, command in shown:
        if page != "calibration.md":  # a hand-written page, which shows the command in a block
            assert re.search(rf"Made by:? `?{re.escape(command)}(`|$)", PAGES[page], re.MULTILINE), page
    assert all(command in PAGES[page] for page, command in shown)


# --- every block of code ------------------------------------------------------------------------------------------------


def test_blocks_are_of_kinds_that_are_run() -> None:
    for page, content in PAGES.items():
        fences = re.findall(r"^\s*(?:```|~~~)(.*)$", content, re.MULTILINE)
        assert fences[1::2] == [""] * (len(fences) // 2), f"{page} has a block that does not end"
        unknown = {language for language in fences[::2] if language not in (*RUN, *DIRECTIVES)}
        assert unknown == set(), f"{page} has blocks that nobody runs: {unknown}"


def test_what_is_not_run_is_still_shown_somewhere() -> None:
    lines = {line for page in PAGES.values() for block in blocks(page) for line in block.content.splitlines()}
    assert set(NOT_RUN) <= lines


class Reader:
    """Someone who does what a page says, in an empty folder."""

    def __init__(self, page: str) -> None:
        self.page = page
        self.names: dict[str, Any] = {"__name__": "docs"}
        self.done = 0

    def follow(self, block: Block) -> None:
        getattr(self, block.language)(block.content)
        self.done += 1

    def bash(self, content: str) -> None:
        for line in filter(None, map(str.strip, content.splitlines())):
            if line in NOT_RUN:
                continue
            program, *words = shlex.split(line, comments=True)
            assert program == "detente", f"{self.page} has a line that nobody runs: {line}"
            if words[0] == "explore":
                assert "</html>" in page_of(words), line
                continue
            assert cli.main(fewer_runs(words)) == 0, line

    def python(self, content: str) -> None:
        fewer = re.sub(r"\bruns=\d+", f"runs={FEW}", content)
        exec(compile(fewer, f"{self.page}, block {self.done}", "exec"), self.names)

    def toml(self, content: str) -> None:
        """The first line says which file this is, or to which it is added: a scenario, or the plan of a sweep."""
        first, _, rest = content.partition("\n")
        found = re.fullmatch(r"# (add to )?(\w+\.toml)", first)
        assert found, f"{self.page}: the first line of a block of TOML names its file"
        path = Path(found[2])
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{rest}" if found[1] else rest, encoding="utf-8")
        is_plan = path.read_text(encoding="utf-8").startswith("scenario = ")
        (Plan if is_plan else Scenario).from_toml(path)

    def diff(self, content: str) -> None:
        """Lines that begin with - go, and those with + take their place."""
        first, *lines = content.splitlines()
        path = Path(first.removeprefix("--- "))
        old = "".join(f"{line[1:]}\n" for line in lines if line.startswith("-"))
        new = "".join(f"{line[1:]}\n" for line in lines if line.startswith("+"))
        before = path.read_text(encoding="utf-8")
        assert f"\n{before}".count(f"\n{old}") == 1, (
            f"{self.page}: what is to be changed stands once in {path}"
        )
        path.write_text(before.replace(old, new), encoding="utf-8")
        Scenario.from_toml(path)


def fewer_runs(words: list[str]) -> list[str]:
    if "--runs" in words:
        at = words.index("--runs") + 1
        return [*words[:at], FEW, *words[at + 1 :]]
    return [*words, "--runs", FEW] if words[0] in SIMULATES and "--blank" not in words else words


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.long] if page in LONG_PAGES else [])
        for page, content in sorted(PAGES.items())
        if blocks(content)
    ],
)
def test_who_does_what_the_page_says_gets_no_error(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    reader = Reader(page)
    for block in blocks(PAGES[page]):
        if block.language in RUN:
            reader.follow(block)
            assert capsys.readouterr().err == "", block.content
