"""A match: a scenario in which persons decide for states. Pure: what was sent so far says everything, and nothing waits.

    match = begun(Game(scenario.to_toml(), {"Alfa": Seat(), "Bravo": Seat(person=False)}, seed=7))
    match = play(match, Input(turn=0, stage="move", seat="Alfa", said={"Bravo": Said(act="talk")}))

`play` gives the match after an input, or refuses it in one line. A turn has two stages, `move` and `answer`; a stage is
over when all who are waited for have sent. Months are those of the one loop (`simulation.months`): in its first month a
turn is held after the initiatives, by an exception, and gone through again from the world that it began with once the
answers are there; the months after that take both as standing rules. So a match is the fold of `play` over its inputs, and
what else it holds (the world, the months lived) can be worked out again, to the bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Literal, NamedTuple

import numpy as np

from simulation import columns, inputs, months, played, step
from simulation.actions import ACTIONS, CODE
from simulation.errors import ScenarioError, show
from simulation.months import Course, by_month
from simulation.parameters import Parameters
from simulation.play.at_table import AtTable, at_table
from simulation.play.seats import (
    ANSWER,
    DOCTRINE,
    END,
    EVENT,
    IN_KIND,
    MOVE,
    PERSON,
    TEACHER,
    UNDO,
    Game,
    Input,
    Said,
)
from simulation.saying import say
from simulation.scenario import Scenario
from simulation.scenario.imposed import OFFERS
from simulation.stages import talks
from simulation.stages.conduct import HOLD, LAST_PROVOCATION
from simulation.state import FREE, ISSUES, NO, YES, Array, Draws, Imposed, Observation, Record, Setting, World

OVER: Literal["over"] = "over"
SEVERE = (
    0.3  # severity from which on a crisis ends a long turn (assumption: some three such crises in 44 years)
)


class Ground(NamedTuple):
    """What a match is played on: the scenario with the events that were brought in, and chance, month by month."""

    scenario: Scenario
    p: Parameters
    setting: Setting
    imposed: list[Imposed]  # [month]
    draws: list[Draws]  # [month]
    world: World  # before the first month


class Lived(NamedTuple):
    """A month that was played, of one run: arrays have a run axis of length 1."""

    record: Record
    decided: Mapping[str, Array]  # by `step.ORDERED`: what was ordered in it, by persons or by the scenario
    read: Array  # [pair, run] how each read its rival's initiative, Goldstein/10
    table: AtTable


@dataclass(frozen=True)
class Match:
    """`game` and `inputs` are the match; all else follows from them, and is kept so that no month is worked out twice."""

    game: Game
    inputs: tuple[Input, ...]
    ground: Ground = field(compare=False)
    world: World = field(compare=False)  # before the month that is played now
    held: Observation | None = field(default=None, compare=False)  # what can be seen in it so far
    turn: int = 0
    stage: Literal["move", "answer", "over"] = MOVE
    lived: tuple[Lived, ...] = field(default=(), compare=False)
    last: int = 0  # the place of the month with which the turn before this one began
    #: what was sent in this stage, by seat, and in the stage before it
    sent: Mapping[str, Input] = field(default_factory=dict)
    moves: Mapping[str, Input] = field(default_factory=dict)

    @property
    def month(self) -> int:
        """The place of the month that is played now; the number of months lived."""
        return len(self.lived)

    @property
    def shown(self) -> int:
        """The place of the month that is played now; when all is over, of the last that was, or 0 where none was."""
        return max(0, self.month - (self.stage == OVER))

    @property
    def can_be_told(self) -> bool:
        """Whether all is over and there is something to look back at."""
        return self.stage == OVER and self.month > 0

    @property
    def observed(self) -> Observation:
        """What can be seen in the month that is played now; not when all is over."""
        assert self.held is not None
        return self.held

    @property
    def awaited(self) -> tuple[str, ...]:
        """The seats that the stage still waits for, in the order of the states."""
        if self.stage == OVER:
            return ()
        return tuple(state for state in self.ground.scenario.labels if state not in self.sent)

    @property
    def length(self) -> int:
        """The number of months after which all is over, unless a war or the teacher ends it before."""
        return self.game.length or self.ground.scenario.months


class Held(Exception):  # noqa: N818  # a month that waits is no error
    """A month that waits: what can be seen in it."""

    def __init__(self, seen: Observation) -> None:
        super().__init__()
        self.seen = seen


# --- from input to match ---------------------------------------------------------------------------------------------


def begun(game: Game) -> Match:
    """The match before the first input."""
    ground = _ground(game)
    return looked_at(Match(game, (), ground, ground.world))


def looked_at(match: Match) -> Match:
    """The match at the beginning of a turn, with what can be seen then."""
    return replace(match, held=_seen(match, step.INITIATIVE, {}))


def restored(game: Game, sent: Iterable[Input]) -> Match:
    """The match after all these inputs."""
    return reduce(play, sent, begun(game))


def play(match: Match, given: Input) -> Match:
    """The match after one more input. Raises ScenarioError, one line, for one that cannot be."""
    if given.stage == EVENT:
        return _with_event(match, given)
    if given.turn != match.turn or match.stage == OVER or given.stage not in (match.stage, UNDO, END):
        now = {"turn": match.turn + 1, "stage": say(f"match_stage.{match.stage}")}
        raise ScenarioError(say("refusal_match.not_now", **now))
    if given.stage == END:
        return _broken_off(match, given)
    if given.seat not in match.game.seats:
        raise ScenarioError(say("refusal_match.not_asked", found=show(given.seat)))
    person = match.game.seats[given.seat].person
    if given.by not in (PERSON, DOCTRINE) or (given.by == PERSON and not person) or given.event is not None:
        raise ScenarioError(say("refusal_match.not_yours", seat=show(given.seat)))
    if given.stage == UNDO:
        if given.seat not in match.sent or match.sent[given.seat].by != given.by:
            raise ScenarioError(say("refusal_match.nothing_sent"))
        left = {seat: one for seat, one in match.sent.items() if seat != given.seat}
        return replace(match, inputs=(*match.inputs, given), sent=left)
    if given.seat in match.sent:
        raise ScenarioError(say("refusal_match.sent"))
    _check(match, given)
    after = replace(match, inputs=(*match.inputs, given), sent={**match.sent, given.seat: given})
    return after if after.awaited else _advanced(after)


def scenario_of(match: Match) -> Scenario:
    """The match as a scenario: run again with its seed, as its run, it gives the months that were played, to the bit."""
    scenario = match.ground.scenario
    decided, records = [one.decided for one in match.lived], [one.record for one in match.lived]
    return scenario.changed(orders=(*scenario.orders, *played.orders_of(scenario, decided, records)))


def turns(match: Match) -> tuple[int, ...]:
    """The places of the months with which the turns began that have been played."""
    first, begins = list[int](), 0
    for place, month in enumerate(match.lived):
        if place == begins:
            first.append(place)
        before = match.lived[place - 1].record if place else None
        long = place - begins + 1 == match.game.months
        if long or (match.game.stops and _matters(month.record, before, match)):
            begins = place + 1
    return tuple(first)


def reaches(observation: Observation, row: int, act: str) -> bool:
    """Whether a pair's actor can do, or join in, an act now."""
    return bool(observation.available[CODE[act], row, 0])


