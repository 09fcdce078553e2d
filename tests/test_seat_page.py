"""A seat's page: what it holds, what is said by its form, what is refused of that, and the ghost beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser

import numpy as np
import pytest

from simulation import Scenario, ScenarioError, simulate
from simulation.catalogue import in_language, languages, words
from simulation.play.frame import Frame, frame_of
from simulation.play.ghost import ghost_of
from simulation.play.guess import guesses
from simulation.play.match import Match, begun, play
from simulation.play.seat_form import Head, Slider, allowed, head, pairs_of_json, said
from simulation.play.seat_page import seat_html, seat_main
from simulation.play.seat_view import history
from simulation.play.seat_words import Words
from simulation.play.seats import Game, Input, Said, Seat
from simulation.scenario import Event
from tests.players import facing, game, played, sends

PERSON, HIDDEN = Seat(), Seat(person=False, doctrine="hawk", hidden=True)
NASTY = "<script>alert(1)</script>\"'&{{7*7}}"


def seated(scenario: Scenario, **settings: int) -> Match:
    """A match in which Alfa is a person's and all others are hidden programs'."""
    seats = {state: PERSON if state == "Alfa" else HIDDEN for state in scenario.labels}
    return begun(game(scenario, seats, **settings))


def turned(match: Match) -> Match:
    """The match once Alfa's rivals have sent."""
    while match.awaited and match.awaited != ("Alfa",):
        match = play(match, sends(match, next(seat for seat in match.awaited if seat != "Alfa")))
    return match


def answering(match: Match, act: str = "talk") -> Match:
    """The match in the stage of answers, after that act of Alfa's."""
    says = {rival.name: Said(act=act) for rival in facing(match, "Alfa")}
    return turned(play(match, Input(match.turn, "move", "Alfa", says)))


def frame(match: Match) -> Frame:
    return frame_of(match, "Alfa", "key", guesses=guesses(match, "Alfa"))


