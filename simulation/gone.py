"""Parameters that a scenario file or a script may still name although the model no longer has them.

One line a name, in the catalogue's table `[gone_parameter]`: since which version, and why, or what to use instead. Every
place that refuses a parameter says that line in place of a guess at a misspelling.
"""

from __future__ import annotations

from simulation.catalogue import text, words

_TABLE = "gone_parameter."

#: name -> since which version it is gone, and why or what to use instead
GONE: dict[str, str] = {
    key.removeprefix(_TABLE): said for key, said in words().items() if key.startswith(_TABLE)
}


def refusal(name: str, otherwise: str) -> str:
    """What is said of a parameter that the model does not have: that it has gone, or else `otherwise`."""
    return text("gone.parameter", why=GONE[name]) if name in GONE else otherwise
