"""Noise in the repeated prisoner's dilemma: echoes between two tit for tat, and three cures (Molander; Wu & "
"Axelrod)."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.experiments.ensembles import Difference
from studies.known.arena import FIELD, NICE, REWARD, play, title
from studies.known.page import Page, Statement, Table, estimate, shown

LEVELS = (0.0, 0.01, 0.03, 0.05, 0.1)  # chance that a move goes wrong; 1 to 10 % is the usual range
MISREADINGS = 0.03
ROUNDS, REPETITIONS = 800, 96  # the long run: the second half of each match
FIELD_LEVEL = 0.01
HAWKS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)  # shares of the field that always defect
TFT, GENEROUS, CONTRITE, PAVLOV = "tit_for_tat", "generous_tit_for_tat", "contrite_tit_for_tat", "pavlov"
RULES = (TFT, GENEROUS, CONTRITE, PAVLOV, "grim", "hold")
RANDOM_LEVEL = (5.0 + 3.0 + 1.0 + 0.0) / 4.0
NEAR = 0.1  # payoff a round within which a rule counts as 'about' at the random level (assumption)
RESTORED = 0.5  # share of what noise costs two tit for tat that a cure must win back (assumption)

Numbers = NDArray[np.float64]


class Noise(NamedTuple):
    """Long-run payoffs a round. `alone`: against its own kind, `[level, rule, repetition]`; `misread` the same for errors
    of reading, `[rule, repetition]`; `field`: in the field as it is, `[doctrine, repetition]`; `mixed`: in fields with a
    share of hawks, `[share, doctrine, repetition]`.
    """

    alone: Numbers
    misread: Numbers
    field: Numbers
    mixed: Numbers


def measured(rounds: int = ROUNDS, repetitions: int = REPETITIONS, seed: int = 0) -> Noise:
    """Play every rule against itself at all levels of noise, and the field at one."""
    long = partial(play, rounds=rounds, repetitions=repetitions, seed=seed, skip=rounds // 2)
    alone = long(RULES, slips=LEVELS, alone=True).payoff[:, :, 0]
    misread = long(RULES, misreadings=MISREADINGS, alone=True).payoff[0, :, 0]
    payoff = long(FIELD, slips=(FIELD_LEVEL,)).payoff[0]  # [row, column, repetition]
    hawk = FIELD.index("hawk")
    others = np.delete(payoff, hawk, axis=1).mean(axis=1)
    mixed = np.stack([share * payoff[:, hawk] + (1.0 - share) * others for share in HAWKS])
    return Noise(alone, misread, payoff.mean(axis=1), mixed)


def _of(rule: str, values: Numbers) -> Numbers:
    return np.asarray(values[..., RULES.index(rule), :])


def _member(rule: str, values: Numbers) -> Numbers:
    return np.asarray(values[..., FIELD.index(rule), :])


def restored(rule: str, found: Noise) -> list[Difference]:
    """Share of what noise costs two tit for tat that two of `rule` win back, by level above 0."""
    lost = REWARD - _of(TFT, found.alone)[1:].mean(axis=-1)
    won = (_of(rule, found.alone) - _of(TFT, found.alone))[1:]
    return [estimate(one / cost) for one, cost in zip(won, lost, strict=True)]


def _cures(rule: str, found: Noise, says: str) -> Statement:
    shares = restored(rule, found)
    return Statement(
        says,
        all(share.low >= RESTORED for share in shares),
        "wins back "
        + "; ".join(
            f"{100 * s.mean:.0f} % at {level:.0%}" for s, level in zip(shares, LEVELS[1:], strict=True)
        ),
    )


def statements(found: Noise) -> list[Statement]:
    """What the sources say, held against the payoffs."""
    echoes = [estimate(values) for values in _of(TFT, found.alone)[1:]]
    blind = estimate(_of(CONTRITE, found.misread) - _of(TFT, found.misread))
    pavlov = _member(PAVLOV, found.field)
    behind = {rule: estimate(_member(rule, found.field) - pavlov) for rule in (GENEROUS, CONTRITE)}
    places = [1 + int((m.mean(axis=-1) > _member(PAVLOV, m).mean()).sum()) for m in found.mixed]
    nice = [1 + sum(_member(r, m).mean() > _member(PAVLOV, m).mean() for r in NICE) for m in found.mixed]
    return [
        Statement(
            "Two tit for tat fall into echoes: at any noise, however small, their payoff falls in the long run to "
            "that of chance",
            all(abs(one.mean - RANDOM_LEVEL) < NEAR for one in echoes),
            f"random level {RANDOM_LEVEL:.2f}; "
            + "; ".join(
                f"{shown(one)} at {level:.0%}" for one, level in zip(echoes, LEVELS[1:], strict=True)
            ),
        ),
        _cures(
            GENEROUS,
            found,
            "Generosity restores cooperation between its own kind (at least half of what was lost)",
        ),
        _cures(
            CONTRITE,
            found,
            "Contrition restores cooperation between its own kind (at least half of what was lost)",
        ),
        Statement(
            "Contrition cures slips, not misreadings (Boerlijst, Nowak & Sigmund 1997)",
            blind.high < RESTORED * (REWARD - float(_of(TFT, found.misread).mean())),
            f"with {MISREADINGS:.0%} of moves misread it gains {shown(blind)} a round over tit for tat",
        ),
        _cures(
            PAVLOV, found, "Pavlov restores cooperation between its own kind (at least half of what was lost)"
        ),
        Statement(
            "In a mixed field with noise, generous and contrite tit for tat do better than Pavlov",
            all(one.low > 0.0 for one in behind.values()),
            f"with each of {len(FIELD)} rules once and {FIELD_LEVEL:.0%} slips: "
            + "; ".join(f"{title(rule)} ahead by {shown(one, 3)}" for rule, one in behind.items()),
        ),
        Statement(
            "Pavlov depends on the field: the more of it always defect, the further it falls behind",
            bool(nice[-1] > nice[0]),
            f"its place among the {len(NICE)} nice rules goes from {nice[0]} without hawks to {nice[-1]} at "
            f"{HAWKS[-1]:.0%} "
            f"hawks; among all {len(FIELD)} from {places[0]} to {places[-1]}",
        ),
    ]


def page(seed: int = 0) -> Page:
    """The page, computed."""
    found = measured(seed=seed)
    own = [
        [f"{level:.0%}", *(shown(estimate(_of(rule, found.alone)[k])) for rule in RULES)]
        for k, level in enumerate(LEVELS)
    ]
    own.append([f"{MISREADINGS:.0%} misread", *(shown(estimate(_of(rule, found.misread))) for rule in RULES)])
    mixed = [
        [f"{share:.0%}", *(shown(estimate(_member(rule, found.mixed)[k])) for rule in NICE)]
        for k, share in enumerate(HAWKS)
    ]
    return Page(
        name="noise",
        title="Noise, echoes, and three cures",
        source="Molander, P. 1985, on the optimal level of generosity, Journal of Conflict Resolution; Wu, J. & "
        "Axelrod, R. 1995, "
        "'How to Cope with Noise in the Iterated Prisoner's Dilemma', Journal of Conflict Resolution 39: 183-189; "
        "Boerlijst, M., "
        "Nowak, M. & Sigmund, K. 1997, on contrition.",
        done="The arena of the page on Axelrod, with noise. A slip turns a move into the other one, and both see "
        "what was done; "
        "a misreading leaves the move as it was, and only its reader is wrong. "
        f"{ROUNDS} rounds, of which the second half counts; {REPETITIONS} repetitions on the same chance, seed {seed}; "
        "payoffs a round with 95 % bootstrap intervals over repetitions. Mutual cooperation is worth "
        f"{REWARD:.0f}, chance {RANDOM_LEVEL:.2f}. 'About the random level' is within {NEAR}.",
        tables=[
            Table("Against one's own kind, by noise", ("Noise", *(title(rule) for rule in RULES)), own),
            Table(
                f"In the field of eight rules, {FIELD_LEVEL:.0%} slips, by the share of hawks",
                ("Hawks", *(title(rule) for rule in NICE)),
                mixed,
            ),
        ],
        statements=statements(found),
        limits="Wu and Axelrod played the cures in the 63 rules of Axelrod's second tournament, and let the field "
        "evolve; here "
        "the field is the project's own eight rules in fixed shares.",
    )
