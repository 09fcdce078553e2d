"""What the explorer looks like: every view, wide and on a phone, in every language, taken by a browser that is driven.

    python -m studies.pictures --out docs/play/index.md

The page is served by `detente explore` itself and looked at by the system's Chromium, which Playwright drives. Pictures
have few colours, so that all together stay small.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from simulation.catalogue import languages
from simulation.commands.folders import folder, write_file
from simulation.commands.refusals import CommandError
from simulation.explorer.view import MANY
from studies.made import Out, command, made_by, run, write_page

WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}  # CSS pixels: a laptop's window, and a common phone
COLOURS = 96  # of a picture's palette: enough for words, bands and lines
PATIENCE = 240_000.0  # milliseconds that a page has on a busy machine
ARGUMENTS = ("--no-sandbox", "--disable-gpu")  # it sees our own page alone, and may be started by root
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NIXON = "scenario=detente_1969&leaders.Richard_Nixon.disposition=-0.8&seed=7"


class Scene(NamedTuple):
    """A view: its address, what is unfolded in it, what is then looked at, and what a picture of it shows."""

    name: str
    title: str
    address: str
    says: str
    unfold: str = ""  # a selector of what is opened
    press: str = ""  # a selector of what is pressed
    look: str = ""  # a selector of what is scrolled to the top
    after: str = ""  # a selector of what must be there by then
    paper: bool = False  # whether it is seen as it is printed


SCENES = (
    Scene(
        "first", "The first page", "/?seed=7",
        "Two rivals from 1969 to 1975, and what comes of them as they were. Beside the figure stands what can be changed; "
        "the line above it says what was found, the line below how many runs that is.",
    ),
    Scene(
        "leader", "One harder leader in 1969", f"/?{NIXON}",
        "Richard Nixon's disposition is slid from conciliatory to hard. Above are both futures with the bands that "
        "hold 90 % of the runs, below the mean of their paired differences with its 95 % interval: where it leaves "
        "out 0, the sign is no accident.",
        look="#result",
    ),
    Scene(
        "three", "Three states", "/?scenario=triangle_1971&states.China.doctrine=grit&seed=7",
        "The United States, the Soviet Union and China, of whom China decides by Osgood's GRIT; means over all three "
        "pairs.",
    ),
    Scene(
        "record", "Cooperation beside the record", f"/?{NIXON}&shown=cooperation",
        "The black line is what was observed, one history, here of cooperation; it stands there where the record "
        "knows every pair.",
        look="#result",
    ),
    Scene(
        "outcomes", "All that differs", f"/?{NIXON}",
        "What was changed, what it reaches, and every outcome in both futures with its difference and interval. A "
        "star marks what can be told from chance; what has none is not shown to be zero.",
        unfold="details.outcomes", look="details.outcomes",
    ),
    Scene(
        "why", "Why, in one month", f"/?{NIXON}",
        "A click on a month, or the form below the figure, tells of one run what each state saw and did, how likely "
        "that was, and what each reason added, in both futures.",
        press="#result .ask button", look="#why", after="#why table",
    ),
    Scene(
        "causes", "What acts on what", "/causes",
        "The article's story as the model's rules have it. Each sign is a way to its arrow.",
    ),
    Scene(
        "cause", "One arrow", "/causes/1",
        "An arrow with its equation, its source and the switch that takes it out, and the worlds in which to see what "
        "happens then.",
    ),
    Scene(
        "sentences", "The article in six sentences", "/sentences",
        "Each sentence with the claims that it rests on and how they fared.",
    ),
    Scene(
        "sentence", "One sentence", "/sentences/1",
        "Its claims, each with a verdict that was computed, an experiment to run now, and, where "
        "one was found, a world in which it fails.",
    ),
    Scene(
        "keep", "Keep, share, print", f"/?{NIXON}",
        "The world as a file, the outcomes as a table, the figure, and a short text that opens the same view on "
        "another computer.",
        unfold="details.keep", look="details.keep",
    ),
    Scene(
        "print", "On paper", f"/print?{NIXON}",
        "Finding and figure on the first page, what was changed and what came of it on the second.",
        paper=True,
    ),
    Scene(
        "refused", "What cannot be shown", "/?scenario=detente_1979",
        "One line says what was found and what to write instead.",
    ),
)  # fmt: skip


def main(
    out: Out = Path("docs/play/index.md"),
    only: Annotated[str, typer.Option(help="Scenes to be taken, with commas; the others stay.")] = "",
    browser: Annotated[str, typer.Option(help="The browser's program; without it, Chromium.")] = "",
) -> None:
    """Take pictures of every view of the explorer, and write the page that shows them."""
    scenes = _asked(only)
    program = browser or next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        raise CommandError(
            f"there is no browser; install Chromium ({', '.join(BROWSERS)}) or name it by --browser"
        )
    folder(out.parent)
    size = 0
    with served() as address, sync_playwright() as playwright:
        begun = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        for scene in scenes:
            for name, picture in pictures(begun, address, scene):
                write_file(out.parent / name, picture)
                size += len(picture)
            typer.echo(f"{scene.name}: {len(languages()) * len(WIDTHS)} pictures, {size / 1e6:.2f} MB so far")
        begun.close()
    taken = [scene for scene in SCENES if (out.parent / file_name(scene, "wide", "en")).is_file()]
    write_page(out, page(command("pictures", out=out), taken))


def _asked(only: str) -> Sequence[Scene]:
    known = {scene.name: scene for scene in SCENES}
    names = only.split(",") if only else list(known)
    for name in names:
        if name not in known:
            raise CommandError(f"--only has '{name}'; write some of {', '.join(known)}, with commas")
    return [known[name] for name in names]


# --- pictures --------------------------------------------------------------------------------------------------------


@contextmanager
def served() -> Iterator[str]:
    """The address at which `detente explore` serves the page of this checkout, on a free port."""
    asked = [sys.executable, "-u", "-m", "simulation", "explore", "--no-open", "--port", "0", "--lang", "en"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) as begun:
        try:
            assert begun.stdout is not None
            found = next((at for line in begun.stdout if (at := re.search(r"http://[^/\s]+", line))), None)
            if found is None:
                raise CommandError("detente explore did not begin; try it by hand")
            yield found[0]
        finally:
            begun.terminate()


def pictures(browser: Browser, address: str, scene: Scene) -> Iterator[tuple[str, bytes]]:
    """The name and the PNG of each picture of a scene."""
    for lang in languages():
        for form, (width, height) in WIDTHS.items():
            seen = browser.new_page(
                viewport={"width": width, "height": height}, reduced_motion="reduce", locale=lang
            )
            seen.set_default_timeout(PATIENCE)
            stage(seen, address, scene, lang)
            yield file_name(scene, form, lang), small(seen.screenshot())
            seen.close()


def stage(seen: Page, address: str, scene: Scene, lang: str) -> None:
    """Bring a page to what its picture shows, and wait until nothing moves any more."""
    seen.goto(f"{address}{scene.address}{'&' if '?' in scene.address else '?'}lang={lang}")
    # while one looks the figure is refined; it is done when no more runs are on their way
    expect(seen.locator("[data-more-runs]")).to_have_count(0, timeout=PATIENCE)
    if scene.unfold:
        seen.locator(scene.unfold).first.evaluate("one => { one.open = true; }")
    if scene.press:
        seen.locator(scene.press).first.click()
    if scene.after:
        seen.locator(scene.after).first.wait_for()
    if scene.look:
        seen.locator(scene.look).first.evaluate("one => one.scrollIntoView({ block: 'start' })")
        seen.evaluate(
            "() => scrollBy(0, -innerHeight / 5)"
        )  # on a phone the finding stays at the top, above it
    seen.emulate_media(media="print" if scene.paper else "screen", reduced_motion="reduce")
    seen.wait_for_timeout(300)  # milliseconds, for the last paint


def small(picture: bytes) -> bytes:
    """The picture by a palette that spans all its colours: of a thin line too, which few pixels have."""
    held = BytesIO()
    with Image.open(BytesIO(picture)) as taken:
        flat = taken.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
        )
        flat.save(held, format="png", optimize=True)
    return held.getvalue()


def file_name(scene: Scene, form: str, lang: str) -> str:
    """What a picture is called: `leader_wide_id.png`."""
    return f"{scene.name}_{form}_{lang}.png"


# --- the page that shows them ----------------------------------------------------------------------------------------


def page(how: str, there: Sequence[Scene]) -> str:
    """The page in Markdown: a sentence or two a view, its picture, and where the others are."""
    parts = [
        f"<!-- {made_by(how)} -->",
        "# What the explorer shows",
        'Open it with `pip install ".[play]"` and `detente explore`; begin with [the first hour](../tutorial.md). Every '
        f"view speaks English and Indonesian and has room on a phone. The pictures were taken by `{how}`; of two futures "
        f"they show {MANY} pairs of runs, seed 7.",
    ]
    for scene in there:
        others = [
            f"[{text_of(form, lang)}]({file_name(scene, form, lang)})"
            for lang in languages()
            for form in WIDTHS
            if (form, lang) != ("wide", "en")
        ]
        parts += [
            f"## {scene.title}",
            scene.says,
            f"![{scene.title}]({file_name(scene, 'wide', 'en')})",
            f"The same {'; '.join(others)}.",
        ]
    return "\n\n".join(parts) + "\n"


def text_of(form: str, lang: str) -> str:
    """How a link names a picture."""
    where = "on a phone" if form == "phone" else ""
    tongue = "" if lang == "en" else f"in {NAMES.get(lang, lang)}"
    return ", ".join(filter(None, (tongue, where)))


NAMES = {"id": "Indonesian"}

if __name__ == "__main__":
    run("pictures", main)
