"""What happened in one run, in sentences: each computed from the `Story`, none written down in advance."""

from __future__ import annotations

import numpy as np

from simulation.catalogue import month, number, percent, span, text
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells, dyads
from simulation.experiments.story import Story
from simulation.experiments.turning_points import window_of


def month_at(story: Story, index: int, lang: str = "en") -> str:
    """The month at an index of the run."""
    return month(story.scenario.month_text(index), lang)


def act(name: str, lang: str = "en") -> str:
    """An act in words, between quotation marks: it stands in sentences."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text(f'act.{name}', lang)}\N{RIGHT DOUBLE QUOTATION MARK}"


def chosen_words(story: Story, lang: str = "en") -> str:
    """Which run is told of, and how it was chosen."""
    runs = story.result.sizes["run"]
    if runs == 1:
        return text("story.only_run", lang, run=story.run)
    if story.typical is None:
        return text("story.asked_run", lang, run=story.run, runs=number(runs, lang, 0))
    return text(
        "story.typical_run",
        lang,
        run=story.run,
        runs=number(runs, lang, 0),
        distance=number(story.typical.distance, lang, 2),
        usual=number(story.typical.usual, lang, 2),
    )


def course_finding(story: Story, lang: str = "en") -> str:
    """Where tension began and ended, and how many turning points there are: the title of the run's figure."""
    first, last = _ends(story)
    return text(
        "story.course_finding",
        lang,
        run=story.run,
        first=number(first, lang, 0),
        last=number(last, lang, 0),
        points=len(story.points),
    )


def course_words(story: Story, lang: str = "en") -> str:
    """What happened in the run, in a few sentences."""
    one = story.result.sel(run=[story.run])
    once = [first for first, _ in dyads(one)]
    first, last = _ends(story)
    signed_issues = int(one["signed"].isel(pair=once).sum())
    said = text(
        "story.course",
        lang,
        window=window_of(one.sizes["month"]),
        first=number(first, lang, 0),
        last=number(last, lang, 0),
        crises=int(ensembles.counted(one, "crisis").isel(pair=once).sum()),
        near=int(ensembles.counted(one, "near_miss").isel(pair=once).sum()),
        signed=signed_issues,
    )
    had = detente_spells(story.result)
    spells = _spells(had.sel(run=story.run).to_numpy())
    if spells:
        when = "; ".join(
            span(story.scenario.month_text(a), story.scenario.month_text(b), lang) for a, b in spells
        )
        said += " " + text("story.course_detente", lang, when=when)
    else:
        said += " " + text("story.course_none", lang)
    if had.sizes["run"] > 1:
        share = percent(float(had.any("month").mean()), lang)
        said += " " + text("detente_end.all_runs", lang, runs=number(had.sizes["run"], lang, 0), share=share)
    war = one["war"].isel(run=0).to_numpy().astype(bool)
    if war.any():
        said += " " + text("story.course_war", lang, month=month_at(story, int(np.argmax(war)), lang))
    return said


def _ends(story: Story) -> tuple[float, float]:
    """Mean felt tension of the first and the last months at peace, each as long as the window."""
    values = ensembles.at_peace(story.result, "tension").sel(run=story.run).mean("pair").to_numpy()
    values = values[np.isfinite(values)]
    window = window_of(story.result.sizes["month"])
    return (
        (float(values[:window].mean()), float(values[-window:].mean())) if values.size else (np.nan, np.nan)
    )


def _spells(flags: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
