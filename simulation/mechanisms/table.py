"""What acts on what, as stated: quantities, couplings that the diagram shows, and measured ones that it leaves out.

`couplings.csv` says no sign: which way a coupling goes is measured (`measured.py`). Its rows name all that is measured and
nothing else, and a test holds them to it: a rule that gains an input, or loses one, is noticed.
"""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

Pair = tuple[str, str]  # cause, effect


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


#: what each is; the words for readers of figures are in the catalogue under `quantity.`
QUANTITIES = {row["quantity"]: row["meaning"] for row in _rows("quantities.csv")}
#: (cause, effect) -> who says so; "assumption" is nobody but this model
COUPLINGS: dict[Pair, list[str]] = {}
#: (cause, effect) -> why a coupling that is measured is not among them
BESIDE: dict[Pair, str] = {}

for _row in _rows("couplings.csv"):
    for _pair in product(_row["causes"].split(), _row["effects"].split()):
        if _row["left_out"]:
            BESIDE[_pair] = _row["left_out"]
        else:
            COUPLINGS.setdefault(_pair, []).append(_row["source"])

#: what nothing acts on: a scenario imposes it, or chance does
IMPOSED = tuple(name for name in QUANTITIES if name not in {effect for _, effect in COUPLINGS})
