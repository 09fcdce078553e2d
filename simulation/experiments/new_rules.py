"""Rules that stand ready and are switched off: what each moves alone, what all move together, and what all but one.

    python -m simulation.experiments.new_rules --runs 100 --seed 7 --out docs/new_rules.md

Each is looked at by the conditions of the story, by the fitted rows of the record (never the held-out ones), and by what
claims are made of: both sides' talk and exchange, and criticisms. All rows share the seed, and so their chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from simulation.engine import simulate
from simulation.experiments.causal_story.running import tell_story
from simulation.experiments.claims import article
from simulation.experiments.claims.comparing import compared
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.worlds import CALIBRATED, World
from simulation.experiments.detente import detente_share
from simulation.experiments.other_defaults import defaults
from simulation.experiments.validation import pattern_rows
from simulation.history import patterns
from simulation.scenario import load_scenario

#: the rules, each by the values that switch it on; the defaults switch it off
RULES: dict[str, dict[str, float]] = {
    "credit: confronting puts ties at stake and is not paid by them": {"ties_at_stake": 0.5},
    "a declined offer is felt at a quarter of Goldstein's weight": {"refusal_felt": 0.25},
    "resentment: what was severed is no room to gain": {"resentment_memory": 0.97},
    "a public that remembers losses, and whom it lets succeed": {
        "hawks_grievance": 25.0,
        "succession_pull": 3.0,
    },
    "without an agreement little of trade's potential is open": {"trade_closed": 0.14},
    "arms budgets go by last year's sum": {"arms_income": 1.0},
}
#: what is shown of both sides' conduct and of the criticisms: treatment, control, measure
SHOWN = {
    "tension of both, 3-5 years after both did both": (
        article.BOTH_BOTH,
        article.BOTH_HOLD,
        "tension_both@3-5",
    ),
    "denunciations, 3-5 years after": (article.BOTH_BOTH, article.BOTH_HOLD, "insults@3-5"),
    "provocations left unanswered (K1)": (article.PROVOKED_DETENTE, article.PROVOKED_HOLD, "unanswered"),
    "abuses criticised (K3)": (article.BOTH_BOTH, article.BOTH_HOLD, "criticised"),
}


class Look(NamedTuple):
    """What came of one set of rules."""

    conditions: str
    fitted: str
    detente: str
    effects: list[Effect]


def look(values: Mapping[str, float], runs: int, seed: int) -> Look:
    """The story, the fitted rows, and the main experiments under some rules."""
    targets = patterns("fitted")
    with defaults(values):
        story = tell_story(runs, seed)
        result = simulate(load_scenario("cold_war"), runs=3 * runs, seed=seed)
        laboratory = Laboratory(runs, seed)
        effects = [
            compared(laboratory, [World()], [(treatment, control)], (CALIBRATED,), False)[CALIBRATED](measure)
            for treatment, control, measure in SHOWN.values()
        ]
    rows, share = pattern_rows(result, targets), detente_share(result)
    return Look(
        f"{story.holding} of {len(story.rows)}",
        f"{sum(row.hit for row in rows)} of {len(rows)}",
        f"{share['happened']:.0%}, {share['faded']:.0%}",
        effects,
    )


def variants() -> dict[str, dict[str, float]]:
    """None, each alone, all, and all but each."""
    every = {name: value for rule in RULES.values() for name, value in rule.items()}
    made: dict[str, dict[str, float]] = {"none (the model as it stands)": {}, **RULES, "all": every}
    for rule, values in RULES.items():
        made[f"all but: {rule}"] = {name: value for name, value in every.items() if name not in values}
    return made


def main(
    runs: Annotated[int, typer.Option(help="Runs an arm; three times as many of cold_war.")] = 100,
    seed: Annotated[int, typer.Option(help="Seed of all rows.")] = 7,
    out: Annotated[Path, typer.Option(help="Page to write.")] = Path("docs/new_rules.md"),
) -> None:
    """Write what each rule that stands ready would change as a page of Markdown."""
    headings = ["Switched on", "story's conditions", "fitted rows", "détente, of these faded", *SHOWN]
    lines = [headings, ["---"] * len(headings)]
    for name, values in variants().items():
        found = look(values, runs, seed)
        shown = [f"{one.effect:+.2f} ({one.low:+.2f} to {one.high:+.2f})" for one in found.effects]
        lines.append([name, found.conditions, found.fitted, found.detente, *shown])
        typer.echo(" | ".join(lines[-1]), err=True)
    page = [
        "# Rules that stand ready: what each would change",
        f"Made by `python -m simulation.experiments.new_rules --runs {runs} --seed {seed} --out {out}`; do not edit. "
        "Each rule is in the model with a switch, and switched off: the defaults leave everything as it was. "
        f"{runs} runs an arm, {3 * runs} of `cold_war`, all on the same draws; nothing else is fitted anew. "
        "Effects are paired differences, both sides' talk and exchange less both holding back, with 95 % intervals. "
        "The conditions are those of [the story](story/story.md); of the record only fitted rows are looked at.",
        "\n".join("| " + " | ".join(line) + " |" for line in lines),
    ]
    out.write_text("\n\n".join(page) + "\n", encoding="utf-8")
    typer.echo(f"Written to {out}")


if __name__ == "__main__":
    typer.run(main)
