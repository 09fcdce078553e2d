"""The sentences of a report on one run: each computed from the `Story`, none written down in advance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from simulation.actions import CODE
from simulation.catalogue import NOTHING, bounds, month, number, percent, signed, span, text
from simulation.experiments import ensembles
from simulation.experiments.detente import detente_spells, dyads
from simulation.experiments.missed_chances import Chance, Reply
from simulation.experiments.rival_explanations import StateExplanations
from simulation.experiments.story import Story
from simulation.experiments.turning_points import TurningPoint, window_of
from simulation.words.doctrines import doctrine_title

DECIMALS = {"tension": 2, "benefit": 3, "influence": 2}


def month_at(story: Story, index: int, lang: str = "en") -> str:
    """The month at an index of the run."""
    return month(story.scenario.month_text(index), lang)


def act(name: str, lang: str = "en") -> str:
    """An act in words, between quotation marks: it stands in sentences."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text(f'act.{name}', lang)}\N{RIGHT DOUBLE QUOTATION MARK}"


def group_name(concern: str, lang: str = "en") -> str:
    """What a group of reasons is called, with the literature it comes from."""
    return text(f"story.group_{concern}", lang)


def interval(found: ensembles.Difference, lang: str = "en", decimals: int = 2, unit: float = 1.0) -> str:
    """Mean and 95 % interval of a difference."""
    if not np.isfinite(found.mean):
        return NOTHING
    mean, low, high = (signed(unit * value, lang, decimals) for value in found[:3])
    return bounds(low, high, mean)


def part(found: ensembles.Difference, lang: str = "en") -> str:
    """A part of a whole with its 95 % interval, in percent; it may lie below 0."""
    if not np.isfinite(found.mean):
        return NOTHING
    mean, low, high = (number(100 * value, lang, 0) for value in found[:3])
    return bounds(low, high, f"{mean}%")


# --- what happened ----------------------------------------------------------------------------------------------------


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
    spells = _spells(detente_spells(one).isel(run=0).to_numpy())
    if spells:
        when = "; ".join(
            span(story.scenario.month_text(a), story.scenario.month_text(b), lang) for a, b in spells
        )
        said += " " + text("story.course_detente", lang, when=when)
    else:
        said += " " + text("story.course_none", lang)
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


# --- turning points ---------------------------------------------------------------------------------------------------


def between(story: Story, point: TurningPoint) -> str:
    """The two states of a turning point."""
    first, second = story.scenario.pairs[point.dyad[0]]
    return f"{first} \N{EN DASH} {second}"


def what_turned(point: TurningPoint, lang: str = "en") -> str:
    """The signs of a turning point in words."""
    said = []
    for sign in point.signs:
        name, _, issue = sign.partition(":")
        if name == "shift":
            said.append(text("story.sign_warmer" if point.score > 0 else "story.sign_colder", lang))
        elif issue:
            said.append(text(f"story.sign_{name}", lang, issue=text(f"issue.{issue}", lang)))
        else:
            said.append(text(f"story.sign_{name}", lang))
    return "; ".join(said)


