"""The version of the project, as it is installed."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The installed version; "unknown" in a folder that was never installed."""
    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:
        return "unknown"