class Page(HTMLParser):
    """What of a page matters: its fields, labels, headings, and attributes that a policy would refuse."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields, self.headings, self.labelled, self.ids = (
            list[dict[str, str]](),
            list[int](),
            [0, 0],
            list[str](),
        )
        self.inline, self.within, self.text = list[str](), list[str](), ""
        self.links = set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("input", "select", "textarea"):
            self.fields.append(
                found | {"_label": str("label" in self.within), "_form": str("form" in self.within)}
            )
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag == "a":
            self.links.add(found["href"].partition("?")[0])
        self.labelled[0] += tag == "fieldset"
        self.labelled[1] += tag == "legend"
        self.ids += [found["id"]] if "id" in found else []
        self.inline += [name for name in found if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in found:
            self.inline.append("script")
        if tag not in ("input", "meta", "link", "path", "rect", "circle", "br"):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.text += data


def stages(scenario: Scenario) -> Iterator[tuple[str, Match]]:
    """A match in each thing that a page can ask or say."""
    match = turned(seated(scenario, months=3))
    yield "move", match
    yield "waiting", play(match, sends(match, "Alfa"))
    yield "answer", answering(match)
    yield "later", turned(played(match, 4))
    yield "later answer", answering(turned(played(match, 4)))
    yield "over", played(match, 99)
    yield "ended early", play(played(match, 1), Input(match.turn + 1, "end", by="teacher"))
    yield "ended at once", play(match, Input(match.turn, "end", by="teacher"))


# --- the page ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("states", ["two", "three"])
def test_a_page_is_whole_and_its_form_has_the_fields_that_are_read(
    states: str, request: pytest.FixtureRequest
):
    scenario = request.getfixturevalue(states)
    for name, match in stages(scenario):
        shown = frame(match)
        for lang in languages():
            page = Page(seat_html(shown, lang, "/seat/x"))
            assert page.inline == [], name
            assert page.labelled[0] == page.labelled[1]
            assert len(page.ids) == len(set(page.ids)), name
            assert page.headings[0] == 1
            assert all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
            asked = [field for field in page.fields if field["type"] != "hidden"]
            assert all(field["_label"] == "True" or field["type"] == "range" for field in asked)
            assert not {"{", "None"} & set(page.text.split()), page.text
            if shown.view.stage == "over":
                there = match.month > 0
                assert ("/seat/x/debrief" in page.links) == there
                assert (words(lang)["play_over.nothing"] in page.text) != there
                assert (shown.guesses == ()) != there
            if name in ("move", "answer", "later", "later answer"):
                assert offered_by(asked) == offered_by_form(shown), name
        assert seat_main(shown, "en", "/seat/x") in seat_html(shown, "en", "/seat/x")


def offered_by(fields: list[dict[str, str]]) -> set[tuple[str, str]]:
    """What can be posted: each field with each of its values, of a slider its ends."""
    found = set()
    for field in fields:
        if "disabled" not in field:
            values = [field["min"], field["max"]] if field["type"] == "range" else [field["value"]]
            found |= {(field["name"], value) for value in values}
    return found


def offered_by_form(shown: Frame) -> set[tuple[str, str]]:
    found = set()
    for name, may in allowed(shown).items():
        values = (str(may.low), str(may.high)) if isinstance(may, Slider) else may
        found |= {(name, value) for value in values}
    return found


def test_words_that_a_scenario_brings_are_no_markup(two: Scenario):
    scenario = two.changed(
        title=NASTY, events=(Event(date="1960-01", kind="theatre", title=NASTY, size=0.5),)
    )
    match = turned(seated(scenario, months=3))
    for one in (match, turned(played(match, 1))):
        html = seat_html(frame(one), "en", "/seat/x")
        assert "<script>alert" not in html
        assert "alert(1)&lt;/script&gt;" in html
        assert "{{7*7}}" in html
        assert "&#34;&#39;&amp;" in html


def test_what_was_sent_is_said_and_comes_back_when_it_is_taken_back(two: Scenario):
    match = answering(turned(seated(two, months=3)))
    rival = facing(match, "Alfa")[0]
    fields = {"key": "k", "turn": "0", "stage": "answer", "act-0": "visit", "accept-0-summit": "on", "ask-0-arms": "70",
              "provoked-0": "in_kind", "speak-0": "no", "consent-0": "no"}  # fmt: skip
    fields = {
        name: value for name, value in fields.items() if name in (*Head._fields, *allowed(frame(match)))
    }
    given = said(fields.items(), frame(match))
    assert given["Bravo"].accepts == ("summit",)
    assert given["Bravo"].asks == {"arms": 0.7}
    assert given["Bravo"].provoked == "in_kind"
    assert rival.name == "Bravo"
    sent = play(match, Input(0, "answer", "Alfa", given))
    if sent.stage == "answer":
        assert "70%" in seat_main(frame(sent), "en", "/seat/x")
    both = begun(game(two, {"Alfa": PERSON, "Bravo": PERSON}, months=3))
    moved = play(both, Input(0, "move", "Alfa", {"Bravo": Said(act="summit")}))
    waiting = seat_main(frame(moved), "en", "/seat/x")
    assert 'action="/seat/x/undo?lang=en"' in waiting
    assert "propose a summit" in waiting
    again = frame(play(moved, Input(0, "undo", "Alfa")))
    assert again.draft == {"Bravo": Said(act="summit")}
    (checked,) = [field for field in Page(seat_main(again, "en", "/")).fields if "checked" in field]
    assert checked["value"] == "summit"


def test_standing_answers_stay_from_turn_to_turn(two: Scenario):
    match = answering(turned(seated(two, months=3)))
    rival = facing(match, "Alfa")[0]
    (open_issue, *_) = [name for name in allowed(frame(match)) if name.startswith("ask-")]
    says = Said(act="hold", consent=None if rival.offer is None else False, accepts=("visit",), provoked="in_kind",
                asks={open_issue.rpartition("-")[2]: 0.81})  # fmt: skip
    later = answering(turned(play(match, Input(0, "answer", "Alfa", {"Bravo": says}))))
    fields = Page(seat_main(frame(later), "en", "/")).fields
    assert [field["name"] for field in fields if field["type"] == "checkbox" and "checked" in field] == [
        "accept-0-visit"
    ]
    assert [field["value"] for field in fields if field["name"] == open_issue] in (["81"], [])
    assert [field["value"] for field in fields if field["name"] == "provoked-0" and "checked" in field] == [
        "in_kind"
    ]


def test_the_server_stays_small():
    """Whoever shows a seat's page has loaded nothing that draws or reckons with tables."""
    heavy = "matplotlib", "pandas", "xarray", "scipy", "mesa"
    asked = (
        f"import sys; import simulation.play.seat_page; print([one for one in {heavy} if one in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
        == "[]\n"
    )


