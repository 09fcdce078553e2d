"""What the teaching pack says of a class on phones: its sentences hold, its key fits, its short cards keep their word."""

from __future__ import annotations

import re

import pytest
import xarray as xr

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import text, words
from simulation.play.match import begun
from simulation.play.network_fit import CHECKS, SLOW, line, speed
from simulation.play.room.powers import BEARERS, LIMITS
from simulation.play.room.state import DOVE, ENVOY, HAWK, LEADER, PRESS, TRADE
from simulation.play.seats import Seat
from simulation.reports.teaching_pack import PARTS, languages, source
from teaching import figures, network, paper, phones
from tests.players import facing, game

QUESTIONS = range(1, 7)


def of(name: str) -> float:
    """A number that the texts mark as `phones.NAME`."""
    return phones.facts()[name][0]


#: parts that speak of the pages of a class
ON_PAGES = ("lesson-50-phones", "lesson-90-phones", "gone-cold", "connection", "parents")


def in_italics(part: str, lang: str) -> set[str]:
    """The names that a part sets in italics: of buttons, and of other parts. Terms begin small, quotations with a mark."""
    found = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", " ".join(source(lang, f"{part}.md").split("\n")))
    return {name for name in found if name[0].isupper()}


def on_the_page(lang: str) -> dict[str, str]:
    """The teacher's words by their keys; of a line that says more, what stands before its colon."""
    said = words(lang)
    keys = [key for key in said if key.startswith("play_teacher.")]
    return {key: said[key].partition(":")[0] for key in (*keys, "play_network.title", "play_solo.delete")}


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("part", ON_PAGES)
def test_what_a_plan_names_is_called_so_on_the_page_or_in_the_pack(part: str, lang: str) -> None:
    read_me = source(lang, "read-me.md")
    rows = re.findall(r"^\| ([^|]+?) +\| [^|]+\|$", read_me, re.MULTILINE)
    acts = {text(f"act.{act.name}", lang).capitalize() for act in ACTIONS}
    assert in_italics(part, lang) <= {*on_the_page(lang).values(), *rows, *acts}


@pytest.mark.parametrize("part", ON_PAGES)
def test_a_plan_names_the_same_of_the_page_in_every_language(part: str) -> None:
    named = [
        {key for key, name in on_the_page(lang).items() if name in in_italics(part, lang)}
        for lang in languages()
    ]
    assert all(one == named[0] for one in named)
    assert named[0] or part == "gone-cold"


# --- the numbers, and what is said around them -------------------------------------------------------------------


def test_every_number_is_quoted() -> None:
    marks = {
        mark
        for part in PARTS
        for mark in figures.NUMBER.findall(source("en", f"{part}.md"))
        if "phones." in mark
    }
    assert marks == {f"phones.{name}" for name in phones.facts()}


def test_what_the_plans_say_of_a_dilemma_is_so() -> None:
    """ "Whoever threatens alone wins influence; if both threaten, nobody wins any, and both have it worse"."""
    threats, one, holds, talks = (phones.matches(way) for way in phones.WAYS.values())

    def influence(found: xr.Dataset) -> float:
        return float(found.influence.isel(month=-1, state=0).mean())

    assert influence(one) > 0.6
    assert influence(threats) == pytest.approx(0.5, abs=0.01)
    ends = [phones.tension(found, phones.PLAYED.months) for found in (threats, one, holds, talks)]
    assert ends == sorted(ends, reverse=True)
    gains = [float(found.mutual_benefit.isel(month=-1).mean()) for found in (threats, one, holds, talks)]
    assert gains == sorted(gains)
    # "crises are what threats bring"
    assert float(threats.crisis.isel(pair=0).sum("month").mean()) > 10
    assert of("war") < 2


def test_little_moves_at_first() -> None:
    assert of("alone_6") > of("hold_6") > of("talk_6") > of("alone_6") - 10


