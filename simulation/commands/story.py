"""`detente story`: does the model tell the article's causal story? Each condition of it, tested."""

from __future__ import annotations

from simulation.catalogue import say, text
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.options import IN_USE, Json, Lang, Out, Quiet, Runs, Seed, Settings, check_settings
from simulation.commands.refusals import CommandError
from simulation.errors import show
from simulation.experiments.causal_story import tell_story
from simulation.findings.causal_story import story_json
from simulation.pages.markdown import markdown
from simulation.reports.causal_story import causal_story_in_short, causal_story_page
from simulation.scenario import load_scenario
from simulation.version import version

#: runs an arm. Of a handful a bootstrap's interval is too narrow: where there is nothing (normal values around 0), the one
#: of two runs misses 0 in 50 % of samples, of five in 15, of twenty in 7, in place of 5
FEWEST_RUNS = 20
HELP = {"fewest": FEWEST_RUNS}
WORK, FILES = "detente story", ["story.json", "story.md"]


def command(
    runs: Runs = 200,
    seed: Seed = 7,
    out: Out = None,
    lang: Lang = IN_USE,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Test the article's causal story, condition by condition."""
    settings = Settings(runs, seed, out, lang, None, (), as_json, quiet)
    check_settings(settings)
    if runs < FEWEST_RUNS:
        raise CommandError(say("refusal_command.bootstrap", runs=show(runs), fewest=FEWEST_RUNS))
    check_memory(load_scenario("cold_war"), runs)
    folder = None if out is None else folders.folder(out, WORK, FILES)
    with output.bar(settings.quiet) as bar:
        task = bar.add_task(text("causal_story.testing", lang), total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        report = tell_story(runs, seed, progress)
    found = {"version": version(), **story_json(report)}
    if folder is not None:
        made = f"detente story --runs {runs} --seed {seed} --lang {lang} --out {out}"
        page = markdown(causal_story_page(report, made, lang))
        with folders.unfinished(folder, WORK) as temporary:
            output.write_json(temporary / "story.json", found)
            (temporary / "story.md").write_text(page, encoding="utf-8")
    if as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(causal_story_in_short(report, lang))
    if folder is not None:
        output.say_written(folder, FILES, settings)
