"""How many runs this machine holds: refuse what it cannot, before it starts to swap."""

from __future__ import annotations

from simulation import memory
from simulation.catalogue import language, number, say
from simulation.commands.refusals import CommandError
from simulation.scenario import Scenario


def check_memory(scenario: Scenario, runs: int) -> None:
    """Refuse, with a CommandError, more runs than the memory holds that may be used here."""
    held, one = memory.allowed(), bytes_a_run(scenario)
    if held is not None and runs * one > memory.SHARE * held:
        most = max(1, int(memory.SHARE * held / one))
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
