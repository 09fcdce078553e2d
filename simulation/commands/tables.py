"""`--csv` and `--xlsx`: a finding as tables that other programs read (`findings.tables`), beside its other files.

Columns have one name in every language. How numbers are written follows the language, as in turn sheets: a file that is
opened by a double click is read as the spreadsheets of that country do.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from simulation.catalogue import REFERENCE, say
from simulation.commands.options import Settings
from simulation.commands.refusals import CommandError
from simulation.findings.tables.files import as_csv, as_workbook
from simulation.findings.tables.rows import Tables
from simulation.turn_sheets.blank import separator
from simulation.words.variables import known_unit, unit_words

ABOUT, WORKBOOK = "about.csv", "tables.xlsx"  # that any finding's tables have


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
