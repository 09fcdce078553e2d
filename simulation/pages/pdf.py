"""The blocks of a page as a PDF on A4: headings in its outline, figures with their words, a number on every page.

Needs fpdf2 (the extra `report`), which is imported only here and only when it is asked for.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import pairwise
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
INDENT = 4.5  # mm of a list behind its mark
CELL = 3.0  # mm of a cell that are not for words
ROOM = (
    0.85  # of a line that the longest words of a table may take together; the rest goes to the longer texts
)
FULL = 0.7  # of its size: a figure that can stay on a page with no less than this stays on it, smaller
WIDTHS = (
    1.0,
    0.92,
    0.84,
    0.76,
    0.68,
    0.6,
    0.5,
)  # of figures, as shares of the text's, the first that fits well
LEAST = 0.36  # of its height: a page on which less stands is not well filled
LACKING = "\N{REPLACEMENT CHARACTER}"  # stands for a letter that no font has
PADDING = (0.8, 1.2)  # mm around what stands in a cell


def available() -> bool:
    """Whether the library that writes PDF is installed."""
    try:
        import fpdf  # noqa: F401
    except ImportError:
        return False
    return True


def pdf(
    blocks: Sequence[Block], title: str, lang: str, fonts: Mapping[str, Path], opening: int | None = None
) -> bytes:
    """The page as PDF. `fonts` holds the files of a typeface by style, "" (regular) and "B" (bold); by name, others.

    A part begins with a fresh heading; the first has at most `opening` pages, if smaller figures can bring that about. They
    are made smaller, too, where a page would otherwise be left with less than a third on it.
    """
    logging.getLogger("fpdf").setLevel(logging.ERROR)  # a letter that no font has is said by whoever prints
    sheet = _sheet(title, lang, fonts)
    sheet.add_page()
    for number, part in enumerate(_parts(blocks)):
        _set(sheet, part, _fitting(part, opening if number == 0 else None, title, lang, fonts))
    return bytes(sheet.output())


def _parts(blocks: Sequence[Block]) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading) and block.fresh and parts[-1]:
            parts.append([])
        parts[-1].append(block)
    return parts


def _fitting(
    part: Sequence[Block], pages: int | None, title: str, lang: str, fonts: Mapping[str, Path]
) -> float:
    """How wide its figures are, as a share of the text: the widest of `WIDTHS` with which a part fills its pages well."""
    good: list[float] = []
    for width in WIDTHS:
        sheet = _sheet(title, lang, fonts)
        sheet.add_page()
        _set(sheet, part, width)
        ends = [*sheet.ends, sheet.get_y()]
        sheet.output()  # closes the files of its typeface
        if min(ends) >= LEAST * sheet.h:
            good.append(width)
            if pages is None or len(ends) <= pages:
                return width
    return good[-1] if good else WIDTHS[0]  # too long a text: then on well-filled pages, if there are such


def _set(sheet: FPDF, blocks: Sequence[Block], width: float) -> None:
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
                _picture(sheet, png, alternative, width)


def _sheet(title: str, lang: str, fonts: Mapping[str, Path]) -> Any:
    from fpdf import FPDF

    class Sheet(FPDF):
        def __init__(self) -> None:
            super().__init__(format="A4", unit="mm")
            self.ends: list[float] = []  # how far down each page but the last one is filled, mm

        def add_page(self, *args: Any, **options: Any) -> None:
            self.ends += [self.get_y()] if self.page else []
            super().add_page(*args, **options)

        def normalize_text(self, text: str) -> str:
            """The words with a visible sign for each letter that no font has, which would otherwise leave no trace."""
            known = set[int]().union(*(getattr(font, "cmap", ()) for font in self.fonts.values()))
            seen = (one if ord(one) in known or one.isspace() else LACKING for one in text)
            return super().normalize_text("".join(seen))

        def footer(self) -> None:
            width = self.w - 2 * MARGIN
            self.set_xy(MARGIN, -FOOT + 3)
            self.set_font("text", "", SMALL)
            self.set_text_color(*INK)
            where = text("story.page", lang, page=self.page_no(), pages="{nb}")
            self.cell(0.75 * width, 4, title)
            self.cell(0.25 * width, 4, where, align="R")

    pdf = Sheet()
    for style in ("", "B"):
        pdf.add_font("text", style, fonts[style])
    others = [name for name in fonts if name not in ("", "B")]
    for name in others:
        pdf.add_font(name, "", fonts[name])
    if others:
        pdf.set_fallback_fonts(others, exact_match=False)
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
    _lines(pdf, LINE * size, words)


def _lines(pdf: FPDF, height: float, words: str, mark: str = "") -> None:
    """Words in lines, in the type that is set, behind a mark: of a text that goes on, neither page has one line alone."""
    indent = INDENT if mark else 0.0
    width = pdf.epw - indent
    lines: Any = pdf.multi_cell(width, height, words, align="L", dry_run=True, output="LINES")
    here = int((pdf.h - pdf.b_margin - pdf.get_y()) / height + 1e-6)
    if here < len(lines):
        here = min(here, len(lines) - 2)
        here = here if here >= 2 else 0
    here = min(here, len(lines))
    for start, end in ((0, here), (here, len(lines))):
        if start == end:
            continue
        if start or not here:
            pdf.add_page()
        if mark and not start:
            pdf.cell(indent, height, mark, align="C")
        pdf.set_x(pdf.l_margin + indent)
        pdf.multi_cell(width, height, "\n".join(lines[start:end]), align="L", new_x="LMARGIN", new_y="NEXT")


def _heading(pdf: FPDF, block: Heading) -> None:
    size = SIZES[block.level]
    pdf.ln({1: 0.0, 2: 5.0, 3: 2.5}[block.level])
    turns = block.fresh and pdf.get_y() > MARGIN + LINE * size
    if turns or pdf.will_page_break(LINE * size + 22):  # never the last line of a page
        pdf.add_page()
    pdf.start_section(block.words, level=block.level - 1)
    _words(pdf, block.words, size, True, HEAD)
    pdf.ln(1.2)


def _paragraph(pdf: FPDF, words: str, lead: str) -> None:
    if lead:
        if pdf.will_page_break(3 * LINE * BODY):  # it does not stand alone at the foot of a page
            pdf.add_page()
        _words(pdf, lead, BODY, True)
    for one in words.split("\n"):
        _words(pdf, one, BODY)
    pdf.ln(1.6)


def _item(pdf: FPDF, words: str) -> None:
    pdf.set_font("text", "", BODY)
    pdf.set_text_color(*INK)
    _lines(pdf, LINE * BODY, words, "\N{BULLET}")
    pdf.ln(0.6)


def _grid(pdf: FPDF, grid: Grid) -> None:
    """A table whose head is repeated on every page; columns are as wide as their words ask for."""
    from fpdf.fonts import FontFace

    rows = flat_rows(grid)
    size, widths = _columns(pdf, grid)
    head: Any = FontFace(emphasis="B", color=HEAD)
    heading, *heights = (
        _height(pdf, cells, widths, size, k == 0) for k, cells in enumerate((grid.columns, *rows))
    )
    if pdf.will_page_break(LINE * BODY + 4 + heading + sum(heights[:2])):
        pdf.add_page()
    _words(pdf, grid.caption, BODY, True)
    left, whole = pdf.h - pdf.b_margin - pdf.get_y() - heading, pdf.eph - heading
    for k, some in enumerate(_pages(heights, left, whole)):
        if k:
            pdf.add_page()
        pdf.set_font("text", "", size)
        with pdf.table(
            col_widths=widths, headings_style=head, line_height=LINE * size, text_align="L",
            borders_layout="HORIZONTAL_LINES", padding=PADDING, v_align="T",
        ) as table:  # fmt: skip
            for cells in (grid.columns, *(rows[place] for place in some)):
                row = table.row()
                for cell in cells:
                    row.cell(cell)
    pdf.ln(2.5)


def _height(pdf: FPDF, cells: Sequence[str], widths: Sequence[float], size: float, bold: bool) -> float:
    """How high a row of a table is, mm."""
    pdf.set_font("text", "B" if bold else "", size)
    return max(
        float(pdf.multi_cell(
            width, LINE * size, cell, align="L", padding=PADDING, dry_run=True, output="HEIGHT"  # type: ignore[arg-type]
        ))
        for width, cell in zip(widths, cells, strict=True)
    )  # fmt: skip


def _pages(heights: Sequence[float], left: float, whole: float) -> list[range]:
    """Which rows of a table stand on which page: the first has `left` mm for them, others `whole`; none stands alone."""
    ends, room = [0], left
    for place, height in enumerate(heights):
        if height > room and place > ends[-1]:
            ends.append(place)
            room = whole
        room -= height
    if len(ends) > 1 and ends[-1] == len(heights) - 1 and ends[-1] - ends[-2] > 2:
        ends[-1] -= 1  # the last row takes the one before with it
    return [range(first, last) for first, last in pairwise([*ends, len(heights)])]


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


def _picture(pdf: FPDF, png: bytes, alternative: str, share: float) -> None:
    """A figure as wide as a share of the text, on a new page if the rest of this one is too short for two thirds of it."""
    with Image.open(BytesIO(png)) as picture:
        ratio = picture.height / picture.width
    room = pdf.eph
    width = min(share * pdf.epw, room / ratio)
    if pdf.will_page_break(FULL * width * ratio):
        pdf.add_page()
    left = pdf.h - pdf.b_margin - pdf.get_y()
    width = min(width, left / ratio)
    pdf.image(BytesIO(png), x=pdf.l_margin + (pdf.epw - width) / 2, w=width, alt_text=alternative)
    pdf.ln(2.0)
