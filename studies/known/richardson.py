"""Richardson's stability condition: an arms race dies down if and only if fatigue outweighs reaction, a b > k l."""

from __future__ import annotations

from itertools import pairwise, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules import arms
from studies.known.page import Page, Statement, Table

REACTIONS = (0.01, 0.02, 0.04, 0.08, 0.12, 0.2)  # k and l, 1/year: over the whole range of arms_reaction
FATIGUES = (0.01, 0.03, 0.05, 0.08, 0.15, 0.4)  # a and b, 1/year: over that of arms_fatigue
BOUNDARY = (
    0.02  # |a b / (k l) - 1| below this counts as on the boundary, where nothing is decided in finite time
)
YEARS = 4000
START = 1e-9  # share of GDP: so small that the ceiling of the rule stays out of sight for as long as it can
LAST = 60  # months over which the final rate is measured

Numbers = NDArray[np.float64]


class Grid(NamedTuple):
    """Every combination of two reactions and two fatigues, `[case]`."""

    k: Numbers
    l: Numbers  # noqa: E741 - Richardson's letters
    a: Numbers
    b: Numbers

    @property
    def margin(self) -> Numbers:
        """a b / (k l): above 1 stable by Richardson's condition."""
        return self.a * self.b / (self.k * self.l)


class Races(NamedTuple):
    """What simulation gave, `[case]`: the final rate of growth of the slow mode, 1/year; its sign decides."""

    grid: Grid
    rate: Numbers
    predicted: Numbers


def cases() -> Grid:
    """The grid, without its boundary."""
    rows = np.array(list(product(REACTIONS, REACTIONS, FATIGUES, FATIGUES))).T
    grid = Grid(*rows)
    clear = np.abs(grid.margin - 1.0) >= BOUNDARY
    return Grid(*(column[clear] for column in grid))


def slow_rate(k: Numbers, l: Numbers, a: Numbers, b: Numbers) -> Numbers:  # noqa: E741 - Richardson's letters
    """The larger eigenvalue of ((-a, k), (l, -b)), 1/year: -(a + b)/2 + sqrt((a - b)^2/4 + k l)."""
    root = np.sqrt(0.25 * (a - b) ** 2 + k * l)
    return np.asarray(root - 0.5 * (a + b))


