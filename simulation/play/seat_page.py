"""A seat's page: a frame, put into words and into its templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from simulation.domains import NAMES
from simulation.fields import month_number, month_text
from simulation.play.frame import Frame, Lines
from simulation.play.seat_figure import Axis, bar, chart, strip
from simulation.play.seat_form import SET, STEPS, Slider, groups, in_force, sliders
from simulation.play.seat_view import Choice, Issue, Now, Rival, View
from simulation.play.seat_words import Words
from simulation.play.seats import IN_KIND, Said
from simulation.scenario.imposed import OFFERS
from simulation.web.pages import drawing, renderer

_render = renderer("simulation.play")
MOST_GAIN = 3.0  # % of GDP a year: where the bar of mutual benefit is full
#: what is said of the line to the server, and why there is nothing more to hear
LINE = ("sending", "lost", "back", "elsewhere", "refused", "finished", "forgotten")
TALKS = ("talk", "summit")  # acts after which it is shown at once what can be demanded


class Meter(NamedTuple):
    """A figure of the head: what it is called and what it means, itself and its word, a bar, and how it moved."""

    name: str
    figure: str
    level: str
    bar: str
    arrow: str
    moved: str
    meaning: str


class Last(NamedTuple):
    """The turn before this one, towards a rival: in one line, and unfolded."""

    short: str
    happened: list[str]
    months: list[str]
    blurred: str
    moved: str
    moved_more: str
    trusted: str


class Demand(NamedTuple):
    """An open issue: its slider, what the other asks for, and where common ground seems to be."""

    slider: Slider
    name: str
    asked: str
    ground: str
    strip: str


class Towards(NamedTuple):
    """What stands on the page about one rival; without `rival` when all is over."""

    n: int
    name: str
    meters: list[Meter]
    charts: list[tuple[str, str]]
    last: Last | None
    rival: Rival | None
    draft: Said | None
    groups: list[tuple[str, list[Choice]]]
    demands: list[Demand]
    shut: list[str]  # issues that nothing can be demanded on, in words
    agreements: list[Issue]
    talking: bool  # whether talks are at hand
    began: str  # what this seat has begun
    reading: str  # what the rival has begun, as it reads
    sent: list[str]


def seat_html(frame: Frame, lang: str, at: str, told: str = "") -> str:
    """The whole page of a seat. `at` is its address, `/seat/ID`, below which its forms and links lead.

    `told` is said above all else: why what was sent did not count.
    """
    return _render("seat.html", lang, **_shown(frame, Words(lang), at), path=at, query="", told=told)


def seat_main(frame: Frame, lang: str, at: str, told: str = "") -> str:
    """What stands in the `<main>` of that page, as it is sent to a page that is open."""
    return _render("seat_main.html", lang, **_shown(frame, Words(lang), at), told=told)


def _shown(frame: Frame, words: Words, at: str) -> dict[str, Any]:
    view = frame.view
    towards = [_towards(frame, words, n) for n in range(len(frame.lines))]
    return {
        "frame": frame,
        "view": view,
        "words": words,
        "at": at,
        "towards": towards,
        "turn": _turn(frame),
        "title": words.say("play_seat.title", state=words.state(view.seat), turn=_turn(frame)),
        "when": words.month(view.date),
        "attention": None if view.now is None else _attention(view, view.now, words),
        "news": [] if view.now is None else [words.news(one) for one in view.now.news],
        "turn_news": [*(words.hawks(view.past) if view.past else []), *words.all_news(view.past)],
        "home": [] if view.now is None else _home(view, view.now, words),
        "ended": [*_ended(frame, words), *_veiled(frame, words)],
        "veiled": view.now is not None and any(one.doctrine is None for one in view.now.rivals),
        "line": {name: words.say(f"play_line.{name}") for name in LINE},
        "span": words.months(view.past) if view.past else "",
        "over": _over(frame, words) if view.stage == "over" else [],
        "war": bool(view.past) and view.past[-1].war,
        "offers": OFFERS,
        "in_kind": IN_KIND,
        "steps": STEPS,
        "set_asks": SET,
    }


def _over(frame: Frame, words: Words) -> list[str]:
    """How it ended, beside the ghost."""
    lived = len(frame.lines[0].own.tension) - 1
    if not lived:
        return [words.say("play_over.nothing")]
    return [
        words.say(
            "play_over.said",
            n=lived,
            tension=words.number(one.own.tension[-1]),
            benefit=words.number(one.own.benefit[-1], 2),
            ghost=words.number(one.ghost.tension[-1]),
            ghost_benefit=words.number(one.ghost.benefit[-1], 2),
        )
        for one in frame.lines
    ]


def _ended(frame: Frame, words: Words) -> list[str]:
    """Whether the ghost's world has ended in war, and when."""
    lived = len(frame.lines[0].ghost.tension)
    if lived == len(frame.lines[0].own.tension):
        return []
    return [
        words.say("play_seat.ended", month=words.month(month_text(month_number(frame.start) + lived - 2)))
    ]


