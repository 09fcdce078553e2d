"""The debrief of a match: what was played, what nobody playing would have brought, and what else could have been done."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from time import process_time
from typing import Any

import numpy as np
import pytest

from simulation import Scenario, ScenarioError, load_scenario, simulate, stored
from simulation.actions import CODE
from simulation.catalogue import in_language, languages
from simulation.experiments import missed_chances
from simulation.play.debrief import told, work
from simulation.play.debrief.again import again
from simulation.play.debrief.debrief import Debrief, debrief_of
from simulation.play.debrief.ended import Ended, ended
from simulation.play.debrief.had_you import Move, _walked, had, others
from simulation.play.debrief.holds import holds
from simulation.play.debrief.nobody import nobody
from simulation.play.debrief.questions import questions
from simulation.play.debrief.red_lines import red_lines
from simulation.play.debrief.resembles import (
    ANY,
    CANDIDATES,
    SLIP,
    TRIED,
    Moment,
    Resembles,
    own_moments,
    resembles,
)
from simulation.play.match import Match, begun, play
from simulation.play.seat_view import view
from simulation.play.seats import Game, Input, Said, Seat
from simulation.scenario import Event
from simulation.state import ISSUES
from simulation.variables import VARIABLES, reported
from tests.command_line import run as command
from tests.players import facing, game, plain, played, sends

PERSON, HAWK, GRIT = Seat(), Seat(False, "hawk"), Seat(False, "grit", hidden=True)
CLASH = Event(date="1960-11", kind="incident", title="=Two <b>ships</b> collide", size=0.9)


def quietly(share: float) -> None:
    """How far it is told."""
    assert 0 <= share <= 1


@pytest.fixture(scope="module")
def short(two: Scenario) -> Match:
    """A busy player against GRIT, hidden, for eight turns of three months of three years."""
    match = begun(game(two, {"Alfa": PERSON, "Bravo": GRIT}, run=2, months=3))
    match = play(played(match, 2), Input(2, "event", by="teacher", event=CLASH))
    return played(match, 6)


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    """Fewer courses of chance behind other answers: their sense is tested elsewhere, in tests/test_report.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missed_chances, "FUTURES", (16, 8, 32))
        yield


@pytest.fixture(scope="module")
def found(short: Match) -> Debrief:
    """As the process keeps it that works it out."""
    over = ended(short)
    work.debrief(ended=over.to_json(), seat="Alfa", lang="en", address="/d", tell=quietly)
    return work._kept[over.to_json(), "Alfa"]


# --- the match ---------------------------------------------------------------------------------------------------------


def test_where_a_hidden_doctrine_shows_in_the_ghost_at_last_the_page_says_why(found: Debrief) -> None:
    """While the match was played the ghost of a hidden program was that of the scenario's own doctrine."""
    assert "GRIT" in told.unveiled(found, "en")
    with_nothing_hidden = {"Alfa": PERSON, "Bravo": replace(GRIT, hidden=False)}
    open_game = replace(found.once.ended.game, seats=with_nothing_hidden)
    once = found.once._replace(ended=found.once.ended._replace(game=open_game))
    assert told.unveiled(found._replace(once=once), "en") == ""


def test_a_match_goes_to_the_process_as_a_line_and_its_months_come_out_to_the_bit(short: Match):
    told = ended(short)
    assert Ended.from_json(told.to_json()) == told
    once = again(told)
    assert len(once.months) == len(short.lived) == 24
    for mine, theirs in zip(once.months, short.lived, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(mine.record, theirs.record, strict=True))
    assert all(np.array_equal(a, b) for a, b in zip(once.months[-1].after, short.world, strict=True))
    assert told.turns == tuple(range(0, 24, 3))
    assert len(told.chosen) == 16


def test_what_was_taken_back_or_left_to_the_doctrine_is_no_choice_of_the_player(two: Scenario):
    match = begun(game(two, {"Alfa": PERSON, "Bravo": HAWK}))
    while match.turn == 0:
        seat = match.awaited[0]
        match = play(match, sends(match, seat, away=match.stage == "move"))
    assert [one.stage for one in ended(match).chosen] == ["answer"]
    match = begun(game(two, {"Alfa": PERSON, "Bravo": Seat()}))
    match = play(match, Input(0, "move", "Alfa", {"Bravo": Said(act="threaten")}))
    match = play(match, Input(0, "undo", "Alfa"))
    match = plain(match, ["talk"])
    told = [one for one in ended(match).chosen if one.seat == "Alfa"]
    assert [(one.stage, one.said.act) for one in told] == [("move", "talk"), ("answer", "hold")]


