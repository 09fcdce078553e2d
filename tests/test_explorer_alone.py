"""`detente explore` as a process: at this machine alone, without a way out, and how it ends with all that it began."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from simulation.catalogue import words
from simulation.scenario import load_scenario
from simulation.web.lan import own_addresses

ROOT = Path(__file__).parents[1]
EXPLORE = [sys.executable, "-m", "simulation", "explore", "--no-open", "--port", "0"]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
#: a network with nothing in it but this machine itself; the second needs no rights where the system allows it
NOWHERE = (["unshare", "--net"], ["unshare", "--map-root-user", "--net"])

#: what Python is told to do before all else, in every process: to write down whom it calls, and where it listens
WITNESS = """
import os, sys
def seen(event, about):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        about = about[1:] if event in ("socket.connect", "socket.bind", "socket.sendto") else about
        with open(os.environ["WITNESS"], "a") as kept:
            kept.write(f"{event} {about!r}\\n")
sys.addaudithook(seen)
"""

#: tried within a network of its own, for which a script has to do all of it: wake the loopback, open, ask, look round, end
WITHIN = """
import signal, socket, subprocess, sys, time, urllib.request
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
try:
    socket.create_connection(("192.0.2.1", 80), timeout=2)
    sys.exit("there is a way out")
except OSError:
    print("no way out")
page = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True)
address = page.stdout.readline().split()[-1].partition("?")[0]
for way in ("?runs=4", "?scenario=classroom&runs=4&states.Kastara.hawks=0.9", "causes", "sentences",
            "keep/figure.png?runs=4", "print?runs=4", "month?scenario=classroom&month=1960-05", "static/explore.js"):
    answer = urllib.request.urlopen(address + way, timeout=60)
    print(answer.status, len(answer.read()) > 100)
for kind in ("tcp", "tcp6", "udp", "udp6"):
    for line in open(f"/proc/net/{kind}").readlines()[1:]:
        print(kind, line.split()[1].rpartition(":")[0])
