"""Missed chances: what the best other reply would have brought, in the very situation in which a state replied.

In a month m of a run the world stands as it stood, and all that fell before the reply has fallen: events, and the rival's
initiative as it was read. Then one order fixes one state's response, to what it did or to another act within its reach, and
the months go on: once with the chance that this run had (one possible history), and in hundreds of others, the chance of
other runs of the seed from that month on. All replies meet the same futures, so that their differences are paired. An order
may also be kept up for `KEPT` months: the same reply to whatever comes, against the state's own course.

Measured over `HORIZON` months from m on: felt tension (mean of both sides), mutual benefit, the replying state's influence
in third countries, and whether war came. *Best* is the reply with the least mean tension, among those that neither bring
war more often nor cost mutual benefit beyond chance: less tension bought with cut ties is no détente. It is chosen in one
half of the futures and measured in the other, or the luckiest of ten replies would be taken for the best (winner's curse).
What the states could know did not include any of this: a missed chance is no mistake.

What a person chose who played a state is a free act like any other; the probability of another reply is then that which
the state's doctrine gave to it. After the reply that is tried, what persons chose later stays as they chose it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import xarray as xr

from simulation import inputs, step
from simulation.actions import ACTIONS
from simulation.experiments import ensembles
from simulation.experiments.retracing import Month, futures, walk
from simulation.months import side_by_side
from simulation.rules.choice import cumulative
from simulation.scenario import Scenario
from simulation.state import FREE, Array, World

HORIZON = 24  # months over which a reply is followed (assumption: what a government may hope to see)
KEPT = 12  # months that a reply is kept up when it is to be more than one move (assumption)
LEAST_LEFT = 6  # a reply in the last months of a run has no future to be judged by
#: other futures, half of which choose the best reply and half measure it: most, least, and pairs times futures in between,
#: since a month of many states takes longer
FUTURES = (256, 64, 512)
MEASURES = ("tension", "benefit", "influence")


class Reply(NamedTuple):
    """One act as the reply: how likely it was, and how it differs from what was done; intervals are over futures."""

    act: str
    chance: float  # probability that the state gave it, 0-1
    here: float  # difference of mean tension in the run's own future, points
    tension: ensembles.Difference  # points
    benefit: ensembles.Difference  # % of GDP a year
    influence: ensembles.Difference  # share in third countries, 0-1
    war: ensembles.Difference  # share of futures that end in war


class Chance(NamedTuple):
    """One reply of one state: what it was, what it answered, and the others within reach; `best` of those, or none."""

    month: int
    pair: int  # row of the pair axis: who replied to whom
    answered: str  # the rival's initiative
    done: str
    likely: float  # probability of what was done
    kept: int  # months for which the other reply is given, 1 or KEPT
    horizon: int  # months over which both are followed
    others: tuple[Reply, ...]
    best: Reply | None

    @property
    def missed(self) -> bool:
        """Whether the best other reply would have lowered tension beyond chance, and not mutual benefit."""
        return self.best is not None and self.best.tension.high < 0 <= self.best.benefit.high


def missed_chances(
    scenario: Scenario,
    seed: int,
    run: int,
    months: Sequence[Month],
    when: Sequence[tuple[int, tuple[int, ...]]],
    kept: Sequence[int] = (1, KEPT),
) -> list[Chance]:
    """The replies of states in some months: `when` holds (month, rows), of a dyad the row there and the row back.

    `months` are those of the run, from `retracing.retrace`. Leaves out replies that the scenario orders, months too near to
    the end, and months after a war.
    """
    found, ordered = [], inputs.imposed_on(inputs.premises(scenario)).response[..., 0] != FREE
    for month, dyad in when:
        one = months[month]
        if scenario.months - month < LEAST_LEFT or bool(one.before.over[0]):
            continue
        free = [row for row in dyad if not ordered[month, row] and len(_within_reach(one, row)) > 1]
        for length in kept if free else ():
            found += _replies(scenario, seed, run, one, free, length)
    return found


def _within_reach(month: Month, row: int) -> list[int]:
    return [int(code) for code in np.flatnonzero(month.judged[step.RESPONSE].view.available[:, row, 0])]


def _replies(
    scenario: Scenario, seed: int, run: int, month: Month, rows: Sequence[int], kept: int
) -> list[Chance]:
    """All replies of some states in one month, side by side on the run axis: a reply has as many columns as futures."""
    most, least, together = FUTURES
    others = int(np.clip(together // len(scenario.pairs), least, most)) // 2 * 2
    chance, length = futures(scenario, seed, run, month.number, HORIZON, others)
    # the first of each state is what it did, once: what the others are held against
    done = month.record.response[:, 0]
    asked = []
    for row in rows:
        asked.append((row, int(done[row]), 1))
        reach = (code for code in _within_reach(month, row) if kept > 1 or code != done[row])
        asked += [(row, code, kept) for code in reach]
    count = others + 1
    imposed = inputs.imposed_on(scenario)
    imposed = type(imposed)(*(kind[month.number : month.number + length] for kind in imposed))
    shape = (*imposed.response.shape[:2], count * len(asked))
    response = np.broadcast_to(imposed.response, shape).copy()
    for k, (row, code, stay) in enumerate(asked):
        response[:stay, row, k * count : (k + 1) * count] = code
    world = World(*(np.repeat(part, shape[-1], axis=-1) for part in month.before))
    path = walk(
        scenario, world, side_by_side(chance, len(asked)), imposed._replace(response=response), month.number
    )
    actors = [scenario.labels.index(actor) for actor, _ in scenario.pairs]
    outcomes = _outcomes(list(path), [(row, actors[row]) for row, _, _ in asked], scenario, count)
    return [
        _chance(
            scenario, month, row, (kept, length),
            [(code, outcomes[k]) for k, (who, code, _) in enumerate(asked) if who == row],
        )
        for row in rows
    ]  # fmt: skip


def _outcomes(
    months: Sequence[Month], who: Sequence[tuple[int, int]], scenario: Scenario, count: int
) -> list[dict[str, Array]]:
    """By reply, `[future]`: means over the months before a war, and whether war came."""
    lived = np.stack([~month.before.over for month in months])
    weight = lived / lived.sum(axis=0)

    def mean(name: str) -> Array:
        """[pair or state, column]"""
        return np.sum(
            [part * getattr(m.record, name) for part, m in zip(weight, months, strict=True)], axis=0
        )

    tension, benefit, influence = mean("tension"), mean("mutual_benefit"), mean("influence")
    war = 1.0 * months[-1].record.war
    found = []
    for k, (row, state) in enumerate(who):
        mine = slice(k * count, (k + 1) * count)
        both = 0.5 * (tension[row, mine] + tension[_opposite(scenario, row), mine])
        found.append(
            {
                "tension": both, "benefit": benefit[row, mine], "influence": influence[state, mine], "war": war[mine]
            }
        )  # fmt: skip
    return found


def _opposite(scenario: Scenario, row: int) -> int:
    """The row of the pair in which actor and target have changed places."""
    actor, target = scenario.pairs[row]
    return scenario.pairs.index((target, actor))


def _chance(
    scenario: Scenario,
    month: Month,
    row: int,
    lengths: tuple[int, int],
    outcomes: Sequence[tuple[int, dict[str, Array]]],
) -> Chance:
    """One state's replies compared; the first of `outcomes` is what it did."""
    judged = month.judged[step.RESPONSE]
    running = cumulative(judged.wish, judged.view.available)[:, row, 0]
    chances = np.diff(running, prepend=0.0) / running[-1]
    (done, base), *rest = outcomes
    there = _opposite(scenario, row)
    gaps = {code: {name: values - base[name] for name, values in found.items()} for code, found in rest}
    choosing, measuring = slice(1, None, 2), slice(2, None, 2)  # column 0 is the run's own future
    means = _intervals([gap[name][measuring] for gap in gaps.values() for name in MEASURES])
    others = {}
    for k, (code, gap) in enumerate(gaps.items()):
        tension, benefit, influence = means[k * len(MEASURES) : (k + 1) * len(MEASURES)]
        war = ensembles.share_difference(
            *(xr.DataArray(v["war"][measuring] > 0, dims="run") for v in (base, dict(rest)[code]))
        )
        here = float(gap["tension"][0])
        others[code] = Reply(ACTIONS[code].name, float(chances[code]), here, tension, benefit, influence, war)
    safe = [code for code in gaps if _harmless({name: v[choosing] for name, v in gaps[code].items()})]
    best = min(safe, key=lambda code: float(gaps[code]["tension"][choosing].mean()), default=None)
    return Chance(
        month.number,
        row,
        ACTIONS[int(month.record.initiative[there, 0])].name,
        ACTIONS[done].name,
        float(chances[done]),
        *lengths,
        tuple(others.values()),
        None if best is None else others[best],
    )


def _harmless(gap: dict[str, Array]) -> bool:
    """Whether a reply brings war no more often, and does not cost mutual benefit by two standard errors."""
    benefit = gap["benefit"]
    error = float(benefit.std(ddof=1)) / np.sqrt(len(benefit))
    return bool(gap["war"].mean() <= 0 and benefit.mean() >= -2.0 * error)


def _intervals(columns: Sequence[Array]) -> list[ensembles.Difference]:
    """Mean of each column with its 95 % interval; one bootstrap for all."""
    if not columns:
        return []
    values = xr.DataArray(np.stack(columns), dims=("column", "run"))
    bounds = ensembles.mean_interval(values).to_numpy()
    return [
        ensembles.Difference(float(mean), float(low), float(high), len(columns[0]))
        for mean, low, high in bounds.T
    ]
