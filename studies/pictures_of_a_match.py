"""What a player sees: one match alone, stage by stage, wide and on a phone, in every language.

    python -m studies.pictures_of_a_match --out docs/play/match.md

A driven Chromium plays on the pages that `detente play --solo` serves. World, chance and moves are fixed here; the hidden
doctrine is drawn by the server, as it is for everybody.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer
from playwright.sync_api import Browser, Page, expect, sync_playwright

from simulation.catalogue import languages
from simulation.commands.folders import folder, write_file
from simulation.commands.refusals import CommandError
from studies.made import Out, command, made_by, run, write_page
from studies.pictures import ARGUMENTS, BROWSERS, PATIENCE, WIDTHS, small, text_of

SEED = "11"
MOVES = ("talk", "talk", "summit", "talk", "exchange", "talk", "talk", "talk")  # of the eight turns
TALKING = 2  # the turn, from 0, in whose answer the demands are looked at


class Scene(NamedTuple):
    """A moment of the match: what its picture is called and shows, and what is scrolled to the top for it."""

    name: str
    title: str
    says: str
    look: str = ""


SCENES = (
    Scene(
        "begin",
        "Before the first turn",
        "A world, a state to play, and whom against: the scenario's own doctrine, a named one, or one that is hidden and "
        "guessed at the end. Matches begun before are below.",
    ),
    Scene(
        "move",
        "The move",
        "Above, how things stand, in words beside the figures; below, the five groups of acts, each act with what it does, "
        "what it costs, and why it is out of reach where it is.",
    ),
    Scene(
        "answer",
        "The answer",
        "What the rival has begun with, as this state reads it; yes or no to what it offers; the own answer; and rules for "
        "the months that follow.",
        "#ask",
    ),
    Scene(
        "talks",
        "Talks",
        "What is asked for on each issue, between the own red line and nearly all; beside it the rival's last demand, and "
        "what this state believes of the other red line.",
        ".talks",
    ),
    Scene(
        "sent",
        "Sent",
        "Until the rival has answered, what was sent can be taken back.",
    ),
    Scene(
        "later",
        "After some turns",
        "Tension and benefit since the start, beside the dashed line of the ghost: the same world with the same chance, "
        "and nobody playing.",
    ),
    Scene(
        "over",
        "The end",
        "Which doctrine was it that one played against? After the guess the debrief says.",
    ),
    Scene(
        "debrief",
        "The debrief",
        "The match in the band of five hundred runs that nobody played, the months that mattered, the talks with both red "
        "lines, other answers, which doctrine one resembled, and what if.",
    ),
)


def main(out: Out = Path("docs/play/match.md")) -> None:
    """Play a match, take a picture of every stage, and write the page that shows them."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise CommandError(f"there is no browser; install Chromium ({', '.join(BROWSERS)})")
    folder(out.parent)
    size = 0
    with sync_playwright() as playwright:
        begun = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for lang in languages():
            for form in WIDTHS:
                for name, picture in pictures(begun, form, lang):
                    write_file(out.parent / file_name(name, form, lang), picture)
                    size += len(picture)
                typer.echo(f"{lang}, {form}: {size / 1e6:.2f} MB so far")
        begun.close()
    write_page(out, page(command("pictures_of_a_match", out=out)))


