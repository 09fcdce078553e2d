"""What pupils are asked before the first move: by itself, since the server asks it and works nothing out."""

from __future__ import annotations

#: what is asked, and how far off a number still counts as right (assumption): of the tension felt when the class stops, the
#: crises while it plays, and the agreements in force when it stops
RIGHT = {"tension": 10.0, "crises": 1.0, "in_force": 0.0}
