"""A third language is a file: a made-up one, in which every word has an accent and is about a third longer than in English,
stands wherever English stood, and nothing of it is cut off.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from rich.console import Console

from simulation import catalogue, cli
from simulation.commands import output
from simulation.doctrines import DOCTRINES
from simulation.history import patterns
from simulation.pages.blocks import Block, Grid
from simulation.pages.terminal import terminal
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import load_scenario, scenario_names

LANG = "eo"  # Esperanto, as a locale with marks of its own: 1 234,5 and "Aŭg 1962"
ACCENTS = str.maketrans("aceilnorsuyzdgktACEINOSUYZ", "áçéíłñóŕśúýžđğķţÁÇÉÍÑÓŚÚÝŽ")


def longer(said: str) -> str:
    """The words with accents, every third letter twice; what the program fills in stays as it is."""

    def word(found: re.Match[str]) -> str:
        return "".join(letter * (2 if k % 3 == 1 else 1) for k, letter in enumerate(found[0])).translate(
            ACCENTS
        )

    # of {n|run|runs} the name stays, and not the forms
    parts = re.split(r"(\{\w*)", said)
    return "".join(part if part.startswith("{") else re.sub(r"[^\W\d_]+", word, part) for part in parts)


class Seen:
    """What came out: the words of tables, pages and figures, and what of them was cut off."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.cut: list[str] = []

    def show(self, blocks: Sequence[Block]) -> None:
        """In place of the terminal: a narrow one must show each letter that a wide one does, but for what the first column
        of a table is called, which is left out where the table is set row by row.
        """
        for block in blocks:
            if isinstance(block, Grid):
                self.words.append(block.columns[0])
                block = block._replace(columns=("", *block.columns[1:]))
            wide, narrow = (printed(block, width) for width in (1000, 80))
            self.words.append(wide)
            lost = Counter(re.sub(r"[\s─]", "", wide)) - Counter(re.sub(r"[\s─]", "", narrow))
            if lost:
                self.cut.append(f"{narrow.splitlines()[0]}: {''.join(lost.elements())}\n{narrow}")

    def save(self, figure: Figure) -> None:
        """A figure as it is saved: every word has to lie on the page."""
        drawn: list[Text] = []  # a tick beyond its axis is there as well, but is not drawn
        draw = Text.draw

        def drawing(found: Text, renderer: Any) -> None:
            drawn.append(found)
            draw(found, renderer)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Text, "draw", drawing)
            figure.draw_without_rendering()
        for found in drawn:
            if found.get_text() and found.get_visible():
                self.words.append(found.get_text())
                ends = found.get_window_extent().padded(-1).corners()
                if figure.bbox.count_contains(ends) < 4:
                    self.cut.append(f"off the page: {found.get_text()}")


def printed(block: Block, width: int) -> str:
    console = Console(width=width, file=StringIO(), record=True, highlight=False)
    console.print(terminal([block]))
    return console.export_text()


@pytest.fixture
def seen(put_words: Callable[[str, dict[str, str]], None], monkeypatch: pytest.MonkeyPatch) -> Seen:
    put_words(LANG, {key: longer(said) for key, said in catalogue.words().items()})
    found, save = Seen(), Figure.savefig

    def saving(figure: Figure, *where: Any, **how: Any) -> None:
        found.save(figure)
        save(figure, *where, **how)

    monkeypatch.setattr(output, "show", found.show)
    monkeypatch.setattr(Figure, "savefig", saving)
    return found


def test_it_is_a_third_longer() -> None:
    """By its letters: what is filled in, numbers and signs stay as they are, and are more in some texts than in others."""
    english = re.sub(r"\{.*?\}", "", " ".join(catalogue.words().values()))
    letters = [sum(map(str.isalpha, said)) for said in (english, longer(english))]
    assert letters[1] / letters[0] == pytest.approx(4 / 3, abs=0.02)
    assert longer("Share of {runs}") == "Śhháŕéé óff {runs}"


# --- what stays in English: names, and what scenarios, parameters and the record say themselves ---------------------


