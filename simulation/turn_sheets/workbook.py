"""The cells of the first sheet of an .xlsx workbook.

A workbook is a zip file of XML, read by libraries that each fail in their own way where a byte is wrong. Whatever they
raise, the workbook is damaged. What a small file unpacks to is limited before it is unpacked.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from simulation.catalogue import say
from simulation.errors import Named, ScenarioError, show

BEGINS = b"PK\x03\x04"  # as every zip file does
MOST_UNPACKED = (
    4_194_304  # bytes: a full sheet of 600 turns is some 1 MB; XML takes about eighty times as much in memory
)
MOST_CELLS = 200_000  # empty ones too: a cell at the far end of a sheet has a million empty rows before it


def cells_of_workbook(content: bytes, where: Named) -> tuple[list[list[str]], list[str]]:
    """The cells of the first sheet row by row, and what was understood. Raises ScenarioError, which names `where`."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ScenarioError(say("refusal_sheet.no_openpyxl"), where) from None
    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # of what openpyxl leaves out: styles, drawings, validation
            # no part gives more than is declared of it
            declared = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
            if declared > MOST_UNPACKED:
                raise ScenarioError(say("refusal_sheet.too_large", most=MOST_UNPACKED), where)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            first, *others = book.worksheets
            first.reset_dimensions()  # which may be wrong: what stands there counts
            rows = list(_counted(first.iter_rows(values_only=True), where))
    except (ScenarioError, MemoryError):
        raise
    except Exception:  # zlib's, expat's and zipfile's own, KeyError, EOFError, AttributeError ...
        raise ScenarioError(say("refusal_sheet.damaged"), where) from None
    names = ", ".join(show(sheet.title) for sheet in others)
    return rows, [say("refusal_sheet.first_sheet", others=names)] if others else []


def _counted(rows: Iterable[tuple[Any, ...]], where: Named) -> Iterator[list[str]]:
    """The rows as text, until they are too many."""
    cells = 0
    for row in rows:
        cells += 1 + len(row)
        if cells > MOST_CELLS:
            raise ScenarioError(say("refusal_workbook.too_many", most=MOST_CELLS), where)
        yield [_written(value) for value in row]


def _written(value: object) -> str:
    """A cell as it would be written."""
    if isinstance(value, datetime.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
