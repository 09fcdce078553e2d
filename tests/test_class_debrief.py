"""The debrief of a class: played again to the bit, counted by hand, silent where it knows too little, and without names."""

from __future__ import annotations

import asyncio
import io
import json
import re
import subprocess
import sys
from typing import Any, cast
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pytest
from scipy.stats import ttest_ind

from simulation import Scenario, ScenarioError, load_scenario, simulate
from simulation.experiments.detente import detente_spells
from simulation.play.class_debrief import together as making
from simulation.play.class_debrief.again import gone_through
from simulation.play.class_debrief.answers import RIGHT, Answers, typed
from simulation.play.class_debrief.assessed import assessed
from simulation.play.class_debrief.came import Came, came, sorted_by
from simulation.play.class_debrief.codes import codes
from simulation.play.class_debrief.differs import FEWEST, Difference, between, mean, parted
from simulation.play.class_debrief.drawn import line, shortened
from simulation.play.class_debrief.fan import Fan
from simulation.play.class_debrief.found import Class, found_of
from simulation.play.class_debrief.live import live, middles, so_far
from simulation.play.class_debrief.page import class_html, finding, subtitle
from simulation.play.class_debrief.panels import panels
from simulation.play.class_debrief.predicted import Prediction, beside
from simulation.play.class_debrief.tables import class_tables
from simulation.play.class_debrief.told import Told, as_json, from_json, told
from simulation.play.class_debrief.work import WORK
from simulation.play.match import Match, begun, play, scenario_of
from simulation.play.seats import Input, Said, Seat
from simulation.reports.teaching_pack import languages, source
from simulation.scenario import Event
from simulation.variables import VARIABLES, reported
from simulation.web.workers import BusyError
from tests.class_matches import a_class, lives
from tests.players import game, played

NAME = "=Ayu <svg/onload=x>"  # of a match: a formula, and a tag


def silent(share: float) -> None:
    """Nobody hears how far it is."""


@pytest.fixture(scope="module")
def matches() -> dict[str, Match]:
    return a_class(load_scenario("classroom"), 16)


@pytest.fixture(scope="module")
def as_told(matches: dict[str, Match]) -> list[dict[str, Any]]:
    """Through JSON, as it goes to another process."""
    made = json.loads(json.dumps(as_json(told(match, name) for name, match in matches.items())))
    return cast(list[dict[str, Any]], made)


@pytest.fixture(scope="module")
def found(as_told: list[dict[str, Any]]) -> Class:
    return found_of(as_told)


# --- played again ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("states", ["two", "three"])
def test_matches_side_by_side_are_as_they_were_played(states: str, request: pytest.FixtureRequest):
    """Persons, a program, somebody away, of other lengths and runs, with something brought in: to the bit."""
    scenario = request.getfixturevalue(states)
    event = Event(date="1960-11", kind="incident", title="Two ships collide", size=0.9)
    made = []
    for run, turns in ((4, 6), (0, 9)):
        seats = {state: Seat(person=state != scenario.labels[-1]) for state in scenario.labels}
        match = played(begun(game(scenario, seats, run=run, months=2)), 2)
        match = play(match, Input(match.turn, "event", by="teacher", event=event))
        made.append(lives(match, {}, 1) if run else match)
        made[-1] = played(made[-1], turns - made[-1].turn)
    again = gone_through([told(match, str(match.game.run)) for match in made])
    for run, match in enumerate(made):
        for name, about in VARIABLES.items():
            was = np.stack([reported(month.record)[name][..., 0] for month in match.lived])
            was = np.moveaxis(was, 1, -1) if len(about.axes) == 2 else was
            assert np.array_equal(was, again.result[name].values[run, : match.month]), name
        reserved = np.stack([month.record.reservation[:, 0] for month in match.lived])
        lines = again.red_lines[: match.month, ..., run].mean(1)
        assert np.allclose(lines, reserved, rtol=0, atol=1e-12)


def test_what_comes_after_the_last_turn_is_what_its_scenario_says(matches: dict[str, Match], found: Class):
    by_name = {one.match.name: one for one in found.matches}
    for name in ("Match 1", "Match 11", "Match 16"):
        match = matches[name]
        result = simulate(scenario_of(match), runs=1, seed=7, worlds=[match.game.run])
        assert by_name[name].detente == bool(detente_spells(result).any())
        assert by_name[name].end() == float(result.tension.isel(run=0, month=23).mean())


