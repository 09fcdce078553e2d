"""Every notebook and its answers run from top to bottom without a warning; each has a twin in text; no outputs are kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from simulation.doctrines import DOCTRINES

ROOT = Path(__file__).parents[1]
nbf: Any = nbformat  # whose functions have no types
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
ANSWERS = sorted(FOLDER.glob("answers/*.ipynb"))
EVERY = NOTEBOOKS + ANSWERS
TRANSLATED = [path for path in EVERY if path.stem.endswith("_id")]
LONGEST = 13  # statements in a cell, imports aside: more is a program, and belongs into the package
LONGEST_FUNCTION = 12  # lines: a step that a notebook repeats, or a doctrine; no classes

#: what is put before the first cell: a warning is an error, but for those of the kernel about itself. One kernel serves
#: many notebooks, since starting it takes longer than most of them; nothing that one has set may reach the next
STRICT = """
%reset -f
import warnings
warnings.simplefilter("error")
warnings.filterwarnings("ignore", module="ipykernel")
warnings.filterwarnings("ignore", "`ipykernel.pylab")  # which the oldest ipywidgets still asks for
import matplotlib.pyplot as plt
import pandas as pd
plt.close("all")
pd.reset_option("^display")
import sys
if "ipywidgets" in sys.modules:
    sys.modules["ipywidgets"].Widget.close_all()
