"""Tables as the bytes of files that spreadsheets read. No text of theirs is ever a formula there."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from simulation.findings.tables.rows import Tables

#: what would make a formula of a text, once a spreadsheet reads it (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # letters of a column of the workbook


def as_csv(table: pd.DataFrame, between: str = ",") -> bytes:
    """A table as CSV, in UTF-8 with the mark by which spreadsheets know it; blank where there is nothing.

    With a semicolon between cells the decimal mark is a comma. A text that would be a formula gets an apostrophe in front.
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=between, lineterminator="\r\n")
    writer.writerow(table.columns)
    mark = "," if between == ";" else "."
    writer.writerows([_written(cell, mark) for cell in row] for row in table.itertuples(index=False))
    return held.getvalue().encode("utf-8-sig")


def _written(cell: Any, mark: str) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if pd.isna(cell):
        return ""
    return str(cell).replace(".", mark) if isinstance(cell, float) else str(cell)


def as_workbook(tables: Tables) -> bytes:
    """The tables as a workbook, a sheet each: numbers are numbers, texts are texts and never formulas. Needs openpyxl."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        for k, row in enumerate([table.columns, *table.itertuples(index=False)], start=1):
            for j, cell in enumerate(row, start=1):
                _put(sheet.cell(k, j), cell)
        sheet.freeze_panes = "A2"
        for j, column in enumerate(table.columns, start=1):
            sheet.cell(1, j).font = Font(bold=True)
            letters = max([len(str(column)), *(len(str(cell)) for cell in table[column])])
            sheet.column_dimensions[get_column_letter(j)].width = 2 + min(letters, WIDEST)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _put(place: Any, cell: Any) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(cell, str):
        place.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", cell)
        place.data_type = "s"  # or openpyxl makes a formula of what begins with =
        place.quotePrefix = cell.startswith(FORMULA)  # and Excel of what is typed again
    elif not pd.isna(cell):
        place.value = cell.item() if hasattr(cell, "item") else cell
