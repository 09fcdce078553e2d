"""The linear rule estimated on the record: routine plus reciprocity, and a constant.

    y(t) = c + a own(t-1) + b other(t)      monthly COPDAB means, United States and Soviet Union, 1948-78

    United States   c = +0.08, a = .34, b = .40   (R2 .34)
    Soviet Union    c = -2.83, a = .22, b = .43   (R2 .28)

Least squares on the 372 months of COPDAB 1948-78 (Azar 1980); b holds the simultaneity of the month and is an upper bound
on reciprocity. The slopes are pure numbers; only the constant is converted, by `POINTS` COPDAB points to one unit of
Goldstein/10, which is what the table of actions gives act by act (16 to .34, 27 to .65). `linear_us` and `linear_ussr` are
the two estimates; for a state that is neither, `linear` takes their mean, as nothing speaks for one or the other.

In a month's first move the rival's conduct of the month is not known yet; the remembered stands for it.
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.doctrines.doctrine import Doctrine, Reasons, Term
from simulation.doctrines.graduated import on_average
from simulation.parameters import Parameters
from simulation.state import Observation

POINTS = 45.0  # COPDAB points to one unit of Goldstein/10: slope through the origin over the table of actions


class Estimate(NamedTuple):
    """A regression: constant in COPDAB points, weight of the own last month, weight of the rival's month."""

    constant: float
    own: float
    other: float


UNITED_STATES = Estimate(0.08, 0.34, 0.40)
SOVIET_UNION = Estimate(-2.83, 0.22, 0.43)
MEAN = Estimate(*(0.5 * (one + other) for one, other in zip(UNITED_STATES, SOVIET_UNION, strict=True)))


def fitted(by: Estimate) -> Reasons:
    """The rule with the numbers of one estimate."""

    def reasons(o: Observation, p: Parameters) -> list[Term]:
        return on_average(
            by.constant / POINTS + by.own * o.conduct + by.other * o.seen, p.sharpness, "routine_and_answer"
        )

    return reasons


SOURCE = "least squares on COPDAB 1948-78; form: Goldstein & Freeman 1990"
LINEAR = Doctrine("linear", "Linear rule, mean", SOURCE, fitted(MEAN))
LINEAR_US = Doctrine("linear_us", "Linear rule, United States", SOURCE, fitted(UNITED_STATES))
LINEAR_USSR = Doctrine("linear_ussr", "Linear rule, Soviet Union", SOURCE, fitted(SOVIET_UNION))