def test_turns_are_those_that_stopped_early_too():
    match = begun(game(load_scenario("cold_war"), {"US": PERSON, "USSR": GRIT}, months=24, stops=True))
    begins = [0]
    for _ in range(6):
        match = played(match, 1)
        begins.append(match.month)
    assert ended(match).turns == tuple(begins[:-1])
    assert any(b - a < 24 for a, b in pairwise(begins))


def test_without_a_month_there_is_nothing_to_tell(two: Scenario):
    with pytest.raises(ScenarioError, match="no month of this match has been played"):
        again(ended(begun(game(two, {"Alfa": PERSON, "Bravo": HAWK}))))


# --- beside nobody -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", [3, 600])
def test_who_leaves_all_to_the_doctrine_is_its_own_ghost(two: Scenario, run: int):
    """The ghost is the same world, same chance and events brought in, also where it is none of the band's runs."""
    match = begun(game(two, {"Alfa": PERSON, "Bravo": GRIT}, run=run, months=12))
    match = play(match, Input(0, "event", by="teacher", event=CLASH))
    while match.stage != "over":
        match = play(match, sends(match, match.awaited[0], away=True))
    mine = debrief_of(ended(match), "Alfa")
    for line in (mine.standing.tension, mine.standing.benefit):
        assert np.array_equal(line.you, line.ghost)
        assert (line.low <= line.median).all()
        assert (line.median <= line.high).all()
    runs = simulate(match.ground.scenario, runs=500, seed=7)
    end = runs.tension.isel(month=-1).mean("pair").where(~runs.war.isel(month=-1), np.inf)
    tension = mine.standing.tension
    assert tension.beyond is not None
    assert tension.beyond.share == float((end > tension.you[-1]).mean())
    assert mine.holds is None
    assert mine.own.acts == 0


def test_runs_that_nobody_played_are_made_once_a_game(two: Scenario, found: Debrief):
    told = found.once.ended
    assert nobody(told.nobody, told.seed, told.run) is found.result


# --- one move changed --------------------------------------------------------------------------------------------------


def test_a_move_that_is_not_changed_changes_nothing(short: Match):
    """In either way, on the match's own chance, the months are those that were played."""
    once = again(ended(short))
    for stage, turn in (("move", 1), ("answer", 3)):
        move = Move("Alfa", turn, stage, "Bravo")
        month = 3 * turn
        done = {"move": "initiative", "answer": "response"}[stage]
        code = int(getattr(short.lived[month].record, done)[0, 0])
        act = next(name for name, known in CODE.items() if known == code)
        path = _walked(once, move, [("held", act), ("answers", act)], 4)
        for column in (0, 5):
            for mine, theirs in zip(path, short.lived[month:], strict=True):
                assert np.array_equal(mine.record.tension[:, column], theirs.record.tension[:, 0])


def test_a_changed_move_is_the_match_played_again_with_it(two: Scenario):
    """Against a hawk, who offers nothing that would have to be answered: the other match is really played."""
    acts = ["hold", "talk", "denounce", "talk", "sale", "hold"]
    seats = {"Alfa": PERSON, "Bravo": HAWK}
    was = plain(begun(game(two, seats, months=2)), acts)
    now = plain(begun(game(two, seats, months=2)), [*acts[:2], "threaten", *acts[3:]])
    tried = had(again(ended(was)), Move("Alfa", 2, "move", "Bravo"), ("threaten",), 10)
    (outcome,) = tried.outcomes
    here = now.lived[-1].record.tension.mean() - was.lived[-1].record.tension.mean()
    assert outcome.tension["answers"].here == pytest.approx(float(here), abs=1e-12)
    assert outcome.tension["held"].over.mean != outcome.tension["answers"].over.mean
    assert (tried.month, tried.months, tried.done) == (4, 2, "denounce")
    gap = outcome.tension["answers"].over
    assert gap.low <= gap.mean <= gap.high
    assert gap.n == 10