@contextmanager
def served() -> Iterator[str]:
    """The address, with its key, at which the game of this checkout is served, over a journal of its own."""
    with tempfile.TemporaryDirectory() as kept:
        asked = ["play", "--solo", "--no-open", "--port", "0", "--file", f"{kept}/matches", "--lang", "en"]
        with subprocess.Popen(
            [sys.executable, "-u", "-m", "simulation", *asked],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as begun:
            try:
                assert begun.stdout is not None
                found = next((at for line in begun.stdout if (at := re.search(r"http://\S+", line))), None)
                if found is None:
                    raise CommandError("detente play did not begin; try it by hand")
                yield found[0]
            finally:
                begun.terminate()
                begun.wait(30)


def pictures(browser: Browser, form: str, lang: str) -> Iterator[tuple[str, bytes]]:
    """The name and the PNG of each moment."""
    width, height = WIDTHS[form]
    with served() as address:
        seen = browser.new_page(
            viewport={"width": width, "height": height}, reduced_motion="reduce", locale=lang
        )
        seen.set_default_timeout(PATIENCE)
        seen.goto(address)
        seen.wait_for_url(lambda url: "key=" not in url)
        seen.goto(f"{address.partition('?')[0]}?scenario=classroom&lang={lang}")
        yield "begin", taken(seen, "begin")
        seen.locator(".pace summary").click()
        seen.locator("#seed").fill(SEED)
        seen.locator('[name="rival"][value="hidden"]').check()
        seen.locator("form[action^='/begin'] .send button").click()
        seen.wait_for_url("**/seat/**")
        for turn, act in enumerate(MOVES):
            if turn == 0:
                yield "move", taken(seen, "move")
            if turn == len(MOVES) - 2:
                yield "later", taken(seen, "later")
            choose(seen, act)
            send(seen)
            if turn == 0:
                yield "sent", taken(seen, "sent")
            after(seen, f"{turn}-answer")
            if turn == 0:
                yield "answer", taken(seen, "answer")
            if turn == TALKING:
                seen.locator(".talks").first.evaluate("one => { one.open = true; }")
                yield "talks", taken(seen, "talks")
            for yes in ('[name="consent-0"][value="yes"]:enabled', '[name="speak-0"][value="yes"]'):
                if seen.locator(yes).count():
                    seen.locator(yes).check()
            if (
                seen.locator('[name="consent-0"]').count()
                and not seen.locator('[name="consent-0"]:checked').count()
            ):
                seen.locator('[name="consent-0"][value="no"]').check()
            send(seen)
            after(seen, f"{turn + 1}-move|{turn + 1}-over")
        yield "over", taken(seen, "over")
        seen.locator("a[href*='/debrief']").first.click()
        seen.locator(".debrief").wait_for()
        yield "debrief", taken(seen, "debrief")
        seen.close()


def choose(seen: Page, act: str) -> None:
    """Choose an act, or to hold where it is out of reach."""
    there = seen.locator(f'[name="act-0"][value="{act}"]:enabled')
    if there.count():
        there.evaluate("one => { const group = one.closest('details'); if (group) group.open = true; }")
        there.check()


def send(seen: Page) -> None:
    """Send what was chosen, and wait until it is there."""
    seen.locator("[id^=say-] .send button").click()
    expect(seen.locator("#seat")).to_have_attribute(
        "data-stage", re.compile("waiting|over"), timeout=PATIENCE
    )


def after(seen: Page, stages: str) -> None:
    """Wait for one of these stages, and for the last paint."""
    expect(seen.locator("#seat")).to_have_attribute(
        "data-stage", re.compile(f"^({stages})$"), timeout=PATIENCE
    )


def taken(seen: Page, name: str) -> bytes:
    """The picture of a moment."""
    scene = next(one for one in SCENES if one.name == name)
    if scene.look:
        seen.locator(scene.look).first.evaluate("one => one.scrollIntoView({ block: 'start' })")
    else:
        seen.evaluate("() => scrollTo(0, 0)")
    seen.wait_for_timeout(200)  # milliseconds, for the last paint
    return small(seen.screenshot())


def file_name(name: str, form: str, lang: str) -> str:
    """What a picture is called: `match_talks_phone_id.png`."""
    return f"match_{name}_{form}_{lang}.png"


def page(how: str) -> str:
    """The page in Markdown."""
    parts = [
        f"<!-- {made_by(how)} -->",
        "# What a player sees",
        'Open it with `pip install ".[play]"` and `detente play --solo`; [how to play alone](../how-to/play_alone.md) '
        f"says more. The pictures are of matches of `classroom`, seed {SEED}, against a hidden doctrine, by `{how}`.",
    ]
    for scene in SCENES:
        others = [
            f"[{text_of(form, lang)}]({file_name(scene.name, form, lang)})"
            for lang in languages()
            for form in WIDTHS
            if (form, lang) != ("phone", "en")
        ]
        parts += [
            f"## {scene.title}",
            scene.says,
            f"![{scene.title}]({file_name(scene.name, 'phone', 'en')})",
            f"The same {'; '.join(one.replace('[]', '[on a wide screen]') for one in others)}.",
        ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    run("pictures_of_a_match", main)
