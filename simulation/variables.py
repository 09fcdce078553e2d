"""The variables of a result: their axes, units and meaning, in the order in which they are reported."""

from __future__ import annotations

from typing import NamedTuple

from simulation.actions import ACTIONS
from simulation.domains import NAMES
from simulation.state import Array, Record


class Variable(NamedTuple):
    """One variable. `axes` come after run and month; `low` and `high` bound it (None: no bound).

    What has no bound has a `scale`, below which differences matter as such and above which as shares, and a `reach`, within
    which a year's mean is expected to lie: bins of histograms are made of them. Assumption: rounded from what the shipped
    scenarios show, the reach ten times as far or more.
    """

    axes: tuple[str, ...]
    units: str
    long_name: str
    low: float | None = 0.0
    high: float | None = 1.0
    kind: str = "float"  # float, code or bool
    scale: float = 1.0
    reach: float = 1.0


PAIR, STATE, ISSUE = ("pair",), ("state",), ("pair", "issue")
LAST = len(ACTIONS) - 1  # code of the last act of the table
BENEFITS = tuple(f"benefit_{name}" for name in NAMES)

VARIABLES: dict[str, Variable] = {
    "initiative": Variable(PAIR, "code", "act that the actor began the month with", 0, LAST, "code"),
    "response": Variable(PAIR, "code", "act by which the actor answered", 0, LAST, "code"),
    "cooperation": Variable(PAIR, "COPDAB points", "mean event weight of the month's acts", -102, 92),
    "tension": Variable(PAIR, "points", "tension felt by the actor about the target", 0, 100),
    "trust": Variable(PAIR, "probability", "actor's belief that the target reciprocates"),
    "fear": Variable(PAIR, "index", "nuclear salience, learnt and fading", 0, 3),
    "value_confrontation": Variable(
        PAIR, "utility a month", "learnt value of confronting", None, None, scale=0.1, reach=10
    ),
    "value_talking": Variable(
        PAIR, "utility a month", "learnt value of talking and cooperating", None, None, scale=0.1, reach=10
    ),
    "recognition": Variable(
        PAIR, "true or false", "confronting is known to pay less than talking", kind="bool"
    ),
    "common_ground": Variable(PAIR, "share of issues", "issues with an agreement in force"),
    "reservation": Variable(
        PAIR, "share of the surplus", "least that the actor would accept, mean over issues", 0, 1.2
    ),
    **{name: Variable(PAIR, "share of potential", f"tie in {name}") for name in NAMES},
    "mutual_benefit": Variable(
        PAIR,
        "% of GDP a year",
        "what both gain: the smaller of the two gains",
        0,
        None,
        scale=0.01,
        reach=100,
    ),
    **{
        benefit: Variable(
            PAIR, "% of GDP a year", f"part of mutual benefit from {name}", 0, None, scale=0.01, reach=100
        )
        for benefit, name in zip(BENEFITS, NAMES, strict=True)
    },
    "refused": Variable(PAIR, "true or false", "the target declined an offer of the actor", kind="bool"),
    "criticised": Variable(PAIR, "true or false", "the actor criticised an abuse by the target", kind="bool"),
    "crisis": Variable(PAIR, "true or false", "a crisis begins in the dyad", kind="bool"),
    "severity": Variable(PAIR, "severity", "severity of the crisis that begins; 0 without one"),
    "near_miss": Variable(PAIR, "true or false", "the crisis came close to war", kind="bool"),
    "agreement": Variable(ISSUE, "true or false", "agreement in force on the issue", kind="bool"),
    "signed": Variable(ISSUE, "true or false", "agreement signed or renewed this month", kind="bool"),
    "broken": Variable(ISSUE, "true or false", "the actor left the agreement this month", kind="bool"),
    "arms": Variable(STATE, "share of GDP", "military spending", 0, 0.6),
    "growth": Variable(STATE, "% a year", "growth of income", None, None, scale=5, reach=50),
    "gdp": Variable(STATE, "trillion 2011 dollars", "income", 0, None, scale=0.1, reach=100),
    "jobs": Variable(
        STATE, "thousand jobs", "jobs that exports to rivals support", 0, None, scale=0.1, reach=1000
    ),
    "influence": Variable(STATE, "share", "influence in third theatres"),
    "hawks": Variable(STATE, "share", "hawks at home"),
    "softness": Variable(STATE, "probability", "a standard provocation would now go unanswered"),
    "dependence": Variable(STATE, "index 0-1", "exit cost of the partner that would be missed most"),
    "rights_criticism": Variable(STATE, "probability", "a rival's abuse would now be criticised"),
    "global_attention": Variable(STATE, "share", "attention left for the global agenda"),
    "concerns": Variable(("state", "concern"), "share", "weight of each concern in the coalition"),
    "theatre": Variable((), "index 0-1", "openness of the contest in third theatres"),
    "global_backlog": Variable(
        (), "months of full attention", "global problems left unattended", 0, None, scale=1, reach=300
    ),
    "instability": Variable((), "%", "chance of some crisis within a year at this month's hazards", 0, 100),
    "war": Variable((), "true or false", "the run has ended in war", kind="bool"),
}

#: things that happen in a month, as against things that are so: they are false in the months after a war
EVENTS = ("refused", "criticised", "crisis", "severity", "near_miss", "signed", "broken")
#: events that happen or do not: over a year their months are counted; of everything else the mean is taken
COUNTED = frozenset(name for name in EVENTS if VARIABLES[name].kind == "bool")


def reported(record: Record) -> dict[str, Array]:
    """The variables of a month's record, by their names in `VARIABLES`."""
    found = record._asdict()
    ties, benefits = found.pop("ties"), found.pop("benefits")
    return found | dict(zip(NAMES, ties, strict=True)) | dict(zip(BENEFITS, benefits, strict=True))


# one list of names: what a month reports is what a result holds
assert set(VARIABLES) == {*Record._fields, *NAMES, *BENEFITS} - {"ties", "benefits"}
