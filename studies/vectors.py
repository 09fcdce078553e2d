"""What of the claims, the story and the record holds under each of the kept vectors, and not under the defaults alone.

    python -m studies.vectors --runs 60 --apart 20 --seed 7 --out docs/claims/vectors.md

A claim counts as borne out under a vector by its main experiment in the laboratory's own world, or, where it served in
choosing models, in the reserved grounds; the other doctrines and payoffs, and what is true by construction, are left to the
report of the claims. The story takes longer: it is asked under those of the vectors that lie farthest apart. Of the record
only fitted rows are looked at. The vectors were chosen before; nobody chooses by this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer

from simulation.engine import simulate
from simulation.experiments.causal_story.running import tell_story
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import differences, judged, paired, rare
from simulation.experiments.claims.effect import Effect, effect_of
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.measures import Runs
from simulation.experiments.claims.probes import MAIN
from simulation.experiments.claims.reserved import SEED
from simulation.experiments.claims.running import RESERVED
from simulation.experiments.claims.worlds import World
from simulation.experiments.detente import detente_share
from simulation.experiments.validation import pattern_rows
from simulation.history import patterns
from simulation.pages.markdown import markdown_grid
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import load_scenario
from studies.made import Out, Seed, command, made_by, run, write_page
from studies.other_defaults import defaults
from studies.posterior.bank import PRIOR, to_unit
from studies.posterior.hundred import Kept, kept_vectors

NAMED = 6  # vectors that a row names; of more it says how many


class Mark(NamedTuple):
    """What a claim says under one vector (+1 borne out, -1 against it, 0 neither), and the effect that is quoted."""

    says: int
    effect: Effect


class Under(NamedTuple):
    """What holds under one vector: conditions of the story and fitted rows by id, and how many runs see détente."""

    story: dict[str, bool | None]
    fitted: dict[str, bool]
    detente: float


def by_vector(
    vectors: Mapping[str, Mapping[str, float]],
) -> Callable[[tuple[str, ...], int, Mapping[str, float]], dict[str, Runs]]:
    """Parameters of a laboratory in which vectors stand where payoff worlds stand; what an arm sets comes on top."""

    def parameters(names: tuple[str, ...], runs: int, extra: Mapping[str, float]) -> dict[str, Runs]:
        touched = {key for name in names for key in vectors[name]} | set(extra)
        return {
            key: np.repeat(
                [extra.get(key, vectors[name].get(key, PARAMETER_TABLE[key].default)) for name in names],
                runs,
            ).astype(float)
            for key in sorted(touched)
        }

    return parameters


def marks(laboratory: Laboratory, claim: Claim, names: tuple[str, ...]) -> dict[str, Mark]:
    """What a claim says under each vector, all of its cases or nothing; intervals are Student's."""
    where: Sequence[World] = RESERVED if claim.used_in_building else (MAIN,)
    found: dict[str, list[Mark]] = {name: [] for name in names}
    for control in claim.cases.values():
        pairs = differences(claim, control)
        for name in names:
            own = judged(claim, partial(_effect, laboratory, where, pairs, names, name))
            found[name].append(Mark(own.says, own.effect))
    return {
        name: each[0]._replace(says=each[0].says if len({one.says for one in each}) == 1 else 0)
        for name, each in found.items()
    }


def _effect(
    laboratory: Laboratory,
    where: Sequence[World],
    pairs: Sequence[tuple[Arm, Arm]],
    names: tuple[str, ...],
    name: str,
    measure: str,
) -> Effect:
    """The effect on one measure under the vector `name`."""
    runs = paired(laboratory, where, pairs, names, name, measure)
    if len(where) > 1:  # run k meets the same chance in every ground: their mean is one number
        runs = runs._replace(vector=np.arange(len(runs.treatment)) % laboratory.runs)
    return effect_of(runs, False, rare(measure))


def under(vector: Kept, runs: int, seed: int) -> Under:
    """The story and the fitted rows under one vector."""
    with defaults(vector.parameters):
        story = tell_story(runs, seed)
        result = simulate(load_scenario("cold_war"), runs=3 * runs, seed=seed)
    rows = pattern_rows(result, patterns("fitted"))
    return Under(
        {row.id: row.holds for row in story.rows},
        {row.key: row.hit for row in rows},
        detente_share(result)["happened"],
    )