def test_a_person_who_is_a_rival_answers_by_doctrine_or_stays_as_it_played(two: Scenario):
    match = played(begun(game(two, {"Alfa": PERSON, "Bravo": Seat()}, months=3)), 4)
    once = again(ended(match))
    move = Move("Alfa", 1, "move", "Bravo")
    (outcome,) = had(once, move, others(once, move)[:1], 6).outcomes
    assert outcome.tension["held"].here != outcome.tension["answers"].here


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"turn": "0"}, "there is no turn 0; choose one from 1 to 8"),
        ({"turn": "9"}, "there is no turn 9; choose one from 1 to 8"),
        ({"turn": "1e999"}, "there is no turn '1e999'"),
        ({"stage": "undo"}, "stage"),
        ({"rival": "Charlie"}, "'Charlie' is no rival here; choose one of Bravo"),
        ({"act": "nuke"}, "'nuke' is no act; choose one of"),
    ],
)
def test_a_move_that_there_was_not_is_refused_in_one_line(
    short: Match, found: Debrief, asked: dict[str, str], said: str
):
    told = {"turn": "2", "stage": "move", "act": "hold", "rival": "Bravo"} | asked
    with pytest.raises(ScenarioError, match=said) as refused:
        work.changed(ended=ended(short).to_json(), seat="Alfa", lang="en", address="/d", tell=quietly, **told)
    assert "\n" not in str(refused.value)


# --- red lines ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("less", [0.0, 0.02])
def test_common_ground_is_found_at_the_red_lines_and_missed_below_them(two: Scenario, less: float):
    """Both ask for their red line, and sign where there is ground; one asks for two points less, and nobody signs."""
    apart = tuple(one.model_copy(update={"agreements": ()}) for one in two.rivalries)
    scenario = two.changed(rivalries=apart, parameters={"ratification": 0.0, "reservation": 0.0})
    match = begun(game(scenario, {"Alfa": PERSON, "Bravo": PERSON}))
    lines = {seat: [one.red_line for one in facing(match, seat)[0].issues] for seat in ("Alfa", "Bravo")}
    for seat, rival in scenario.pairs:
        match = play(match, Input(0, "move", seat, {rival: Said(act="summit")}))
    for seat, rival in scenario.pairs:
        asks = {one.issue: one.red_line - less * (seat == "Alfa") for one in facing(match, seat)[0].issues}
        match = play(match, Input(0, "answer", seat, {rival: Said(act="hold", consent=True, asks=asks)}))
    talks = red_lines(again(ended(match)), "Alfa")
    assert [one.issue for one in talks] == list(ISSUES)
    for one, own, theirs in zip(talks, lines["Alfa"], lines["Bravo"], strict=True):
        assert one.line.tolist() == pytest.approx([own])
        assert one.rival_line.tolist() == pytest.approx([theirs])
        assert one.asked[0] == pytest.approx(own - less)
        assert one.talked.all()
        assert one.ground[0] == (own + theirs <= 1.01)
        assert one.signed[0] == (one.ground[0] and not less)
        assert one.unfound == (bool(one.ground[0]) and less > 0)
    assert any(one.ground.any() for one in talks)


def test_red_lines_are_those_that_a_seat_was_shown(short: Match, found: Debrief):
    match = begun(short.game)
    shown = []
    for one in short.inputs:
        if one.stage == "move" and one.seat == "Alfa":
            shown.append((match.month, [issue.red_line for issue in facing(match, "Alfa")[0].issues]))
        match = play(match, one)
    for issue in found.talks:
        at = ISSUES.index(issue.issue)
        for month, lines in shown:
            assert issue.line[month] == pytest.approx(lines[at], abs=1e-12)


# --- doctrines ---------------------------------------------------------------------------------------------------------


def test_the_likelihood_is_that_of_a_doctrine_with_slips(two: Scenario):
    """Whoever holds, always: for the doctrine that holds each act has 1 - s + s/n, for any act alike 1/n."""
    match = plain(begun(game(two, {"Alfa": PERSON, "Bravo": HAWK})), ["hold"] * 6)
    once = again(ended(match))
    mine = resembles(once, "Alfa", own_moments(once, "Alfa"))
    open_acts = [
        int(month.judged[stage].view.available[:, 0, 0].sum())
        for month in once.months
        for stage in ("initiative", "response")
    ]
    assert mine.acts == 12
    assert mine.best.name == "hold"
    assert mine.best.matched == 12
    assert mine.best.likelihood == pytest.approx(
        sum(math.log(1 - SLIP + SLIP / n) for n in open_acts), abs=1e-3
    )
    even = next(one for one in mine.candidates if one.name == ANY)
    assert even.likelihood == pytest.approx(-sum(map(math.log, open_acts)))
    assert mine.alike == (mine.best,)
    assert mine.truth is None


