"""What a class begins with: fields of a form -> its settings."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from simulation.errors import Problem, ScenarioError, choose, show
from simulation.play.guess import drawn
from simulation.play.room.settings import AGAINST, PAIRS, TEAMS, Settings
from simulation.play.solo_form import HIDDEN, LENGTH, MONTHS, NAMED, OWN, SEASON, SEEDS, STOPS_FROM
from simulation.saying import say
from simulation.scenario import Scenario

SITS: Final = (PAIRS, TEAMS, AGAINST)
#: seconds for each of the two stages of a turn; none unless it is chosen, since a clock makes a game one of nerves
CLOCKS: Final = (30, 60, 90, 120, 180, 300)
TEAM = 4  # phones of a state where it is not said: a class of thirty has four states then
TURNS = 8  # in a lesson of fifty minutes (assumption, see its plan)
_FIELDS = (
    "scenario", "sits", "size", "state", "rival", "months", "turns", "clock", "text", "rotating", "seed", "key",
)  # fmt: skip
_WHOLE = re.compile(r"[0-9]{1,19}")


def settings_of(fields: Iterable[tuple[str, str]], scenarios: Mapping[str, Scenario], first: str) -> Settings:
    """Settings as a form says them; what it leaves out is as the form begins. Raises ScenarioError, one line."""
    values = _once(fields)
    name = values.get("scenario", first)
    if name not in scenarios:
        raise ScenarioError(say("play_solo.no_scenario", hint=choose(name, list(scenarios), "key")))
    scenario = scenarios[name]
    sits, rival = values.get("sits", PAIRS), values.get("rival", OWN)
    if rival not in (OWN, HIDDEN, *NAMED):
        raise ScenarioError(say("play_solo.no_rival", hint=choose(rival, (OWN, HIDDEN, *NAMED), "key")))
    months = _number(values, "months", SEASON if name in LENGTH else MONTHS[-1])
    against = sits == AGAINST
    clock = _number(values, "clock", 0)
    seed = values.get("seed", "").strip()
    if seed and (not _WHOLE.fullmatch(seed) or int(seed) >= 2**63):
        raise _wrong("seed", say("play_solo.no_seed", found=show(seed)))
    return Settings(
        scenario.to_toml(),
        sits=sits,  # type: ignore[arg-type]  # Settings refuses what it is not
        size=1 if sits == PAIRS else _number(values, "size", 1 if against else TEAM),
        doctrine=drawn() if rival == HIDDEN else None if rival == OWN else rival,
        hidden=rival == HIDDEN,
        state=(values.get("state") or None) if against else None,
        months=months,
        turns=_number(values, "turns", TURNS if name in LENGTH else -(-scenario.months // months)),
        stops=months > STOPS_FROM,
        clock=float(clock) if clock else None,
        text="text" in values,
        rotating="rotating" in values and sits != PAIRS,
        seed=int(seed) if seed else secrets.randbelow(SEEDS),
    )


def try_out(scenario: Scenario, seed: int | None = None) -> Settings:
    """What a teacher tries alone in two tabs: a pair, at the scenario's own pace."""
    made = settings_of((), {scenario.name: scenario}, scenario.name)
    return made if seed is None else replace(made, seed=seed)


def _once(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    values = dict[str, str]()
    for name, value in fields:
        if name not in _FIELDS:
            raise _wrong(name, say("refusal.unknown_key", hint=choose(name, _FIELDS, "key")))
        if name in values:
            raise ScenarioError(say("refusal_seat.twice", field=show(name)))
        values[name] = value
    return values


def _number(values: Mapping[str, str], name: str, without: int) -> int:
    """A whole number, which `Settings` says the range of."""
    written = values.get(name, "").strip()
    if not written:
        return without
    if not _WHOLE.fullmatch(written):
        raise ScenarioError(say("refusal_seat.value", field=name, found=show(written)))
    return int(written)


def _wrong(field: str, said: str) -> ScenarioError:
    return ScenarioError([Problem((field,), said)])
