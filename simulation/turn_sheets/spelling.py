"""Words as they are compared: without regard to case, to blanks, and to the widths and marks that keyboards make."""

from __future__ import annotations

import unicodedata


def folded(cell: str) -> str:
    """How a cell is compared with what is known."""
    return " ".join(unicodedata.normalize("NFKC", cell).split()).casefold()
