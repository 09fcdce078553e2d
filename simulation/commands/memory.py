"""How many runs this machine holds: refuse what it cannot, before it starts to swap."""

from __future__ import annotations

import os

from simulation.catalogue import language, number, say
from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario

MEMORY_SHARE = 0.6  # of the machine's memory that a command may ask for


def check_memory(scenario: Scenario, runs: int) -> None:
    """Refuse, with a CommandError, more runs than `MEMORY_SHARE` of the machine's memory holds."""
    held = machine_memory()
    one = bytes_a_run(scenario)
    if held is not None and runs * one > MEMORY_SHARE * held:
        most = max(1, int(MEMORY_SHARE * held / one))
        raise CommandError(
            say(
                "refusal_command.memory",
                runs=runs,
                needs=number(runs * one / 2**30, language()),
                has=number(held / 2**30, language()),
                most=most,
            )
        )


def bytes_a_run(scenario: Scenario) -> int:
    """About what one run takes while it is simulated, summarised and drawn: three times its result."""
    pairs, states = len(scenario.pairs), len(scenario.labels)
    return 3 * scenario.months * (pairs * 140 + states * 112 + 30)


def machine_memory() -> int | None:
    """The memory of this machine in bytes; None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return None
