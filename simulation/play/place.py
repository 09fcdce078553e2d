"""Where matches are kept, where nobody says another place."""

from __future__ import annotations

from pathlib import Path


def journal_file() -> Path:
    """In the folder of the user's own data, which the system knows and no other user may read."""
    from platformdirs import user_data_path

    folder = user_data_path("detente", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "matches.sqlite"
