"""The options that commands share, and which values of them are refused."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from simulation.catalogue import REFERENCE, SETTING, language, languages, named, say, text, words
from simulation.commands.refusals import CommandError
from simulation.commands.streams import say_beside
from simulation.compiled import ENGINES
from simulation.errors import show

MOST_RUNS = 20_000  # every month of every run is kept in memory: more belongs into keep="summary" from Python
MOST_SEED = 2**63 - 1
NUMPY, *_ = ENGINES

#: what is filled into the words about options
HELP = {"most_runs": MOST_RUNS, "languages": ", ".join(languages()), "engines": ", ".join(ENGINES)}
#: where no language is asked for, it is the one in use
IN_USE = ""


def in_use(lang: str) -> str:
    """The language that is asked for, or else the one in use; a CommandError if that was to be one that there is not."""
    setting = os.environ.get(SETTING, "")
    if not lang and setting and named(setting) is None:
        raise CommandError(say("refusal_command.lang_variable", found=show(setting), known=_known()))
    return lang or language()


def _known() -> str:
    return say("refusal_command.or").join(languages())


def path_typed(typed: object) -> Path:
    """A path as it was typed, which is asked nothing yet; a ValueError for none, where Path("") is the folder one is in."""
    if not str(typed).strip():
        raise ValueError
    return Path(str(typed))


# what each does is said in the catalogue (`choices.py`)
Runs = Annotated[int, typer.Option("--runs")]
Seed = Annotated[int, typer.Option("--seed")]
Lang = Annotated[str, typer.Option("--lang", callback=in_use)]
Out = Annotated[Path | None, typer.Option("--out", parser=path_typed)]
Json = Annotated[bool, typer.Option("--json")]
Quiet = Annotated[bool, typer.Option("--quiet")]
Explain = Annotated[str | None, typer.Option("--explain")]
OneRun = Annotated[int | None, typer.Option("--run")]
Param = Annotated[list[str] | None, typer.Option("--param")]
Engine = Annotated[str, typer.Option("--engine")]
Csv = Annotated[bool, typer.Option("--csv")]
Xlsx = Annotated[bool, typer.Option("--xlsx")]


class Settings(NamedTuple):
    """What was asked of one ensemble, as typed."""

    runs: int
    seed: int
    out: Path | None
    lang: str
    explain: str | None = None
    param: Sequence[str] = ()
    as_json: bool = False
    quiet: bool = False
    csv: bool = False
    xlsx: bool = False
    run: int | None = None
    engine: str = NUMPY


Command = Callable[..., None]


def asking(runs: int, own: dict[str, Any] | None = None) -> Callable[[Command], Command]:
    """Makes of a command whose last argument is `settings` one with the options that settings are made of, checked.

    `runs` is the default; `own` holds options that not every command has, as `explain` and `engine`. Typer reads options
    from a function's signature, so that is what is made.
    """
    options = {
        "runs": Runs, "seed": Seed, "out": Out, "lang": Lang, **(own or {}),
        "csv": Csv, "xlsx": Xlsx, "as_json": Json, "quiet": Quiet,
    }  # fmt: skip
    off = dict.fromkeys(("csv", "xlsx", "as_json", "quiet"), False)
    defaults = {"runs": runs, "seed": 0, "lang": IN_USE, "engine": NUMPY, **off}
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
        raise CommandError(say("refusal_command.runs_few", runs=show(settings.runs), most=MOST_RUNS))
    if settings.runs > MOST_RUNS:
        raise CommandError(say("refusal_command.runs_many", runs=show(settings.runs), most=MOST_RUNS))
    if not 0 <= settings.seed <= MOST_SEED:
        raise CommandError(say("refusal_command.seed", seed=show(settings.seed), most=MOST_SEED))


def check_lang(lang: str) -> None:
    """Refuse, with a CommandError, a language that is not there, or not whole; say what there is in English only."""
    if lang not in languages():
        raise CommandError(say("refusal_command.lang", found=show(lang), known=_known()))
    try:
        words(lang)
    except ValueError as error:
        raise CommandError(str(error)) from None
    from simulation.scenario.translated import texts  # here, since help needs no scenario

    if lang != REFERENCE and not texts(lang):
        say_beside(text("untranslated.scenarios", lang, file=f"scenarios/{lang}.toml"))