def simulated(grid: Grid, years: int = YEARS) -> Numbers:
    """Run the model's own arms rule from a small disturbance, month by month; the final rate of change, 1/year.

    Routine is nought, so that the point of rest is nought; felt tension is full and no agreement limits arms, so that
    menace is the rival's arms. The rule is linear between its bounds, so a disturbance that grows or fades is brought back
    to its size every five years: the rate is that of the mode which remains.
    """
    both = np.stack([np.full_like(grid.k, START), np.full_like(grid.k, START)])
    p = _between(grid)
    rate = np.zeros_like(grid.k)
    for _ in range(years * 12 // LAST):
        before = both.sum(axis=0)
        for _ in range(LAST):
            both = arms.arms(both, both[::-1], 0.0, p)
        rate = 12.0 / LAST * np.log(both.sum(axis=0) / before)
        both = both * START / both.sum(axis=0)
    return rate


def _between(grid: Grid) -> Parameters:
    """The parameters of both states of every case, `[state, case]`: each has a reaction and a fatigue of its own."""
    return Parameters(arms_reaction=np.stack([grid.k, grid.l]), arms_fatigue=np.stack([grid.a, grid.b]))


def races(years: int = YEARS) -> Races:
    """All cases."""
    grid = cases()
    return Races(grid, simulated(grid, years), slow_rate(*grid))


def resting_point(
    reaction: tuple[float, float], fatigue: tuple[float, float], routine: tuple[float, float]
) -> tuple[Numbers, Numbers]:
    """Where a stable race comes to rest by simulation, and by Richardson's two linear equations; shares of GDP.

    a (x - m) = k y and b (y - n) = l x, so x = (a b m + b k n) / (a b - k l), and y likewise.
    """
    both = np.array(routine, dtype=float)[:, None]
    own = both.copy()
    p = Parameters(arms_reaction=np.array(reaction)[:, None], arms_fatigue=np.array(fatigue)[:, None])
    for _ in range(12 * YEARS):
        both = arms.arms(both, both[::-1], own, p)
    (k, l), (a, b), (m, n) = reaction, fatigue, routine  # noqa: E741 - Richardson's letters
    gap = a * b - k * l
    return both[:, 0], np.array([(a * b * m + b * k * n) / gap, (a * b * n + a * l * m) / gap])


class Ceiling(NamedTuple):
    """Cases that start at 5 % of GDP each and how many of them have reached the rule's ceiling in a century."""

    unstable: int
    of_unstable: int
    stable: int
    of_stable: int


def at_ceiling(years: int = 100) -> Ceiling:
    """How many of the cases end at the ceiling within so many years."""
    grid = cases()
    both = np.full((2, len(grid.k)), 0.05)
    p = _between(grid)
    for _ in range(12 * years):
        both = arms.arms(both, both[::-1], 0.0, p)
    full, stable = both.max(axis=0) >= 0.6, grid.margin > 1.0
    return Ceiling(int(full[~stable].sum()), int((~stable).sum()), int(full[stable].sum()), int(stable.sum()))


def default_rate() -> float:
    """The slow rate at the default parameters, between equals at full tension, 1/year."""
    k, a = (np.asarray(PARAMETER_TABLE[name].default) for name in ("arms_reaction", "arms_fatigue"))
    return float(slow_rate(k, k, a, a))


def statements(found: Races) -> list[Statement]:
    """Richardson's condition and what follows from it, held against the simulation."""
    stable = found.grid.margin > 1.0
    agrees = (found.rate < 0.0) == stable
    off = np.abs(found.rate / found.predicted - 1.0)
    rest, solved = resting_point((0.04, 0.08), (0.08, 0.1), (0.04, 0.06))
    apart = float(np.abs(rest / solved - 1.0).max())
    ceiling = at_ceiling()
    return [
        Statement(
            "A disturbance dies away if and only if a b > k l",
            bool(agrees.all()),
            f"simulation and condition agree in {agrees.sum()} of {agrees.size} cases ({stable.sum()} stable, "
            f"{(~stable).sum()} not), {100 * agrees.mean():.1f} %",
        ),
        Statement(
            "The pace is that of the slower eigenvalue of the two equations",
            bool(off.max() < 0.05),
            f"largest difference between the simulated and the predicted rate {100 * off.max():.1f} % "
            "(the model takes monthly steps, the equations none)",
        ),
        Statement(
            "A stable race rests where both equations are zero",
            apart < 1e-6,
            f"at {rest[0]:.4f} and {rest[1]:.4f} of GDP; solved: {solved[0]:.4f} and {solved[1]:.4f}",
        ),
        Statement(
            "An unstable race grows without limit",
            ceiling.unstable == ceiling.of_unstable,
            "the rule has a ceiling (0.6 of GDP), so growth ends there: from 5 % of GDP each "
            f"{ceiling.unstable} of {ceiling.of_unstable} unstable cases reach it within a century, and "
            f"{ceiling.stable} of "
            f"{ceiling.of_stable} stable ones",
        ),
    ]


def page(seed: int = 0) -> Page:
    """The page, computed; there is no chance in it, and `seed` is not used."""
    found = races()
    rows = []
    edges = (0.0, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0, 10.0, np.inf)
    for low, high in pairwise(edges):
        within = (found.grid.margin >= low) & (found.grid.margin < high)
        if not within.any():
            continue
        years = 1.0 / np.abs(found.rate[within])
        agrees = (found.rate[within] < 0.0) == (low >= 1.0)
        rows.append(
            [
                f"{low:g} to {high:g}" if np.isfinite(high) else f"above {low:g}",
                str(within.sum()),
                "fades" if low >= 1.0 else "grows",
                f"{100 * agrees.mean():.0f} %",
                f"{np.median(years):.0f} ({np.min(years):.0f} to {np.max(years):.0f})",
            ]
        )
    rate = default_rate()
    k, a = PARAMETER_TABLE["arms_reaction"].default, PARAMETER_TABLE["arms_fatigue"].default
    return Page(
        name="richardson",
        title="Richardson's stability condition",
        source="Richardson, L. F. 1960, Arms and Insecurity: dx/dt = k y - a x + g, dy/dt = l x - b y + h, stable if "
        "and only "
        "if a b > k l.",
        done="The model's own arms rule (simulation/rules/arms.py), month by month, for every combination of two "
        "reactions "
        f"({', '.join(f'{x:g}' for x in REACTIONS)} a year) and two fatigues ({', '.join(f'{x:g}' for x in FATIGUES)} "
        "a year), "
        f"but for cases within {BOUNDARY:.0%} of the boundary: {len(found.rate)} cases. Full tension, no arms "
        "agreement, "
        f"a small disturbance, {YEARS} years, in which it is brought back to its size every five. There is no chance "
        "in it.",
        tables=[
            Table(
                "By how far fatigue outweighs reaction",
                (
                    "a b / (k l)",
                    "Cases",
                    "By the condition",
                    "Simulation agrees",
                    "Time constant, years: median (range)",
                ),
                rows,
            )
        ],
        statements=statements(found),
        limits=f"At the default values (reaction {k:g}, fatigue {a:g} a year) a b / (k l) is {(a / k) ** 2:.0f}, so "
        "the race is "
        f"stable, and a disturbance between equals at full tension takes {-1 / rate:.0f} years to fall to a third. In "
        "the "
        "model at large the reaction is multiplied by felt tension (0 to 1) and cut by arms agreements, which is to "
        "say that "
        "détente moves a race towards stability; and every stock is bounded, so no race is endless.",
    )
