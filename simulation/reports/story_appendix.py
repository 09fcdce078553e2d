"""The appendix of the report on one run: tables, turning points in full, why, other replies, which theory tells it."""

from __future__ import annotations

from simulation.catalogue import text
from simulation.experiments.story import Story
from simulation.findings.comparison import changes_found
from simulation.findings.run_summary import RunSummary
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph
from simulation.reports.run import outcome_grid, period_grid
from simulation.reports.story_brief import CHANGES, QUESTIONS, asked
from simulation.reports.story_grids import explanations_grid, replies_grid, turning_grid
from simulation.reports.story_told import Told
from simulation.scenario.translated import translated
from simulation.words.changes import all_changed
from simulation.words.explanations import explanation_words, explanations_finding
from simulation.words.replies import missed_words, replies_finding, tone_words
from simulation.words.run import finding
from simulation.words.story import chosen_words, month_at
from simulation.words.turning import what_turned

MISSED = 4  # missed chances told in words, the largest


def appendix(story: Story, told: Told, found: RunSummary, lang: str = "en") -> list[Block]:
    """All that two pages have no room for, as blocks; `found` is the summary of all runs."""
    return [
        Heading(text("story_brief.appendix", lang), fresh=True),
        Paragraph(text("story_brief.appendix_about", lang)),
        *_scenario(story, told, lang),
        *_happened(story, told, found, lang),
        *_turning(story, lang),
        *_why(story, lang),
        *_missed(story, told, lang),
        *_explanations(story, told, lang),
        *_questions(story, lang),
        Heading(text("story.not_shown", lang)),
        Items(_limits(story, lang)),
    ]


def _scenario(story: Story, told: Told, lang: str) -> list[Block]:
    """What the scenario says of itself, and all that was changed in it, where that is not on the first pages."""
    scenario = translated(story.scenario, lang)
    blocks: list[Block] = []
    if told.origin is not None and len(told.origin.changes) > CHANGES:
        name = told.origin.scenario.name
        said = all_changed(changes_found(told.origin.changes), name, told.name, lang)
        blocks += [Heading(text("story_brief.all_changes", lang)), Items(said)]
    if told.compared and scenario.summary:
        blocks.append(Paragraph(scenario.summary, text("story_brief.scenario", lang)))
    if scenario.look_for:
        blocks += [Heading(text("story.look_for", lang)), Items(scenario.look_for)]
    return blocks


def _happened(story: Story, told: Told, found: RunSummary, lang: str) -> list[Block]:
    runs = story.result.sizes["run"]
    shown = text("story.alt_ensemble", lang, runs=runs, finding=finding(found, lang))
    return [
        Heading(text("story_brief.all_runs", lang)),
        Paragraph(finding(found, lang), text("story.finding", lang)),
        Paragraph(text("story.happened_many" if runs > 1 else "story.happened_one", lang, runs=runs)),
        *([outcome_grid(found, lang)] if told.compared else []),
        period_grid(found, lang),
        Paragraph(text("report.intervals", lang)),
        *told.picture("ensemble", shown),
        Paragraph(chosen_words(story, lang)),
    ]


def _turning(story: Story, lang: str) -> list[Block]:
    if not story.points:
        return []
    blocks: list[Block] = [Heading(text("story_brief.turning", lang))]
    window = story.points[0].window
    return [*blocks, Paragraph(text("story.turning_method", lang, window=window)), turning_grid(story, lang)]


def _why(story: Story, lang: str) -> list[Block]:
    if not story.points:
        return []
    blocks: list[Block] = [Heading(text("story.why", lang)), Paragraph(text("story.why_method", lang))]
    for k, (point, sides) in enumerate(zip(story.points, story.why, strict=True), start=1):
        blocks.append(Heading(f"{k}. {month_at(story, point.month, lang)}: {what_turned(point, lang)}", 3))
        for one in sides:
            lead = text("story.towards", lang, state=one.state, rival=one.rival)
            situation, *moves = one.sentences
            blocks += [Paragraph(situation, lead), Items(moves)]
    return blocks


def _missed(story: Story, told: Told, lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(text("story_brief.replies", lang))]
    if not story.chances:
        return [*blocks, Paragraph(text("story.no_replies", lang))]
    first = story.chances[0]
    futures = first.others[0].tension.n if first.others else 0
    method = text("story.missed_method", lang, futures=futures, months=max(c.horizon for c in story.chances))
    missed = [chance for chance in story.chances if chance.missed]
    missed.sort(key=lambda chance: chance.best.tension.mean if chance.best else 0.0)
    said = replies_finding(story, lang)
    return [
        *blocks,
        Paragraph(said, text("story.finding", lang)),
        Paragraph(method),
        *([Items([missed_words(story, chance, lang) for chance in missed[:MISSED]])] if missed else []),
        Paragraph(tone_words(story, lang)),
        replies_grid(story, lang),
        Paragraph(text("story.replies_reading", lang)),
        *told.picture("replies", text("story.alt_replies", lang, finding=said, tone=tone_words(story, lang))),
    ]


def _explanations(story: Story, told: Told, lang: str) -> list[Block]:
    words = [explanation_words(one, lang) for one in story.explanations]
    said = explanations_finding(story, lang)
    grid: Grid = explanations_grid(story, lang)
    return [
        Heading(text("story.explanations", lang)),
        Paragraph(said, text("story.finding", lang)),
        Paragraph(text("story.explanations_method", lang, runs=story.ensemble)),
        Items(words),
        *told.picture(
            "explanations",
            text("story.alt_explanations", lang, finding=said, words=" ".join(words)),
        ),
        grid,
        Paragraph(text("story.explanations_caveat", lang), text("story.caution", lang)),
    ]


def _questions(story: Story, lang: str) -> list[Block]:
    """Those for which the first pages had no room."""
    more = asked(story, lang)[QUESTIONS:]
    return [Heading(text("story_brief.questions", lang)), Items(more)] if more else []


def _limits(story: Story, lang: str) -> list[str]:
    said = [
        text("story.not_history", lang),
        text("story.not_known", lang),
        text("story.not_persons", lang),
        text("story.not_value", lang),
    ]
    if story.result.sizes["run"] == 1:
        said.insert(0, text("story.not_one", lang))
    return said
