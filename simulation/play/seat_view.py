"""What a seat may see of a match, and nothing else: a value of plain names and numbers, from which a page is made.

Everything comes from what is the seat's own: its rows of the month's `Observation`, which is all that a state decides by;
its own side of the talks, with what was said aloud at the table; and, of months that are over, what both did in the open
and its own figures. Nothing is read from a rival's row but deeds and demands: not its red lines, hawks, beliefs or
doctrine, not whether a person or a hidden program sits there, and not whether it has sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

import numpy as np

from simulation.actions import ACTIONS, CODE, Action
from simulation.domains import NAMES
from simulation.errors import ScenarioError, show
from simulation.play.match import OVER, Match, bound, in_force, offered, reaches
from simulation.play.seats import ANSWER, Said
from simulation.rules import tension, trust
from simulation.saying import say
from simulation.stages import talks
from simulation.state import CONCERNS, FREE, ISSUES, Array, Observation, Record

Group = Literal["provoke", "hold", "talk", "exchange", "trade"]
#: the five groups of acts, by their kind; those of culture, science and any other domain are exchange
_GROUPS: dict[str, Group] = {"provoke": "provoke", "hold": "hold", "talk": "talk", "trade": "trade"}
Stage = Literal["move", "answer", "waiting", "over"]


class Choice(NamedTuple):
    """An act towards a rival. `does`, `needs` and `out` are keys of the catalogue; `out` says why it is out of reach."""

    act: str
    group: Group
    does: str
    needs: tuple[str, ...]
    attention: float  # share of a month's that it takes
    agreement: str | None  # the issue on which it needs one
    out: str | None  # None: it can be chosen


class Offer(NamedTuple):
    """What the rival has offered, to accept or decline; `out` as in `Choice`: then it can only be declined."""

    act: str
    out: str | None


class Issue(NamedTuple):
    """One issue between the two: an agreement in force, or open to talks, or not to be taken up for some months."""

    issue: str
    is_now: Literal["in_force", "open", "silent"]
    months: float  # that the agreement still runs, or the silence lasts; 0 where it is open
    share: float | None  # the own share in the agreement
    red_line: float  # the least that this state accepts this month, share of the surplus, 0-1.2
    asked: float  # its own last demand, 0-1
    rival_asked: float  # the rival's, as it was said at the table; 1, everything, before any talk
    estimate: float  # what it thinks is the rival's red line, 0-1.2


class News(NamedTuple):
    """Something from outside that begins in a month, and that all can see.

    `kind` is one of the events of a scenario, or "leader"; `title` is in English as the scenario has it, a leader's name,
    or "" for what chance brought.
    """

    kind: str
    title: str = ""
    state: str | None = None
    between: tuple[str, str] | None = None


class Rival(NamedTuple):
    """A rival as this state sees it now; figures as in `Observation`."""

    name: str
    doctrine: str | None  # of a program that hides nothing
    tension: float
    trust: float
    fear: float
    remembered: float
    ties: Mapping[str, float]
    abuse: float  # size of an abuse of rights this month that is known, 0 without one
    read: float | None  # in `answer`: how what it has just done reads, an offer as if accepted; Goldstein/10
    offer: Offer | None
    bound: str | None  # the act that the scenario orders this state now, whatever is chosen
    choices: tuple[Choice, ...]
    issues: tuple[Issue, ...]


class Now(NamedTuple):
    """The month that is being played."""

    attention: float
    concerns: Mapping[str, float]
    hawks: float
    need: float
    loss: float  # of influence against what it regards as its own, share
    theatre: float
    backlog: float
    rivals: tuple[Rival, ...]
    news: tuple[News, ...]


class Moved(NamedTuple):
    """Why felt tension is what it is after a month: the parts of its change, points, which sum to it (`rules.tension`)."""

    acts: float  # what the rival did, as it was read
    crisis: float
    quiet: float  # what would have happened without either: felt tension returns to where it rests
    rests: float  # that place, points 0-100: by the own hawks, and by how far the rival is ahead in arms


class Talk(NamedTuple):
    """What came of talks on an issue in a month: `open`, nothing yet; `signed`; or they failed.

    Failed talks were `walked` out of, amid force or a crisis; refused at `home`, of either side; or `stuck`, where it was
    that or neither would ask for less: the own side cannot tell, for that would tell it the other's red line.
    """

    issue: str
    came: Literal["open", "signed", "walked", "home", "stuck"]
    asked: float  # what this state asked for last, 0-1
    rival_asked: float  # and the rival, as it was said at the table; 1, everything, before any talk
    share: float  # the own share, where it was signed
    silence: float  # months that nobody talks about it


class Met(NamedTuple):
    """A month that is over, between this state and one rival."""

    rival: str
    initiative: str
    response: str
    rival_initiative: str
    rival_response: str
    read: float  # how the rival's initiative was read, Goldstein/10
    refused: tuple[str, ...]  # offers of this state, of which one was declined: of two it is not known which
    declined: tuple[str, ...]  # likewise the rival's, which this state declined
    criticised: bool
    was_criticised: bool
    signed: tuple[str, ...]  # or renewed
    left: tuple[str, ...]
    was_left: tuple[str, ...]
    lapsed: tuple[str, ...]  # agreements that ran out
    agreements: tuple[str, ...]
    crisis: float  # severity of the crisis that began, 0 without one
    near_miss: bool
    talks: tuple[Talk, ...]
    tension: float
    moved: Moved
    trust: float
    trust_by_itself: (
        float  # how far trust, 0-1, would have come in the month had the rival done nothing at all
    )
    benefit: float  # what both gain, % of GDP a year


class Stirred(NamedTuple):
    """What made hard-liners more at home in a month, as parts of the same unit; the rest is what they remember."""

    unanswered: float  # the rival's force, which was not answered by any provocation
    used: float  # kindness that met hostility
    lost: float  # influence


class Past(NamedTuple):
    """A month that is over."""

    date: str
    attention: float  # share of the month's that acts and crises left
    influence: float
    hawks: float
    hawks_before: float
    stirred: Stirred
    war: bool
    news: tuple[News, ...]
    met: tuple[Met, ...]


class View(NamedTuple):
    """Everything that a seat may see. `sent` is what it sent itself in this stage, `moved` in the one before, by rival.

    `stage` is what the seat is asked; `match_stage`, also while it waits, where the match is.
    """

    seat: str
    stage: Stage
    match_stage: Literal["move", "answer", "over"]
    turn: int
    turn_months: int
    date: str  # of the month that is played, or was last
    month: int  # its place, from 0
    months: int  # of the match
    sent: Mapping[str, Said]
    moved: Mapping[str, Said]
    now: Now | None  # None when all is over
    past: tuple[Past, ...]  # the months of the turn before; `history` has all


def view(match: Match, seat: str) -> View:
    """What `seat`, a person's, may see. Raises ScenarioError for one that is no person's."""
    if seat not in match.game.seats or not match.game.seats[seat].person:
        raise ScenarioError(say("refusal_match.not_asked", found=show(seat)))
    over = match.stage == OVER
    stage: Stage = "waiting" if not over and seat in match.sent else match.stage
    sent, moved = match.sent.get(seat), match.moves.get(seat)
    return View(
        seat=seat,
        stage=stage,
        match_stage=match.stage,
        turn=match.turn,
        turn_months=match.game.months,
        date=match.ground.scenario.month_text(match.shown),
        month=match.shown,
        months=match.length,
        sent={} if sent is None else dict(sent.said),
        moved={} if moved is None else dict(moved.said),
        now=None if match.held is None or over else _now(match, match.held, seat),
        past=history(match, seat, match.last),
    )


def history(match: Match, seat: str, first: int = 0) -> tuple[Past, ...]:
    """The months that are over from month `first` on, as `seat` saw them."""
    return tuple(_past(match, month, seat) for month in range(first, match.month))


def _rows(match: Match, seat: str) -> Iterator[tuple[int, int, str]]:
    """By rival: the row of the seat's pair, that of the pair turned round, and the rival."""
    pairs = match.ground.scenario.pairs
    for row, (state, rival) in enumerate(pairs):
        if state == seat:
            yield row, pairs.index((rival, state)), rival