def imposed_near(story: Story, point: TurningPoint, lang: str = "en", most: int = 4) -> str:
    """What the scenario imposed in the half window before: it may have had nothing to do with it."""
    scenario = story.scenario
    months = range(max(point.month - point.window // 2, 0), point.month + 1)
    pair = scenario.pairs[point.dyad[0]]
    found = [
        text("story.took_office", lang, name=leader.name, state=leader.state)
        for leader in scenario.leaders
        if leader.state in pair
        and leader.since >= scenario.start
        and scenario.month_index(leader.since) in months
    ]
    found += [event.title for event in scenario.events if scenario.month_index(event.date) in months]
    found += [order.title for order in scenario.orders if scenario.month_index(order.date) in months]
    return "; ".join(found[:most]) or NOTHING


# --- missed chances ---------------------------------------------------------------------------------------------------


def replies_finding(story: Story, lang: str = "en") -> str:
    """In how many of the replies examined another one would have lowered tension: once, and kept up."""
    lengths = sorted({chance.kept for chance in story.chances})
    parts = []
    for kept in lengths:
        mine = [chance for chance in story.chances if chance.kept == kept]
        key = "story.replies_once" if kept == 1 else "story.replies_kept"
        missed = sum(chance.missed for chance in mine)
        parts.append(text(key, lang, missed=missed, replies=len(mine), months=kept))
    return " ".join(parts)


def replies_title(story: Story, lang: str = "en") -> str:
    """The same as the title of a figure."""
    lengths = sorted({chance.kept for chance in story.chances})
    parts = []
    for kept in lengths:
        mine = [chance for chance in story.chances if chance.kept == kept]
        name = text("story.once" if kept == 1 else "story.kept", lang, months=kept)
        parts.append(
            text("story.k_of_n", lang, name=name, k=sum(chance.missed for chance in mine), n=len(mine))
        )
    return text("story.replies_title", lang, parts=", ".join(parts))


def tone_words(story: Story, lang: str = "en") -> str:
    """How friendlier and harsher replies than the one that was given would have done, counted over all of them."""
    found = {}
    for name, side in (("friendlier", 1), ("harsher", -1)):
        others = [
            other
            for chance in story.chances
            if chance.kept == 1
            for other in chance.others
            if side * (CODE[other.act] - CODE[chance.done]) > 0
        ]
        found[name] = len(others)
        found[f"{name}_down"] = sum(other.tension.high < 0 for other in others)
        found[f"{name}_up"] = sum(other.tension.low > 0 for other in others)
    return text("story.tone", lang, **found)


def missed_words(story: Story, chance: Chance, lang: str = "en") -> str:
    """One missed chance in a sentence."""
    assert chance.best is not None
    actor, target = story.scenario.pairs[chance.pair]
    return text(
        "story.missed_once" if chance.kept == 1 else "story.missed_kept",
        lang,
        month=month_at(story, chance.month, lang),
        actor=actor,
        target=target,
        answered=act(chance.answered, lang),
        done=act(chance.done, lang),
        best=act(chance.best.act, lang),
        tension=interval(chance.best.tension, lang),
        benefit=interval(chance.best.benefit, lang, 3),
        chance=percent(chance.best.chance, lang),
        kept=chance.kept,
        months=chance.horizon,
        here=signed(chance.best.here, lang),
    )


def widest_gap(chances: Sequence[Chance]) -> tuple[Chance, Reply] | None:
    """The single reply whose effect in this one history lies furthest from its mean over futures."""
    every = [(chance, other) for chance in chances if chance.kept == 1 for other in chance.others]
    return max(every, key=lambda pair: abs(pair[1].here - pair[1].tension.mean), default=None)


# --- explanations ---------------------------------------------------------------------------------------------------------


def explanations_finding(story: Story, lang: str = "en") -> str:
    """The best explanation of each state's acts: the title of the figure."""
    parts = [
        f"{one.state}: {text(f'doctrine.{one.explanations[0].name}', lang)} {part(one.explanations[0].everywhere, lang)}"
        for one in story.explanations
        if is_explained(one)
    ]
    return text("story.explanations_finding", lang, best="; ".join(parts) or NOTHING)


def explanations_title(story: Story, lang: str = "en") -> str:
    """The same without intervals, as the title of the figure, which shows them."""
    parts = [
        f"{state}: {text(f'doctrine.{best.name}', lang)} {percent(best.everywhere.mean, lang)}"
        for state, best in (
            (one.state, one.explanations[0]) for one in story.explanations if is_explained(one)
        )
    ]
    return text("story.explanations_title", lang, best="; ".join(parts) or NOTHING)


def is_explained(one: StateExplanations) -> bool:
    """Whether there is anything to know about a state's acts beyond habit, and an explanation that tells some of it."""
    return bool(one.explanations) and bool(one.explanations[0].everywhere.low > 0)


def explanation_words(one: StateExplanations, lang: str = "en") -> str:
    """What tells one state's acts: habit, its own reasons, the best explanation and the next, the weightiest reason."""
    said = text(
        "story.known",
        lang,
        state=one.state,
        doctrine=doctrine_title(one.doctrine.name, lang, one.doctrine.title),
        habit=number(one.habit, lang, 2),
        known=number(one.knowable, lang, 2),
    )
    if not is_explained(one):
        return f"{said} {text('story.no_explanation', lang)}"
    best, second = one.explanations[0], one.explanations[1]
    clear = best.everywhere.low > second.everywhere.high
    said += " " + text(
        "story.best_clear" if clear else "story.best_unclear",
        lang,
        best=text(f"doctrine.{best.name}", lang),
        share=part(best.everywhere, lang),
        second=text(f"doctrine.{second.name}", lang),
        second_share=part(second.everywhere, lang),
    )
    if one.reasons:
        group = one.reasons[0]
        lost = ensembles.Difference(
            1 - group.everywhere.mean, 1 - group.everywhere.high, 1 - group.everywhere.low, group.everywhere.n
        )
        said += " " + text("story.without", lang, group=group_name(group.name, lang), lost=part(lost, lang))
    return said


def made_on(story: Story) -> str:
    """First and last month of the result."""
    dates = pd.DatetimeIndex(story.result["month"].to_numpy())
    return f"{dates[0]:%Y-%m} \N{EN DASH} {dates[-1]:%Y-%m}"