def test_a_program_is_told_by_its_name_beside_the_guess(found: Debrief):
    (rival,) = found.rivals
    assert rival.truth == "grit"
    assert rival.best.name == "grit"
    assert rival.acts == 48


def judged(doctrine: str, rival: str, run: int) -> Resembles:
    """Eight turns of three months of `classroom`, in which a program decides for the player's seat."""
    scenario = load_scenario("classroom").changed(doctrines={"Kastara": doctrine, "Velmora": rival})
    turns = tuple(range(0, 24, 3))
    match = Game(scenario.to_toml(), {"Kastara": Seat(False), "Velmora": Seat()}, seed=11, run=run, months=3)
    once = again(Ended(match, scenario, scenario, 24, turns, ()))
    moments = [Moment(month, stage, 0) for month in turns for stage in ("initiative", "response")]
    return resembles(once, "Kastara", moments)


def confusion(runs: int) -> tuple[Counter[tuple[str, str]], int]:
    """How often each doctrine was taken for which, and in how many matches the true one was among those named."""
    taken, among = Counter[tuple[str, str]](), 0
    for doctrine in CANDIDATES:
        for rival in ("deliberate", "grit"):
            for run in range(runs):
                one = judged(doctrine, rival, run)
                taken[doctrine, one.best.name] += 1
                among += doctrine in [other.name for other in one.alike]
    return taken, among


def test_programs_are_taken_for_themselves_but_for_near_kin():
    taken, among = confusion(1)
    matches = taken.total()
    right = sum(count for (true, told), count in taken.items() if true == told)
    assert abs(right / matches - TRIED.right / TRIED.matches) < 0.12
    assert among / matches > 0.9
    # tit for tat and its contrite kin differ only after a mistake of one's own: by so few acts they are one
    assert (
        taken["contrite_tit_for_tat", "contrite_tit_for_tat"] < taken["contrite_tit_for_tat", "tit_for_tat"]
    )
    for plain_one in ("hawk", "dove", "hold", "grit", "two_level"):
        assert taken[plain_one, plain_one] == 2


@pytest.mark.long
def test_what_the_page_says_of_itself_was_measured():
    taken, among = confusion(6)
    right = sum(count for (true, told), count in taken.items() if true == told)
    assert (taken.total(), right, among) == (TRIED.matches, TRIED.right, TRIED.among)


# --- the rest ----------------------------------------------------------------------------------------------------------


def test_the_rest_of_a_match_that_was_left_is_the_scenario_gone_on(short: Match, found: Debrief):
    told = ended(short)
    whole = simulate(told.played, runs=3, seed=7).isel(run=2)
    assert found.holds is not None
    assert found.holds.here == float(whole.tension.isel(month=-1).mean())
    assert (
        found.holds.later.tolist() == whole.tension.isel(month=slice(24, None)).mean("pair").values.tolist()
    )
    assert found.holds.change.low <= found.holds.change.mean <= found.holds.change.high
    assert holds(again(told._replace(lived=36)), "Alfa") is None


def test_three_questions_are_of_this_match_alone(found: Debrief, two: Scenario):
    other = debrief_of(
        ended(played(begun(game(two, {"Alfa": PERSON, "Bravo": HAWK}, seed=3, months=6)), 2)), "Alfa"
    )
    for lang in languages()[:2]:
        mine, theirs = questions(found, lang), questions(other, lang)
        assert len(mine) == len(theirs) == 3
        assert not set(mine) & set(theirs)


def test_a_war_is_told_first_and_asked_about():
    """Both coerce and threaten in a world in which every other near miss is a war."""
    scenario = load_scenario("cuban_missile_crisis").changed(parameters={"war_risk": 0.5})
    match = plain(begun(game(scenario, {"US": PERSON, "USSR": HAWK}, seed=0)), ["threaten"] * 36, "coerce")
    assert match.stage == "over"
    assert bool(match.lived[-1].record.war[0])
    told = debrief_of(ended(match), "US")
    assert told.standing.war
    assert told.standing.tension.beyond is None
    assert told.holds is None
    assert told.turned[-1].point.signs[-1] == "war"
    month = f"{match.ground.scenario.month_text(len(match.lived) - 1)}"
    assert questions(told, "en")[0].startswith("War came in Oct 1962")
    assert month == "1962-10"