def _veiled(frame: Frame, words: Words) -> list[str]:
    """That the ghost's rival is not the hidden one, as long as that is not told; and at the end, when it is.

    In a class nobody is told of hidden programs where persons may sit.
    """
    if frame.view.now is None:
        told = "told" if frame.guessed else "untold" if frame.guesses else ""
        return [words.say(f"play_over.ghost_{told}")] if told else []
    veiled = [words.state(one.name) for one in frame.view.now.rivals if one.doctrine is None]
    if frame.room or not veiled:
        return []
    return [words.say("play_seat.ghost_veiled", rival=", ".join(veiled))]


def _turn(frame: Frame) -> int:
    """The number of the turn that is played, or was last, from 1."""
    return frame.view.turn + (frame.view.stage != "over")


# --- one rival -----------------------------------------------------------------------------------------------------------


def _towards(frame: Frame, words: Words, n: int) -> Towards:
    view, lines = frame.view, frame.lines[n]
    rival = None if view.now is None else view.now.rivals[n]
    draft = frame.draft.get(lines.rival)
    answering = view.match_stage == "answer"
    said, begun = view.sent.get(lines.rival), view.moved.get(lines.rival)
    return Towards(
        n=n,
        name=words.state(lines.rival),
        meters=_meters(frame, words, n),
        charts=_charts(frame, lines, words) if len(lines.own.tension) > 1 else [],
        last=_last(frame, words, n) if view.past else None,
        rival=rival,
        draft=draft,
        groups=[] if rival is None else [(name, found) for name, found in groups(rival)],
        demands=[] if rival is None else [_demand(one, words) for one in sliders(rival, draft)],
        shut=[] if rival is None else _shut(rival, words),
        agreements=[] if rival is None else in_force(rival),
        talking=_talking(frame, rival),
        began="" if begun is None else words.say("play_form.began", act=words.act(str(begun.act))),
        reading="" if rival is None or view.stage != "answer" else _reading(rival, words),
        sent=[] if said is None else words.sent(lines.rival, said, answering),
    )


def _talking(frame: Frame, rival: Rival | None) -> bool:
    """Whether somebody has begun with talks, so that what is demanded counts in this month."""
    if rival is None:
        return False
    moved = frame.view.moved.get(rival.name)
    offered = rival.offer is not None and rival.offer.act in TALKS
    return offered or (moved is not None and moved.act in TALKS)


def _meters(frame: Frame, words: Words, n: int) -> list[Meter]:
    """Tension, trust and what both gain, now, and since the turn before."""
    view, own = frame.view, frame.lines[n].own
    before = -1 - len(view.past)  # as the turn before this one began
    tension, benefit, trust = own.tension[-1], own.benefit[-1], own.trust[-1]
    return [
        Meter(
            words.say("play_seat.tension"),
            words.say("play_seat.of_hundred", n=words.number(tension)),
            words.level("tension", tension),
            drawing(bar(tension / 100)),
            *_moved(tension - own.tension[before], 0, words),
            words.say("play_seat.tension_more"),
        ),
        Meter(
            words.say("play_seat.trust"),
            words.percent(trust),
            words.level("trust", trust),
            drawing(bar(trust)),
            *_moved(100 * (trust - own.trust[before]), 0, words),
            words.say("play_seat.trust_more"),
        ),
        Meter(
            words.say("play_seat.benefit"),
            words.say("play_seat.gain", n=words.number(benefit, 2)),
            words.level("benefit", benefit),
            drawing(bar(benefit / MOST_GAIN)),
            *_moved(benefit - own.benefit[before], 2, words),
            words.say("play_seat.benefit_more"),
        ),
    ]


def _attention(view: View, now: Now, words: Words) -> Meter:
    """What the last month's acts and crises left of attention; before the first month, what there is."""
    left = view.past[-1].attention if view.past else now.attention
    return Meter(
        words.say("play_seat.attention"),
        words.say("play_talks.percent", n=words.number(100 * left)),
        words.level("attention", left),
        drawing(bar(left)),
        "",
        "",
        words.say("play_seat.attention_more"),
    )


def _moved(change: float, decimals: int, words: Words) -> tuple[str, str]:
    """A change since the turn before, as an arrow and in words; nothing where it cannot be seen."""
    shown = words.number(abs(change), decimals)
    if shown == words.number(0, decimals):
        return "", ""
    return (
        (f"\N{BLACK UP-POINTING TRIANGLE}{shown}", words.say("play_seat.up", n=shown))
        if change > 0
        else (
            f"\N{BLACK DOWN-POINTING TRIANGLE}{shown}",
            words.say("play_seat.down", n=shown),
        )
    )


