"""A result as a pandas table in the long form that statistics programs want: a row a run, month and pair."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from simulation.errors import ScenarioError, choose, in_python, show
from simulation.fields import check_result
from simulation.saying import say


def tidy(result: xr.Dataset, *names: str) -> pd.DataFrame:
    """Some variables of a result, a column each, in long form: a row for each run, month, and pair or state.

    The other columns are the dimensions of the variables, with actor and target of a pair, and parameters of which each run
    has its own (`parameter_trust_gain`). Acts are named. In the months after a war the values stand as they were in its
    month; `war` says which these are, as does `experiments.ensembles.alive`.

    >>> from simulation import simulate, tidy
    >>> tidy(simulate("classroom", runs=2, seed=1), "tension", "trust").columns.tolist()
    ['run', 'month', 'pair', 'actor', 'target', 'tension', 'trust']

    Raises ScenarioError for a name that the result does not have, and for variables that lie along different dimensions.
    """
    check_result(result)
    if not names:
        raise ScenarioError(say("refusal_tables.none_named"))
    for name in names:
        if not isinstance(name, str):
            raise ScenarioError(say("refusal_argument.variable", found=in_python(name)))
        if name not in result.data_vars:
            near = choose(name, map(str, result), "variable")
            raise ScenarioError(say("refusal_tables.unknown", name=show(name), choose=near))
    first, *others = names
    for other in others:
        along = {name: ", ".join(map(str, result[name].dims)) for name in (first, other)}
        if along[first] != along[other]:
            raise ScenarioError(
                say("refusal_tables.dims", first=first, other=other, dims=along[first], others=along[other])
            )
    picked = result[list(dict.fromkeys(names))]
    dims = [str(dim) for dim in picked[first].dims]
    frame = picked.to_dataframe(dim_order=dims).reset_index()
    about = [str(name) for name in picked.coords if name not in dims]
    for name in names:
        if "flag_meanings" in picked[name].attrs:
            acts = pd.CategoricalDtype(picked[name].attrs["flag_meanings"].split(), ordered=True)
            frame[name] = pd.Categorical.from_codes(frame[name], dtype=acts)
    return frame[[*dims, *about, *picked.data_vars]]
