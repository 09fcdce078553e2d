"""What a result is, in words: what was run, how, and what is kept of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import xarray as xr

from simulation.catalogue import month, number, say, text
from simulation.errors import ScenarioError, show
from simulation.fields import check_result
from simulation.pages.blocks import Block, Grid, Heading, Paragraph
from simulation.pages.page import Page
from simulation.results import KEEPS, parameters_in, scenario_of
from simulation.scenario import Scenario
from simulation.scenario.translated import translated
from simulation.variables import EVENTS, VARIABLES
from simulation.words.variables import unit_words, variable_words

#: what is so in a month or is not, as against what happens in it
SO = {name for name, about in VARIABLES.items() if about.kind == "bool" and name not in (*EVENTS, "war")}


NEEDED = (
    "scenario",
    "keep",
    "runs",
    "seed",
    "title",
    "scenario_name",
    "version",
)  # attributes of every result
WORLDS = ("own", "same", "given")


def describe(result: xr.Dataset, lang: str = "en") -> Page:
    """What a result is: scenario, states, months, runs, seed, what was set, what is kept, and which variables.

    A notebook shows it as it is, `print` on a terminal. Raises ScenarioError if the scenario in the result cannot be read.
    """
    check_result(result)
    lacking = [name for name in NEEDED if name not in result.attrs]
    if lacking:
        raise ScenarioError(say("refusal_tables.no_result", lacking=", ".join(lacking)))
    scenario, made, keep = scenario_of(result), result.attrs, str(result.attrs["keep"])
    worlds = made.get("worlds", "own")  # older results do not say
    asked = {
        "keep": keep in KEEPS,
        "worlds": worlds in WORLDS,
        **{name: _whole(made[name]) for name in ("runs", "seed")},
    }
    for name, right in asked.items():
        if not right:
            raise ScenarioError(say("refusal_argument.said", name=name, found=show(made[name])))
    blocks: list[Block] = [
        Heading(translated(scenario, lang).title, 1),
        Paragraph(
            text(
                "describe.when",
                lang,
                first=month(scenario.start, lang),
                last=month(scenario.end, lang),
                months=number(scenario.months, lang, 0),
                states=", ".join(scenario.labels),
            )
        ),
        Paragraph(_made(result, lang)),
        Paragraph(_set(result, scenario, lang)),
        Paragraph(text(f"describe.keep_{keep}", lang)),
        *_variables(result, lang),
    ]
    return Page(blocks)


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer)


def _made(result: xr.Dataset, lang: str) -> str:
    made = result.attrs
    said = [
        text(
            "describe.made",
            lang,
            runs=number(int(made["runs"]), lang, 0),
            scenario=made["scenario_name"],
            seed=made["seed"],
            version=made["version"],
        )
    ]
    if "worlds" in made:  # since version 0.3
        said.append(text(f"describe.worlds_{made['worlds']}", lang))
    if made.get("acts"):
        said.append(text("describe.again", lang))
    war = result.get("war")  # a result may be cut down to some variables
    ended = 0 if war is None else int(war.astype(bool).any([dim for dim in war.dims if dim != "run"]).sum())
    if ended:
        said.append(text("describe.war", lang, n=number(ended, lang, 0)))
    return " ".join(said)


def _set(result: xr.Dataset, scenario: Scenario, lang: str) -> str:
    """Doctrines, and parameters that do not have their defaults: the scenario's, and over them those of the call."""
    given = {name: _value(value, lang) for name, value in scenario.parameters.items()}
    given |= {name: _value(value, lang) for name, value in parameters_in(result).items()}
    listed = ", ".join(f"{name} {value}" for name, value in given.items())
    doctrines = ", ".join(f"{state.name} {state.doctrine.name}" for state in scenario.states)
    parameters = (
        text("describe.parameters", lang, list=listed) if given else text("describe.parameters_none", lang)
    )
    return f"{text('describe.doctrines', lang, list=doctrines)} {parameters}"


def _value(value: Any, lang: str) -> str:
    """A parameter: one number, or from where to where it goes over the runs."""
    low, high = (_shown(float(bound), lang) for bound in (np.min(value), np.max(value)))
    return low if np.ndim(value) == 0 else text("describe.over_runs", lang, low=low, high=high)


def _shown(value: float, lang: str) -> str:
    """A number with as many of six digits as it needs."""
    return number(value, lang, len(f"{Decimal(f'{value:.6g}'):f}".partition(".")[2]))


def _variables(result: xr.Dataset, lang: str) -> list[Block]:
    """A table for each kind of variable, by what it lies along."""
    columns = [text(f"describe.{name}", lang) for name in ("name", "what", "unit")]
    rows: dict[tuple[str, ...], list[list[str]]] = {}
    for name, values in result.data_vars.items():
        units = str(values.attrs["units"])
        if name in SO and result.attrs["keep"] != "all":
            units = "share of months"  # a mean of what is so or not
        words = [str(name), variable_words(str(name), lang), unit_words(units, lang)]
        rows.setdefault(tuple(map(str, values.dims)), []).append(words)
    return [
        Grid(
            text("describe.by", lang, dims=", ".join(text(f"describe.{dim}", lang) for dim in dims)),
            columns,
            found,
        )
        for dims, found in rows.items()
    ]
