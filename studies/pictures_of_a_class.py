"""What a class sees: the teacher's page, the projector and the phones, from the open door to the end, in every language.

    python -m studies.pictures_of_a_class --out docs/play/class.md

A driven Chromium is teacher, projector and seven phones, of pages that are served here as `detente play --lan` serves them;
the address on the wall is an invented one, so that no machine's own is in a picture. World, chance and moves are fixed; the
code is drawn anew each time.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

import typer
from playwright.sync_api import Browser, Page, expect, sync_playwright

from simulation.catalogue import languages
from simulation.commands.folders import folder, write_file
from simulation.commands.play import known
from simulation.commands.refusals import CommandError
from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.room_pages.served import served as served_class
from simulation.web.opening import HERE, listening, serve
from simulation.web.sockets import Socket
from studies.made import Out, command, made_by, run, write_page
from studies.pictures import ARGUMENTS, BROWSERS, NAMES, PATIENCE, WIDTHS, small
from studies.pictures_of_a_match import choose

SEED = "11"
ADDRESS = "http://192.168.1.7:8731"  # where the pictures say that the laptop is
PAIRED = 5  # phones that are there at the start: two pairs, and one against a program, so that lines of three are drawn
TEAM = 4  # phones of the class in teams: two states of two
#: what each of the phones begins with, turn by turn; where that is out of reach it holds
MOVES = (
    ("talk", "talk", "talk", "talk"),
    ("talk", "visit", "talk", "talk"),
    ("threaten", "threaten", "hold", "threaten"),
    ("threaten", "hold", "threaten", "hold"),
    ("talk", "hold", "talk", "hold"),
    ("hold", "hold", "talk", "talk"),
)
EXPECTED = {"tension": "40", "crises": "2", "in_force": "1"}


class Scene(NamedTuple):
    """A moment of the lesson: what its picture is called and shows, on which of the screens."""

    name: str
    title: str
    says: str
    form: Literal["wide", "phone"] = "wide"


SCENES = (
    Scene(
        "begin",
        "The teacher begins",
        "Pairs, teams with role cards, or each against a program; turns and their months. The day before, *Try it out* "
        "deals both seats of a match to this browser. Classes before are on the right.",
    ),
    Scene(
        "network",
        "Is my network fit?",
        "The day before, with one phone in the classroom: whether it gets through, and what to do if not.",
    ),
    Scene(
        "tried",
        "Tried out alone",
        "The day before: two seats of one match, each behind its name, in this browser.",
    ),
    Scene(
        "wall_in",
        "The projector lets in",
        "Square, address and code, and the names that were dealt.",
    ),
    Scene("entry", "A phone comes in", "Nobody types a name, and there is no account.", "phone"),
    Scene("in", "In, and what do you expect?", "Three numbers, to be held against what came of it.", "phone"),
    Scene(
        "doors",
        "Doors open",
        "The teacher's page counts phones and predictions. Behind each name: a PIN for a changed phone, and *Remove*.",
    ),
    Scene(
        "card",
        "In teams: a card",
        "What it aims at, what it alone may do, and a worry to be kept to oneself.",
        "phone",
    ),
    Scene(
        "advice",
        "In teams: advice",
        "Who is no leader advises with a tap; the leader sees that, and sends.",
        "phone",
    ),
    Scene("move", "The move", "As in a match alone, with the own name and table above it.", "phone"),
    Scene(
        "tables",
        "The class plays",
        "Who has sent, and who still thinks; nothing of any world. Each match goes on at its own pace; a turn is closed "
        "for all, or at one table.",
    ),
    Scene("pause", "Pause", "Nothing can be sent; what was sent is kept.", "phone"),
    Scene(
        "event",
        "An event, looked at before",
        "What it would do in the matches as they stand. Most events are mild.",
    ),
    Scene(
        "wall",
        "The projector while the class plays",
        "Tension and benefit of all matches, without names, on the band of runs that nobody played; how many states still "
        "think; what was brought in.",
    ),
    Scene(
        "late",
        "Whoever comes late",
        "Into a team, or over a program's seat; where all seats are taken, as the press of the whole class.",
        "phone",
    ),
    Scene(
        "changed",
        "Another phone",
        "The teacher's page shows a PIN of four digits; it opens the seat on another phone, once.",
        "phone",
    ),
    Scene(
        "ending",
        "Three ways to end",
        "*End* stops all matches; *Finish* drops names and keys; *Put away* keeps the class for next week. Each is asked "
        "once more.",
    ),
    Scene(
        "wall_end",
        "The projector at the end",
        "Every match on the runs that nobody played from the same start.",
    ),
    Scene("over", "A phone at the end", "What was expected, beside what came.", "phone"),
    Scene(
        "debrief",
        "The debrief of the class",
        "Two pages to print: every match, what those did differently that found détente and how sure that is, predictions, "
        "questions for the talk; and files under codes.",
    ),
    Scene(
        "finished", "The lesson is over", "Names and keys are gone; the matches stay until they are deleted."
    ),
    Scene("goodbye", "A phone, then", "Nobody can come back to a seat.", "phone"),
)


def main(out: Out = Path("docs/play/class.md")) -> None:
    """Play a lesson in every language, take a picture of every screen, and write the page that shows them."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise CommandError(f"there is no browser; install Chromium ({', '.join(BROWSERS)})")
    folder(out.parent)
    size = 0
    with sync_playwright() as playwright:
        begun = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for lang in languages():
            for name, picture in pictures(begun, lang):
                write_file(out.parent / file_name(name, lang), picture)
                size += len(picture)
            typer.echo(f"{lang}: {size / 1e6:.2f} MB so far")
        begun.close()
    write_page(out, page(command("pictures_of_a_class", out=out)))


