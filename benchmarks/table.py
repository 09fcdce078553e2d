"""What every benchmark does at the end: print its table, and with `--write` put it into `benchmarks/README.md`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

README = Path(__file__).with_name("README.md")


def printed(about: str, rounds: int, made: Callable[[int], str], begin: str, end: str) -> None:
    """Ask the command line for the number of rounds (`rounds` unless said), make the table, print it or write it.

    It stands between the lines `begin` and `end` of the page.
    """
    options = argparse.ArgumentParser(description=about.partition(":")[0])
    options.add_argument("--rounds", type=int, default=rounds)
    options.add_argument("--write", action="store_true", help=f"put the table into {README.name}")
    chosen = options.parse_args()
    table = made(chosen.rounds)
    print(table)
    if chosen.write:
        before, rest = README.read_text(encoding="utf-8").split(begin)
        README.write_text(f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}", encoding="utf-8")
