"""The part of the claims page that tells of the search behind the conclusion (Z1)."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.catalogue import number, percent, text
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.pages.blocks import Block, Grid, Heading, Paragraph, Picture

FRONTIER = "Z1_frontier"  # the name of the figure of the search behind the conclusion


def frontier_blocks(frontier: Frontier, picture: bytes | None, lang: str = "en") -> Sequence[Block]:
    """The search behind the conclusion: what the best mixture wants and reaches, beside the best single aim."""
    best, mean = frontier.motives[frontier.best], frontier.motives.mean(axis=0)
    wanted = [
        (
            text(f"motive.{name}", lang),
            *(percent(2.0 * float(value[k]), lang) for value in (best, mean)),
        )
        for k, name in enumerate(MOTIVES)
    ]
    reached = [
        (
            text(f"claim_measure.{name}", lang),
            number(float(frontier.goals[frontier.best][k]), lang, 2),
            number(float(frontier.single_goals[k]), lang, 2),
            text(f"claim_unit.{name}", lang),
        )
        for k, name in enumerate(GOALS)
    ]
    intro = text(
        "claims.frontier_intro",
        lang,
        policies=len(frontier.motives),
        motives=len(MOTIVES),
        low=number(min(frontier.spread), lang, 1),
        high=number(max(frontier.spread), lang, 1),
        single=text(f"motive.{frontier.single}", lang),
    )
    place = {name: k for k, name in enumerate(GOALS)}
    top = frontier.goals[frontier.best]
    shown = text(
        "claims.frontier_alternative",
        lang,
        policies=len(frontier.motives),
        tension=number(float(top[place["tension"]]), lang),
        benefit=number(float(top[place["benefit"]]), lang, 2),
        tension_alone=number(float(frontier.single_goals[place["tension"]]), lang),
        benefit_alone=number(float(frontier.single_goals[place["benefit"]]), lang, 2),
    )
    figure = [] if picture is None else [Picture(f"claim_{FRONTIER}.png", picture, shown)]
    return [
        Heading(text("claims.frontier", lang)),
        Paragraph(intro),
        *figure,
        Grid(
            text("claims.frontier_wants", lang),
            [text(f"claims.{name}", lang) for name in ("motive", "best", "mean")],
            wanted,
        ),
        Grid(
            text("claims.frontier_reached", lang),
            [text(f"claims.{name}", lang) for name in ("goal", "best", "alone", "unit")],
            reached,
        ),
    ]
