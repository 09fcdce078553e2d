"""All pages from the code, as they stand in the folder, and the part of the ODD protocol that is a table of the code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from docs.handbook import article, commands, glossary, model, reference
from simulation.parameters import PARAMETER_TABLE

DOCS = Path(__file__).parents[1]
MADE = "<!-- Made by `python -m docs.handbook` from the code; do not edit. -->"
ODD = "odd.md"
END = "<!-- the end of what is made from the code -->"
PART = re.compile(rf"{re.escape(MADE)}\n\n<!-- (\w+) -->\n.*?\n?{re.escape(END)}", re.DOTALL)
#: the tables of the ODD protocol, by the name that stands in their place
PARTS: dict[str, Callable[[], str]] = {
    "variables": reference.variable_table,
    "submodels": model.submodel_table,
    "parameters": lambda: model.parameter_table(PARAMETER_TABLE),
}


def pages() -> dict[str, str]:
    """Path below `docs` -> the whole content of the page."""
    made = {**model.pages(), **reference.pages(), **commands.pages(), **article.pages(), **glossary.pages()}
    return {
        **{path: f"{MADE}\n\n{content.rstrip()}\n" for path, content in made.items()},
        ODD: with_tables((DOCS / ODD).read_text(encoding="utf-8")),
    }


def with_tables(page: str) -> str:
    """The ODD protocol with its tables as the code has them, each between its marks."""
    missing = set(PARTS) - set(PART.findall(page))
    if missing:
        raise ValueError(f"{ODD} has lost the place of: {', '.join(sorted(missing))}")
    return PART.sub(lambda found: f"{MADE}\n\n<!-- {found[1]} -->\n\n{PARTS[found[1]]()}\n\n{END}", page)


def write() -> list[str]:
    """Write every page that has changed, and give their paths."""
    changed = []
    for path, content in pages().items():
        file = DOCS / path
        if not file.exists() or file.read_text(encoding="utf-8") != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")
            changed.append(path)
    return changed
