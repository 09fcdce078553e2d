"""`detente play`: a person as a state, on a page of this machine."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands.explore import listening
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, check_lang, path_typed
from simulation.commands.refusals import CommandError
from simulation.errors import show
from simulation.scenario import Scenario, load_scenario, scenario_names

LIBRARIES = ("starlette", "uvicorn", "jinja2", "websockets", "platformdirs")


def command(
    what: Annotated[str | None, typer.Argument()] = None,
    solo: Annotated[bool, typer.Option("--solo")] = False,
    port: Annotated[int | None, typer.Option("--port")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open")] = True,
    file: Annotated[Path | None, typer.Option("--file", parser=path_typed)] = None,
    lang: Lang = IN_USE,
) -> None:
    """Open the page."""
    check_lang(lang)
    if not solo:
        raise CommandError(say("play_command.alone"))
    for library in LIBRARIES:
        if find_spec(library) is None:
            raise CommandError(say("play_command.library", library=library))
    from simulation.play import place
    from simulation.play.journal import InUseError, Journal
    from simulation.play.keys import KEY, Keys
    from simulation.play.solo import served
    from simulation.web import opening
    from simulation.web.sockets import Socket

    scenarios, first = known(what)
    kept = file or place.journal_file()
    with ExitStack() as opens:
        try:
            journal = opens.enter_context(Journal(kept))
        except InUseError:
            raise CommandError(say("play_command.in_use", file=show(str(kept)))) from None
        door = opens.enter_context(listening(opening.HERE, port))
        here = f"http://{opening.HERE}:{door.getsockname()[1]}/?lang={lang}"

        def address(keys: Keys) -> str:
            return f"{here}&{KEY}={keys.key}"

        def another(keys: Keys) -> None:
            print(text("play_command.another", lang, address=address(keys)), flush=True)

        keys = Keys(another)

        def ready() -> None:
            print(text("explore_command.at", lang, address=address(keys)))
            print(text("play_command.kept", lang, file=kept))
            print(text("explore_command.ends", lang), flush=True)
            if opened:
                opening.open_browser(address(keys))

        game = served(journal, scenarios, lang, keys=keys, first=first)
        opening.serve([door], game.app, ready, sockets=Socket, ending=game.ending)


def known(what: str | None) -> tuple[dict[str, Scenario], str]:
    """The scenarios that can be played, one's own file among them, and the one to begin with."""
    from simulation.play.solo_form import FIRST

    ours = {name: load_scenario(name) for name in scenario_names()}
    if what is None:
        return ours, FIRST
    own = scenario_named(what)
    return {**ours, own.name: own}, own.name