@contextmanager
def served(lang: str) -> Iterator[tuple[str, Keys]]:
    """Where classes are served, over a journal of their own, and the key of the teacher's page."""
    scenarios, first = known(None)
    keys, ends, ready = Keys(), threading.Event(), threading.Event()
    with (
        tempfile.TemporaryDirectory() as kept,
        Journal(Path(kept) / "classes") as journal,
        listening(0) as door,
    ):
        app, ending, _ = served_class(journal, scenarios, lang, keys=keys, first=first, address=ADDRESS)
        server = threading.Thread(
            target=serve, args=([door], app, ready.set, ends), kwargs={"sockets": Socket, "ending": ending}
        )
        server.start()
        try:
            if not ready.wait(60):
                raise CommandError("the class was not served; try `detente play` by hand")
            yield f"http://{HERE}:{door.getsockname()[1]}", keys
        finally:
            ends.set()
            server.join()


class Room:
    """The browsers of a classroom: the teacher's, with the projector's window, and one for each phone."""

    def __init__(self, browser: Browser, lang: str, address: str) -> None:
        self._browser, self._lang, self.address = browser, lang, address

    def opens(self, form: str) -> Page:
        """A browser of its own, with nothing in it."""
        width, height = WIDTHS[form]
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale=self._lang
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def goes(self, seen: Page, path: str) -> Page:
        """To an address, in the language of these pictures."""
        seen.goto(f"{self.address}{path}{'&' if '?' in path else '?'}lang={self._lang}")
        return seen

    def comes_in(self) -> Page:
        """A phone, with the seat that it is dealt."""
        seen = self.goes(self.opens("phone"), "/")
        seen.locator("form[action^='/join'] button").click()
        seen.wait_for_url("**/seat/**")
        return seen


def pictures(browser: Browser, lang: str) -> Iterator[tuple[str, bytes]]:
    """The name and the PNG of each moment, as they come."""
    with served(lang) as (address, keys):
        room = Room(browser, lang, address)
        teacher = room.goes(room.opens("wide"), f"/teacher?key={keys.key}")
        teacher.wait_for_url(lambda url: "key=" not in url)
        yield from tried_out(teacher)
        yield from in_teams(room, teacher)
        yield from in_pairs(room, teacher)
        for context in browser.contexts:
            context.close()


def tried_out(teacher: Page) -> Iterator[tuple[str, bytes]]:
    """What a teacher does the day before. It is put away again."""
    teacher.locator("form[action^='/teacher/try'] button").click()
    phase(teacher, "playing")
    for which in teacher.locator(".phone").all():
        which.evaluate("one => { one.open = true; }")
    yield "tried", taken(teacher)
    press(teacher, "leave")
    phase(teacher, "none")


