"""Which theory accounts for what a state did: measured by how well each would have told its acts in advance.

Every doctrine is shown what the state saw, month by month, and keeps its own notes on it. Its log weights w(a) enter a
conditional logit with a constant for every act (McFadden 1974, in Zarembka, Frontiers in Econometrics),

    P(a) = exp(k_a + l w(a)) / sum exp(k + l w) over the acts within reach,   l >= 0,

fitted by maximum likelihood. The constants k are the state's habits: how often it does what, whatever the moment; every
explanation is given them, because a theory of reciprocity or deterrence speaks of *when* a state is hostile and not of what
an act costs. The precision l lets a doctrine be judged by what it points at and not by how strictly (quantal response;
McKelvey & Palfrey 1995). The score of an explanation is its part of what there is to know beyond habit,

    e = (L_account - L_habit) / (L_own - L_habit),

with L the log likelihood of the acts and L_own that of the weights by which the state really chose: no explanation can be
expected to do better. A deliberate state is a coalition of reasons; the same measure says how much is lost when one group
of them is left out.

k and l are fitted over an ensemble, all runs together; the score of one run uses them as they are.

What a person chose who played a state is a free act like any other in the run in which it was chosen. In other runs it
would answer nothing, so that an ensemble is to be of the scenario without it (`inputs.premises`); L_own is then that of the
doctrine whose place the person took, and a person may be told better by another, e > 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.stats import bootstrap

from simulation import inputs
from simulation.actions import ACTIONS
from simulation.doctrines import DOCTRINES, Doctrine, preference
from simulation.doctrines.doctrine import forgets
from simulation.experiments import ensembles
from simulation.experiments.retracing import STAGES, Month
from simulation.parameters import Parameters
from simulation.scenario import Scenario
from simulation.state import FREE, MEMORY_SLOTS, Array, Observation

#: the doctrines that stand for an explanation of the literature; controls, single instruments and national variants do not,
#: and fixed leanings are habits by definition
THEORIES = (
    "reciprocity",
    "tit_for_tat",
    "pavlov",
    "grim",
    "linear",
    "limited_reciprocity",
    "grit",
    "firm_deterrence",
    "linkage",
    "two_level",
    "roth_erev",
)
PRIOR = 0.01  # of a normal prior, so weak that it only keeps what never happens from running to infinity (assumption)
#: free acts of a run, ten years of two a month, below which its own score would be chance (assumption)
LEAST_ACTS = 240
#: log likelihood an act that there must be to know, or no part of it can be told (assumption)
LEAST_KNOWN = 0.01


class Explanation(NamedTuple):
    """How well one explanation tells a state's acts: in the chosen run, and over all runs of the ensemble."""

    name: str  # a doctrine; or a group of reasons that is left out
    here: float  # part of what could be known in the run; 1 is all, below 0 worse than habit; NaN in a short run
    everywhere: ensembles.Difference  # the same over all runs, with its 95 % interval; n runs


class StateExplanations(NamedTuple):
    """One state: how many acts it could choose freely in the run, what there was to know, all explanations, best first.

    `habit` and `knowable` are in bits an act over the ensemble: what habit tells beyond chance, and what the state's own
    weights tell beyond habit. `reasons` holds what is left without each group of its own reasons, the gravest loss first;
    it is empty for a doctrine that has one reason only.
    """

    state: str
    doctrine: Doctrine
    acts: int
    habit: float
    knowable: float
    explanations: list[Explanation]
    reasons: list[Explanation]


class Seen(NamedTuple):
    """What was seen and done in all months and stages, folded on one axis: `[pair, moment]`, and the run of each moment."""

    view: Observation
    wish: Array  # [action, pair, moment] the log weights that were used
    act: Array  # [pair, moment] codes
    free: Array  # [pair, moment] bool: the state, or who played it, chose freely, and the run had not ended
    run: Array  # [moment]
    months: tuple[Month, ...]


def seen(scenario: Scenario, months: Sequence[Month]) -> Seen:
    """Fold the months of some runs: moments are by month, stage and run."""
    imposed = inputs.imposed_on(inputs.premises(scenario))
    runs = months[0].record.war.shape[-1]
    pairs = len(scenario.pairs)
    views: list[Observation] = []
    wishes, acts, free = [], [], []
    for month in months:
        for stage in STAGES:
            judged = month.judged[stage]
            views.append(judged.view)
            wishes.append(judged.wish)
            acts.append(getattr(month.record, stage))
            order = getattr(imposed, stage)[month.number]
            choice = judged.view.available.sum(axis=0) > 1
            free.append((order == FREE) & ~month.before.over & choice)
    folded = Observation(*(_fold(parts, pairs, runs) for parts in zip(*views, strict=True)))
    return Seen(
        folded,
        np.concatenate(wishes, axis=-1),
        np.concatenate(acts, axis=-1),
        np.concatenate(free, axis=-1),
        np.tile(np.arange(runs), len(acts)),
        tuple(months),
    )


