"""`detente validate`: the model against the record."""

from __future__ import annotations

from rich.text import Text

from simulation.catalogue import number, text
from simulation.commands import output
from simulation.commands.memory import check_memory
from simulation.commands.options import Json, Lang, Out, Runs, Seed, Settings, check_settings
from simulation.commands.simulating import ensemble
from simulation.experiments.holdout import yearly_agreement
from simulation.experiments.validation import pattern_rows
from simulation.reports.validation import pattern_table, validation_page, yearly_table
from simulation.scenario import load_scenario


def command(
    runs: Runs = 500, seed: Seed = 0, out: Out = None, lang: Lang = "en", as_json: Json = False
) -> None:
    """Hold the cold-war scenario against the patterns of the record: median, 90% band, hit or miss.

    With --out the tables are written to patterns.json and patterns.md in that folder.
    """
    settings = Settings(runs, seed, out, lang, None, (), as_json)
    check_settings(settings)
    scenario = load_scenario("cold_war")
    check_memory(scenario, runs)
    folder = None if out is None else output.folder(out)
    result = ensemble(scenario, settings)
    rows, yearly = pattern_rows(result), yearly_agreement(result)
    found = {
        "scenario": scenario.name,
        "runs": runs,
        "seed": seed,
        "version": output.version(),
        "patterns": [output.finite(row._asdict()) for row in rows],
        "yearly": [output.finite(row._asdict()) for row in yearly],
    }
    hits = text(
        "command.hits",
        lang,
        hits=sum(row.hit for row in rows),
        all=len(rows),
        runs=number(runs, lang, 0),
        seed=seed,
    )
    if as_json:
        output.print_json(found)
    else:
        output.show(pattern_table(rows, lang), Text(), Text(hits), Text(), yearly_table(yearly, lang))
    if folder is not None:
        made = f"detente validate --runs {runs} --seed {seed} --out {out}"
        with output.unfinished(folder) as temporary:
            output.write_json(temporary / "patterns.json", found)
            page = validation_page(rows, yearly, hits, made, lang)
            (temporary / "patterns.md").write_text(page, encoding="utf-8")
        output.say_written(folder, ["patterns.json", "patterns.md"], settings)