def _now(match: Match, held: Observation, seat: str) -> Now:
    own = next(row for row, _, _ in _rows(match, seat))

    def one(figure: Array) -> float:
        return float(figure[own, 0])

    lines = _red_lines(match)
    return Now(
        attention=one(held.attention),
        concerns={name: float(held.concerns[at, own, 0]) for at, name in enumerate(CONCERNS)},
        hawks=one(held.hawks),
        need=one(held.need),
        loss=one(held.loss),
        theatre=one(held.theatre),
        backlog=one(held.backlog),
        rivals=tuple(
            _rival(match, held, (row, back), rival, lines[:, row, 0])
            for row, back, rival in _rows(match, seat)
        ),
        news=_news(match, match.month, seat),
    )


def _rival(match: Match, held: Observation, rows: tuple[int, int], name: str, lines: Array) -> Rival:
    row, back = rows
    seat, answering = match.game.seats[name], match.stage == ANSWER
    offer = offered(held, row) if answering else None
    told = bound(match, "response" if answering else "initiative", row)
    setting = match.ground.setting
    doctrine = None if seat.person or seat.hidden else str(setting.doctrines[setting.states.index(name)])

    def one(figure: Array) -> float:
        return float(figure[row, 0])

    return Rival(
        name=name,
        doctrine=doctrine,
        tension=one(held.tension),
        trust=one(held.trust),
        fear=one(held.fear),
        remembered=one(held.remembered),
        ties={domain: float(held.ties[at, row, 0]) for at, domain in enumerate(NAMES)},
        abuse=one(held.abuse),
        read=one(held.seen) if answering else None,
        offer=None if offer is None else Offer(offer, _out(match, held, row, ACTIONS[CODE[offer]])),
        bound=None if told == FREE else ACTIONS[told].name,
        choices=tuple(_choice(match, held, row, action) for action in ACTIONS),
        issues=tuple(_issue(match, (row, back), at, float(lines[at])) for at in range(len(ISSUES))),
    )


