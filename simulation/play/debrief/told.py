"""What a debrief found, in sentences and cells."""

from __future__ import annotations

import math

import numpy as np

from simulation.actions import ACTIONS, CODE
from simulation.catalogue import month, number, percent, signed, text, words
from simulation.explaining import reason_words
from simulation.pages.blocks import Cell, flat
from simulation.play.debrief.debrief import Debrief
from simulation.play.debrief.had_you import Gap, Had
from simulation.play.debrief.holds import Holds
from simulation.play.debrief.nobody import Line
from simulation.play.debrief.red_lines import Talks
from simulation.play.debrief.resembles import ANY, APART, CANDIDATES, Candidate, Resembles
from simulation.play.debrief.turns import Side, Turned
from simulation.play.seats import MOVE
from simulation.scenario import Scenario
from simulation.scenario.translated import state_names, title
from simulation.words.cells import difference
from simulation.words.doctrines import doctrine_title
from simulation.words.story import act
from simulation.words.turning import what_turned

POINT = 0.01  # of what there is to divide: less than that is not told as a difference


def say(key: str, lang: str, **values: object) -> str:
    """A sentence of the debrief."""
    return text(f"play_debrief.{key}", lang, **values)


def state(name: str, lang: str) -> str:
    """What a state is called."""
    return state_names(lang).get(name, name)


def when(found: Debrief, place: int, lang: str) -> str:
    """The month at a place."""
    return month(found.once.ended.played.month_text(place), lang)


def last_month(found: Debrief, lang: str) -> str:
    """The last month that was played."""
    return when(found, found.once.ended.lived - 1, lang)


# --- where the match stands ------------------------------------------------------------------------------------------


def finding(found: Debrief, lang: str) -> list[str]:
    """Where the match ended among those that nobody played: tension first, then benefit."""
    standing = found.standing
    tension, benefit = standing.tension, standing.benefit
    if tension.beyond is None or benefit.beyond is None:
        share = percent(standing.wars / standing.runs, lang)
        return [say("war", lang, month=last_month(found, lang), runs=standing.runs, share=share)]
    you, ghost = _ends(tension)
    key = "tension" if math.isfinite(ghost) else "tension_war"
    ends = {"you": number(you, lang), **({"ghost": number(ghost, lang)} if key == "tension" else {})}
    felt, rows = found.once.months[-1].record.tension[:, 0], found.once.ended.rows(found.seat)
    sides = zip(*((felt[row], felt[back]) for row, back, _ in rows), strict=True)
    ends |= {
        whose: number(sum(map(float, side)) / len(rows), lang)
        for whose, side in zip(("mine", "theirs"), sides, strict=True)
    }
    lower = tension.beyond.share >= 0.5
    share = percent(tension.beyond.share if lower else 1 - tension.beyond.share, lang)
    more = 1 - benefit.beyond.share
    than = say("more_than" if more >= 0.5 else "less_than", lang, share=percent(max(more, 1 - more), lang))
    mine, theirs = (number(value, lang, 2) for value in _ends(benefit))
    return [
        f"{say(key, lang, **ends)} "
        + say("lower" if lower else "higher", lang, share=share, runs=standing.runs),
        say("benefit", lang, you=mine, ghost=theirs, than=than),
    ]


def _ends(line: Line) -> tuple[float, float]:
    """Of the match and of its ghost in the last month that was played."""
    return float(line.you[-1]), float(line.ghost[len(line.you) - 1])


# --- months that mattered --------------------------------------------------------------------------------------------


def turned_words(found: Debrief, one: Turned, lang: str) -> str:
    """A month that mattered, in a few sentences."""
    more = [_side(side, lang) for side in one.sides]
    if all(map(math.isfinite, one.point.tension)):
        before, after = (number(value, lang, 0) for value in one.point.tension)
        more.insert(0, say("month_tension", lang, before=before, after=after))
    more += [
        say("reason", lang, state=state(side.state, lang), reason=reason_words(side.reason, lang))
        for side in one.sides
        if side.reason is not None
    ]
    if one.news:
        more.append(say("news", lang, news="; ".join(title(one, lang) for one in one.news)))
    if one.point.alike.n > 1:
        more.append(say("also", lang, share=percent(one.point.alike.share, lang)))
    return say(
        "month_line",
        lang,
        month=when(found, one.point.month, lang),
        what=what_turned(one.point, lang),
        more=" ".join(more),
    )


