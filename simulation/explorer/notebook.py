"""The explorer in a notebook: the rows, findings and figures of the page, as widgets.

What is typed goes the way of an address of the page (`View.of`): both refuse the same, and show the same numbers.
ipywidgets is imported when an explorer is made: the package needs none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from importlib.util import find_spec
from os import PathLike
from typing import Any

from simulation.catalogue import checked, in_language, language, month, say, text
from simulation.errors import ScenarioError
from simulation.explorer.form import Part, Row, groups
from simulation.explorer.futures import Futures, alternative, figure, futures, how_many, outcome_blocks
from simulation.explorer.inputs import Input, Value, changed, inputs, written
from simulation.explorer.month import blocks_of_month
from simulation.explorer.view import FEW, View
from simulation.findings.comparison import Comparison
from simulation.pages.html import fragment
from simulation.plots.difference import COMPARED
from simulation.plots.svg import svg
from simulation.scenario import Scenario
from simulation.scenario.names import as_scenario

Widget = Any  # of ipywidgets, which has no types

SETTINGS = ("seed", "runs", "shown", "run")
WIDE = {"width": "98%", "min_width": "0"}
WHOLE = {"description_width": "initial"}  # a description has the room that it takes


def explore(
    scenario: Scenario | str | PathLike[str], *, seed: int = 0, runs: int = FEW, lang: str | None = None
) -> Explorer:
    """A scenario to be changed by hand in a notebook: both futures with their bands, their difference, and how sure it is.

    scenario  a `Scenario`, the name of one, or a file
    seed      a whole number >= 0, for both futures: they meet the same chance
    runs      of each future, 2 to 2000
    lang      of all words; without it the language in use

    What is found is what `detente compare` finds of the same inputs, seed and number of runs. Raises ScenarioError for what
    cannot be run, and where ipywidgets is not installed; ValueError for a language that there is not.
    """
    if find_spec("ipywidgets") is None:
        raise ScenarioError(say("explore_notebook.library"))
    return Explorer(as_scenario(scenario), seed, runs, checked(language() if lang is None else lang))


class Explorer:
    """What `explore` gives: it shows itself at the end of a cell.

    `view` is what is shown, `found` what came of it (a `Comparison`), `scenario` the scenario as changed, to go on with in
    Python; `refused` is the line that says why the last change is not shown, or empty. `groups` is what is unfolded, and
    `controls` are the widgets that have been, by their keys in `simulation.explorer.inputs`, with those of `SETTINGS`.
    """

    def __init__(self, scenario: Scenario, seed: int, runs: int, lang: str) -> None:
        import ipywidgets

        self._make: Any = ipywidgets
        self._lang, self._as_it_was = lang, scenario
        self._typed = {"seed": str(seed), "runs": str(runs), "shown": "tension", "run": ""}
        self._rows: dict[
            str, tuple[Widget, Row]
        ] = {}  # by key: what stands above a control, and of what it is made
        self._held = False  # whether controls are being set by this program, to be drawn together
        self.controls: dict[str, Widget] = {}
        self.refused = ""
        with in_language(lang):
            self.view = self._read()
            self._seen = self._find(self.view)
        self._line, self._finding, self._figure = (self._html() for _ in range(3))
        self._outcomes, self._reasons = self._html(), self._html()
        self._far = self._make.FloatProgress(max=1.0, description=self._word("working"), style=WHOLE)
        self.box = self._laid_out()
        self._show()

    @property
    def found(self) -> Comparison:
        """What was found of both futures; before anything is changed, of the scenario and itself."""
        return self._seen.found

    @property
    def scenario(self) -> Scenario:
        """The scenario as changed."""
        return changed(self._as_it_was, self.view.changes)

    def _repr_mimebundle_(self, **asked: Any) -> Any:
        return self.box._repr_mimebundle_(**asked)

    # --- what is asked, what comes of it, and how it is shown -------------------------------------------------------------

    def _read(self) -> View:
        """The view that the controls hold. Raises ScenarioError."""
        in_order = [key for key in inputs(self._as_it_was) if key in self._typed]
        pairs = [(key, self._typed[key]) for key in (*in_order, *SETTINGS)]
        return View.of([("scenario", self._as_it_was.name), *pairs], self._scenarios)

    @property
    def _scenarios(self) -> dict[str, Scenario]:
        return {self._as_it_was.name: self._as_it_was}

    def _find(self, view: View, tell: Callable[[float], None] = lambda share: None) -> Futures:
        return futures(view, self._scenarios, self._lang, view.runs or FEW, tell)

    def _draw(self) -> None:
        """Show what the controls hold; where that cannot be, what was there stays, under a line that says why."""

        def tell(share: float) -> None:
            self._far.value = share

        def drawn() -> None:
            view = self._read()
            self._seen = self._find(view, tell)
            if len({replace(one, shown="", runs=None).text for one in (view, self.view)}) > 1:
                self._reasons.value = ""  # those of another world, chance or history
            self.view = view
            self._show()

        self._far.layout.visibility = "visible"
        self._say(self._tried(drawn))
        self._far.layout.visibility = "hidden"
        self._far.value = 0.0

    def _tried(self, what: Callable[[], None]) -> str:
        """Do it; gives the line that says what went wrong. What a widget's call raises nobody would see."""
        said = ""
        with in_language(self._lang):
            try:
                what()
            except ScenarioError as error:
                said = str(error)
            except KeyboardInterrupt:
                said = say("explore_notebook.stopped")
            except Exception as error:
                said = f"{say('explore.failed')} ({type(error).__name__}: {error})"
        return " ".join(said.split())

    def _say(self, refused: str) -> None:
        self.refused = refused
        self._line.value = f'<p role="alert"><strong>{escape(refused)}</strong></p>' if refused else ""

    def _show(self) -> None:
        seen, view, lang = self._seen, self.view, self._lang
        drawn = figure(seen, view, lang)
        said = svg(drawn, alternative(seen, view, lang), f"figure-{self._figure.model_id}")
        words = [*([seen.headline] if seen.headline else []), how_many(seen, lang)]
        self._finding.value = f'<h3 style="line-height: 1.3">{escape(seen.finding)}</h3>'
        self._figure.value = said + "".join(map(_paragraph, words))
        self._outcomes.value = (
            fragment(outcome_blocks(seen, view, self._scenarios, lang))
            if view.changes
            else _paragraph(text("explore_notebook.nothing_changed", lang))
        )
        if view.run is not None:  # why is asked of the history that is drawn
            self.asking[1].value = view.run
        for key, (head, row) in self._rows.items():
            head.value = self._head(row, key in view.changes)

    def _tell_why(self, when: str, run: int) -> None:
        def told() -> None:
            asked = View.of([*self.view.pairs(), ("run", str(run))], self._scenarios)
            self._reasons.value = fragment(blocks_of_month(asked, self._scenarios, self._lang, when))

        self._reasons.value = _paragraph(self._word("working"))
        if refused := self._tried(told):
            self._reasons.value = _paragraph(refused)

    def _reset(self) -> None:
        """Everything as it was, but for what `SETTINGS` say."""
        self._held = True
        for key, (_, row) in self._rows.items():
            self.controls[key].value = _held_value(row.input, row.input.now)
        self._held = False
        self._draw()

    # --- what the widgets are ------------------------------------------------------------------------------------------

    def _laid_out(self) -> Widget:
        names = [(text(key, self._lang), name) for name, (key, _) in COMPARED.items()]
        shown = self._make.Dropdown(
            options=names, value=self.view.shown, description=self._word("shown"), layout=WIDE, style=WHOLE
        )
        self._heard("shown", shown, str)
        self._far.layout.visibility = "hidden"
        reset = self._make.Button(description=self._word("reset"))
        reset.on_click(lambda _: self._reset())
        about = self._html(_paragraph(self._word("how")))
        seen = self._column(shown, self._far, self._line, self._finding, self._figure, flex="3 1 30rem")
        form = self._column(about, reset, self._form(), flex="2 1 22rem")
        beside = {"display": "flex", "flex_flow": "row wrap"}
        below = self._folded([(self._word("outcomes"), self._outcomes), (self._word("ask"), self._asking())])
        return self._column(self._make.Box([seen, form], layout=beside), below)

    def _form(self) -> Widget:
        """The groups of the page's form, of which each is filled when it is unfolded, and chance."""
        found = groups(self._as_it_was, self.view, self._lang)
        panes = [self._column() for _ in found]
        headings = [group.heading for group in found]
        chance = self._column(*self._chance())
        self.groups = self._folded([*zip(headings, panes, strict=True), (self._word("chance"), chance)])

        def fill(at: int) -> None:
            panes[at].children = [one for part in found[at].parts for one in self._part(part)]

        def unfold(change: Any) -> None:
            if change.new is None or change.new >= len(found) or panes[change.new].children:
                return
            if refused := self._tried(lambda: fill(change.new)):
                self._say(refused)

        self.groups.observe(unfold, "selected_index")
        self.groups.selected_index = 0
        return self.groups

    def _part(self, part: Part) -> list[Widget]:
        """What a part shows at once under its name, and the rest folded away, as the page has it."""
        beside = f" <small>{escape(part.beside)}</small>" if part.beside else ""
        name = [self._html(f"<h4>{escape(part.name)}{beside}</h4>")] if part.name else []
        rows = [self._row(row) for row in part.rows]
        if not part.folded:
            return [*name, *rows]
        more = self._column(*(self._row(row) for row in part.folded))
        return [*name, *rows, self._folded([(text("explore_page.more", self._lang), more)])]

    def _row(self, row: Row) -> Widget:
        key = row.input.key
        head, control = self._html(self._head(row, key in self.view.changes)), _control(self._make, row)
        self._rows[key] = head, row
        self._heard(key, control, lambda value: _typed(row.input, value))
        if row.ends is None:
            return self._column(head, control)
        least, most = (self._make.Label(end, layout={"flex": "0 0 auto"}) for end in row.ends)
        return self._column(head, self._make.HBox([least, control, most]))

    def _head(self, row: Row, is_changed: bool) -> str:
        """What stands above a control: what it is, what it was where it is changed, and its range and source on request."""
        was = text("explore.was", self._lang, value=row.was)
        marked = f" \N{BLACK CIRCLE} <strong>{escape(was)}</strong>" if is_changed else ""
        about = f"<details><summary>{escape(self._word('what'))}</summary>{escape(f'{was} {row.about}')}</details>"
        label = "" if row.input.kind == "happens" else escape(row.label)  # which has it beside its box
        return f"{label}{marked}{about if row.input.kind == 'number' else ''}"

    def _chance(self) -> list[Widget]:
        how: dict[str, Any] = {"layout": WIDE, "style": WHOLE, "continuous_update": False}
        one = self._make.Text("", description=self._word("one_run"), **how)
        # a text: a field of numbers would round a seed beyond 2 ** 53
        seed = self._make.Text(str(self.view.seed), description=self._word("seed"), **how)
        runs = self._make.IntText(self.view.runs, description=self._word("runs"), **how)
        for key, control in (("seed", seed), ("runs", runs), ("run", one)):
            self._heard(key, control, str)
        return [self._html(_paragraph(self._word("chance_about"))), seed, runs, one]

    def _asking(self) -> Widget:
        scenario = self._as_it_was
        months = [scenario.month_text(at) for at in range(scenario.months)]
        when = self._make.Dropdown(
            options=[(month(one, self._lang), one) for one in months],
            value=months[len(months) // 2],
            description=self._word("month"),
            style=WHOLE,
        )
        run = self._make.IntText(0, description=self._word("history"), style=WHOLE)
        ask = self._make.Button(description=self._word("why"), layout={"width": "auto"})
        ask.on_click(lambda _: self._tell_why(when.value, run.value))
        self.asking = when, run, ask
        return self._column(
            self._make.HBox([when, run, ask], layout={"flex_flow": "row wrap"}), self._reasons
        )

    def _heard(self, key: str, control: Widget, typed: Callable[[Any], str | None]) -> None:
        """Have a control change what is shown; `typed` gives its value as the page's form has it, None for as it was."""

        def change(what: Any) -> None:
            said = typed(what.new)
            self._typed.pop(key, None)
            if said is not None:
                self._typed[key] = said
            if not self._held:
                self._draw()

        self.controls[key] = control
        control.observe(change, "value")

    def _folded(self, panes: Sequence[tuple[str, Widget]]) -> Widget:
        return self._make.Accordion([pane for _, pane in panes], titles=[title for title, _ in panes])

    def _column(self, *children: Widget, **layout: str) -> Widget:
        return self._make.VBox(children, layout={"min_width": "0", **layout})

    def _html(self, said: str = "") -> Widget:
        return self._make.HTML(said)

    def _word(self, key: str) -> str:
        return text(f"explore.{key}", self._lang)


def _paragraph(said: str) -> str:
    """A paragraph; lines in a widget stand as far apart as controls unless they are told not to."""
    return f'<p style="line-height: 1.4">{escape(said)}</p>'


def _control(make: Any, row: Row) -> Widget:
    """The control of an input, whose label stands above it."""
    one, now = row.input, _held_value(row.input, row.input.now)
    if one.kind == "happens":
        return make.Checkbox(now, description=row.label, indent=False)
    if one.kind == "choice":
        return make.Dropdown(
            options=[(said, value) for value, said in row.choices], value=now, tooltip=row.label
        )
    how: dict[str, Any] = {"layout": WIDE, "continuous_update": False, "tooltip": row.label}
    if one.kind == "month":
        return make.Text(now, **how)
    if not one.slides:
        return make.FloatText(now, **how)
    return make.FloatSlider(
        now, min=one.low, max=one.high, step=one.step, readout_format=f".{row.decimals}f", **how
    )


def _held_value(one: Input, value: Value) -> Value:
    """A value as a control holds it: that of a slider or a field as the page has it, to six digits."""
    return float(written(value)) if one.kind == "number" else value


def _typed(one: Input, value: Any) -> str | None:
    """What a control holds as the page's form sends it; None for what it was, to within half a step of a slider."""
    if one.kind == "number":
        near = one.step / 2 if one.slides else 0.0
        return None if abs(value - _held_value(one, one.now)) <= near else written(float(value))
    return None if value == one.now else written(value)
