"""Sphinx: how the pages of this folder become a site.

    pip install ".[docs]" && sphinx-build -W --keep-going -n docs build/docs

The tests do the same. Pages are Markdown (MyST); only the API reference is read from docstrings by autodoc, which expects
another markup, so that `as_rst` translates on the way.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the package as it stands here, installed or not

project = "détente"
author = "The détente developers"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["handbook"]
html_theme = "alabaster"
html_theme_options = {
    "description": "Rival states, month by month. An instrument for thinking, not a forecast.",
    "fixed_sidebar": True,
    "page_width": "1100px",
}
html_show_copyright = False

myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True

#: names that are not ours, and names by which our own types are known inside the package only
nitpick_ignore_regex = [
    ("py:.*", r"(?!simulation\.).*"),
    ("py:.*", r"simulation\..*\.(Array|Number|Reasons|Remember|Column)"),
]


def as_rst(lines: list[str]) -> list[str]:
    """Lines of our docstrings as autodoc expects them: code in single backquotes, examples and tables set in by spaces."""
    out: list[str] = []
    for paragraph in "\n".join(lines).strip().split("\n\n"):
        block = paragraph.split("\n")
        set_in = any(line.startswith(" ") for line in block)
        if set_in and not block[0].startswith("- "):
            out += ["::", "", *(f"   {line}" for line in block), ""]
        else:
            out += [*(_escaped(line) for line in block), ""]
    return out


def _escaped(line: str) -> str:
    parts = re.split(r"(`[^`]+`)", line)
    return "".join(
        f"`{part}`" if part.startswith("`") else re.sub(r"([*|]|(?<=\w)_(?=\W|$))", r"\\\1", part)
        for part in parts
    )


def _docstring(app: Any, what: str, name: str, thing: object, options: Any, lines: list[str]) -> None:
    lines[:] = as_rst(lines)


def _signature(app: Any, what: str, name: str, thing: Any, *rest: Any) -> tuple[str, str] | None:
    """Parts of a scenario by the names of their fields: what may be in a field fills a page of its own."""
    fields = getattr(thing, "model_fields", None)
    if what != "class" or fields is None:
        return None
    return f"({', '.join(one if field.is_required() else f'{one}=...' for one, field in fields.items())})", ""


def _skipped(app: Any, what: str, name: str, thing: object, skip: bool, options: Any) -> bool | None:
    """Fields of named tuples stand in the signature already."""
    return True if type(thing).__name__ == "_tuplegetter" else None


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-skip-member", _skipped)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _docstring)
