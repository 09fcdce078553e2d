"""What a claim is: the arms that are compared, and what must rise or fall, and when."""

from __future__ import annotations

from typing import NamedTuple

from simulation.experiments.claims.arm import Arm


class Aim(NamedTuple):
    """One measure that the claim says something of, and the windows of the run in each of which it is looked at."""

    measure: str
    sign: int  # +1: the claim says that the measure rises; -1: that it falls
    windows: tuple[str, ...] = ()  # none: the measure is taken of the whole run


class Claim(NamedTuple):
    """One claim of the article as an experiment."""

    id: str
    mechanism: str  # where in the rules it comes from
    switch: str  # what is switched between the arms
    treatment: Arm
    control: Arm
    aims: tuple[Aim, ...]  # all must be borne out; the first is the one that is quoted
    before: tuple[Arm, Arm] | None = (
        None  # treatment and control without the probe; their difference is taken off
    )
    other: tuple[tuple[str, Arm], ...] = ()  # further controls, each a case of its own, by name
    #: what the mechanism moves of what a state observes; a doctrine that does not look at it cannot bear the claim out
    felt: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()  # further measures, by their names in `measures.KEPT`, shown and not judged
    used_in_building: bool = (
        False  # it was used to choose among models, so its verdict comes from reserved worlds
    )

    @property
    def measure(self) -> str:
        """The measure that is quoted."""
        return self.aims[0].measure

    @property
    def sign(self) -> int:
        """Which way it should go."""
        return self.aims[0].sign

    @property
    def cases(self) -> dict[str, Arm]:
        """The controls by name of the case; "" where there is one."""
        return {"": self.control} if not self.other else {HOLDING: self.control, **dict(self.other)}


HOLDING, CONFRONTATION = "holding", "confrontation"