def test_of_a_class_that_is_away_nothing_differs_from_nobody():
    """A placebo: the doctrines decide, so every match is its own ghost, and nobody has done anything."""
    away = [
        lives(begun(game(load_scenario("classroom"), {state: Seat() for state in ("Kastara", "Velmora")}, run=k,
                         months=3)), {}, 8)
        for k in range(4)
    ]  # fmt: skip
    found = found_of(as_json(told(match, str(k)) for k, match in enumerate(away)))
    assert [one.lines for one in found.matches] == [one.nobody for one in found.matches]
    assert found.gap() == Difference(0.0, None, None, 4)
    assert finding(found, "tension", "en").startswith("0 of 4 matches")
    assert all(np.isnan(value) for one in found.matches for value in one.acts.values())
    ghosts = found.fan.lines["tension"][[int(one.match.name) for one in found.matches], :24]
    assert [one.lines["tension"] for one in found.matches] == ghosts.tolist()


def test_a_class_without_a_month_is_refused_in_one_line(two: Scenario):
    match = begun(game(two, {"Alfa": Seat(), "Bravo": Seat()}))
    with pytest.raises(ScenarioError, match="No match has a month behind it yet"):
        found_of(as_json([told(match, "one")]))


# --- counted by hand ---------------------------------------------------------------------------------------------------


def test_acts_are_counted_as_they_were_chosen(two: Scenario):
    """Four turns of two months: Alfa talks and is answered twice; Bravo threatens once, and is answered in kind."""
    match = begun(game(two, {"Alfa": Seat(), "Bravo": Seat()}, months=2))
    script = [("talk", "hold", "hold", "talk"), ("talk", "denounce", "denounce", "hold"),
              ("hold", "hold", "hold", "hold"), ("talk", "hold", "hold", "talk")]  # fmt: skip
    asked = []
    for first, second, answer_first, answer_second in script:
        turn = match.turn
        for seat, rival, act in (("Alfa", "Bravo", first), ("Bravo", "Alfa", second)):
            match = play(match, Input(turn, "move", seat, {rival: Said(act=act)}))
        for seat, rival, act in (("Alfa", "Bravo", answer_first), ("Bravo", "Alfa", answer_second)):
            offers = seat == "Bravo" and first == "talk"
            asks = {"arms": 0.7} if seat == "Alfa" and turn == 0 else None
            said = Said(act=act, consent=turn != 3 if offers else None, asks=asks)
            asked.append(match.month)
            match = play(match, Input(turn, "answer", seat, {rival: said}))
    again = gone_through([told(match, "one")])
    (one,) = came([told(match, "one")])
    acts = one.acts
    assert acts["talks"] == acts["friendly"] == 3 / 8
    assert acts["hostile"] == 1 / 8
    assert acts["answered"] == 2 / 3
    assert acts["in_kind"] == 1.0
    # Bravo accepted two of three; what was said to the answers that were offers is nobody's choice in the first month
    consents = again.decided["consent"][[0, 2, 6], 1, 0]
    assert consents.tolist() == [1, 1, 0]
    later = again.decided["consent_response"][[0, 2, 4, 6], :, 0]
    answers = [*consents, *later[later >= 0]]
    assert acts["accepted"] == sum(value == 1 for value in answers) / len(answers)
    assert acts["above_red_line"] == pytest.approx(100 * (0.7 - again.red_lines[0, 0, 0, 0]))
    assert one.first_half["hostile"] == 1 / 4


def test_a_difference_is_welchs_and_nothing_is_said_of_two():
    one, other = [0.1, 0.4, 0.35, 0.2], [0.6, 0.7, 0.9]
    found = between(one, other)
    assert found is not None
    ends = ttest_ind(one, other, equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high))
    assert found.clear
    assert between(one, other[:2]) is None
    assert between([0.5] * 3, [0.25] * 4) == Difference(0.25, None, None, 7)
    assert between([0.5, np.nan, 0.5, np.nan], other) is None
    assert mean([1.0, 2.0]) is None
    three = mean([1.0, 2.0, 3.0])
    assert three is not None
    assert (three.low, three.high) == pytest.approx((2 - 2.4841377, 2 + 2.4841377))