del pd, plt, sys, warnings
"""
#: behind the last one, if it has widgets: each is moved to both ends of what it can be and to the middle, with the others
#: at each of theirs. What a widget shows when it fails it shows in an output of its own, where no test would see it
MOVED = """
import gc
from itertools import product
from ipywidgets import interactive
def settings(control):
    if hasattr(control, "options"):
        known = [one[1] if isinstance(one, tuple) else one for one in control.options]
        return control.value, known[0], known[len(known) // 2], known[-1]
    steps = round((control.max - control.min) / control.step)
    return control.value, *(control.min + control.step * k for k in (0, steps // 2, steps))
boxes = [one for one in gc.get_objects() if isinstance(one, interactive) and one.comm is not None]
moved = 0
for box in boxes:
    for chosen in product(*map(settings, box.kwargs_widgets)):
        for control, value in zip(box.kwargs_widgets, chosen):
            control.value = value
        assert tuple(box.kwargs.values()) == chosen  # it followed; and what it did then, done where an error is seen
        box.f(**box.kwargs)
        moved += 1
print(f"{moved} settings of {len(boxes)} widgets")
"""
#: of an explorer every group is unfolded and a control of each is moved; what goes wrong there it says in a line of its own
EXPLORED = """
import gc
from simulation.explorer.notebook import Explorer
made = [one for one in gc.get_objects() if isinstance(one, Explorer) and one.box.comm is not None]
def other(control):
    if hasattr(control, "options"):
        return control.options[-1][1]
    return control.min if hasattr(control, "min") else not control.value
moved = 0
for one in made:
    for at in range(len(one.groups.children) - 1):  # the last is chance
        one.groups.selected_index = None
        before = set(one.controls)
        one.groups.selected_index = at
        key = next((key for key in one.controls if key not in before or at == 0 and key.endswith(".doctrine")))
        one.controls[key].value = other(one.controls[key])
        assert one.refused == "" and key in one.view.changes, (key, one.refused)
        moved += 1
    one.asking[-1].click()
    assert one.refused == ""
print(f"{moved} groups of {len(made)} explorers")
"""
#: and at the end: what a notebook adds to the list of doctrines it takes away again
TIDY = f"from simulation.doctrines import DOCTRINES\nassert list(DOCTRINES) == {list(DOCTRINES)}"


def name(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbf.read(path, as_version=4)
    return notebook


def code(notebook: NotebookNode) -> list[str]:
    """The code of each cell, without what IPython alone understands."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [re.sub(r"^%.*$", "", source, flags=re.MULTILINE) for source in cells]


def prose(notebook: NotebookNode) -> str:
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def offered(notebook: NotebookNode) -> list[str]:
    """Python that the text offers for copying."""
    found = re.findall(r"^( *)```python\n(.*?)^ *```", prose(notebook), re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def exercises(notebook: NotebookNode) -> list[int]:
    """The numbers of the exercises: of the list under the last heading."""
    return [
        int(number) for number in re.findall(r"^(\d)\. ", prose(notebook).split("\n## ")[-1], re.MULTILINE)
    ]


@pytest.fixture(scope="module")
def kernel() -> Iterator[KernelManager]:
    manager = KernelManager(kernel_name="python3")
    yield manager
    if manager.has_kernel:
        manager.shutdown_kernel(now=True)
    manager.cleanup_resources()


def run(notebook: NotebookNode, kernel: KernelManager) -> NotebookNode:
    written = "\n".join(code(notebook))
    widgets = [cell for call, cell in (("interact(", MOVED), ("explore(", EXPLORED)) if call in written]
    cells = (STRICT, *widgets, *offered(notebook), TIDY)
    before, *extra = map(nbf.v4.new_code_cell, cells)
    whole: NotebookNode = nbf.v4.new_notebook(
        cells=[before, *notebook.cells, *extra], metadata=notebook.metadata
    )
    # From the root, so that the package is found whether or not it is installed.
    client = NotebookClient(whole, km=kernel, timeout=300, resources={"metadata": {"path": str(ROOT)}})
    try:
        client.execute()
    finally:
        if client.kc is not None:
            client.kc.stop_channels()
    return whole


def test_there_are_eight_each_with_answers_and_the_first_two_in_indonesian() -> None:
    own = {path.stem for path in NOTEBOOKS}
    assert len([stem for stem in own if not stem.endswith("_id")]) >= 8
    assert {stem for stem in own if stem[:2] in ("01", "02") and stem.endswith("_id")} == {
        f"{stem}_id" for stem in own if stem[:2] in ("01", "02") and not stem.endswith("_id")
    }
    assert own == {path.stem for path in ANSWERS}


def test_it_is_committed_without_outputs(subtests: pytest.Subtests) -> None:
    for path in EVERY:
        with subtests.test(notebook=name(path)):
            notebook = read(path)
            nbf.validate(notebook)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    assert cell.outputs == [], f"cell '{cell.id}' has outputs; clear them before committing"
                    assert cell.execution_count is None, f"cell '{cell.id}' has a number; clear all outputs"
            assert set(notebook.metadata) <= {"kernelspec", "language_info"}


def test_its_twin_in_text_says_the_same(subtests: pytest.Subtests) -> None:
    """Should it not: `jupytext --sync` with the notebook's name, and the newer of the two wins."""
    for path in EVERY:
        with subtests.test(notebook=name(path)):
            twin = jupytext.read(path.with_suffix(".md"))
            assert [(cell.cell_type, cell.source) for cell in twin.cells] == [
                (cell.cell_type, cell.source) for cell in read(path).cells
            ]


def test_every_text_has_a_notebook() -> None:
    texts = [*FOLDER.glob("*.md"), *FOLDER.glob("answers/*.md")]
    assert sorted(path.with_suffix(".ipynb") for path in texts) == sorted(EVERY)


def test_it_holds_prose_calls_and_figures_but_no_program(subtests: pytest.Subtests) -> None:
    for path in EVERY:
        with subtests.test(notebook=name(path)):
            notebook = read(path)
            for source in code(notebook):
                tree = ast.parse(source)
                assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(tree))
                for node in ast.walk(tree):
                    if isinstance(node, ast.FunctionDef):
                        assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name
                done = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
                done = [node for node in done if not isinstance(node, ast.Import | ast.ImportFrom)]
                assert len(done) <= LONGEST, source
            assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= len(code(notebook)) / 3


def test_it_names_no_place_of_one_machine_and_no_file_that_is_not_there(subtests: pytest.Subtests) -> None:
    for path in EVERY:
        with subtests.test(notebook=name(path)):
            notebook = read(path)
            text = "\n".join([prose(notebook), *code(notebook)])
            assert re.findall(r"(?:^|[\s\"'(])(?:/(?:home|root|tmp|work|Users|opt)/|[A-Z]:\\)", text) == []
            for target in re.findall(r"\]\(([^)]+)\)", text):
                if not target.startswith("http"):
                    assert (path.parent / target).is_file(), target


def test_it_has_exercises_and_every_one_an_answer(subtests: pytest.Subtests) -> None:
    for path in NOTEBOOKS:
        with subtests.test(notebook=name(path)):
            asked = exercises(read(path))
            assert asked == list(range(1, len(asked) + 1))
            assert 3 <= len(asked) <= 5
            headings = "\n".join(
                re.findall(r"^## .*$", prose(read(FOLDER / "answers" / path.name)), re.MULTILINE)
            )
            assert [int(number) for number in re.findall(r"(\d)\. ", headings)] == asked


class Wordless(ast.NodeTransformer):
    """Code without its words: texts are emptied, and of a text with places to fill in only these are left, in order."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("") if isinstance(node.value, str) else node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        places = [self.visit(part) for part in node.values if isinstance(part, ast.FormattedValue)]
        return ast.Tuple(sorted(places, key=ast.dump))


def test_the_translation_does_the_same(subtests: pytest.Subtests) -> None:
    """The same code but for its words, and the same number of exercises; figures and tables in Indonesian."""
    for path in TRANSLATED:
        with subtests.test(notebook=name(path)):
            original = read(path.with_name(path.name.replace("_id.", ".")))
            mine, theirs = (
                [ast.dump(Wordless().visit(ast.parse(source))) for source in code(one)]
                for one in (read(path), original)
            )
            assert mine == theirs
            assert exercises(read(path)) == exercises(original)
            assert 'LANG = "id"' in "\n".join(code(read(path)))


def shown(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


@pytest.mark.sample(20)
@pytest.mark.parametrize("path", EVERY, ids=name)
def test_it_runs_from_top_to_bottom(path: Path, kernel: KernelManager) -> None:
    done = run(read(path), kernel)
    outputs = shown(done)
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    few = 1 if path in ANSWERS else 3
    assert sum("image/png" in output.get("data", {}) for output in outputs) >= few
    tables = [output.data["text/html"] for output in outputs if "text/html" in output.get("data", {})]
    assert len(tables) >= few
    said = "".join(output.get("text", "") for output in outputs) + "".join(tables)
    source = "\n".join(code(done))
    if re.search(r"\b(simulate|DetenteModel|Laboratory|tournament)\(", source):
        numbers = re.search(r"SEED = (?:(\d+), )?(\d+)", source)
        assert numbers is not None, "set SEED, and RUNS if there are statistics, in the first cell"
        runs, seed = numbers.groups()
        assert re.search(rf"(seed|benih acak) {seed}\b", said), "say the seed"
        assert runs is None or re.search(rf"\b{runs}\b", said), "say how many runs"
    if "explore(" in source:
        assert "7 groups of 1 explorers" in said
    if path.stem == "01_first_run" and path in NOTEBOOKS:
        table = next(table for table in tables if "95 % from" in table)
        for heading in ("as it was", "difference", "95 % from", "to", "pairs"):
            assert f"<th>{heading}</th>" in table
        assert f"<td>{runs}</td>" in table


WIDGET = """
from ipywidgets import FloatSlider, interact
interact(lambda a: 1 / (a - {wrong}), a=FloatSlider(0.25, min=0, max=1, step=0.25));
"""


@pytest.mark.sample(4)
@pytest.mark.parametrize("wrong", [0.25, 0, 0.5, 1])
def test_a_widget_that_fails_at_its_start_its_ends_or_its_middle_fails_the_test(
    wrong: float, kernel: KernelManager
) -> None:
    cell = nbf.v4.new_code_cell(WIDGET.format(wrong=wrong))
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(nbf.v4.new_notebook(cells=[cell]), kernel)


@pytest.mark.long
def test_a_widget_that_works_passes(kernel: KernelManager) -> None:
    cell = nbf.v4.new_code_cell(WIDGET.format(wrong=2))
    assert "4 settings of 1 widgets" in str(run(nbf.v4.new_notebook(cells=[cell]), kernel))


SHOWN = (
    ("image/png", 'history_figure(simulate("classroom", runs=2, seed=1))'),
    ("text/html", 'describe(simulate("classroom", runs=2, seed=1))'),
    ("text/html", 'load_scenario("classroom")'),
)


@pytest.mark.long
def test_a_fresh_notebook_shows_each_value_once() -> None:
    """Without anything set, as in a class's first cell."""
    first = "from simulation import describe, load_scenario, simulate\nfrom simulation.plots import history_figure"
    cells = [nbf.v4.new_code_cell(f"{first}\n{value}") for _, value in SHOWN]
    fresh = nbf.v4.new_notebook(cells=cells)
    NotebookClient(fresh, timeout=60, resources={"metadata": {"path": str(ROOT)}}).execute()
    for cell, (kind, value) in zip(fresh.cells, SHOWN, strict=True):
        (output,) = cell.outputs
        assert kind in output.data, value
