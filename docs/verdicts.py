"""`python -m docs.verdicts`: keep in the package what the report on the claims found, in short.

It reads `docs/claims/claims.json`, which `detente claims --runs 500 --seed 7 --lang en --out docs/claims` writes, or the
file that is named, and writes `simulation/data/verdicts.json`, with this version and today's date (UTC).
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from simulation.experiments.claims.reported import FILE, Reported
from simulation.findings.verdicts import verdicts
from simulation.version import version

ROOT = Path(__file__).parents[1]
REPORT, KEPT = ROOT / "docs" / "claims" / "claims.json", ROOT / "simulation" / "data" / FILE


def written(found: Reported) -> str:
    """The file's text: a claim a line, so that a change shows where it is."""
    claims = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in found["claims"].items())
    rest = [f" {json.dumps(name)}: {json.dumps(one)}" for name, one in found.items() if name != "claims"]
    return "{\n" + ",\n".join([*rest, f' "claims": {{\n{claims}\n }}']) + "\n}\n"


if __name__ == "__main__":
    report = Path(sys.argv[1]) if sys.argv[1:] else REPORT
    if not report.is_file():
        sys.exit(
            f"{report} is not there; make it with: detente claims --runs 500 --seed 7 --lang en --out docs/claims"
        )
    found = json.loads(report.read_text(encoding="utf-8"))
    kept = verdicts(found, version(), f"{datetime.now(UTC):%Y-%m-%d}")
    KEPT.write_text(written(kept), encoding="utf-8", newline="\n")
    print(KEPT.relative_to(ROOT).as_posix())
