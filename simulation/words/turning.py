"""The turning points of a run: what turned, between whom, and what was imposed at that time."""

from __future__ import annotations

from simulation.catalogue import NOTHING, text
from simulation.experiments.story import Story
from simulation.experiments.turning_points import TurningPoint


def between(story: Story, point: TurningPoint) -> str:
    """The two states of a turning point."""
    first, second = story.scenario.pairs[point.dyad[0]]
    return f"{first} \N{EN DASH} {second}"


def what_turned(point: TurningPoint, lang: str = "en") -> str:
    """The signs of a turning point in words."""
    said = []
    for sign in point.signs:
        name, _, issue = sign.partition(":")
        if name == "shift":
            said.append(text("story.sign_warmer" if point.score > 0 else "story.sign_colder", lang))
        elif issue:
            said.append(text(f"story.sign_{name}", lang, issue=text(f"issue.{issue}", lang)))
        else:
            said.append(text(f"story.sign_{name}", lang))
    return "; ".join(said)


def imposed_near(story: Story, point: TurningPoint, lang: str = "en", most: int = 4) -> str:
    """What the scenario imposed in the half window before: it may have had nothing to do with it."""
    scenario = story.scenario
    months = range(max(point.month - point.window // 2, 0), point.month + 1)
    pair = scenario.pairs[point.dyad[0]]
    found = [
        text("story.took_office", lang, name=leader.name, state=leader.state)
        for leader in scenario.leaders
        if leader.state in pair
        and leader.since >= scenario.start
        and scenario.month_index(leader.since) in months
    ]
    found += [event.title for event in scenario.events if scenario.month_index(event.date) in months]
    found += [order.title for order in scenario.orders if scenario.month_index(order.date) in months]
    return "; ".join(found[:most]) or NOTHING
