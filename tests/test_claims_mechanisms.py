"""Claim by claim, the mechanism's sign is flipped in the rules, and what the experiment says of the claim changes.

Each row names a world in which the claim is borne out, and what is turned round. The rules are changed for the time of the
test only; everything runs in this process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulation.doctrines import DOCTRINES
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.comparing import compared, differences, judged
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.worlds import CALIBRATED, World
from simulation.rules import attention, coalition, crisis, economy, negotiation, perception, rights, ties
from simulation.rules.arrays import positive

RUNS, SEED = 48, 7
MORE_RUNS = {"G2": 300}  # severe crises are rare
Patch = Callable[[pytest.MonkeyPatch], None]


def warmth_is_read_as_hostility(patch: pytest.MonkeyPatch) -> None:
    plain = perception.perceived

    def turned(*args: Any) -> Any:
        read = plain(*args)
        return read - 2.0 * positive(read)

    patch.setattr(perception, "perceived", turned)


def reasons_turned_round(*names: str) -> Patch:
    """The deliberate coalition weighs these reasons with the opposite sign."""

    def turn(patch: pytest.MonkeyPatch) -> None:
        plain = DOCTRINES["deliberate"]

        def reasons(observation: Any, p: Any) -> Any:
            return [
                term._replace(coefficient=-term.coefficient) if term.name in names else term
                for term in plain.reasons(observation, p)
            ]

        patch.setitem(DOCTRINES, "deliberate", plain._replace(reasons=reasons))

    return turn


def losses_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A public holds nothing against a rival that has won influence, or has humiliated it."""
    plain = coalition.grievance
    patch.setattr(coalition, "grievance", lambda before, losses, *rest: plain(before, 0.0 * losses, *rest))


def together(*patches: Patch) -> Patch:
    def all_of_them(patch: pytest.MonkeyPatch) -> None:
        for one in patches:
            one(patch)

    return all_of_them


def force_calms(patch: pytest.MonkeyPatch) -> None:
    plain = crisis.crisis_hazard
    patch.setattr(crisis, "crisis_hazard", lambda force, *rest: plain(-force, *rest))


def nothing_calms_a_crisis(patch: pytest.MonkeyPatch) -> None:
    """Restraint, trade and the hotline make crises likelier and worse instead of rarer and milder."""
    hazard, severity = crisis.crisis_hazard, crisis.severity
    patch.setattr(
        crisis,
        "crisis_hazard",
        lambda force, theatre, incident, trade, *rest: hazard(-force, theatre, incident, -trade, *rest),
    )
    patch.setattr(crisis, "severity", lambda u, hotline, *rest: severity(u, -hotline, *rest))


def cooperation_severs_ties(patch: pytest.MonkeyPatch) -> None:
    plain = ties.trade
    joint = ties.exchange
    patch.setattr(ties, "trade", lambda tie, space, *rest: plain(tie, -space, *rest))
    patch.setattr(ties, "exchange", lambda tie, space, done, *rest: joint(tie, space, -done, *rest))


def trade_impoverishes(patch: pytest.MonkeyPatch) -> None:
    plain = economy.trade_benefit
    patch.setattr(economy, "trade_benefit", lambda *args: -plain(*args))


def leverage_stiffens(patch: pytest.MonkeyPatch) -> None:
    """Whoever would lose more by the end of trade asks for more, not less."""
    plain = negotiation.pressure
    patch.setattr(negotiation, "pressure", lambda *args: -plain(*args))


def ties_loosen_the_tongue(patch: pytest.MonkeyPatch) -> None:
    plain = rights.criticism
    patch.setattr(
        rights,
        "criticism",
        lambda conscience, tension, bonds, *rest: plain(conscience, tension, -bonds, *rest),
    )


def rivals_give_attention(patch: pytest.MonkeyPatch) -> None:
    plain = attention.attention_left
    # measured from an attention of one half, so that more can be seen as well as less
    patch.setattr(attention, "attention_left", lambda load, taken, by: plain(load, 0.5 - taken, by))


def nobody_concedes(patch: pytest.MonkeyPatch) -> None:
    """Talks go on, and reveal what they reveal, but never move anybody's demand: they end without agreement."""
    patch.setattr(negotiation, "conceded", lambda demand, *rest: demand)


OWN = World()
FLIPS: dict[str, tuple[World, Patch]] = {
    # GRIT's measured answers are no condition of it: without them its conduct alone is still answered in kind
    "A1": (OWN, reasons_turned_round("learnt_talking", "learnt_confronting")),
    "A2": (OWN, warmth_is_read_as_hostility),
    # what is contested is sought, and what is lost of it is remembered: either way it makes for provocations
    "B1": (OWN, together(reasons_turned_round("influence"), losses_are_forgotten)),
    "B2": (OWN, force_calms),
    "B3": (OWN, reasons_turned_round("learnt_talking", "learnt_confronting")),
    "W1": (OWN, nobody_concedes),
    "W2": (World("roth_erev"), cooperation_severs_ties),
    "G1": (OWN, reasons_turned_round("learnt_talking", "learnt_confronting")),
    "G2": (World("pavlov", character="exploiting"), nothing_calms_a_crisis),
    "G3": (OWN, cooperation_severs_ties),
    "G4": (OWN, trade_impoverishes),
    "K1": (OWN, reasons_turned_round("learnt_talking", "learnt_confronting")),
    "K2": (OWN, leverage_stiffens),
    "K3": (OWN, ties_loosen_the_tongue),
    "K4": (OWN, rivals_give_attention),
}


def said(claim: Claim, world: World) -> int:
    """What the claim's first case says in a world."""
    laboratory = Laboratory(MORE_RUNS.get(claim.id, RUNS), SEED)
    pairs = differences(claim, claim.control)
    return judged(claim, compared(laboratory, [world], pairs, (CALIBRATED,), False)[CALIBRATED]).says


@pytest.mark.sample(8)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_with_the_mechanism_flipped_the_claim_is_no_longer_borne_out(
    claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, flip = FLIPS[claim.id]
    assert said(claim, world) == 1
    flip(monkeypatch)
    assert said(claim, world) < 1


def test_each_claim_has_a_flip() -> None:
    assert set(FLIPS) == {claim.id for claim in CLAIMS}
