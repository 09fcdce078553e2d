"""One list of blocks, four ways to read it: nothing is cut, nothing is lost, and a figure keeps its interval."""

from __future__ import annotations

import io
import re

from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, Picture, flat
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.pages.terminal import terminal

WORDS = st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=6).map(" ".join)
FIGURES = st.floats(-1e4, 1e4).map(lambda value: f"{value:.1f}")
CELLS = st.one_of(WORDS, FIGURES, st.builds(Cell, FIGURES, FIGURES.map(lambda value: f"{value}…{value}")))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    width = draw(st.integers(1, 7))
    row = st.lists(CELLS, min_size=width, max_size=width)
    heads = st.lists(WORDS, min_size=width, max_size=width)
    return Grid(draw(WORDS), draw(heads), draw(st.lists(row, max_size=5)))


def shown(blocks: list[Block], width: int) -> list[str]:
    out = io.StringIO()
    Console(width=width, file=out, force_terminal=False, highlight=False).print(terminal(blocks))
    return out.getvalue().splitlines()


def words_of(grid: Grid) -> list[str]:
    """Every word and figure of a table but the headings, which a table without rows may lack."""
    return [word for row in grid.rows for cell in row for word in re.split(r"[ ()]+", flat(cell)) if word]


@given(grids(), st.integers(30, 120))
@example(
    Grid("t", ["period", *["cooperation abcdefghij"] * 6], [["1960", *[Cell("1.0", "0.5…1.5")] * 6]]), 60
)
def test_no_word_or_figure_of_a_table_is_cut_at_any_width(grid: Grid, width: int) -> None:
    longest = max(cell_len(word) for word in [*words_of(grid), *" ".join(grid.columns).split()] or [""])
    if longest > width - 2:  # nothing could be done about it
        return
    lines = shown([grid], width)
    assert max(map(cell_len, lines), default=0) <= width
    found = re.split(r"[ ()]+", " ".join(lines))
    for word in words_of(grid):
        assert word in found


@given(grids())
def test_markdown_has_a_line_a_row_and_html_a_cell_a_cell(grid: Grid) -> None:
    lines = markdown([grid]).strip().splitlines()
    assert len(lines) == len(grid.rows) + 4  # caption, blank, head, rule
    assert all(line.count("|") == len(grid.columns) + 1 for line in lines[2:])
    page = html([grid], "title", "en")
    assert page.count("<td>") + page.count('<th scope="row">') == len(grid.rows) * len(grid.columns)


def test_a_figure_has_its_interval_below_it_in_a_column_and_behind_it_in_a_line() -> None:
    grid = Grid("caption", ["what", "how much"], [["tension", Cell("12.5", "8.1…15.0")]])
    wide = shown([grid], 80)
    at = next(k for k, line in enumerate(wide) if "12.5" in line)
    assert wide[at + 1].strip() == "8.1…15.0"
    assert wide[at].rstrip().endswith("12.5")  # a column of figures is set to the right
    assert "12.5 (8.1…15.0)" in markdown([grid])
    assert "<td>12.5 (8.1…15.0)</td>" in html([grid], "t", "en")


def test_a_short_figure_stands_on_one_line_with_what_belongs_to_it() -> None:
    row: list[str | Cell] = [
        "1. Jan-Mar 1960",
        "talk, visit, summit",
        "0.44 (0.47)",
        Cell("1962", "Jan 1962…Jan 1963"),
    ]
    lines = shown([Grid("caption", ["turn", "acts", "benefit", "when"], [row])], 60)
    assert "0.44 (0.47)" in "\n".join(lines)
    assert "Jan 1962…Jan 1963" in "\n".join(lines)
    assert max(map(cell_len, lines)) <= 60
    assert any("acts" in line and "benefit" in line for line in lines)  # in columns


def test_a_table_without_room_is_set_row_by_row_with_every_heading() -> None:
    heads = [f"heading-number-{k}" for k in range(5)]
    lines = shown(
        [Grid("caption", heads, [["first", "1", "2", "3", "4"], ["second", "5", "6", "", "8"]])], 40
    )
    assert lines[:3] == ["caption", "", "first"]
    assert [line.strip() for line in lines[3:7]] == [f"{head}: {k}" for k, head in enumerate(heads) if k]
    assert "heading-number-3: " not in "\n".join(lines[8:])  # what is empty has no line


def test_a_heading_stands_above_what_it_heads_and_apart_from_a_table_with_a_title_of_its_own() -> None:
    lines = shown(
        [Heading("Heading"), Paragraph("said"), Heading("Another"), Grid("caption", ["a"], [["b"]])], 40
    )
    assert [line.strip() for line in lines][:6] == ["Heading", "said", "", "Another", "", "caption"]


def test_a_page_reads_in_order_and_a_terminal_leaves_figures_out() -> None:
    blocks: list[Block] = [
        Heading("Title", 1), Paragraph("Said.", "Lead"), Items(["one", "two"]), Picture("a.png", b"png", "shown"),
        Paragraph("first footing", quiet=True), Paragraph("second footing", quiet=True),
    ]  # fmt: skip
    lines = [line.rstrip() for line in shown(blocks, 60)]
    assert lines == ["Title", "Lead Said.", "", "• one", "• two", "", "first footing", "second footing"]
    assert "![shown](a.png)" in markdown(blocks)
    assert 'alt="shown"' in html(blocks, "Title", "en")


def test_no_date_of_a_table_is_broken_at_any_width() -> None:
    whens = ["1948\u201388", "Jul 1975\u2013Dec 1979", "Okt 1962", "Jan\u2013Mar 1962"]
    rows = [["a name", "Some title that is long enough to ask for room", when, "US, USSR"] for when in whens]
    grid = Grid("caption", ["Name", "Title", "Period", "States"], rows)
    for width in range(40, 101, 5):
        console = Console(file=io.StringIO(), width=width)
        console.print(terminal([grid]))
        said = console.file.getvalue()  # type: ignore[attr-defined]
        assert [when for when in whens if when not in said] == []
        lines = [line for line in said.splitlines() if any(when in line for when in whens)]
        assert (
            len({min(line.index(when) for when in whens if when in line) for line in lines}) == 1
        )  # to the left