def offered(observation: Observation, row: int) -> str | None:
    """The act that the rival has offered the pair's actor, and that waits for yes or no."""
    code = int(np.broadcast_to(observation.offered, observation.tension.shape)[row, 0])
    return None if code == FREE else ACTIONS[code].name


def in_force(world: World, issue: str, row: int) -> bool:
    """Whether the two have an agreement on the issue."""
    return bool(world.term[ISSUES.index(issue), row, 0] > 0)


def bound(match: Match, what: str, row: int) -> int:
    """The code that the scenario itself orders the pair's actor in this month, which nobody can play against; or FREE."""
    return int(getattr(match.ground.imposed[match.month], what)[row, 0])


# --- what is refused -------------------------------------------------------------------------------------------------


def _check(match: Match, given: Input) -> None:
    """Refuse what a seat cannot say now, by what it can see itself and nothing else."""
    if given.by == DOCTRINE:
        if given.said:
            raise ScenarioError(say("refusal_match.doctrine_says"))
        return
    rows = {
        rival: row for row, (state, rival) in enumerate(match.ground.scenario.pairs) if state == given.seat
    }
    if set(given.said) != set(rows):
        raise ScenarioError(say("refusal_match.rivals", names=", ".join(rows)))
    for rival, said in given.said.items():
        _check_acts(match, given.stage, rival, rows[rival], said)
        _check_powers(match, given.stage, rival, rows[rival], said)