def _choice(match: Match, held: Observation, row: int, action: Action) -> Choice:
    needs = {"agreement": action.agreement, "attention": action.attention, "consent": action.consent}
    return Choice(
        act=action.name,
        group=_group(action),
        does=f"match_does.{action.name}",
        needs=tuple(f"match_needs.{need}" for need, wanted in needs.items() if wanted),
        attention=action.attention,
        agreement=action.agreement,
        out=_out(match, held, row, action),
    )


def _group(action: Action) -> Group:
    return _GROUPS.get(action.kind, "exchange")


def _out(match: Match, held: Observation, row: int, action: Action) -> str | None:
    """Why an act is out of reach, as a key of the catalogue; None where it is not."""
    if reaches(held, row, action.name):
        return None
    if action.agreement is not None and not in_force(match.world, action.agreement, row):
        return "match_out.agreement"
    enough = held.attention[row, 0] >= action.attention
    return "match_out.barred" if enough else "match_out.attention"


def _issue(match: Match, rows: tuple[int, int], at: int, line: float) -> Issue:
    """How an issue stands for the actor of `rows[0]`.

    After talks that failed, a state whose red line lies beyond the whole asks for as much as that in the world; at the
    table nobody can ask for more than all there is, so demands are shown up to 1, and nothing of the line with them.
    """
    row, back = rows
    world = match.world
    term, silence = float(world.term[at, row, 0]), float(world.silence[at, row, 0])
    return Issue(
        issue=ISSUES[at],
        is_now="in_force" if term > 0 else "silent" if silence > 0 else "open",
        months=term if term > 0 else silence,
        share=float(world.share[at, row, 0]) if term > 0 else None,
        red_line=line,
        asked=min(1.0, float(world.demand[at, row, 0])),
        rival_asked=min(1.0, float(world.demand[at, back, 0])),
        estimate=float(world.estimate[at, row, 0]),
    )