@cache
def told() -> list[str]:
    """What is shown as it was written: texts of scenarios, of parameters and of the record, and sources; longest first."""

    def leaves(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for key, one in value.items():
                yield from (str(key), *leaves(one))
        elif isinstance(value, list | tuple):
            for one in value:
                yield from leaves(one)

    scenarios = [load_scenario(name) for name in scenario_names()]
    said = {words for one in scenarios for words in leaves(one.model_dump())}
    said |= {words for one in scenarios for leader in one.leaders for words in leader.name.split()}
    said |= {words for about in PARAMETER_TABLE.items() for words in leaves((about[0], tuple(about[1])))}
    said |= {words for one in DOCTRINES.values() for words in (one.source, one.name)} | {"laboratory"}
    rows = patterns()
    said |= {str(words) for name in rows.select_dtypes(exclude="number") for words in rows[name]}
    flat = {plain(words) for words in said if re.search(r"\w", plain(words))}
    return sorted(flat, key=len, reverse=True)


def plain(words: str) -> str:
    """On one line, without Markdown's strokes and without names with a full stop, as of rows and files."""
    return " ".join(re.sub(r"[^\W\d]\w*(?:\.\w+)+", " ", words.replace("\\_", "_")).split())


def english(words: str, names: set[str]) -> list[str]:
    """Words without an accent that are neither `names` nor in what is told as it was written."""
    flat = plain(words)
    for known in told():
        if known in flat:
            flat = re.sub(rf"(?<!\w){re.escape(known)}(?!\w)", " ", flat)
    left = re.findall(r"(?<![^\W\d])[A-Za-z]{3,}(?![^\W\d])", flat)
    return [
        word for word in left if re.search("[aeiouy]", word.lower()) and word.lower() not in names
    ] + points(flat)


def points(words: str) -> list[str]:
    """Numbers with a decimal point, where the language has a comma; not those that stand as they would be typed."""
    form = r"(?<![\w.])\d+\.\d+(?![\w.])"
    typed = {
        f"{abs(end):g}"
        for about in PARAMETER_TABLE.values()
        for end in (about.low, about.default, about.high)
    }
    typed |= {number for said in catalogue.words(LANG).values() for number in re.findall(form, said)}
    return [number for number in re.findall(form, words) if number not in typed]


def page(path: Path) -> str:
    """The words of a file: of HTML what a reader sees or hears."""
    said = path.read_text(encoding="utf-8-sig")
    if path.suffix != ".html":
        return said
    said = re.sub(r"<style>.*?</style>|data:image[^\"]*", "", said, flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r' alt="([^"]*)"', r">\1<", said)))


SHEET = "month,state,towards,initiative,response\n1960-01/1960-03,Kastara,Velmora,talk,hold\n"
QUICK = {
    "list": "list",
    "parameters": "parameters",
    "run": "run classroom --runs 5 --seed 7 --explain 1960-05 --out out",
    "run of three": "run triangle_1971 --runs 1 --seed 7 --out out",
    "compare one run": "compare cuban_missile_crisis --without missile --runs 6 --run 2 --seed 7 --out out",
    "replay": "replay classroom sheet.csv --runs 6 --seed 7 --out out",
    "blank": "replay classroom --blank 12 --out out/sheet.csv",
    "new": "new mine",
    "check": "check classroom.toml",
    "teaching": "teaching --out out",
    "tournament": "tournament --doctrine grit --doctrine hawk --runs 2 --months 6 --out out",
    "causal-article": "figure causal-article --out out/a.svg",
    "causal-loop": "figure causal-loop --out out/a.svg",
    "timeline": "figure timeline classroom --out out/a.svg",
    "phase": "figure phase classroom --runs 10 --out out/a.svg",
    "fan": "figure fan classroom --runs 10 --out out/a.svg",
}
LONG = {
    "compare": "compare both_hold both_talk --runs 12 --seed 7 --out out",
    "validate": "validate --runs 8 --out out",
    "report": "report classroom --runs 12 --seed 7 --out out",
    "report of one run": "report triangle_1971 --runs 1 --seed 7 --pdf --out out",
    "animation": "figure animation classroom --out out/a.gif",
    "claims": "claims --runs 2 --no-conclusion --out out",
    "story": "story --runs 12 --out out",
    "sensitivity": "sensitivity --runs 2 --trajectories 2 --samples 2 --out out",
}


def come_out(command: str, seen: Seen, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the command in the made-up language: nothing is cut off, and nothing but names is left in English."""
    (tmp_path / "sheet.csv").write_text(SHEET, encoding="utf-8")
    (tmp_path / "classroom.toml").write_text(load_scenario("classroom").to_toml(), encoding="utf-8")
    written = set(tmp_path.iterdir())
    arguments = command.split()
    assert cli.main([*arguments, "--lang", LANG]) == 0
    assert seen.cut == []

    said = capsys.readouterr()
    assert f"scenarios/{LANG}.toml" in said.err
    made = [path for path in tmp_path.rglob("*") if path.is_file() and path not in written]
    pages = [page(path) for path in made if path.suffix in (".md", ".html", ".csv")]
    if arguments[0] == "teaching":  # of which there is an English one only
        pages = []
    spelled = " ".join([command, "detente --lang --seed scenarios toml", *catalogue.month_names(LANG)])
    names = {
        part.lower() for part in re.findall(r"[^\W\d_]+", " ".join([spelled, *(path.name for path in made)]))
    }
    assert english(" ".join([*seen.words, *pages, said.out, said.err]), names) == []


@pytest.mark.sample(4)
@pytest.mark.parametrize("command", QUICK.values(), ids=QUICK)
def test_a_command_speaks_it_whole(
    command: str,
    seen: Seen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    come_out(command, seen, tmp_path, capsys)


@pytest.mark.long
@pytest.mark.parametrize("command", LONG.values(), ids=LONG)
def test_a_long_command_speaks_it_whole(
    command: str,
    seen: Seen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    shortened: Callable[[pytest.MonkeyPatch], None],
) -> None:
    shortened(monkeypatch)
    monkeypatch.chdir(tmp_path)
    come_out(command, seen, tmp_path, capsys)
