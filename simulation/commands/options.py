"""The options that commands share, and which values of them are refused."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from simulation.catalogue import REFERENCE, languages, text, words
from simulation.commands.refusals import CommandError

MOST_RUNS = 20_000  # every month of every run is kept in memory: more belongs into keep="summary" from Python
MOST_SEED = 2**63 - 1

Runs = Annotated[int, typer.Option("--runs", help=f"Number of runs, 1 to {MOST_RUNS}.")]
Seed = Annotated[
    int, typer.Option("--seed", help="Seed of all chance, 0 or more: the same seed gives the same runs.")
]
Lang = Annotated[
    str, typer.Option("--lang", help=f"Language of tables and figure: {' or '.join(languages())}.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the results; made if it is not there.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="YYYY-MM", help="Say why each state did what it did that month in run 0."
    ),
]
Param = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="NAME=VALUE", help="Set a parameter (see: detente parameters). May be repeated."
    ),
]
Csv = Annotated[
    bool, typer.Option("--csv", help="Also write the numbers as tables for other programs, a .csv file each.")
]
Xlsx = Annotated[
    bool, typer.Option("--xlsx", help="The same as tables.xlsx, a sheet each (needs the library openpyxl).")
]


class Settings(NamedTuple):
    """What was asked of one ensemble, as typed."""

    runs: int
    seed: int
    out: Path | None
    lang: str
    explain: str | None = None
    param: Sequence[str] = ()
    as_json: bool = False
    csv: bool = False
    xlsx: bool = False


Command = Callable[..., None]


def asking(runs: int, own: dict[str, Any] | None = None) -> Callable[[Command], Command]:
    """Makes of a command whose last argument is `settings` one with the options that settings are made of, checked.

    `runs` is the default; `own` holds options of the command's own wording, `runs` or `out`, and those that not every
    command has, `explain` and `param`. Typer reads options from a function's signature, so that is what is made.
    """
    options = {
        "runs": Runs,
        "seed": Seed,
        "out": Out,
        "lang": Lang,
        **(own or {}),
        "csv": Csv,
        "xlsx": Xlsx,
        "as_json": Json,
    }
    defaults = {"runs": runs, "seed": 0, "lang": REFERENCE, "csv": False, "xlsx": False, "as_json": False}
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(name), annotation=option)
        for name, option in options.items()
    ]

    def taking(command: Command) -> Command:
        @wraps(command)
        def asked(**given: Any) -> None:
            typed = {name: given.pop(name) for name in options}
            settings = Settings(**{**typed, "param": typed.get("param") or ()})
            check_settings(settings)
            command(**given, settings=settings)

        *mine, _ = inspect.signature(command, eval_str=True).parameters.values()
        arguments = [*(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in mine), *shared]
        asked.__signature__ = inspect.Signature(arguments)  # type: ignore[attr-defined]
        asked.__annotations__ = {one.name: one.annotation for one in arguments}
        return asked

    return taking


def check_settings(settings: Settings) -> None:
    """Refuse, with a CommandError, a language, a number of runs or a seed that no command can take."""
    check_lang(settings.lang)
    if settings.runs < 1:
        raise CommandError(f"--runs is {settings.runs}; write a number from 1 to {MOST_RUNS}")
    if settings.runs > MOST_RUNS:
        raise CommandError(
            f"--runs is {settings.runs}, and this command keeps every month of every run in memory; write "
            f'at most {MOST_RUNS}, or use simulate(..., keep="summary") from Python'
        )
    if not 0 <= settings.seed <= MOST_SEED:
        raise CommandError(f"--seed is {settings.seed}; write a whole number from 0 to {MOST_SEED}")


def check_lang(lang: str) -> None:
    """Refuse, with a CommandError, a language that is not there, or not whole; say what there is in English only."""
    if lang not in languages():
        raise CommandError(f"--lang is {lang!r}; write {' or '.join(languages())}")
    try:
        words(lang)
    except ValueError as error:
        raise CommandError(str(error)) from None
    from simulation.scenario.translated import texts  # here, since help needs no scenario

    if lang != REFERENCE and not texts(lang):
        print(text("untranslated.scenarios", lang, file=f"scenarios/{lang}.toml"), file=sys.stderr)