# --- what is posted ------------------------------------------------------------------------------------------------------

MOVE = {"key": "k", "turn": "0", "stage": "move", "act-0": "talk"}


def test_a_move_is_read(two: Scenario):
    match = turned(seated(two))
    assert head(MOVE.items()) == Head("k", 0, "move")
    given = said(MOVE.items(), frame(match))
    assert given == {"Bravo": Said(act="talk")}
    assert play(match, Input(0, "move", "Alfa", given)).stage == "answer"
    assert said(pairs_of_json(json.dumps(MOVE)), frame(match)) == given


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"act-0": "trade"}, "'act-0' is 'trade', which cannot be chosen now"),
        ({"act-0": "war"}, "'act-0' is 'war'"),
        ({"act-0": ""}, "'act-0' is ''"),
        ({"act-0": True}, "'act-0' is true"),
        ({"act-0": ["talk"]}, "'act-0' is ['talk']"),
        ({"act-0": None}, "'act-0' is nothing"),
        ({"act-0": {"a": 1}}, "'act-0' is a table"),
        ({"act-0": 10**400}, "'act-0' is a whole number of about 401 digits"),
        ({"act-0": float("nan")}, "'act-0' is nan"),
        ({"act-0": float("1e999")}, "'act-0' is inf"),
        ({"act-0": "x" * 10_000}, "'act-0' is 'xxxx"),
        ({"turn": "-1"}, "'turn' is '-1'"),
        ({"turn": "0.0"}, "'turn' is '0.0'"),
        ({"turn": "9" * 40}, "'turn' is '9999"),
        ({"turn": "\N{ARABIC-INDIC DIGIT ONE}"}, "'turn' is "),
        ({"turn": 0}, "'turn' is 0"),
        ({"key": ""}, "a key of 1 to 64 characters"),
        ({"act-1": "talk"}, "act-1 is not a known key; did you mean 'act-0'?"),
        ({"act_0": "talk"}, "act_0 is not a known key"),
        ({"consent-0": "yes"}, "consent-0 is not a known key"),
        ({"ask-0-arms": "50"}, "ask-0-arms is not a known key"),
        ({"seat": "Bravo"}, "seat is not a known key"),
        ({"x" * 61: ""}, "cannot be chosen now"),
        ({"__proto__": "x"}, "__proto__ is not a known key"),
    ],
)  # fmt: skip
def test_what_is_no_move_is_refused_in_one_line(change: dict[str, object], wrong: str, two: Scenario):
    with pytest.raises(ScenarioError) as refused:
        said({**MOVE, **change}.items(), frame(turned(seated(two))))
    assert wrong in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["key", "turn", "stage", "act-0"])
def test_nothing_is_left_out_or_said_twice(name: str, two: Scenario):
    shown = frame(turned(seated(two)))
    with pytest.raises(ScenarioError):
        said([pair for pair in MOVE.items() if pair[0] != name], shown)
    with pytest.raises(ScenarioError, match="there twice"):
        said([*MOVE.items(), (name, MOVE[name])], shown)


def test_what_is_no_answer_is_refused_and_what_is_one_is_not(three: Scenario):
    match = turned(seated(three, months=3))
    shown = frame(answering(match, "hold"))
    may = allowed(shown)
    good = {"key": "k", "turn": str(match.turn), "stage": "answer"}
    for name, values in may.items():
        if not name.startswith(("leave", "sure")):
            good[name] = str(values.low) if isinstance(values, Slider) else values[-1]
    assert set(said(good.items(), shown)) == {"Bravo", "Charlie"}
    play(answering(match, "hold"), Input(match.turn, "answer", "Alfa", said(good.items(), shown)))
    ask, slider = next((name, one) for name, one in may.items() if isinstance(one, Slider))
    for value in (
        str(slider.low - 1),
        "91",
        "100",
        "1e1",
        "NaN",
        "Infinity",
        "50.5",
        "-50",
        "050.",
        " 50",
        "",
    ):
        with pytest.raises(ScenarioError, match=f"{ask}.*cannot be chosen now"):
            said({**good, ask: value}.items(), shown)
    offers = [name for name in may if name.startswith("consent")]
    for name in offers:
        with pytest.raises(ScenarioError, match="say yes or no"):
            said([pair for pair in good.items() if pair[0] != name], shown)
    leave = next(name for name in may if name.startswith("leave"))
    sure = f"sure-{leave.split('-')[1]}"
    with pytest.raises(ScenarioError, match="tick that you are sure"):
        said({**good, leave: "on"}.items(), shown)
    left = said({**good, leave: "on", sure: "on"}.items(), shown)
    assert [one.leaves for one in left.values() if one.leaves] == [(leave.split("-")[2],)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "3",
        "null",
        "true",
        '"x"',
        "[" * 100_000,
        '{"a":' * 50_000,
        "{}x",
        "9" * 10_000,
        b"\xff\xfe",
        "{'a': 1}",
    ],
)
def test_what_is_no_object_is_refused(text: str | bytes):
    with pytest.raises(ScenarioError, match="no JSON object"):
        pairs_of_json(text)
    assert pairs_of_json('{"a": NaN, "a": "b"}')[1] == ("a", "b")


