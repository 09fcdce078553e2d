"""`detente explore`: the model on a page of this machine, for whoever would rather look than type."""

from __future__ import annotations

import errno
import socket
from contextlib import ExitStack
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.catalogue import say, text
from simulation.commands.naming import scenario_named
from simulation.commands.options import IN_USE, Lang, check_lang
from simulation.commands.refusals import CommandError
from simulation.errors import show
from simulation.scenario import Scenario

if TYPE_CHECKING:
    from simulation.explorer.view import View

LIBRARIES = ("starlette", "uvicorn", "jinja2")


def command(
    what: Annotated[str | None, typer.Argument()] = None,
    port: Annotated[int | None, typer.Option("--port")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open")] = True,
    lan: Annotated[bool, typer.Option("--lan")] = False,
    address: Annotated[str | None, typer.Option("--address")] = None,
    lang: Lang = IN_USE,
) -> None:
    """Open the explorer."""
    check_lang(lang)
    for library in LIBRARIES:
        if find_spec(library) is None:
            raise CommandError(say("explore_command.library", library=library))
    from simulation.explorer.server import app
    from simulation.web import lan as network
    from simulation.web import opening
    from simulation.web.doors import LOCAL

    view, own = asked(what)
    outside = network.chosen_address(address, network.own_addresses()) if lan or address else None
    code = network.code() if outside else None
    with ExitStack() as open_doors:
        doors = [open_doors.enter_context(listening(opening.HERE, port))]
        at = doors[0].getsockname()[1]
        if outside:
            doors.append(open_doors.enter_context(listening(outside, at)))
        open_doors.pop_all()  # the server closes them
    here = f"http://{opening.HERE}:{at}/?{view.query}&lang={lang}"

    def ready() -> None:
        print(text("explore_command.at", lang, address=here))
        if outside:
            print(text("lan.at", lang, address=f"http://{outside}:{at}/?code={code}", code=code))
            print(text("lan.warning", lang))
        print(text("explore_command.ends", lang), flush=True)
        if opened:
            opening.open_browser(here)

    hosts = (*LOCAL, outside) if outside else LOCAL
    opening.serve(doors, app(own, lang, hosts=hosts, code=code), ready)


def listening(address: str, port: int | None) -> socket.socket:
    """A socket there, or one line why there is none."""
    from simulation.web import opening

    try:
        return opening.listening(port, address)
    except (OSError, OverflowError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL:
            raise CommandError(say("lan.not_ours", found=show(address))) from None
        raise CommandError(say("explore_command.port", port=port)) from None


def asked(what: str | None) -> tuple[View, dict[str, Scenario]]:
    """The view that was named, and the scenarios that are not the project's own: by text, by name, or by file."""
    from simulation.explorer.view import View
    from simulation.explorer.worlds import shipped

    if what is None:
        return View(), {}
    name = what.partition("+")[0]
    known = shipped()
    if name in known:
        return View.from_text(what, known), {}
    scenario = scenario_named(name)  # a file: its text begins with the file's name
    own = {scenario.name: scenario}
    return View.from_text(f"{scenario.name}{what[len(name) :]}", {**known, **own}), own
