"""Every doctrine against every doctrine, itself included: who gains, who gains together, who lives dangerously.

Axelrod's (1984) round robin, played in the whole model. The games stand side by side on the run axis, so that one pass
through the months plays hundreds of them; run k has the same chance in every game, so that all comparisons are paired.

What is scored, one number a game and run, months after a war left out:

- *own* benefit, utility a month: what the month was worth to the state by the rule from which states learn
  (`rules.learning.month_payoff`: influence won or lost, ties, hostility met with, crises), with what the rival really did
  in place of what was perceived. The prices are the model's own, so nothing is priced for the tournament;
- *mutual* benefit, % of GDP a year: the smaller of the two gains from ties;
- *war* risk, % in ten years: the chance, at each month's hazard, of a crisis severe enough to end in war, and of its doing
  so (`war_chance`). An expectation, far less noisy than a count of wars. With more than two states: anywhere among them;
- *crises* and *influence* won, both in ten years, to explain the others.
"""

from __future__ import annotations

from simulation.experiments.tournament.grounds import default_scenarios
from simulation.experiments.tournament.playing import MONTHS, tournament
from simulation.experiments.tournament.standings import standings
from simulation.experiments.tournament.summary import tournament_summary

__all__ = ["MONTHS", "default_scenarios", "standings", "tournament", "tournament_summary"]
