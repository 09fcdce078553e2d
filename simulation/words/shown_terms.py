"""Which term explains what is printed: headings and rows of the first table, concerns, and variables by their names."""

from __future__ import annotations

from simulation.domains import NAMES
from simulation.state import CONCERNS
from simulation.variables import BENEFITS, VARIABLES

#: variables that are no term's key themselves
_OF_VARIABLES = {
    "fear": "nuclear_fear",
    "value_confrontation": "recognition",
    "value_talking": "recognition",
    "reservation": "reservation_value",
    **dict.fromkeys(BENEFITS, "mutual_benefit"),
    "refused": "negotiation",
    "criticised": "criticism",
    "signed": "agreement",
    "broken": "agreement",
    "gdp": "income",
    "rights_criticism": "criticism",
    "global_attention": "attention",
    "concerns": "concern",
    "theatre": "third_country",
    "global_backlog": "backlog",
}

#: the name of a variable -> the key of its term
VARIABLE_TERMS = {name: _OF_VARIABLES.get(name, name) for name in VARIABLES}

#: what is told of each state and of all, with its unit (`words.variables.quantity_name`)
QUANTITIES = (
    "growth",
    "jobs",
    "softness",
    "dependence",
    "rights_criticism",
    "global_attention",
    "global_backlog",
    "instability",
)

#: the entry of the catalogue that is printed -> the key of its term
SHOWN = {
    "report.period": "period",
    "report.cooperation": "cooperation",
    "report.record": "historical_record",
    "report.tension": "tension",
    "report.crises": "crisis",
    "report.signed": "agreement",
    "report.detente": "detente",
    "report.outcome": "outcome",
    "report.runs_share": "share_of_runs",
    "report.median": "median",
    "report.measure": "measure",
    "report.all_months": "all_months",
    "report.detente_months": "detente",
    "report.other_months": "all_months",
    "outcome.detente": "detente",
    **{f"detente_end.{end}": "detente" for end in ("faded", "again", "lasted", "neither")},
    "outcome.war": "war",
    "outcome.near_miss": "near_miss",
    "outcome.crises": "crisis",
    "outcome.signed": "agreement",
    "outcome.recognised": "recognition",
    "outcome.both": "recognition",
    **{f"issue.{name}": name for name in ("arms", *NAMES)},
    **{f"concern.{name}": name for name in CONCERNS},
}
