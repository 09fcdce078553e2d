"""The page's addresses, and what is refused at the door.

Everything is asked with GET and changes nothing, so that no other page can do harm by sending somebody here.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from simulation import parallel
from simulation.catalogue import in_language, languages, say, text
from simulation.errors import Problem, ScenarioError, show
from simulation.explorer import worlds
from simulation.explorer.beginning import begin
from simulation.explorer.form import groups
from simulation.explorer.pages import render
from simulation.explorer.view import FEW, MANY, MOST, View
from simulation.plots.compared import COMPARED
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.web.answers import LINES, kept, refused, static, while_there
from simulation.web.doors import LOCAL, Guarded, asked_language
from simulation.web.lan import Door, is_local
from simulation.web.pages import drawing
from simulation.web.workers import LATER, SOON, BusyError, Workers

#: what is heard of a work -> what a line calls it
SAYS = {"at": "at", "done": "html", "refused": "refused", "failed": "refused"}
ANSWERS, LETTERS = 128, 16 * 2**20  # answers that are kept, and letters of all of them
#: of a query what is no part of a view
_BESIDE = ("lang", "narrow", "at", "all", "month", "bare")


class Explorer:
    """What the addresses share: scenarios, a user's own among them, workers, and the answers given last."""

    def __init__(
        self, shipped: Mapping[str, Scenario], own: Mapping[str, Scenario], workers: Workers, lang: str
    ) -> None:
        self._shipped, self._all = shipped, {**shipped, **own}
        self.workers, self.lang = workers, lang
        self._answers: OrderedDict[str, Any] = OrderedDict()

    # --- what is asked --------------------------------------------------------------------------------------------------

    def language(self, request: Request) -> str:
        """The language that an address asks for, or else the command's."""
        lang = request.query_params.get("lang", self.lang)
        if lang not in languages():
            raise ScenarioError(
                [Problem((), say("explore.no_language", found=show(lang), known=", ".join(languages())))]
            )
        return lang

    def scenarios(self, request: Request) -> Mapping[str, Scenario]:
        """What there is to look at: a user's own files for this machine alone."""
        return self._all if is_local(request.scope) else self._shipped

    def view(self, request: Request) -> View:
        """The view that an address names. What would keep this machine long is for itself alone."""
        pairs = [(key, value) for key, value in request.query_params.multi_items() if key not in _BESIDE]
        view = View.of(pairs, self.scenarios(request))
        if (view.runs or 0) > MANY and not is_local(request.scope):
            said = say("explore.no_number", key="runs", found=show(str(view.runs)), low=2, high=MANY)
            raise ScenarioError([Problem((), said)])
        return view

    def asked(self, request: Request, view: View, lang: str) -> dict[str, Any]:
        """A view as the processes take it."""
        return {"pairs": view.pairs(), "lang": lang, "own": is_local(request.scope)}

    async def heard(
        self, name: str, what: Mapping[str, Any], urgency: int = SOON
    ) -> AsyncGenerator[tuple[str, Any], None]:
        """What is heard of a work; at once, where it was done before."""
        key = json.dumps([name, what], sort_keys=True)
        if key in self._answers:
            self._answers.move_to_end(key)
            yield "done", self._answers[key]
            return
        async with aclosing(self.workers.ask(name, what, urgency)) as hearing:
            async for said in hearing:
                if said[0] == "done":
                    self._keep(key, said[1])
                yield said

    async def answer(self, name: str, what: Mapping[str, Any]) -> Any:
        """What came of a work. Raises ScenarioError for what was refused, HTTPException for what failed."""
        async with aclosing(self.heard(name, what)) as hearing:
            async for kind, said in hearing:
                if kind == "done":
                    return said
                if kind == "refused":
                    raise ScenarioError([Problem((), said)])
        raise HTTPException(500)

    def _keep(self, key: str, answer: Any) -> None:
        self._answers[key] = answer
        while len(self._answers) > ANSWERS or sum(map(len, self._answers.values())) > LETTERS:
            self._answers.popitem(last=False)

    # --- pages ------------------------------------------------------------------------------------------------------------

    async def futures(self, request: Request) -> Response:
        """A piece of a page: what came of a view, and before it how far the work is, line by line."""
        lang, view = self.language(request), self.view(request)
        runs = request.query_params.get("at", "")
        refined = runs == str(MANY)
        what = {
            **self.asked(request, view, lang),
            "runs": MANY if refined else FEW,
            "narrow": "narrow" in request.query_params,
        }
        return self._lines("futures", what, lang, LATER if refined else SOON)

    async def page(self, request: Request) -> Response:
        """The whole page of a view; `bare` without what came of it, for its script, which asks for that with `futures`."""
        lang, view = self.language(request), self.view(request)
        what = {**self.asked(request, view, lang), "runs": FEW, "narrow": False}
        result = "" if "bare" in request.query_params else await self.answer("futures", what)
        scenario = translated(self.scenarios(request)[view.scenario], lang)
        shown = groups(self.scenarios(request)[view.scenario], view, lang)
        if "all" in request.query_params:
            shown = [group._replace(open=True) for group in shown]
        return self._page(
            "explore.html", request, lang,
            title=scenario.title, here="/", view=view, scenario=scenario, groups=shown, result=drawing(result),
            scenarios=[(name, translated(one, lang).title) for name, one in self.scenarios(request).items()],
            variables=[(name, text(f"explore_shown.{name}", lang)) for name in COMPARED],
            few=FEW, many=MANY, most=MOST,
        )  # fmt: skip

    async def form(self, request: Request) -> Response:
        """The long list of parameters."""
        lang, view = self.language(request), self.view(request)
        group = groups(self.scenarios(request)[view.scenario], view, lang)[-1]
        return HTMLResponse(render("group.html", lang, group=group))

    async def month(self, request: Request) -> Response:
        """Why, in a month of one run: a piece of the page for its script, a page of its own for whoever has none."""
        lang, view = self.language(request), self.view(request)
        when = request.query_params.get("month", "")
        self.scenarios(request)[view.scenario].month_index(
            when
        )  # refused here, where the words are the asker's
        what = {**self.asked(request, view, lang), "when": when}
        return await self._answer(request, "month", what, lang, "/month", "explore.why_title")

    async def printed(self, request: Request) -> Response:
        """A view for paper."""
        lang, view = self.language(request), self.view(request)
        body = drawing(await self.answer("print", self.asked(request, view, lang)))
        title = translated(self.scenarios(request)[view.scenario], lang).title
        return self._page("print.html", request, lang, title=title, here="/print", body=body)

    async def keep(self, request: Request) -> Response:
        """A file of a view."""
        lang, view, name = self.language(request), self.view(request), request.path_params["name"]
        what = self.asked(request, view, lang)
        if name == "scenario.toml":
            return kept(
                worlds.scenario_toml(view, self.scenarios(request), lang),
                "application/toml",
                f"{view.scenario}{'_changed' if view.changes else ''}.toml",
            )
        if name == "outcomes.csv":
            return kept(await self.answer("outcomes", what), "text/csv", f"{view.scenario}.csv")
        if name in ("figure.svg", "figure.png"):
            form = name.rpartition(".")[2]
            kind = {"svg": "image/svg+xml", "png": "image/png"}[form]
            return kept(await self.answer("picture", {**what, "form": form}), kind, f"{view.scenario}.{form}")
        raise HTTPException(404)

    async def causes(self, request: Request) -> Response:
        """All arrows of the causal figure, or one of them."""
        return await self._walk(request, "causes", "cause", "explore.page_causes")

    async def sentences(self, request: Request) -> Response:
        """The article's six sentences, or one of them."""
        return await self._walk(request, "sentences", "sentence", "explore.page_sentences")

    async def experiment(self, request: Request) -> Response:
        """A claim's own experiment, run now."""
        lang, asked = self.language(request), request.query_params
        what = {
            "lang": lang,
            "claim": asked.get("claim", ""),
            "world": asked.get("world", ""),
            "seed": 0,
        }
        return await self._answer(request, "experiment", what, lang, "/sentences", "explore_why.tried")

    async def _walk(self, request: Request, every: str, one: str, title: str) -> Response:
        lang, number = self.language(request), request.path_params.get("number")
        name, what = (every, {"lang": lang}) if number is None else (one, {"lang": lang, "number": number})
        return await self._answer(request, name, what, lang, f"/{every}", title)

    async def _answer(
        self, request: Request, name: str, what: Mapping[str, Any], lang: str, here: str, title: str
    ) -> Response:
        """A work's answer: a piece of the page for its script, a page of its own for whoever has none."""
        if LINES in request.headers.get("accept", ""):
            return self._lines(name, what, lang)
        body = drawing(await self.answer(name, what))
        return self._page("words.html", request, lang, title=text(title, lang), here=here, body=body)

    def _page(self, template: str, request: Request, lang: str, **values: Any) -> Response:
        pairs = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
        query = values["view"].query if "view" in values else _encoded(pairs)
        return HTMLResponse(render(template, lang, path=request.url.path, query=query, **values))

    def _lines(self, name: str, what: Mapping[str, Any], lang: str, urgency: int = SOON) -> Response:
        if self.workers.full:
            raise BusyError  # while there is a status to say it with

        async def lines() -> AsyncIterator[str]:
            with in_language(lang):
                busy, failed = say("explore.busy"), say("explore.failed")
            try:
                async with aclosing(self.heard(name, what, urgency)) as hearing:
                    async for kind, said in hearing:
                        yield json.dumps({SAYS[kind]: failed if kind == "failed" else said}) + "\n"
            except BusyError:
                yield json.dumps({"refused": busy}) + "\n"

        return StreamingResponse(lines(), media_type=LINES)


