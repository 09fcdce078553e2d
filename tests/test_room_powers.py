"""The cards of a team: who sends, what needs whose consent, vetoes, and the votes of a team whose leader is away."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import pytest

from simulation import ScenarioError, load_scenario
from simulation.play.match import Match, begun, play
from simulation.play.room import events as ev
from simulation.play.room.events import Event
from simulation.play.room.owed import Owed, heard_of, owed, run_down, stages
from simulation.play.room.powers import by_votes, check_sender, check_sense, powers_of, under_powers
from simulation.play.room.room import happen
from simulation.play.room.state import DOVE, ENVOY, HAWK, LEADER, PRESS, ROLES, TRADE, Room
from simulation.play.seat_view import view
from simulation.play.seats import Input, Said
from tests.classes import of_role, started

CLASSROOM = load_scenario("classroom")
OWN, RIVAL = CLASSROOM.labels
PLACE = (0, OWN)


def sends(match: Match, state: str, act: str) -> Match:
    """Any act, as the first of a turn."""
    rival = RIVAL if state == OWN else OWN
    return play(match, Input(match.turn, "move", state, {rival: Said(act=act)}))


def team(phones: int = 12, **settings: Any) -> Room:
    return started(CLASSROOM, phones, sits="teams", size=6, **settings)


def answering(act: str) -> tuple[Room, Match]:
    """A room whose rival has begun with this act, in the answer."""
    room = team()
    match = reduce(
        lambda at, side: sends(at, *side), [(OWN, "hold"), (RIVAL, act)], begun(room.settings.game(0))
    )
    return happen(room, ev.Staged(at=150.0, table=0, turn=0, stage="answer")), match


def by(room: Room, role: str, power: str, **values: Any) -> Room:
    """The room after a card's power was used, in the stage in which its own table is."""
    table = room.tables[0]
    key = of_role(room, role, OWN)
    given = {"phone": key, "turn": table.turn, "stage": table.stage, "power": power, **values}
    return happen(room, ev.Used(at=160.0, **given))


def advises(room: Room, role: str, act: str | None = None, consent: bool | None = None) -> Room:
    table = room.tables[0]
    now: Mapping[str, Any] = {"phone": of_role(room, role, OWN), "turn": table.turn, "stage": table.stage}
    acts = {} if act is None else {RIVAL: act}
    return happen(
        room, ev.Advised(at=170.0, **now, acts=acts, consents={} if consent is None else {RIVAL: consent})
    )


def away(room: Room, *roles: str) -> Room:
    gone = [ev.Left(at=180.0, phone=of_role(room, role, OWN)) for role in roles]
    return reduce(happen, gone, room)


def sent(room: Room, match: Match, **said: Any) -> Said:
    return under_powers(room, PLACE, view(match, OWN), {RIVAL: Said(**said)})[RIVAL]


def moving() -> tuple[Room, Match]:
    room = team()
    return room, begun(room.settings.game(0))


# --- who sends -------------------------------------------------------------------------------------------------------


def test_the_leader_alone_sends_and_not_in_a_pause() -> None:
    room = team()
    assert check_sender(room, of_role(room, LEADER, OWN)) == PLACE
    for role in ROLES[1:]:
        with pytest.raises(ScenarioError, match="the leader sends"):
            check_sender(room, of_role(room, role, OWN))
    with pytest.raises(ScenarioError, match="there is a pause"):
        check_sender(happen(room, ev.Paused(at=101.0)), of_role(room, LEADER, OWN))
    with pytest.raises(ScenarioError, match="plays no state"):
        check_sender(room, "nobody")
    pair = started(CLASSROOM, 2)
    assert {check_sender(pair, key) for key in pair.phones} == {(0, OWN), (0, RIVAL)}


def test_a_phone_alone_is_held_by_no_card() -> None:
    room = started(CLASSROOM, 2)
    match = begun(room.settings.game(0))
    for act in ("threaten", "sale", "summit"):
        assert sent(room, match, act=act) == Said(act=act)


