"""A whole match, its debrief and its files where there is no network: no packet leaves, and nobody else is listened to."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_explorer_alone import NOWHERE, ROOT, WITNESS, _can

PLAY = [sys.executable, "-m", "simulation", "play", "--solo", "--no-open", "--port", "0"]

#: within a network of its own: wake the loopback, play two turns of a year against a hidden rival, look back, look round
WITHIN = """
import signal, socket, subprocess, sys, time
from tests.playing import Browser, seat_of
from tests.test_play_solo import to_the_end
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
    sys.exit("there is a way out")
except OSError:
    print("no way out")
game = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
_, _, address = game.stdout.readline().strip().partition("127.0.0.1:")
port, _, path = address.partition("/")
browser = Browser(int(port))
browser.get("/" + path)
form = browser.get("/?scenario=classroom").form("begin")
pages = to_the_end(browser, browser.send(form, rival="hidden", months="12", seed="11"))
seat = seat_of(pages[0])
print("turns", len(pages) - 1)
for _ in range(200):
    debrief = browser.get(f"{seat}/debrief")
    if "<svg" in debrief.text:
        break
    time.sleep(0.2)
print("debrief", debrief.status, "<svg" in debrief.text)
for name in ("match.toml", "match.csv"):
    print(name, browser.get(f"{seat}/debrief/{name}").status)
for kind in ("tcp", "tcp6", "udp", "udp6"):
    for line in open(f"/proc/net/{kind}").readlines()[1:]:
        print(kind, line.split()[1].rpartition(":")[0])
game.send_signal(signal.SIGINT)
print("ended", game.wait(20))
"""


@pytest.mark.long
def test_35_a_match_is_played_where_there_is_no_way_out(tmp_path: Path) -> None:
    can = next((way for way in NOWHERE if _can([*way, "ip", "link"])), None)
    if can is None:
        pytest.skip("a network of its own is not allowed here (unshare --net)")
    (tmp_path / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    witness = tmp_path / "seen"
    told = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]), "WITNESS": str(witness)}
    done = subprocess.run(
        [*can, sys.executable, "-c", WITHIN, *PLAY, f"--file={tmp_path / 'matches'}"],
        cwd=ROOT, text=True, capture_output=True, timeout=120, env={**os.environ, **told},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, *answers, last = done.stdout.splitlines()
    assert (first, last) == ("no way out", "ended 130")
    # long turns end when something happens, by a doctrine that is drawn
    assert int(answers[0].removeprefix("turns ")) >= 2
    assert answers[1:4] == ["debrief 200 True", "match.toml 200", "match.csv 200"]
    assert {tuple(line.split()) for line in answers[4:]} == {("tcp", "0100007F")}, "127.0.0.1, and no other"
    asked = [line for line in witness.read_text().splitlines() if "192.0.2.1" not in line]
    assert [line for line in asked if line.startswith("socket.bind")] == ["socket.bind (('127.0.0.1', 0),)"]
    for line in asked:
        assert "127.0.0.1" in line, line
