"""Rules stand below all that reads the record, so nothing has to be closed for their tests, nor imported to close it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def hold_out_stays_closed() -> None:
    """Takes the place of the fixture of this name in `tests/conftest.py`."""
