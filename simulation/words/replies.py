"""What other replies than the one given would have brought, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from simulation.actions import CODE
from simulation.catalogue import percent, signed, text
from simulation.experiments.missed_chances import Chance, Reply
from simulation.experiments.story import Story
from simulation.pages.blocks import flat
from simulation.words.cells import difference
from simulation.words.story import act, month_at


def replies_finding(story: Story, lang: str = "en") -> str:
    """In how many of the replies examined another one would have lowered tension: once, and kept up."""
    lengths = sorted({chance.kept for chance in story.chances})
    parts = []
    for kept in lengths:
        mine = [chance for chance in story.chances if chance.kept == kept]
        key = "story.replies_once" if kept == 1 else "story.replies_kept"
        missed = sum(chance.missed for chance in mine)
        parts.append(text(key, lang, missed=missed, replies=len(mine), months=kept))
    return " ".join(parts)


def replies_title(story: Story, lang: str = "en") -> str:
    """The same as the title of a figure."""
    lengths = sorted({chance.kept for chance in story.chances})
    parts = []
    for kept in lengths:
        mine = [chance for chance in story.chances if chance.kept == kept]
        name = text("story.once" if kept == 1 else "story.kept", lang, months=kept)
        parts.append(
            text("story.k_of_n", lang, name=name, k=sum(chance.missed for chance in mine), n=len(mine))
        )
    return text("story.replies_title", lang, parts=", ".join(parts))


def tone_words(story: Story, lang: str = "en") -> str:
    """How friendlier and harsher replies than the one that was given would have done, counted over all of them."""
    found = {}
    for name, side in (("friendlier", 1), ("harsher", -1)):
        others = [
            other
            for chance in story.chances
            if chance.kept == 1
            for other in chance.others
            if side * (CODE[other.act] - CODE[chance.done]) > 0
        ]
        found[name] = len(others)
        found[f"{name}_down"] = sum(other.tension.high < 0 for other in others)
        found[f"{name}_up"] = sum(other.tension.low > 0 for other in others)
    return text("story.tone", lang, **found)


def missed_words(story: Story, chance: Chance, lang: str = "en") -> str:
    """One missed chance in a sentence."""
    assert chance.best is not None
    actor, target = story.scenario.pairs[chance.pair]
    return text(
        "story.missed_once" if chance.kept == 1 else "story.missed_kept",
        lang,
        month=month_at(story, chance.month, lang),
        actor=actor,
        target=target,
        answered=act(chance.answered, lang),
        done=act(chance.done, lang),
        best=act(chance.best.act, lang),
        tension=flat(difference(chance.best.tension, lang)),
        benefit=flat(difference(chance.best.benefit, lang, 3)),
        chance=percent(chance.best.chance, lang),
        kept=chance.kept,
        months=chance.horizon,
        here=signed(chance.best.here, lang),
    )


def widest_gap(chances: Sequence[Chance]) -> tuple[Chance, Reply] | None:
    """The single reply whose effect in this one history lies furthest from its mean over futures."""
    every = [(chance, other) for chance in chances if chance.kept == 1 for other in chance.others]
    return max(every, key=lambda pair: abs(pair[1].here - pair[1].tension.mean), default=None)
