"""The tables of a report on one run: what came of all runs, turning points, replies, explanations."""

from __future__ import annotations

import numpy as np

from simulation.catalogue import NOTHING, number, percent, signed, text
from simulation.doctrines import DOCTRINES
from simulation.experiments.story import Story
from simulation.pages.blocks import Cell, Grid
from simulation.words.cells import difference, percents
from simulation.words.explanations import part
from simulation.words.story import act, month_at
from simulation.words.turning import between, imposed_near, what_turned


def turning_grid(story: Story, lang: str = "en") -> Grid:
    """The turning points: what turned, how far, in how many runs as well, and what was imposed at that time."""
    names = ("when", "who", "what", "tension_change", "conduct_change", "alike", "imposed")
    rows = [
        (
            f"{k}. {month_at(story, point.month, lang)}",
            between(story, point),
            what_turned(point, lang),
            _change(point.tension, lang),
            _change(point.conduct, lang),
            percents(*point.alike[:3], lang) if point.alike.n > 1 else NOTHING,
            imposed_near(story, point, lang),
        )
        for k, point in enumerate(story.points, start=1)
    ]
    return Grid(text("story.turning_table", lang), [text(f"story.{name}", lang) for name in names], rows)


def replies_grid(story: Story, lang: str = "en") -> Grid:
    """The best other reply to each move examined, once and kept up, and what it would have brought."""
    names = ("reply", "answered", "done", "best", "tension_gap", "benefit_gap", "influence_gap", "here")
    rows = []
    for chance in story.chances:
        actor, target = story.scenario.pairs[chance.pair]
        once = text("story.once" if chance.kept == 1 else "story.kept", lang, months=chance.kept)
        best = chance.best
        cells: list[str | Cell] = [
            f"{month_at(story, chance.month, lang)}, {actor} \N{RIGHTWARDS ARROW} {target}: {once}",
            act(chance.answered, lang),
            f"{act(chance.done, lang)} ({percent(chance.likely, lang)})",
        ]
        if best is None:
            cells += [NOTHING] * 5
        else:
            word = "story.best_reply" if chance.missed else "story.best_none"
            cells += [
                text(word, lang, act=act(best.act, lang), chance=percent(best.chance, lang)),
                difference(best.tension, lang),
                difference(best.benefit, lang, 3),
                difference(best.influence, lang, 2, 100.0),
                signed(best.here, lang),
            ]
        rows.append(cells)
    return Grid(text("story.replies_table", lang), [text(f"story.{name}", lang) for name in names], rows)


def explanations_grid(story: Story, lang: str = "en") -> Grid:
    """All explanations, the best first: what each tells of every state's acts, in all runs and in this one."""
    order: dict[str, float] = {}
    for one in story.explanations:
        for explanation in one.explanations:
            order[explanation.name] = order.get(explanation.name, 0.0) + float(
                np.nan_to_num(explanation.everywhere.mean)
            )
    columns = [text("story.explanation", lang), text("story.literature", lang)]
    shown = [
        any(np.isfinite(explanation.here) for explanation in one.explanations) for one in story.explanations
    ]
    for one, here in zip(story.explanations, shown, strict=True):
        columns.append(text("story.all_runs", lang, state=one.state))
        columns += [text("story.this_run", lang, state=one.state, run=story.run)] if here else []
    rows = []
    for name in sorted(order, key=lambda name: -order[name]):
        cells: list[str | Cell] = [text(f"doctrine.{name}", lang), DOCTRINES[name].source]
        for one, here in zip(story.explanations, shown, strict=True):
            mine = next((explanation for explanation in one.explanations if explanation.name == name), None)
            cells.append(text("story.own_doctrine", lang) if mine is None else part(mine.everywhere, lang))
            if here:
                alone = number(None if mine is None else 100 * mine.here, lang, 0)
                cells.append(alone if alone == NOTHING else f"{alone}%")
        rows.append(cells)
    return Grid(text("story.explanations_table", lang, runs=story.ensemble), columns, rows)


def _change(both: tuple[float, float], lang: str) -> str:
    return f"{number(both[0], lang)} \N{RIGHTWARDS ARROW} {number(both[1], lang)}"
