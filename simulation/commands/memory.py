"""How many runs this machine holds: refuse what it cannot, before it starts to swap."""

from __future__ import annotations

from simulation import memory
from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario


def check_memory(scenario: Scenario, runs: int) -> None:
    """Refuse, with a CommandError, more runs than the memory holds that may be used here."""
    held, one = memory.allowed(), bytes_a_run(scenario)
    if held is not None and runs * one > memory.SHARE * held:
        most = max(1, int(memory.SHARE * held / one))
        raise CommandError(
            f"--runs {runs} needs about {runs * one / 2**30:.1f} GiB of memory, and {held / 2**30:.1f} may be used here; "
            f"write at most {most}"
        )


def bytes_a_run(scenario: Scenario) -> int:
    """About what one run takes while it is simulated, summarised and drawn: three times its result."""
    pairs, states = len(scenario.pairs), len(scenario.labels)
    return 3 * scenario.months * (pairs * 140 + states * 112 + 30)
