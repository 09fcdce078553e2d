"""Refusals are said in the language in use: none is written in the code, and none keeps a word of English in another."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from simulation import catalogue, history, simulate, use_language
from simulation.actions import ACTIONS
from simulation.agents import DetenteModel
from simulation.doctrines import DOCTRINES
from simulation.doctrines.named import as_doctrine, by_name
from simulation.experiments import counterfactuals
from simulation.experiments.counterfactuals import counterfactual
from simulation.experiments.ensembles import paired
from simulation.experiments.input_changes import check_comparable
from simulation.experiments.measures import living_conduct
from simulation.history import Role
from simulation.keeping import KEEPS
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import (
    Concerns,
    Event,
    EventKind,
    Leader,
    Order,
    Rivalry,
    Scenario,
    StateSpec,
    load_scenario,
    scenario_names,
)
from simulation.state import CONCERNS, ISSUES
from simulation.turn_sheets import blank_turn_sheet, read_turn_sheet
from tests.test_another_language import LANG, longer
from tests.test_scenario_errors import BAD, GOOD, with_change

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "simulation"

# --- in the code --------------------------------------------------------------------------------------------------

#: what a refusal is made by
REFUSALS = ("ScenarioError", "HistoryError", "MonthError", "CommandError", "Problem")
#: where the words of what is said come from the catalogue, or from whoever is quoted
SAID = ("say", "text", "phrase", "show", "Named", "choose", "unknown", "how_to", "reason", "repr")
#: a stretch of letters that is no placeholder's format
WORD = re.compile(r"[A-Za-z]{3,}")


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def written(node: ast.AST, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    """The literals of an expression that a reader would see; of a name, those of what it was set to."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and WORD.search(node.value):
            yield node.value
    elif isinstance(node, ast.Name):
        for value in known.pop(node.id, []):
            yield from written(value, known)
    elif isinstance(node, ast.Call) and called(node) in SAID:
        for keyword in node.keywords:  # a sentence may not slip in as a value either
            yield from (one for one in written(keyword.value, known) if " " in one.strip())
    elif isinstance(node, ast.Call) and called(node) in ("Problem", "within", "no_state"):
        return  # the first is seen for itself, and what the others are given is a path
    elif isinstance(node, ast.Subscript):
        yield from written(node.value, known)  # of table["key"] the key is not seen
    elif not isinstance(node, ast.Compare):
        for child in ast.iter_child_nodes(node):
            yield from written(child, known)