@pytest.mark.parametrize(
    ("act", "card", "who"), [("threaten", HAWK, "the hawk"), ("sale", TRADE, "only the trade minister")]
)
def test_some_acts_need_a_cards_consent_unless_its_bearer_is_away(act: str, card: str, who: str) -> None:
    room, match = moving()
    with pytest.raises(ScenarioError, match=who):
        sent(room, match, act=act)
    with_it = by(room, HAWK, "allow") if card == HAWK else advises(room, TRADE, act)
    assert sent(with_it, match, act=act) == Said(act=act)
    assert sent(away(room, card), match, act=act) == Said(act=act)
    assert sent(room, match, act="talk") == Said(act="talk")


def test_the_hawk_can_think_again_and_the_minister_means_one_act() -> None:
    room, match = moving()
    room = by(by(room, HAWK, "allow"), HAWK, "allow", yes=False)
    with pytest.raises(ScenarioError, match="the hawk"):
        sent(room, match, act="threaten")
    with pytest.raises(ScenarioError, match="trade minister"):
        sent(advises(room, TRADE, "trade"), match, act="sale")
    with pytest.raises(
        ScenarioError, match="trade minister"
    ):  # the advice of others is none of the minister's
        sent(advises(room, DOVE, "sale"), match, act="sale")


def test_the_envoy_forbids_a_summit_for_a_turn_once() -> None:
    room, match = moving()
    room = by(room, ENVOY, "ban")
    with pytest.raises(ScenarioError, match="the envoy has forbidden"):
        sent(room, match, act="summit")
    room = by(room, ENVOY, "ban")  # a second tap
    answer = happen(room, ev.Staged(at=190.0, table=0, turn=0, stage="answer"))
    summit = reduce(lambda at, side: sends(at, *side), [(OWN, "hold"), (RIVAL, "summit")], match)
    assert sent(answer, summit, act="hold", consent=True, accepts=("summit", "talk")) == Said(
        act="hold", consent=False, accepts=("talk",)
    )
    later = happen(answer, ev.Staged(at=195.0, table=0, turn=1, stage="move"))
    assert sent(later, match, act="summit") == Said(act="summit")
    with pytest.raises(ScenarioError, match="used that 1 time;"):
        by(later, ENVOY, "ban")


# --- in the answer ---------------------------------------------------------------------------------------------------


def test_the_hawk_declines_twice_in_a_match_whatever_the_leader_sends() -> None:
    room, match = answering("talk")
    check_sense(
        view(match, OWN), ev.Used(at=1.0, phone="p0", turn=0, stage="answer", power="veto", rival=RIVAL)
    )
    assert sent(room, match, act="hold", consent=True) == Said(act="hold", consent=True)
    room = by(by(room, HAWK, "veto", rival=RIVAL), HAWK, "veto", rival=RIVAL)
    assert sent(room, match, act="hold", consent=True, accepts=("talk",)) == Said(act="hold", consent=False)
    assert sent(away(room, HAWK), match, act="hold", consent=True).consent is False
    for turn in (1, 2):
        assert powers_of(HAWK, room.tables[0].teams[OWN])["veto"] == 2 - turn
        room = happen(room, ev.Staged(at=200.0 + turn, table=0, turn=turn, stage="answer"))
        if turn == 1:
            room = by(room, HAWK, "veto", rival=RIVAL)
    with pytest.raises(ScenarioError, match="used that 2 times;"):
        by(room, HAWK, "veto", rival=RIVAL)


def test_the_dove_holds_against_a_provocation() -> None:
    room, match = answering("threaten")
    seen = view(match, OWN)
    use = ev.Used(at=1.0, phone="p0", turn=0, stage="answer", power="hold", rival=RIVAL)
    check_sense(seen, use)
    assert sent(room, match, act="denounce", provoked="in_kind") == Said(act="denounce", provoked="in_kind")
    held = by(room, DOVE, "hold", rival=RIVAL)
    assert sent(held, match, act="denounce", provoked="in_kind") == Said(act="hold")
    assert sent(held, match, act="threaten") == Said(act="hold")  # nothing is left that the hawk had to allow
    with pytest.raises(ScenarioError, match="has offered nothing"):
        check_sense(seen, use.model_copy(update={"power": "veto"}))
    with pytest.raises(ScenarioError, match="no abuse by"):
        check_sense(seen, use.model_copy(update={"power": "speak"}))
    with pytest.raises(ScenarioError, match="does not read as a provocation"):
        check_sense(view(answering("summit")[1], OWN), use)


