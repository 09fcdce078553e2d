"""`detente play`: a class on phones, or one person as a state, on a page of this machine."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from simulation.catalogue import say, text
from simulation.commands.explore import listening
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, check_lang, path_typed
from simulation.commands.refusals import CommandError
from simulation.errors import reason
from simulation.scenario import Scenario, load_scenario, scenario_names

LIBRARIES = ("starlette", "uvicorn", "jinja2", "websockets", "segno", "platformdirs")


def command(
    what: Annotated[str | None, typer.Argument()] = None,
    solo: Annotated[bool, typer.Option("--solo")] = False,
    port: Annotated[int | None, typer.Option("--port")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open")] = True,
    lan: Annotated[bool, typer.Option("--lan")] = False,
    address: Annotated[str | None, typer.Option("--address")] = None,
    file: Annotated[Path | None, typer.Option("--file", parser=path_typed)] = None,
    lang: Lang = IN_USE,
) -> None:
    """Open the page."""
    check_lang(lang)
    if solo and (lan or address):
        raise CommandError(say("play_command.alone"))
    for library in LIBRARIES:
        if find_spec(library) is None:
            raise CommandError(say("play_command.library", library=library))
    from simulation.play import place
    from simulation.play.journal import InUseError, Journal
    from simulation.play.keys import KEY, Keys
    from simulation.web import lan as network
    from simulation.web import opening
    from simulation.web.doors import LOCAL
    from simulation.web.sockets import Socket

    scenarios, first = known(what)
    try:
        kept = file or place.journal_file()
    except OSError as error:
        raise CommandError(say("play_command.no_place", why=reason(error))) from None
    outside = network.chosen_address(address, network.own_addresses()) if lan or address else None
    with ExitStack() as opens:
        try:
            journal = opens.enter_context(Journal(kept))
        except InUseError:
            raise CommandError(say("play_command.in_use", file=kept)) from None
        doors = [opens.enter_context(listening(opening.HERE, port))]
        at = doors[0].getsockname()[1]
        if outside:
            doors.append(opens.enter_context(listening(outside, at)))
        here = f"http://{opening.HERE}:{at}/{'' if solo else 'teacher'}?lang={lang}"
        there = f"http://{outside}:{at}" if outside else None

        def own(keys: Keys) -> str:
            return f"{here}&{KEY}={keys.key}"

        def another(keys: Keys) -> None:
            print(text("play_command.another", lang, address=own(keys)), flush=True)

        keys = Keys(another)
        game: Any
        if solo:
            from simulation.play.solo import served

            game = served(journal, scenarios, lang, keys=keys, first=first)
        else:
            from simulation.play.room_pages.served import served as served_class

            hosts = (*LOCAL, outside) if outside else LOCAL
            game = served_class(journal, scenarios, lang, keys=keys, first=first, address=there, hosts=hosts)

        def ready() -> None:
            print(text("explore_command.at", lang, address=own(keys)))
            if there:
                print(text("lan.at", lang, address=f"{there}/?code={game.code}", code=game.code))
                print(text("play_command.warning", lang))
            print(text("play_command.kept", lang, file=kept))
            print(text("explore_command.ends", lang), flush=True)
            if opened:
                opening.open_browser(own(keys))

        opening.serve(doors, game.app, ready, sockets=Socket, ending=game.ending)


def known(what: str | None) -> tuple[dict[str, Scenario], str]:
    """The scenarios that can be played, one's own file among them, and the one to begin with."""
    from simulation.play.solo_form import FIRST

    ours = {name: load_scenario(name) for name in scenario_names()}
    if what is None:
        return ours, FIRST
    own = scenario_named(what)
    if ours.get(own.name, own) == own:
        return {**ours, own.name: own}, own.name
    name = f"{own.name}, {what}"[
        -100:
    ]  # a changed copy of one of ours is another world, at a pace of its own
    return {**ours, name: own}, name
