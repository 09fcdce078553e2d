"""Test 3: when both sides talk, exchange, or do both for five years, and then are free, what is left of it?

The article speaks of *bilateral* dialogue and cooperation. Against both holding back, on the same chance: felt tension of
all is lower, mutual benefit higher, threats and coercion rarer, in each of three windows after the orders have ended. Shown
beside are cooperation, agreements in force, words (denunciations), crises and their severity. While conduct is ordered
nothing is read off: that would be construction.
"""

from __future__ import annotations

from simulation.experiments.causal_story.measures import Runs, Simulate, Window, difference, measured
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.conducted import AFTER, MONTHS, conducted
from simulation.scenario import Rivalry, Scenario, StateSpec, load_scenario

BOTH = ("talk", "exchange", "both")
CONTROL = "hold"
#: which way each measure must go, its whole interval; no size is asked for beyond that, since force is rare in any case
SIGNS = {"tension": Rule("below"), "benefit": Rule("above"), "force": Rule("below")}
UNITS = {"tension": "points", "benefit": "benefit", "force": "acts"}
#: what is shown beside each of them
BESIDE = {"tension": ("cooperation",), "benefit": ("in_force",), "force": ("words", "crises", "severity")}
WINDOWS: dict[str, Window] = {f"after_{years.replace('-', '_')}": months for years, months in AFTER.items()}
THIRD = "Sundara"


def grounds() -> dict[str, Scenario]:
    """The laboratory and the two neighbours of `classroom`, twelve years, each with two states and with three."""
    classroom = load_scenario("classroom").changed(months=MONTHS)
    laboratory = {n: laboratory_scenario(World(states=n), None) for n in (2, 3)}
    return {
        "laboratory": laboratory[2],
        "laboratory_of_three": laboratory[3],
        "classroom": classroom,
        "classroom_of_three": with_a_third(classroom),
    }


def with_a_third(scenario: Scenario) -> Scenario:
    """Two neighbours and a third, which is like the second and begins with both as they begin with each other."""
    first, second = (_with_influence(state, 1 / 3) for state in scenario.states)
    third = _with_influence(second, 1.0 - first.influence - second.influence).model_copy(
        update={"name": THIRD, "title": f"Republic of {THIRD}"}
    )
    (start,) = scenario.rivalries
    others = tuple(Rivalry(**{**dict(start), "between": (state.name, THIRD)}) for state in (first, second))
    return scenario.changed(states=(first, second, third), rivalries=(start, *others))


def _with_influence(state: StateSpec, share: float) -> StateSpec:
    return state.model_copy(update={"influence": share})


def rows(simulate: Simulate) -> list[Row]:
    """A row for each conduct and measure; its cells are the grounds and the windows."""
    cells: dict[tuple[str, str], list[Cell]] = {}
    for ground, scenario in grounds().items():
        held = _after(simulate, scenario, CONTROL)
        for conduct in BOTH:
            for (measure, window), values in _after(simulate, scenario, conduct).items():
                name = (ground, window) if measure in SIGNS else (measure, ground, window)
                cell = difference(name, values, held[measure, window])
                cells.setdefault((conduct, measure), []).append(cell)
    return [
        Row(
            f"both_sides.{conduct}_{measure}",
            UNITS[measure],
            SIGNS[measure],
            tuple(cells[conduct, measure]),
            beside=tuple(cell for other in BESIDE[measure] for cell in cells[conduct, other]),
        )
        for conduct in BOTH
        for measure in SIGNS
    ]


def _after(simulate: Simulate, scenario: Scenario, conduct: str) -> dict[tuple[str, str], Runs]:
    """What is measured in each window after five years of a conduct of all, `[run]`."""
    result = simulate(scenario.changed(orders=conducted(conduct, scenario.labels, scenario.start)))
    return {
        (measure, window): measured(result, measure, months)
        for measure in (*SIGNS, *(name for names in BESIDE.values() for name in names))
        for window, months in WINDOWS.items()
    }
