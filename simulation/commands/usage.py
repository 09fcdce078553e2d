"""What Typer refuses in a line that was typed (an option it does not know, no number where one belongs), in our words.

Its errors differ in class and in wording from version to version; what is not known here is said in its own words.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from simulation.catalogue import language, say, words
from simulation.errors import show


def usage_words(error: Exception) -> str | None:
    """What is wrong with what was typed, and what to do; None for an error that is no usage error of Typer's."""
    own = getattr(error, "format_message", None)
    if own is None:
        return None
    said = _SAID.get(type(error).__name__, lambda _: None)(error)
    return said if said is not None else str(own()).rstrip(".")


def did_you_mean(found: str, known: list[str]) -> str:
    """The known name that is most like the one that was typed, as a question; "" if none is."""
    close = get_close_matches(found, known, n=1)
    return say("refusal_usage.did_you_mean", name=close[0]) if close else ""


def _option(error: Exception) -> str:
    found = getattr(error, "option_name", "")
    hint = did_you_mean(found, _options(error)) or say("refusal_usage.leave_out")
    return say("refusal_usage.option", option=found, hint=hint)


def _missing(error: Exception) -> str:
    return say("refusal_usage.missing", what=_named(error))


def _value(error: Exception) -> str | None:
    message, found = str(getattr(error, "message", "")), _found(error)
    # a path of no letters, of which nothing can be repeated
    if not message.removeprefix("Value error,").strip():
        return say("refusal_typed.empty", what=_named(error))
    kinds = {"integer": "integer", "number": "number", "float": "number", "boolean": "boolean"}
    kind = next((kinds[word] for word in kinds if word in message), None)
    if kind is None or found is None:
        return None
    return say(f"refusal_usage.not_{kind}", what=_named(error), found=show(found))


def _use(error: Exception) -> str:
    option = getattr(error, "option_name", "")
    takes = "requires" in str(getattr(error, "message", ""))
    return say("refusal_usage.no_value" if takes else "refusal_usage.takes_none", option=option)


def _extra(error: Exception) -> str | None:
    found = re.search(r"unexpected extra arguments? ?(?:\(s\) )?\((.*)\)", str(getattr(error, "message", "")))
    return say("refusal_usage.extra", found=show(found[1])) if found else None


_SAID = {
    "NoSuchOption": _option,
    "MissingParameter": _missing,
    "BadParameter": _value,
    "BadOptionUsage": _use,
    "UsageError": _extra,
}


def _found(error: Exception) -> str | None:
    """The value that was typed: as the check that refused it has it, or as the message quotes it."""
    cause = error.__cause__
    if cause is not None and hasattr(cause, "errors"):
        return str(cause.errors()[0]["input"])
    quoted = re.search(r"'(.*)' is not", str(getattr(error, "message", "")))
    return quoted[1] if quoted else None


def _named(error: Exception) -> str:
    """The option or argument as the page of help writes it."""
    parameter = getattr(error, "param", None)
    options = [name for name in getattr(parameter, "opts", ()) if name.startswith("-")]
    name = str(getattr(parameter, "name", ""))
    return options[0] if options else words(language()).get(f"help_value.{name}", name.upper())


def _options(error: Exception) -> list[str]:
    """All options of the command that was asked for."""
    command = getattr(getattr(error, "ctx", None), "command", None)
    names = [name for one in getattr(command, "params", ()) for name in (*one.opts, *one.secondary_opts)]
    return [name for name in names if name.startswith("--")]
