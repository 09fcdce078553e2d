"""What the cards of a team may do, as `teaching/*/roles.md` has them; a power whose bearer is not here rests.

The leader sends, and the others advise. No threat is sent that the hawk does not allow, no sale or trade that the trade
minister does not propose, no summit that the envoy forbids. The hawk declines an offer, the dove holds against a
provocation, the envoy speaks up or is silent, whatever the leader sends. Where the leader is away the team's votes decide:
the act that most advise, and holding where two have as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from simulation.actions import ACTIONS, CODE
from simulation.errors import ScenarioError, show
from simulation.play.room.events import Used
from simulation.play.room.state import DOVE, ENVOY, HAWK, LEADER, TRADE, Place, Room, Team
from simulation.play.seat_view import Rival, View
from simulation.play.seats import ANSWER, Said
from simulation.saying import say

VETO, HOLDS, BAN, ALLOW, SPEAK = "veto", "hold", "ban", "allow", "speak"
THREATEN: Final = "threaten"
SUMMIT: Final = "summit"
HOLD: Final = "hold"
COMMERCE = "trade"  # the kind of acts that the trade minister alone proposes: sales, and trade
#: how often in a match; the others as often as there is something to decide
LIMITS: Mapping[str, int] = {VETO: 2, HOLDS: 2, BAN: 1}
BEARERS: Mapping[str, str] = {VETO: HAWK, HOLDS: DOVE, BAN: ENVOY, ALLOW: HAWK, SPEAK: ENVOY}
_OF_ANSWER = (VETO, HOLDS, SPEAK)  # they are about what the rival has done, and towards one


# --- using a power ---------------------------------------------------------------------------------------------------


def powers_of(role: str | None, team: Team) -> dict[str, int | None]:
    """What a card can still do, and how often in this match; None: as often as it likes."""
    return {
        power: LIMITS[power] - team.used.get(power, 0) if power in LIMITS else None
        for power, bearer in BEARERS.items()
        if bearer == role
    }


def check_use(room: Room, place: Place, event: Used) -> None:
    """Refuse a power to whom it is not, where it is spent, or in a stage that has no use for it."""
    phone, team = room.phones[event.phone], room.tables[place[0]].teams[place[1]]
    powers = powers_of(phone.role, team)
    if event.power not in powers:
        raise ScenarioError(say("refusal_room.not_your_power"))
    if event.power in _OF_ANSWER and event.stage != ANSWER:
        raise ScenarioError(say("refusal_room.in_the_answer"))
    towards = event.rival in room.settings.states and event.rival != place[1]
    if towards != (event.power in _OF_ANSWER) or (event.rival is not None and not towards):
        raise ScenarioError(say("refusal_room.towards", found=show(event.rival)))
    if powers[event.power] == 0 and used(team, event) != team:
        raise ScenarioError(say("refusal_room.spent", most=LIMITS[event.power]))


def used(team: Team, event: Used) -> Team:
    """The team after a power was used; used again for the same, as by two taps, it counts once."""
    rival = event.rival or ""
    after = {
        VETO: replace(team, vetoed=team.vetoed | {rival}),
        HOLDS: replace(team, held=team.held | {rival}),
        BAN: replace(team, banned=True),
        ALLOW: replace(team, allowed=event.yes),
        SPEAK: replace(team, speaks={**team.speaks, rival: event.yes}),
    }[event.power]
    if after == team or event.power not in LIMITS:
        return after
    return replace(after, used={**team.used, event.power: team.used.get(event.power, 0) + 1})


def check_sense(seen: View, event: Used) -> None:
    """Refuse, by what its own state sees, a power without an occasion: no offer, no provocation, no abuse that is known."""
    rival = next((one for one in _rivals(seen) if one.name == event.rival), None)
    if rival is None:
        return
    if event.power == VETO and rival.offer is None:
        raise ScenarioError(say("refusal_match.no_offer", rival=rival.name))
    if event.power == HOLDS and (rival.read or 0.0) >= 0:
        raise ScenarioError(say("refusal_room.no_provocation", rival=rival.name))
    if event.power == SPEAK and rival.abuse <= 0:
        raise ScenarioError(say("refusal_room.no_abuse", rival=rival.name))


# --- what a team sends -----------------------------------------------------------------------------------------------


def check_sender(room: Room, key: str) -> Place:
    """Where a phone plays, if it may send for its state now. Raises ScenarioError."""
    phone = room.phones.get(key)
    if room.phase != "playing" or phone is None or phone.place is None:
        raise ScenarioError(say("refusal_room.plays_nothing"))
    if room.paused is not None:
        raise ScenarioError(say("refusal_room.paused"))
    if phone.role != LEADER:
        raise ScenarioError(say("refusal_room.leader_sends"))
    return phone.place


def under_powers(room: Room, place: Place, seen: View, said: Mapping[str, Said]) -> dict[str, Said]:
    """What is sent when a team's leader sends this. Raises ScenarioError for what the cards of others do not let pass."""
    return {
        rival.name: _towards(room, place, seen, rival, said[rival.name])
        for rival in _rivals(seen)
        if rival.name in said
    }


