"""The report on one run as a page: what happened, where it turned, why, what was missed, which theory tells it."""

from __future__ import annotations

from collections.abc import Mapping

import xarray as xr

from simulation.catalogue import text
from simulation.experiments.story import Story
from simulation.findings.run import summary
from simulation.findings.run_summary import RunSummary
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture
from simulation.reports.run import outcome_grid, period_grid
from simulation.reports.story_grids import explanations_grid, replies_grid, turning_grid
from simulation.reports.story_questions import questions
from simulation.scenario.translated import translated
from simulation.words.explanations import explanation_words, explanations_finding
from simulation.words.replies import missed_words, replies_finding, tone_words
from simulation.words.run import finding, footing
from simulation.words.story import chosen_words, course_finding, course_words, month_at
from simulation.words.turning import what_turned

PICTURES = ("ensemble", "course", "replies", "explanations")  # the figures of a report, by name
MISSED = 4  # missed chances told in words, the largest

#: what a printed page needs beyond the frame of every report
PRINT = """
@page { size: A4; margin: 16mm 15mm 18mm; }
table { font-size: 0.85rem; }
figure img { display: block; margin: 0 auto; max-width: 46rem; width: 100%; }
@media print {
  body { font-size: 10pt; line-height: 1.38; max-width: none; padding: 0; }
  table { font-size: 7.6pt; }
  h1, h2, h3 { break-after: avoid; }
  h3 { margin-top: 1.2rem; }
  .table { overflow: visible; }
  figure img { max-height: 235mm; width: auto; max-width: 100%; }
}
""".strip()


def page_title(story: Story, lang: str = "en") -> str:
    """The title of the report."""
    return text("story.title", lang, title=translated(story.scenario, lang).title)


def story_page(
    story: Story,
    pictures: Mapping[str, bytes],
    command: str,
    lang: str = "en",
    record: xr.DataArray | None = None,
) -> list[Block]:
    """The whole report as blocks; `pictures` holds PNGs by the names in `PICTURES`, those that there are."""
    found = summary(story.result, record)
    return [
        *_opening(story, found, lang),
        *_happened(story, found, pictures, lang),
        *_run(story, pictures, lang),
        *_turning(story, lang),
        *_why(story, lang),
        *_missed(story, pictures, lang),
        *_explanations(story, pictures, lang),
        Heading(text("story.questions", lang)),
        Items(
            [*translated(story.scenario, lang).questions, *questions(story, lang)]
            or [text("story.ask_none", lang)]
        ),
        Heading(text("story.not_shown", lang)),
        Items(_limits(story, lang)),
        Heading(text("story.made", lang)),
        Paragraph(footing(found, lang)),
        Paragraph(text("story.made_by", lang, command=command)),
    ]


def _opening(story: Story, found: RunSummary, lang: str) -> list[Block]:
    scenario = translated(story.scenario, lang)
    blocks: list[Block] = [
        Heading(page_title(story, lang), 1),
        Paragraph(finding(found, lang), text("story.finding", lang)),
    ]
    if scenario.summary:
        blocks.append(Paragraph(scenario.summary))
    if scenario.look_for:
        blocks += [Heading(text("story.look_for", lang)), Items(scenario.look_for)]
    return blocks


def _picture(name: str, pictures: Mapping[str, bytes], alternative: str) -> list[Block]:
    return [Picture(f"{name}.png", pictures[name], alternative)] if name in pictures else []


def _happened(story: Story, found: RunSummary, pictures: Mapping[str, bytes], lang: str) -> list[Block]:
    runs = story.result.sizes["run"]
    shown = text("story.alt_ensemble", lang, runs=runs, finding=finding(found, lang))
    return [
        Heading(text("story.happened", lang)),
        Paragraph(text("story.happened_many" if runs > 1 else "story.happened_one", lang, runs=runs)),
        outcome_grid(found, lang),
        period_grid(found, lang),
        Paragraph(text("report.intervals", lang)),
        *_picture("ensemble", pictures, shown),
    ]


def _run(story: Story, pictures: Mapping[str, bytes], lang: str) -> list[Block]:
    words = course_words(story, lang)
    return [
        Heading(text("story.one_run", lang)),
        Paragraph(chosen_words(story, lang)),
        Paragraph(words),
        *_picture("course", pictures, f"{course_finding(story, lang)} {words}"),
    ]


def _turning(story: Story, lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(text("story.turning", lang))]
    if not story.points:
        return [*blocks, Paragraph(text("story.no_turning", lang))]
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


def _missed(story: Story, pictures: Mapping[str, bytes], lang: str) -> list[Block]:
    blocks: list[Block] = [Heading(text("story.missed", lang))]
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
        *_picture(
            "replies", pictures, text("story.alt_replies", lang, finding=said, tone=tone_words(story, lang))
        ),
    ]


def _explanations(story: Story, pictures: Mapping[str, bytes], lang: str) -> list[Block]:
    words = [explanation_words(one, lang) for one in story.explanations]
    said = explanations_finding(story, lang)
    grid: Grid = explanations_grid(story, lang)
    return [
        Heading(text("story.explanations", lang)),
        Paragraph(said, text("story.finding", lang)),
        Paragraph(text("story.explanations_method", lang, runs=story.ensemble)),
        Items(words),
        *_picture(
            "explanations",
            pictures,
            text("story.alt_explanations", lang, finding=said, words=" ".join(words)),
        ),
        grid,
        Paragraph(text("story.explanations_caveat", lang), text("story.caution", lang)),
    ]


def _limits(story: Story, lang: str) -> list[str]:
    said = [
        text("story.not_history", lang),
        text("story.not_forecast", lang),
        text("story.not_known", lang),
        text("story.not_persons", lang),
        text("story.not_value", lang),
    ]
    if story.result.sizes["run"] == 1:
        said.insert(0, text("story.not_one", lang))
    return said