def in_teams(room: Room, teacher: Page) -> Iterator[tuple[str, bytes]]:
    """What teams have besides: cards and advice. The class is put away after its first move."""
    begin(teacher, "teams", size="2")
    phones = [room.comes_in() for _ in range(TEAM)]
    press(teacher, "start")
    for one in phones:
        after(one, "0-move")
    leader = next(one for one in phones if not one.locator("#team[open]").count())
    name = leader.locator(".who b").inner_text()
    other = next(
        one for one in phones if one is not leader and name in (one.locator("#team").text_content() or "")
    )
    yield "card", taken(other, ".room")
    choose(other, "talk")
    other.locator("[id^=say-] .send button").click()
    expect(leader.locator("#team")).to_contain_text(":")
    leader.locator("#team").evaluate("one => { one.open = true; }")
    yield "advice", taken(leader, ".room")
    press(teacher, "leave")
    phase(teacher, "none")


def in_pairs(room: Room, teacher: Page) -> Iterator[tuple[str, bytes]]:
    """A lesson in pairs, from the open door to the end."""
    yield "begin", taken(room.goes(teacher, "/teacher"))
    yield "network", taken(room.goes(teacher, "/teacher/network"))
    begin(room.goes(teacher, "/teacher"), "pairs", turns=str(len(MOVES[0])))
    yield "entry", taken(room.goes(room.opens("phone"), "/"))
    phones = [room.comes_in() for _ in range(PAIRED)]
    yield "in", taken(phones[0])
    for one in phones[:3]:
        predict(one)
    expect(teacher.locator(".standing")).to_contain_text(re.compile(r"· 3 \D+$"))
    yield "doors", taken(teacher)
    wall = room.goes(teacher.context.new_page(), "/projector")
    expect(wall.locator(".names li")).to_have_count(PAIRED)
    yield "wall_in", taken(wall)
    press(teacher, "start")
    for turn in range(len(MOVES[0])):
        last = turn == len(MOVES[0]) - 1
        for at, one in enumerate(phones):
            after(one, f"{turn}-move")
            choose(one, MOVES[at][turn])
            if turn == at == 0:
                yield "move", taken(one)
            if last and at == 1:  # one has sent
                yield "tables", taken(teacher)
                yield from asides(room, teacher, wall, phones)
            send(one)
        for one in phones:
            after(one, f"{turn}-answer")
            agree(one)
            send(one)
        if turn == 0:
            phones.append(room.comes_in())  # over the program's seat
            press_of_all = room.comes_in()
    yield from at_the_end(room, teacher, wall, phones, press_of_all)


def asides(room: Room, teacher: Page, wall: Page, phones: list[Page]) -> Iterator[tuple[str, bytes]]:
    """What a teacher does while the class plays."""
    press(teacher, "pause")
    phones[-1].locator(".room .news").wait_for()
    yield "pause", taken(phones[-1])
    press(teacher, "resume")
    teacher.locator("#bring > summary").click()
    teacher.locator("#kind").select_option("incident")
    press(teacher, "preview")
    expect(teacher.locator("#preview")).not_to_be_empty()
    yield "event", taken(teacher, "#bring")
    wall.locator(".lines svg").wait_for()
    yield "wall", taken(wall)
    press(teacher, "pin")
    teacher.locator(".pin").first.wait_for()
    changed = room.goes(room.opens("phone"), "/")
    changed.locator("#changed").wait_for()
    yield "changed", taken(changed)
    for one in ("ending", "finishing", "leaving"):
        unfold(teacher, f"#{one}")
    yield "ending", taken(teacher, "#ends")


def at_the_end(
    room: Room, teacher: Page, wall: Page, phones: list[Page], press_of_all: Page
) -> Iterator[tuple[str, bytes]]:
    """All matches are over: the figure on the wall, the debrief, and the names dropped."""
    yield "late", taken(press_of_all)
    for one in phones:
        after(one, f"{len(MOVES[0])}-over")
    yield "over", taken(phones[0], ".room")
    wall.locator(".projector svg").first.wait_for()
    expect(wall.locator(".lines")).to_have_count(0, timeout=PATIENCE)
    wall.locator(".projector .standing").wait_for(state="detached")
    yield "wall_end", taken(wall)
    debrief = room.goes(teacher.context.new_page(), "/teacher/debrief")
    debrief.locator(".class-files").wait_for()  # until then the page asks again by itself
    yield "debrief", taken(debrief)
    press(teacher, "finish")
    phase(teacher, "finished-over")
    yield "finished", taken(teacher)
    phones[0].locator("#seat").wait_for(state="detached")
    yield "goodbye", taken(phones[0])


