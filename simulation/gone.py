"""Parameters that a scenario file or a script may still name although the model no longer has them.

One line a name, in the catalogue's table `[gone_parameter]`: since which version, and why, or what to use instead. Every
place that refuses a parameter says that line in place of a guess at a misspelling.
"""

from __future__ import annotations

from functools import cache

from simulation.saying import say

_TABLE = "gone_parameter."


@cache
def gone(lang: str) -> dict[str, str]:
    """Name -> since which version it is gone, and why or what to use instead, in a language."""
    # here, since every scenario imports this file, and none needs words unless it is refused
    from simulation.catalogue import words

    return {key.removeprefix(_TABLE): said for key, said in words(lang).items() if key.startswith(_TABLE)}


def refusal(name: str, otherwise: str) -> str:
    """What is said of a parameter that the model does not have: that it has gone, or else `otherwise`."""
    from simulation.catalogue import language

    why = gone(language()).get(name)
    return otherwise if why is None else say("gone.parameter", why=why)
