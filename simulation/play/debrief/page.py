"""The debrief as a page: two sheets of paper, or one column on a phone."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

import numpy as np

from simulation.actions import ACTIONS
from simulation.catalogue import number, percent, signed, text
from simulation.pages.blocks import Block, Cell, Grid, Heading, Items, Paragraph, flat
from simulation.play.debrief import told
from simulation.play.debrief.debrief import Debrief
from simulation.play.debrief.exports import FILE, TABLE, commands
from simulation.play.debrief.had_you import WAYS, Had
from simulation.play.debrief.questions import questions
from simulation.play.debrief.red_lines import Talks
from simulation.play.debrief.resembles import TRIED, Resembles
from simulation.play.debrief.told import named, say, state, when
from simulation.play.pages import reached
from simulation.play.seats import ANSWER, MOVE
from simulation.plots.match_course import Drawn, course_figure
from simulation.plots.red_lines import Issue, red_lines_figure
from simulation.plots.svg import svg
from simulation.scenario.translated import translated
from simulation.web.pages import drawing, renderer
from simulation.words.cells import difference
from simulation.words.story import act

render = renderer("simulation.play.debrief")
KINDS = {one.name: one.kind for one in ACTIONS}
SHOWN = 5  # doctrines in a table
DRAWN = 60  # months of talks that a panel has room for
ISSUES_DRAWN = 4  # panels of talks: one rival's issues, or of several rivals' the widest ground


class Section(NamedTuple):
    """A part of the page: `name` for its place and look; a figure in two widths, if it has one; what follows it."""

    name: str
    head: str
    before: str
    wide: str | None
    narrow: str | None
    after: str


def title(found: Debrief, lang: str) -> str:
    """The page's title."""
    return say("title", lang, title=translated(found.once.ended.nobody, lang).title)


def debrief_html(found: Debrief, lang: str, address: str) -> str:
    """The whole of it as a piece of a page; `address` is the debrief's own, under which its files and moves lie."""
    ended = found.once.ended
    return render(
        "debrief.html",
        lang,
        title=title(found, lang),
        made=say("made", lang, state=state(found.seat, lang), months=ended.lived, turns=len(ended.turns)),
        finding=[*told.finding(found, lang), *filter(None, [told.unveiled(found, lang)])],
        sections=[one(found, lang) for one in (course, mattered, talks, chances, doctrines, had, rest)],
        form=form(found, lang),
        address=address,
        keep=[(f"{address}/{name}?{urlencode({'lang': lang})}", say(key, lang, file=name)) for key, name in (
            ("keep_toml", FILE), ("keep_csv", TABLE),
        )],
        commands=commands(ended, lang),
        again=say("again_words", lang, seed=ended.seed, run=ended.run, runs=ended.run + 1),
    )  # fmt: skip


def had_html(found: Debrief, tried: Had, lang: str, address: str) -> str:
    """What came of a move that was changed, and the form to change another."""
    return render(
        "debrief_had.html",
        lang,
        title=say("had", lang),
        blocks=reached(had_blocks(found, tried, lang)),
        form=form(found, lang, tried),
        address=address,
        back=f"{address}?{urlencode({'lang': lang})}",
    )


# --- the first sheet -------------------------------------------------------------------------------------------------


def course(found: Debrief, lang: str) -> Section:
    """Tension and benefit beside those of nobody."""
    standing, later = found.standing, found.holds
    empty = np.zeros(0)
    drawn = [
        Drawn(name, line.you, rest, line.ghost, line.low, line.median, line.high)
        for name, line, rest in (
            ("tension", standing.tension, later.later if later else empty),
            ("mutual_benefit", standing.benefit, later.benefit if later else empty),
        )
    ]
    marks = [one.point.month for one in found.turned]
    said = " ".join(told.finding(found, lang))
    ended = found.once.ended
    reading = say("reading", lang, runs=standing.runs, seed=ended.seed, run=ended.run)
    pictures = _drawings(
        lambda narrow: course_figure(found.result, drawn, marks, lang, narrow), said, "course"
    )
    return _section(
        "course",
        "",
        [],
        [
            Paragraph(
                f"{reading} {say('one_history', lang)}",
                quiet=True,
            )
        ],
        pictures,
    )


def mattered(found: Debrief, lang: str) -> Section:
    """The months that mattered."""
    if not found.turned:
        return _section("months", say("months", lang), [Paragraph(say("no_months", lang))])
    lines = [f"{k}. {told.turned_words(found, one, lang)}" for k, one in enumerate(found.turned, start=1)]
    rule = say("months_rule", lang, window=found.turned[0].point.window)
    return _section("months", say("months", lang), [Items(lines), Paragraph(rule, quiet=True)])


