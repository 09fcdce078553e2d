"""A class's room: nobody is lost, doubled or in two seats, time left is kept, and events folded again are the room."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation import Scenario, ScenarioError, catalogue, load_scenario
from simulation.play.room import events as ev
from simulation.play.room import names
from simulation.play.room.events import Event, event_of
from simulation.play.room.powers import LIMITS
from simulation.play.room.room import happen, restored
from simulation.play.room.settings import Settings
from simulation.play.room.state import LEADER, PRESS, ROLES, Room
from tests.classes import DEEDS, Deed, gone_through, joined, of_role, started

CLASSROOM = load_scenario("classroom")
TOML = CLASSROOM.to_toml()
ONE, OTHER = CLASSROOM.labels
ROOMS = [
    Settings(TOML, clock=60.0),
    Settings(TOML, sits="teams", size=3, rotating=True, clock=30.0),
    Settings(TOML, sits="doctrine", size=2, doctrine="grit", hidden=True, turns=2),
]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sound(room: Room) -> None:
    """What holds of any room."""
    seats = [(phone.place, phone.role) for phone in room.phones.values() if phone.place is not None]
    assert max(Counter(seats).values(), default=1) == 1  # a card is held once
    dealt = [phone.name for phone in room.phones.values()]
    assert len(set(dealt)) == len(dealt)
    places = set(room.places())
    assert {place for place, _ in seats} <= places
    for place in places:
        members, team = room.members(place), room.tables[place[0]].teams[place[1]]
        assert len(members) <= (1 if room.settings.size == 1 else len(ROLES))
        assert not members or [phone.role for phone in members.values()].count(LEADER) == 1
        assert set(team.votes) <= set(members)
        assert all(team.used.get(power, 0) <= most for power, most in LIMITS.items())
    for phone in room.phones.values():
        if phone.place is None:
            assert phone.role in ((None,) if room.phase == "lobby" else (PRESS,))


@FEW
@given(which=st.sampled_from(ROOMS), first=st.integers(0, 9), begun=st.booleans(), deeds=DEEDS)
def test_nobody_is_ever_lost_doubled_or_in_two_seats(
    which: Settings, first: int, begun: bool, deeds: list[Deed]
) -> None:
    room = joined(which, first)
    if begun and first:
        deeds = [("start", 0, 0, 1.0), *deeds]
    there, taken = set(room.phones), list[Event]()
    for _, event, after in gone_through(room, deeds):
        if isinstance(event, ev.Joined):
            there.add(event.phone)
        if isinstance(event, ev.Removed):
            there.remove(event.phone)
        assert set(after.phones) == there
        sound(after)
        taken.append(event)
        room = after
    came = [ev.Joined(at=float(k), phone=f"p{k}") for k in range(first)]
    again = restored(which, [event_of(event.to_json()) for event in (*came, *taken)])
    assert again == room
    assert list(again.phones) == list(room.phones)


@FEW
@given(which=st.sampled_from(ROOMS), deeds=DEEDS)
def test_what_a_team_does_moves_no_other(which: Settings, deeds: list[Deed]) -> None:
    room = happen(joined(which, 7), ev.Started(at=10.0))
    for before, event, after in gone_through(room, deeds):
        if isinstance(event, ev.Advised | ev.Used):
            own = before.phones[event.phone].place
            for place in before.places():
                teams = [one.tables[place[0]].teams[place[1]] for one in (before, after)]
                assert (teams[0] == teams[1]) or place == own
            others = [
                {key: phone for key, phone in one.phones.items() if key != event.phone}
                for one in (before, after)
            ]
            assert others[0] == others[1]


@FEW
@given(deeds=DEEDS, wait=st.floats(0, 1e6))
def test_a_pause_keeps_the_time_that_was_left(deeds: list[Deed], wait: float) -> None:
    room = happen(joined(ROOMS[0], 5), ev.Started(at=10.0))
    for _, _, after in gone_through(room, [deed for deed in deeds if deed[0] not in ("pause", "resume")]):
        room = after
    numbers = range(len(room.tables))
    before = [room.left(number, room.now) for number in numbers]
    room = happen(room, ev.Paused(at=room.now))
    assert [room.left(number, room.now + wait) for number in numbers] == before
    room = happen(room, ev.Resumed(at=room.now + wait))
    assert [room.left(number, room.now) for number in numbers] == pytest.approx(before, abs=1e-6)


# --- seats -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sits", "size", "phones", "tables", "teams"),
    [
        ("pairs", 1, 1, 1, [1, 0]),
        ("pairs", 1, 5, 3, [1, 1, 1, 1, 1, 0]),
        ("pairs", 1, 60, 30, [1] * 60),
        ("teams", 6, 7, 1, [4, 3]),
        ("teams", 6, 13, 2, [4, 3, 3, 3]),
        ("teams", 6, 60, 5, [6] * 10),
        ("teams", 1, 3, 2, [1, 1, 1, 0]),
        ("doctrine", 1, 4, 4, [1, 1, 1, 1]),
        ("doctrine", 3, 4, 2, [2, 2]),
    ],
)
def test_seats_are_dealt_evenly_at_as_few_tables_as_can_be(
    sits: str, size: int, phones: int, tables: int, teams: list[int]
) -> None:
    room = started(CLASSROOM, phones, sits=sits, size=size)
    assert len(room.tables) == tables
    assert [len(room.members(place)) for place in room.places()] == teams
    assert {phone.came for phone in room.phones.values()} == {"lobby"}
    sound(room)


def test_three_states_sit_together(three: Scenario) -> None:
    room = started(three, 4)
    assert [len(room.members(place)) for place in room.places()] == [1, 1, 1, 1, 0, 0]


def test_seats_hang_on_the_seed_alone() -> None:
    def seats(seed: int) -> list[object]:
        return [(phone.place, phone.name) for phone in started(CLASSROOM, 20, seed=seed).phones.values()]

    assert seats(1) == seats(1)
    assert seats(1) != seats(2)


@pytest.mark.parametrize(
    ("sits", "size", "phones", "came"),
    [
        ("pairs", 1, 3, ["program", "press", "press"]),  # the odd one's rival first
        ("pairs", 1, 4, ["press"]),
        ("teams", 3, 2, ["team", "team", "team", "team", "press"]),
        ("teams", 3, 1, ["program", "team"]),
        ("doctrine", 1, 2, ["own", "own"]),
        ("doctrine", 2, 3, ["team", "own", "team"]),
    ],
)
def test_who_comes_late_is_told_where_to(sits: str, size: int, phones: int, came: list[str]) -> None:
    room = started(CLASSROOM, phones, sits=sits, size=size)
    for late in range(len(came)):
        room = happen(room, ev.Joined(at=200.0, phone=f"late{late}"))
    assert [room.phones[f"late{late}"].came for late in range(len(came))] == came
    sound(room)


def test_a_seat_that_is_away_is_nobody_elses() -> None:
    room = happen(started(CLASSROOM, 2), ev.Left(at=130.0, phone="p0"))
    room = happen(room, ev.Joined(at=140.0, phone="late"))
    assert room.phones["late"].role == PRESS
    assert room.phones["p0"].place is not None


def test_the_teacher_seats_the_press_and_moves_a_phone() -> None:
    room = happen(started(CLASSROOM, 4), ev.Joined(at=140.0, phone="late"))
    free = room.phones["p0"].place
    assert free is not None
    room = happen(room, ev.Removed(at=141.0, phone="p0"))
    room = happen(room, ev.Placed(at=142.0, phone="late", table=free[0], state=free[1]))
    assert (room.phones["late"].place, room.phones["late"].role) == (free, LEADER)
    with pytest.raises(ScenarioError, match="no seat is free at table"):
        happen(room, ev.Placed(at=143.0, phone="p1", table=free[0], state=free[1]))
    with pytest.raises(ScenarioError, match="was removed from it"):
        happen(room, ev.Joined(at=143.0, phone="p0"))


def test_a_team_whose_leader_goes_has_another_at_once() -> None:
    room = started(CLASSROOM, 6, sits="teams", size=3)
    led = of_role(room, LEADER, ONE)
    room = happen(room, ev.Removed(at=140.0, phone=led))
    assert len(room.members((0, ONE))) == 2
    assert of_role(room, LEADER, ONE) != led


def test_the_leaders_card_goes_round() -> None:
    room = started(CLASSROOM, 8, sits="teams", size=4, rotating=True)
    leaders = [of_role(room, LEADER, ONE)]
    for turn in range(1, 5):
        room = happen(room, ev.Staged(at=200.0 + turn, table=0, turn=turn, stage="move"))
        leaders.append(of_role(room, LEADER, ONE))
        sound(room)
    assert sorted(leaders[:4]) == sorted(room.members((0, ONE)))
    assert leaders[4] == leaders[0]
    still = started(CLASSROOM, 8, sits="teams", size=4)
    after = happen(still, ev.Staged(at=200.0, table=0, turn=1, stage="move"))
    assert of_role(after, LEADER, ONE) == of_role(still, LEADER, ONE)


def test_the_card_passes_over_who_is_away() -> None:
    room = started(CLASSROOM, 6, sits="teams", size=3, rotating=True)
    first, second, third = room.members((0, ONE))
    order = [first, second, third]
    at = order.index(of_role(room, LEADER, ONE))
    room = happen(room, ev.Left(at=140.0, phone=order[(at + 1) % 3]))
    room = happen(room, ev.Staged(at=200.0, table=0, turn=1, stage="move"))
    assert of_role(room, LEADER, ONE) == order[(at + 2) % 3]


# --- time ------------------------------------------------------------------------------------------------------------


def test_clocks_run_by_table_and_stop_in_a_pause() -> None:
    room = started(CLASSROOM, 4, clock=60.0)
    assert [room.left(table, 130.0) for table in (0, 1)] == [30.0, 30.0]
    room = happen(room, ev.Staged(at=130.0, table=1, turn=0, stage="answer"))
    assert [room.left(table, 140.0) for table in (0, 1)] == [20.0, 50.0]
    room = happen(room, ev.Paused(at=140.0))
    assert [room.left(table, 5000.0) for table in (0, 1)] == [20.0, 50.0]
    room = happen(room, ev.Extended(at=5000.0))
    room = happen(room, ev.Resumed(at=9000.0))
    assert [room.left(table, 9010.0) for table in (0, 1)] == [40.0, 70.0]
    assert started(CLASSROOM, 4).left(0, 1e6) is None  # no clock unless somebody asks for one


def test_a_stage_that_begins_in_a_pause_has_its_whole_time() -> None:
    room = happen(started(CLASSROOM, 2, clock=60.0), ev.Paused(at=110.0))
    room = happen(room, ev.Staged(at=111.0, table=0, turn=0, stage="answer"))
    assert room.left(0, 500.0) == 60.0
    assert happen(room, ev.Resumed(at=500.0)).left(0, 510.0) == 50.0


def test_a_lesson_that_was_broken_off_goes_on_next_week() -> None:
    room = started(CLASSROOM, 2, clock=60.0)
    room = happen(room, ev.Staged(at=120.0, table=0, turn=0, stage="answer"))
    room = happen(room, ev.Left(at=140.0, phone="p0"))
    soon = happen(room, ev.Reopened(at=145.0))  # the service died, and is there again
    assert (soon.paused, soon.left(0, 150.0)) == (None, 35.0)
    week = 7 * 24 * 3600.0
    later = happen(room, ev.Reopened(at=week))
    assert later.paused is not None
    assert later.left(0, week + 50.0) == 40.0
    assert happen(later, ev.Resumed(at=week + 60.0)).left(0, week + 70.0) == 30.0
    assert later.phones == room.phones


def test_a_clock_that_goes_back_takes_nobodys_time() -> None:
    room = happen(started(CLASSROOM, 2, clock=60.0), ev.Left(at=130.0, phone="p0"))
    assert happen(room, ev.Returned(at=20.0, phone="p0")).now == 130.0


def test_closing_lasts_for_one_stage() -> None:
    room = happen(started(CLASSROOM, 4), ev.Closed(at=110.0))
    assert [table.closing for table in room.tables] == [True, True]
    room = happen(room, ev.Staged(at=111.0, table=0, turn=0, stage="answer"))
    assert [table.closing for table in room.tables] == [False, True]
    assert not happen(started(CLASSROOM, 4), ev.Closed(at=110.0, table=1)).tables[0].closing


def test_a_table_that_is_to_end_stays_so_from_stage_to_stage() -> None:
    room = happen(started(CLASSROOM, 4, clock=60.0), ev.Ended(at=110.0, table=1))
    assert [table.ending for table in room.tables] == [False, True]
    room = happen(room, ev.Staged(at=111.0, table=1, turn=0, stage="answer"))  # as a program's was faster
    assert room.tables[1].ending
    room = happen(room, ev.Staged(at=112.0, table=1, turn=0, stage="over"))
    assert (room.phase, room.left(1, 113.0), room.tables[0].stage) == ("playing", None, "move")
    again = happen(room, ev.Ended(at=113.0))
    assert [table.ending for table in again.tables] == [True, True]
    with pytest.raises(ScenarioError, match="there is no table 3"):
        happen(room, ev.Ended(at=113.0, table=2))
    with pytest.raises(ScenarioError, match="has not begun"):
        happen(joined(ROOMS[0], 2), ev.Ended(at=113.0))


# --- names, PINs, predictions, the end -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", catalogue.languages())
def test_no_two_names_are_the_same_in_any_language(lang: str) -> None:
    called = [names.called(name, lang) for name in range(names.MOST)]
    assert len(set(called)) == names.MOST
    with pytest.raises(IndexError):
        names.called(names.MOST, lang)


def test_a_class_is_full_when_the_names_are_dealt() -> None:
    room = joined(ROOMS[0], names.MOST)
    assert sorted(phone.name or 0 for phone in room.phones.values()) == list(range(names.MOST))
    with pytest.raises(ScenarioError, match="the class is full: 90 names"):
        happen(room, ev.Joined(at=99.0, phone="late"))
    room = happen(room, ev.Removed(at=99.0, phone="p3"))
    sound(happen(room, ev.Joined(at=99.0, phone="late")))


def test_a_pin_lets_one_other_phone_in_and_only_once() -> None:
    room = happen(started(CLASSROOM, 2), ev.PinShown(at=110.0, phone="p0", pin="0427"))
    wrong = happen(room, ev.PinTried(at=111.0, phone="p0", pin="0428"))
    assert wrong.phones["p0"].holder == 0
    room = happen(wrong, ev.PinTried(at=112.0, phone="p0", pin="0427"))
    assert room.phones["p0"].holder == 1
    with pytest.raises(ScenarioError, match="there is no PIN"):
        happen(room, ev.PinTried(at=113.0, phone="p0", pin="0427"))
    with pytest.raises(ScenarioError, match="there is no PIN"):  # it is bound to its seat
        happen(wrong, ev.PinTried(at=113.0, phone="p1", pin="0427"))


def test_a_pin_is_gone_after_ten_wrong_tries() -> None:
    room = happen(started(CLASSROOM, 2), ev.PinShown(at=110.0, phone="p0", pin="0427"))
    for _ in range(10):
        room = happen(room, ev.PinTried(at=111.0, phone="p0", pin="9999"))
    with pytest.raises(ScenarioError, match="there is no PIN"):
        happen(room, ev.PinTried(at=112.0, phone="p0", pin="0427"))
    with pytest.raises(ScenarioError, match="four digits"):
        ev.PinShown(at=113.0, phone="p0", pin="٠٤٢٧")


def test_predictions_are_of_before_and_in_figures_unless_the_room_takes_words() -> None:
    room = started(CLASSROOM, 2)
    guess = ev.Predicted(at=110.0, phone="p0", figures={"tension": 40.0, "crises": 2.0})
    predicted = happen(room, guess).phones["p0"].predicted
    assert predicted is not None
    assert predicted.figures == {"tension": 40.0, "crises": 2.0}
    told = guess.model_copy(update={"words": "They will talk."})
    with pytest.raises(ScenarioError, match="in figures alone"):
        happen(room, told)
    allowed = replace(room, settings=replace(room.settings, text=True))
    assert "talk" in str(happen(allowed, told).phones["p0"].predicted)
    later = happen(room, ev.Staged(at=120.0, table=0, turn=1, stage="move"))
    with pytest.raises(ScenarioError, match="the first turn is over"):
        happen(later, guess)


def test_the_end_drops_names_pins_and_words() -> None:
    room = started(CLASSROOM, 2, text=True)
    room = happen(room, ev.Predicted(at=110.0, phone="p0", figures={"tension": 1.0}, words="secret"))
    room = happen(room, ev.PinShown(at=111.0, phone="p1", pin="0427"))
    room = happen(room, ev.Finished(at=112.0))
    assert {phone.name for phone in room.phones.values()} == {None}
    assert "secret" not in str(room)
    assert "0427" not in str(room)
    assert names.called(None, "id") == "seseorang"
    for event in (ev.Joined(at=113.0, phone="late"), ev.Resumed(at=113.0), ev.Reopened(at=113.0)):
        with pytest.raises(ScenarioError, match="this lesson is over"):
            happen(room, event)


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (ev.Started(at=1.0), "dealt already"),
        (ev.Joined(at=1.0, phone="p0"), "is in this class already"),
        (ev.Left(at=1.0, phone="nobody"), "'nobody' is not in this class"),
        (ev.Staged(at=1.0, table=0, turn=0, stage="move"), "that stage is over"),
        (ev.Closed(at=1.0, table=7), "there is no table 8"),
        (ev.Advised(at=1.0, phone="p0", turn=1, stage="move"), "that stage is over"),
        (ev.Advised(at=1.0, phone="p0", turn=0, stage="move", acts={"Atlantis": "talk"}), "'Atlantis' is no rival"),
        (ev.Injected(at=1.0, kind="rights", title="Arrests", size=0.5, state="Atlantis"), "'Atlantis' is not played"),
        (ev.Injected(at=1.0, kind="rights", title="Arrests", size=0.5), "state"),
        (ev.Placed(at=1.0, phone="p0", table=0, state="Atlantis"), "'Atlantis' is not played"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(event: Event, said: str) -> None:
    with pytest.raises(ScenarioError, match=said) as refused:
        happen(started(CLASSROOM, 2), event)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "3", "{}", '{"what": "Sung", "at": 1}', '{"what": "Left", "at": 1}', 
     '{"what": "Left", "at": NaN, "phone": "p"}',
     '{"what": "Left", "at": "1", "phone": "p"}', '{"what": "Left", "at": 1, "phone": "p", "more": 1}',
     '{"what": "Left", "at": 1, "phone": ["p"]}', '{"what": "Extended", "at": 1, "seconds": 1e999}', "[" * 100_000],
)  # fmt: skip
def test_what_is_no_event_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        event_of(text)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [{"sits": "rows"}, {"size": 2}, {"size": 7, "sits": "teams"}, {"months": 0}, {"clock": 1.0}, {"doctrine": "hwak"},
     {"state": "Atlantis", "sits": "doctrine"}, {"seed": -1}, {"text": "yes"}],
)  # fmt: skip
def test_settings_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ScenarioError):
        Settings(TOML, **wrong)  # type: ignore[arg-type]


def test_settings_come_back_from_json_values() -> None:
    for one in ROOMS:
        assert Settings.from_values(one.to_values()) == one
        assert one.game(3).run == 3
    with pytest.raises(ScenarioError, match="no setting of a class"):
        Settings.from_values({"scenario": TOML, "colour": "red"})
    assert Settings(TOML).game(0).length == 24
    assert [seat.person for seat in ROOMS[2].game(0).seats.values()] == [True, False]