def _side(side: Side, lang: str) -> str:
    return say(
        "acts",
        lang,
        state=state(side.state, lang),
        initiative=act(side.initiative, lang),
        response=act(side.response, lang),
        declined=_declined(side, lang) if side.refused else "",
    )


def _declined(side: Side, lang: str) -> str:
    """Whose offer was turned down by whom; of two it is not known which."""
    offers = [one for one in (side.initiative, side.response) if ACTIONS[CODE[one]].consent]
    acts = text("play_last.either", lang).join(act(one, lang) for one in dict.fromkeys(offers))
    return say("declined", lang, rival=state(side.rival, lang), acts=acts)


# --- talks -----------------------------------------------------------------------------------------------------------


def share(value: float, lang: str) -> str:
    """A share as a whole number of percent, without the sign."""
    return number(100 * value, lang, 0)


def talks_words(found: Debrief, one: Talks, lang: str) -> str:
    """One issue: whether there was common ground, whether it was found, and what was asked against it."""
    named = {"issue": text(f"issue.{one.issue}", lang).capitalize(), "rival": state(one.rival, lang)}
    if one.signed.any():
        at = int(np.argmax(one.signed))
        said = say("talk_signed", lang, **named, month=when(found, at, lang), **_lines(one, at, lang))
    elif one.unfound:
        at = one.widest
        said = say(
            "talk_ground", lang, **named, ground=int(one.ground.sum()), open=int(one.open.sum()),
            month=when(found, at, lang), **_lines(one, at, lang),
            width=share(1 - one.line[at] - one.rival_line[at], lang),
        )  # fmt: skip
        said += f" {_asked(found, one, lang)}"
    else:
        at = int(np.argmin(np.where(one.open, one.line + one.rival_line, np.inf)))
        said = say(
            "talk_none", lang, **named, open=int(one.open.sum()), month=when(found, at, lang),
            **_lines(one, at, lang),
        )  # fmt: skip
    below = one.talked & ~one.signed & (one.asked < one.line - POINT)
    if below.any():
        at = int(np.argmax(np.where(below, one.line - one.asked, 0.0)))
        asked = {"asked": share(one.asked[at], lang), "line": share(one.line[at], lang)}
        said += " " + say("talk_below", lang, month=when(found, at, lang), **asked)
    return said


def _asked(found: Debrief, one: Talks, lang: str) -> str:
    at = one.nearest
    if at is None:
        return say("talk_silent", lang)
    gap = float(one.asked[at] + one.rival_asked[at] - 1.0)
    told = {
        "month": when(found, at, lang),
        "asked": share(one.asked[at], lang),
        "rival_asked": share(one.rival_asked[at], lang),
    }
    if gap <= 0.01:
        return say("talk_fitted", lang, **told)
    return say("talk_nearest", lang, **told, rival=state(one.rival, lang), gap=share(gap, lang))


def _lines(one: Talks, at: int, lang: str) -> dict[str, str]:
    return {"line": share(one.line[at], lang), "rival_line": share(one.rival_line[at], lang)}


# --- doctrines -------------------------------------------------------------------------------------------------------


def named(one: Candidate | str, lang: str) -> str:
    """What a candidate is called."""
    name = one if isinstance(one, str) else one.name
    return say("any", lang) if name == ANY else doctrine_title(name, lang)


def unveiled(found: Debrief, lang: str) -> str:
    """Why the dashed line is another than while the match was played: a hidden doctrine may not show in it until now."""
    ended = found.once.ended
    own, now = map(_doctrines, (Scenario.from_toml(ended.game.scenario), ended.nobody))
    return " ".join(
        say(
            "unveiled",
            lang,
            rival=state(name, lang),
            doctrine=named(now[name], lang),
            own=named(own[name], lang),
        )
        for name, seat in ended.game.seats.items()
        if seat.hidden and now[name] != own[name]
    )


