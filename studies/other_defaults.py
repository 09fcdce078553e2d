"""The model under other defaults, for experiments that simulate scenarios of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from simulation.parameters import PARAMETER_TABLE, Parameters


@contextmanager
def defaults(values: Mapping[str, float]) -> Iterator[None]:
    """Other defaults for the time of a look: story and claims simulate scenarios of their own, which know only defaults.

    They stand in the table of parameters too, from which the claims sample parameters nearby.
    """
    plain = Parameters.__new__.__defaults__
    assert plain is not None
    table = dict(PARAMETER_TABLE)
    fields = dict(zip(Parameters._fields, plain, strict=True)) | dict(values)
    Parameters.__new__.__defaults__ = tuple(fields.values())
    PARAMETER_TABLE.update({name: table[name]._replace(default=value) for name, value in values.items()})
    try:
        yield
    finally:
        Parameters.__new__.__defaults__ = plain
        PARAMETER_TABLE.update(table)