# --- pages and files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_page_says_it_all_and_lets_nothing_in(short: Match, found: Debrief, lang: str):
    asked: dict[str, Any] = {"ended": ended(short).to_json(), "seat": "Alfa", "lang": lang, "tell": quietly}
    page = work.debrief(address="/seat/x/debrief", guessed={"Bravo": "dove"}, **asked)
    assert "<b>ships" not in page
    assert page.count("<section") == 9
    assert page.count('<div class="table" role="region" tabindex="0"') == page.count("<table") == 3
    assert "&lt;div" not in page
    assert 'action="/seat/x/debrief/had"' in page
    assert f'href="/seat/x/debrief/match.toml?lang={lang}"' in page
    assert "GRIT" in page
    assert "--seed 7" in page
    assert " style=" not in page
    assert "<style" not in page
    changed = work.changed(address="/d", turn="2", stage="answer", act="denounce", **asked)
    assert 'href="/d?lang=' in changed
    table = work.file_csv(**asked).decode("utf-8-sig").splitlines()
    assert len(table) == 25
    assert any("'=Two <b>ships</b> collide" in line for line in table)
    columns = table[0].replace(";", ",").split(",")
    assert {"arms_asked", "arms_rival_asked", "arms_line", "arms_rival_line", "arms_share"} <= set(columns)


@pytest.mark.parametrize("states", ["two", "three"])
def test_the_exported_file_gives_the_match_to_every_command(
    states: str, request: pytest.FixtureRequest, tmp_path: Any, capsys: pytest.CaptureFixture[str]
):
    """Persons, a program and an event that was brought in, as run 2 of its seed: the same figures to the bit."""
    seats = {"Alfa": PERSON, "Bravo": GRIT} | ({"Charlie": HAWK} if states == "three" else {})
    match = played(begun(game(request.getfixturevalue(states), seats, run=2, months=3)), 2)
    match = played(play(match, Input(2, "event", by="teacher", event=CLASH)), 6)
    file = tmp_path / "match.toml"
    written = work.file_toml(ended=ended(match).to_json(), lang="en", tell=quietly)
    file.write_text(written, encoding="utf-8")
    assert "#     detente run match.toml --runs 3 --seed 7" in written
    scenario = Scenario.from_toml(written)
    assert scenario.name == f"{states}_played"
    exact = simulate(scenario, runs=3, seed=7).isel(run=2)
    out = tmp_path / "out"
    assert command("run", file, "--runs", 3, "--seed", 7, "--out", out, "--quiet") == 0
    kept = stored.read(out / "result.nc").isel(run=2)
    lived = len(match.lived)
    for name, about in VARIABLES.items():
        was = np.stack([reported(month.record)[name][..., 0] for month in match.lived])
        was = np.moveaxis(was, 1, -1) if len(about.axes) == 2 else was
        assert np.array_equal(was, exact[name].values[:lived]), name
        assert np.array_equal(was.astype(kept[name].dtype), kept[name].values[:lived]), name


@pytest.mark.long
def test_the_exported_file_is_taken_by_all_other_commands(short: Match, tmp_path: Any):
    file = tmp_path / "match.toml"
    file.write_text(work.file_toml(ended=ended(short).to_json(), lang="id", tell=quietly), encoding="utf-8")
    asked = ("--seed", 7, "--quiet")
    out = tmp_path / "out"
    assert command("report", file, "--runs", 3, "--run", 2, "--out", out / "report", *asked) == 0
    assert command("compare", file, file, "--runs", 3, "--out", out / "compare", *asked) == 0
    assert command("replay", file, "--blank", 4) == 0
    with in_language("id"):
        assert view(short, "Alfa").turn == 8


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "months", "turns", "most"), [("classroom", 3, 8, 8), ("cold_war", 24, 100, 60)]
)
def test_a_debrief_is_there_soon(
    name: str, months: int, turns: int, most: float, monkeypatch: pytest.MonkeyPatch
):
    """Seconds of one processor, the runs that nobody played among them."""
    monkeypatch.setattr(missed_chances, "FUTURES", (256, 64, 512))
    scenario = load_scenario(name)
    seats = dict(zip(scenario.labels, (PERSON, GRIT), strict=True))
    match = played(begun(game(scenario, seats, months=months, stops=months > 6)), turns)
    told = ended(match).to_json()
    begins = process_time()
    work.debrief(ended=told, seat=scenario.labels[0], lang="en", address="/d", tell=quietly)
    assert process_time() - begins < most
