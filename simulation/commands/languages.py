"""Which language a command speaks: that of its option `--lang`, else of `DETENTE_LANG`, else of the machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise, takewhile

from simulation.catalogue import SETTING, languages, named, of_the_machine

OPTION = "--lang"


def asked_for(arguments: Sequence[str]) -> str:
    """The language in which even a refusal of these arguments is said, which are not parsed yet.

    A language that there is not is refused later, where the option is read, in the language that would be used without it.
    """
    typed = list(takewhile(lambda one: one != "--", arguments))
    given = [one.partition("=")[2] for one in typed if one.startswith(f"{OPTION}=")]
    given += [behind for one, behind in pairwise(typed) if one == OPTION]
    known = [lang for lang in given if lang in languages()]
    return known[-1] if known else named(os.environ.get(SETTING, "")) or of_the_machine()