def test_an_agreement_comes_when_the_plans_say() -> None:
    found = {name: phones.matches(way) for name, way in phones.ASKS.items()}
    signed = {name: phones.any_signed(one) for name, one in found.items()}
    # "two who both ask for 60% get nothing, in every world that was tried"; "nothing where one asks for nearly everything"
    assert signed["more"] == signed["most_one"] == 0
    assert min(signed["half"], signed["half_one"], signed["concede"]) > 0.9
    assert signed["concede"] > signed["concede_one"] > signed["more_one"] > 0.5
    # "in the first one where both ask for half"
    assert of("month_one") > of("month_both") > 1
    assert phones.signed_in(found["half"]).min() == 1
    # "two issues are open at the start, arms and trade", and "the demand begins near the top of its slider"
    (rival,) = facing(
        begun(game(paper.SCENARIO, {name: Seat() for name in paper.SCENARIO.labels})), "Kastara"
    )
    opened = [issue for issue in rival.issues if issue.is_now == "open"]
    assert [issue.issue for issue in opened] == ["arms", "trade"]
    assert min(issue.asked for issue in opened) > 0.85


def test_a_cold_match_is_as_the_sentences_say() -> None:
    assert of("cold") > of("cold_turn") + 5
    assert of("cold_turn") > of("cold_year")
    assert of("borne_hawks") > 2 * of("start_hawks")
    assert of("borne_signed") < of("cold_signed") - 0.2
    assert of("borne_influence") > 55
    # "visit and sale need no agreement and next to no attention"
    for name in ("visit", "sale"):
        act = ACTIONS[CODE[name]]
        assert act.agreement is None
        assert act.attention <= 0.05


def test_what_a_teacher_brings_in_is_mild() -> None:
    assert of("crisis_with") > 3 * of("crisis_without")
    assert of("untouched") > 0.5
    assert max(abs(of(kind)) for kind in ("theatre", "rights", "economy")) < 2
    assert paper.SCENARIO.month_index(phones.INJECTED) == 4 * paper.MONTHS  # "turn 5"


@pytest.mark.parametrize("lang", languages())
def test_what_is_said_without_a_mark_is_what_was_computed(lang: str) -> None:
    """The texts say 1000 worlds, size 0.9, turn 5, and 60%; the tables say turn 4 and turn 2."""
    size = "0.9" if lang == "en" else "0,9"
    assert f"{phones.RUNS}" in source(lang, "gone-cold.md")
    assert f"{phones.RUNS}" in source(lang, "lesson-50-phones.md")
    assert size in source(lang, "lesson-50-phones.md")
    assert float(size.replace(",", ".")) == phones.SIZE
    assert phones.MORE.asks == (0.6, 0.6)


# --- six questions -----------------------------------------------------------------------------------------------