def _red_lines(match: Match) -> Array:
    """Every state's red line as this month's talks will find it, `[issue, pair, run]`; a seat is shown its own."""
    ground, month = match.ground, match.month
    imposed, draws = ground.imposed[month], ground.draws[month]
    return talks.red_lines(match.world, ground.p, ground.setting, imposed, draws)


def _past(match: Match, month: int, seat: str) -> Past:
    record, read = match.lived[month].record, match.lived[month].read
    stood = match.lived[month - 1].record.agreement if month else match.ground.world.term > 0
    state = match.ground.scenario.labels.index(seat)

    def act(stage: Array, row: int) -> str:
        return ACTIONS[int(stage[row, 0])].name

    def issues(which: Array, row: int) -> tuple[str, ...]:
        return tuple(issue for issue, is_so in zip(ISSUES, which[:, row, 0], strict=True) if is_so)

    met = tuple(
        Met(
            rival=rival,
            initiative=act(record.initiative, row),
            response=act(record.response, row),
            rival_initiative=act(record.initiative, back),
            rival_response=act(record.response, back),
            read=float(read[row, 0]),
            refused=_refused(record, row),
            declined=_refused(record, back),
            criticised=bool(record.criticised[row, 0]),
            was_criticised=bool(record.criticised[back, 0]),
            signed=issues(record.signed, row),
            left=issues(record.broken, row),
            was_left=issues(record.broken, back),
            lapsed=tuple(
                issue
                for issue in issues(stood & ~record.agreement, row)
                if issue not in issues(record.broken, row) + issues(record.broken, back)
            ),
            agreements=issues(record.agreement, row),
            crisis=float(record.severity[row, 0]),
            near_miss=bool(record.near_miss[row, 0]),
            talks=_talks(match, month, row, back, stood),
            tension=float(record.tension[row, 0]),
            moved=_moved(match, month, row),
            trust=float(record.trust[row, 0]),
            trust_by_itself=_trust_by_itself(match, month, row),
            benefit=float(record.mutual_benefit[row, 0]),
        )
        for row, back, rival in _rows(match, seat)
    )
    before = match.lived[month - 1].record if month else match.ground.world
    return Past(
        date=match.ground.scenario.month_text(month),
        attention=float(record.global_attention[state, 0]),
        influence=float(record.influence[state, 0]),
        hawks=float(record.hawks[state, 0]),
        hawks_before=float(before.hawks[state, 0]),
        stirred=_stirred(match, month, seat),
        war=bool(np.all(record.war)),
        news=_news(match, month, seat),
        met=met,
    )


def _refused(record: Record, row: int) -> tuple[str, ...]:
    """The offers of a pair's actor in a month, if one of them was declined."""
    made = (ACTIONS[int(stage[row, 0])] for stage in (record.initiative, record.response))
    return tuple(act.name for act in made if act.consent) if record.refused[row, 0] else ()


def _talks(match: Match, month: int, row: int, back: int, stood: Array) -> tuple[Talk, ...]:
    """What came of a month's talks, by issue: of the rival's side only what it said at the table."""
    record, table = match.lived[month].record, match.lived[month].table
    acts = (int(stage[of, 0]) for stage in (record.initiative, record.response) for of in (row, back))
    strained = bool(table.strained[row, 0]) or any(ACTIONS[act].force > 0 for act in acts)
    found = list[Talk]()
    for at, issue in enumerate(ISSUES):
        signed = bool(record.signed[at, row, 0] and not stood[at, row, 0])
        failed = bool(table.failed[at, row, 0])
        if not (signed or failed or table.talked[at, row, 0]):
            continue
        asked, rival_asked = (min(1.0, float(table.asked[at, of, 0])) for of in (row, back))
        came: Literal["open", "signed", "walked", "home", "stuck"] = "signed" if signed else "open"
        if failed:
            came = "walked" if strained else "stuck" if table.spent[at, row, 0] else "home"
        share, silence = float(table.share[at, row, 0]), float(table.silence[at, row, 0])
        found.append(Talk(issue, came, asked, rival_asked, share, silence))
    return tuple(found)


