"""What acts on what in the model, and which way: the causal structure behind diagrams and the article's story.

    table      quantities, and couplings with their sources, from the CSV files; none has a sign
    measured   their signs, from the model itself: in `worlds` that it comes to, by `moves` of each quantity, by
               `listening` at the `places` where the model has them
    loops      loops that the literature has a name for, and which way they go

Both sides are taken together: "provocation raises tension" is one side's provocation and the other side's tension.
"""

from simulation.mechanisms.loops import LOOPS, NamedLoop, loops, polarity
from simulation.mechanisms.measured import couplings, signs
from simulation.mechanisms.table import BESIDE, COUPLINGS, IMPOSED, QUANTITIES

__all__ = [
    "BESIDE", "COUPLINGS", "IMPOSED", "LOOPS", "QUANTITIES", "NamedLoop", "couplings", "loops", "polarity", "signs",
]  # fmt: skip
