"""`detente validate`: the card, and the only command that opens the held-out years."""

from __future__ import annotations

import sys

from simulation.catalogue import REFERENCE, say, text
from simulation.commands import folders, output
from simulation.commands.memory import check_memory
from simulation.commands.options import IN_USE, Json, Lang, Out, Quiet, Runs, Seed, Settings, check_settings
from simulation.commands.refusals import CommandError
from simulation.commands.simulating import ensemble
from simulation.errors import show
from simulation.experiments import card as cards
from simulation.experiments import holdout_log
from simulation.findings.card import card_json
from simulation.pages.markdown import markdown
from simulation.plots import png
from simulation.plots.validation import skill_figure, years_figure
from simulation.reports.card import SKILL_FIGURE, YEARS_FIGURE, card_in_short, card_page
from simulation.scenario import load_scenario
from simulation.version import version

WORK = "detente validate"
FILES = ["validation.json", "validation.md", YEARS_FIGURE, SKILL_FIGURE]


def command(
    runs: Runs = 500,
    seed: Seed = 0,
    out: Out = None,
    lang: Lang = IN_USE,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Hold the cold-war scenario against the record, held-out years included."""
    settings = Settings(runs, seed, out, lang, None, (), as_json, quiet)
    check_settings(settings)
    if runs < 2:
        raise CommandError(say("refusal_command.one_run", runs=show(runs)))
    cards.need_libraries()
    scenario = load_scenario("cold_war")
    check_memory(scenario, runs)
    folder = None if out is None else folders.folder(out, WORK, FILES)
    made = f"detente validate --runs {runs} --seed {seed}"
    made += ("" if lang == REFERENCE else f" --lang {lang}") + ("" if out is None else f" --out {out}")
    place = holdout_log.checkout()  # before anything is written, which would change the tree

    result = ensemble(scenario, settings)
    card = cards.card(result, cards.opened())
    _note(card, place, made, settings)
    found = {"version": version(), "command": made, **card_json(card)}
    if folder is not None:
        pictures = {
            YEARS_FIGURE: png(years_figure(card, version(), lang)),
            SKILL_FIGURE: png(skill_figure(card, version(), lang)),
        }
        page = markdown(card_page(card, pictures, version(), made, lang))
        with folders.unfinished(folder, WORK) as temporary:
            output.write_json(temporary / "validation.json", found)
            (temporary / "validation.md").write_text(page, encoding="utf-8")
            for name, drawn in pictures.items():
                (temporary / name).write_bytes(drawn)
    if as_json:
        output.print_json(found)
    elif not settings.quiet:
        output.show(card_in_short(card, version(), lang))
    if folder is not None:
        output.say_written(folder, FILES, settings)


def _note(card: cards.Card, place: holdout_log.Checkout | None, made: str, settings: Settings) -> None:
    """Note the look where the model is worked on, before anything of it is shown."""
    if place is None:
        return
    scores = holdout_log.scores_of(cards.in_short(card))
    log = holdout_log.note(place, made, settings.runs, settings.seed, scores)
    where = place.root / holdout_log.LOG
    said = text("card.not_logged" if log is None else "card.logged", settings.lang, place=where)
    print(said, file=sys.stderr if log is None or settings.as_json else sys.stdout)