def _charts(frame: Frame, lines: Lines, words: Words) -> list[tuple[str, str]]:
    """The heading and the drawing of each chart."""
    view = frame.view
    ends = (words.month(frame.start), words.month(view.past[-1].date if view.past else view.date))

    def drawn(kind: str, own: Sequence[float], ghost: Sequence[float], step: float, decimals: int) -> str:
        said = words.say(
            "play_seat.chart_said",
            what=words.say(f"play_seat.chart_{kind}"),
            unit=words.say(f"play_seat.unit_{kind}"),
            first=words.number(own[0], decimals),
            now=words.number(own[-1], decimals),
            ghost=words.number(ghost[-1], decimals),
        )
        ticks = 0 if step >= 1 else 1
        axis = Axis.around([*own, *ghost], step)
        return drawing(chart(own, ghost, axis, lambda value: words.number(value, ticks), ends, said))

    return [
        (
            words.say("play_seat.chart_tension"),
            drawn("tension", lines.own.tension, lines.ghost.tension, 10, 0),
        ),
        (
            words.say("play_seat.chart_benefit"),
            drawn("benefit", lines.own.benefit, lines.ghost.benefit, 0.5, 2),
        ),
    ]


def _last(frame: Frame, words: Words, n: int) -> Last:
    past, own = frame.view.past, frame.lines[n].own
    met = [one.met[n] for one in past]
    rests = words.number(met[-1].moved.rests)
    return Last(
        short=words.short(past, n),
        happened=words.happened(past, n),
        months=words.by_month(past, n),
        blurred=words.blurred(met),
        moved=words.moved(past, n, own.tension[-1 - len(past)]),
        moved_more=words.say("play_last.moved_more", rests=rests),
        trusted=words.trusted(past, n, own.trust[-1 - len(past)]),
    )


def _reading(rival: Rival, words: Words) -> str:
    name = words.state(rival.name)
    reading = words.reading(rival.read or 0.0)
    if rival.offer is None:
        return words.say("play_form.no_offer", rival=name, act=words.nearest(rival), **reading)
    offers = words.say("play_form.offers", rival=name, act=words.act(rival.offer.act))
    return f"{offers} {words.say('play_form.offer_reads', **reading)}"


def _demand(one: Slider, words: Words) -> Demand:
    """What is said of an issue, in whole percent of what there is to gain."""
    issue = one.issue
    asked, estimate = round(100 * issue.rival_asked), round(100 * issue.estimate)
    rest, until = 100 - asked, 100 - estimate
    begun, ground = issue.rival_asked < 1, "ground" if until > one.low else "no_ground"
    return Demand(
        slider=one,
        name=words.issues([issue.issue]),
        asked=words.say("play_talks.theirs", n=asked, rest=rest) if begun else "",
        ground=words.say(f"play_talks.{ground}", estimate=estimate, low=one.low, until=until),
        strip=drawing(strip(one.low, one.high, until, rest if begun else None)),
    )


def _shut(rival: Rival, words: Words) -> list[str]:
    """The issues on which nothing can be demanded, though there is no agreement."""
    shown = {one.issue.issue for one in sliders(rival, None)}
    found = list[str]()
    for issue in rival.issues:
        name = words.issues([issue.issue])
        if issue.is_now == "silent":
            found.append(words.say("play_talks.silent", issue=name, n=words.number(issue.months)))
        elif issue.is_now == "open" and issue.issue not in shown:
            found.append(words.say("play_talks.beyond", issue=name, n=words.number(100 * issue.red_line)))
    return found


def _home(view: View, now: Now, words: Words) -> list[str]:
    """What else a state knows of itself and of the world, each in a line."""
    said = [
        words.say("play_seat.hawks", n=words.number(100 * now.hawks)),
        words.say(
            "play_seat.concerns",
            concerns=", ".join(
                f"{words.say(f'concern.{name}')} {words.percent(share)}"
                for name, share in now.concerns.items()
            ),
        ),
    ]
    for rival in now.rivals:
        ties = (f"{words.issues([name])} {words.percent(rival.ties[name])}" for name in NAMES)
        there = [issue.issue for issue in in_force(rival)]
        prefix = f"{words.state(rival.name)}: " if len(now.rivals) > 1 else ""
        said += [
            prefix
            + (
                words.say("play_seat.agreements", issues=words.issues(there))
                if there
                else words.say("play_seat.no_agreements")
            ),
            prefix + words.say("play_seat.ties", ties=", ".join(ties)),
            words.say(
                "play_seat.remembered",
                rival=words.state(rival.name),
                read=words.level("read", 10 * rival.remembered),
            ),
            prefix + words.say("play_seat.fear", n=words.number(rival.fear, 1)),
        ]
    if view.past:
        said.append(words.say("play_seat.influence", n=words.number(100 * view.past[-1].influence)))
    if now.theatre > 0.01:
        said.append(words.say("play_seat.theatre", n=words.number(100 * now.theatre)))
    if now.need > 0.01:
        said.append(words.say("play_seat.need", n=words.number(100 * now.need)))
    return said
