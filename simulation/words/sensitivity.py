"""Which parameters carry what, in sentences and cells."""

from __future__ import annotations

from simulation.catalogue import number, percent, text
from simulation.experiments.sensitivity import EffectFound, IndexFound, OutcomeFound, SensitivityFound
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate

#: decimals with which each outcome is shown
DECIMALS = {"detente": 0, "length": 1, "crises": 1, "benefit": 2, "distance": 2}
NAMED = 3  # parameters that a sentence names
MU_STAR, SIGMA = "\N{GREEK SMALL LETTER MU}*", "\N{GREEK SMALL LETTER SIGMA}"  # as the literature writes them


def outcome_title(outcome: str, lang: str = "en") -> str:
    """What an outcome is called."""
    return text(f"sensitivity.{outcome}", lang)


def outcome_unit(outcome: str, lang: str = "en") -> str:
    """Its unit in words."""
    return text(f"sensitivity.unit_{outcome}", lang)


def finding(found: SensitivityFound, lang: str = "en") -> str:
    """Which parameters weigh most, and how much the dozen weighs together, computed."""
    chosen = found["chosen"]
    return text(
        "sensitivity.finding",
        lang,
        names=", ".join(one["parameter"] for one in chosen[:NAMED]),
        count=len(chosen),
        parameters=found["parameters"],
        share=percent(sum(one["weight"] for one in chosen), lang),
    )


def footing(found: SensitivityFound, lang: str = "en") -> str:
    """What was run: the line under table and figure."""
    return text(
        "sensitivity.footing",
        lang,
        simulated=number(found["simulated"], lang, 0),
        points=number(found["points"], lang, 0),
        runs=found["runs"],
        trajectories=found["trajectories"],
        samples=found["samples"],
        seed=found["seed"],
        scenario=found["scenario"],
        version=found["version"],
    )


def carried(outcome: OutcomeFound, lang: str = "en") -> str:
    """What carries one outcome: its range over the points, the largest mu*, and the largest total shares."""
    name, decimals = outcome["outcome"], DECIMALS[outcome["outcome"]]
    mean, least, most = (number(outcome[key], lang, decimals) for key in ("mean", "least", "most"))
    return text(
        "sensitivity.carried",
        lang,
        outcome=outcome_title(name, lang),
        unit=outcome_unit(name, lang),
        mean=mean,
        least=least,
        most=most,
        effects=", ".join(
            f"{one['parameter']} {in_line(effect_cell(one, name, lang))}"
            for one in outcome["effects"][:NAMED]
        ),
        indices=", ".join(
            f"{one['parameter']} {in_line(total_cell(one, lang))}" for one in outcome["indices"][:NAMED]
        ),
    )


def luck(outcome: OutcomeFound, found: SensitivityFound, lang: str = "en") -> str:
    """How large the noise of a point's mean is beside the effects."""
    name, decimals = outcome["outcome"], DECIMALS[outcome["outcome"]] + 1
    first = outcome["effects"][0]
    return text(
        "sensitivity.luck_of",
        lang,
        outcome=outcome_title(name, lang),
        unit=outcome_unit(name, lang),
        noise=number(outcome["noise"], lang, decimals),
        largest=number(first["mu_star"], lang, decimals),
        luck=number(first["luck"], lang, decimals),
        beyond=outcome["beyond"],
        parameters=found["parameters"],
        share=percent(outcome["noise_share"], lang),
    )


def as_set(value: float, lang: str = "en") -> str:
    """A default or the end of a range, with the decimals that it is declared with."""
    return number(value, lang, len(f"{value:g}".partition(".")[2]))


def in_line(cell: Cell) -> str:
    """A figure with its interval within a sentence."""
    return f"{cell.words} ({cell.beside})" if cell.beside else cell.words


def effect_cell(one: EffectFound, outcome: str, lang: str = "en") -> Cell:
    """mu* with its 95 % interval."""
    ends = (one["mu_star"], one["mu_star_low"], one["mu_star_high"])
    return estimate(*(number(value, lang, DECIMALS[outcome]) for value in ends))


def sigma_cell(one: EffectFound, outcome: str, lang: str = "en") -> Cell:
    """sigma with its 95 % interval."""
    ends = (one["sigma"], one["sigma_low"], one["sigma_high"])
    return estimate(*(number(value, lang, DECIMALS[outcome]) for value in ends))


def total_cell(one: IndexFound, lang: str = "en") -> Cell:
    """ST with its 95 % interval."""
    return estimate(
        *(number(value, lang, 2) for value in (one["total"], one["total_low"], one["total_high"]))
    )


def first_cell(one: IndexFound, lang: str = "en") -> Cell:
    """S1 with its 95 % interval."""
    return estimate(
        *(number(value, lang, 2) for value in (one["first"], one["first_low"], one["first_high"]))
    )
