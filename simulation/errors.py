"""What a refusal says: one line that names the thing, what was found, and what to do.

    scenario 'my.toml': events[2].date is 1962-14; write year-month, for example 1962-10 (and 3 more problems)

Checks raise `ScenarioError` with one or more problems; a check inside a part (a state, an event) knows only
its own field, and each level that passes the error on puts its part of the path in front.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from pydantic import BaseModel, ValidationError

from simulation.saying import phrase, say

LONGEST_VALUE = 60  # characters of a found value or key that a message repeats
MOST_NAMES = 15  # known names that a message lists
_DIGITS = 20  # whole numbers beyond this many digits are described, not repeated

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """One thing that is wrong: where, and in words what was found and what to do."""

    path: Path
    text: str
    place: str = ""  # the line of the file, with what stands there
    missing: bool = False  # whether it is a required key that is not there

    def __str__(self) -> str:
        said = f"{path_text(self.path)} {self.text}".lstrip()
        return f"{said} ({self.place})" if self.place else said


class Named(NamedTuple):
    """How a refusal names the thing, "scenario 'my.toml'"; `noun` as for `choose`. Put into words when it is printed."""

    noun: str
    name: str | None = None

    def __str__(self) -> str:
        noun = phrase("refusal_noun", self.noun)
        return noun if self.name is None else f"{noun} {show(self.name)}"


class ScenarioError(ValueError):
    """A scenario that cannot be used. `str()` is one line; `problems` has all that was found.

    `where` names the thing that is refused, put into words when it is printed: `Named("scenario", "my.toml")`, or text.
    """

    def __init__(self, problems: str | Sequence[Problem], where: object = "") -> None:
        self.problems = (Problem((), problems),) if isinstance(problems, str) else tuple(problems)
        self.where = where
        super().__init__(self.problems, where)  # the arguments, so that the error survives pickling

    def __str__(self) -> str:
        first, more = str(self.problems[0]), len(self.problems) - 1
        place = f"{self.where}: " if self.where else ""
        rest = " " + say("refusal.one_more" if more == 1 else "refusal.more", n=more) if more else ""
        return " ".join(f"{place}{first}{rest}".splitlines())

    def within(self, *path: str | int) -> list[Problem]:
        """The problems as seen from outside: `path` in front of each."""
        return [problem._replace(path=(*path, *problem.path)) for problem in self.problems]


def path_text(path: Path) -> str:
    """("events", 2, "date") as events[2].date; keys that are no plain words are quoted."""
    parts = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        else:
            parts.append(f".{step if re.fullmatch(r'[A-Za-z0-9_-]{1,60}', step) else show(step)}")
    return "".join(parts).lstrip(".")


def show(value: object) -> str:
    """A found value in at most 60 characters on one line, as TOML would write it where that is short."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        digits = int(value.bit_length() * 0.30103) + 1  # log10(2); Python refuses str() of a huge integer
        return str(value) if digits <= _DIGITS else say("refusal_value.long", digits=digits)
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _listed(value)
    if isinstance(value, dict):
        return say("refusal_value.table")
    if value is None:
        return say("refusal_value.nothing")
    return say("refusal_value.python", kind=type(value).__name__)[:LONGEST_VALUE]


def in_python(value: object) -> str:
    """A found argument of a function as Python writes it, None and True as such; what is long as `show` has it."""
    try:
        written = repr(value)
    except ValueError:  # an integer of thousands of digits
        return show(value)
    return written if len(written) <= LONGEST_VALUE and written.isprintable() else show(value)


def _quoted(text: str) -> str:
    # repr() escapes control characters and line separators; cutting first keeps a megabyte out of the message
    shown = repr(text[:LONGEST_VALUE])
    if len(text) <= LONGEST_VALUE and len(shown) <= LONGEST_VALUE:
        return shown
    keep = LONGEST_VALUE
    while len(shown) > LONGEST_VALUE:
        keep -= 1
        shown = repr(text[:keep] + "...")
    return shown


def _listed(values: Sequence[object]) -> str:
    whole = say("refusal_value.list", n=len(values))
    if len(values) > 6 or any(isinstance(value, list | tuple | dict) for value in values):
        return whole
    shown = f"[{', '.join(show(value) for value in values)}]"
    return shown if len(shown) <= LONGEST_VALUE else whole


def choose(found: str, known: Iterable[str], noun: str) -> str:
    """What to do about an unknown name: the nearest known one, or else the choice.

    `noun` is the English singular ("kind of event"), as the catalogue has it in its table `[refusal_noun]`.
    """
    names = list(known)
    if close := nearest(found, names):
        return say("refusal.did_you_mean", name=_quoted(close))
    kind = phrase("refusal_noun", noun)
    return say("refusal.known", noun=kind, names=listed(names)) if names else say("refusal.none", noun=kind)


def nearest(found: str, known: Iterable[str]) -> str | None:
    """The known name that is most like `found`, whatever its case; None if none is much like it."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(found[:LONGEST_VALUE].casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def listed(names: Sequence[str]) -> str:
    """The first fifteen names, so that a line stays a line."""
    return ", ".join(names[:MOST_NAMES]) + (", ..." if len(names) > MOST_NAMES else "")


def problems_of(error: ValidationError, model: type[BaseModel]) -> list[Problem]:
    """A pydantic error of one model in our words; unknown keys first, as a misspelt key is also missing."""
    unknown, rest = list[Problem](), list[Problem]()
    for item in error.errors(include_url=False):
        path, kind = item["loc"], item["type"]
        cause = item.get("ctx", {}).get("error")
        field = str(path[0]) if path else ""
        if kind == "extra_forbidden":
            # only the first is shown
            hint = say("refusal.remove") if unknown else choose(field, model.model_fields, "key")
            unknown.append(Problem(path, say("refusal.unknown_key", hint=hint)))
        elif isinstance(cause, ScenarioError):
            rest.extend(cause.within(*path))
        elif kind == "missing":
            about = _meaning(model, field)
            rest.append(
                Problem(path, say("refusal.missing", about=f"{about[0].lower()}{about[1:]}"), missing=True)
            )
        else:  # nearly every other kind has its own check in fields.py; pydantic's words are the safety net
            why = item["msg"][:LONGEST_VALUE]
            rest.append(Problem(path, say("refusal.other", found=show(item["input"]), why=why)))
    return unknown + rest


def _meaning(model: type[BaseModel], field: str) -> str:
    """What a field means, without the full stop: by the catalogue for a part of a scenario, else its name."""
    noun = getattr(model, "noun", None)
    if noun is None:
        return field
    meaning = say(f"field.{noun}_{field}")
    return meaning.split("\n")[0].rstrip(".")


def reason(error: BaseException) -> str:
    """Why the system or a library could not do something, in the language in use where the catalogue knows the words."""
    return phrase("refusal_reason", str(getattr(error, "strerror", None) or error))
