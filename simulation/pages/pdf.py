"""The blocks of a page as a PDF on A4: headings in its outline, figures with their words, a number on every page.

Needs fpdf2 (the extra `report`), which is imported only here and only when it is asked for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from simulation.catalogue import text
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture, flat_rows

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, FOOT = 16.0, 15.0  # mm
INK, HEAD, RULE = (26, 26, 26), (0, 48, 73), (138, 138, 138)
SIZES = {1: 18.0, 2: 13.5, 3: 10.5}  # points of a heading
BODY, SMALL, SMALLEST = 9.2, 7.2, 6.0  # points: text, tables, and the least that is legible
LINE = 0.48  # mm a point: height of a line
CELL = 3.0  # mm of a cell that are not for words
ROOM = (
    0.85  # of a line that the longest words of a table may take together; the rest goes to the longer texts
)
FULL = 0.93  # of what is left on a page: a figure that needs no more than this stays on it


def available() -> bool:
    """Whether the library that writes PDF is installed."""
    try:
        import fpdf  # noqa: F401
    except ImportError:
        return False
    return True


def pdf(blocks: Sequence[Block], title: str, lang: str, fonts: Mapping[str, Path]) -> bytes:
    """The page as PDF. `fonts` holds the files of a typeface by style: "" (regular) and "B" (bold)."""
    sheet = _sheet(title, lang, fonts)
    sheet.add_page()
    for block in blocks:
        match block:
            case Heading():
                _heading(sheet, block)
            case Paragraph(words, lead):
                _paragraph(sheet, words, lead)
            case Items(words):
                for words_of_one in words:
                    _item(sheet, words_of_one)
                sheet.ln(1.5)
            case Grid():
                _grid(sheet, block)
            case Picture(_, png, alternative):
                _picture(sheet, png, alternative)
    return bytes(sheet.output())


def _sheet(title: str, lang: str, fonts: Mapping[str, Path]) -> FPDF:
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            width = self.w - 2 * MARGIN  # not epw: a list may have moved the margin when its page ends
            self.set_xy(MARGIN, -FOOT + 3)
            self.set_font("text", "", SMALL)
            self.set_text_color(*INK)
            where = text("story.page", lang, page=self.page_no(), pages="{nb}")
            self.cell(0.75 * width, 4, title)
            self.cell(0.25 * width, 4, where, align="R")

    pdf = Sheet(format="A4", unit="mm")
    for style, file in fonts.items():
        pdf.add_font("text", style, file)
    pdf.set_title(title)
    pdf.set_lang(lang)
    pdf.set_margins(MARGIN, MARGIN)
    pdf.set_auto_page_break(True, margin=FOOT + 2)
    pdf.set_draw_color(*RULE)
    return pdf


def _words(
    pdf: FPDF, words: str, size: float, bold: bool = False, colour: tuple[int, int, int] = INK
) -> None:
    pdf.set_font("text", "B" if bold else "", size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, LINE * size, words, align="L", new_x="LMARGIN", new_y="NEXT")


def _heading(pdf: FPDF, block: Heading) -> None:
    size = SIZES[block.level]
    pdf.ln({1: 0.0, 2: 5.0, 3: 2.5}[block.level])
    if pdf.will_page_break(LINE * size + 22):  # never the last line of a page
        pdf.add_page()
    pdf.start_section(block.words, level=block.level - 1)
    _words(pdf, block.words, size, True, HEAD)
    pdf.ln(1.2)


def _paragraph(pdf: FPDF, words: str, lead: str) -> None:
    if lead:
        _words(pdf, lead, BODY, True)
    for one in words.split("\n"):
        _words(pdf, one, BODY)
    pdf.ln(1.6)


def _item(pdf: FPDF, words: str) -> None:
    pdf.set_font("text", "", BODY)
    pdf.set_text_color(*INK)
    indent = 4.5
    if pdf.will_page_break(2 * LINE * BODY):
        pdf.add_page()
    pdf.cell(indent, LINE * BODY, "\N{BULLET}", align="C")
    left = pdf.l_margin
    pdf.set_left_margin(left + indent)
    pdf.multi_cell(0, LINE * BODY, words, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_left_margin(left)
    pdf.set_x(left)
    pdf.ln(0.6)


def _grid(pdf: FPDF, grid: Grid) -> None:
    """A table whose head is repeated on every page; columns are as wide as their words ask for."""
    from fpdf.fonts import FontFace

    if pdf.will_page_break(LINE * BODY + 22):
        pdf.add_page()
    _words(pdf, grid.caption, BODY, True)
    size, widths = _columns(pdf, grid)
    head: Any = FontFace(emphasis="B", color=HEAD)
    with pdf.table(
        col_widths=widths, headings_style=head, line_height=LINE * size, text_align="L",
        borders_layout="HORIZONTAL_LINES", padding=(0.8, 1.2), v_align="T",
    ) as table:  # fmt: skip
        for cells in (grid.columns, *flat_rows(grid)):
            row = table.row()
            for cell in cells:
                row.cell(cell)
    pdf.ln(2.5)


def _columns(pdf: FPDF, grid: Grid) -> tuple[float, tuple[float, ...]]:
    """Size of type and widths of the columns, mm: no word is broken, and long texts get what is left over."""
    columns = list(zip(grid.columns, *flat_rows(grid), strict=True))
    size = SMALL + 0.8 if len(columns) <= 3 else SMALL
    while True:
        least = [
            CELL + max(_widest(pdf, cells[:1], "B", size), _widest(pdf, cells[1:], "", size))
            for cells in columns
        ]
        if sum(least) <= ROOM * pdf.epw or size <= SMALLEST:
            break
        size -= 0.2
    mean = [math.sqrt(sum(pdf.get_string_width(cell) for cell in cells) / len(cells)) for cells in columns]
    rest = max(pdf.epw - sum(least), 0.0) / sum(mean)
    return size, tuple(one + rest * more for one, more in zip(least, mean, strict=True))


def _widest(pdf: FPDF, cells: Sequence[str], style: str, size: float) -> float:
    """The longest word of some cells, mm. Leaves the type set."""
    pdf.set_font("text", style, size)
    return max((pdf.get_string_width(word) for word in " ".join(cells).split()), default=0.0)


def _picture(pdf: FPDF, png: bytes, alternative: str) -> None:
    """A figure as wide as the text, on a new page if the rest of this one is too short for it."""
    with Image.open(BytesIO(png)) as picture:
        ratio = picture.height / picture.width
    room = pdf.eph
    width = min(pdf.epw, room / ratio)
    if pdf.will_page_break(FULL * width * ratio):
        pdf.add_page()
    left = pdf.h - pdf.b_margin - pdf.get_y()
    width = min(width, left / ratio)
    pdf.image(BytesIO(png), x=pdf.l_margin + (pdf.epw - width) / 2, w=width, alt_text=alternative)
    pdf.ln(2.0)
