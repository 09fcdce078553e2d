"""A figure as the bytes of a file: a picture, or lines and letters for print."""

from __future__ import annotations

from io import BytesIO

from matplotlib import rc_context
from matplotlib.figure import Figure

from simulation.plots.saving import png

ENDINGS = (".png", ".svg", ".pdf")


def content(figure: Figure, ending: str) -> bytes:
    """The figure as a file with an ending of `ENDINGS`, without a date in it: the same figure gives the same bytes."""
    kind = ending.lower()
    if kind == ".png":
        return png(figure)
    held = BytesIO()
    dated = "Date" if kind == ".svg" else "CreationDate"
    with rc_context({"svg.hashsalt": "detente"}):  # names of parts that do not change from time to time
        figure.savefig(held, format=kind[1:], metadata={dated: None})
    return held.getvalue()
