"""How an act is read: through noise, and, if it is friendly, through distrust."""

from __future__ import annotations

from simulation.parameters import Parameters
from simulation.rules.arrays import positive
from simulation.state import Array


def perceived(act: Array, trust: Array, error: Array, p: Parameters) -> Array:
    """The rival's act as the state reads it, `[pair, run]`, Goldstein/10 (about -1..+1).

    o = g + s e;  if o > 0:  o (d + (1 - d) q).
    Hostility is believed at once, friendliness as far as trust q allows (Jervis 1976, ch. 3 and 4). s is
    `perception_noise`, d `credulity`.
    """
    o = act + p.perception_noise * error
    return o - positive(o) * (1.0 - p.credulity) * (1.0 - trust)


def smoothed(old: Array, new: Array, p: Parameters) -> Array:
    """What is remembered: m old + (1 - m) new, `[pair, run]` (geometric memory; Ward & Rajmaira 1992). m is `memory`."""
    return p.memory * old + (1.0 - p.memory) * new
