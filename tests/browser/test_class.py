"""A class in a browser: teacher, projector and phones of two languages; killed, asleep, offline, changed, gone on with."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from simulation.catalogue import text
from simulation.play.room.state import ROLES
from tests.browser.conftest import watched
from tests.browser.lesson import (
    PHONE,
    SCREEN,
    Desk,
    Lesson,
    at,
    chooses,
    comes_in,
    faults,
    id_of,
    sends,
    told,
)
from tests.browser.test_solo import reach

if TYPE_CHECKING:
    from tests.browser.conftest import Open

NARROW = (390, 320)
OFFLINE = 30  # seconds, more than SILENCE


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lesson]:
    """One command for all classes of this file."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = Lesson(tmp_path_factory.mktemp("lesson") / "journal", port)
    yield made
    made.kill()


@pytest.fixture
def opens(browser: Any, lesson: Lesson) -> Iterator[Open]:
    with watched(browser, lesson.address) as open_page:
        yield open_page


def both(pages: list[Any], turn: int, stage: str, acts: tuple[str, str] = ("hold", "hold")) -> None:
    """A stage of two phones, sent one after the other."""
    for page, act in zip(pages, acts, strict=True):
        at(page, f"{turn}-{stage}")
        sends(page, act)


def test_24_months_of_a_class_to_which_everything_happens(opens: Open, lesson: Lesson) -> None:
    wrong: dict[str, list[Any]] = {}

    def look(what: str, page: Any, *widths: int) -> None:
        wrong[what] = faults(page, *(widths or NARROW))

    teacher = Desk(opens, lesson)
    look("begin", teacher.page, 1280, 320)
    teacher.opens_doors(clock="300")
    projector = teacher.page.context.new_page()
    projector.set_viewport_size(SCREEN["viewport"])
    projector.goto(f"{lesson.address}/projector?lang=id")

    entry = opens("/?lang=id", **PHONE)
    look("entry", entry)
    ann, ben, lone = (comes_in(opens, lang) for lang in ("en", "id", "en"))
    look("lobby", ben)
    expect(projector.locator(".names li")).to_have_count(3)
    look("teacher's lobby", teacher.page, 1280, 320)
    look("projector's lobby", projector, 1280, 320)
    for field, value in (("tension", "50"), ("crises", "3"), ("in_force", "1")):
        ben.locator(f"#predict-{field}").fill(value)
    ben.locator("#say-predict button").click()
    expect(teacher.page.locator(".standing")).to_contain_text(text("play_teacher.predicted", "en", n=1))
    teacher.starts()

    # an odd class: who comes late has a program's seat, and is told so
    at(lone, "0-move")
    late = comes_in(opens, "en")
    expect(late.locator(".who")).to_contain_text(text("play_phone.came_program", "en"))
    assert late.locator(".who").inner_text().split("·")[1] == lone.locator(".who").inner_text().split("·")[1]
    look("move", ben)
    look("teacher plays", teacher.page, 1280, 320)
    look("projector plays", projector, 1280, 320)

    # killed in the middle of a turn: what was sent is sent, what was chosen is chosen, and the pages go on by themselves
    two = [ann, ben]
    sends(ann, "talk")
    at(ann, "0-waiting")
    look("waiting", ann)
    chooses(ben, "talk")
    lesson.kill()
    told(ben, "play_line.lost", "id")
    lesson.begin()
    told(ben, "play_line.back", "id")
    at(ann, "0-waiting")
    told(projector, "play_line.anew", "id")  # a desk's key is of one start
    assert ben.locator('[name="act-0"][value="talk"]').is_checked()
    ben.locator("[id^=say-] .send button").click()
    at(ben, "0-answer")
    look("answer", ben)
    both(two, 0, "answer")
    teacher = Desk(opens, lesson)  # the key of the new start
    projector = teacher.page.context.new_page()
    projector.set_viewport_size(SCREEN["viewport"])
    projector.goto(f"{lesson.address}/projector?lang=id")
    teacher.phase("playing")

    # reload, the way back, and a second tab of a seat
    at(ann, "1-move")
    second = ann.context.new_page()
    second.goto(ann.url)
    sends(ann)
    at(second, "1-waiting")
    ann.reload()
    at(ann, "1-waiting")
    ann.go_back()
    ann.go_forward()
    at(ann, "1-waiting")
    sends(ben)
    for page in (ann, second):
        at(page, "1-answer")
    sends(second)
    at(ann, "1-waiting")
    second.close()
    sends(ben)

    # half a minute without a network: the doctrine plays, and the owner is back by itself
    at(ben, "2-move")
    ben.context.set_offline(True)
    since = time.monotonic()
    sends(ann)
    late.context.close()
    lone.context.close()
    told(ben, "play_line.lost", "id")
    at(ann, "2-answer")  # after 20 seconds and a pause
    expect(teacher.of(ben)).to_contain_text(text("play_teacher.is_away", "en"))
    sends(ann)
    ben.wait_for_timeout(max(0.0, 1000 * (OFFLINE - (time.monotonic() - since))))
    ben.context.set_offline(False)
    told(ben, "play_line.back", "id")
    at(ben, "3-move")
    expect(teacher.of(ben)).not_to_contain_text(text("play_teacher.is_away", "en"))

    # a page that the phone froze, and a server that stands still with a message on its way
    line = ben.context.new_cdp_session(ben)
    line.send("Page.setWebLifecycleState", {"state": "frozen"})
    lesson.sends(signal.SIGSTOP)
    sends(ann)
    expect(ann.locator("#told")).to_have_text(text("play_line.sending", "en"))
    ann.wait_for_timeout(3000)
    lesson.sends(signal.SIGCONT)
    at(ann, "3-waiting")
    line.send("Page.setWebLifecycleState", {"state": "active"})
    sends(ben)
    both(two, 3, "answer")

    # a changed phone, by PIN
    before, phone = ben, id_of(ben)
    at(before, "4-move")
    teacher.presses("pin", f'[id="phone-{phone}"]')
    pin = re.search(r"\d{4}", teacher.of(before).locator(".pin").inner_text())
    assert pin is not None
    entry.reload()
    look("entry with a PIN", entry)
    entry.locator("#phone").select_option(phone)
    entry.locator("#pin").fill(pin[0])
    entry.locator("form[action^='/pin'] button").click()
    entry.wait_for_url("**/seat/**")
    at(entry, "4-move")
    assert id_of(entry) == phone
    told(before, "play_line.refused", "id")
    ben, two = entry, [ann, entry]
    both(two, 4, "move")
    both(two, 4, "answer")

    # a pause keeps the time that is left
    at(ann, "5-move")
    teacher.presses("pause")
    expect(ann.locator(".room .news")).to_have_text(text("play_phone.paused", "en"))
    left = ann.locator(".who .clock").inner_text()
    sends(ann)
    told(ann, "refusal_room.paused", "en")
    ann.wait_for_timeout(2000)
    assert ann.locator(".who .clock").inner_text() == left
    teacher.presses("resume")
    expect(ann.locator(".room .news")).to_have_count(0)
    minutes, seconds = map(int, left.split(":"))
    assert ann.locator(".who .clock").inner_text() in (left, f"{minutes}:{seconds - 1:02d}")

    # the turn is closed over one that thinks on: its doctrine plays
    sends(ann)
    at(ann, "5-waiting")
    teacher.presses("close", "#panel")
    for page in two:
        at(page, "5-answer")
    both(two, 5, "answer")

    # an event, and before it what it would do
    at(ann, "6-move")
    teacher.page.locator("#bring > summary").click()
    teacher.page.locator("#kind").select_option("incident")
    teacher.presses("preview", "#inject")
    expect(teacher.page.locator("#preview")).to_have_text(re.compile(r"\d"), timeout=20_000)
    said = teacher.page.locator("#preview").inner_text()
    both(two, 6, "move")
    at(ann, "6-answer")
    assert teacher.page.locator("#preview").inner_text() == said  # it stays while the class goes on
    teacher.presses("inject", "#inject")
    expect(projector.locator("#desk .news, #desk .lines")).to_have_count(0)  # it is next month's
    both(two, 6, "answer")
    for page, lang in ((ann, "en"), (ben, "id")):
        at(page, "7-move")
        expect(page.locator(".asked .news")).to_contain_text(text("play_seat.news", lang, news="").strip())
    both(two, 7, "move")
    both(two, 7, "answer")

    # over, at this table by itself and at the others by the teacher
    for page in two:
        at(page, "8-over")
    look("over", ben)
    teacher.presses("end")
    teacher.phase("playing-over")
    look("teacher's end", teacher.page, 1280, 320)
    projector.goto(f"{lesson.address}/projector?lang=id")
    projector.locator("#desk figure, #desk svg").first.wait_for(timeout=30_000)
    look("projector's end", projector, 1280, 320)
    teacher.presses("finish")
    teacher.phase("finished-over")
    look("teacher finished", teacher.page, 1280, 320)
    for page, lang in ((ann, "en"), (ben, "id")):
        expect(page.locator("main h1")).to_have_text(text("play_line.finished", lang))
    look("goodbye", ben)
    assert {what: found for what, found in wrong.items() if found} == {}