def key(lang: str) -> list[str]:
    """The right answers of the six questions, by the key of that language."""
    rows = re.findall(r"^\| (\d) \| \*\*([a-d])\*\* \|", source(lang, "assessment-key.md"), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(QUESTIONS)
    return [right for _, right in rows]


def answers(lang: str) -> list[list[str]]:
    """Of each question the four answers, as they stand on the sheet."""
    questions = re.split(r"^## \d\. ", source(lang, "assessment.md"), flags=re.MULTILINE)[1:]
    return [re.findall(r"^- ☐ [a-d]\) (.*)$", question, re.MULTILINE) for question in questions]


def test_the_key_is_the_same_in_every_language_and_gives_nothing_away() -> None:
    rights = key("en")
    assert all(key(lang) == rights for lang in languages())
    assert set(rights) == set("abcd")
    assert all(rights[at] != rights[at + 1] for at in range(len(rights) - 1))


@pytest.mark.parametrize("lang", languages())
def test_each_question_has_four_answers_and_the_key_explains_the_three_wrong_ones(lang: str) -> None:
    asked = answers(lang)
    longest = ["abcd"[max(range(4), key=lambda at: len(four[at]))] for four in asked]
    assert sum(letter == right for letter, right in zip(longest, key(lang), strict=True)) <= 1, "a hint"
    assert [len(four) for four in asked] == [4] * len(QUESTIONS)
    assert all(len(set(four)) == 4 for four in asked)
    rows = re.findall(
        r"^\| \d \| \*\*([a-d])\*\* \|.*\| (.*) \|$", source(lang, "assessment-key.md"), re.MULTILINE
    )
    for right, wrong in rows:
        assert re.findall(r"\b([a-d]): ", wrong) == [letter for letter in "abcd" if letter != right]


# --- role cards, on paper and on phones ----------------------------------------------------------------------------

CARDS = (LEADER, HAWK, DOVE, TRADE, PRESS, ENVOY)  # in the order of the pack
TIMES = {"en": {1: "once", 2: "twice"}, "id": {1: "sekali", 2: "dua kali"}}


def powers_on_paper(lang: str) -> dict[str, str]:
    """The paragraph of its powers, of each card of the pack."""
    cards = re.split(r"^## ", source(lang, "roles.md"), flags=re.MULTILINE)[1:]
    powers = [re.findall(r"^\*\*[^*]+\*\* (.*?)(?=\n\n)", one, re.MULTILINE | re.DOTALL)[1] for one in cards]
    return dict(zip(CARDS, powers, strict=True))


def promised(words: str, lang: str) -> tuple[set[str], list[str]]:
    """The acts that a card's powers name, and how often something may be done."""
    words = " ".join(words.lower().split())
    named = {act.name for act in ACTIONS if re.search(rf"\b{text(f'act.{act.name}', lang)}(?:ing)?\b", words)}
    return named, re.findall("|".join(rf"\b{often}\b" for often in TIMES[lang].values()), words)


@pytest.mark.parametrize("lang", languages())
def test_a_card_has_the_same_powers_on_paper_on_a_phone_and_in_the_rules(lang: str) -> None:
    """All but the press: its two tricks belong to the paper game, where nobody else tells the class what was done."""
    on_paper = powers_on_paper(lang)
    for role in CARDS:
        rules = [
            TIMES[lang][LIMITS[power]]
            for power, bearer in BEARERS.items()
            if bearer == role and power in LIMITS
        ]
        on_phone = promised(text(f"play_role.{role}_powers", lang), lang)
        assert on_phone[1] == rules, role
        if role != PRESS:
            assert promised(on_paper[role], lang) == on_phone, role
    named = {role: promised(on_paper[role], lang)[0] for role in CARDS if role != PRESS}
    assert named == {
        LEADER: set(),
        HAWK: {"threaten"},
        DOVE: {"hold"},
        TRADE: {"sale", "trade"},
        ENVOY: {"summit"},
    }


@pytest.mark.parametrize("lang", languages())
def test_a_card_on_a_phone_is_called_as_on_paper_and_is_short(lang: str) -> None:
    for role in CARDS:
        assert f"## {text(f'play_role.{role}_title', lang)}\n" in source(lang, "roles.md")
        words = [text(f"play_role.{role}_{part}", lang) for part in ("aims", "powers", "worry", "begin")]
        assert max(len(one) for one in words) <= 200, role


# --- the network ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_the_table_has_every_answer_that_the_page_may_give(lang: str) -> None:
    table = network.table(lang)
    assert len(table.splitlines()) == 2 + sum(len(outcomes) for outcomes in CHECKS.values())
    assert table in source(lang, "connection.md")
    for check, outcomes in CHECKS.items():
        said = [line(check, outcome, lang) for outcome in outcomes]
        assert len({one.asked for one in said}) == 1
        assert len({one.then for one in said}) == len(outcomes)
        assert text("play_network.title", lang) in source(lang, "connection.md")


def test_what_is_slow_is_what_a_class_notices() -> None:
    assert [speed(seconds) for seconds in (0.0, 0.9 * SLOW, SLOW, 9.0)] == ["quick", "quick", "slow", "slow"]
    assert line("speed", "slow", "id", seconds=1.25).found.startswith("1,2")
