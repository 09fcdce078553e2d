"""Probes: what the claims' main experiments leave open, on paired runs in the laboratory's own world.

- *Gesture or firmness*: a control that answers provocations in measure and begins nothing stands between holding and GRIT;
  the effect of GRIT is the sum of what its answers bring and what its gestures bring.
- *Which cooperation* (W2): each channel alone, and each left out of the whole; on what the other does, and on what both
  gain, of which a part remains when the other does what it would have done anyway (definition, not behaviour).
- *The four criticisms* (K1-K4): how a state that conducts détente answers the standard provocation, and speaks up about
  abuses, while it does and after; a threat to cut ties, by who depends on whom; criticism of abuses by how much a culture
  agreement helps critics (the Helsinki reversal); attention and the backlog of global problems, under détente and under
  confrontation.
"""

from __future__ import annotations

from typing import NamedTuple

from simulation.actions import ACTIONS
from simulation.domains import NAMES
from simulation.experiments.claims.arm import Arm
from simulation.experiments.claims.article import (
    BOTH_BOTH,
    BOTH_HOLD,
    CONFRONTATION,
    DEPENDENT_DETENTE,
    DEPENDENT_HOLD,
    DETENTE,
    HOLD,
    PROVOKED_DETENTE,
    PROVOKED_HOLD,
)
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import compared
from simulation.experiments.claims.effect import Effect
from simulation.experiments.claims.laboratory import Laboratory, Wanted
from simulation.experiments.claims.measures import WINDOWS, named
from simulation.experiments.claims.worlds import CALIBRATED, START, THREAT_TO_CUT_TIES, World
from simulation.experiments.conducted import MONTHS
from simulation.scenario import Order

MAIN = World()
COOPERATION = Arm("cooperate_only")
ANSWERS = Arm("measured_answers")  # the firm control: it begins nothing
#: the acts of each channel of cooperation
CHANNELS: dict[str, tuple[str, ...]] = {
    domain: tuple(act.name for act in ACTIONS if act.kind == domain) for domain in NAMES
}
#: log-odds by which an agreement on culture makes criticism likelier; the default is among them
LEVERS = (0.0, 0.8, 2.0, 4.0, 8.0)


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
    for measure in ("conduct", "benefit"):
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
    windows = [window for window in WINDOWS if window != "after"]
    found = [
        Probe("K1", window, named(measure, window), PROVOKED_DETENTE, PROVOKED_HOLD)
        for measure in ("unanswered", "softness")
        for window in windows
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
    found += [Probe("K3", window, named("criticised", window), BOTH_BOTH, BOTH_HOLD) for window in windows]
    for lever in LEVERS:
        text = (("rights_lever", lever),)
        treatment, control = BOTH_BOTH._replace(parameters=text), BOTH_HOLD._replace(parameters=text)
        found.append(Probe("lever", f"{lever:g}", "criticised", treatment, control))
    for measure in ("global_attention", "backlog"):
        found.append(Probe("K4", "detente", measure, DETENTE, HOLD))
        found.append(Probe("K4", "confrontation", measure, CONFRONTATION, HOLD))
    return found


def probes(laboratory: Laboratory, claims: tuple[Claim, ...]) -> list[Row]:
    """All probes, with Student's t intervals over the paired differences."""
    asked = [*gestures(claims), *channels(), *criticisms()]
    arms = dict.fromkeys(arm for probe in asked for arm in (probe.treatment, probe.control))
    laboratory.prepare([Wanted(MAIN, arm, (CALIBRATED,)) for arm in arms])

    def effect(probe: Probe) -> Effect:
        both = [(probe.treatment, probe.control)]
        return compared(laboratory, [MAIN], both, (CALIBRATED,), False)[CALIBRATED](probe.measure)

    return [Row(probe, effect(probe)) for probe in asked]
