"""How an act is read: through noise, and, if it is friendly, through distrust."""

from __future__ import annotations

from simulation.rules.arrays import positive
from simulation.state import Array


def perceived(act: Array, trust: Array, error: Array, noise: Array, credulity: Array) -> Array:
    """The rival's act as the state reads it, `[pair, run]`, Goldstein/10 (about -1..+1).

    o = g + s e;  if o > 0:  o (d + (1 - d) p).
    Hostility is believed at once, friendliness as far as trust p allows (Jervis 1976, ch. 3 and 4).
    """
    o = act + noise * error
    return o - positive(o) * (1.0 - credulity) * (1.0 - trust)


def smoothed(old: Array, new: Array, memory: Array) -> Array:
    """What is remembered: m old + (1 - m) new, `[pair, run]` (geometric memory; Ward & Rajmaira 1992)."""
    return memory * old + (1.0 - memory) * new
