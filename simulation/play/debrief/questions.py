"""Three questions that a match itself puts: each hangs on something that happened in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from simulation import columns
from simulation.actions import CODE
from simulation.catalogue import number, percent, signed, text
from simulation.experiments import ensembles
from simulation.play.debrief.debrief import Debrief
from simulation.play.debrief.resembles import ANY
from simulation.play.debrief.told import named, share, state, when
from simulation.words.story import act

MOST = 3
APART = 0.15  # Goldstein/10 between an act and how it was read that are worth a question (assumption: half of its noise)


def questions(found: Debrief, lang: str) -> list[str]:
    """Three of them: on the talks, on how the rival was read, on luck; where one has no ground, another takes its place."""
    asked = (one(found, lang) for one in (_war, _talks, _read, _luck, _missed, _had, _doctrine))
    return [one for one in asked if one is not None][:MOST]


def ask(key: str, lang: str, **values: object) -> str:
    """A question."""
    return text(f"play_debrief_ask.{key}", lang, **values)


def _war(found: Debrief, lang: str) -> str | None:
    if not found.standing.war:
        return None
    record = found.once.months[-1].record
    row, back, _ = found.once.ended.rows(found.seat)[0]
    first, second = (act(_name(record.initiative[one, 0]), lang) for one in (row, back))
    return ask("war", lang, month=when(found, len(found.once.months) - 1, lang), first=first, second=second)


def _name(code: int) -> str:
    return next(name for name, known in CODE.items() if known == int(code))


def _talks(found: Debrief, lang: str) -> str | None:
    """On the widest common ground that nobody found; else on the widest on which something was signed."""
    unfound = [one for one in found.talks if one.unfound]
    if unfound:
        one = max(unfound, key=lambda one: 1 - one.line[one.widest] - one.rival_line[one.widest])
        at, key = one.widest, "ground"
    else:
        had = [one for one in found.talks if one.signed.any()]
        if not had:
            return None
        one = had[0]
        at, key = int(np.argmax(one.signed)), "signed"
    told = {
        "month": when(found, at, lang),
        "issue": text(f"issue.{one.issue}", lang),
        "line": share(one.line[at], lang),
        "rival_line": share(one.rival_line[at], lang),
    }
    if key == "ground":
        return ask("ground", lang, **told, rival=state(one.rival, lang))
    return ask("signed", lang, **told, width=share(1 - one.line[at] - one.rival_line[at], lang))


def _read(found: Debrief, lang: str) -> str | None:
    """On the act that was read most wrongly, among those that came about."""
    worst: tuple[float, int, int, float] | None = None
    for month in found.once.months:
        for row, back, _ in found.once.ended.rows(found.seat):
            code = int(month.record.initiative[back, 0])
            if month.record.refused[back, 0]:
                continue
            read = float(month.judged["response"].view.seen[row, 0])
            gap = abs(read - float(columns.WEIGHT[code]))
            if worst is None or gap > worst[0]:
                worst = gap, month.number, back, read
    if worst is None or worst[0] < APART:
        return None
    _, at, back, read = worst
    code = int(found.once.months[at].record.initiative[back, 0])
    return ask(
        "read",
        lang,
        month=when(found, at, lang),
        rival=state(found.once.ended.played.pairs[back][0], lang),
        act=act(_name(code), lang),
        done=signed(10 * float(columns.WEIGHT[code]), lang, 1),
        read=signed(10 * read, lang, 1),
    )


def _luck(found: Debrief, lang: str) -> str | None:
    line = found.standing.tension
    ghost = float(line.ghost[len(line.you) - 1])
    if line.beyond is None or not np.isfinite(ghost):
        return None
    rivals = [state(rival, lang) for _, _, rival in found.once.ended.rows(found.seat)]
    return ask(
        "luck",
        lang,
        share=percent(line.beyond.share, lang),
        runs=found.standing.runs,
        ghost=number(ghost, lang),
        you=number(float(line.you[-1]), lang),
        rival=", ".join(rivals),
    )


def _missed(found: Debrief, lang: str) -> str | None:
    if not found.chances.missed:
        return None
    one = found.chances.missed[0]
    assert one.best is not None
    told = {"answered": one.answered, "done": one.done, "best": one.best.act}
    acts = {key: act(name, lang) for key, name in told.items()}
    return ask("missed", lang, month=when(found, one.month, lang), **acts)


def _had(found: Debrief, lang: str) -> str | None:
    """On the move of which it makes the most difference whether the rival answers."""
    outcomes = found.had.outcomes
    if not outcomes:
        return None

    def gap(which: int) -> float:
        both: list[ensembles.Difference] = [outcomes[which].tension[way].over for way in ("held", "answers")]
        return abs(both[0].mean - both[1].mean)

    one = outcomes[max(range(len(outcomes)), key=gap)]
    return ask(
        "had",
        lang,
        turn=found.had.move.turn + 1,
        act=act(one.act, lang),
        done=act(found.had.done, lang),
        rival=state(found.had.move.rival, lang),
        held=signed(one.tension["held"].over.mean, lang, 1),
        answers=signed(one.tension["answers"].over.mean, lang, 1),
    )


def _doctrine(found: Debrief, lang: str) -> str | None:
    if not found.own.acts or any(one.name == ANY for one in found.own.alike):
        return None
    return ask("doctrine", lang, best=named(found.own.best, lang))
