"""`python -m docs.handbook`: write the pages that come from the code."""

from __future__ import annotations

from docs.handbook.written import write

if __name__ == "__main__":
    changed = write()
    print("\n".join(changed) if changed else "nothing has changed")
