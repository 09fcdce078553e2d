"""The tables of a report on one run: what came of all runs, turning points, replies, explanations."""

from __future__ import annotations

import numpy as np

from simulation.catalogue import NOTHING, month, number, percent, signed, span, text
from simulation.doctrines import DOCTRINES
from simulation.experiments.story import Story
from simulation.reports.pages import Grid
from simulation.reports.plain import Found
from simulation.reports.story_words import act, between, imposed_near, interval, month_at, part, what_turned
from simulation.reports.tables import arrow

DOTS = "\N{HORIZONTAL ELLIPSIS}"


def outcome_grid(found: Found, lang: str = "en") -> Grid:
    """What came of all runs: shares with their interval, counts and dates with their band."""
    crises = found["crises"]
    rows = [
        (text("outcome.detente", lang), _share(found["detente"], lang, "happened"), NOTHING),
        *(
            (
                text(f"outcome.{end}", lang),
                percent(found["detente"][end] if found["detente"]["happened"] else None, lang),
                NOTHING,
            )
            for end in ("faded", "lasted")
        ),
        (text("outcome.war", lang), _share(found["war"], lang), NOTHING),
        (text("outcome.near_miss", lang), _share(crises["near_miss"], lang), _band(crises["near_misses_a_run"], lang, 0)),
        (text("outcome.crises", lang), NOTHING, _band(crises["a_year"], lang, 1)),
        *(
            (
                text("outcome.signed", lang, issue=text(f"issue.{issue}", lang)),
                _share(entry["ever"], lang),
                _band(entry["signed"], lang, 0),
            )
            for issue, entry in found["agreements"].items()
        ),
    ]  # fmt: skip
    mutual = found["recognition"]["mutual"]
    rows.append((text("outcome.both", lang), _share(mutual["ever"], lang), _dates(mutual, lang)))
    columns = [text(f"report.{name}", lang) for name in ("outcome", "runs_share", "median")]
    return Grid(text("report.outcomes", lang), columns, rows)


def period_grid(found: Found, lang: str = "en", most: int = 3) -> Grid:
    """By period: cooperation beside the record, tension, crises, agreements signed, months in détente."""
    periods = found["periods"]
    pairs = list(periods[0]["tension"])
    if len(pairs) > most:
        pairs = sorted(
            pairs, key=lambda pair: -sum(one["tension"][pair]["median"] or 0.0 for one in periods)
        )[:most]
    recorded = [any(one["cooperation"][pair]["record"] is not None for one in periods) for pair in pairs]
    columns = [text("report.period", lang)]
    for pair, known in zip(pairs, recorded, strict=True):
        columns.append(_flat("report.cooperation", lang, pair=arrow(pair)))
        columns += [text("story.record", lang)] if known else []
    columns += [
        text(f"story.{name}", lang) for name in ("tension", "crises_a_year", "signed_a_year", "in_detente")
    ]
    rows = []
    for one in periods:
        cells = [span(one["first"], one["last"], lang)]
        for pair, known in zip(pairs, recorded, strict=True):
            cells.append(_band(one["cooperation"][pair], lang, 1))
            cells += [number(one["cooperation"][pair]["record"], lang)] if known else []
        tension = [entry["median"] for entry in one["tension"].values() if entry["median"] is not None]
        cells.append(number(sum(tension) / len(tension), lang, 0) if tension else NOTHING)
        cells += [number(one[key]["mean"], lang, 2) for key in ("crises_a_year", "signed_a_year")]
        rows.append([*cells, percent(one["detente"], lang)])
    return Grid(text("report.periods", lang), columns, rows)


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
            f"{percent(point.alike.share, lang)} ({percent(point.alike.low, lang)}{DOTS}{percent(point.alike.high, lang)})"
            if point.alike.n > 1
            else NOTHING,
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
        cells = [
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
                interval(best.tension, lang),
                interval(best.benefit, lang, 3),
                interval(best.influence, lang, 2, 100.0),
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
        cells = [text(f"doctrine.{name}", lang), DOCTRINES[name].source]
        for one, here in zip(story.explanations, shown, strict=True):
            mine = next((explanation for explanation in one.explanations if explanation.name == name), None)
            cells.append(text("story.own_doctrine", lang) if mine is None else part(mine.everywhere, lang))
            if here:
                alone = number(None if mine is None else 100 * mine.here, lang, 0)
                cells.append(alone if alone == NOTHING else f"{alone}%")
        rows.append(cells)
    return Grid(text("story.explanations_table", lang, runs=story.ensemble), columns, rows)


def _flat(key: str, lang: str, **values: object) -> str:
    """A heading of the terminal's narrow columns, on one line."""
    return " ".join(text(key, lang, **values).split())


def _change(both: tuple[float, float], lang: str) -> str:
    return f"{number(both[0], lang)} \N{RIGHTWARDS ARROW} {number(both[1], lang)}"


def _share(entry: Found, lang: str, name: str = "share") -> str:
    shown = percent(entry[name], lang)
    if entry["low"] is None:
        return shown
    return f"{shown} ({percent(entry['low'], lang)}{DOTS}{percent(entry['high'], lang)})"


def _band(entry: Found, lang: str, decimals: int) -> str:
    if entry["median"] is None:
        return NOTHING
    low, high = (number(entry[end], lang, decimals) for end in ("low", "high"))
    return f"{number(entry['median'], lang, decimals)} ({low}{DOTS}{high})"


def _dates(entry: Found, lang: str) -> str:
    if entry["median"] is None:
        return NOTHING
    shown = month(entry["median"], lang)
    return (
        shown
        if entry["low"] is None
        else f"{shown} ({month(entry['low'], lang)}{DOTS}{month(entry['high'], lang)})"
    )
