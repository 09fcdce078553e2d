"""`detente report`: what was changed, what followed, and one run of it, told as a page to read and print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
import xarray as xr

from simulation import history, paths
from simulation.catalogue import say, text
from simulation.commands import contents, folders, output
from simulation.commands.memory import check_memory
from simulation.commands.options import IN_USE, Lang, Out, Quiet, Settings, check_settings
from simulation.commands.reading import check_kind, read_result
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.engine import simulate
from simulation.errors import show
from simulation.experiments.origin import origin
from simulation.experiments.story import Story, tell
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.run import headline
from simulation.pages import pdf as paper
from simulation.pages.blocks import Heading, Paragraph
from simulation.pages.html import html
from simulation.plots.fonts import fallbacks, typeface
from simulation.plots.saving import png
from simulation.plots.story_change import change_sheet
from simulation.plots.story_course import course_sheet
from simulation.plots.story_ensemble import ensemble_sheet
from simulation.plots.story_explanations import explanations_sheet
from simulation.plots.story_replies import replies_sheet
from simulation.reports.story_page import PAGES, PRINT, page_title, story_page
from simulation.reports.story_told import Told
from simulation.scenario import Scenario, load_scenario
from simulation.scenario.translated import called, translated
from simulation.shown_names import shown_names
from simulation.words.comparison import opening
from simulation.words.run import finding

RUNS = 200  # of a scenario that is not yet simulated
PAGE = "report.html"
HELP = {"runs": RUNS}


def command(
    result: Annotated[str, typer.Argument()],
    *,
    run: Annotated[int | None, typer.Option("--run")] = None,
    runs: Annotated[int | None, typer.Option("--runs")] = None,
    seed: Annotated[int | None, typer.Option("--seed")] = None,
    out: Out = None,
    pdf: Annotated[bool, typer.Option("--pdf")] = False,
    appendix: Annotated[bool, typer.Option("--appendix")] = False,
    lang: Lang = IN_USE,
    quiet: Quiet = False,
) -> None:
    """Tell the story of a result on two pages."""
    ran = RUNS if runs is None else runs
    settings = Settings(ran, 0 if seed is None else seed, out, lang, quiet=quiet)
    check_settings(settings)
    if pdf and not paper.available():
        raise CommandError(say("refusal_command.no_pdf"))
    stored = result.lower().endswith(".nc")
    if stored and (runs is not None or seed is not None):
        raise CommandError(say("refusal_command.runs_of_result", result=result))
    check_kind(Path(result))
    scenario, found = read_result(Path(result)) if stored else _simulated(result, settings)
    scenario = translated(scenario, lang)
    if run is not None and run not in found["run"].to_numpy():
        raise CommandError(say("refusal_command.run_of_result", run=show(run), last=found.sizes["run"] - 1))
    name = Path(result).stem if result.lower().endswith(".toml") else scenario.name
    page = _place(out, Path(result).parent if stored else Path("output") / name)
    work = f"detente report {contents.named(str(found.attrs.get('source', result)), page.parent)}"
    work += "" if page.name == PAGE else f" --out {page.name}"
    folder = folders.folder(page.parent, work, [page.name])

    shown = output.say_fonts(scenario)
    with output.bar(quiet) as bar:
        bar.add_task(text("story.telling", lang), total=None)
        story = _spoken(tell(scenario, found, run, lang), lang)
        record = shown_names(history.cooperation("quarterly"), lang)
        changed = origin(scenario, lang)
        pictures = _pictures(story, record, lang)
        told = Told(
            name, _made(result, run, settings, (pdf, appendix), stored), pictures, shown_names(changed, lang)
        )
        if changed is not None and changed.changes and found.sizes["run"] > 1:
            told = _compared(told, changed.scenario, story, lang)
        blocks = story_page(story, told, lang, record)
        title = page_title(story, name, lang)
        files = {page.name: html(blocks, title, lang, PRINT).encode("utf-8")}
        if pdf:
            printed = blocks if appendix else story_page(story, told, lang, record, whole=False)
            files[page.with_suffix(".pdf").name] = paper.pdf(
                printed, title, lang, typeface() | fallbacks(shown), PAGES
            )
    with folders.unfinished(folder, work) as temporary:
        for name, content in files.items():
            (temporary / name).write_bytes(content)
    said = finding(headline(found), lang) if told.compared is None else opening(told.compared, lang)
    if not quiet:
        output.show([Heading(title, 1), Paragraph(said)])
    output.say_written(folder, list(files), settings)


def _simulated(name: str, settings: Settings) -> tuple[Scenario, xr.Dataset]:
    scenario = load_scenario(name)
    check_memory(scenario, settings.runs)
    return scenario, ensemble(scenario, settings)


def _place(out: Path | None, default: Path) -> Path:
    """Where the page goes (the PDF goes beside it); a CommandError for a file with another ending."""
    if out is None:
        return default / PAGE
    if out.suffix.lower() == ".html" and not paths.is_folder(out):
        return out
    if out.suffix and not paths.is_folder(out):
        raise CommandError(say("refusal_command.out_html", out=out))
    return out / PAGE


def _spoken(story: Story, lang: str) -> Story:
    """The story with its states called as in `lang`: told first, since chance hangs on their own names."""
    return story._replace(
        scenario=called(story.scenario, lang),
        result=shown_names(story.result, lang),
        why=shown_names(story.why, lang, sentences=True),
        explanations=[one._replace(state=shown_names(one.state, lang)) for one in story.explanations],
    )


def _pictures(story: Story, record: xr.DataArray, lang: str) -> dict[str, bytes]:
    drawn = {
        "ensemble": ensemble_sheet(story.result, record, lang),
        "course": course_sheet(story, lang),
        "explanations": explanations_sheet(story, lang),
    }
    if story.chances:
        drawn["replies"] = replies_sheet(story, lang)
    return {name: png(figure) for name, figure in drawn.items()}


def _compared(told: Told, ours: Scenario, story: Story, lang: str) -> Told:
    """The same with what followed from the changes: the scenario of the project on the same chance, beside the result."""
    after = story.result
    before = shown_names(simulate(ours, runs=after.sizes["run"], seed=int(after.attrs["seed"])), lang)
    # a stored result is in single precision: what differs must differ in that
    before = before.assign({name: before[name].astype(after[name].dtype) for name in after.data_vars})
    found = compare_summary((called(ours, lang), story.scenario), Labels(ours.name, told.name), before, after)
    drawn = png(change_sheet(before, after, found, lang))
    return told._replace(compared=found, pictures={**told.pictures, "change": drawn})


def _made(result: str, run: int | None, settings: Settings, paper: tuple[bool, bool], stored: bool) -> str:
    """The command that makes the same report again."""
    words = ["detente report", Path(result).name if stored else result]
    words += [] if stored else [f"--runs {settings.runs} --seed {settings.seed}"]
    words += [] if run is None else [f"--run {run}"]
    options = [option for option, asked in zip(("--pdf", "--appendix"), paper, strict=True) if asked]
    return " ".join([*words, f"--lang {settings.lang}", *options])
