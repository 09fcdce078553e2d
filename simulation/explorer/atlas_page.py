"""An atlas as one page that needs no other file, no program and no network: words in every language, drawings, a script.

The page trusts nothing but what it was made with: its policy names its one script and its one style by their hashes.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import pandas as pd

from simulation.catalogue import languages, number, text, words
from simulation.explorer.atlas import DRAWN, Atlas, World
from simulation.explorer.atlas_figure import WIDTH, Said, drawn, panels, place
from simulation.explorer.atlas_plans import Lever
from simulation.explorer.form import HARD_TO_KIND, called, shown_value
from simulation.explorer.futures import labels
from simulation.explorer.inputs import written
from simulation.explorer.pages import render
from simulation.explorer.view import MOST, View
from simulation.findings.comparison import Comparison, Outcome
from simulation.findings.run import headline as run_headline
from simulation.pages.blocks import flat, flat_rows
from simulation.plots.difference import COMPARED
from simulation.plots.style import BLUE, GREEN, GREY, INK, VERMILLION, web
from simulation.plots.style import labels as tick_labels
from simulation.reports.comparison import futures_grid
from simulation.scenario import Scenario, load_scenario, scenario_names
from simulation.scenario.translated import title, translated
from simulation.shown_names import shown_names
from simulation.web.pages import verbatim
from simulation.words.comparison import headline, opening, reach, told
from simulation.words.outcomes import gap_cell, outcome_name
from simulation.words.outcomes import shown as shown_outcome
from simulation.words.run import finding

#: outcomes that the table under the figures holds; all that can be told from chance is said in a sentence below
TABLED = (
    "tension",
    "mutual_benefit",
    "cooperation",
    "signed",
    "crises",
    "detente_happened",
    "detente_lasted",
    "war",
)
POLICY = "default-src 'none'; script-src '{script}'; style-src '{style}'; base-uri 'none'; form-action 'none'"


class Option(NamedTuple):
    """A value of a lever: in words, and as the explorer's text has it."""

    said: Said
    written: str


class Control(NamedTuple):
    """A lever as it is shown; `slides` says that it is a slider, `meanings` what some of its values mean, `ends` what the
    least and the most of them is, and `mark` where its date lies in the drawings, if it lies in them.
    """

    key: str
    said: Said
    slides: bool
    options: list[Option]
    was: int
    meanings: list[Said]
    ends: tuple[Said, Said] | None
    mark: float | None
    marked: Said


