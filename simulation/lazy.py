"""Names of a package that are imported when they are first asked for (PEP 562): who wants one need not wait for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def lazy(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package whose public names are found in the modules `homes`."""

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module '{package}' has no '{name}'; it has {', '.join(sorted(homes))}")
        return getattr(import_module(homes[name]), name)

    return find, lambda: sorted(homes)
