"""Probes: what the claims' main experiments leave open, on paired runs in the laboratory's own world.

- *Gesture or firmness*: a control that answers provocations in measure and begins nothing stands between holding and GRIT;
  the effect of GRIT is the sum of what its answers bring and what its gestures bring.
- *Which cooperation* (W2): each channel alone, and each left out of the whole; on what the other does, and on what both
  gain, of which a part remains when the other does what it would have done anyway (definition, not behaviour).
- *The four criticisms* (K1-K4): the standard provocation after several policies; a threat to cut ties, by who depends on
  whom; criticism of abuses by how much a culture agreement helps critics (the Helsinki reversal); attention and the
  backlog of global problems, under détente and under confrontation.
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.experiments.claims.article import (
    CONFRONTATION,
    COOPERATION,
    DEPENDENT_DETENTE,
    DEPENDENT_HOLD,
    DETENTE,
    HOLD,
    PROVOKED_HOLD,
)
from simulation.experiments.claims.claim import Claim, Effect, effect_of
from simulation.experiments.claims.laboratory import Arm, Laboratory, Wanted
from simulation.experiments.claims.measures import Runs
from simulation.experiments.claims.worlds import CALIBRATED, MONTHS, START, THREAT_TO_CUT_TIES, World
from simulation.scenario import Order

MAIN = World()
ANSWERS = Arm("measured_answers")  # the firm control: it begins nothing
#: the acts of each channel of cooperation
CHANNELS: dict[str, tuple[str, ...]] = {
    "trade": ("sale", "trade"),
    "culture": ("visit", "culture"),
    "science": ("science",),
}
#: log-odds by which an agreement on culture makes criticism likelier; the default is among them
LEVERS = (0.0, 0.8, 2.0, 4.0, 8.0)
POLICIES = ("measured_answers", "grit", "dove", "hawk")


class Probe(NamedTuple):
    """Two arms and what is measured: the effect is treatment less control."""

    name: str
    case: str
    measure: str
    treatment: Arm
    control: Arm


class Row(NamedTuple):
    """What came of a probe."""

    probe: Probe
    effect: Effect


def without(names: tuple[str, ...]) -> tuple[Order, ...]:
    """The partner does not do these acts, and does not join in them."""
    return (Order(date=START, title="Left out", state="B", never=names, months=MONTHS),)


def gestures(claims: tuple[Claim, ...]) -> list[Probe]:
    """For each claim about GRIT against holding: what its answers bring, and what its gestures bring on top."""
    found = []
    for claim in claims:
        if (claim.treatment.partner, claim.control.partner) == (
            DETENTE.partner,
            HOLD.partner,
        ) and not claim.before:
            firm = claim.control._replace(partner=ANSWERS.partner)
            found.append(Probe("firmness", claim.id, claim.measure, firm, claim.control))
            found.append(Probe("gesture", claim.id, claim.measure, claim.treatment, firm))
    return found


def channels() -> list[Probe]:
    """W2: each channel alone against holding, and the whole against the whole without it."""
    found = []
    for measure in ("later_provocations", "benefit"):
        found.append(Probe("together", "all", measure, COOPERATION, HOLD))
        for name, acts in CHANNELS.items():
            alone, less = Arm(f"{name}_only"), COOPERATION._replace(orders=without(acts))
            found.append(Probe("alone", name, measure, alone, HOLD))
            found.append(Probe("left out", name, measure, COOPERATION, less))
            if (
                measure == "benefit"
            ):  # what the other does is not moved where it does what it would have done anyway
                found.append(Probe("by definition", name, measure, alone._replace(again=HOLD), HOLD))
    return found


def criticisms() -> list[Probe]:
    """K1-K4, each against its own control."""
    found = [
        Probe("K1", policy, "unanswered", PROVOKED_HOLD._replace(partner=policy), PROVOKED_HOLD)
        for policy in POLICIES
    ]
    found += [
        Probe("K2", case, "accepted", calm._replace(orders=THREAT_TO_CUT_TIES), calm)
        for case, calm in {
            "hold": HOLD,
            "detente": DETENTE,
            "dependent hold": DEPENDENT_HOLD,
            "dependent detente": DEPENDENT_DETENTE,
        }.items()
    ]
    for lever in LEVERS:
        text = (("rights_lever", lever),)
        treatment, control = DETENTE._replace(parameters=text), HOLD._replace(parameters=text)
        found.append(Probe("K3", f"{lever:g}", "criticised", treatment, control))
    for measure in ("global_attention", "backlog"):
        found.append(Probe("K4", "detente", measure, DETENTE, HOLD))
        found.append(Probe("K4", "confrontation", measure, CONFRONTATION, HOLD))
    return found


def probes(laboratory: Laboratory, claims: tuple[Claim, ...]) -> list[Row]:
    """All probes, with Student's t intervals over the paired differences."""
    asked = [*gestures(claims), *channels(), *criticisms()]
    arms = dict.fromkeys(arm for probe in asked for arm in (probe.treatment, probe.control))
    laboratory.prepare([Wanted(MAIN, arm, (CALIBRATED,)) for arm in arms])

    def measured_in(arm: Arm, measure: str) -> Runs:
        return laboratory.arms(MAIN, arm, (CALIBRATED,))[CALIBRATED][measure]

    return [
        Row(
            probe,
            effect_of(
                measured_in(probe.treatment, probe.measure),
                measured_in(probe.control, probe.measure),
                resampled=False,
            ),
        )
        for probe in asked
    ]
