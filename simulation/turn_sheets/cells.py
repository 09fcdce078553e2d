"""The cells of a sheet, out of CSV as spreadsheets write it, or out of an .xlsx workbook."""

from __future__ import annotations

import csv
import datetime
import io
import stat
import zipfile
from os import PathLike, fspath
from pathlib import Path

from simulation.errors import ScenarioError, show

SEPARATORS = ",;\t"
MOST_BYTES = 1_048_576
WORKBOOK = b"PK\x03\x04"  # how a workbook, which is a zip file, begins
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how "Unicode text" of a spreadsheet begins

Cells = list[list[str]]


def cells_of(path_or_text: str | PathLike[str]) -> tuple[Cells, list[str], str]:
    """The cells row by row, what was understood, and how a refusal names the sheet.

    `path_or_text` is a path, or the sheet itself if it holds a line break. Raises ScenarioError.
    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        where = "turn sheet"
        return *_of_text(path_or_text, where), where
    path = Path(fspath(path_or_text))
    where = f"turn sheet {show(path.name or fspath(path_or_text))}"
    content = _content(path, where)
    if content.startswith(WORKBOOK):
        return *_of_workbook(content, where), where
    return *_of_text(_decoded(content, where), where), where


def _content(path: Path, where: str) -> bytes:
    """The bytes of a file; looks before it opens, as a pipe would wait for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError("is not a regular file; give a .csv or .xlsx file", where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError(
            "does not exist; check the path, or write an empty sheet with --blank", where
        ) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise ScenarioError(f"cannot be read ({reason}); give a readable .csv or .xlsx file", where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(f"is larger than {MOST_BYTES} bytes; give the sheet alone", where)
    return content


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            f"row {line}: is not UTF-8 text; save the sheet as 'CSV UTF-8' in the spreadsheet", where
        ) from None


def _of_text(written: str, where: str) -> tuple[Cells, list[str]]:
    understood = []
    first, _, rest = written.partition("\n")
    told = first.strip().strip('"').casefold()
    if told.startswith("sep=") and len(told) == 5:  # Excel's own way to say what parts the cells
        separator, written = told[4], f"\n{rest}"  # the rows keep their numbers
        understood.append(f"row 1 says that {show(separator)} parts the cells")
    else:
        # the heading is the row with most of them: a title above it has few
        separator = max(
            SEPARATORS, key=lambda sign: max(line.count(sign) for line in written.splitlines() or [""])
        )
    try:
        return list(csv.reader(io.StringIO(written, newline=""), delimiter=separator)), understood
    except csv.Error as error:
        raise ScenarioError(f"is no table ({error}); save it as CSV, one move a row", where) from None


def _of_workbook(content: bytes, where: str) -> tuple[Cells, list[str]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ScenarioError(
            'is a workbook, and openpyxl, which reads those, is not installed; run pip install ".[xlsx]", or save the '
            "sheet as CSV",
            where,
        ) from None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    except (OSError, ValueError, KeyError, IndexError, zipfile.BadZipFile) as error:
        raise ScenarioError(
            f"is no workbook, or a damaged one ({error}); save it again as CSV", where
        ) from None
    others = [show(sheet.title) for sheet in book.worksheets[1:]]
    return rows, [f"only the first sheet is read, not {', '.join(others)}"] if others else []


def _cell(value: object) -> str:
    """A cell of a workbook as it would be written."""
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