def test_with_three_on_a_side_welchs_interval_is_the_honest_one():
    """Why it is no bootstrap: of classes in which nothing differs, it leaves out 0 far too often."""
    chance = np.random.default_rng(1)
    covered = {"welch": list[bool](), "bootstrap": list[bool]()}
    for _ in range(300):
        sides = [chance.binomial(24, chance.beta(6, 4, n)) / 24 for n in (3, 27)]
        found = between(*sides)
        assert found is not None
        covered["welch"].append(not found.clear)
        drawn = [side[chance.integers(0, len(side), (400, len(side)))].mean(1) for side in sides]
        low, high = np.quantile(drawn[0] - drawn[1], (0.025, 0.975))
        covered["bootstrap"].append(bool(low <= 0 <= high))
    assert np.mean(covered["welch"]) > 0.88
    assert np.mean(covered["bootstrap"]) < 0.85


def test_few_on_a_side_are_not_compared(found: Class):
    calm = [one._replace(detente=place < FEWEST - 1) for place, one in enumerate(found.matches)]
    assert parted(calm).rows == ()
    enough = parted([one._replace(detente=place < FEWEST) for place, one in enumerate(found.matches)])
    assert (enough.found, enough.others, len(enough.rows)) == (3, 13, 7)
    alone = found._replace(parted=parted(calm))
    assert "fewer than three on a side" in class_html(alone, "en")


def test_predictions_stand_beside_what_came(found: Class):
    one, other = found.matches[0], found.matches[-1]
    names = one.match.name, other.match.name
    given = [
        Prediction("a", names[0], {"tension": one.end() + 10, "crises": one.crises}, {"tension": 0.9}),
        Prediction("b", names[0], {"tension": one.end() + 30}, {"tension": 0.7}),
        Prediction("c", names[1], {"tension": other.end() - 4}),
        Prediction("d", "nowhere", {"tension": 0}),
    ]
    tension, crises = beside(given, found.matches)
    assert tension.off is None  # pupils of one match are one: two matches are too few
    assert tension.expected - tension.came == pytest.approx(36 / 3)
    assert (tension.right.share, tension.right.n) == (2 / 3, 3)
    assert tension.sure == pytest.approx(0.8)
    assert (tension.right_of_sure.share, tension.right_of_sure.n) == (0.5, 2)
    assert (crises.right.share, crises.right.n) == (1.0, 1)


def test_only_who_answered_both_times_counts():
    key = ["a", "b"]
    answers = [
        Answers("p1", ("a", "a"), ("a", "b")),
        Answers("p2", ("b", "a"), ("a", "b")),
        Answers("p3", ("b", "b"), ("b", "b")),
        Answers("p4", ("a", None), ("b", "b")),
    ]
    whole, first, second = assessed(answers, key)
    assert (whole.before, whole.after) == (2 / 3, 5 / 3)
    assert whole.differs is not None
    assert (whole.differs.mean, whole.differs.n) == (1.0, 3)
    assert (whole.more, whole.less, whole.n) == (2, 0, 3)
    assert (first.before, first.after) == (0.5, 0.5)
    assert (first.more, first.less, first.n) == (1, 1, 4)
    assert (second.before, second.after) == (1 / 3, 1.0)
    assert second.differs is not None
    assert second.differs.n == 3
    assert assessed([], key) == []


def test_answers_are_read_as_they_are_typed():
    (one, other) = typed("K7M2 cadbcb CAD-CB\n\nx9;aaaaaa;b,b,b,b,b,b\n")
    assert one == Answers("k7m2", tuple("cadbcb"), ("c", "a", "d", None, "c", "b"))
    assert other.after == tuple("bbbbbb")
    assert typed("") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("K7M2 cadbcb", "line 1 is no pupil's"),
        ("a cadbcb cadbcb\nb cadbcb cadbce", "line 2 is no pupil's"),
        ("a cadbcb cadbcb\nA cadbcb cadbcb", "line 2 has a code that stands above already: 'a'"),
        ("=1+1", "line 1 is no pupil's"),
        ("x" * 20_001, "more letters than 20000"),
    ],
)
def test_what_is_no_answer_is_refused_in_one_line(text: str, said: str):
    with pytest.raises(ScenarioError, match=said) as refused:
        typed(text)
    assert "\n" not in str(refused.value)


def test_the_key_is_that_of_the_teaching_pack():
    for lang in languages():
        found = re.findall(
            r"^\| (\d) \| \*\*([abcd])\*\* \|", source(lang, "assessment-key.md"), re.MULTILINE
        )
        assert found == [(str(k), letter) for k, letter in enumerate(RIGHT, start=1)]