def by_votes(room: Room, place: Place, seen: View) -> dict[str, Said]:
    """What a team sends whose leader is away: by the votes of those who are here, and holding where the cards forbid it."""
    team, here = room.tables[place[0]].teams[place[1]], room.here(place)
    votes = [vote for key, vote in team.votes.items() if key in here]
    chosen = {}
    for rival in _rivals(seen):
        wanted = _most([vote.acts[rival.name] for vote in votes if rival.name in vote.acts])
        reach = {choice.act for choice in rival.choices if choice.out is None}
        consent = None
        if rival.offer is not None:
            said = [vote.consents[rival.name] for vote in votes if rival.name in vote.consents]
            consent = rival.offer.out is None and 2 * sum(said) > len(said)
        try:
            chosen[rival.name] = _towards(
                room, place, seen, rival, Said(act=wanted if wanted in reach else HOLD, consent=consent)
            )
        except ScenarioError:
            chosen[rival.name] = _towards(room, place, seen, rival, Said(act=HOLD, consent=consent))
    return chosen


def all_voted(room: Room, place: Place) -> bool:
    """Whether everybody of a team who is here has advised in this stage."""
    votes = room.tables[place[0]].teams[place[1]].votes
    return all(key in votes for key in room.here(place))


# --- within ----------------------------------------------------------------------------------------------------------


def _towards(room: Room, place: Place, seen: View, rival: Rival, said: Said) -> Said:
    team = room.tables[place[0]].teams[place[1]]
    held = rival.name in team.held
    act = HOLD if held else said.act
    if act == THREATEN and room.holding(place, HAWK) is not None and not team.allowed:
        raise ScenarioError(say("refusal_room.hawk", act=say(f"act.{act}")))
    if act == SUMMIT and team.banned:
        raise ScenarioError(say("refusal_room.envoy", act=say(f"act.{act}")))
    if (
        act is not None
        and ACTIONS[CODE[act]].kind == COMMERCE
        and not _proposed(room, place, rival.name, act)
    ):
        raise ScenarioError(say("refusal_room.trade", act=say(f"act.{act}")))
    if seen.stage != ANSWER:
        return said
    offer = None if rival.offer is None else rival.offer.act
    no = rival.name in team.vetoed or (team.banned and offer == SUMMIT)
    accepts = () if rival.name in team.vetoed else said.accepts
    envoy = room.holding(place, ENVOY) is not None
    return said.model_copy(
        update={
            "act": act,
            "consent": False if no and offer is not None else said.consent,
            "accepts": tuple(one for one in accepts if not (team.banned and one == SUMMIT)),
            "provoked": HOLD if held else said.provoked,
            "speaks": team.speaks.get(rival.name) if envoy else said.speaks,
        }
    )


def _proposed(room: Room, place: Place, rival: str, act: str) -> bool:
    """Whether the trade minister advises this act, or none is here."""
    minister = room.holding(place, TRADE)
    if minister is None:
        return True
    vote = room.tables[place[0]].teams[place[1]].votes.get(minister)
    return vote is not None and vote.acts.get(rival) == act


def _most(acts: list[str]) -> str:
    """The act that most advise; holding where nobody does, or two have as many."""
    counted = Counter(acts).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return HOLD
    return counted[0][0]


def _rivals(seen: View) -> tuple[Rival, ...]:
    return () if seen.now is None else seen.now.rivals
