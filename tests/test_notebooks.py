"""Every notebook runs from top to bottom, exercises included, without a warning; its outputs are not kept."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parents[1]
nbf: Any = nbformat  # whose functions have no types
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
LONGEST = 10  # lines of code in a cell, imports aside: more is a program, and belongs into the package

#: what is put before the first cell: a warning is an error, but for those of the kernel about itself
STRICT = """
import warnings
warnings.simplefilter("error")
warnings.filterwarnings("ignore", module="ipykernel")
"""


def read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbf.read(path, as_version=4)
    return notebook


def code(notebook: NotebookNode) -> list[str]:
    """The code of each cell, without what IPython alone understands."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [re.sub(r"^%.*$", "", source, flags=re.MULTILINE) for source in cells]


def exercises(notebook: NotebookNode) -> list[str]:
    """Python that the text offers for copying."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = re.findall(r"^( *)```python\n(.*?)^ *```", prose, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", block, flags=re.MULTILINE) for indent, block in found]


def run(notebook: NotebookNode) -> NotebookNode:
    strict = nbf.v4.new_code_cell(STRICT)
    extra = [nbf.v4.new_code_cell(block) for block in exercises(notebook)]
    whole: NotebookNode = nbf.v4.new_notebook(
        cells=[strict, *notebook.cells, *extra], metadata=notebook.metadata
    )
    # From the root, so that the package is found whether or not it is installed.
    NotebookClient(whole, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    return whole


def test_there_are_notebooks() -> None:
    assert "01_first_run.ipynb" in {path.name for path in NOTEBOOKS}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_is_committed_without_outputs(path: Path) -> None:
    notebook = read(path)
    nbf.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], f"cell '{cell.id}' has outputs; clear them before committing"
            assert cell.execution_count is None, f"cell '{cell.id}' has a number; clear all outputs"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_holds_prose_calls_and_figures_but_no_program(path: Path) -> None:
    notebook = read(path)
    for source in code(notebook):
        tree = ast.parse(source)
        defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        assert defined == []
        lines = [line for line in source.splitlines() if line and not re.match(r"import |from ", line)]
        assert len(lines) <= LONGEST
    assert sum(cell.cell_type == "markdown" for cell in notebook.cells) >= len(code(notebook)) / 2


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_it_runs_from_top_to_bottom(path: Path) -> None:
    done = run(read(path))
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) >= 3
    tables = [output for output in outputs if "text/html" in output.get("data", {})]
    assert len(tables) >= 3


@pytest.mark.slow
def test_the_first_run_gives_an_interval_the_seed_and_the_number_of_runs() -> None:
    notebook = read(ROOT / "notebooks" / "01_first_run.ipynb")
    setting = next(source for source in code(notebook) if "RUNS, SEED" in source)
    few = setting.replace(re.findall(r"RUNS, SEED = (\d+)", setting)[0], "12")
    for cell in notebook.cells:
        if cell.cell_type == "code" and "RUNS, SEED" in cell.source:
            cell.source = "%matplotlib inline\n" + few
    cells = {cell.id: cell for cell in run(notebook).cells}
    said = "".join(output.get("text", "") for output in cells["table"].outputs)
    assert "12 runs each, seed 7" in said
    html = cells["table"].outputs[-1].data["text/html"]
    for heading in ("as it was", "difference", "95 % from", "to", "pairs"):
        assert f"<th>{heading}</th>" in html
    assert "<td>12</td>" in html