def test_a_rank_is_a_share_of_the_runs_that_are_left():
    runs = np.array([[10.0], [20.0], [30.0], [np.nan]])
    fan = Fan({"tension": runs}, 0, cast(Any, None))
    assert fan.below("tension", 1, 25.0) == 2 / 3
    assert fan.band("tension", 1) == {"low": [12.0], "middle": [20.0], "high": [28.0]}


# --- shown -------------------------------------------------------------------------------------------------------------


def test_the_figure_has_every_match_in_order_and_words_that_are_words(found: Class):
    shown = [found.matches[0]._replace(match=found.matches[0].match._replace(name=NAME)), *found.matches[1:]]
    root = ElementTree.fromstring(panels(shown, found.fan, "tension", NAME, "en"))
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts[2::2] == [one.match.name for one in shown[1:]]
    ends = [float(str(value)) for value in texts[1::2]]
    assert ends == sorted(ends)
    assert {one.get("font-size") for one in root.iter() if one.tag.endswith("text")} == {"24"}
    assert root.get("aria-label") == NAME
    assert not [one for one in root.iter() if "style" in one.attrib or "class" in one.attrib]


def test_war_is_last_and_says_so(found: Class):
    lost = {name: [*values[:-1], float("nan")] for name, values in found.matches[0].lines.items()}
    shown = sorted_by([found.matches[0]._replace(lines=lost, war=True), *found.matches[1:]])
    assert shown[-1].war
    drawn = panels(shown, found.fan, "tension", "", "id")
    assert drawn.count(">perang<") == 1
    assert "nan" not in drawn
    away: Came = shown[-1]
    assert found._replace(matches=[away] * 2).gap() is None
    assert away.better() is False
    assert away._replace(nobody=lost).better() is None
    assert found.matches[0]._replace(nobody=lost).better() is True


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_page_says_what_it_found(as_told: list[dict[str, Any]], found: Class, lang: str):
    said = [
        {"pupil": "p", "match": one.match.name, "figures": {"crises": 9, "crises_sure": 90}}
        for one in found.matches[:4]
    ]
    answers = "\n".join(f"K{k} aaaaaa bbb-bb" for k in range(4))
    page = WORK["class_page"](lang=lang, matches=as_told, expected=said, answers=answers, tell=silent)
    ElementTree.fromstring(f"<main>{page}</main>")
    assert finding(found, "tension", lang) in page
    assert subtitle(found, lang) in page
    assert page.count("<h2") == 4
    benefit = WORK["class_figure"](lang=lang, variable="mutual_benefit", matches=as_told, tell=silent)
    assert finding(found, "mutual_benefit", lang) in benefit