def test_refusals_are_in_the_reader_s_language(two: Scenario):
    with in_language("id"), pytest.raises(ScenarioError) as refused:
        said({**MOVE, "act-0": "trade"}.items(), frame(turned(seated(two))))
    assert "tidak dapat dipilih" in str(refused.value)


def test_nothing_can_be_said_to_a_page_that_asks_nothing(two: Scenario):
    match = turned(seated(two))
    both = begun(game(two, {"Alfa": PERSON, "Bravo": PERSON}))
    sent = play(both, sends(both, "Alfa"))
    for shown in (frame(sent), frame(played(match, 99))):
        with pytest.raises(ScenarioError):
            said(MOVE.items(), shown)


# --- the ghost, and what moved tension ----------------------------------------------------------------------------


def test_the_ghost_is_the_scenario_run_with_the_match_s_chance(three: Scenario):
    """What was brought in happens to it; a program that hides nothing decides by its name, others as in the scenario."""
    seats = {"Alfa": PERSON, "Bravo": Seat(False, "grit"), "Charlie": HIDDEN}
    match = begun(Game(three.to_toml(), seats, seed=5, run=3, months=3))
    event = Event(
        date="1960-09", kind="incident", title="A clash", size=1.0, stakes=0.7, between=("Alfa", "Bravo")
    )
    match = play(played(match, 2), Input(2, "event", by="teacher", event=event))
    match = played(match, 4)
    alone = three.changed(doctrines={"Bravo": "grit"}, events=(*three.events, event))
    result = simulate(alone, runs=4, seed=5).isel(pair=0, run=3)
    (line, other) = frame(match).lines
    assert (line.rival, other.rival) == ("Bravo", "Charlie")
    assert line.ghost.tension[1:] == tuple(result["tension"].values[: match.month])
    assert line.ghost.benefit[1:] == tuple(result["mutual_benefit"].values[: match.month])
    assert line.own.tension[-1] == match.lived[-1].record.tension[0, 0]
    assert len(line.own.tension) == len(line.ghost.tension) == match.month + 1
    assert line.own.tension[0] == line.ghost.tension[0] == three.rivalries[0].tension[0]
    assert ghost_of(match) is ghost_of(played(match, 1))


def test_the_parts_of_tension_s_change_sum_to_it(two: Scenario):
    """And where nobody does anything and everything is read as it is, what the rival did moves nothing."""
    match = played(turned(seated(two)), 12)
    before = two.rivalries[0].tension[0]
    for month in history(match, "Alfa"):
        moved = month.met[0].moved
        assert before + moved.acts + moved.crisis + moved.quiet == pytest.approx(
            month.met[0].tension, abs=1e-9
        )
        assert (moved.crisis > 0) == (month.met[0].crisis > 0)
        before = month.met[0].tension
    still = two.changed(
        events=(), parameters={"perception_noise": 0.0}, doctrines=dict.fromkeys(two.labels, "hold")
    )
    calm = begun(game(still, {"Alfa": PERSON, "Bravo": Seat(False)}))
    for _ in range(6):
        says = {"Bravo": Said(act="hold")}
        for stage in ("move", "answer"):
            calm = play(calm, Input(calm.turn, stage, "Alfa", says))
            calm = play(calm, Input(calm.turn, stage, "Bravo", by="doctrine"))
    parts = [
        month.met[0].moved
        for month in history(calm, "Alfa")
        if month.met[0].crisis == 0 and not month.met[0].was_left
    ]
    assert np.allclose([one.acts for one in parts], 0.0, atol=1e-9)
    assert len(parts) >= 4