def _fold(parts: Sequence[Array], pairs: int, runs: int) -> Array:
    return np.concatenate([np.broadcast_to(x, (*np.shape(x)[:-2], pairs, runs)) for x in parts], axis=-1)


def explanations(scenario: Scenario, ensemble: Seen, chosen: Seen) -> list[StateExplanations]:
    """The explanations of every state's acts. `ensemble` holds the runs that are fitted, `chosen` the reported one."""
    p = inputs.parameters_of(scenario)
    both = (ensemble, chosen)
    used = {state.doctrine.name for state in scenario.states}
    weights = {
        name: [weights_of(DOCTRINES[name], one, p) for one in both] for name in THEORIES if used != {name}
    }
    found = []
    for state in scenario.states:
        rows = [row for row, (actor, _) in enumerate(scenario.pairs) if actor == state.name]
        fit = _Fit(both, rows)
        judged = [
            fit.explanation(name, pair) for name, pair in weights.items() if name != state.doctrine.name
        ]
        left = _without(state.doctrine, both, p)
        reasons = [fit.explanation(name, pair) for name, pair in left.items()]
        found.append(
            StateExplanations(
                state.name,
                state.doctrine,
                fit.moments[1].count,
                fit.habit_bits,
                fit.known_bits,
                sorted(judged, key=lambda one: -_place(one.everywhere.mean)),
                sorted(reasons, key=lambda one: _place(one.everywhere.mean)),
            )
        )
    return found


def _place(value: float) -> float:
    return value if np.isfinite(value) else -np.inf


def weights_of(doctrine: Doctrine, seen: Seen, p: Parameters) -> Array:
    """The log weights of a doctrine that sees what was seen, with notes of its own, `[action, pair, moment]`."""
    notes = seen.view.notes if doctrine.remember is forgets else _notes(doctrine, seen, p)
    return preference(doctrine.reasons(seen.view._replace(notes=notes), p)) + 0.0 * seen.wish


def _notes(doctrine: Doctrine, seen: Seen, p: Parameters) -> Array:
    """What the doctrine would have noted of the same months, from none at the start; the acts are those that were done."""
    runs = seen.months[0].record.war.shape[-1]
    notes = np.zeros((MEMORY_SLOTS, len(seen.act), runs))
    kept = []
    for month in seen.months:
        kept += [notes] * len(STAGES)
        notes = doctrine.remember(notes, month.noted.view._replace(notes=notes), month.noted.own, p)
    return np.concatenate(kept, axis=-1)


def _without(doctrine: Doctrine, both: Sequence[Seen], p: Parameters) -> dict[str, list[Array]]:
    """The state's own weights without each group of reasons; none where there is but one group."""
    terms = [doctrine.reasons(one.view, p) for one in both]
    groups = list(dict.fromkeys(term.concern for term in terms[0]))
    if len(groups) < 2:
        return {}
    return {
        group: [
            one.wish - preference([term for term in part if term.concern == group])
            for one, part in zip(both, terms, strict=True)
        ]
        for group in groups
    }


class _Moments:
    """A state's free choices of some runs: what was within reach, what it did, in which run."""

    def __init__(self, seen: Seen, rows: list[int]) -> None:
        self.rows = rows
        self.free = seen.free[rows]
        self.act = seen.act[rows][self.free]
        self.within = seen.view.available[:, rows][:, self.free]
        self.run = np.broadcast_to(seen.run, self.free.shape)[self.free]
        self.count = len(self.act)
        self.runs = int(seen.run.max()) + 1

    def of(self, weights: Array) -> Array:
        """`[action, pair, moment]` -> `[action, choice]`; 0 for what is out of reach."""
        mine = weights[:, self.rows][:, self.free]
        return np.where(self.within, mine - mine.max(axis=0, initial=-np.inf, where=self.within), 0.0)

    def chances(self, weights: Array) -> Array:
        """Log probability of every act, `[action, choice]`; minus infinity out of reach."""
        shown = np.where(self.within, weights, -np.inf)
        shown = shown - shown.max(axis=0)
        return np.asarray(shown - np.log(np.exp(shown).sum(axis=0)))

    def log_likelihood(self, weights: Array) -> Array:
        """Log likelihood of the acts, `[choice]`."""
        return np.take_along_axis(self.chances(weights), self.act[None], axis=0)[0]

    def by_run(self, values: Array) -> Array:
        """Sums over the choices of each run, `[run]`."""
        return np.bincount(self.run, values, minlength=self.runs)


