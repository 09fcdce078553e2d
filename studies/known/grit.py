"""GRIT against tit for tat and unconditional cooperation, as the policy of one side (Osgood 1962; Lindskold)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from simulation.engine import simulate
from simulation.experiments.claims.measures import LAST_PROVOCATION
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.ensembles import Difference, alive
from simulation.experiments.tournament.grounds import shortened
from simulation.scenario import Scenario
from studies.known.page import Page, Statement, Table, estimate, shown

POLICIES = {"grit": "GRIT", "tit_for_tat": "tit for tat", "dove": "unconditional cooperation", "hold": "hold"}
#: the model's characters and what the laboratory called them
SUBJECTS = {"exploiting": "competitor", "security-seeking": "cooperator"}
MONTHS = 120  # ten years
TRIALS = 30  # rounds of the laboratory game: here months
RUNS = 200
EVEN = 0.5  # share of influence with which both begin
SLIGHT = 0.01  # change of that share that counts as none: one hundredth of all influence (assumption)

Numbers = NDArray[np.float64]


class Reply(NamedTuple):
    """How the subject met a policy, one number a run."""

    early: Numbers  # its conduct over the first 30 months, COPDAB points
    whole: Numbers  # the same over ten years
    early_provocations: Numbers  # its provocations a year over the first 30 months
    provocations: Numbers  # the same over ten years
    influence: Numbers  # its share of influence at the end


Replies = dict[str, dict[str, Reply]]  # character -> policy -> reply


def _reply(result: xr.Dataset) -> Reply:
    lives = alive(result)
    conduct = result.cooperation.sel(pair="A to B").where(lives)
    acts = [result[move].sel(pair="A to B") <= LAST_PROVOCATION for move in ("initiative", "response")]
    provoked = (12.0 * (1.0 * acts[0] + 1.0 * acts[1])).where(lives)
    trials = slice(0, TRIALS)
    return Reply(
        *(
            np.asarray(values)
            for values in (
                conduct.isel(month=trials).mean("month"),
                conduct.mean("month"),
                provoked.isel(month=trials).mean("month"),
                provoked.mean("month"),
                result.influence.sel(state="A").isel(month=-1),
            )
        )
    )


def replies(runs: int = RUNS, seed: int = 0) -> Replies:
    """Every policy towards every character, on the same chance."""
    return {
        character: {
            policy: _reply(simulate(_ground(character, policy), runs=runs, seed=seed)) for policy in POLICIES
        }
        for character in SUBJECTS
    }


def _ground(character: str, policy: str) -> Scenario:
    """Ten years of the laboratory: the subject of a character, and a partner that follows the policy."""
    return shortened(laboratory_scenario(World(character=character), policy), MONTHS)


def gain(found: Replies, character: str, policy: str, over: str, measure: str) -> Difference:
    """Paired difference of a measure between two policies towards one character."""
    one, other = found[character][policy], found[character][over]
    return estimate(getattr(one, measure) - getattr(other, measure))


def _answers(found: Replies, character: str, policy: str) -> bool:
    """Cooperatively: better conduct and fewer provocations than under hold, both beyond chance, over the 30 months."""
    better = gain(found, character, policy, "hold", "early")
    fewer = gain(found, character, policy, "hold", "early_provocations")
    return better.low > 0.0 and fewer.high < 0.0


def _measured(found: Replies, character: str, policy: str, over: str) -> str:
    conduct = gain(found, character, policy, over, "early")
    acts = gain(found, character, policy, over, "early_provocations")
    return f"conduct {_signed(conduct)}, provocations {_signed(acts)} a year"


def _signed(found: Difference) -> str:
    return ("+" if found.mean > 0 else "") + shown(found)


def statements(found: Replies) -> list[Statement]:
    """What Osgood and Lindskold say, held against the replies."""
    made = [
        Statement(
            f"A {name} answers GRIT cooperatively",
            _answers(found, character, "grit"),
            f"against hold: {_measured(found, character, 'grit', 'hold')}",
        )
        for character, name in SUBJECTS.items()
    ]
    for policy in ("tit_for_tat", "dove"):
        made.append(
            Statement(
                f"Only to GRIT: a competitor does not answer {POLICIES[policy]} cooperatively",
                not _answers(found, "exploiting", policy),
                f"against hold: {_measured(found, 'exploiting', policy, 'hold')}",
            )
        )
    for character, name in SUBJECTS.items():
        for policy in ("tit_for_tat", "dove"):
            made.append(
                Statement(
                    f"A {name} answers GRIT better than {POLICIES[policy]}",
                    gain(found, character, "grit", policy, "early").low > 0.0,
                    _measured(found, character, "grit", policy),
                )
            )
    lost = {name: estimate(found[character]["grit"].influence - EVEN) for character, name in SUBJECTS.items()}
    soft = estimate(found["exploiting"]["dove"].influence - EVEN)
    made.append(
        Statement(
            "GRIT keeps its guard: it is not exploited",
            all(one.high < SLIGHT for one in lost.values()),
            "influence that the other side has won after ten years, share: "
            + "; ".join(f"{name} {shown(one, 3)}" for name, one in lost.items())
            + f"; the competitor against unconditional cooperation {shown(soft, 3)}",
        )
    )
    return made


def page(seed: int = 0, runs: int = RUNS) -> Page:
    """The page, computed."""
    found = replies(runs, seed)
    rows = []
    for character, name in SUBJECTS.items():
        for policy, called in POLICIES.items():
            reply = found[character][policy]
            rows.append(
                [
                    f"{name} ({character})",
                    called,
                    *(shown(estimate(values), 1) for values in reply[:4]),
                    shown(estimate(reply.influence), 3),
                ]
            )
    return Page(
        name="grit",
        title="GRIT against tit for tat",
        source="Osgood, C. E. 1962, An Alternative to War or Surrender; Lindskold and others 1983, 'Cooperators, "
        "Competitors, and "
        "Response to GRIT', Journal of Conflict Resolution: in a prisoner's dilemma of 30 trials 'competitors as "
        "well as "
        "cooperators responded cooperatively only to the GRIT strategy', and not to tit for tat or 100 % cooperation.",
        done="The laboratory of two equal rivals in a tense relation. One side follows a policy; what is measured is "
        "the other, "
        "a deliberate coalition, once as an exploiter (standing weighs most, hawks at home) for the competitor, once "
        "as a "
        "security seeker for the cooperator. The control is to hold: no act of one's own, and offers accepted. "
        "Cooperatively means "
        f"better conduct and fewer provocations than under hold, both beyond chance, over the first {TRIALS} months. "
        f"{runs} runs a policy on the same draws, seed {seed}; 95 % bootstrap intervals, differences paired run by "
        "run.",
        tables=[
            Table(
                "How the other side met each policy",
                (
                    "Subject",
                    "Policy it meets",
                    f"Conduct, {TRIALS} months (COPDAB points)",
                    "Conduct, ten years",
                    f"Provocations a year, {TRIALS} months",
                    "Provocations a year, ten years",
                    "Its influence at the end (share)",
                ),
                rows,
            )
        ],
        statements=statements(found),
        limits="Students in a matrix game are not states: the announcement that the laboratory found to matter is "
        "not modelled, "
        "GRIT here announces by acting. Conduct counts signatures and accepted offers, which take two; provocations "
        "are the "
        "subject's alone. A security seeker left unopposed wins influence too, because nobody answers its "
        "provocations.",
    )
