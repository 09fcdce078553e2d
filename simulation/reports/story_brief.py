"""Two pages for a class: what was changed, what followed, one run in words, and what to talk about."""

from __future__ import annotations

from simulation.catalogue import percent, text
from simulation.experiments.story import Story
from simulation.findings.comparison import Comparison, changes_found
from simulation.findings.run_summary import RunSummary
from simulation.pages.blocks import Block, Heading, Items, Paragraph
from simulation.reports.comparison import futures_grid
from simulation.reports.run import outcome_grid
from simulation.reports.story_questions import questions
from simulation.reports.story_told import Told
from simulation.scenario.translated import translated
from simulation.words.changes import all_changed
from simulation.words.comparison import headline, opening
from simulation.words.replies import replies_finding
from simulation.words.run import finding, footing
from simulation.words.story import course_finding, course_words, month_at
from simulation.words.turning import what_turned

CHANGES, QUESTIONS = 6, 4  # the most of each that two pages have room for (assumption)
#: outcomes of a comparison that a class is shown; the command `compare` has all
OUTCOMES = ("tension", "cooperation", "mutual_benefit", "crises", "detente_happened", "war")


def brief(story: Story, told: Told, found: RunSummary, title: str, lang: str = "en") -> list[Block]:
    """The first two pages, under `title`; `found` is the summary of all runs."""
    first: list[Block] = [Heading(title, 1)]
    if told.origin is None or not told.origin.changes:
        first.append(Paragraph(finding(found, lang), text("story.finding", lang)))
    return [
        *first,
        *_changed(told, lang),
        *(_followed(told, told.compared, lang) if told.compared else _happened(story, found, lang)),
        *_run(story, told, lang),
        *_turns(story, lang),
        *_replies(story, lang),
        Heading(text("story.questions", lang)),
        Items(asked(story, lang)[:QUESTIONS]),
        Paragraph(text("story.not_forecast", lang), quiet=True),
        Paragraph(footing(found, lang), quiet=True),
        Paragraph(text("story.made_by", lang, command=told.command), quiet=True),
    ]


def asked(story: Story, lang: str = "en") -> list[str]:
    """Questions for discussion: the scenario's own by turns with those that the run puts; there is always one."""
    own, put = list(translated(story.scenario, lang).questions), questions(story, lang)
    both = [one for pair in zip(own, put, strict=False) for one in pair]
    shorter = min(len(own), len(put))
    return [*both, *own[shorter:], *put[shorter:]] or [text("story.ask_none", lang)]


def _changed(told: Told, lang: str) -> list[Block]:
    """What was changed in which scenario of the project, one line a change."""
    heading = Heading(text("story_brief.changed", lang))
    if told.origin is None:
        return [heading, Paragraph(text("story_brief.no_origin", lang))]
    name = told.origin.scenario.name
    if not told.origin.changes:
        return [heading, Paragraph(text("story_brief.unchanged", lang, name=name))]
    said = all_changed(changes_found(told.origin.changes), name, told.name, lang)
    if len(said) > CHANGES:
        more = text("story_brief.more_changes", lang, n=len(said) - CHANGES + 1)
        said = [*said[: CHANGES - 1], more]
    return [heading, Paragraph(text("story_brief.from", lang, name=name)), Items(said)]


def _followed(told: Told, compared: Comparison, lang: str) -> list[Block]:
    """What came of the changes: the finding, a short table, and tension in both futures."""
    said = headline(compared, "tension", lang)
    return [
        Heading(text("story_brief.followed", lang)),
        Paragraph(opening(compared, lang)),
        futures_grid(compared, lang, OUTCOMES),
        Paragraph(text("story_brief.reading", lang), quiet=True),
        *told.picture("change", text("story_brief.alt_change", lang, finding=said)),
    ]


def _happened(story: Story, found: RunSummary, lang: str) -> list[Block]:
    """Where nothing was changed, or one run only was made: the scenario in words, and what came of it."""
    summary = translated(story.scenario, lang).summary
    said: list[Block] = [Paragraph(summary)] if summary else []
    return [*said, Heading(text("story.happened", lang)), outcome_grid(found, lang)]


def _run(story: Story, told: Told, lang: str) -> list[Block]:
    """One run: which, how it went in words, and its course as a figure."""
    runs = story.result.sizes["run"]
    key = "story.only_run" if runs == 1 else "story.asked_run" if story.typical is None else "story_brief.run"
    words = course_words(story, lang)
    return [
        Heading(text("story.one_run", lang)),
        Paragraph(f"{text(key, lang, run=story.run, runs=runs)} {words}"),
        *told.picture("course", f"{course_finding(story, lang)} {words}"),
    ]


def _turns(story: Story, lang: str) -> list[Block]:
    """The turning points by month, all those of the figure and with the numbers that they have there."""
    said = []
    for k, point in enumerate(story.points, start=1):
        alike = ""
        if point.alike.n > 1:
            alike = text("story_brief.alike", lang, share=percent(point.alike.share, lang))
        said.append(f"{k}. {month_at(story, point.month, lang)}: {what_turned(point, lang)}{alike}")
    return [Heading(text("story.turning", lang)), Items(said or [text("story.no_turning", lang)])]


def _replies(story: Story, lang: str) -> list[Block]:
    if not story.chances:
        return []
    return [Heading(text("story.missed", lang)), Paragraph(replies_finding(story, lang))]
