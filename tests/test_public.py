"""What readers copy from our pages is public: listed in `docs/api.md`, and there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (
    "README*.md",
    "docs/tutorial.md",
    "docs/how-to/*.md",
    "notebooks/*.md",
    "notebooks/answers/*.md",
    "teaching/*/*.md",
)
#: Python on a page: a block of code, or a cell of a notebook
CODE = re.compile(r"^```(?:python|\{code-cell\}).*?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def imported(source: str) -> set[str]:
    """What Python takes from the package: "simulation.state.ISSUES", or a module as a whole."""
    found = set()
    for node in ast.walk(ast.parse(re.sub(r"^[%!:].*$", "", source, flags=re.MULTILINE))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return {name for name in found if name.partition(".")[0] == "simulation"}


def listed() -> set[str]:
    """The names of the list: a line a module, its names behind the colon, or none where it is taken as a whole."""
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## What our pages import")[1]
    found = set()
    for module, names in re.findall(r"^- `([\w.]+)`(?:: (.*))?$", page.split("\n## ")[0], re.MULTILINE):
        found |= {f"{module}.{name}" for name in re.findall(r"`(\w+)`", names)} or {module}
    return found


def is_public(name: str) -> bool:
    """Whether a name is listed, or its module as a whole."""
    return bool({name, name.rpartition(".")[0]} & listed())


def there(name: str) -> bool:
    """Whether there is such a module, or such a name in one."""
    module, _, own = name.rpartition(".")
    try:
        import_module(name)
    except ModuleNotFoundError:
        return hasattr(import_module(module), own)
    return True


USED = {
    (name, page.relative_to(ROOT).as_posix())
    for pattern in PAGES
    for page in ROOT.glob(pattern)
    for block in CODE.findall(page.read_text(encoding="utf-8"))
    for name in imported(block)
} | {
    (name, page.relative_to(ROOT).as_posix())
    for page in (ROOT / "scenarios").glob("*.py")
    for name in imported(page.read_text(encoding="utf-8"))
}


def test_what_pages_and_scenarios_import_is_listed() -> None:
    assert len(USED) > 200
    assert [f"{page} imports {name}" for name, page in sorted(USED) if not is_public(name)] == []


def test_what_is_listed_is_there() -> None:
    assert [name for name in sorted(listed()) if not there(name)] == []
    assert not there("simulation.state.NOTHING_OF_THE_KIND")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("%matplotlib inline\nfrom simulation import history, simulate", {"history", "simulate"}),
        ("import numpy as np\nimport simulation.plots as p", {"plots"}),
    ],
)
def test_imports_are_found(source: str, names: set[str]) -> None:
    assert imported(source) == {f"simulation.{name}" for name in names}
