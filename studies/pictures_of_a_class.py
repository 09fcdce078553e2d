"""What a class sees: teacher, projector and phones, from the open doors to the farewell, in every language.

    python -m studies.pictures_of_a_class --out docs/play/class.md

A driven Chromium plays with several phones on the pages that `detente play` serves, on this machine alone: the address on
the projector is an example. World, chance and moves are fixed here; who gets which name and seat follows from the seed.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer
from playwright.sync_api import Browser, Page, expect, sync_playwright

from simulation.catalogue import languages
from simulation.commands.folders import folder, write_file
from simulation.commands.refusals import CommandError
from simulation.play.journal import Journal
from simulation.play.keys import Keys
from simulation.play.room_pages.served import served
from simulation.scenario import load_scenario, scenario_names
from simulation.web.opening import HERE, listening, serve
from simulation.web.sockets import Socket
from studies.made import Out, command, made_by, run, write_page
from studies.pictures import ARGUMENTS, BROWSERS, PATIENCE, small, text_of

SEED = "11"
PHONE, DESK = (390, 844), (1280, 720)
EXAMPLE = "http://192.168.1.7:8731"  # where phones of a class might reach their teacher's laptop
PAIRS, TEAM = 6, 4  # phones of the class in pairs, and of that in teams
MOVES = (
    "talk",
    "visit",
    "hold",
    "talk",
    "denounce",
    "talk",
)  # of the phones, in the order in which they came


class Scene(NamedTuple):
    """A moment: what its picture is called and shows."""

    name: str
    title: str
    says: str


SCENES = (
    Scene("begin", "Teacher: a new class", "World, who plays what, how long a turn is; below, what is for the day before."),
    Scene("network", "Teacher: is my network fit?", "The address to try with one phone, and what came of it."),
    Scene("tried", "Teacher: tried out alone", "Two seats of one match, each behind its name, in this browser."),
    Scene("invite", "Projector: come in", "A code for the camera, the address and six letters; the names that were dealt."),
    Scene("entry", "Phone: at the door", "Nobody types a name."),
    Scene("waits", "Phone: in", "A name, and what is expected of the own match."),
    Scene("move", "Phone: the move", "How things stand, the own name and table, and the five groups of acts."),
    Scene("answer", "Phone: the answer", "What the other has begun with, as it reads; yes or no; the own answer."),
    Scene("card", "Phone: in a team", "A card with its powers; the leader sends, the others advise."),
    Scene("advice", "Phone: the leader of a team", "What the others advise; the leader sends."),
    Scene("press", "Phone: who comes late", "Where all seats are taken, as the press: it puts deeds on the projector."),
    Scene("playing", "Teacher: the class plays", "Who has sent and who is away; pause, close, end."),
    Scene("preview", "Teacher: an event, before it is sent", "What it would do to the chance of a crisis."),
    Scene("pause", "Phone: a pause", "Nothing can be sent; what was sent is kept."),
    Scene("changed", "Phone: another one", "A PIN from the teacher's page opens a seat on another phone, once."),
    Scene("lines", "Projector: all matches", "Tension and what both gain, without names; how many still think."),
    Scene("ways", "Teacher: three ways to end", "End, Finish, Put away: each says what it does, and is asked once more."),
    Scene("over", "Phone: the end", "What was expected beside what came, and the way to the debrief."),
    Scene("end", "Projector: every match", "Each beside 500 runs that nobody played, and its own luck without players."),
    Scene("debrief", "Teacher: the debrief of the class", "What was done differently, notes, files under codes."),
    Scene("farewell", "Phone: farewell", "Names and keys are gone."),
)  # fmt: skip


def main(out: Out = Path("docs/play/class.md")) -> None:
    """Play two classes, take a picture of every screen, and write the page that shows them."""
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
def opened() -> Iterator[tuple[str, Keys]]:
    """A class's pages, served on this machine over a journal of their own, and the key that opens the teacher's."""
    keys, ready, ends = Keys(), threading.Event(), threading.Event()
    with tempfile.TemporaryDirectory() as kept, Journal(Path(kept) / "matches") as journal:
        scenarios = {name: load_scenario(name) for name in scenario_names()}
        game = served(journal, scenarios, "en", keys=keys, address=EXAMPLE)
        door = listening(0)
        more = {"sockets": Socket, "ending": game.ending}
        server = threading.Thread(target=serve, args=([door], game.app, ready.set, ends), kwargs=more)
        server.start()
        ready.wait()
        try:
            yield f"http://{HERE}:{door.getsockname()[1]}", keys
        finally:
            ends.set()
            server.join()


def pictures(browser: Browser, lang: str) -> Iterator[tuple[str, bytes]]:
    """The name and the PNG of each moment, in the order in which they happen."""

    def new(size: tuple[int, int]) -> Page:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale=lang
        )
        made = context.new_page()
        made.set_default_timeout(PATIENCE)
        return made

    with opened() as (address, keys):
        teacher = new(DESK)
        teacher.goto(f"{address}/teacher?lang={lang}&key={keys.key}")
        teacher.locator("#begin").wait_for()
        yield "begin", taken(teacher)
        teacher.goto(f"{address}/teacher/network?lang={lang}")
        yield "network", taken(teacher)
        yield from tried(teacher, address, lang)
        wall = teacher.context.new_page()
        wall.set_default_timeout(PATIENCE)

        begin(teacher, address, lang, "pairs")
        phones = [comes(new(PHONE), address, lang) for _ in range(PAIRS - 1)]
        last = new(PHONE)
        last.goto(f"{address}/?lang={lang}")
        yield "entry", taken(last)
        phones.append(comes(last, address, lang))
        for name, figure in (("tension", "50"), ("crises", "3"), ("in_force", "1")):
            phones[0].locator(f"[name={name}]").fill(figure)
        yield "waits", taken(phones[0])
        phones[0].locator("#say-predict button").click()
        wall.goto(f"{address}/projector?lang={lang}")
        yield "invite", taken(wall)
        teacher.locator("#panel button.main").click()
        for turn in range(3):
            for nth, phone in enumerate(phones):
                stage(phone, f"{turn}-move")
                if (turn, nth) == (0, 1):
                    yield "move", taken(phone)
                choose(phone, MOVES[(turn + nth) % len(MOVES)])
                phone.locator(f"#say-{turn}-move .send button").click()
            for nth, phone in enumerate(phones):
                stage(phone, f"{turn}-answer")
                answer(phone)
                if (turn, nth) == (1, 1):
                    phone.locator("#ask").scroll_into_view_if_needed()
                    yield "answer", small(phone.screenshot())
                phone.locator(f"#say-{turn}-answer .send button").click()
        stage(phones[0], "3-move")
        late = comes(new(PHONE), address, lang)
        yield "press", taken(late, "[id^=announce-]")
        yield "playing", taken(teacher)
        teacher.locator("#bring summary").click()
        teacher.locator("#kind").select_option("incident")
        teacher.locator("[formaction^='/teacher/preview']").click()
        teacher.locator("#preview:not(:empty)").wait_for()
        teacher.locator("#preview").scroll_into_view_if_needed()
        yield "preview", small(teacher.screenshot())
        yield "lines", taken(wall, ".lines")
        presses(teacher, "pause")
        yield "pause", taken(phones[0], ".room .news")
        presses(teacher, "resume")
        presses(teacher, "pin")
        teacher.locator(".pin").first.wait_for()
        other = new(PHONE)
        other.goto(f"{address}/?lang={lang}")
        yield "changed", taken(other, "#changed")
        for fold in ("#finishing", "#leaving", "#ending"):
            teacher.locator(f"{fold} summary").click()
        teacher.locator("#leaving button").scroll_into_view_if_needed()
        yield "ways", small(teacher.screenshot())
        teacher.locator("#ending button").click()
        stage(phones[0], "3-over")
        yield "over", taken(phones[0])
        yield "end", taken(wall, ".class-finding")
        teacher.goto(f"{address}/teacher/debrief?lang={lang}")
        teacher.locator(".class-finding").wait_for()
        yield "debrief", taken(teacher)
        teacher.goto(f"{address}/teacher?lang={lang}")
        teacher.locator("#finishing button").click()
        phones[0].locator("#seat").wait_for(state="detached")
        yield "farewell", taken(phones[0])
        teacher.locator("#leaving button").click()
        teacher.locator("#begin").wait_for()

        begin(teacher, address, lang, "teams")
        phones = [comes(new(PHONE), address, lang) for _ in range(TEAM)]
        teacher.locator("#panel button.main").click()
        for phone in phones:
            stage(phone, "0-move")
        hawk = next(phone for phone in phones if phone.locator("form[action*='/advise']").count())
        yield "card", taken(hawk)
        choose(hawk, MOVES[0])
        name = hawk.locator(".who b").inner_text()
        mates = [phone for phone in phones if name in (phone.locator("#team").text_content() or "")]
        leader = next(phone for phone in mates if phone is not hawk)
        hawk.locator("[id^=say-] .send button").click()
        expect(leader.locator("#team li").filter(has_text=name)).to_contain_text(":", timeout=PATIENCE)
        leader.locator("#card summary").click()
        leader.locator("#team summary").click()
        yield "advice", taken(leader)


def tried(teacher: Page, address: str, lang: str) -> Iterator[tuple[str, bytes]]:
    """What a teacher does the day before, alone; it is put away again."""
    teacher.goto(f"{address}/teacher?lang={lang}")
    teacher.locator("form[action^='/teacher/try'] button").click()
    for seat in teacher.locator("details.phone summary").all():
        seat.click()
    yield "tried", taken(teacher)
    presses(teacher, "leave")
    teacher.locator("#begin").wait_for()


def presses(teacher: Page, what: str) -> None:
    """Press the button that does this, in whatever is folded."""
    button = teacher.locator(f"#desk [formaction^='/teacher/{what}?']").first
    button.evaluate(
        "one => { for (let up = one; up; up = up.parentElement) if (up.open === false) up.open = true; }"
    )
    button.click()


def begin(teacher: Page, address: str, lang: str, sits: str) -> None:
    """Open the doors."""
    teacher.goto(f"{address}/teacher?lang={lang}")
    teacher.locator(f"[name=sits][value={sits}]").check()
    teacher.locator(".pace summary").click()
    teacher.locator("#seed").fill(SEED)
    if sits == "teams":
        teacher.locator("#size").fill("2")
    teacher.locator("#begin button.main").click()
    teacher.locator("#panel").wait_for()


def comes(phone: Page, address: str, lang: str) -> Page:
    """A phone comes in."""
    phone.goto(f"{address}/?lang={lang}")
    phone.locator("button.main").click()
    phone.wait_for_url("**/seat/**")
    return phone


def stage(phone: Page, name: str) -> None:
    """Wait until a phone shows a stage."""
    phone.locator(f"[data-stage='{name}']").wait_for()


def choose(phone: Page, act: str) -> None:
    """Choose an act, or to hold where it is out of reach."""
    there = phone.locator(f'[name="act-0"][value="{act}"]:enabled')
    if there.count():
        there.evaluate("one => { const group = one.closest('details'); if (group) group.open = true; }")
        there.check()


def answer(phone: Page) -> None:
    """Say yes to what is offered, if one can, and speak up."""
    for name, values in (("consent-0", ("yes", "no")), ("speak-0", ("yes",))):
        for value in values:
            there = phone.locator(f'[name="{name}"][value="{value}"]:enabled')
            if there.count():
                there.check()
                break


def taken(seen: Page, waits: str = "") -> bytes:
    """The picture of a moment, from the top of its page."""
    if waits:
        seen.locator(waits).first.wait_for()
    seen.evaluate("() => scrollTo(0, 0)")
    seen.wait_for_timeout(300)  # milliseconds, for the last paint
    return small(seen.screenshot())


def file_name(name: str, lang: str) -> str:
    """What a picture is called: `class_lines_id.png`."""
    return f"class_{name}_{lang}.png"


def page(how: str) -> str:
    """The page in Markdown."""
    parts = [
        f"<!-- {made_by(how)} -->",
        "# What a class sees",
        'Open it with `pip install ".[play]"` and `detente play --lan`; [teach with it](../how-to/teach.md) says more. The '
        f"pictures are of two classes of `classroom`, seed {SEED}, six phones in pairs and four in teams, by `{how}`; "
        "the address on the wall is an example.",
    ]
    for scene in SCENES:
        others = [f"[{text_of('wide', lang)}]({file_name(scene.name, lang)})" for lang in languages()[1:]]
        parts += [
            f"## {scene.title}",
            scene.says,
            f"![{scene.title}]({file_name(scene.name, languages()[0])})",
            f"The same {'; '.join(others)}.",
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    run("pictures_of_a_class", main)
