"""Why each state did what it did in one month of a run: reasons and chances, for each rival and stage."""

from __future__ import annotations

from typing import TypedDict

from simulation.experiments.looking import Looked, lived, look, why
from simulation.explaining import Explanation
from simulation.findings.plain import plain
from simulation.scenario import Scenario


class DecisionFound(TypedDict):
    """One choice: the act that was drawn, what each reason added to each act's log weight, and each act's probability."""

    rival: str
    stage: str
    chosen: str
    reasons: dict[str, dict[str, float]]
    probability: dict[str, float]


class StateExplained(TypedDict):
    """A state's month in words, and its choices."""

    state: str
    text: str
    decisions: list[DecisionFound]


class ExplainedMonth(TypedDict):
    """A month "YYYY-MM" of a run; `ended` is when that had ended in war before it, and then there are no states."""

    month: str
    run: int
    ended: str | None
    states: list[StateExplained]


def explained(explanation: Explanation) -> list[DecisionFound]:
    """An agent's explanation as plain data."""
    drawn = explanation.table.attrs["chosen"]
    found: list[DecisionFound] = []
    for (rival, stage), part in explanation.table.groupby(level=["rival", "stage"], sort=False):
        rows = [(str(reason), row) for (_, _, _, reason), row in part.iterrows()]
        found.append(
            {
                "rival": str(rival),
                "stage": str(stage),
                "chosen": str(drawn[rival, stage]),
                "reasons": {name: plain(row.to_dict()) for name, row in rows[:-2]},
                "probability": plain(rows[-1][1].to_dict()),
            }
        )
    return found


def explained_month(scenario: Scenario, seed: int, run: int, month: int, lang: str = "en") -> ExplainedMonth:
    """Why each state did what it did in `month` (counted from 0) of a run; nothing if that had ended in war before."""
    months, date = lived(scenario, seed, run), scenario.month_text(month)
    if month >= months:
        return {"month": date, "run": run, "ended": scenario.month_text(months - 1), "states": []}
    return explained_look(scenario, look(scenario, seed, run, month), run, lang)


def explained_look(scenario: Scenario, looked: Looked, run: int, lang: str = "en") -> ExplainedMonth:
    """The same of a month that has been looked at."""
    states: list[StateExplained] = []
    for state in scenario.labels:
        said = why(scenario, looked, state, lang)
        states.append({"state": state, "text": said.text, "decisions": explained(said)})
    return {"month": scenario.month_text(looked.number), "run": run, "ended": None, "states": states}
