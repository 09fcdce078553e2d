"""What pages are told without asking, and what whoever is no page of ours gets in its place.

By WebSocket and by long poll the same; dropped, asleep, too slow, in crowds, after the server was killed; and each attack
of the list beside what a friend gets.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection
from websockets.sync.client import connect as connect_now

from simulation.catalogue import languages, words
from simulation.web import opening
from simulation.web.doors import LONGEST, SAID, Guarded
from simulation.web.lan import Door
from simulation.web.live import Limits
from simulation.web.pages import renderer
from simulation.web.sockets import LONGEST_MESSAGE, MOST
from tests.liveness import Apart, Served, running

QUICK = Limits(silent=0.4, held=0.3)  # for those who are to be waited for


@pytest.fixture(scope="module")
def here() -> Iterator[Served]:
    with running("a", "b") as served:
        yield served


def line(here: Served | Apart, seat: str = "a", query: str = "", **more: Any) -> ClientConnection:
    """A page that listens."""
    given = {"origin": f"http://{here.host}", "additional_headers": {"Cookie": f"token={seat}"}, **more}
    address = f"ws://{here.host}/seat/{seat}/live{query}"
    made: ClientConnection = connect_now(address, compression=None, close_timeout=1, **given)
    return made


def heard(on: ClientConnection) -> Any:
    return json.loads(on.recv(5))


def asked(here: Served | Apart, seat: str = "a", query: str = "", **headers: str) -> tuple[int, Any, Any]:
    """Status, headers and what is said to a question."""
    given = {"Cookie": f"token={seat}", **headers}
    request = urllib.request.Request(f"http://{here.host}/seat/{seat}/wait{query}", headers=given)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.headers, refused.read().decode()


def closed(on: ClientConnection) -> int:
    """The code that it is closed with, after whatever is still said."""
    try:
        while True:
            on.recv(5)
    except ConnectionClosed as ended:
        return ended.rcvd.code if ended.rcvd else 1006


def shaken(
    here: Served, *more: str, way: str = "/seat/a/live", method: str = "GET", **changed: str
) -> socket.socket:
    """A handshake sent by hand; `Header=""` leaves one out."""
    headers = {
        "Host": here.host, "Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": f"http://{here.host}", "Cookie": "token=a", **changed,
    }  # fmt: skip
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value]
    made = socket.create_connection(("127.0.0.1", here.port), timeout=5)
    made.sendall("\r\n".join([f"{method} {way} HTTP/1.1", *lines, *more, "", ""]).encode())
    return made


def head(on: socket.socket) -> bytes:
    came = b""
    while b"\r\n\r\n" not in came and (more := on.recv(65536)):
        came += more
    return came


def answered(on: socket.socket) -> tuple[int, bytes]:
    """The status of what comes, all of it if it is no WebSocket, and no fault of ours is told in it."""
    with on:
        came = head(on)
        status = int(came.split(b" ")[1])
        with suppress(ConnectionResetError):
            while status != 101 and (more := on.recv(65536)):
                came += more
    assert b"Traceback" not in came
    return status, came


def is_over(on: socket.socket, within: float = 5.0) -> float:
    """Seconds until the server hangs up."""
    begun = time.monotonic()
    on.settimeout(within)
    with suppress(ConnectionResetError):
        while on.recv(65536):
            pass
    return time.monotonic() - begun


def until(true: Any, within: float = 5.0) -> None:
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def frame(data: bytes, opcode: Opcode = Opcode.TEXT, fin: bool = True) -> bytes:
    return Frame(opcode, data, fin).serialize(mask=True)


# --- what is told -----------------------------------------------------------------------------------------------------


def test_a_page_is_told_what_there_is_and_whatever_changes(here: Served) -> None:
    source = here.sources["a"]
    with line(here) as page:
        first = heard(page)
        assert first == {
            "type": "state", "rev": source.rev, "life": here.live.life, "html": f"<p>{source.rev}</p>"
        }  # fmt: skip
        page.send('{"type": "ping"}')
        assert heard(page) == {"type": "pong"}
        here.do(source.change())
        assert heard(page) == {**first, "rev": first["rev"] + 1, "html": f"<p>{first['rev'] + 1}</p>"}
        here.do(here.sources["b"].change())  # of another seat nothing is heard
        page.send('{"type": "ping"}')
        assert heard(page) == {"type": "pong"}
    until(lambda: here.live.listening == 0)


def test_what_a_page_shows_already_is_not_told_again(here: Served) -> None:
    rev, life = here.sources["a"].rev, here.live.life
    for query, known in (
        (f"?rev={rev}&life={life}", True), (f"?rev={rev}", False), (f"?rev={rev}&life=other", False),
        (f"?rev={rev + 7}&life={life}", False), ("?rev=nan", False), (f"?rev={'9' * 400}", False), ("?rev=%D9%A3", False),
    ):  # fmt: skip
        with line(here, query=query) as page:
            page.send('{"type": "ping"}')
            assert heard(page)["type"] == ("pong" if known else "state"), query
        begun = time.monotonic()
        assert asked(here, query=query + "&now=1")[2]["type"] == ("pong" if known else "state"), query
        assert time.monotonic() - begun < 3  # nobody is held who asks whether there is anybody
    with line(here, query=f"?rev={rev}&life={life}") as page:  # whoever has slept says what it shows
        for said, kind in (
            ({"rev": rev, "life": life}, "pong"), ({"rev": rev - 1, "life": life}, "state"), ({}, "state"),
            ({"rev": True, "life": life}, "state"), ({"rev": [rev], "life": {}}, "state"), 
            ({"rev": str(rev), "life": life}, "pong"),
        ):  # fmt: skip
            page.send(json.dumps({"type": "hello", **said}))
            assert heard(page)["type"] == kind, said


def test_by_long_poll_the_same_is_told(here: Served) -> None:
    source, told = here.sources["b"], []
    status, headers, state = asked(here, "b")
    assert status == 200
    assert {name: headers[name] for name in SAID} == dict(SAID)
    assert headers["Cache-Control"] == "no-store"
    with line(here, "b") as page:
        assert heard(page) == state
        for _ in range(5):
            listening = here.live.listening
            holding = _in_thread(asked, here, "b", f"?rev={state['rev']}&life={state['life']}")
            until(lambda so_far=listening: here.live.listening == so_far + 1)
            here.do(source.change())
            state = holding()[2]
            told.append(state)
            assert heard(page) == state
    assert [one["rev"] for one in told] == list(range(source.rev - 4, source.rev + 1))


def _in_thread(function: Any, *about: Any) -> Any:
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(1)
    future = pool.submit(function, *about)
    pool.shutdown(wait=False)
    return lambda: future.result(10)


def test_a_question_that_nothing_answers_is_answered_in_time() -> None:
    with running("a", limits=QUICK) as here:
        known = f"?rev=1&life={here.live.life}"
        begun = time.monotonic()
        assert asked(here, query=known)[2] == {"type": "pong"}
        assert 0.2 < time.monotonic() - begun < 3
        with shaken(here, way=f"/seat/a/wait{known}", Connection="", Upgrade="") as left:
            until(lambda: here.live.listening == 1)
            left.close()
            until(lambda: here.live.listening == 0)  # and of whoever has left nothing is kept


def test_the_oldest_of_too_many_pages_of_a_seat_goes_and_knows_why(here: Served) -> None:
    most = here.live.limits.each
    with ExitStack() as stack:
        pages = [stack.enter_context(line(here)) for _ in range(most)]
        others = stack.enter_context(line(here, "b"))
        for page in (*pages, others):
            assert heard(page)["type"] == "state"
        newest = stack.enter_context(line(here))
        assert heard(newest)["type"] == "state"
        assert heard(pages[0]) == {"type": "bye", "why": "elsewhere"}
        assert closed(pages[0]) == 1000
        assert asked(here)[2]["type"] == "state"  # a question is a page, too
        assert heard(pages[1]) == {"type": "bye", "why": "elsewhere"}
        for page in (*pages[2:], newest, others):
            page.send('{"type": "ping"}')
            assert heard(page) == {"type": "pong"}


def test_what_is_over_and_what_fails_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with running("a", "b", "c", limits=QUICK) as here:
        with line(here) as page:
            assert heard(page)["rev"] == 1
            here.do(here.sources["a"].change(over="finished"))
            assert heard(page) == {"type": "bye", "why": "finished"}
            assert closed(page) == 1000
        assert asked(here)[2] == {"type": "bye", "why": "finished"}
        here.sources["b"].more = {"html": object()}  # no JSON
        with line(here, "b") as page:
            assert heard(page) == {"type": "bye", "why": "failed"}
        here.sources["c"].fault = "a\n\x1b[31msecret"
        with line(here, "c") as page:
            assert heard(page) == {"type": "bye", "why": "failed"}
        assert asked(here, "c")[2] == {"type": "bye", "why": "failed"}
    faults = [one.getMessage() for one in caplog.records if one.name == "simulation.web"]
    assert len(faults) == 3
    assert all(one.isprintable() for one in faults)


def test_the_server_says_bye_when_it_ends() -> None:
    with running("a", "b") as here, ExitStack() as stack:
        page = stack.enter_context(line(here))
        assert heard(page)["type"] == "state"
        holding = _in_thread(asked, here, "b", f"?rev=1&life={here.live.life}")
        until(lambda: here.live.listening == 2)
        begun = time.monotonic()
        here.end()
        assert heard(page) == {"type": "bye", "why": "ends"}
        assert holding()[2] == {"type": "bye", "why": "ends"}
        assert time.monotonic() - begun < 3
    with running("a") as here:  # and from then on nobody is let in
        assert asked(here)[0] == 200
        here.do(here.live.close())
        assert asked(here)[0] == 503
        assert answered(shaken(here))[0] == 503


# --- drops, sleep, and the server's own end ---------------------------------------------------------------------------


async def _listens(
    host: str, seat: str, seen: list[tuple[str, int]], drops: list[float], stop: asyncio.Event
) -> None:
    """A page as live.js is: begins again whenever it is dropped, by either way, and says what it shows."""
    rng, rev, life = random.Random(seat), None, None
    loop = asyncio.get_running_loop()

    def take(said: Any) -> None:
        nonlocal rev, life
        if said["type"] == "state" and (said["life"] != life or said["rev"] > rev):
            rev, life = said["rev"], said["life"]
            seen.append((life, rev))

    while not stop.is_set():
        drop = loop.time() + drops.pop() if drops else float("inf")
        query = f"?rev={rev}&life={life}" if life else ""
        with suppress(ConnectionClosed, OSError, InvalidStatus, TimeoutError, EOFError):
            if rng.random() < 0.3:
                async with asyncio.timeout_at(min(drop, loop.time() + 3)):
                    take(await _asks(host, seat, query))
                continue
            address = f"ws://{host}/seat/{seat}/live{query}"
            about: dict[str, Any] = {
                "origin": f"http://{host}",
                "additional_headers": {"Cookie": f"token={seat}"},
            }
            async with connect(
                address, compression=None, ping_interval=None, close_timeout=0.1, **about
            ) as page:
                while not stop.is_set():
                    try:
                        async with asyncio.timeout(min(0.3, max(drop - loop.time(), 0))):
                            take(json.loads(await page.recv()))
                    except TimeoutError:
                        if loop.time() >= drop:
                            page.transport.abort()  # nobody says goodbye
                            break
                        await page.send('{"type": "ping"}')
        await asyncio.sleep(0.01 * rng.random())


async def _asks(host: str, seat: str, query: str) -> Any:
    name, port = host.split(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    try:
        more = f"Host: {host}\r\nConnection: close\r\nCookie: token={seat}"
        writer.write(f"GET /seat/{seat}/wait{query} HTTP/1.1\r\n{more}\r\n\r\n".encode())
        return json.loads((await reader.read()).partition(b"\r\n\r\n")[2])
    except ValueError:
        raise EOFError from None
    finally:
        writer.close()


def test_sixty_pages_and_two_hundred_drops_lose_nothing() -> None:
    """Each ends with the newest, and what each has seen only ever rose."""
    seats = [f"s{k}" for k in range(60)]
    rng = random.Random(7)
    seen: dict[str, list[tuple[str, int]]] = {seat: [] for seat in seats}
    drops: dict[str, list[float]] = {seat: [] for seat in seats}
    for k in range(200):
        drops[seats[k % 60]].append(0.02 + 0.3 * rng.random())

    with running(*seats, limits=Limits(silent=2)) as here:

        async def scene() -> None:
            stop = asyncio.Event()
            pages = [
                asyncio.create_task(_listens(here.host, seat, seen[seat], drops[seat], stop))
                for seat in seats
            ]
            for _ in range(20):
                await asyncio.to_thread(here.do, _change_some(here, rng))
                await asyncio.sleep(0.05)
            async with asyncio.timeout(15):
                while any(drops.values()) or any(
                    seen[seat][-1][1] != here.sources[seat].rev for seat in seats
                ):
                    await asyncio.sleep(0.05)
            stop.set()
            await asyncio.gather(*pages)

        asyncio.run(scene())
        until(lambda: here.live.listening == 0)
    for seat in seats:
        revs = [rev for _, rev in seen[seat]]
        assert revs == sorted(set(revs))
        assert revs[-1] > 6


async def _change_some(here: Served, rng: random.Random) -> None:
    for source in rng.sample(list(here.sources.values()), 40):
        await source.change()


def test_after_the_server_was_killed_a_page_shows_what_the_next_one_says() -> None:
    """kill -9: nobody says bye; the number may begin anew, and the life tells that it did."""
    seen: list[tuple[str, int]] = []

    async def scene() -> None:
        stop = asyncio.Event()
        with Apart("a", begun=40) as first:
            page = asyncio.create_task(_listens(first.host, "a", seen, [], stop))
            await _shown(seen, 40)
            first.kill()
        with Apart("a", begun=3, port=first.port):
            await _shown(seen, 3)
            stop.set()
            await page

    async def _shown(seen: list[tuple[str, int]], rev: int) -> None:
        async with asyncio.timeout(20):
            while not seen or seen[-1][1] != rev:
                await asyncio.sleep(0.02)

    asyncio.run(scene())
    assert [rev for _, rev in seen] == [40, 3]
    assert len({life for life, _ in seen}) == 2


def test_a_slow_page_gets_the_newest_and_never_a_queue() -> None:
    with running("a") as here:
        source = here.sources["a"]
        source.more = {"much": "x" * 50_000}
        with shaken(here) as slow:
            head(slow)  # and takes nothing more for now
            for _ in range(400):  # 20 MB
                here.do(source.change())
                time.sleep(0.001)
            assert _waiting_bytes(here) < 60_000
            came = b""
            while f"<p>{source.rev}</p>".encode() not in came[-200_000:]:
                came += slow.recv(2**20)
        assert came.count(b'"type":"state"') < 200  # what the kernels held between, and the newest
        with line(here) as quick:
            assert heard(quick)["rev"] == source.rev


def _waiting_bytes(here: Served) -> int:
    async def look() -> int:
        import gc

        from simulation.web.sockets import Socket

        mine = [one for one in gc.get_objects() if type(one) is Socket and one.loop is here.loop]
        return sum(one.transport.get_write_buffer_size() for one in mine if not one.disconnected)

    return int(here.do(look()))


# --- 7, 8, 17, 18: who may listen -------------------------------------------------------------------------------------


def test_17_a_page_of_another_origin_hears_nothing(here: Served) -> None:
    port = here.port
    foreign = (
        "", "null", "http://evil.test", f"http://evil.test:{port}", f"http://127.0.0.1.evil.test:{port}", "http://127.0.0.1",
        f"http://127.0.0.1:{port + 1}", f"https://{here.host}", f"ws://{here.host}", f"http://{here.host}/", "file://", "*",
        f"//{here.host}", f"http://{here.host}@evil.test", f"http://evil.test@{here.host}", f"http://localhost:{port}", f"http://{here.host}.",
        f"http://{here.host} http://evil.test", f"http://[::1]:{port}", here.host,
    )  # fmt: skip
    for origin in foreign:
        status, came = answered(shaken(here, Origin=origin))
        assert status == 403, origin
        assert words("en")["doors.elsewhere"].encode() in came
        assert all(f"{name}: {value}".lower().encode() in came.lower() for name, value in SAID.items())
    twice = answered(shaken(here, f"Origin: http://{here.host}"))
    assert twice[0] in (400, 403)  # the library's refusal, or ours
    assert answered(shaken(here))[0] == 101
    named = f"LocalHost:{port}"
    assert answered(shaken(here, Host=named, Origin=f"http://localhost:{port}"))[0] == 101
    assert answered(shaken(here, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="websocket"))[0] == 101
    assert answered(shaken(here, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="websocket"))[0] == 403


@pytest.mark.parametrize("lang", languages())
def test_18_by_another_name_nobody_is_heard(here: Served, lang: str) -> None:
    for host in (
        "evil.test",
        f"evil.test:{here.port}",
        f"127.0.0.1.evil.test:{here.port}",
        "0.0.0.0",
        "192.168.7.1",
    ):
        status, came = answered(
            shaken(here, way=f"/seat/a/live?lang={lang}", Host=host, Origin=f"http://{host}")
        )
        assert status == 400
        assert words(lang)["doors.host"].encode() in came
    assert answered(shaken(here, Host=""))[0] == 400
    assert answered(shaken(here, way=f"/seat/a/live?lang={lang}"))[0] == 101


def test_2_7_8_whoever_has_not_the_token_of_a_seat_hears_nothing_of_it_not_even_whether_it_is(
    here: Served,
) -> None:
    strange = [
        answered(shaken(here, way=way, Cookie=cookie))
        for way, cookie in (
            ("/seat/a/live", ""), ("/seat/a/live", "token=b"), ("/seat/b/live", "token=a"),
            ("/seat/nobody/live", "token=a"), ("/seat/nobody/live", "token=nobody"),
            ("/seat/a/live", "token="), ("/seat/a/live?token=a", "")
        )
    ]  # fmt: skip
    assert {status for status, _ in strange} == {403}
    bodies = {came.partition(b"\r\n\r\n")[2] for _, came in strange}
    assert bodies == {words("en")["play_live.not_yours"].encode()}
    for seat, cookie in (("a", "token=b"), ("nobody", "token=nobody")):
        status, headers, said = asked(here, seat, Cookie=cookie)
        assert (status, said) == (403, words("en")["play_live.not_yours"])
        assert headers["X-Frame-Options"] == "DENY"
    assert answered(shaken(here))[0] == 101
    assert asked(here)[0] == 200


def test_20_a_handshake_leads_nowhere_else(here: Served) -> None:
    for way in (
        "/",
        "/seat/a",
        "/seat/a/wait",
        "/seat/a/live/",
        "/seat/a/live/x",
        "/ws",
        "//evil.test",
        "/static/live.js",
    ):
        status, came = answered(shaken(here, way=way))
        assert status == 404, way
        assert words("en")["explore.no_page"].encode() in came
        assert b"x-frame-options: deny" in came.lower()
    with running("a", sockets=False) as without:
        assert answered(shaken(without, "Connection: close"))[0] == 404
        assert asked(without)[2]["type"] == "state"


def test_what_is_no_handshake_is_refused_as_everything_is(here: Served) -> None:
    for about in (
        {"Sec_WebSocket_Key": ""}, {"Sec_WebSocket_Key": "x"}, {"Sec_WebSocket_Version": ""}, {"method": "POST"},
        {"Sec_WebSocket_Version": "8"}, {"method": "HEAD"}, {"X": "x" * 9000}, {"Content_Length": "3"},
        {"Transfer_Encoding": "chunked"}, {f"X{k}": "x" for k in range(200)},
    ):  # fmt: skip
        begun = time.monotonic()
        status, came = answered(shaken(here, **about))
        assert 400 <= status < 500, about
        assert b"x-frame-options: deny" in came.lower(), about
        assert time.monotonic() - begun < 2
    assert answered(shaken(here))[0] == 101


def test_11_a_machine_that_is_not_in_listens_to_nothing() -> None:
    async def inside(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    door = Door(inside, "en", "K7M3PQ", renderer("simulation.explorer"), free=("/seat/",))
    app = Guarded(door, "en", ("192.168.7.1",))

    def first(cookie: str, client: str, path: str = "/x") -> tuple[str, int | None]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        headers = {"host": "192.168.7.1", "origin": "http://192.168.7.1", "cookie": cookie}
        scope = {
            "type": "websocket", "scheme": "ws", "path": path, "raw_path": path.encode(), "query_string": b"",
            "client": (client, 1), "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "extensions": {"websocket.http.response": {}},
        }  # fmt: skip
        asyncio.run(app(scope, None, send))  # type: ignore[arg-type]
        return sent[0]["type"], sent[0].get("status")

    assert first("", "192.168.7.20") == ("websocket.http.response.start", 401)
    assert first(f"{door.cookie}=x", "192.168.7.20") == ("websocket.http.response.start", 401)
    assert first(f"{door.cookie}={door._let_in}", "192.168.7.20") == ("websocket.accept", None)
    assert first("", "127.0.0.1") == ("websocket.accept", None)
    assert first("", "192.168.7.20", "/seat/7/live") == ("websocket.accept", None)  # it has a lock of its own
    assert first("", "192.168.7.20", "/seats/live") == ("websocket.http.response.start", 401)


# --- 5, 26, 27, 29: what is sent --------------------------------------------------------------------------------------

NO_MESSAGES = (
    "", " ", "ping", "null", "true", "1", "NaN", "[]", '["ping"]', '"ping"', "{}", '{"type": null}', '{"type": ["ping"]}',
    '{"type": "move", "act": "threaten"}', '{"type": "Ping"}', "[" * 4000, '{"a":' * 600, "9" * 4000, "1e999", "{", "\x00",
    '{"type": "join"}', "<script>alert(1)</script>", "\u202e",
)  # fmt: skip


@pytest.mark.parametrize("lang", languages())
def test_5_what_is_no_message_is_refused_in_one_line(here: Served, lang: str) -> None:
    every = (*NO_MESSAGES, b"\xff\x00", b'{"type": "ping"}')
    for some in (every[: len(every) // 2], every[len(every) // 2 :]):  # no more a second than may be
        with line(here, query=f"?lang={lang}") as page:
            assert heard(page)["type"] == "state"
            for said in some:
                page.send(said)
                assert heard(page) == {"type": "refused", "said": words(lang)["play_live.no_message"]}, said
            page.send('{"type": "ping"}')
            assert heard(page) == {"type": "pong"}


def test_26_a_message_that_is_too_long_ends_the_line(here: Served) -> None:
    with line(here) as page:
        heard(page)
        page.send("x" * LONGEST_MESSAGE)
        assert heard(page)["type"] == "refused"
        page.send(["x" * 2000, "x" * 2000])  # in parts
        assert heard(page)["type"] == "refused"
        page.send("x" * (LONGEST_MESSAGE + 1))
        assert closed(page) == 1009
    with line(here) as page:
        heard(page)
        page.send(["x" * 2000] * 3)
        assert closed(page) == 1009
    with line(here) as page:
        heard(page)
        page.send(b"x" * 70_000)
        assert closed(page) == 1009
    until(lambda: here.live.listening == 0)


def test_26_nothing_is_unpacked(here: Served) -> None:
    """A few bytes that become many (zip bombs) are not even agreed on."""
    with shaken(here, Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits") as offers:
        said = head(offers)
        assert b" 101 " in said
        assert b"extensions" not in said.partition(b"\r\n\r\n")[0].lower()
        offers.sendall(bytes([0xC1, 0x80, 0, 0, 0, 0]))  # a compressed frame all the same
        assert is_over(offers) < 2


@pytest.mark.parametrize(
    ("opcode", "data", "fin"),
    [
        (Opcode.TEXT, b'{"type": "ping"}', True), (Opcode.PING, b"", True), (Opcode.PONG, b"", True),
        (Opcode.TEXT, b"", True), (Opcode.CONT, b"", False),
    ],
)  # fmt: skip
def test_27_whoever_sends_too_much_is_hung_up_on(
    here: Served, opcode: Opcode, data: bytes, fin: bool
) -> None:
    with shaken(here) as talks:
        head(talks)
        if opcode is Opcode.CONT:
            talks.sendall(frame(b"", Opcode.TEXT, False))
        with suppress(OSError):
            for _ in range(2000):
                talks.sendall(frame(data, opcode, fin))
        assert is_over(talks) < 3


def test_27_whoever_sends_as_much_as_may_be_is_not(here: Served) -> None:
    with shaken(here) as talks:
        head(talks)
        for _ in range(MOST - 2):
            talks.sendall(frame(b'{"type": "ping"}'))
        came = b""
        while came.count(b"pong") < MOST - 2:
            came += talks.recv(65536)
        time.sleep(1.05)
        talks.sendall(frame(b'{"type": "ping"}'))
        assert b"pong" in talks.recv(65536)


def test_27_it_is_told_why(here: Served) -> None:
    with shaken(here) as talks:
        head(talks)
        talks.sendall(frame(b'{"type": "ping"}') * (MOST + 5))
        came = b""
        while more := talks.recv(65536):
            came += more
    assert came.endswith(Frame(Opcode.CLOSE, (1008).to_bytes(2, "big")).serialize(mask=False))


def test_29_an_address_that_is_too_long_is_refused_at_once(here: Served) -> None:
    for way in (f"/seat/{'a' * 200}/live", f"/seat/a/live?{'x' * LONGEST}"):
        status, came = answered(shaken(here, way=way))
        assert status in (414, 400), way[:40]  # 400 where the library takes no line of that length
        assert b"x-frame-options: deny" in came.lower()
    assert answered(shaken(here, way=f"/seat/a/live?{'x' * 2000}"))[0] == 101


# --- 28: who dawdles, sleeps, or is many ------------------------------------------------------------------------------


def test_28_a_line_that_is_silent_is_dead_and_one_that_is_not_lives() -> None:
    with running("a", "b", limits=QUICK) as here:
        with line(here) as lives, shaken(here, way="/seat/b/live", Cookie="token=b") as dead:
            head(dead)
            until(lambda: here.live.listening == 2)
            begun = time.monotonic()
            while time.monotonic() - begun < 1.2:
                lives.send('{"type": "ping"}')
                time.sleep(0.1)
            assert here.live.listening == 1
            assert is_over(dead) < 1
        with shaken(here) as drips:  # a message byte by byte
            head(drips)
            with suppress(OSError):
                for byte in frame(b'{"type": "ping"}' * 20):
                    drips.sendall(bytes([byte]))
                    time.sleep(0.05)
                pytest.fail("it did not hang up")
        with shaken(here) as parts:  # a message in parts without end
            head(parts)
            parts.sendall(frame(b"", Opcode.TEXT, False))
            with suppress(OSError):
                for _ in range(60):
                    parts.sendall(frame(b"", Opcode.CONT, False))
                    time.sleep(0.06)
                pytest.fail("it did not hang up")
        with shaken(
            here
        ) as pings:  # pings of the protocol, which no script of a page can send, are no sign of life
            head(pings)
            with suppress(OSError):
                for _ in range(60):
                    pings.sendall(frame(b"", Opcode.PING))
                    time.sleep(0.06)
                pytest.fail("it did not hang up")
        until(lambda: here.live.listening == 0)


def test_28_half_of_a_line_is_none(here: Served) -> None:
    with shaken(here) as half:
        head(half)
        until(lambda: here.live.listening == 1)
        half.shutdown(socket.SHUT_WR)
        assert is_over(half) < 1
    until(lambda: here.live.listening == 0)


def test_28_whoever_takes_nothing_is_hung_up_on_although_it_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "DAWDLING", 0.3)
    with running("a") as here:
        with line(here) as page:  # it is no request, which would have to be whole by now
            heard(page)
            time.sleep(0.5)
            page.send('{"type": "ping"}')
            assert heard(page) == {"type": "pong"}
        until(lambda: here.live.listening == 0)
        here.sources["a"].more = {"much": "x" * 4_000_000}
        with shaken(here) as takes_nothing:
            until(lambda: here.live.listening == 1)
            with suppress(OSError):
                for _ in range(40):
                    takes_nothing.sendall(frame(b'{"type": "ping"}'))
                    time.sleep(0.1)
                    if not here.live.listening:
                        break
            until(lambda: here.live.listening == 0)
        with line(here, max_size=None) as takes:
            assert len(heard(takes)["much"]) == 4_000_000


def test_28_a_thousand_idle_lines_keep_nobody_out() -> None:
    """Of one seat four are left, of all seats 256; whoever comes then by another way is answered as ever."""
    with Apart(*(f"s{k}" for k in range(300)), limits=Limits(silent=60)) as here, ExitStack() as stack:
        _more_files(1500)
        for _ in range(700):
            stack.enter_context(line_of(here, "s0"))
        until(lambda: here.asked("listening") == "4")
        statuses = [head(stack.enter_context(line_of(here, f"s{k}"))).split(b" ")[1] for k in range(300)]
        assert statuses == [b"101"] * 253 + [b"503"] * 47
        assert here.asked("listening") == "256"
        begun = time.monotonic()
        assert asked(here, "s299")[0] == 503
        assert (
            asked(here, "s7", "?now=1")[2]["type"] == "state"
        )  # of a seat that listens, whose oldest goes for it
        assert time.monotonic() - begun < 2
    with Apart("s0") as here, line_of(here, "s0") as alone:
        assert head(alone).split(b" ")[1] == b"101"


def line_of(here: Any, seat: str) -> socket.socket:
    return shaken(here, way=f"/seat/{seat}/live", Cookie=f"token={seat}")


def _more_files(most: int) -> None:
    with suppress(ImportError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most if hard < 0 else min(most, hard), hard))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what a process has")
def test_300_lines_cost_little_memory_and_give_it_back() -> None:
    def memory(of: Apart) -> float:
        status = Path(f"/proc/{of.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    with Apart(*(f"s{k}" for k in range(75)), limits=Limits(most=300, silent=60)) as here:
        asked(here, "s0")
        before = memory(here)
        for _ in range(2):
            with ExitStack() as stack:
                for k in range(300):
                    head(stack.enter_context(line_of(here, f"s{k % 75}")))
                assert here.asked("listening") == "300"
                many = memory(here)
            until(lambda: here.asked("listening") == "0")
        after = memory(here)
    assert many - before < 30, "MB for 300"
    assert after - many < 3, "and no more after twice as many"
