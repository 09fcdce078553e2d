"""The report on a result: two pages for a class, which open with what was changed and what followed; then all the rest."""

from __future__ import annotations

import xarray as xr

from simulation.catalogue import text
from simulation.experiments.story import Story
from simulation.findings.run import summary
from simulation.pages.blocks import Block
from simulation.reports.story_appendix import appendix
from simulation.reports.story_brief import brief
from simulation.reports.story_told import Told
from simulation.scenario import scenario_names
from simulation.scenario.translated import translated

#: pages of paper on which what a class reads has room
PAGES = 2

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


def page_title(story: Story, name: str, lang: str = "en") -> str:
    """The title of the report: a scenario of the project by its title, any other by its own name as well."""
    title = translated(story.scenario, lang).title
    if name in scenario_names():
        return text("story.title", lang, title=title)
    return text("story_brief.title", lang, name=name, title=title)


def story_page(
    story: Story,
    told: Told,
    lang: str = "en",
    record: xr.DataArray | None = None,
    whole: bool = True,
) -> list[Block]:
    """The report as blocks: what a class reads, and, unless `whole` is False, the appendix, which begins afresh."""
    found = summary(story.result, record)
    first = brief(story, told, found, page_title(story, told.name, lang), lang)
    return [*first, *appendix(story, told, found, lang)] if whole else first