# --- by keyboard, without a script, in a team --------------------------------------------------------------------------


def test_a_turn_of_a_class_by_keyboard_alone_whose_focus_stays_where_it_is(
    opens: Open, lesson: Lesson
) -> None:
    """Teacher and phone, from the form of the class to the second turn; and the press, for whom there was no seat."""
    teacher = Desk(opens, lesson)
    teacher.puts_away()
    presses(teacher.page, "#begin button.main")
    teacher.phase("lobby")
    phone = opens("/?lang=id", **PHONE)
    presses(phone, "form[action^='/join'] button")
    phone.wait_for_url("**/seat/**")
    rival = comes_in(opens)
    presses(teacher.page, '#panel [formaction^="/teacher/start"]')
    at(phone, "0-move")
    assert phone.evaluate("document.activeElement.id") == "ask"  # on the heading of what is asked now
    press = comes_in(opens, "id")
    assert faults(press, *NARROW) == []
    for stage in ("move", "answer"):
        at(phone, f"0-{stage}")
        reach(phone, "[name='act-0']:checked")
        for paused in ("pause", "resume"):  # each changes what all phones show
            presses(teacher.page, f'#panel [formaction^="/teacher/{paused}"]')
            expect(phone.locator(".room .news")).to_have_count(1 if paused == "pause" else 0)
            assert phone.evaluate("document.activeElement.name") == "act-0"
        for asked in ("consent-0", "speak-0"):
            if phone.locator(f'[name="{asked}"]').count():
                reach(phone, f'[name="{asked}"]', "Shift+Tab" if asked == "consent-0" else None)
                phone.keyboard.press("Space")
        presses(phone, f"#say-0-{stage} .send button")
        at(phone, "0-waiting")
        assert phone.evaluate("document.activeElement.id") == "ask"
        sends(rival)
    at(phone, "1-move")
    at(rival, "1-move")


