"""An effect in words: what was measured, in which unit, how far the arms lie apart, with its 95 % interval."""

from __future__ import annotations

import numpy as np

from simulation.catalogue import NOTHING, number, signed, text
from simulation.experiments.claims.effect import LARGEST, Effect
from simulation.experiments.claims.measures import KEPT
from simulation.pages.blocks import Cell
from simulation.words.cells import estimate


def key(name: str) -> str:
    """A name as the catalogue writes it in its keys: "Prisoner's Dilemma" becomes prisoners_dilemma."""
    return name.lower().replace("'", "").replace("-", "_").replace(" ", "_")


def measure_words(name: str, lang: str = "en") -> str:
    """What was measured, by its name in `KEPT`: the measure, and the window if it is one's."""
    measure, window = KEPT.get(name, (name, ""))
    said = text(f"claim_measure.{measure}", lang)
    return f"{said}, {window_words(window, lang)}" if window else said


def window_words(window: str, lang: str = "en") -> str:
    """A window of the run: while conduct is ordered, or some years after."""
    return text(f"window.{key(window)}", lang)


def unit_words(name: str, lang: str = "en") -> str:
    """The unit of a measure, by its name in `KEPT`."""
    return text(f"claim_unit.{KEPT.get(name, (name, ''))[0]}", lang)


def decimals_for(effect: Effect) -> int:
    """As many decimals as show two digits of the effect or its interval."""
    size = max((abs(v) for v in (effect.effect, effect.low, effect.high) if np.isfinite(v)), default=0.0)
    return 2 if size == 0 else int(np.clip(1 - np.floor(np.log10(size)), 0, 4))


def spreads(effect: Effect, lang: str = "en") -> str:
    """The effect in standard deviations of the control; said in words where the control does not vary."""
    if abs(effect.sd) >= LARGEST:
        return text("claims.no_spread", lang, sd=number(LARGEST, lang, 0))
    return text("claims.spread", lang, sd=signed(effect.sd, lang))


def effect_words(effect: Effect, measure: str, lang: str = "en") -> str:
    """The effect in natural units with its 95 % interval, and in standard deviations; for rare events, the ratio."""
    shown = dict(zip(("effect", "low", "high"), _figures(effect, lang), strict=True))
    if effect.ratio:
        return text("claims.effect_ratio", lang, **shown)
    return text("claims.effect", lang, unit=unit_words(measure, lang), spread=spreads(effect, lang), **shown)


def effect_cell(effect: Effect, lang: str = "en") -> Cell:
    """The effect with its interval and no words, for a table whose headings say the rest; a ratio has a sign of times."""
    if not np.isfinite(effect.effect):
        return Cell(NOTHING)
    times = "\N{MULTIPLICATION SIGN}" if effect.ratio else ""
    return estimate(*(f"{times}{shown}" for shown in _figures(effect, lang)))


def _figures(effect: Effect, lang: str) -> list[str]:
    """The effect and the ends of its interval: with their signs, or the ratio."""
    values = (effect.effect, effect.low, effect.high)
    if effect.ratio:
        return [number(value, lang, 2) for value in values]
    return [signed(value, lang, decimals_for(effect)) for value in values]