def _doctrines(scenario: Scenario) -> dict[str, str]:
    """By state, the name of the doctrine that it begins with."""
    return {
        one.name: one.doctrine if isinstance(one.doctrine, str) else one.doctrine.name
        for one in scenario.states
    }


def own_words(one: Resembles, lang: str) -> str:
    """Which doctrine the player resembled, and how surely."""
    if not one.acts:
        return say("you_no_acts", lang)
    if any(other.name == ANY for other in one.alike):
        return say("you_any", lang, acts=one.acts, n=len(CANDIDATES))
    best = one.best
    told = {"best": named(best, lang), "matched": best.matched, "does": does(best.name, lang)}
    return f"{say('you_like', lang, acts=one.acts, **told)} {_apart(one, lang)}"


def _apart(one: Resembles, lang: str) -> str:
    others = [named(other, lang) for other in one.alike[1:]]
    if others:
        return say("apart", lang, names=", ".join(others))
    return say("apart_none", lang, apart=number(APART, lang, 0))


def rival_words(one: Resembles, guess: str | None, lang: str) -> str:
    """Who sat there: a program by its doctrine, and what one would have said of its acts; or what a person resembled."""
    told = {"rival": state(one.state, lang), "acts": one.acts}
    if one.truth is not None:
        said = say(
            "rival_program", lang, rival=told["rival"], doctrine=named(one.truth, lang),
            does=does(one.truth, lang),
        )  # fmt: skip
        if guess is not None:
            right = guess == one.truth
            said += " " + (
                say("guess_right", lang) if right else say("guess_wrong", lang, guess=named(guess, lang))
            )
        names = ", ".join(named(other, lang) for other in one.alike)
        return f"{said} {say('rival_judged', lang, acts=one.acts, best=names)}"
    if not one.acts or any(other.name == ANY for other in one.alike):
        return say("rival_any", lang, **told, n=len(CANDIDATES))
    best = one.best
    return (
        f"{say('rival_like', lang, **told, best=named(best, lang), matched=best.matched)} {_apart(one, lang)}"
    )


def does(name: str, lang: str) -> str:
    """What a doctrine does, in a line."""
    key = f"doctrine_meaning.{name}"
    return text(key, lang) if key in words() else doctrine_title(name, lang)


def against_best(one: Candidate, best: Candidate, lang: str) -> str:
    """How many times less likely a candidate makes what was done than the best does."""
    ratio = math.exp(min(best.likelihood - one.likelihood, 30.0))
    if ratio < 1.05:
        return say("times_alike", lang)
    much = ratio >= 1e6
    told = number(1e6 if much else ratio, lang, 1 if ratio < 10 else 0)
    return say("times_much" if much else "times_less", lang, n=told)


# --- a move changed --------------------------------------------------------------------------------------------------


def had_words(found: Debrief, tried: Had, lang: str) -> str:
    """Which move is changed."""
    return say(
        "had_move" if tried.move.stage == MOVE else "had_answer",
        lang,
        turn=tried.move.turn + 1,
        month=when(found, tried.month, lang),
        done=act(tried.done, lang),
        rival=state(tried.move.rival, lang),
        last=last_month(found, lang),
    )


def gap_cell(gap: Gap, lang: str, decimals: int = 1) -> Cell:
    """The mean difference over courses of chance with its interval."""
    return difference(gap.over, lang, decimals)


def heres(held: Gap, answers: Gap, lang: str) -> str:
    """The two differences in this one history."""
    return f"{signed(held.here, lang, 1)}; {signed(answers.here, lang, 1)}"


def holds_words(found: Holds, lang: str) -> str:
    """What became of it without the player."""
    told = [
        say(
            "holds_words",
            lang,
            months=found.months,
            before=number(found.before, lang, 0),
            here=number(found.here, lang, 0),
            n=found.war.n,
            change=flat(difference(found.change, lang, 1)),
        )
    ]
    if found.agreements:
        told.append(say("holds_kept", lang, agreements=found.agreements, kept=number(found.kept, lang, 1)))
    if found.war.share > 0:
        told.append(say("holds_war", lang, war=percent(found.war.share, lang)))
    return " ".join(told)
