"""The model under other defaults, for experiments that simulate scenarios of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from simulation.parameters import Parameters


@contextmanager
def defaults(values: Mapping[str, float]) -> Iterator[None]:
    """Other defaults for the time of a look: the story simulates scenarios of its own, which know only defaults."""
    plain = Parameters.__new__.__defaults__
    assert plain is not None
    fields = dict(zip(Parameters._fields, plain, strict=True)) | dict(values)
    Parameters.__new__.__defaults__ = tuple(fields.values())
    try:
        yield
    finally:
        Parameters.__new__.__defaults__ = plain
