"""The rules that the story hangs on, each switched off: what it moves alone, and what all of them move together.

    python -m studies.rules_off --runs 100 --seed 7 --out docs/rules_off.md

Each is looked at by the conditions of the story, by the fitted rows of the record (never the held-out ones), by what both
sides' talk and exchange leave behind, and by the verdicts on the claims. All rows share the seed, and so their chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from simulation.catalogue import NOTHING
from simulation.engine import simulate
from simulation.experiments.causal_story.running import tell_story
from simulation.experiments.claims import article, run_claims
from simulation.experiments.claims.comparing import compared
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.worlds import CALIBRATED, World
from simulation.experiments.detente import detente_share
from simulation.experiments.validation import pattern_rows
from simulation.history import patterns
from simulation.pages.markdown import markdown_grid
from simulation.scenario import load_scenario
from studies.made import Out, Seed, command, made_by, run, write_page
from studies.other_defaults import defaults

#: the rules, each by the values at which it says nothing
RULES: dict[str, dict[str, float]] = {
    "credit: confronting puts ties at stake and is not paid by them": {"ties_at_stake": -1.0},
    "an offer may be declined: a refusal is no affront": {"refusal_felt": 1.0},
    "resentment: what was severed is no room to gain": {"resentment_memory": 0.0},
    "a public that remembers losses, and whom it lets succeed": {
        "hawks_grievance": 0.0,
        "succession_pull": 0.0,
    },
    "without an agreement little of trade's potential is open": {"trade_closed": 1.0},
    "routine: an answer sets out from one's own conduct": {"partial_reciprocity": 1.0},
}
AS_IT_STANDS, ALL_OFF = "none (the model as it stands)", "all"
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

    conditions: dict[str, bool | None]  # of the story, by id: whether each holds; None: nothing to judge
    fitted: tuple[int, int]  # rows of the record that are hits, of how many
    detente: tuple[float, float]  # share of runs with a détente, and of these the share whose détente fades
    effects: list[Effect]  # of `SHOWN`
    verdicts: dict[str, str]  # by claim


class Change(NamedTuple):
    """How one look differs from the model as it stands."""

    verdicts: dict[str, tuple[str, str]]  # claim -> verdict as it stands, verdict here; those that differ
    fail: list[str]  # conditions of the story that hold as it stands, and not here
    hold: list[str]  # conditions that hold here, and not as it stands


def variants() -> dict[str, dict[str, float]]:
    """What is switched off, by name: nothing, each rule alone, all."""
    every = {name: value for rule in RULES.values() for name, value in rule.items()}
    return {AS_IT_STANDS: {}, **RULES, ALL_OFF: every}


def look(values: Mapping[str, float], runs: int, world_runs: int, seed: int) -> Look:
    """The story, the fitted rows, the main experiments and the verdicts on the claims, with some rules off."""
    targets = patterns("fitted")
    with defaults(values):
        story = tell_story(runs, seed)
        result = simulate(load_scenario("cold_war"), runs=3 * runs, seed=seed)
        laboratory = Laboratory(runs, seed)
        effects = [
            compared(laboratory, [World()], [(treatment, control)], (CALIBRATED,), False)[CALIBRATED](measure)
            for treatment, control, measure in SHOWN.values()
        ]
        claims = run_claims(runs, seed, world_runs=world_runs, conclusion=False)
    rows, share = pattern_rows(result, targets), detente_share(result)
    return Look(
        {row.id: row.holds for row in story.rows},
        (sum(row.hit for row in rows), len(rows)),
        (share["happened"], share["faded"]),
        effects,
        {one.claim.id: one.verdict for one in claims.results},
    )


def change(standing: Look, off: Look) -> Change:
    """What differs with some rules off, against the model as it stands."""
    return Change(
        {
            claim: (word, off.verdicts[claim])
            for claim, word in standing.verdicts.items()
            if off.verdicts[claim] != word
        },
        [
            name
            for name, holds in standing.conditions.items()
            if holds and off.conditions.get(name) is not True
        ],
        [
            name
            for name, holds in off.conditions.items()
            if holds and standing.conditions.get(name) is not True
        ],
    )


def page(looks: Mapping[str, Look], runs: int, world_runs: int, how: str) -> str:
    """The page in Markdown: numbers with each rule off, and then what changes against the model as it stands."""
    standing = looks[AS_IT_STANDS]
    numbers = [["Switched off", "story's conditions", "fitted rows", "détente, of these faded", *SHOWN]]
    changes = [
        ["Switched off", "verdicts that change", "conditions that fail", "conditions that hold only then"]
    ]
    for name, one in looks.items():
        shown = [f"{each.effect:+.2f} ({each.low:+.2f} to {each.high:+.2f})" for each in one.effects]
        holding = sum(holds is True for holds in one.conditions.values())
        numbers.append(
            [
                name,
                f"{holding} of {len(one.conditions)}",
                "{} of {}".format(*one.fitted),
                "{:.0%}, {:.0%}".format(*one.detente),
                *shown,
            ]
        )
        if name != AS_IT_STANDS:
            found = change(standing, one)
            verdicts = [f"{claim}: {before} → {after}" for claim, (before, after) in found.verdicts.items()]
            listed = (verdicts, _code(found.fail), _code(found.hold))
            changes.append([name, *("; ".join(each) or NOTHING for each in listed)])
    return "\n\n".join(
        [
            "# Each rule switched off",
            f"{made_by(how)} Each rule has a value at which it says nothing; nothing else is fitted anew, so "
            "that a row shows what the rule carries in the model as it stands, not the best that a model without it could "
            f"do. {runs} runs an arm, {3 * runs} of `cold_war`, {world_runs} in each of the claims' many worlds, all on "
            "the same draws. Effects are paired differences, both sides' talk and exchange less both holding back, with "
            "95 % intervals. The conditions are those of [the story](story/story.md), the verdicts those of "
            "[the claims](claims/claims.md), with fewer runs than there; of the record only fitted rows are looked at.",
            markdown_grid(numbers[0], numbers[1:]),
            "## What changes",
            "Against the first row. That the Soviet Union leans of its own is a starting value and no rule.",
            markdown_grid(changes[0], changes[1:]),
            "",
        ]
    )


def _code(names: list[str]) -> list[str]:
    return [f"`{name}`" for name in names]


def main(
    runs: Annotated[int, typer.Option(help="Runs an arm; three times as many of cold_war.")] = 100,
    world_runs: Annotated[int, typer.Option(help="Runs an arm in each of the claims' many worlds.")] = 10,
    seed: Seed = 7,
    out: Out = Path("docs/rules_off.md"),
) -> None:
    """Write what each rule carries, by what changes with it switched off, as a page of Markdown."""
    looks = {}
    for name, values in variants().items():
        looks[name] = look(values, runs, world_runs, seed)
        typer.echo(f"{len(looks)} of {len(variants())}: {name}", err=True)
    how = command("rules_off", runs=runs, world_runs=world_runs, seed=seed, out=out)
    write_page(out, page(looks, runs, world_runs, how))


if __name__ == "__main__":
    run("rules_off", main)