def _trust_by_itself(match: Match, month: int, row: int) -> float:
    """The part of a month's change of trust that only time made: it returns slowly to what is believed of strangers."""
    before = match.lived[month - 1].record if month else match.ground.world
    was = before.trust[row]
    return float((trust.trust(was, 0.0 * was, 0.0 * was, match.ground.p) - was)[0])


def _stirred(match: Match, month: int, seat: str) -> Stirred:
    """What a state was wronged by in a month, as its home counts it (`stages.home`), over all rivals.

    How a rival's answer was read is not kept, so that it is taken for what it weighs: these parts only say which was
    largest.
    """
    record, read = match.lived[month].record, match.lived[month].read
    before = match.lived[month - 1].record if month else match.ground.world
    state = match.ground.scenario.labels.index(seat)
    unanswered = used = 0.0
    for row, back, _ in _rows(match, seat):
        begun, answered = (ACTIONS[int(stage[row, 0])] for stage in (record.initiative, record.response))
        theirs, back_again = (ACTIONS[int(stage[back, 0])] for stage in (record.initiative, record.response))
        kindness = max(0.0, 0.5 * (begun.goldstein + answered.goldstein) / 10)
        hostility = 0.5 * (max(0.0, -float(read[row, 0])) + max(0.0, -back_again.goldstein / 10))
        trusted = float(before.trust[row, 0])
        unanswered += trusted * theirs.force * (answered.kind != "provoke")
        used += trusted * kindness * hostility
    change = float(record.influence[state, 0] - before.influence[state, 0])
    contests = max(0.0, -change) / match.ground.p.influence_prize
    trusted = sum(float(before.trust[row, 0]) for row, _, _ in _rows(match, seat))
    return Stirred(unanswered, used, float(contests * trusted))


def _moved(match: Match, month: int, row: int) -> Moved:
    """The parts of a month's change of felt tension. All but the first are known; that is what is left."""
    scenario, p, record = match.ground.scenario, match.ground.p, match.lived[month].record
    before = match.lived[month - 1].record if month else match.ground.world
    own, other = (scenario.labels.index(state) for state in scenario.pairs[row])
    was = float(before.tension[row, 0])
    rests = float(
        tension.resting_tension(before.hawks[own, 0], before.arms[own, 0], before.arms[other, 0], p)
    )
    crisis = float(p.crisis_alarm * record.severity[row, 0] * (1.0 - was / 100.0))
    quiet = float((1.0 - p.tension_memory) * (rests - was))
    return Moved(float(record.tension[row, 0]) - was - crisis - quiet, crisis, quiet, rests)


def _news(match: Match, month: int, seat: str) -> tuple[News, ...]:
    """What begins in a month, imposed or by chance, as far as all can see it."""
    scenario, p, setting = match.ground.scenario, match.ground.p, match.ground.setting
    draws, date = match.ground.draws[month], scenario.month_text(month)
    told = [
        News(event.kind, event.title, event.state, event.between)
        for event in scenario.events
        if event.date == date
    ]
    told += [News("leader", one.name, one.state) for one in scenario.leaders if one.since == date]
    if draws.u_theatre[0] < p.theatre_rate:
        told.append(News("theatre"))
    for row, _, rival in _rows(match, seat):
        if draws.u_incident[row, 0] < p.incident_rate:
            told.append(News("incident", between=(seat, rival)))
        state = scenario.labels.index(rival)
        if draws.u_abuse[state, 0] < setting.abuses[state, 0]:
            told.append(News("rights", state=rival))
    return tuple(told)
