"""`--csv` and `--xlsx`: a finding as tables that other programs read (`findings.tables`), beside its other files.

Columns have one name in every language. How numbers are written follows the language, as in turn sheets: a file that is
opened by a double click is read as the spreadsheets of that country do.
"""

from __future__ import annotations

import csv
import io
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.catalogue import REFERENCE, say
from simulation.commands.options import Settings
from simulation.commands.refusals import CommandError
from simulation.findings.tables.rows import Tables
from simulation.turn_sheets.blank import separator
from simulation.words.variables import known_unit, unit_words

ABOUT, WORKBOOK = "about.csv", "tables.xlsx"  # that any finding's tables have
#: what would make a formula of a text, once a spreadsheet reads it (OWASP, CSV injection)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60  # letters of a column of the workbook


def check_tables(settings: Settings, by_default: bool = False) -> None:
    """Refuse, with a CommandError and before anything is simulated, tables that could not be written.

    `by_default` says that the command writes into a folder without being told to.
    """
    for option, asked in (("--csv", settings.csv), ("--xlsx", settings.xlsx)):
        if asked and settings.out is None and not by_default:
            raise CommandError(say("refusal_tables.no_folder", option=option))
    if settings.xlsx:
        check_openpyxl()


def check_openpyxl() -> None:
    """Refuse, with a CommandError, what needs the library that writes workbooks where it is not installed."""
    if find_spec("openpyxl") is None:
        raise CommandError(say("refusal_tables.no_openpyxl"))


def names_of_tables(settings: Settings) -> list[str]:
    """Files that the tables that are asked for surely have."""
    return [*([ABOUT] if settings.csv else []), *([WORKBOOK] if settings.xlsx else [])]


def write_tables(tables: Tables, folder: Path, settings: Settings) -> list[str]:
    """Write what was asked for, a file a table or one workbook with a sheet a table; the names of the files."""
    written, tables = [], {name: _in_language(table, settings.lang) for name, table in tables.items()}
    if settings.csv:
        for name, table in tables.items():
            (folder / f"{name}.csv").write_bytes(as_csv(table, separator(settings.lang)))
            written.append(f"{name}.csv")
    if settings.xlsx:
        (folder / WORKBOOK).write_bytes(as_workbook(tables))
        written.append(WORKBOOK)
    return written


def _in_language(table: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The table with its units in words of a language; in the reference they stand as results have them."""
    if lang == REFERENCE or "unit" not in table:
        return table
    return table.assign(unit=[unit_words(one, lang) if known_unit(one) else one for one in table["unit"]])


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