def test_the_envoy_alone_decides_about_speaking_up() -> None:
    room, match = answering("hold")
    assert sent(room, match, act="hold", speaks=True).speaks is None
    assert sent(by(room, ENVOY, "speak", rival=RIVAL), match, act="hold", speaks=False).speaks is True
    silent = by(room, ENVOY, "speak", rival=RIVAL, yes=False)
    assert sent(silent, match, act="hold", speaks=True).speaks is False
    assert sent(away(room, ENVOY), match, act="hold", speaks=True).speaks is True


@pytest.mark.parametrize(
    ("role", "power", "values", "said"),
    [
        (DOVE, "veto", {"rival": RIVAL}, "not in the power of your card"),
        (LEADER, "hold", {"rival": RIVAL}, "not in the power of your card"),
        (PRESS, "speak", {"rival": RIVAL}, "not in the power of your card"),
        (HAWK, "veto", {"rival": RIVAL}, "only in the answer"),
        (HAWK, "allow", {"rival": RIVAL}, "not whom that concerns"),
        (ENVOY, "ban", {"rival": OWN}, "not whom that concerns"),
    ],
)
def test_a_power_is_its_cards_and_of_its_stage(
    role: str, power: str, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError, match=said):
        by(team(), role, power, **values)


@pytest.mark.parametrize("rival", [None, OWN, "Atlantis"])
def test_a_veto_is_towards_a_rival(rival: str | None) -> None:
    with pytest.raises(ScenarioError, match="not whom that concerns"):
        by(answering("talk")[0], HAWK, "veto", rival=rival)


def test_powers_of_a_stage_end_with_it() -> None:
    room, _ = moving()
    room = advises(by(room, HAWK, "allow"), DOVE, "talk")
    after = happen(room, ev.Staged(at=200.0, table=0, turn=0, stage="answer")).tables[0].teams[OWN]
    assert (after.allowed, after.votes) == (False, {})


# --- votes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "act"),
    [
        (["talk", "talk", "denounce"], "talk"),
        (["talk", "denounce"], "hold"),  # a tie
        ([], "hold"),
        (["trade", "trade"], "hold"),  # out of reach
        (["threaten", "threaten"], "hold"),  # the hawk has not allowed it
    ],
)
def test_the_act_that_most_advise_is_sent_and_in_a_tie_none(votes: list[str], act: str) -> None:
    room, match = moving()
    for role, vote in zip((DOVE, ENVOY, PRESS), votes, strict=False):
        room = advises(room, role, vote)
    room = away(room, LEADER)
    assert by_votes(room, PLACE, view(match, OWN)) == {RIVAL: Said(act=act)}


@pytest.mark.parametrize(
    ("yes", "consent"), [([True, True, False], True), ([True, False], False), ([], False)]
)
def test_an_offer_is_accepted_if_most_say_yes(yes: list[bool], consent: bool) -> None:
    room, match = answering("talk")
    for role, vote in zip((DOVE, ENVOY, PRESS), yes, strict=False):
        room = advises(room, role, "talk", vote)
    chosen = by_votes(away(room, LEADER), PLACE, view(match, OWN))[RIVAL]
    assert chosen.consent is consent
    vetoed = by(room, HAWK, "veto", rival=RIVAL)
    assert by_votes(away(vetoed, LEADER), PLACE, view(match, OWN))[RIVAL].consent is False
    play(match, Input(0, "answer", OWN, {RIVAL: chosen}))  # which takes it


def test_the_votes_of_who_is_away_do_not_count() -> None:
    room, match = moving()
    room = advises(advises(advises(room, DOVE, "talk"), HAWK, "denounce"), PRESS, "denounce")
    assert by_votes(away(room, LEADER, HAWK, PRESS), PLACE, view(match, OWN))[RIVAL].act == "talk"


# --- whose turn it is ------------------------------------------------------------------------------------------------


def owes(room: Room, match: Match, now: float) -> list[str]:
    return [one.by for one in owed(room, {0: match}, now) if one.place == PLACE]