def _check_acts(match: Match, stage: str, rival: str, row: int, said: Said) -> None:
    if said.act is None:
        raise ScenarioError(say("refusal_match.no_act", rival=rival))
    if not reaches(match.observed, row, said.act):
        raise ScenarioError(say("refusal_match.out_of_reach", act=said.act, rival=rival))
    offer = offered(match.observed, row) if stage == ANSWER else None
    if offer is None and said.consent is not None:
        raise ScenarioError(say("refusal_match.no_offer", rival=rival))
    if offer is not None and said.consent is None:
        raise ScenarioError(say("refusal_match.yes_or_no", rival=rival, act=offer))
    if said.consent and offer is not None and not reaches(match.observed, row, offer):
        raise ScenarioError(say("refusal_match.out_of_reach", act=offer, rival=rival))


def _check_powers(match: Match, stage: str, rival: str, row: int, said: Said) -> None:
    only_act = Said(act=said.act)
    if stage == MOVE and said != only_act:
        raise ScenarioError(say("refusal_match.act_only"))
    for name in said.accepts:
        if name not in OFFERS:
            raise ScenarioError(say("refusal_order.no_offer", act=repr(name), names=", ".join(OFFERS)))
    for issue in said.leaves:
        if not in_force(match.world, issue, row):
            raise ScenarioError(say("refusal_match.no_agreement", issue=issue, rival=rival))
    for issue in said.asks or {}:
        at = ISSUES.index(issue)
        if match.world.term[at, row, 0] > 0 or match.world.silence[at, row, 0] > 0:
            raise ScenarioError(say("refusal_match.not_open", issue=issue, rival=rival))


def _with_event(match: Match, given: Input) -> Match:
    """The match with something more to happen, in months that nobody has seen yet."""
    if given.by != TEACHER or given.event is None or given.said or given.seat or match.stage == OVER:
        raise ScenarioError(say("refusal_match.no_event"))
    old = match.ground.scenario
    scenario = old.changed(events=(*old.events, given.event))  # refuses what is no event of this scenario
    if scenario.month_index(given.event.date) <= match.month:
        raise ScenarioError(say("refusal_match.past", after=scenario.month_text(match.month)))
    imposed = by_month(inputs.imposed_on(scenario))
    ground = match.ground._replace(scenario=scenario, imposed=imposed)
    return replace(match, inputs=(*match.inputs, given), ground=ground)


def _broken_off(match: Match, given: Input) -> Match:
    """The match, over with the months that it has; what was sent in a turn that is not over has come to nothing."""
    if given != Input(given.turn, END, by=TEACHER):
        raise ScenarioError(say("refusal_match.no_end"))
    return replace(match, inputs=(*match.inputs, given), stage=OVER, held=None, sent={}, moves={})


# --- months ----------------------------------------------------------------------------------------------------------


def _ground(game: Game) -> Ground:
    scenario = game.begins_as()
    p = inputs.parameters_of(scenario)
    begins = months.course(scenario, p, game.seed, (game.run, game.run + 1))
    return Ground(scenario, p, begins.setting, list(begins.imposed), list(begins.draws), begins.world)


def _advanced(match: Match) -> Match:
    """The match as it goes on once all have sent: the rest of the first month to be answered, or the next turn."""
    if match.stage == MOVE:
        held = _seen(match, step.RESPONSE, match.sent)
        return replace(match, stage=ANSWER, held=held, moves=match.sent, sent={})
    world, lived = match.world, match.lived
    for number in range(match.game.months):
        orders = _Orders(match, match.sent, number == 0)
        world, month = _month(match.ground, len(lived), world, orders)
        ends = bool(world.over[0]) or len(lived) + 1 == match.length
        stops = match.game.stops and _matters(month.record, lived[-1].record if lived else None, match)
        lived = (*lived, month)
        if ends or stops:
            break
    after = replace(match, turn=match.turn + 1, world=world, lived=lived, last=match.month, sent={}, moves={})
    if ends:
        return replace(after, stage=OVER)
    return looked_at(replace(after, stage=MOVE))


