"""The typeface of printed pages: DejaVu Sans, which comes with matplotlib and has every sign that our words need."""

from __future__ import annotations

from pathlib import Path

import matplotlib


def typeface() -> dict[str, Path]:
    """Files of the typeface by style: "" regular, "B" bold."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return {"": folder / "DejaVuSans.ttf", "B": folder / "DejaVuSans-Bold.ttf"}
