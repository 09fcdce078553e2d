"""An address to point a phone at."""

from __future__ import annotations

from html import escape

import segno

QUIET = 4  # modules of white around it, as the standard (ISO/IEC 18004) has it; with less, some phones see nothing


def qr(address: str, label: str) -> str:
    """The QR code of an address as a piece of SVG, black on white, without a style; `label` is read out in its place."""
    made = segno.make(address, error="m", micro=False)
    svg = made.svg_inline(border=QUIET, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(label)}"', 1)