def _matters(record: Record, before: Record | None, match: Match) -> bool:
    """Whether a month ends a long turn: a near miss, a severe crisis, an agreement that has come or gone."""
    was = match.ground.world.term > 0 if before is None else before.agreement
    changed = record.agreement != was
    return bool(record.near_miss.any() or (record.severity > SEVERE).any() or changed.any())


def _seen(match: Match, stage: str, moves: Mapping[str, Input]) -> Observation:
    """What can be seen when the month that is played now comes to this stage, before anybody has answered."""
    orders = _Orders(replace(match, moves=moves), {}, True, held_at=stage)
    try:
        _month(match.ground, match.month, match.world, orders)
    except Held as held:
        return held.seen
    raise AssertionError(stage)  # a month comes to every stage


def _month(ground: Ground, place: int, world: World, orders: _Orders) -> tuple[World, Lived]:
    course = Course(world, ground.p, ground.setting, [ground.imposed[place]], [ground.draws[place]])
    after, record = next(months.months(course, order=orders))
    line = talks.red_lines(world, ground.p, ground.setting, ground.imposed[place], ground.draws[place])
    table = at_table(world, after, line, orders.decided[step.ASKS])
    return after, Lived(record, orders.decided, orders.read, table)


class _Orders:
    """`step.Order` of one month of a turn: what the scenario orders, and else what persons sent.

    With `held_at` the month breaks off at that stage. Yes or no comes before it is read what a rival has done, so where
    somebody still has to say it, what is seen is how the offer reads if it is accepted.
    """

    def __init__(self, match: Match, answers: Mapping[str, Input], first: bool, held_at: str = "") -> None:
        self.match, self.answers, self.first, self.held_at = match, answers, first, held_at
        self.decided = dict[str, Array]()
        self.read: Array = np.zeros(0)

    def __call__(self, stage: str, view: Observation, given: Array) -> Array:
        if stage == self.held_at:
            raise Held(view)
        if stage == step.RESPONSE:
            self.read = view.seen
        found = np.array(np.broadcast_to(given, (*given.shape[:-1], 1)))
        for row, (state, rival) in enumerate(self.match.ground.scenario.pairs):
            own = found[..., row, 0]
            wanted = self._wanted(stage, view, row, state, rival)
            found[..., row, 0] = own | wanted if stage == step.LEAVES else np.where(own == FREE, wanted, own)
        self.decided[stage] = found
        return found

    def _wanted(self, stage: str, view: Observation, row: int, state: str, rival: str) -> Any:
        """What a state says to a rival in this stage of the month; FREE, or no issue left, where nobody says it."""
        nothing = np.zeros(len(ISSUES), dtype=bool) if stage == step.LEAVES else FREE
        if self.held_at and stage == step.CONSENT:
            return YES if offered(view, row) else FREE
        kept = self.match.moves if stage == step.INITIATIVE else self.answers
        if state not in kept or kept[state].by != PERSON:
            return nothing
        said = kept[state].said[rival]
        offer = offered(view, row)
        if stage == step.INITIATIVE:
            return CODE[str(said.act)]
        if stage == step.RESPONSE:
            return CODE[str(said.act)] if self.first else _rule(said, float(view.seen[row, 0]))
        if stage in (step.CONSENT, step.CONSENT_RESPONSE):
            yes = said.consent if self.first and stage == step.CONSENT else offer in said.accepts
            return FREE if offer is None else YES if yes else NO
        if stage == step.ASKS:
            return np.array([(said.asks or {}).get(issue, float(FREE)) for issue in ISSUES])
        if stage == step.LEAVES:
            return np.array([self.first and issue in said.leaves for issue in ISSUES])
        return FREE if said.speaks is None else YES if said.speaks else NO


def _rule(said: Said, seen: float) -> int:
    """The answer of a standing policy: to what reads like some provocation that same act, if it is to be; else none."""
    like = int(np.argmin(np.abs(columns.WEIGHT - seen)))
    return like if said.provoked == IN_KIND and like <= LAST_PROVOCATION else HOLD
