"""The cells of a sheet, out of CSV as spreadsheets write it, or out of an .xlsx workbook."""

from __future__ import annotations

import csv
import io
import stat
from os import PathLike, fspath
from pathlib import Path

from simulation.catalogue import say
from simulation.errors import Named, ScenarioError, reason, show
from simulation.turn_sheets import workbook

SEPARATORS = ",;\t"
MOST_BYTES = 1_048_576
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # how "Unicode text" of a spreadsheet begins

Cells = list[list[str]]


def cells_of(path_or_text: str | PathLike[str]) -> tuple[Cells, list[str], Named]:
    """The cells row by row, what was understood, and how a refusal names the sheet.

    `path_or_text` is a path, or the sheet itself if it holds a line break. Raises ScenarioError.
    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        where = Named("turn sheet")
        return *_of_text(path_or_text, where), where
    path = Path(fspath(path_or_text))
    where = Named("turn sheet", path.name or fspath(path_or_text))
    content = _content(path, where)
    if content.startswith(workbook.BEGINS):
        return *workbook.cells_of_workbook(content, where), where
    return *_of_text(_decoded(content, where), where), where


def _content(path: Path, where: Named) -> bytes:
    """The bytes of a file; looks before it opens, as a pipe would wait for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ScenarioError(say("refusal_file.irregular", kinds=_kinds()), where)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError(say("refusal_sheet.absent"), where) from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else say("refusal_file.no_path")
        said = say("refusal_file.unreadable", why=why.lower(), kinds=_kinds())
        raise ScenarioError(said, where) from None
    if len(content) > MOST_BYTES:
        raise ScenarioError(say("refusal_sheet.too_large", most=MOST_BYTES), where)
    return content


def _decoded(content: bytes, where: Named) -> str:
    """The text of a sheet. A byte that is no UTF-8, as in Excel's plain CSV, stays marked in its cell (`foreign`): that
    costs nothing where the cell is not read.
    """
    if content.startswith(UTF_16):
        return content.decode("utf-16", "replace").lstrip("\ufeff")
    if b"\0" in content:  # no text of any kind
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise ScenarioError(in_row(line, say("refusal_sheet.encoding")), where)
    return content.decode("utf-8", "surrogateescape").lstrip("\ufeff")  # once more with every saving


def foreign(cell: str) -> bool:
    """Whether a cell has bytes that are no UTF-8, so that it is not known which letters they are."""
    return any("\udc80" <= letter <= "\udcff" for letter in cell)


def shown(cell: str) -> str:
    """A cell that is not read, for a message; bytes that are no UTF-8 as Windows of western Europe has them."""
    return show(
        cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if foreign(cell) else cell
    )


def _of_text(written: str, where: Named) -> tuple[Cells, list[str]]:
    understood = []
    first, _, rest = written.partition("\n")
    told = first.strip().strip('"').casefold()
    if told.startswith("sep=") and len(told) == 5:  # Excel's own way to say what parts the cells
        separator, written = told[4], f"\n{rest}"  # the rows keep their numbers
        understood.append(say("refusal_sheet.separator", sign=show(separator)))
    else:
        # the heading is the row with most of them: a title above it has few
        separator = max(
            SEPARATORS, key=lambda sign: max(line.count(sign) for line in written.splitlines() or [""])
        )
    try:
        return list(csv.reader(io.StringIO(written, newline=""), delimiter=separator)), understood
    except (
        csv.Error
    ):  # a cell of more than 131,072 letters, as a quotation mark that is never closed makes one
        raise ScenarioError(say("refusal_sheet.no_table"), where) from None


def in_row(number: int, said: str) -> str:
    """What is wrong, behind the number of the row as the file counts it."""
    return f"{say('refusal_sheet.row', row=number)}: {said}"


def _kinds() -> str:
    return say("refusal_sheet.kinds")