def test_news_are_those_of_the_months(two: Scenario):
    match = played(turned(seated(two, months=3)), 99)
    told = {(month.date, news.title) for month in history(match, "Alfa") for news in month.news if news.title}
    assert told == {(event.date, event.title) for event in two.events} | {("1961-07", "Second")}


# --- what the turn before says -----------------------------------------------------------------------------------------


def said_by_both(match: Match, moves: tuple[str, str], answers: tuple[Said, Said]) -> Match:
    """The match after a turn of two persons, who begin with these acts and answer so."""
    seats, turn = ("Alfa", "Bravo"), match.turn
    for seat, other, act in zip(seats, reversed(seats), moves, strict=True):
        match = play(match, Input(turn, "move", seat, {other: Said(act=act)}))
    for seat, other, answer in zip(seats, reversed(seats), answers, strict=True):
        match = play(match, Input(turn, "answer", seat, {other: answer}))
    return match


def test_the_turn_before_tells_talks_offers_and_hostile_answers(two: Scenario):
    """Of the rival it tells what was said at the table, and of offers which one was declined, and when."""
    strangers = tuple(one.model_copy(update={"agreements": ()}) for one in two.rivalries)
    persons = {"Alfa": PERSON, "Bravo": PERSON}
    match = begun(game(two.changed(rivalries=strangers), persons))
    asks = {"arms": 0.8, "trade": 0.8, "culture": 0.8, "science": 0.8}
    answers = Said(act="denounce", consent=True, asks=asks), Said(act="hold", consent=False, asks=asks)
    match = said_by_both(match, ("talk", "talk"), answers)
    page = seat_html(frame(match), "en", "/seat/x")
    assert "Arms: you ask 80%, they 80%, together 60 points too much" in page
    assert "You: talk; answered with denounce." in page
    assert "Bravo declined what you offered: talk (Jan 1960)." in page
    assert "Why trust in Bravo went from" in page


def test_hard_liners_are_told_of_when_they_become_many_more_and_what_for(two: Scenario):
    (month,) = history(said_by_both(begun(game(two, {"Alfa": PERSON, "Bravo": PERSON})), ("hold", "threaten"),
                                    (Said(act="hold"), Said(act="hold"))), "Alfa")  # fmt: skip
    assert month.stirred.unanswered > month.stirred.used
    more = month._replace(hawks_before=0.4, hawks=1.0)
    assert Words("en").hawks([more]) == [
        "Hard-liners at home went from 40% to 100%: most of all because force was left unanswered."
    ]
    assert Words("en").hawks([more._replace(hawks=0.42)]) == []


def test_who_sets_no_demands_concedes_step_by_step(two: Scenario):
    match = answering(turned(begun(game(two, {"Alfa": PERSON, "Bravo": HIDDEN}))))
    shown = frame(match)
    sliders = {name: str(one.now) for name, one in allowed(shown).items() if isinstance(one, Slider)}
    fields = {"key": "k", "turn": "0", "stage": "answer", "act-0": "hold", "consent-0": "no"} | sliders
    fields = {name: value for name, value in fields.items() if name in (*Head._fields, *allowed(shown))}
    assert said((fields | {"asks-0": "steps"}).items(), shown)["Bravo"].asks is None
    assert set(said((fields | {"asks-0": "set"}).items(), shown)["Bravo"].asks or {}) == {
        name.split("-")[2] for name in sliders
    }


def test_the_ghost_is_that_of_the_hidden_rival_once_it_was_guessed(two: Scenario):
    match = played(turned(seated(two, months=6)), 99)
    told, untold = (frame_of(match, "Alfa", "key", guesses=("hawk",), guessed=one) for one in ("dove", None))
    assert told.lines[0].ghost != untold.lines[0].ghost
    assert told.lines[0].ghost == ghost_of(match, told=True).line(0, match.month)
    assert words("en")["play_over.ghost_told"] in seat_html(told, "en", "/seat/x")
    assert words("en")["play_over.ghost_untold"] in seat_html(untold, "en", "/seat/x")
