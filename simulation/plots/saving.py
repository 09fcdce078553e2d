"""A figure as the bytes of a PNG."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure
from PIL import Image


def png(figure: Figure) -> bytes:
    """A figure as PNG, without a date or a version in it: the same figure gives the same bytes.

    Few colours are enough for a chart; with a palette of 128 a page with all claims stays under a megabyte.
    """
    drawn, held = BytesIO(), BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": None})
    drawn.seek(0)
    with Image.open(drawn) as picture:
        picture.convert("RGB").quantize(128).save(held, format="png", optimize=True)
    return held.getvalue()
