"""`detente`, and `python -m simulation`, which does the same: the first that runs, before anything is loaded."""

from __future__ import annotations

import sys

STOPPED = 130  # the exit code of what Ctrl-C ends


def main() -> int:
    """Load the command line and run it. Whoever stops it while it loads, in the first second, is told nothing."""
    try:
        from simulation.cli import main as run

        return run()
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