# --- what is done on the pages -------------------------------------------------------------------------------------------


def begin(teacher: Page, sits: str, **fields: str) -> None:
    """Open the doors of a class."""
    teacher.locator(f'#begin [name="sits"][value="{sits}"]').check()
    teacher.locator(".pace > summary").click()
    for name, value in {"seed": SEED, **fields}.items():
        teacher.locator(f'#begin [name="{name}"]').fill(value)
    teacher.locator("#begin button.main").click()
    phase(teacher, "lobby")


def phase(teacher: Page, is_now: str) -> None:
    """Wait until the class has come to this."""
    expect(teacher.locator("#desk")).to_have_attribute("data-phase", is_now, timeout=PATIENCE)


def unfold(seen: Page, which: str) -> None:
    """Unfold this, if it is not."""
    seen.locator(which).evaluate("one => { one.open = true; }")


def press(teacher: Page, what: str) -> None:
    """Press the button that does this, in what has to be unfolded for it."""
    button = teacher.locator(f'#desk [formaction^="/teacher/{what}?"]').first
    button.evaluate(
        "one => { for (let up = one; up; up = up.parentElement) if (up.open === false) up.open = true; }"
    )
    button.click()


def predict(phone: Page) -> None:
    """Expect something."""
    for name, value in EXPECTED.items():
        phone.locator(f"#predict-{name}").fill(value)
    phone.locator("#say-predict button").click()
    phone.locator("#predict-lobby small").wait_for()


def agree(phone: Page) -> None:
    """Yes to what is offered, where that can be said; no elsewhere."""
    for asked in ("consent-0", "speak-0"):
        for said in ("yes", "no"):
            choice = phone.locator(f'[name="{asked}"][value="{said}"]:enabled')
            if choice.count() and not phone.locator(f'[name="{asked}"]:checked').count():
                choice.check()


def send(phone: Page) -> None:
    """Send what was chosen, and wait until the page asks for it no more."""
    asked = phone.locator("#seat").get_attribute("data-stage")
    phone.locator("[id^=say-] .send button").click()
    expect(phone.locator("#seat")).not_to_have_attribute("data-stage", asked or "", timeout=PATIENCE)


def after(phone: Page, stage: str) -> None:
    """Wait for this stage."""
    expect(phone.locator("#seat")).to_have_attribute("data-stage", stage, timeout=PATIENCE)


def taken(seen: Page, look: str = "") -> bytes:
    """The picture of a moment, with this at the top if it is named."""
    if look:
        seen.locator(look).first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    else:
        seen.evaluate("() => scrollTo(0, 0)")
    seen.wait_for_timeout(200)  # milliseconds, for the last paint
    return small(seen.screenshot())


# --- the page that shows them ----------------------------------------------------------------------------------------


def file_name(name: str, lang: str) -> str:
    """What a picture is called: `class_wall_id.png`."""
    return f"class_{name}_{lang}.png"


def page(how: str) -> str:
    """The page in Markdown."""
    parts = [
        f"<!-- {made_by(how)} -->",
        "# What a class sees",
        'Open it with `pip install ".[play]"` and `detente play --lan`; [teach with it](../how-to/teach.md) says more. The '
        f"pictures are of lessons of `classroom`, seed {SEED}, by `{how}`; the address in them is invented. What a player "
        "sees of a match is [on a page of its own](match.md).",
    ]
    for scene in SCENES:
        others = [
            f"[in {NAMES.get(lang, lang)}]({file_name(scene.name, lang)})"
            for lang in languages()
            if lang != "en"
        ]
        parts += [
            f"## {scene.title}",
            scene.says,
            f"![{scene.title}]({file_name(scene.name, 'en')})",
            f"The same {'; '.join(others)}.",
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    run("pictures_of_a_class", main)