def talks(found: Debrief, lang: str) -> Section:
    """The talks with both red lines."""
    what: list[Block] = [Paragraph(say("talks_what", lang))]
    if not found.talks:
        return _section("talks", say("talks", lang), [*what, Paragraph(say("no_talks", lang))])
    lines = [told.talks_words(found, one, lang) for one in found.talks]
    most = sorted(range(len(found.talks)), key=lambda at: -int(found.talks[at].ground.sum()))[:ISSUES_DRAWN]
    shown = [found.talks[at] for at in sorted(most)]
    several = len({one.rival for one in found.talks}) > 1
    window = _window(found)
    drawn = [_drawn(one, window, several, lang) for one in shown]
    months = found.result.isel(month=window)
    alternative = say("alt_talks", lang, words=" ".join(lines))
    pictures = _drawings(lambda narrow: red_lines_figure(months, drawn, lang, narrow), alternative, "talks")
    return _section("talks", say("talks", lang), what, [Items(lines)], pictures)


def _window(found: Debrief) -> slice:
    """The months that are drawn of the talks: all, or of a long match those around what the first line speaks of."""
    lived, talked = found.once.ended.lived, [one for one in found.talks if one.ground.any()]
    if lived <= DRAWN or not talked:
        return slice(max(0, lived - DRAWN) if lived > DRAWN else 0, lived)
    first = min(talked, key=lambda one: (not one.unfound, one.widest))
    at = first.widest if first.unfound else int(np.argmax(first.signed))
    begins = min(max(0, at - DRAWN // 2), lived - DRAWN)
    return slice(begins, begins + DRAWN)


def _drawn(one: Talks, window: slice, named: bool, lang: str) -> Issue:
    issue = text(f"issue.{one.issue}", lang).capitalize()

    def there(values: Any) -> Any:
        return np.where(one.open, values, np.nan)[window]

    return Issue(
        f"{issue} ({state(one.rival, lang)})" if named else issue,
        there(one.line),
        there(1.0 - one.rival_line),
        np.where(one.on_table, one.asked, np.nan)[window],
        np.where(one.on_table, 1.0 - one.rival_asked, np.nan)[window],
        one.signed[window],
    )


# --- the second sheet ------------------------------------------------------------------------------------------------


def chances(found: Debrief, lang: str) -> Section:
    """Answers that would have brought more."""
    head, looked, missed = say("chances", lang), found.chances.looked_at, found.chances.missed
    if not looked:
        return _section("chances", head, [Paragraph(say("no_chances", lang))])
    if not missed:
        return _section("chances", head, [Paragraph(say("no_missed", lang, n=len(looked)))])
    rows: list[list[str | Cell]] = []
    shown = [(one, one.best) for one in sorted(missed[:SHOWN], key=lambda one: one.month) if one.best]
    wars = any(best.war.mean for _, best in shown)
    for one, best in shown:
        rows.append(
            [
                f"{when(found, one.month, lang)}{_rival(found, one.pair, lang)}",
                act(one.answered, lang),
                act(one.done, lang),
                act(best.act, lang),
                difference(best.tension, lang),
                difference(best.benefit, lang, 3),
                signed(best.here, lang),
                *([_points(best.war.mean, lang)] if wars else []),
            ]
        )
    names = ("month", "they", "you", "best", "tension", "benefit", "here", *(("war",) if wars else ()))
    lead = say("chances_lead", lang, missed=len(missed), n=len(looked))
    few = "chances_few" if len(missed) > len(shown) else "chances_all"
    grid = Grid(say(few, lang, n=len(shown)), [say(f"chance_{name}", lang) for name in names], rows)
    lines = Items([_chance(row, lang) for row in rows])
    futures = shown[0][1].tension.n
    reading = say("chances_reading", lang, futures=futures, months=max(one.horizon for one in looked))
    why = [say("chances_provoke", lang)] if any(KINDS[best.act] == "provoke" for _, best in shown) else []
    table = drawing(f'<div class="wide">{reached([grid])}</div><div class="narrow">{reached([lines])}</div>')
    after = reached([Paragraph(" ".join([*why, reading]), quiet=True)])
    return Section("chances", head, reached([Paragraph(lead)]) + table, None, None, after)


def _chance(row: list[str | Cell], lang: str) -> str:
    """A row of that table in a sentence: for a phone, which has no room for its columns."""
    month, they, you, best, tension, benefit, *_ = map(flat, row)
    told = {"month": month, "they": they, "you": you, "best": best}
    return say("chance_line", lang, **told, tension=tension, benefit=benefit)


def _rival(found: Debrief, row: int, lang: str) -> str:
    """Whom a row of a table is about, where there are several."""
    several = len(found.once.ended.rows(found.seat)) > 1
    return f", {state(found.once.ended.played.pairs[row][1], lang)}" if several else ""


def doctrines(found: Debrief, lang: str) -> Section:
    """Which doctrine the player resembled, and who the rivals were."""
    blocks: list[Block] = [Paragraph(told.own_words(found.own, lang))]
    if found.own.acts:
        blocks.append(_likeness(found.own, lang))
    for one in found.rivals:
        blocks.append(Paragraph(told.rival_words(one, found.guessed.get(one.state), lang)))
    known = {name: getattr(TRIED, name) for name in ("right", "among")}
    tried = say("doctrines_tried", lang, matches=TRIED.matches, acts=TRIED.acts, **known)
    blocks.append(Paragraph(f"{say('doctrines_reading', lang)} {tried}", quiet=True))
    return _section("doctrines", say("doctrines", lang), blocks)


def _likeness(one: Resembles, lang: str) -> Grid:
    rows: list[list[str | Cell]] = [
        [named(other, lang), number(other.matched, lang, 0), told.against_best(other, one.best, lang)]
        for other in one.candidates[:SHOWN]
    ]
    columns = [say(name, lang) for name in ("doctrine", "same", "times")]
    return Grid(say("doctrines_table", lang, state=state(one.state, lang)), columns, rows)


def had(found: Debrief, lang: str) -> Section:
    """One move changed: the way in which the worst turn began."""
    return _section("had", say("had", lang), had_blocks(found, found.had, lang, SHOWN))


def had_blocks(found: Debrief, tried: Had, lang: str, most: int = len(ACTIONS)) -> list[Block]:
    """What other acts in place of one move would have brought: those at both ends, where there is no room for all."""
    if not tried.outcomes:
        return [Paragraph(told.had_words(found, tried, lang)), Paragraph(say("had_none", lang))]
    rows: list[list[str | Cell]] = []
    wars = any(one.war[way].mean for one in tried.outcomes for way in WAYS)
    every = sorted(tried.outcomes, key=lambda one: one.tension["answers"].over.mean)
    shown = every if len(every) <= most else [*every[: most - most // 2], *every[-(most // 2) :]]
    for one in shown:
        cells: list[str | Cell] = [
            act(one.act, lang),
            *(told.gap_cell(one.tension[way], lang) for way in WAYS),
            told.gap_cell(one.benefit["answers"], lang, 2),
            told.heres(one.tension["held"], one.tension["answers"], lang),
        ]
        if wars:
            cells.append("; ".join(_points(one.war[way].mean, lang) for way in WAYS))
        rows.append(cells)
    names = ("act", "held", "answers", "benefit", "here", *(("war",) if wars else ()))
    columns = [say(f"had_{name}", lang) for name in names]
    grid = Grid(told.had_words(found, tried, lang), columns, rows)
    if len(rows) == 1:  # one act fits a phone from above to below
        down = [[column, cell] for column, cell in zip(columns[1:], rows[0][1:], strict=True)]
        grid = Grid(grid.caption, [columns[0], str(rows[0][0])], down)
    return [grid, Paragraph(say("had_reading", lang, n=tried.futures), quiet=True)]


def _points(share: float, lang: str) -> str:
    """A difference of shares of wars, with its sign."""
    shown = percent(abs(share), lang)
    return f"+{shown}" if share > 0 else f"\N{MINUS SIGN}{shown}" if share < 0 else shown


def rest(found: Debrief, lang: str) -> Section:
    """Whether it holds, and what to talk about."""
    blocks: list[Block] = []
    if found.holds is not None:
        blocks += [Heading(say("holds", lang)), Paragraph(told.holds_words(found.holds, lang))]
    blocks += [Heading(say("questions", lang)), Items(questions(found, lang))]
    return _section("questions", "", blocks)


# --- parts -----------------------------------------------------------------------------------------------------------


def form(found: Debrief, lang: str, tried: Had | None = None) -> dict[str, Any]:
    """What may be chosen of a move, each with its words, and what is chosen now."""
    shown = tried or found.had
    move = shown.move
    ended = found.once.ended
    turns = [(k + 1, when(found, month, lang)) for k, month in enumerate(ended.turns)]
    first = shown.outcomes[0].act if shown.outcomes else ""  # one that can be tried
    return {
        "turns": turns,
        "stages": [(stage, say(f"stage_{stage}", lang)) for stage in (MOVE, ANSWER)],
        "rivals": [(rival, state(rival, lang)) for _, _, rival in ended.rows(found.seat)],
        "acts": [(one.name, text(f"act.{one.name}", lang)) for one in ACTIONS],
        "turn": move.turn + 1,
        "stage": move.stage,
        "rival": move.rival,
        "act": first,
    }


def _section(
    name: str,
    head: str,
    before: list[Block],
    after: list[Block] | None = None,
    pictures: tuple[str | None, str | None] = (None, None),
) -> Section:
    return Section(name, head, reached(before), *pictures, reached(after or []))


def _drawings(figure: Any, alternative: str, name: str) -> tuple[str, str]:
    """A figure for paper and wide screens, and one for phones."""
    wide, narrow = (
        drawing(svg(figure(slim), alternative, f"{name}-{'narrow' if slim else 'wide'}"))
        for slim in (False, True)
    )
    return wide, narrow