def test_lines_of_a_projector_name_nobody_and_end_with_a_war(matches: dict[str, Match]):
    some = list(matches.values())[:3]
    drawn = live(some, "id", months=48)
    root = ElementTree.fromstring(drawn)
    texts = [str(one.text) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Jan 1960" in texts
    assert not [name for name in (*matches, "Kastara", "Velmora") if name in drawn]
    middle = middles([so_far(one)["tension"] for one in some])
    assert len(middle) == 25
    assert middle[0] == 60.0
    assert middle[-1] == sorted(float(one.lived[-1].record.tension.mean()) for one in some)[1]
    assert middles([[1.0], [3.0, 5.0]]) == [2.0, 5.0]
    assert middles([[1.0], [1.0], [3.0, 5.0]]) == [1.0]
    assert middles([]) == []
    bands = {
        name: {key: [1.0, 2.0] for key in ("low", "middle", "high")} for name in ("tension", "mutual_benefit")
    }
    ElementTree.fromstring(live([begun(some[0].game)], "en", 24, bands))
    lived = some[0].lived[:2]
    war = lived[1]._replace(record=lived[1].record._replace(war=np.array([True])))
    ended = cast(Match, type("Over", (), {"lived": (lived[0], war), "ground": some[0].ground}))
    assert len(so_far(ended)["tension"]) == 2
    ElementTree.fromstring(live([], "en"))


def test_the_server_of_a_class_loads_nothing_that_works_it_out():
    code = (
        "import sys, simulation.play.room_pages.served\n"
        "sys.exit(', '.join({'pandas', 'xarray', 'matplotlib', 'scipy'} & set(sys.modules)) or 0)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.stderr.strip(), run.returncode) == ("", 0)


def test_a_line_breaks_where_there_is_no_number():
    assert line([(0, 1), (1, 2), (2, float("nan")), (3, 4)], "#000", 2).count("M") == 2
    assert line([(0, float("nan"))], "#000", 2) == ""
    assert shortened("Envoy Kingfisher 12", 150) == "Envoy K…12"
    assert [shortened("Match 49", room) for room in (120, 70, 28)] == ["Match 49", "Ma…49", "49"]


# --- files -------------------------------------------------------------------------------------------------------------


def test_codes_hang_on_the_key_and_on_nothing_else():
    names = [f"Match {k}" for k in range(1, 31)]
    first, again = codes(names, "key", "M"), codes(reversed(names), "key", "M")
    assert first == again
    assert sorted(first.values()) == [f"M{k:02d}" for k in range(1, 31)]
    other = codes(names, "another", "M")
    assert sum(first[name] == other[name] for name in names) < 8  # one is expected to stay by chance


def test_files_hold_codes_and_no_names_and_no_formula(as_told: list[dict[str, Any]]):
    named = [{**one, "name": f"{NAME} {k}"} for k, one in enumerate(as_told)]
    pupils = [
        {"pupil": f"@Budi {k}", "match": one["name"], "figures": {"tension": 40}}
        for k, one in enumerate(named)
    ]
    answers = "\n".join(f"@Budi{k} aaaaaa;cadbcb" for k in range(5))
    of = {"matches": named, "expected": pupils, "answers": answers, "tell": silent}
    book = openpyxl.load_workbook(io.BytesIO(WORK["class_workbook"](lang="en", key="k", **of)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {"about", "matches", "months", "predictions", "predicted", "answers", "learnt"} <= set(
        book.sheetnames
    )
    assert not [cell.value for cell in cells if cell.data_type == "f" or "Ayu" in str(cell.value)]
    assert not [cell.value for cell in cells if "budi" in str(cell.value).casefold()]
    assert [book["answers"].cell(2, column).value for column in (2, 3, 8)] == [0, 1, 1]
    files = [
        WORK["class_csv"](lang="id", table=name, key="k", **of).decode("utf-8-sig")
        for name in ("matches", "predictions", "months")
    ]
    assert not [file for file in files if "Ayu" in file or "budi" in file.casefold()]
    matches, predictions, _ = ([row.split(";") for row in file.splitlines()] for file in files)
    assert [row[0] for row in matches[1:]] == sorted(row[0] for row in matches[1:])
    both = dict(zip(matches[0], matches[1], strict=True))
    assert "," in both["tension_end"]
    assert {row[1] for row in predictions[1:]} == {row[0] for row in matches[1:]}


def test_the_tables_say_what_the_page_says(found: Class):
    tables = class_tables(found, "k")
    ends = [one.end() for one in found.matches]
    assert sorted(tables["matches"]["tension_end"]) == pytest.approx(ends, rel=1e-5)
    assert len(tables["months"]) == 24 * len(found.matches)
    assert "run" not in tables["matches"]
    assert "learnt" not in tables


# --- told, and made together -------------------------------------------------------------------------------------------


def test_what_is_told_comes_back(matches: dict[str, Match]):
    one = told(matches["Match 2"], "Match 2")
    (back,) = from_json(json.loads(json.dumps(as_json([one]))))
    assert back == one
    assert isinstance(back, Told)
    assert back.turns == tuple(range(0, 24, 3))


def test_work_is_made_two_at_once_a_group_in_its_order_and_again_where_too_much_waits(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(making, "PATIENCE", 0.0)
    begun, made, busy = list[str](), list[str](), {"b1"}

    async def make(what: str) -> None:
        if what in busy:
            busy.remove(what)
            raise BusyError
        begun.append(what)
        await asyncio.sleep(0.01)
        assert len(begun) - len(made) <= 2
        made.append(what)

    asyncio.run(making.together(make, [["a1", "a2", "a3"], ["b1", "b2"], ["c1"]]))
    assert sorted(made) == ["a1", "a2", "a3", "b1", "b2", "c1"]
    assert [one for one in made if one[0] == "a"] == ["a1", "a2", "a3"]
    assert begun[:2] == ["a1", "b1"]
