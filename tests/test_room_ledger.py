"""Rooms on disk: what is acknowledged is there, once; and what goes when a lesson is over is gone from the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from simulation import ScenarioError, load_scenario
from simulation.play.journal import Journal
from simulation.play.room import events as ev
from simulation.play.room.ledger import Ledger
from simulation.play.room.settings import Settings
from tests.classes import DEEDS, Deed, gone_through, joined

TOML = load_scenario("classroom").to_toml()
PAIRS = Settings(TOML, text=True)
CAME = [ev.Joined(at=float(k), phone=f"p{k}") for k in range(4)]


def told(ledger: Ledger, happened: Sequence[ev.Event], name: str = "room") -> None:
    ledger.open(name, PAIRS)
    for place, event in enumerate(happened):
        ledger.take(name, event, key=f"{name}-{place}", token=f"token-{place}")


def test_a_room_is_there_again(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        ledger = Ledger(journal)
        told(ledger, CAME)
        live = ledger.take("room", ev.Started(at=9.0))
        assert ledger.room("room") is live
    with Journal(tmp_path / "j.db") as journal:
        again = Ledger(journal)
        assert again.rooms() == ("room",)
        assert again.room("room") == live
        after = again.take("room", ev.Paused(at=10.0))
        assert after.paused == 10.0
        with pytest.raises(ScenarioError, match="no class 'other'"):
            again.room("other")


def test_a_refused_event_is_not_written_and_a_repeated_key_changes_nothing(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        ledger = Ledger(journal)
        told(ledger, CAME)
        room = ledger.room("room")
        with pytest.raises(ScenarioError, match="in this class already"):
            ledger.take("room", CAME[0], key="new")
        assert ledger.take("room", ev.Joined(at=5.0, phone="p9"), key="room-1") == room
        with pytest.raises(ScenarioError, match="other settings"):
            ledger.open("room", Settings(TOML, months=1))
        assert ledger.open("room", PAIRS) == room
        with pytest.raises(ScenarioError, match="1 to 64 characters"):
            ledger.take("room", ev.Started(at=5.0), key="k" * 65)
    with Journal(tmp_path / "j.db") as journal:
        assert Ledger(journal).room("room") == room


def test_a_token_is_of_one_phone_and_goes_over_with_a_pin(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        ledger = Ledger(journal)
        told(ledger, CAME)
        assert ledger.of_token("p0", "token-0") == "room"
        for phone, token in (("p0", "token-1"), ("p0", ""), ("nobody", "token-0"), ("nobody", ""), ("", "")):
            assert ledger.of_token(phone, token) is None
        ledger.take("room", ev.PinShown(at=5.0, phone="p0", pin="0427"))
        ledger.take("room", ev.PinTried(at=6.0, phone="p0", pin="0000"), token="thief")
        assert (ledger.of_token("p0", "thief"), ledger.of_token("p0", "token-0")) == (None, "room")
        ledger.take("room", ev.PinTried(at=7.0, phone="p0", pin="0427"), token="changed")
        assert (ledger.of_token("p0", "changed"), ledger.of_token("p0", "token-0")) == ("room", None)
        ledger.take("room", ev.Removed(at=8.0, phone="p1"))
        assert ledger.of_token("p1", "token-1") is None
    assert b"token-2" not in (tmp_path / "j.db").read_bytes()  # only its hash is there


def test_the_end_of_a_lesson_leaves_no_token_and_no_word_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with Journal(path) as journal:
        ledger = Ledger(journal)
        told(ledger, CAME)
        said = "a very private thought"
        ledger.take("room", ev.Predicted(at=5.0, phone="p0", figures={"tension": 4.0}, words=said))
        last = ledger.take("room", ev.Finished(at=6.0))
        assert ledger.of_token("p0", "token-0") is None
        assert last.phones["p0"].predicted is not None
        with pytest.raises(ScenarioError, match="this lesson is over"):
            ledger.take("room", ev.Joined(at=7.0, phone="late"), token="late")
    with Journal(path) as journal:
        assert Ledger(journal).room("room") == last
        rows = [row for (row,) in journal._file.execute("SELECT payload FROM room_event")]
        assert not any(said in row for row in rows)
        assert any("tension" in row for row in rows)


def test_a_room_is_forgotten_alone(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db") as journal:
        ledger = Ledger(journal)
        told(ledger, CAME)
        ledger.open("other", PAIRS)
        ledger.take("other", ev.Joined(at=1.0, phone="q"), token="q")
        ledger.forget("room")
        assert ledger.rooms() == ("other",)
        assert (ledger.of_token("p0", "token-0"), ledger.of_token("q", "q")) == (None, "other")
        with pytest.raises(ScenarioError, match="no class 'room'"):
            ledger.room("room")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_what_is_restored_is_what_was_live(tmp_path: Path, deeds: list[Deed]) -> None:
    room = joined(PAIRS, 4)
    happened: list[ev.Event] = list(CAME)
    for _, event, after in gone_through(room, [("start", 0, 0, 1.0), *deeds]):
        happened.append(event)
        room = after
    path = tmp_path / "j.db"
    for file in tmp_path.glob("j.db*"):
        file.unlink()
    with Journal(path) as journal:
        told(Ledger(journal), happened)
    with Journal(path) as journal:
        assert Ledger(journal).room("room") == room


def test_what_a_teacher_keeps_stays_with_the_room_and_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "j.db"
    with Journal(path) as journal:
        ledger = Ledger(journal)
        for name in ("room", "other"):
            ledger.open(name, PAIRS)
        assert ledger.noted("room", "answers") == ""
        for said in ("first", "K7M2 cadbcb cadbcb"):
            ledger.note("room", "answers", said)
        drawn = ledger.secret("room")
        assert len(drawn) == 22
        assert ledger.secret("other") != drawn
    with Journal(path) as journal:
        again = Ledger(journal)
        assert (again.noted("room", "answers"), again.secret("room")) == ("K7M2 cadbcb cadbcb", drawn)
        again.forget("room")
        again.open("room", PAIRS)
        assert again.noted("room", "answers") == ""
        assert again.secret("room") != drawn
    assert b"K7M2" not in path.read_bytes()