class _Fit:
    """Accounts of one state: fitted on the first of two sets of moments, and judged on both."""

    def __init__(self, both: Sequence[Seen], rows: list[int]) -> None:
        self.moments = [_Moments(one, rows) for one in both]
        fitted = self.moments[0]
        self.own = [m.log_likelihood(m.of(one.wish)) for m, one in zip(self.moments, both, strict=True)]
        self.constants, _ = self._fit(None)
        self.habit = [
            m.log_likelihood(self.constants[:, None] + np.zeros(m.within.shape)) for m in self.moments
        ]
        chance = fitted.log_likelihood(np.zeros(fitted.within.shape)).sum()
        bit = np.log(2.0) * max(fitted.count, 1)
        self.habit_bits = float((self.habit[0].sum() - chance) / bit)
        self.known_bits = float((self.own[0].sum() - self.habit[0].sum()) / bit)

    def explanation(self, name: str, weights: Sequence[Array]) -> Explanation:
        """One explanation; `weights` of both sets, `[action, pair, moment]`."""
        given = [m.of(one) for m, one in zip(self.moments, weights, strict=True)]
        unit = float(given[0].std()) or 1.0
        constants, precision = self._fit(given[0] / unit)
        gains, most = [], []
        for m, one, own, habit in zip(self.moments, given, self.own, self.habit, strict=True):
            likely = m.log_likelihood(constants[:, None] + precision / unit * one)
            gains.append(m.by_run(likely - habit))
            most.append(m.by_run(own - habit))
        acts = self.moments[1].count
        enough = acts >= LEAST_ACTS and most[1].sum() > LEAST_KNOWN * acts
        here = _ratio(gains[1], most[1]) if enough else np.nan
        return Explanation(name, float(here), self._everywhere(gains[0], most[0]))

    def _everywhere(self, gains: Array, most: Array) -> ensembles.Difference:
        """Ratio of the sums over runs, with a bootstrap interval over runs (Efron & Tibshirani 1993, chapter 13)."""
        if most.sum() <= LEAST_KNOWN * self.moments[0].count or len(most) < 2:
            return ensembles.Difference(np.nan, np.nan, np.nan, len(most))
        found = bootstrap(
            (gains, most), _ratio, paired=True, vectorized=True, method="percentile", n_resamples=ensembles.RESAMPLES,
            rng=0,
        )  # fmt: skip
        low, high = found.confidence_interval
        return ensembles.Difference(float(_ratio(gains, most)), float(low), float(high), len(most))

    def _fit(self, weights: Array | None) -> tuple[Array, float]:
        """Constants `[action]` and precision that make the acts likeliest: Newton steps on a strictly concave function.

        `weights` `[action, choice]` are in standard deviations. An explanation that points the wrong way has precision 0.
        """
        m, acts = self.moments[0], len(ACTIONS)
        if not m.count:
            return np.zeros(acts), 0.0
        done = np.bincount(m.act, minlength=acts)
        shown = np.zeros(m.within.shape) if weights is None else weights
        picked = float(np.take_along_axis(shown, m.act[None], axis=0).sum())

        def loss(given: Array) -> float:
            likely = m.log_likelihood(given[:acts, None] + given[acts] * shown)
            return float(-likely.sum() + 0.5 * PRIOR * given @ given) / m.count

        def slope(given: Array) -> Array:
            chance = np.exp(m.chances(given[:acts, None] + given[acts] * shown))
            gap = np.append(done - chance.sum(axis=1), picked - (chance * shown).sum())
            return (PRIOR * given - gap) / m.count

        def bend(given: Array) -> Array:
            chance = np.exp(m.chances(given[:acts, None] + given[acts] * shown))
            mean = (chance * shown).sum(axis=0)
            matrix = np.diag(np.full(acts + 1, PRIOR))
            matrix[:acts, :acts] += np.diag(chance.sum(axis=1)) - chance @ chance.T
            matrix[:acts, acts] = matrix[acts, :acts] = (chance * (shown - mean)).sum(axis=1)
            matrix[acts, acts] += (chance * (shown - mean) ** 2).sum()
            return matrix / m.count

        start = np.append(np.log((done + 0.5) / (m.within.sum(axis=1) + 0.5 * acts)), 0.0)
        fitted = minimize(loss, start, jac=slope, hess=bend, method="trust-exact", options={"gtol": 1e-5})
        if fitted.x[acts] <= 0.0 and weights is not None:
            return self.constants, 0.0
        return np.asarray(fitted.x[:acts]), float(fitted.x[acts])


def _ratio(gains: Array, most: Array, axis: int = -1) -> Array:
    return np.sum(gains, axis=axis) / np.sum(most, axis=axis)
