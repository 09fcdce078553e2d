"""Test 2: a détente once begun keeps itself up, and can be lost.

The same world with nothing imposed is begun in détente and in the hostility of 1948, on the same chance. If cooperation
keeps itself up, the first is kinder, not for a year but for ten. And what nothing could undo would be no détente but a
law: it must be possible to lose it to an exploiting rival, to hawks who take office, to losses abroad.

*Nothing imposed* (`bare`): no events, no named leaders, no orders. Leaders are then drawn; the chance of shocks stays the
scenario's own. Nuclear vulnerability stays where it is: .6 in the laboratory, .5 in `classroom`, and in `cold_war` at what
its weapons come to in the seventies (.95); 1948's would make it a world without the weapons that détente was about.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import xarray as xr

from simulation.experiments.causal_story.measures import Simulate, Window, difference, measured
from simulation.experiments.causal_story.row import Cell, Row, Rule
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.detente import detente_spells
from simulation.fields import month_number, month_text
from simulation.scenario import Concerns, Event, Leader, Rivalry, Scenario, load_scenario
from simulation.state import ISSUES

#: "is kinder": the interval of the difference lies above 0, in every window of every world
#: "lowers": half a standard deviation, Cohen's (1988) 'medium': a loss that a reader of a few runs would see. A 'small' one
#: would do for a ripple, and what is asked is whether it can be *lost*
LEAST_LOSS = 0.5
MONTHS = 120
WINDOWS: dict[str, Window] = {"years_1_2": (0, 24), "years_3_5": (24, 60), "years_6_10": (60, 120)}
#: what undoes it sets in with year 3, when the start has worn off and agreements have years to run (an exploiter is there
#: from the beginning); what it did is read from year 4 on
SETS_IN = "1950-01"
LOST: Window = (36, MONTHS)

#: what is felt and shared in a détente: well below any start of a scenario, agreements on everything, ties that have grown
#: without being at their limit (assumption). What has been learnt is measured: `learnt_in_detente`
DETENTE: dict[str, Any] = {
    "tension": (25.0, 25.0),
    "trust": (0.8, 0.8),
    "trade": 0.6,
    "culture": 0.8,
    "science": 0.7,
    "agreements": ISSUES,
    "hotline": True,
}
FELT_AND_SHARED = tuple(DETENTE)


class Learnt(NamedTuple):
    """What states have learnt in détente: values in utility a month, nuclear salience 0-3; and of how many months."""

    value_confrontation: float
    value_talking: float
    fear: float
    months: int


def learnt_in_detente(result: xr.Dataset) -> Learnt | None:
    """The means over all months of détente of all runs, both directions; None where there is not one such month.

    It is read off the model's own détentes, so that a start in détente is one that the model knows, whatever its units.
    """
    kind = detente_spells(result)
    if not bool(kind.any()):
        return None
    confronting, talking, fear = (
        float(result[name].where(kind).mean()) for name in ("value_confrontation", "value_talking", "fear")
    )
    return Learnt(confronting, talking, fear, int(kind.sum()))


def rows(simulate: Simulate, learnt: Learnt | None) -> list[Row]:
    """The rows of self-keeping: three worlds, and three ways to lose it."""
    found = []
    for name, world in worlds().items():
        both = simulate(in_detente(world, learnt)), simulate(in_hostility(world))
        found.append(
            Row(
                f"self_keeping.{name}",
                "copdab",
                Rule("above"),
                tuple(_kinder(both, "cooperation", (window,)) for window in WINDOWS),
                beside=tuple(
                    _kinder(both, measure, (measure, window))
                    for measure in ("tension", "provocations")
                    for window in WINDOWS
                ),
            )
        )
    return found + _lost(simulate, in_detente(worlds()["cold_war"], learnt))


def _kinder(both: tuple[xr.Dataset, xr.Dataset], measure: str, name: tuple[str, ...]) -> Cell:
    """Begun in détente less begun in hostility, in the window that the name ends with."""
    return difference(name, *(measured(result, measure, WINDOWS[name[-1]]) for result in both))


# --- worlds and their beginnings --------------------------------------------------------------------------------


def worlds() -> dict[str, Scenario]:
    """Two superpowers and two invented pairs, with nothing imposed on them."""
    return {
        "cold_war": _armed(bare(load_scenario("cold_war"))),
        "laboratory": bare(laboratory_scenario(World(), None)),
        "classroom": bare(load_scenario("classroom")),
    }


def bare(scenario: Scenario) -> Scenario:
    """The scenario over ten years, with nothing imposed."""
    return scenario.changed(months=MONTHS, events=(), leaders=(), orders=())


def _armed(scenario: Scenario) -> Scenario:
    """With the nuclear vulnerability that the weapons of `cold_war` come to."""
    weapons = [event for event in load_scenario("cold_war").events if event.kind == "technology"]
    level = max(weapons, key=lambda event: event.date).size
    return _begun(scenario, {"vulnerability": level})


def in_detente(scenario: Scenario, learnt: Learnt | None) -> Scenario:
    """The scenario, all its rivalries begun in détente; without `learnt`, with what is believed before any experience."""
    taught = {} if learnt is None else {
        name: (value, value) for name, value in learnt._asdict().items() if name != "months"
    }  # fmt: skip
    return _begun(scenario, {**DETENTE, **taught})


def in_hostility(scenario: Scenario) -> Scenario:
    """The scenario, all its rivalries begun as `cold_war` begins in 1948."""
    (start,) = load_scenario("cold_war").rivalries
    return _begun(scenario, {name: getattr(start, name) for name in FELT_AND_SHARED})


def _begun(scenario: Scenario, fields: dict[str, Any]) -> Scenario:
    return scenario.changed(rivalries=tuple(Rivalry(**{**dict(one), **fields}) for one in scenario.rivalries))


# --- three ways to lose it ----------------------------------------------------------------------------------------


def _lost(simulate: Simulate, world: Scenario) -> list[Row]:
    """Each against the same détente without it; `world` is begun in détente."""
    calm = simulate(world)
    led = simulate(succession(world, 0.0))
    found = {
        "lost.exploiter": (simulate(exploited(world)), calm),
        "lost.hawks": (simulate(succession(world, -1.0)), led),
        "lost.losses": (simulate(losses_abroad(world)), calm),
    }
    return [
        Row(
            name,
            "copdab",
            Rule("lowers", LEAST_LOSS),
            (difference((), *(measured(one, "cooperation", LOST) for one in both)),),
            beside=tuple(
                difference((measure,), *(measured(one, measure, LOST) for one in both))
                for measure in ("in_detente", "tension", "provocations")
            ),
        )
        for name, both in found.items()
    ]


def exploited(world: Scenario) -> Scenario:
    """The second state minds its standing above all and has hawks at home: the exploiter of the laboratory, and Borga of
    the scenario `exploiter`.
    """
    first, second = world.states
    wants = Concerns(security=0.2, prosperity=0.15, standing=0.6, conscience=0.05)
    return world.changed(states=(first, second.model_copy(update={"hawks": 0.75, "concerns": wants})))


def succession(world: Scenario, disposition: float) -> Scenario:
    """A new leader in each state, a year apart, of mean disposition `disposition` (-1 is as hard as there is); before
    them, in both arms, leaders of disposition 0.
    """
    first, second = world.labels
    taking_office = ((first, SETS_IN), (second, _later(12)))
    return world.changed(
        leaders=tuple(
            leader
            for state, since in taking_office
            for leader in (
                Leader(state=state, name="Before", since=world.start),
                Leader(state=state, name="After", since=since, disposition=disposition),
            )
        )
    )


def losses_abroad(world: Scenario) -> Scenario:
    """For three years, every half year, a change in a third country that favours the second state: as large as a country
    that may change sides (.5 in `cold_war`), six months long, as Angola or Ethiopia are there.
    """
    return world.changed(
        events=tuple(
            Event(
                date=_later(6 * k), kind="theatre", title=f"Lost abroad, {k + 1}", size=0.5, months=6,
                state=world.labels[1],
            )
            for k in range(6)
        )
    )  # fmt: skip


def _later(months: int) -> str:
    return month_text(month_number(SETS_IN) + months)
