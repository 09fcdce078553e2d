"""How long something takes and how much room it needs, in words."""

from __future__ import annotations

from simulation.catalogue import number, text

#: seconds, from which unit on, and the entry that says it
_SPANS = ((86_400 * 2, 86_400, "days"), (5400, 3600, "hours"), (90, 60, "minutes"), (0, 1, "seconds"))
_SIZES = ((1e9, 1e9, "gigabytes"), (1e6, 1e6, "megabytes"), (0, 1e3, "kilobytes"))


def lasting(seconds: float, lang: str) -> str:
    """A length of time: "45 s", "12 min", "3.4 h", "2.5 days"."""
    _, unit, name = next(one for one in _SPANS if seconds >= one[0])
    value = seconds / unit
    return text(f"sweep.{name}", lang, n=number(value, lang, 1 if value < 10 and unit > 60 else 0))


def sized(size: float, lang: str) -> str:
    """A size on the disk, in powers of ten: "12 kB", "3.4 MB"."""
    _, unit, name = next(one for one in _SIZES if size >= one[0])
    value = size / unit
    return text(f"sweep.{name}", lang, n=number(value, lang, 1 if value < 10 else 0))
