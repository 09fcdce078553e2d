"""Every scenario of the gallery against what the record, or theory, says of it; hits and misses alike.

    python -m studies.episodes --runs 300 --seed 7 --out docs/episodes.md

What is checked was declared before the first run (`checks`); here it is only counted.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
import typer
import xarray as xr

from simulation.catalogue import NOTHING, text
from simulation.engine import simulate
from simulation.experiments import holdout_log
from simulation.experiments.ensembles import Difference, Share, mean_difference, share
from simulation.experiments.moments import Runs
from simulation.scenario import Scenario, load_scenario
from studies.episodes.checks import CHECKS, EFFECTS, LIKELY, Check, Effect
from studies.episodes.seen import Model, Record, Seen


class CheckRow(NamedTuple):
    """A check and what came of it; `share` is that of the runs in the record's direction (None for a size)."""

    check: Check
    record: float | None
    median: float
    low: float  # 90 % band over runs
    high: float
    share: Share | None
    hit: bool


class EffectRow(NamedTuple):
    """An effect and what came of it: scenario less control, mean with 95 % interval over pairs of runs."""

    effect: Effect
    difference: Difference
    hit: bool


class Episode(NamedTuple):
    """A scenario's checks; `wars` counts the runs that ended in war, whose later months are left out."""

    scenario: Scenario
    runs: int
    wars: int
    checks: tuple[CheckRow, ...]
    effects: tuple[EffectRow, ...]


def record_of(check: Check, record: Seen) -> float | None:
    """The record's figure: as written down with the check, or from its tables; None if it only has a direction."""
    if check.record is not None or check.measure is None:
        return check.record
    return float(check.measure(record)[0])


def judged(check: Check, found: float | None, values: Runs) -> CheckRow:
    """Hit or miss. Runs that cannot answer, because a war ended them, are left out; none left is a miss.

    A direction is the sign of the record's figure, or positive where the record has no figure.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return CheckRow(check, found, np.nan, np.nan, np.nan, None, False)
    low, median, high = (float(q) for q in np.quantile(known, (0.05, 0.5, 0.95)))
    if check.kind == "size":
        hit = found is not None and low <= found <= high
        return CheckRow(check, found, median, low, high, None, hit)
    sign = 1.0 if found is None else np.sign(found)
    ways = share(int((known * sign > 0).sum()), len(known))
    return CheckRow(check, found, median, low, high, ways, ways.share >= LIKELY)


def measured(effect: Effect, subject: Model, control: Model) -> EffectRow:
    """The paired difference, and whether its interval lies on the declared side of zero."""
    values = xr.DataArray(effect.measure(subject) - effect.measure(control), dims="run")
    difference = mean_difference(values)
    hit = effect.sign * difference.low > 0 and effect.sign * difference.high > 0
    return EffectRow(effect, difference, bool(hit))


def episode(name: str, runs: int, seed: int) -> Episode:
    """All checks of one scenario. Raises ScenarioError for a name that is none."""
    scenario = load_scenario(name)
    result = simulate(scenario, runs=runs, seed=seed)
    model = Model(result)
    checks = []
    for check in CHECKS.get(name, ()):
        record = Record(scenario.rivalry("US", "USSR").trade_share[0])
        ask = check.of_model or check.measure
        assert ask is not None, check.says
        checks.append(judged(check, record_of(check, record), ask(model)))
    controls: dict[str, Model] = {}
    effects = []
    for effect in EFFECTS.get(name, ()):
        if effect.control not in controls:
            controls[effect.control] = Model(simulate(effect.change(scenario), runs=runs, seed=seed))
        effects.append(measured(effect, model, controls[effect.control]))
    wars = int(result.war.isel(month=-1).sum())
    return Episode(scenario, runs, wars, tuple(checks), tuple(effects))


def names() -> tuple[str, ...]:
    """The scenarios that have checks, those of history first."""
    return (*CHECKS, *(name for name in EFFECTS if name not in CHECKS))


# --- the page -----------------------------------------------------------------------------------------------

_HOW = (
    "What is checked was written down before the first run and has not been changed since: what the record says "
    "of each episode (direction, order, rough size), and for invented worlds what theory says. A **direction** is "
    "met if at least {likely} of the runs go the record's way; a **size** if the record's figure lies in the 90 % "
    "band of the runs, which a wide band makes easy; an **effect** if the 95 % interval of the difference to the "
    "control, on the same draws, lies on the expected side of zero, which with many runs it does for a difference "
    "too small to matter: look at its size. Several checks share the same months, so they are not so many "
    "independent tests."
)
_CARE = (
    "Read the hits with care. Leaders and their dispositions, wars elsewhere and starting values are imposed, and "
    "a direction may come from them alone. Net cooperation of 1948-78 was also used when the parameters were "
    "fitted (`docs/calibration.md`). And what was expected and feared at the start is worked out from the start itself "
    "(decision 61), because nothing in the record says what it was in 1969 or 1985: some misses of "
    "the later episodes may have their cause there. Levels of net cooperation across 1966 and 1979 are uncertain "
    "in the record itself. `cold_war`, which runs through all of it, stands on [the card](validation.md). Episodes "
    "after 1970 are held out: no search reads them, and each making of this page is noted in "
    "[the log](holdout_log.md)."
)

CHECK_HEADINGS = (
    "The record says", "source", "record", "model, median (90 % band)", "runs that go this way (95 % interval)", "verdict",
)  # fmt: skip
EFFECT_HEADINGS = ("Theory says", "source", "control", "expected", "difference (95 % interval)", "verdict")


def _number(value: float | None) -> str:
    if value is None or not np.isfinite(value):
        return NOTHING
    decimals = 1 if abs(value) >= 10 else 2
    return f"{value:.{decimals}f}".replace("-", "\N{MINUS SIGN}")


def _verdict(hit: bool) -> str:
    return "hit" if hit else "**miss**"


def _table(lines: Sequence[Sequence[str]]) -> str:
    head, *rows = lines
    return "\n".join("| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *rows))


def section(found: Episode) -> list[str]:
    """A scenario's part of the page."""
    met = sum(row.hit for row in found.checks) + sum(row.hit for row in found.effects)
    total = len(found.checks) + len(found.effects)
    wars = f", {found.wars} of them ending in war" if found.wars else ""
    blocks = [
        f"## {found.scenario.title}",
        f"`{found.scenario.name}`: {met} of {total} met; {found.runs} runs{wars}.",
    ]
    if found.checks:
        lines = [
            [
                "The record says",
                "source",
                "record",
                "model, median (90 % band)",
                "runs that go this way (95 % interval)",
                "verdict",
            ]
        ]
        for row in found.checks:
            ways = (
                "size: the band" if row.share is None
                else f"{row.share.share:.0%} ({row.share.low:.0%} to {row.share.high:.0%})"
            )  # fmt: skip
            band = f"{_number(row.median)} ({_number(row.low)} to {_number(row.high)})"
            lines.append(
                [row.check.says, row.check.source, _number(row.record), band, ways, _verdict(row.hit)]
            )
        blocks.append(_table(lines))
    if found.effects:
        lines = [list(EFFECT_HEADINGS)]
        for one in found.effects:
            mean, low, high, _ = one.difference
            expected = "more" if one.effect.sign > 0 else "less"
            interval = f"{mean:.3g} ({low:.3g} to {high:.3g})".replace("-", "\N{MINUS SIGN}")
            lines.append(
                [
                    one.effect.says,
                    one.effect.source,
                    one.effect.control,
                    expected,
                    interval,
                    _verdict(one.hit),
                ]
            )
        blocks.append(_table(lines))
    return blocks