def farthest(vectors: Mapping[str, Kept], count: int) -> list[str]:
    """The names of up to `count` vectors that lie far apart, the first one among them, in their order.

    Each next one is that whose nearest neighbour among the chosen is farthest (greedy max-min, Gonzalez 1985), by Euclid's
    distance in the unit cube of the prior.
    """
    names = list(vectors)
    points = to_unit(np.array([[vectors[name].parameters[key] for key in PRIOR] for name in names]))
    chosen = [0]
    near = np.linalg.norm(points - points[0], axis=1)  # distance to the nearest that was chosen
    while len(chosen) < min(count, len(points)) and near.max() > 0.0:
        chosen.append(int(near.argmax()))
        near = np.minimum(near, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return [names[place] for place in sorted(chosen)]


def study(
    vectors: Mapping[str, Kept],
    runs: int,
    far: Sequence[str],
    seed: int,
    say: Callable[[str], None] = lambda line: None,
) -> tuple[dict[str, dict[str, Mark]], dict[str, Under]]:
    """By claim and vector what it says; and by vector of `far` what else holds."""
    named = by_vector({name: vector.parameters for name, vector in vectors.items()})
    main = Laboratory(runs, seed, payoffs=named)
    reserved = Laboratory(max(2, runs // len(RESERVED)), seed + SEED, payoffs=named)
    claims = {}
    for claim in CLAIMS:
        claims[claim.id] = marks(reserved if claim.used_in_building else main, claim, tuple(vectors))
        say(claim.id)
    others = {}
    for name in far:
        others[name] = under(vectors[name], runs, seed)
        say(name)
    return claims, others


def page(
    vectors: Mapping[str, Kept],
    claims: Mapping[str, Mapping[str, Mark]],
    others: Mapping[str, Under],
    how: str,
) -> str:
    """The study as a page of Markdown."""
    count = len(vectors)
    of_claims = [
        [
            claim,
            _of([mark.says == 1 for mark in each.values()]),
            _of([mark.says == -1 for mark in each.values()]),
            _spread([mark.effect.effect for mark in each.values()]),
            _names(name for name, mark in each.items() if mark.says != 1),
        ]
        for claim, each in claims.items()
    ]
    tables = [
        markdown_grid(
            [
                "Claim",
                "borne out in",
                "against it in",
                "effect, median (least to most)",
                "not borne out under",
            ],
            of_claims,
        )
    ]
    for part, heading in (("story", "Condition of the story"), ("fitted", "Fitted row")):
        ids = list(getattr(next(iter(others.values())), part))
        tables.append(
            markdown_grid(
                [heading, "holds in", "not under"],
                [
                    [
                        name,
                        _of([getattr(each, part)[name] is True for each in others.values()]),
                        _names(
                            vector for vector, each in others.items() if getattr(each, part)[name] is not True
                        ),
                    ]
                    for name in ids
                ],
            )
        )
    of_vectors = [
        [
            name,
            f"{vectors[name].distance:.2f}",
            _of([each[name].says == 1 for each in claims.values()]),
            _of([holds is True for holds in others[name].story.values()]),
            _of(list(others[name].fitted.values())),
            f"{others[name].detente:.0%}",
        ]
        for name in others
    ]
    headings = [
        "Vector",
        "distance from the fitted rows, tolerances",
        "claims",
        "conditions",
        "fitted rows",
        "runs with détente",
    ]
    low, middle, high = np.quantile([vector.distance for vector in vectors.values()], (0.0, 0.5, 1.0))
    parts = [
        "# The verdicts under other parameter vectors",
        f"{made_by(how)} {count} vectors, the nearest to the fitted rows out of a bank in which the dozen parameters "
        "that carry most vary ([what the record leaves open](../open_parameters.md)); the other parameters and the rules "
        "are as they are. Neither a claim nor the story had a part in their choice. A claim is borne out under a vector if "
        "its main experiment says so there, in the laboratory's own world or, where it served in choosing models, in the "
        "reserved grounds; effects are those that the claim is quoted by ([the report](claims.md)), in its units. In how "
        "many worlds a claim holds is said there, not here. K4 also asks for a partner that confronts. What had nothing to "
        "judge counts as not holding.",
        "## Claims",
        tables[0],
        "## The story",
        f"What each condition asks: [the story](../story/story.md). It is asked under the {len(others)} of the vectors "
        "that lie farthest apart.",
        tables[1],
        "## The record",
        "Fitted rows alone, under the same vectors: a row is a hit if the record lies among the runs.",
        tables[2],
        "## The vectors",
        f"In worlds that had no part in the choice all {count} lie {low:.2f} to {high:.2f} tolerances from the fitted "
        f"rows, half of them within {middle:.2f}. The {len(others)} that lie farthest apart:",
        markdown_grid(headings, of_vectors),
    ]
    return "\n\n".join(parts) + "\n"


def _of(marks: list[bool]) -> str:
    return f"{sum(marks)} of {len(marks)}"


def _names(names: Iterable[str]) -> str:
    found = list(names)
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(found[:NAMED]) + more or "none"


def _spread(values: list[float]) -> str:
    known = [value for value in values if np.isfinite(value)]
    if not known:
        return "no number"
    return f"{np.median(known):+.2f} ({min(known):+.2f} to {max(known):+.2f})"


def main(
    runs: Annotated[int, typer.Option(help="Runs an arm and vector; three times as many of cold_war.")] = 60,
    apart: Annotated[int, typer.Option(min=1, help="Vectors under which the story is asked.")] = 20,
    seed: Seed = 7,
    out: Out = Path("docs/claims/vectors.md"),
    vectors: Annotated[
        Path | None, typer.Option(help="Kept vectors; those of the package otherwise.")
    ] = None,
) -> None:
    """Write what holds under each of the kept vectors as a page of Markdown."""
    kept = kept_vectors() if vectors is None else kept_vectors(vectors)
    claims, others = study(kept, runs, farthest(kept, apart), seed, lambda done: typer.echo(done, err=True))
    how = command("vectors", runs=runs, apart=apart, seed=seed, out=out, vectors=vectors)
    write_page(out, page(kept, claims, others, how))


if __name__ == "__main__":
    run("vectors", main)