def app(
    scenarios: Mapping[str, Scenario], lang: str, *, hosts: Collection[str] = LOCAL, code: str | None = None
) -> ASGIApp:
    """The application; its processes start with it and end with it.

    `hosts` are the names that it may be asked by. With a `code`, callers from other machines are let in by it.
    """
    shipped = worlds.shipped()
    own = {name: one for name, one in scenarios.items() if shipped.get(name) != one}
    held: list[Explorer] = []

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        written = {name: one.to_toml() for name, one in own.items()}
        workers = Workers(partial(begin, written), min(max(parallel.cores(), 1), 4))
        held.append(Explorer(shipped, own, workers, lang))
        try:
            yield
        finally:
            workers.close()

    def of(name: str) -> Any:
        async def endpoint(request: Request) -> Response:
            with in_language(asked_language(request.scope, lang)):
                return await while_there(request, getattr(held[-1], name)(request))

        return endpoint

    routes = [
        Route("/", of("page")),
        Route("/futures", of("futures")),
        Route("/form", of("form")),
        Route("/month", of("month")),
        Route("/print", of("printed")),
        Route("/causes", of("causes")),
        Route("/causes/{number:int}", of("causes")),
        Route("/sentences", of("sentences")),
        Route("/sentences/{number:int}", of("sentences")),
        Route("/experiment", of("experiment")),
        Route("/keep/{name}", of("keep")),
        Route("/static/{name}", static("simulation.explorer", "explore.js")),
    ]
    refusal = partial(refused, lang, render)
    handlers: Any = dict.fromkeys((ScenarioError, BusyError, HTTPException, Exception), refusal)
    made = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan)
    made.router.redirect_slashes = False  # nothing leads anywhere by itself
    within: ASGIApp = made if code is None else Door(made, lang, code, render)
    return Guarded(within, lang, hosts)  # outermost, so that what fails within has its headers, too


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return urlencode(pairs)
