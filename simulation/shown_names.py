"""What states are called in the language of a reader: in tables and figures, and in no file that another program reads.

A state's name is its key in a result, and what its chance hangs on (`draws`); so it is another name only where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import xarray as xr

from simulation.results import scenario_of
from simulation.scenario import Scenario
from simulation.scenario.translated import called, state_names

AXES = ("pair", "actor", "target", "state")


def shown_names(found: Any, lang: str, sentences: bool = False) -> Any:
    """The same finding, scenario, result or record, with states called as in `lang`; in English it is what it was.

    In a finding a text is changed that is a name or a pair's label, "US to USSR"; with `sentences` also the names that
    stand as words in longer ones, among which then must be none that is a file's or a command's.
    """
    names = state_names(lang)
    if not names:
        return found

    def name(word: re.Match[str]) -> str:
        return names.get(word[0], word[0])

    def called_so(said: str) -> str:
        if sentences:
            return re.sub(r"\w+", name, said)
        return " to ".join(names.get(one, one) for one in said.split(" to "))

    return _shown(found, called_so, lang)


def _shown(found: Any, words: Callable[[str], str], lang: str) -> Any:
    if isinstance(found, str):
        return words(found)
    if isinstance(found, Scenario):
        return called(found, lang)
    if isinstance(found, xr.Dataset | xr.DataArray):
        return _result(found, words, lang)
    if isinstance(found, dict):
        return {_shown(key, words, lang): _shown(value, words, lang) for key, value in found.items()}
    if isinstance(found, list | tuple):
        parts = [_shown(one, words, lang) for one in found]
        return type(found)(*parts) if hasattr(found, "_fields") else type(found)(parts)
    return found


def _result(found: Any, words: Callable[[str], str], lang: str) -> Any:
    """A result or a record by other labels; a result's own scenario with them."""
    coords = {
        axis: (found[axis].dims, [words(str(one)) for one in found[axis].to_numpy()])
        for axis in AXES
        if axis in found.coords
    }
    made = found.assign_coords(coords)
    if found.attrs.get("scenario"):
        made = made.assign_attrs(scenario=called(scenario_of(found), lang).to_toml())
    return made