def functions(tree: ast.AST) -> Iterator[tuple[ast.AST, dict[str, list[ast.expr]]]]:
    """Every function, with what its names are set to."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        known: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    names = target.elts if isinstance(target, ast.Tuple) else [target]
                    values = (
                        node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(names)
                    )
                    for name, value in zip(names, values, strict=False):
                        if isinstance(name, ast.Name):
                            known.setdefault(name.id, []).append(value)
        yield function, known


def refused(source: str) -> list[str]:
    """The words of refusals that stand in a piece of code."""
    found = list[str]()
    for function, known in functions(ast.parse(source)):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and called(node) in REFUSALS:
                seen = node.args[1:] if called(node) == "Problem" else node.args  # a path is not said
                found += [word for one in seen for word in written(one, dict(known))]
    return found


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("raise ScenarioError(say('refusal.empty'))", []),
        ("raise ScenarioError(say('refusal.missing', about=show(x)), Named('state', x))", []),
        ("raise ScenarioError([Problem(('states', 0), said)])", []),
        ("raise ScenarioError('is empty; write some text')", ["is empty; write some text"]),
        ("raise ScenarioError(f'is {x}; write')", ["; write"]),
        ("raise ScenarioError(say('refusal.missing', about='of no use'))", ["of no use"]),
        ("said = 'is empty' + x\n    raise ScenarioError([Problem((), said)])", ["is empty"]),
        ("key = 'a' if x else 'refusal.b'\n    raise HistoryError(say(key, n=1))", []),
    ],
)
def test_words_in_code_are_found(refusal: str, words: list[str]) -> None:
    assert refused(f"def f(x):\n    {refusal}\n") == words


def test_no_refusal_is_written_in_the_code() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): words
        for path in sorted(PACKAGE.rglob("*.py"))
        if (words := refused(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def given(call: ast.Call, known: dict[str, list[ast.expr]]) -> set[str] | None:
    """The values that a call gives, those of a dict in two stars too; None where that is not plain."""
    names = set[str]()
    for keyword in call.keywords:
        if keyword.arg is not None:
            names.add(keyword.arg)
            continue
        held = known.get(getattr(keyword.value, "id", ""), [])
        if len(held) != 1 or not isinstance(held[0], ast.Dict):
            return None
        names |= {getattr(key, "value", "") for key in held[0].keys}
    return names


def test_every_refusal_gives_what_its_entry_fills_in() -> None:
    """What is said of a rare fault must not itself fail: a value that is not given would."""
    lacking, seen = [], set[str]()
    for path in PACKAGE.rglob("*.py"):
        for function, known in functions(ast.parse(path.read_text(encoding="utf-8"))):
            for node in ast.walk(function):
                if not (isinstance(node, ast.Call) and called(node) == "say" and node.args):
                    continue
                keys = [one for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
                for held in known.get(getattr(node.args[0], "id", ""), []):
                    keys += [one for one in ast.walk(held) if isinstance(one, ast.Constant)]
                values = given(node, known)
                for key in {str(one.value) for one in keys} & set(catalogue.words()):
                    seen.add(key)
                    needed = set(re.findall(r"(?<!\{)\{(\w+)\}", catalogue.words()[key]))
                    if values is not None and not needed <= values:
                        lacking.append(f"{path.name}: {key} lacks {needed - values}")
    assert lacking == []
    assert len(seen) > 150


def test_a_scenario_is_read_and_run_without_words() -> None:
    code = (
        "import sys\nfrom simulation import Scenario, load_scenario, simulate\n"
        "scenario = load_scenario('classroom')\nsimulate(Scenario.from_toml(scenario.to_toml()))\n"
        "assert not {'babel', 'simulation.catalogue'} & set(sys.modules)\n"
        "try:\n    scenario.changed(months=0)\nexcept ValueError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("scenario 'classroom': months is 0; write a whole number")


# --- as they are said ---------------------------------------------------------------------------------------------

CLASSROOM = load_scenario("classroom")
SHEET = "month,state,towards,initiative,response\n"


def sheet(row: str, heading: str = SHEET) -> Callable[[], object]:
    return lambda: read_turn_sheet(heading + row + "\n", CLASSROOM)


def text(change: str, instead: str) -> Callable[[], object]:
    return lambda: Scenario.from_toml(Scenario(**GOOD).to_toml().replace(change, instead, 1))


#: what is refused beside the fields of the table BAD
OTHERS: dict[str, Callable[[], object]] = {
    "a name": lambda: load_scenario("clasroom"),
    "no name": lambda: load_scenario(5),  # type: ignore[arg-type]
    "a file": lambda: load_scenario("none.toml"),
    "a Python file": lambda: load_scenario("cold_war.py"),
    "not a path": lambda: load_scenario("a\0b.toml"),
    "empty": lambda: Scenario.from_toml(""),
    "not TOML": text("months = 24", "months 24"),
    "month without quotes": text('"1962-01"', "1962-01"),
    "decimal comma": text("gdp = 3.0", "gdp = 3,0"),
    "curly quotes": text('"trial"', "\u201ctrial\u201d"),
    "open quotes": text('"trial"', '"trial'),
    "key twice": text("months = 24", "months = 24\nmonths = 25"),
    "single brackets": text("[[states]]", "[states]"),
    "a key below a table": text("months = 24", "[parameters]\nmonths = 24"),
    "a line": text("gdp = 3.0", "gdp = -3.0"),
    "look-alike": text('name = "US"', 'name = "U\u0405"'),
    "full width": text('name = "US"', 'name = "\uff35\uff33"'),
    "no such event": lambda: Scenario(**GOOD).without("Algria"),
    "frozen": lambda: setattr(Scenario(**GOOD), "months", 3),
    "fixed": lambda: Scenario(**GOOD).parameters.update(trust_gain=2.0),
    "row: month": sheet("1959-12,Kastara,Velmora,talk,"),
    "row: two readings": sheet("2/3/1960,Kastara,Velmora,talk,"),
    "row: backwards": sheet("1960-05/1960-02,Kastara,Velmora,talk,"),
    "row: state": sheet("1960-01,Kastera,Velmora,talk,"),
    "row: no state": sheet("1960-01,,Velmora,talk,"),
    "row: itself": sheet("1960-01,Kastara,Kastara,talk,"),
    "row: act": sheet("1960-01,Kastara,Velmora,tlak,"),
    "row: no act": sheet("1960-01,Kastara,Velmora,,"),
    "row: cells": sheet("1960-01,Kastara,Velmora,talk,hold,more"),
    "row: twice": sheet("1,Kastara,Velmora,talk,\n1,Kastara,,sale,"),
    "heading": sheet("1,2,3,4", "month,state,towards,move\n"),
    "heading misspelt": sheet("1,2,3,4", "month,state,towards,initative,response\n"),
    "no sheet": lambda: read_turn_sheet("none.csv", CLASSROOM),
    "turns": lambda: blank_turn_sheet(CLASSROOM, 17, 3),
    "runs": lambda: simulate(CLASSROOM, runs=0),
    "seed": lambda: simulate(CLASSROOM, seed=-1),
    "keep": lambda: simulate(CLASSROOM, keep="some"),
    "worlds": lambda: simulate(CLASSROOM, worlds="other"),
    "numbers of worlds": lambda: simulate(CLASSROOM, worlds=[-1]),
    "acts": lambda: simulate(CLASSROOM, acts={"initiative": np.zeros((1, 2, 3))}),
    "parameter": lambda: simulate(CLASSROOM, parameters={"trust_gian": 1.0}),
    "parameter gone": lambda: simulate(CLASSROOM, parameters={"cycle": 1.0}),
    "value of a parameter": lambda: simulate(CLASSROOM, parameters={"trust_gain": 1e9}),
    "shape of a parameter": lambda: simulate(CLASSROOM, parameters={"trust_gain": [1.0, 2.0]}),
    "model": lambda: DetenteModel(CLASSROOM, rng=-1),
    "before the first month": lambda: DetenteModel(CLASSROOM, rng=1).agents[0].explain(),
    "doctrine": lambda: as_doctrine("hwak"),
    "doctrine twice": lambda: by_name(["hawk", "hawk"], "doctrines"),
    "doctrine without reasons": lambda: as_doctrine(DOCTRINES["hawk"]._replace(name="mine", reasons=None)),  # type: ignore[arg-type]
    "counterfactual": lambda: counterfactual("no_u3"),
    "not comparable": lambda: check_comparable(CLASSROOM, load_scenario("triangle_1971")),
    "not like the record": lambda: living_conduct(simulate(CLASSROOM)),
    "no twins": lambda: paired(simulate(CLASSROOM), simulate(CLASSROOM, seed=1), "tension"),
    "series": lambda: history.load_series("gpd"),
    "role": lambda: history.patterns("other"),  # type: ignore[arg-type]
    "series.toml": lambda: history.load_series("gdp", Path("nowhere")),
}
#: what stands as it is typed: keys of a scenario and what they may hold, columns of a sheet, arguments from Python
NAMES = {
    *(name for part in (Scenario, StateSpec, Concerns, Rivalry, Leader, Event, Order) for name in part.model_fields),
    *(word for name in (*PARAMETER_TABLE, *DOCTRINES, *scenario_names()) for word in (name, *name.split("_"))),
    *(*CONCERNS, *ISSUES, *get_args(EventKind), *(action.name for action in ACTIONS), *history.list_series()),
    *(name.lower() for one in ("classroom", "triangle_1971") for name in load_scenario(one).labels),
    *["true", "false", "nan", "inf", "runs", "seed", "rng", "acts", "worlds", "doctrines", "reasons", "python", "cyrillic"],
    *KEEPS, *(word for role in get_args(Role) for word in role.split()),
    *counterfactuals.COUNTERFACTUALS,
}  # fmt: skip


def line(wrong: Callable[[], object]) -> str:
    """What is said of something wrong, as it is printed; the test fails if nothing is."""
    try:
        wrong()
    except ValueError as error:
        return str(error)
    pytest.fail("nothing was refused")


def left(said: str) -> list[str]:
    """The plain words of a line that are neither in quotes nor names."""
    bare = re.sub(r"'[^']*'|[\w\[\]]*\.[\w.\[\]]+|\[[^\]]*\]|\([^()]*=[^()]*\)", " ", said)
    words = re.findall(r"(?<!\w)[A-Za-z_]{2,}(?!\w)", bare)
    return [word for word in words if re.search("[aeiouy]", word.lower()) and word.lower() not in NAMES]


def made(path: tuple[str | int, ...], value: object) -> Scenario:
    return Scenario(**with_change(path, value))


CASES: dict[str, Callable[[], object]] = {name: partial(made, path, value) for name, path, value, _ in BAD}


@pytest.fixture(scope="module")
def english_lines() -> dict[str, str]:
    return {name: line(wrong) for name, wrong in (CASES | OTHERS).items()}


def test_another_language_keeps_no_word_of_english(put_words: Callable[[str, dict[str, str]], None]) -> None:
    put_words(LANG, {key: longer(said) for key, said in catalogue.words().items()})
    with catalogue.in_language(LANG):
        kept = {name: found for name, wrong in (CASES | OTHERS).items() if (found := left(line(wrong)))}
    assert kept.pop("wrong part")[:1] == ["StateSpec"]  # the library's own words, which are in English
    assert kept == {}


def test_indonesian_has_words_of_its_own(english_lines: dict[str, str]) -> None:
    plain = re.compile(r"\b(is|are|has|the|of|and|not|write|give|remove|which|with|from|did you mean|no)\b")
    with catalogue.in_language("id"):
        lines = {name: line(wrong) for name, wrong in (CASES | OTHERS).items()}
    del lines["wrong part"]
    assert {name: said for name, said in lines.items() if said == english_lines[name]} == {}
    bare = {name: re.sub(r"'[^']*'|\[[^\]]*\]", " ", said) for name, said in lines.items()}
    assert {name: lines[name] for name, said in bare.items() if plain.search(said)} == {}
    assert "apakah maksud Anda 'classroom'?" in lines["a name"]
    assert "\n" not in "".join(lines.values())


def test_a_script_hears_another_language_when_it_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "_everywhere", [])
    use_language("id")
    assert line(lambda: load_scenario("clasroom")).startswith("skenario 'clasroom': tidak dikenal; ")
    with pytest.raises(ValueError, match="'xx'; write one of en, "):
        use_language("xx")
