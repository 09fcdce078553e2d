"""The pages of a class over HTTP, without a script: pairs, teams, programs; pause, end, next week, finish, forget."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.attending import Attended, Phone, attended, forms


@pytest.fixture
def lesson(tmp_path: Path) -> Iterator[Attended]:
    with attended(tmp_path) as made:
        yield made


def turn(phones: list[Phone], act: str = "talk") -> None:
    """A turn in which everybody begins so, accepts, and holds."""
    for one in phones:
        one.look()
        one.send("say", act_0=act)
    for one in phones:
        one.look()
        offered = {"consent_0": "yes"} if "consent-0" in one.page.form("say").may else {}
        one.send("say", act_0="hold", **offered)


def test_a_pair_plays_a_class_from_the_code_to_the_farewell(lesson: Attended) -> None:
    first, second = lesson.begun(2, turns="2", months="1")
    assert {first.state, second.state} == {"Kastara", "Velmora"}
    turn([first, second])
    assert first.look()
    assert first.stage == "1-move"
    turn([first, second])
    assert first.look()
    assert first.stage == "2-over"
    assert "All matches are over" in lesson.teacher.get("/projector").text
    assert "The lesson is over" in lesson.does("finish").text
    assert first.look().status == 404  # its key is gone
    assert "finished, 2 phones" in lesson.does("leave").text


def test_what_is_expected_is_asked_before_the_first_turn_and_counted(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", seed="7", key="")
    phone, other = lesson.comes(), lesson.comes("id")
    assert phone.stage == "lobby"
    assert "Apa perkiraan Anda?" in other.page.text
    form, figures = phone.page.form("predict"), {"tension": "140", "crises": "1", "in_force": "0"}
    refused = phone.browser.post(form.action, form.fields | figures)
    assert refused.status == 400
    assert "140" in refused.text
    assert phone.browser.post(form.action, form.fields | figures | {"tension": "40"}).status == 200
    assert "1 prediction" in lesson.teacher.get("/teacher").text
    assert "predict" in forms(lesson.does("start") and phone.look())
    turn([phone, other])
    assert "predict" not in forms(phone.look())


def _own(phone: Phone) -> str:
    """The address of a phone, from the cookie that says which it was."""
    (mine,) = [value for (name, _), value in phone.browser.cookies.items() if name == "detente_phone"]
    return f"/seat/{mine}"


def test_a_team_has_one_that_sends_and_others_that_advise_and_have_powers(lesson: Attended) -> None:
    phones = lesson.begun(4, sits="teams", size="2")
    leaders = [one for one in phones if one.page.has("say")]
    hawks = [one for one in phones if one.page.has("advise")]
    assert len(leaders) == len(hawks) == 2
    ours = next(one for one in hawks if one.state == leaders[0].state)
    ours.send("advise", act_0="threaten")
    refused = leaders[0].send("say", act_0="threaten")
    assert refused.status == 400
    assert "hawk" in refused.text
    leaders[0].page = leaders[0].browser.get(_own(leaders[0]))
    assert "threaten" in leaders[0].page.text  # what is advised
    ours.look()
    ours.send("use")  # the one power that a hawk has before the answer
    assert "threaten no more" in ours.page.text
    leaders[0].look()
    assert leaders[0].send("say", act_0="threaten").status == 200
    assert leaders[0].stage == "0-waiting"
    assert ours.look()
    assert not ours.page.has("undo")
    assert leaders[0].page.has("undo")


def test_against_a_program_each_has_a_match_and_who_comes_late_too(lesson: Attended) -> None:
    (phone,) = lesson.begun(1, sits="doctrine", rival="hawk", state="Velmora")
    late = lesson.comes()
    assert (phone.state, late.state) == ("Velmora", "Velmora")
    assert "a match of your own" in late.page.text
    assert "hawk" in phone.page.text.lower()  # it hides nothing


def test_an_odd_one_plays_a_program_until_somebody_comes_over_its_seat(lesson: Attended) -> None:
    lesson.begun(3)
    assert "program" in lesson.teacher.get("/teacher").text
    late = lesson.comes()
    assert late.stage == "0-move"
    assert "over a program" in late.page.text
    press = lesson.comes()
    assert press.stage == "playing"
    assert "press of the whole class" in press.page.text


def test_in_a_pause_nothing_is_sent_and_what_was_sent_is_kept(lesson: Attended) -> None:
    first, second = lesson.begun(2)
    first.send("say", act_0="talk")
    assert "Pause: nothing can be sent" in lesson.does("pause").text
    second.look()
    refused = second.send("say", act_0="talk")
    assert refused.status == 400
    assert "pause" in refused.text
    lesson.does("resume")
    second.page = second.browser.get(_own(second))
    second.send("say", act_0="talk")
    assert second.stage == "0-answer"


def test_the_teacher_closes_a_turn_and_ends_all(lesson: Attended) -> None:
    first, _ = lesson.begun(2, months="1")
    lesson.does("close")  # of the stage: everybody's doctrine plays it
    assert first.look()
    assert first.stage == "0-answer"
    lesson.does("close", table="0")
    assert first.look()
    assert first.stage == "1-move"
    assert "over" in lesson.does("end").text
    assert first.look()
    assert first.stage.endswith("over")
    assert "debrief" in first.page.text


def test_an_event_is_looked_at_before_and_happens_after(lesson: Attended) -> None:
    first, second = lesson.begun(2, months="1")
    asked = {"kind": "incident", "size": "90", "table": "all", "title": "", "state": "Kastara"}
    seen = lesson.does("preview", **asked)
    assert re.search(r"Crisis in Feb 1960: \d+% without it, \d+% with it", seen.text)
    assert "so far" not in lesson.teacher.get("/teacher").text  # nothing has happened
    assert "1 so far" in lesson.does("inject", **asked).text
    turn([first, second])
    assert "Shots at the border" in first.look().text
    assert "Tembakan di perbatasan" in lesson.teacher.get("/projector?lang=id").text
    assert lesson.does("preview", **asked | {"size": "900"}).status == 400
    assert lesson.does("preview", **asked | {"kind": "comet"}).status == 400


def test_another_phone_takes_a_seat_with_the_pin_and_the_first_is_out(lesson: Attended) -> None:
    first, _ = lesson.begun(2)
    phone = _own(first).rpartition("/")[2]
    pin = re.search(r"PIN (\d{4})", lesson.does("pin", phone=phone).text)
    assert pin
    other = lesson.comes().browser
    form = other.get("/").form("pin")
    assert other.send(form, phone=phone, pin="0000" if pin[1] != "0000" else "1111").status == 403
    taken = other.send(form, phone=phone, pin=pin[1])
    assert taken.path.startswith(f"/seat/{phone}")
    assert first.look().status == 404
    assert "Back to my seat" in other.get("/").text


def test_a_class_goes_on_after_the_server_was_gone_and_next_week(tmp_path: Path) -> None:
    with attended(tmp_path) as lesson:
        first, second = lesson.begun(2)
        first.send("say", act_0="talk")
    with attended(tmp_path) as lesson:  # at once: the class is open, and plays
        first.browser.port = second.browser.port = lesson.port
        assert first.look()
        assert first.stage == "0-waiting"
        second.look()
        assert second.send("say", act_0="talk")
        assert second.stage == "0-answer"
        lesson.does("leave")
        assert first.look().status == 404  # it is put away
        name = re.search(r'name="name" value="([\w-]+)"', lesson.teacher.get("/teacher").text)
        assert name
        assert "The class plays" in lesson.does("go", name=name[1]).text
        assert first.look()
        assert first.stage == "0-answer"
        assert "broken off" not in lesson.does("forget", name=name[1]).text
        assert first.look().status == 404
    assert name[1].encode() not in (tmp_path / "journal").read_bytes()


def test_a_class_that_cannot_be_read_closes_no_list_and_can_be_deleted(tmp_path: Path) -> None:
    with attended(tmp_path) as lesson:
        lesson.begun(2)
        lesson.does("leave")
        assert "Doors open" in lesson.does("begin", scenario="classroom", key="").text
    with closing(sqlite3.connect(tmp_path / "journal")) as file, file:
        file.execute("UPDATE room SET settings = '[]' WHERE id NOT LIKE '%-%'")
    with attended(tmp_path) as lesson:
        assert "Doors open" in lesson.teacher.get("/teacher").text
        page = lesson.does("leave")
        assert "cannot be read" in page.text
        broken = next(
            name for name in re.findall(r'name="name" value="([\w-]+)"', page.text) if "-" not in name
        )
        assert lesson.does("go", name=broken).status == 400
        assert "cannot be read" not in lesson.does("forget", name=broken).text


def test_a_teacher_tries_it_out_alone(lesson: Attended) -> None:
    page = lesson.does("try")
    seats = re.findall(r'href="(/seat/[\w-]+)\?', page.text)
    assert len(seats) == 2
    states = {re.search(r"<h1>(.*?)</h1>", lesson.teacher.get(seat).text)[1] for seat in seats}  # type: ignore[index]
    assert states == {"Kastara", "Velmora"}


def test_what_a_class_begins_with_is_asked_for_the_world_that_was_taken(lesson: Attended) -> None:
    page = lesson.teacher.get("/teacher?scenario=cold_war&lang=id")
    assert '<option value="cold_war" selected>' in page.text
    assert "desk.js" not in page.text  # nothing changes by itself in what somebody fills in
    assert lesson.teacher.send(page.form("begin")).status == 200
    assert "desk.js" in lesson.teacher.get("/teacher").text


def test_a_message_that_comes_twice_counts_once(lesson: Attended) -> None:
    lesson.does("begin", scenario="classroom", key="")
    phone = lesson.comes()
    form = phone.browser.get("/").form("join")
    twice = [phone.browser.send(form, follow=False).headers["Location"] for _ in range(2)]
    assert twice[0] == twice[1]
    assert "2 phones" in lesson.teacher.get("/teacher").text


def test_two_taps_of_a_teacher_are_one_class(lesson: Attended) -> None:
    for _ in range(2):  # also of a page from before, which leads to the class that is open
        assert "Doors open" in lesson.does("begin", scenario="classroom", key="").text
    page = lesson.does("leave").text
    assert len(set(re.findall(r'name="name" value="([\w-]+)"', page))) == 1


def test_what_a_class_cannot_begin_with_is_refused_in_one_line_on_its_page(lesson: Attended) -> None:
    for wrong in ({"scenario": "nowhere"}, {"turns": "0"}, {"turns": "x"}, {"sits": "rows"}, {"seed": "-1"},
                  {"size": "9", "sits": "teams"}, {"clock": "5"}, {"rival": "santa"}, {"colour": "red"}):  # fmt: skip
        refused = lesson.does("begin", **{"scenario": "classroom", "key": ""} | wrong)
        assert refused.status == 400, wrong
        assert 'role="alert"' in refused.text, wrong
    assert "Doors open" in lesson.does("begin", scenario="classroom", key="").text