page.send_signal(signal.SIGINT)
print("ended", page.wait(20))
"""


@contextmanager
def opened(more: Sequence[str] = (), **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The explorer, begun in a group of processes of its own, and its address."""
    page = subprocess.Popen(
        [*EXPLORE, *more], cwd=ROOT, env={**os.environ, **variables}, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert page.stdout is not None
        yield page, page.stdout.readline().split()[-1].partition("?")[0]
    finally:
        if page.poll() is None:
            page.kill()
        page.communicate()


def children(process: int) -> list[int]:
    """The processes that one has begun, by their numbers."""
    begun = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(words[1]) == process and words[0] != "Z":
            begun.append(int(status.parent.name))
    return begun


def wait_for(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.05)


@LINUX
def test_35_it_works_where_there_is_no_way_out_and_listens_to_this_machine_alone(tmp_path: Path) -> None:
    can = next((way for way in NOWHERE if _can([*way, "ip", "link"])), None)
    if can is None:
        pytest.skip("a network of its own is not allowed here (unshare --net)")
    (tmp_path / "sitecustomize.py").write_text(WITNESS, encoding="utf-8")
    witness = tmp_path / "seen"
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = subprocess.run(
        [*can, sys.executable, "-c", WITHIN, *EXPLORE], cwd=ROOT, text=True, capture_output=True, timeout=120,
        env={**os.environ, "PYTHONPATH": path, "WITNESS": str(witness)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    first, *answers, last = done.stdout.splitlines()
    assert first == "no way out"
    assert last == "ended 130"
    assert answers[:8] == ["200 True"] * 8
    sockets = {tuple(line.split()) for line in answers[8:]}
    assert sockets == {("tcp", "0100007F")}, "127.0.0.1, and no other"
    seen = witness.read_text().splitlines()
    asked = [line for line in seen if "192.0.2.1" not in line]
    assert len(asked) < len(seen), "what is tried is seen"
    assert [line for line in asked if line.startswith("socket.bind")] == ["socket.bind (('127.0.0.1', 0),)"]
    for line in asked:
        assert "127.0.0.1" in line, line


def _can(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False


@pytest.mark.long
@pytest.mark.skipif(
    len(own_addresses()) != 1, reason="this machine has no address that others reach, or several"
)
def test_33_others_are_let_in_by_the_code_that_is_printed(tmp_path: Path) -> None:
    (own,) = own_addresses()
    file = tmp_path / "mine.toml"
    file.write_text(load_scenario("classroom").changed(title="A plan of my own").to_toml(), encoding="utf-8")
    with opened(["--lan", str(file)]) as (page, address):
        assert page.stdout is not None
        line = page.stdout.readline()
        (outside,) = re.findall(r"http://\S+", line)
        where, _, code = outside.partition("/?code=")
        assert where == f"http://{own}:{address.rpartition(':')[2].rstrip('/')}"
        assert code in line.replace(outside, "")
        assert page.stdout.readline().strip() == words("en")["lan.warning"]
        assert "A plan of my own" in urllib.request.urlopen(address, timeout=60).read().decode()
        jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with pytest.raises(urllib.error.HTTPError, match="401"):
            jar.open(where, timeout=60)
        jar.open(outside, timeout=60)
        seen = jar.open(f"{where}/?runs=4", timeout=60).read().decode()
        assert "<svg" in seen
        assert "A plan of my own" not in seen


@LINUX
@pytest.mark.long
@pytest.mark.parametrize("way", ["", "futures?scenario=cold_war&runs=2000", "?scenario=cold_war&runs=2000"])
def test_ctrl_c_ends_it_with_all_that_it_began_also_in_the_middle_of_work(way: str) -> None:
    with opened() as (page, address):
        urllib.request.urlopen(f"{address}?runs=2", timeout=60).read()
        begun = children(page.pid)
        assert len(begun) >= 2
        if way:
            asking = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    f"import urllib.request; urllib.request.urlopen({address + way!r}).read()",
                ],
                stderr=subprocess.DEVNULL,
            )
            time.sleep(2)
        os.killpg(page.pid, signal.SIGINT)  # as a terminal does: all processes of the group
        begin = time.monotonic()
        assert page.wait(10) == 130
        assert time.monotonic() - begin < 3
        wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in begun), 2)
        said = "".join(page.communicate())
        assert "Traceback" not in said
        if way:
            assert asking.wait(10) is not None


@LINUX
@pytest.mark.long
def test_its_processes_end_when_it_is_killed_also_in_the_middle_of_work() -> None:
    for way in ("", "futures?scenario=cold_war&runs=2000"):
        with opened() as (page, address):
            urllib.request.urlopen(f"{address}?runs=2", timeout=60).read()
            begun = children(page.pid)
            assert len(begun) >= 2
            if way:
                urllib.request.urlopen(address + way, timeout=60)  # it has begun to answer
            page.kill()
            page.wait(5)
            wait_for(lambda begun=begun: not any(Path(f"/proc/{one}").exists() for one in begun), 10)  # type: ignore[misc]


@LINUX
@pytest.mark.slow
def test_memory_is_bounded_over_three_hundred_views(capsys: pytest.CaptureFixture[str]) -> None:
    def resident(process: int) -> float:
        (line,) = [one for one in Path(f"/proc/{process}/status").read_text().splitlines() if "VmRSS" in one]
        return int(line.split()[1]) / 1024

    with opened() as (page, address):
        held = []
        for k in range(300):
            at = "&at=500" if k % 5 == 0 else ""
            world = ("classroom", "detente_1969", "cuban_missile_crisis")[k % 3]
            query = f"futures?scenario={world}&parameters.concession={0.2 + k / 1000:.3f}&seed={k}{at}"
            urllib.request.urlopen(address + query, timeout=60).read()
            if k in (99, 299):
                held.append([resident(one) for one in (page.pid, *children(page.pid))])
        with capsys.disabled():
            print("\nMiB of the server and what it began, after 100 and 300 views:", held)
        assert sum(held[1]) < 1.15 * sum(held[0])
        assert sum(held[1]) < 1600