def presses(page: Any, selector: str) -> None:
    """The button, by Tab and Enter."""
    reach(page, selector)
    page.keyboard.press("Enter")


def test_a_phone_without_a_script_comes_in_moves_and_answers(opens: Open, lesson: Lesson) -> None:
    """Its page asks again by itself, every few seconds; the rival is a program, since nobody else came."""
    teacher = Desk(opens, lesson)
    teacher.opens_doors()
    phone = comes_in(opens, java_script_enabled=False)
    teacher.starts()
    for stage in ("0-move", "0-answer"):
        at(phone, stage)
        sends(phone)
    at(phone, "1-move")


def test_in_a_team_the_leader_sends_and_the_cards_of_the_others_hold(opens: Open, lesson: Lesson) -> None:
    """A threat that a hawk allows after an advice, and a dove of the other state that holds against it."""
    teacher = Desk(opens, lesson)
    teacher.opens_doors("teams", size="3")
    phones = [comes_in(opens, "id") for _ in range(6)]
    teacher.starts()
    sides: dict[str, dict[str, Any]] = {}
    for phone in phones:
        at(phone, "0-move")
        state = phone.locator(".head h1").inner_text()
        sides.setdefault(state, {})[role_of(phone)] = phone
    ours, theirs = sides.values()
    assert set(ours) == set(theirs) == {"leader", "hawk", "dove"}
    assert [one for phone in (ours["hawk"], theirs["leader"]) for one in faults(phone, *NARROW)] == []

    sends(ours["dove"], "threaten")  # advice
    expect(ours["leader"].locator("#team li", has_text=name_of(ours["dove"]))).to_contain_text(
        text("act.threaten", "id"), ignore_case=True
    )
    sends(ours["leader"], "threaten")
    told(ours["leader"], "refusal_room.hawk", "id", act=text("act.threaten", "id"))
    at(ours["leader"], "0-move")
    uses(ours["hawk"], "allow")
    expect(ours["leader"].locator("#team")).to_contain_text(text("play_phone.allowed", "id"))
    sends(ours["leader"], "threaten")
    sends(theirs["leader"], "hold")
    for phone in phones:
        at(phone, "0-answer")
    uses(theirs["dove"], "hold")
    assert faults(theirs["dove"], *NARROW) == []
    sends(theirs["leader"], "threaten")  # it holds, whatever is sent
    at(theirs["leader"], "0-waiting")
    expect(theirs["leader"].locator(".sent")).to_contain_text(text("act.hold", "id"), ignore_case=True)
    sends(ours["leader"], "hold")
    for phone in phones:
        at(phone, "1-move")


def role_of(page: Any) -> str:
    """The card of a phone."""
    said = page.locator(".who").inner_text()
    return next(role for role in ROLES if text(f"play_role.{role}_title", "id") in said)


def name_of(page: Any) -> str:
    """The name that was dealt to a phone."""
    return str(page.locator(".who b").inner_text())


def uses(page: Any, power: str) -> None:
    """A power of the own card."""
    page.locator(f"[id^=use-{power}-] button").first.click()
