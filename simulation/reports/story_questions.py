"""Questions for discussion that a run itself puts: each hangs on something that was found in it."""

from __future__ import annotations

from simulation.actions import CODE
from simulation.catalogue import number, percent, signed, text
from simulation.experiments.story import Story
from simulation.experiments.turning_points import LEAST
from simulation.words.explanations import is_explained, part_words
from simulation.words.replies import widest_gap
from simulation.words.story import act, month_at

FEW, MANY = 0.25, 0.6  # shares of runs from which a turn is called rare or common (assumption)
APART = 0.5  # points of tension between one history and the mean of all futures that are worth a question


def questions(story: Story, lang: str = "en") -> list[str]:
    """One of each kind: a turn, a missed chance, a soft answer, one history against many, an explanation."""
    found = []
    shifts = [point for point in story.points if point.alike.n > 1 and abs(point.score) >= LEAST]
    for point in sorted(shifts, key=lambda point: -abs(point.score))[:1]:
        share = point.alike.share
        key = "story.ask_rare" if share < FEW else "story.ask_common" if share > MANY else "story.ask_some"
        side = text("story.sign_warmer" if point.score > 0 else "story.sign_colder", lang)
        found.append(
            text(key, lang, month=month_at(story, point.month, lang), side=side, share=percent(share, lang))
        )
    missed = [chance for chance in story.chances if chance.missed and chance.best is not None]
    for chance in sorted(
        missed, key=lambda chance: (chance.kept, chance.best.tension.mean if chance.best else 0.0)
    )[:1]:
        assert chance.best is not None
        actor, _ = story.scenario.pairs[chance.pair]
        found.append(
            text(
                "story.ask_missed" if chance.kept == 1 else "story.ask_missed_kept",
                lang,
                kept=chance.kept,
                month=month_at(story, chance.month, lang),
                actor=actor,
                answered=act(chance.answered, lang),
                done=act(chance.done, lang),
                best=act(chance.best.act, lang),
                chance=percent(chance.best.chance, lang),
            )
        )
    worse = [
        (chance, other)
        for chance in story.chances
        for other in chance.others
        if chance.kept == 1 and CODE["hold"] < CODE[other.act] > CODE[chance.done] and other.tension.low > 0
    ]
    if worse:
        chance, other = max(worse, key=lambda pair: pair[1].tension.mean)
        actor, target = story.scenario.pairs[chance.pair]
        found.append(
            text(
                "story.ask_soft",
                lang,
                month=month_at(story, chance.month, lang),
                actor=actor,
                target=target,
                answered=act(chance.answered, lang),
                act=act(other.act, lang),
                tension=number(other.tension.mean, lang, 2),
            )
        )
    gap = widest_gap(story.chances)
    if gap is not None and abs(gap[1].here - gap[1].tension.mean) >= APART:
        chance, other = gap
        found.append(
            text(
                "story.ask_one",
                lang,
                month=month_at(story, chance.month, lang),
                act=act(other.act, lang),
                actor=story.scenario.pairs[chance.pair][0],
                here=signed(other.here, lang),
                mean=signed(other.tension.mean, lang),
                futures=number(other.tension.n, lang, 0),
            )
        )
    for one in [one for one in story.explanations if is_explained(one)][:1]:
        best = one.explanations[0]
        name = text(f"doctrine.{best.name}", lang)
        told_of = part_words(best.everywhere, lang)
        found.append(text("story.ask_explanation", lang, best=name, state=one.state, share=told_of))
    return found
