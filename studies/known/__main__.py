"""Write the pages on known results: `python -m studies.known --out docs/known`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from simulation.commands.folders import folder, unfinished
from simulation.pages.markdown import markdown_grid
from studies.known import axelrod, grit, noise, richardson
from studies.known.page import Page, markdown
from studies.made import Seed, command, made_by, run

#: name -> what computes its page, given a seed
PAGES: dict[str, Callable[[int], Page]] = {
    "axelrod": axelrod.page,
    "noise": noise.page,
    "richardson": richardson.page,
    "grit": grit.page,
}


def main(
    seed: Seed = 0,
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("docs/known"),
) -> None:
    """Compute every known result and write a page of Markdown on each, and one that lists them."""
    folder(out)
    how = command("known", seed=seed, out=out.as_posix())
    pages = [compute(seed) for compute in PAGES.values()]
    written = {f"{page.name}.md": markdown(page, how) for page in pages}
    written["README.md"] = contents(pages, how)
    with unfinished(out) as place:
        for name, words in written.items():
            (place / name).write_text(words, encoding="utf-8")
    typer.echo(f"Written to {out}: {', '.join(written)}")


def contents(pages: list[Page], how: str) -> str:
    """The list of the pages: how many statements of each source reproduce, and which do not."""
    rows = []
    for page in pages:
        missed = [statement.says for statement in page.statements if not statement.reproduces]
        share = f"{len(page.statements) - len(missed)} of {len(page.statements)}"
        rows.append([f"[{page.title}]({page.name}.md)", share, "; ".join(missed) or "nothing"])
    table = markdown_grid(("Known result", "Reproduces", "Does not"), rows)
    return "\n\n".join(["# What is known, and whether it comes out here", made_by(how), table]) + "\n"


if __name__ == "__main__":
    run("known", main)
