"""Which theory tells the acts of a state, in sentences."""

from __future__ import annotations

from simulation.catalogue import NOTHING, number, percent, text
from simulation.experiments.ensembles import Difference
from simulation.experiments.rival_explanations import Explanation, StateExplanations
from simulation.experiments.story import Story
from simulation.pages.blocks import Cell, flat
from simulation.words.cells import estimate
from simulation.words.doctrines import doctrine_title


def group_name(concern: str, lang: str = "en") -> str:
    """What a group of reasons is called, with the literature it comes from."""
    return text(f"story.group_{concern}", lang)


def part(found: Difference, lang: str = "en") -> Cell:
    """A part of a whole with its 95 % interval, in percent; it may lie below 0."""
    mean, low, high = (number(100 * value, lang, 0) for value in (found.mean, found.low, found.high))
    return Cell(NOTHING) if mean == NOTHING else estimate(f"{mean}%", low, high)


def part_words(found: Difference, lang: str = "en") -> str:
    """The same in a sentence."""
    return flat(part(found, lang))


def explanations_finding(story: Story, lang: str = "en") -> str:
    """The best explanation of each state's acts: the title of the figure."""
    parts = [
        f"{state}: {text(f'doctrine.{best.name}', lang)} {part_words(best.everywhere, lang)}"
        for state, best in _best(story)
    ]
    return text("story.explanations_finding", lang, best="; ".join(parts) or NOTHING)


def explanations_title(story: Story, lang: str = "en") -> str:
    """The same without intervals, as the title of the figure, which shows them."""
    parts = [
        f"{state}: {text(f'doctrine.{best.name}', lang)} {percent(best.everywhere.mean, lang)}"
        for state, best in _best(story)
    ]
    return text("story.explanations_title", lang, best="; ".join(parts) or NOTHING)


def _best(story: Story) -> list[tuple[str, Explanation]]:
    """Each state with the best explanation of its acts, where one tells any of them."""
    return [(one.state, one.explanations[0]) for one in story.explanations if is_explained(one)]


def is_explained(one: StateExplanations) -> bool:
    """Whether there is anything to know about a state's acts beyond habit, and an explanation that tells some of it."""
    return bool(one.explanations) and bool(one.explanations[0].everywhere.low > 0)


def explanation_words(one: StateExplanations, lang: str = "en") -> str:
    """What tells one state's acts: habit, its own reasons, the best explanation and the next, the weightiest reason."""
    said = text(
        "story.known",
        lang,
        state=one.state,
        doctrine=doctrine_title(one.doctrine.name, lang, one.doctrine.title),
        habit=number(one.habit, lang, 2),
        known=number(one.knowable, lang, 2),
    )
    if not is_explained(one):
        return f"{said} {text('story.no_explanation', lang)}"
    best, second = one.explanations[0], one.explanations[1]
    clear = best.everywhere.low > second.everywhere.high
    said += " " + text(
        "story.best_clear" if clear else "story.best_unclear",
        lang,
        best=text(f"doctrine.{best.name}", lang),
        share=part_words(best.everywhere, lang),
        second=text(f"doctrine.{second.name}", lang),
        second_share=part_words(second.everywhere, lang),
    )
    if one.reasons:
        group = one.reasons[0]
        lost = Difference(
            1 - group.everywhere.mean, 1 - group.everywhere.high, 1 - group.everywhere.low, group.everywhere.n
        )
        said += " " + text(
            "story.without", lang, group=group_name(group.name, lang), lost=part_words(lost, lang)
        )
    return said