def page(found: Sequence[Episode], command: str, runs: int, seed: int) -> str:
    """The page, as Markdown."""
    checks = [row for one in found for row in one.checks]
    effects = [row for one in found for row in one.effects]
    directions, sizes = ([row for row in checks if row.check.kind == kind] for kind in ("direction", "size"))

    def count(rows: Sequence[CheckRow] | Sequence[EffectRow]) -> str:
        return f"{sum(row.hit for row in rows)} of {len(rows)}"

    counts = (
        f"Made by `{command}`; do not edit. {runs} runs a scenario, seed {seed}. Met: {count(directions)} "
        f"directions, {count(sizes)} sizes, {count(effects)} effects."
    )
    blocks = [
        "# The scenarios against the record",
        counts,
        _HOW.format(likely=f"{LIKELY:.0%}"),
        _CARE,
        *(block for one in found for block in section(one)),
    ]
    return "\n\n".join(blocks) + "\n"


def main(
    runs: Annotated[int, typer.Option(min=2, help="Runs a scenario.")] = 300,
    seed: Annotated[int, typer.Option(help="Seed of all scenarios.")] = 7,
    out: Annotated[Path, typer.Option(help="Page to write.")] = Path("docs/episodes.md"),
) -> None:
    """Write the page of checks."""
    command = f"python -m studies.episodes --runs {runs} --seed {seed} --out {out}"
    place = holdout_log.checkout()
    found = [episode(name, runs, seed) for name in names()]
    made = page(found, command, runs, seed)
    if place is not None:
        rows = [row for one in found for row in one.checks]
        met = [("checks met", float(np.mean([row.hit for row in rows])))]
        log = holdout_log.note(place, command, runs, seed, holdout_log.scores_of(met))
        said = text("card.not_logged" if log is None else "card.logged", place=place.root / holdout_log.LOG)
        typer.echo(said, err=log is None)
    part = out.with_name(f"{out.name}.part")
    part.write_text(made, encoding="utf-8")
    os.replace(part, out)
    typer.echo(f"Written to {out}")


if __name__ == "__main__":
    typer.run(main)