def page(found: Atlas, lang: str, command: str) -> str:
    """The whole page, as it opens in a language; `command` is what makes it again."""
    drawings = panels(found)
    controls = [_control(lever, found) for lever in found.levers]
    said = {one: [_world(k, found, one) for k in range(len(found.worlds))] for one in languages()}
    paths = [drawn(world, drawings) for world in found.worlds]
    titles = _each(lambda one: text("atlas.title", one, title=translated(found.scenario, one).title))
    data = {
        "was": found.was,
        "scenario": found.scenario.name if _is_ours(found.scenario) else "",
        "seed": found.before.attrs["seed"],
        "runs": min(found.before.attrs["runs"], MOST),  # as many as the explorer takes
        "titles": titles,
        "levers": [
            {
                "key": one.key,
                "was": one.was,
                "said": one.said,
                "values": [option._asdict() for option in one.options],
            }
            for one in controls
        ],
        "worlds": [
            {"paths": paths[k], "said": {one: said[one][k] for one in languages()}} for k in range(len(paths))
        ],
    }
    script = _file("templates/atlas.js")
    style = (
        _file("static/look.css", "simulation.web")
        + _file("templates/atlas.css")
        + "".join(map(_hides, languages()))
    )
    return render(
        "atlas.html",
        lang,
        policy=POLICY.format(script=_hash(script), style=_hash(style)),
        script=verbatim(script),
        style=verbatim(style),
        data=verbatim(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")),
        titles=titles,
        summaries=_each(lambda one: translated(found.scenario, one).summary),
        controls=controls,
        drawings=[(name, COMPARED[name], *pair) for name, pair in zip(DRAWN, drawings, strict=True)],
        paths=paths[found.was],
        said={one: said[one][found.was] for one in languages()},
        rows=[_row(world, found, controls) for world in found.worlds],
        columns=[_each(lambda one, name=name: text(f"compared.{name}", one)) for name in DRAWN],  # type: ignore[misc]
        how=_each(lambda one: text("explore.how_many_pairs", one, **_made(found, one))),
        width=WIDTH,
        colours={"a": BLUE, "b": VERMILLION, "mark": GREEN, "ink": web(INK), "axis": web(GREY)},
        command=command,
    )


# --- words ------------------------------------------------------------------------------------------------------------


def _each(said: Callable[[str], str]) -> Said:
    return {lang: said(lang) for lang in languages()}


def _made(found: Atlas, lang: str) -> dict[str, object]:
    attrs = found.before.attrs
    return {"n": number(attrs["runs"], lang, 0), "seed": attrs["seed"], "version": attrs["version"]}


def _world(at: int, found: Atlas, lang: str) -> dict[str, Any]:
    """What is said of a world: the finding, a line under each drawing, the table, and all that can be told from chance."""
    world = found.worlds[at]
    which = text("atlas.which", lang, n=at + 1, of=len(found.worlds))
    if not world.changes:
        which = f"{which}: {text('figure.before', lang)}"
    said = spoken(world, found, lang)
    grid = futures_grid(said, lang, TABLED)
    rows = flat_rows(grid)
    if not world.changes:  # the world as it was, beside itself
        return {
            "which": which,
            "finding": finding(run_headline(found.before), lang),
            "lines": [_as_it_was(said, name, lang) for name in DRAWN],
            "columns": grid.columns[:2],
            "rows": [row[:2] for row in rows],
            "told": "",
            "short": which,
        }
    return {
        "which": which,
        "finding": opening(said, lang),
        "lines": [headline(said, name, lang) for name in DRAWN],
        "columns": grid.columns,
        "rows": rows,
        "told": f"{reach(said, lang)} {told(said['windows'][0], lang)}",
        "short": "; ".join(_short(said, name, lang) for name in DRAWN),
    }


def spoken(world: World, found: Atlas, lang: str) -> Comparison:
    """The comparison of a world with the one it was, over the months that a sentence is about, in a language."""
    view = View(found.scenario.name, world.changes)
    names = labels(view, {found.scenario.name: found.scenario}, lang)
    said: Comparison = shown_names(world.found, lang)
    a, b = said["a"], said["b"]
    both = {"a": {**a, "label": names.a}, "b": {**b, "label": names.b}, "windows": said["windows"][:1]}
    return {**said, **both}  # type: ignore[typeddict-item]


def _outcome(said: Comparison, name: str) -> Outcome:
    return next(row for row in said["windows"][0]["outcomes"] if row["outcome"] == name)


def _gap(said: Comparison, name: str, lang: str) -> str:
    return flat(gap_cell(_outcome(said, name), lang))


def _short(said: Comparison, name: str, lang: str) -> str:
    return f"{outcome_name(_outcome(said, name), lang, unit=False)} {_gap(said, name, lang)}"


def _as_it_was(said: Comparison, name: str, lang: str) -> str:
    row = _outcome(said, name)
    return text(
        "atlas.on_average", lang, what=outcome_name(row, lang), value=shown_outcome(row, row["a"], lang)
    )


def _row(world: World, found: Atlas, controls: list[Control]) -> tuple[list[tuple[Said, bool]], list[Said]]:
    """A row of the table of all worlds: its values, each with whether it was changed, and the differences of `DRAWN`."""
    values = []
    for lever, control in zip(found.levers, controls, strict=True):
        at = lever.values.index(world.changes.get(lever.input.key, lever.input.now))
        values.append((control.options[at].said, at != lever.was))
    spoken_of = {lang: spoken(world, found, lang) for lang in languages()}
    return values, [
        _each(lambda lang, name=name: _gap(spoken_of[lang], name, lang))  # type: ignore[misc]
        for name in DRAWN
    ]


# --- controls -----------------------------------------------------------------------------------------------------------


def _control(lever: Lever, found: Atlas) -> Control:
    one = lever.input
    shown = {lang: _values(lever, lang) for lang in languages()}
    hard = one.field in HARD_TO_KIND
    return Control(
        key=one.key,
        said=_each(lambda lang: called(one, lang)),
        slides=one.kind == "number" and len(lever.values) > 2,
        options=[
            Option({lang: said[k] for lang, said in shown.items()}, written(value))
            for k, value in enumerate(lever.values)
        ],
        was=lever.was,
        meanings=[
            _each(lambda lang, name=name: _meaning(str(name), lang))  # type: ignore[misc]
            for name in lever.values
            if f"doctrine_meaning.{name}" in words()
        ],
        ends=(
            _each(lambda lang: text("explore.hard", lang)),
            _each(lambda lang: text("explore.conciliatory", lang)),
        )
        if hard
        else None,
        mark=_mark(lever, found),
        marked=_each(lambda lang: title(one.of, lang)),
    )


def _values(lever: Lever, lang: str) -> list[str]:
    """All values of a lever as a reader reads them; numbers with the same decimals, no more than one of them needs."""
    if lever.input.kind == "number":
        return tick_labels([float(value) for value in lever.values], lang)
    return [shown_value(lever.input, value, lang) for value in lever.values]


def _meaning(name: str, lang: str) -> str:
    return text(
        "atlas.meaning",
        lang,
        name=text(f"doctrine.{name}", lang),
        meaning=text(f"doctrine_meaning.{name}", lang),
    )


def _mark(lever: Lever, found: Atlas) -> float | None:
    """Where the date of a lever lies, if it has one within the run."""
    group, of = lever.input.group, lever.input.of
    dates: Mapping[str, str] = {
        **{one.title: one.date for one in found.scenario.events if group == "events"},
        **{one.name: one.since for one in found.scenario.leaders if group == "leaders"},
    }
    if of not in dates or not found.scenario.start < dates[of] <= found.scenario.end:
        return None
    return round(place(pd.Timestamp(dates[of]), found.before), 1)


# --- what stands in the page as it is -----------------------------------------------------------------------------------


def _file(name: str, folder: str = "simulation.explorer") -> str:
    return files(folder).joinpath(name).read_text(encoding="utf-8")


def _is_ours(scenario: Scenario) -> bool:
    """Whether the explorer knows it by its name, and by that name shows the same."""
    return scenario.name in scenario_names() and scenario == load_scenario(scenario.name)


def _hides(lang: str) -> str:
    """That while a page is read in a language the words of the others are not there."""
    tag = lang.replace("_", "-")
    return f'html[lang="{tag}"] .said:not([lang="{tag}"]) {{ display: none; }}\n'


def _hash(content: str) -> str:
    """As a Content-Security-Policy names what stands in a page."""
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"
