"""Words on streams that lack signs, and memory that is less than it seems."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import ScenarioError, memory, simulate
from simulation.commands.streams import PLAIN, plain


@given(st.text())
def test_every_text_can_be_written_in_every_encoding(text: str) -> None:
    for encoding in ("ascii", "cp1252", "cp437", "utf-8"):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="detente.plain")
        stream.write(text)
        stream.flush()


def test_what_an_encoding_lacks_has_a_plain_sign() -> None:
    said = "\N{MINUS SIGN}1.5\N{HORIZONTAL ELLIPSIS}2.0 US \N{RIGHTWARDS ARROW} USSR, d\u00e9tente"
    assert said.encode("ascii", "detente.plain") == b"-1.5..2.0 US -> USSR, detente"
    assert said.encode("cp1252", "detente.plain") == b"-1.5\x852.0 US -> USSR, d\xe9tente"
    assert all(plain(sign).isascii() for sign in PLAIN)


def test_more_than_the_memory_holds_is_refused_before_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "_limits", lambda: iter([2**40, 300 * 2**20]))
    with pytest.raises(
        ScenarioError,
        match=r'needs about .* GiB of memory, and 0.3 may be used here; take fewer runs, or keep="',
    ):
        simulate("cold_war", runs=20_000)
    assert simulate("classroom", runs=2).sizes["run"] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a shell are tried on Linux")
def test_a_limit_of_the_shell_is_seen() -> None:
    asked = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33)); "
        "from simulation import memory; print(memory.allowed() <= 2**33)"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "True"
