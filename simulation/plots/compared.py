"""What can be compared, for those who ask and draw nothing: this file knows no matplotlib."""

from __future__ import annotations

#: what can be compared: its name and unit in the catalogue
COMPARED = {
    "cooperation": ("figure.what_cooperation", "unit.cooperation"),
    "tension": ("figure.what_tension", "unit.tension"),
    "common_ground": ("figure.what_common_ground", "unit.issues"),
    "mutual_benefit": ("figure.what_mutual_benefit", "unit.benefit"),
}
