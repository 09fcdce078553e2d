"""`python -m docs.changed`: take down the reports that were made anew, and write the pages.

`... freeze DAY` takes down the model as it is, to be compared later.
"""

from __future__ import annotations

import sys

from docs.changed import page, taken

if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            changed = taken.take() + page.write()
            print("\n".join(changed) if changed else "nothing has changed")
        case ["freeze", day]:
            print("\n".join(taken.freeze(day)))
        case _:
            sys.exit("docs.changed takes nothing, or: freeze DAY (as 2026-11-30)")
