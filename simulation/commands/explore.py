"""`detente explore`: the model on a page of this machine, for whoever would rather look than type."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, check_lang
from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.play.view import View

LIBRARIES = ("starlette", "uvicorn", "jinja2")


def command(
    what: Annotated[str | None, typer.Argument()] = None,
    port: Annotated[int | None, typer.Option("--port")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open")] = True,
    lang: Lang = IN_USE,
) -> None:
    """Open the explorer."""
    check_lang(lang)
    for library in LIBRARIES:
        if find_spec(library) is None:
            raise CommandError(say("explore_command.library", library=library))
    from simulation.play import opening

    view, own = asked(what)
    try:
        door = opening.listening(port)
    except (OSError, OverflowError):
        raise CommandError(say("explore_command.port", port=port)) from None
    host, at = door.getsockname()[:2]
    address = f"http://{host}:{at}/?{view.query}&lang={lang}"

    def ready() -> None:
        print(text("explore_command.at", lang, address=address))
        print(text("explore_command.ends", lang), flush=True)
        if opened:
            opening.open_browser(address)

    opening.serve(door, own, lang, ready)


def asked(what: str | None) -> tuple[View, dict[str, Scenario]]:
    """The view that was named, and the scenarios that are not the project's own: by text, by name, or by file."""
    from simulation.play.view import View
    from simulation.play.work import shipped

    if what is None:
        return View(), {}
    name, plus, _ = what.partition("+")
    known = shipped()
    if plus or name in known:
        return View.from_text(what, known), {}
    scenario = scenario_named(what)
    return View(scenario.name), {scenario.name: scenario}
