"""Which worlds an atlas holds: a few levers of a scenario, a few values of each, and every world that they make."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from simulation.explorer.inputs import Input, Value, inputs
from simulation.scenario import Scenario

Row = tuple[str, tuple[Value, ...]]

#: by which rules a state may decide, from hard to kind: plain to say, and far apart in what they bring
DOCTRINES = ("hawk", "deliberate", "grit")
HAWKS = (0.2, 0.4, 0.6, 0.8)
DISPOSITIONS = (-0.8, -0.5, -0.25, 0.0, 0.25, 0.5, 0.8)
YES_OR_NO = (True, False)

#: what a lesson turns on, by scenario: keys of `inputs`, and values in the order in which they are slid over or chosen
PLANS: Mapping[str, tuple[Row, ...]] = {
    "classroom": (
        ("states.Kastara.doctrine", DOCTRINES),
        ("states.Velmora.doctrine", DOCTRINES),
        ("states.Kastara.hawks", HAWKS),
        ("rivalries.Kastara-Velmora.trade", (0.1, 0.6)),
        ("events.Premise_a_patrol_boat_strays_over_the_line_at_sea.happens", YES_OR_NO),
    ),
    "detente_1969": (
        ("leaders.Richard_Nixon.disposition", DISPOSITIONS),
        ("leaders.Leonid_Brezhnev.disposition", DISPOSITIONS),
        ("events.October_War_in_the_Middle_East.happens", YES_OR_NO),
    ),
}


class Lever(NamedTuple):
    """An input and the values that it takes in the atlas; the scenario's own is one of them."""

    input: Input
    values: tuple[Value, ...]

    @property
    def was(self) -> int:
        """The place of the scenario's own value."""
        return self.values.index(self.input.now)


def levers(scenario: Scenario) -> list[Lever]:
    """The levers of a scenario: those of its plan; an automatic choice where it has none, or lacks an input of it."""
    known = inputs(scenario)
    plan = PLANS.get(scenario.name, ())
    if not plan or any(key not in known for key, _ in plan):
        plan = automatic(scenario)
    return [_lever(known[key], values) for key, values in plan]


def automatic(scenario: Scenario) -> tuple[Row, ...]:
    """Who decides how in the first two states, how strong the first one's hard-liners are, and whether the gravest event,
    weapons aside, happens: 72 worlds, or 36 where nothing happens from outside.
    """
    known = inputs(scenario)
    doctrines = [key for key, one in known.items() if one.kind == "choice"][:2]
    hawks = [key for key, one in known.items() if one.field == "hawks"][:1]
    weighs = {one.title: one.size for one in scenario.events if one.kind != "technology"}
    gravest = max(weighs, key=lambda title: weighs[title], default=None)
    event = [key for key, one in known.items() if one.kind == "happens" and one.of == gravest][:1]
    return (
        *((key, DOCTRINES) for key in doctrines),
        *((key, HAWKS) for key in hawks),
        *((key, YES_OR_NO) for key in event),
    )


def worlds(asked: list[Lever]) -> list[dict[str, Value]]:
    """What is changed in each world, the last lever's values first: world sum(place x product of the counts behind it)."""
    return [
        {
            lever.input.key: value
            for lever, value in zip(asked, values, strict=True)
            if value != lever.input.now
        }
        for values in product(*(lever.values for lever in asked))
    ]


def _lever(one: Input, values: tuple[Value, ...]) -> Lever:
    """With the scenario's own value in the place of the nearest number, or of the doctrine that is not far from others."""
    if one.now in values:
        return Lever(one, values)
    if one.kind == "number":
        near = min(values, key=lambda value: abs(float(value) - float(one.now)))
    else:
        near = values[len(values) // 2]
    return Lever(one, tuple(one.now if value == near else value for value in values))
