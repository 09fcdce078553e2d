"""What is found of the record: where each parameter may lie, how much that is narrowed, and whether it can be believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.errors import ScenarioError
from studies.posterior.bank import PRIOR, Bank, of_one_run, record
from studies.posterior.coverage import (
    ENDS,
    Share,
    histories,
    inferred,
    intervals,
    of_all,
    of_parameter,
    told,
    widths,
)

NEAR = 60  # synthetic records, those most like the record, of which coverage is looked at apart
OFTEN = 50  # records between two lines of progress
OPEN = 0.9  # of the prior's width: what is wider is left open (assumption)
TRIED = (1000, 4000, 16_000)  # other numbers of histories, to see what hangs on that
FIRST = 300  # synthetic records of which that is looked at
TOGETHER = 0.3  # correlation from which on two parameters are named (assumption)


class Asked(NamedTuple):
    """The size of a study: vectors of the bank, runs of each, seed, and histories that a posterior is made of."""

    vectors: int
    runs: int
    seed: int
    accepted: int


class Known(NamedTuple):
    """What is known of one parameter. Places are in the unit cube of the prior."""

    name: str
    low: float  # of the 90 % interval, given the record
    median: float
    high: float
    width: Share  # of that interval over that of the prior, with how far the bank is luck
    typical: float  # median of the same over synthetic records
    everywhere: Share  # of all synthetic records, those whose parameter lies in its interval
    near: Share  # of those most like the record

    @property
    def kind(self) -> int:
        """0 narrowed, by the whole interval of its width; 1 perhaps, the bank's luck leaves it open; 2 left open."""
        return 2 if self.width.share > OPEN else 1 if self.width.high > OPEN else 0


class Found(NamedTuple):
    """What is found: parameters, the narrowest first; coverage in all; and how like the record the bank's histories are."""

    asked: Asked
    parameters: list[Known]
    histories: int  # of the bank, without a war by 1978 and with every figure
    records: int  # synthetic, alike
    everywhere: Share
    near: Share
    farther: Share  # of all synthetic records, those that lie farther from their nearest histories than the record does
    tried: list[tuple[int, Share, float]]  # histories taken; coverage of all then; and mean width
    together: list[
        tuple[str, str, float]
    ]  # pairs of parameters whose posterior correlation is large, the largest first


def find(bank: Bank, synthetic: Bank, asked: Asked, say: Callable[[str], None] = lambda line: None) -> Found:
    """The inference for the record and for every synthetic record, all from one bank.

    Raises ScenarioError where so many histories would be accepted that they are hardly like the record.
    """
    known, there = histories(bank), record()
    if (most := len(known.vector) // 2) < asked.accepted:
        raise ScenarioError(
            f"--accepted is {asked.accepted}, and the bank has {len(known.vector)} histories; take {most} at most"
        )
    vector, run = told(synthetic)
    records, truth = synthetic.figures[vector, run][:, of_one_run()], synthetic.unit[vector]

    def tell(done: int) -> None:
        if done % OFTEN == 0:
            say(f"{done} of {len(records)} synthetic records")

    judged = intervals(records, known, asked.accepted, tell)
    holds = judged.holds(truth)
    off = np.linalg.norm(known.figures.of(records) - known.figures.of(there), axis=1)
    near = np.argsort(off, kind="stable")[:NEAR]
    tried = []
    for accepted in sorted({*TRIED, asked.accepted}):
        other = intervals(records[:FIRST], known, accepted)
        tried.append((accepted, of_all(other.holds(truth[:FIRST])), float(other.width.mean())))
        say(f"{accepted} histories")
    own = inferred(there, known, asked.accepted)
    low, median, high = own.quantiles((ENDS[0], 0.5, ENDS[1]))
    width = widths(there, known, asked.accepted)
    parameters = [
        Known(
            name, float(low[k]), float(median[k]), float(high[k]), width[k],
            float(np.median(judged.width[:, k])), of_parameter(holds[:, k]), of_parameter(holds[near, k]),
        )
        for k, name in enumerate(PRIOR)
    ]  # fmt: skip
    return Found(
        asked,
        sorted(parameters, key=lambda one: one.width.share),
        len(known.vector),
        len(records),
        of_all(holds),
        of_all(holds[near]),
        of_parameter(judged.reach > own.reach),
        tried,
        _together(own.correlations()),
    )


def _together(correlations: np.ndarray) -> list[tuple[str, str, float]]:
    names = list(PRIOR)
    pairs = [
        (names[a], names[b], float(correlations[a, b]))
        for a, b in zip(*np.triu_indices(len(names), 1), strict=True)
    ]
    return sorted((pair for pair in pairs if abs(pair[2]) >= TOGETHER), key=lambda pair: -abs(pair[2]))
