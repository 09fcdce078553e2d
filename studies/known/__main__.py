"""Write the pages on known results: `python -m studies.known --out docs/known`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from studies.known import axelrod, grit, noise, richardson
from studies.known.page import Page, markdown

#: name -> what computes its page, given a seed
PAGES: dict[str, Callable[[int], Page]] = {
    "axelrod": axelrod.page,
    "noise": noise.page,
    "richardson": richardson.page,
    "grit": grit.page,
}


def main(
    out: Annotated[Path, typer.Option(help="Folder for the pages; made if it is not there.")] = Path(
        "docs/known"
    ),
    seed: Annotated[int, typer.Option(min=0, help="Seed of all chance.")] = 0,
) -> None:
    """Compute every known result and write a page of Markdown on each, and one that lists them."""
    command = f"python -m studies.known --seed {seed} --out {out.as_posix()}"
    pages = [compute(seed) for compute in PAGES.values()]
    written = {f"{page.name}.md": markdown(page, command) for page in pages}
    written["README.md"] = contents(pages, command)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".unfinished-") as temporary:
        for name, words in written.items():
            (Path(temporary) / name).write_text(words, encoding="utf-8")
        for name in written:
            os.replace(Path(temporary) / name, out / name)
    typer.echo(f"Written to {out}: {', '.join(written)}")


def contents(pages: list[Page], command: str) -> str:
    """The list of the pages: how many statements of each source reproduce, and which do not."""
    rows = ["| Known result | Reproduces | Does not |", "| --- | --- | --- |"]
    for page in pages:
        missed = [statement.says for statement in page.statements if not statement.reproduces]
        share = f"{len(page.statements) - len(missed)} of {len(page.statements)}"
        rows.append(f"| [{page.title}]({page.name}.md) | {share} | {'; '.join(missed) or 'nothing'} |")
    return "\n\n".join(["# What is known, and whether it comes out here", f"Made by `{command}`; do not edit.",
                        "\n".join(rows)]) + "\n"  # fmt: skip


if __name__ == "__main__":
    typer.run(main)
