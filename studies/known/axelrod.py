"""Axelrod's tournament of the repeated prisoner's dilemma: which of his results come out of the project's own "
"doctrines."""

from __future__ import annotations

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studies.known.arena import FIELD, NICE, play, title
from studies.known.page import Page, Statement, Table, estimate, shown

ROUNDS, REPETITIONS = 200, 64
TFT, GRIM, DOVE = "tit_for_tat", "grim", "dove"


class Ranking(NamedTuple):
    """What came out of the round robin. `scores` is `[doctrine, repetition]`, payoff a round over all opponents."""

    names: tuple[str, ...]
    scores: NDArray[np.float64]
    order: tuple[str, ...]  # best first
    lead: NDArray[
        np.float64
    ]  # [opponent, repetition]: what tit for tat had more than its opponent in their matches
    fields: int  # how many fields there are that hold tit for tat and at least one other
    won: int  # in how many of them nobody scored more


def ranking(rounds: int = ROUNDS, repetitions: int = REPETITIONS, seed: int = 0) -> Ranking:
    """Play the round robin, and look at every smaller field that holds tit for tat."""
    payoff = play(FIELD, rounds=rounds, repetitions=repetitions, seed=seed).payoff[0]
    scores = payoff.mean(axis=1)
    order = tuple(FIELD[k] for k in np.argsort(-scores.mean(axis=1), kind="stable"))
    me = FIELD.index(TFT)
    others = [k for k in range(len(FIELD)) if k != me]
    mean, won, fields = payoff.mean(axis=-1), 0, 0
    for size in range(1, len(others) + 1):
        for chosen in combinations(others, size):
            field = [me, *chosen]
            reached = mean[np.ix_(field, field)].mean(axis=1)
            won += bool(reached[0] >= reached.max() - 1e-9)
            fields += 1
    return Ranking(FIELD, scores, order, payoff[me] - payoff[:, me], fields, won)


def statements(found: Ranking) -> list[Statement]:
    """What Axelrod says, held against the ranking."""
    place = {name: found.order.index(name) + 1 for name in found.names}
    mean = dict(zip(found.names, found.scores.mean(axis=1), strict=True))
    worst_nice = max(place[name] for name in NICE)
    best_other = min(place[name] for name in found.names if name not in NICE)
    provocable = [name for name in NICE if name != DOVE]
    forgiving = [name for name in provocable if name != GRIM]
    winner = found.order[0]
    behind = estimate(found.scores[found.names.index(winner)] - found.scores[found.names.index(TFT)])
    return [
        Statement(
            "Nice rules, never the first to defect, stand above all others",
            worst_nice < best_other,
            f"nice rules hold places 1 to {worst_nice}, the first other stands at {best_other}",
        ),
        Statement(
            "A nice rule must be provocable: one that never hits back does worse than those that do",
            all(mean[DOVE] < mean[name] for name in provocable),
            f"always cooperate {mean[DOVE]:.2f}; those that hit back {min(mean[n] for n in provocable):.2f} or more",
        ),
        Statement(
            "Tit for tat never scores more than its opponent in a match",
            bool((found.lead <= 1e-9).all()),
            f"its largest lead over any opponent in {found.lead.size} pairs of matches: {np.max(found.lead) + 0.0:.3f} "
            "a round",
        ),
        Statement(
            "Tit for tat wins the tournament",
            place[TFT] == 1,
            f"place {place[TFT]} of {len(found.names)}; first is {title(winner)}, ahead by {shown(behind)} a round",
        ),
        Statement(
            "Tit for tat is robust: it comes first in most fields",
            found.won > found.fields / 2,
            f"nobody scores more in {found.won} of the {found.fields} fields made of these rules that hold it",
        ),
        Statement(
            "Forgiving pays: the unforgiving rule (Friedman's, here grim trigger) comes last of the provocable nice "
            "rules",
            all(mean[GRIM] < mean[name] for name in forgiving),
            f"grim trigger at place {place[GRIM]} with {mean[GRIM]:.2f}; the others "
            f"{min(mean[n] for n in forgiving):.2f} "
            f"to {max(mean[n] for n in forgiving):.2f}",
        ),
    ]


def page(seed: int = 0) -> Page:
    """The page, computed."""
    found = ranking(seed=seed)
    rows = [
        [
            str(place),
            title(name),
            "yes" if name in NICE else "no",
            shown(estimate(found.scores[found.names.index(name)])),
        ]
        for place, name in enumerate(found.order, start=1)
    ]
    return Page(
        name="axelrod",
        title="Axelrod's tournament as a special case",
        source="Axelrod, R. 1980, Journal of Conflict Resolution 24; 1984, The Evolution of Cooperation. Payoffs 5, "
        "3, 1, 0; 200 rounds; everyone meets everyone and itself.",
        done="The project's own doctrines, unchanged, are asked through the same observation as in the model, "
        "reduced to the "
        "rival's last move and two acts: talk (cooperate) and denounce (defect). No noise. 'Hold' finds neither act "
        "within "
        "its rule and so plays at random. "
        f"{len(found.names)} rules, {ROUNDS} rounds, {REPETITIONS} repetitions, seed {seed}; 95 % bootstrap intervals "
        "over "
        "repetitions where anything is random.",
        tables=[
            Table(
                "Payoff a round over all opponents", ("Place", "Rule", "Nice", "Payoff (95 % interval)"), rows
            )
        ],
        statements=statements(found),
        limits="Who wins depends on who plays. Axelrod's fields held 15 and 63 rules, many of them sly; this one "
        "holds few, "
        "and two of its eight never listen, against which the unforgiving loses nothing. Tit for tat and its "
        "contrite kin "
        "are one and the same without noise.",
    )