def test_votes_decide_when_all_have_voted_or_twenty_seconds_later() -> None:
    room = team(8)
    match = begun(room.settings.game(0))
    assert owes(room, match, 1000.0) == []
    room = away(room, LEADER)  # at 180
    assert owes(room, match, 1000.0) == []  # nobody has said anything
    some = advises(room, DOVE, "talk")
    assert owes(some, match, 190.0) == []
    assert owes(some, match, 200.0) == ["votes"]
    assert owes(reduce(lambda at, role: advises(at, role, "talk"), (HAWK, TRADE), some), match, 190.0) == [
        "votes"
    ]
    assert owes(happen(some, ev.Paused(at=190.0)), match, 300.0) == []


def test_a_seat_is_a_programs_when_nobody_of_it_is_here_and_closed_seats_are_too() -> None:
    room = team(8)
    match = begun(room.settings.game(0))
    gone = away(room, *ROLES[:4])
    assert owes(gone, match, 181.0) == ["program"]
    assert owes(happen(gone, ev.Closed(at=182.0)), match, 183.0) == ["doctrine"]
    back = happen(gone, ev.Returned(at=190.0, phone=of_role(gone, LEADER, OWN)))
    assert owes(back, match, 191.0) == []
    closed = happen(room, ev.Closed(at=182.0))
    assert owed(closed, {0: match}, 183.0) == [Owed(PLACE, "doctrine"), Owed((0, RIVAL), "doctrine")]
    assert owes(closed, sends(match, OWN, "talk"), 183.0) == []  # it has sent
    voted = happen(advises(away(room, LEADER), DOVE, "talk"), ev.Closed(at=182.0))
    assert owes(voted, match, 183.0) == ["votes"]
    odd = started(CLASSROOM, 1)
    assert [one.by for one in owed(odd, {0: begun(odd.settings.game(0))}, 101.0)] == ["program"]


def test_who_is_silent_is_away_and_whoever_is_heard_of_is_back() -> None:
    room = started(CLASSROOM, 2)
    assert heard_of(room, {"p0": 100.0, "p1": 110.0}, 119.9) == []
    (event,) = heard_of(room, {"p0": 100.0, "p1": 110.0}, 120.0)
    assert event == ev.Left(at=120.0, phone="p0")
    room = happen(room, event)
    assert heard_of(room, {"p0": 100.0, "p1": 125.0}, 130.0) == []
    assert heard_of(room, {"p0": 130.0, "p1": 125.0}, 131.0) == [ev.Returned(at=131.0, phone="p0")]
    assert heard_of(happen(room, ev.Paused(at=125.0)), {}, 900.0) == []


def test_the_clock_closes_and_the_room_is_told_of_its_matches() -> None:
    room = started(CLASSROOM, 4, clock=60.0)
    assert run_down(room, 159.0) == []
    closing = run_down(room, 160.0)
    assert closing == [ev.Closed(at=160.0, table=0), ev.Closed(at=160.0, table=1)]
    closed = reduce(happen, closing, room)
    assert run_down(closed, 161.0) == []
    match = begun(room.settings.game(1))
    assert stages(room, {1: match}) == []
    match = sends(sends(match, OWN, "talk"), RIVAL, "talk")
    told: list[Event] = stages(closed, {1: match})
    assert told == [ev.Staged(at=160.0, table=1, turn=0, stage="answer")]
    after = reduce(happen, told, closed)
    assert stages(after, {1: match}) == []
    assert after.left(1, 170.0) == 50.0


def test_the_press_announces_the_turn_that_has_just_been_over() -> None:
    room = team()
    press = of_role(room, PRESS, OWN)
    news = ev.Announced(at=200.0, phone=press, table=0, turn=0, month=0)
    with pytest.raises(ScenarioError, match="that is no news"):
        happen(room, news)
    room = happen(room, ev.Staged(at=190.0, table=0, turn=1, stage="move"))
    assert len(happen(happen(room, news), news).headlines) == 1
    with pytest.raises(ScenarioError, match="only the press"):
        happen(room, news.model_copy(update={"phone": of_role(room, HAWK, OWN)}))
