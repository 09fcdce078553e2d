"""What a command takes, argument by argument and option by option: how each is written, and what it does, in words.

How it is written comes from the command's function, what it does from the catalogue: `[help_NAME]` for a command's own
wording, by the name of the function's parameter, and `[help_option]` for what commands share.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, get_args, get_type_hints

from simulation.catalogue import text, words

KINDS = {int: "integer", float: "number", str: "text"}


class Choice(NamedTuple):
    """An argument or an option of a command: `--runs INTEGER`, in words, and what holds where it is left out."""

    written: str
    said: str
    default: str
    is_argument: bool


def choices_of(name: str, command: Callable[..., None], lang: str, filled: dict[str, Any]) -> list[Choice]:
    """The arguments and options of a command, in the order of its signature; `filled` is filled into their words."""
    kinds = get_type_hints(command, include_extras=True)
    return [
        _choice(name, parameter, kinds[parameter.name], lang, filled)
        for parameter in inspect.signature(command).parameters.values()
    ]


def _choice(name: str, parameter: inspect.Parameter, hint: Any, lang: str, filled: dict[str, Any]) -> Choice:
    kind, *notes = get_args(hint)
    about = next(note for note in notes if hasattr(note, "param_decls"))
    key = f"help_{name}.{parameter.name}"
    said = text(key if key in words() else f"help_option.{parameter.name}", lang, **filled)
    required = parameter.default is inspect.Parameter.empty
    default = _default(parameter.default, lang) if not required else ""
    if type(about).__name__ == "ArgumentInfo":
        value = value_of(parameter.name, kind, lang)
        several = " …" if _inner(kind, list) else ""
        return Choice(f"{value}{several}" if required else f"[{value}{several}]", said, default, True)
    # written within Annotated, the first name of an option stands where Typer else has a default
    names = [one for one in (about.default, *(about.param_decls or ())) if isinstance(one, str)]
    plain = f"--{parameter.name.replace('_', '-')}"
    names = names or ([plain, f"--no-{plain[2:]}"] if kind is bool else [plain])
    value = "" if kind is bool else f" {value_of(parameter.name, kind, lang)}"
    return Choice(f"{', '.join(names)}{value}", said, default, False)


def value_of(parameter: str, kind: Any, lang: str) -> str:
    """What is to be written in the place of an argument or behind an option: `SCENARIO`, or else its kind."""
    own = f"help_value.{parameter}"
    if own in words():
        return text(own, lang)
    return text(f"help_value.{next((KINDS[one] for one in KINDS if _inner(kind, one)), 'path')}", lang)


def _inner(kind: Any, asked: type) -> bool:
    """Whether a kind is, or is made of, the one that is asked for: `list[str] | None` of both list and str."""
    return (
        kind is asked
        or getattr(kind, "__origin__", None) is asked
        or any(_inner(one, asked) for one in get_args(kind))
    )


def _default(value: Any, lang: str) -> str:
    if value is None or value is False or value == "":
        return ""
    return text("help.yes", lang) if value is True else str(value)
