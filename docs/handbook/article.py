"""The article's story, arrow by arrow: what the article says, what the model's couplings say, and which they are."""

from __future__ import annotations

from docs.handbook.prose import table
from simulation.article_story import ARROWS, BOXES, FRAMES, NO_ARROW, Arrow, chains, sign, tally, verdict
from simulation.catalogue import text
from simulation.mechanisms import QUANTITIES
from simulation.plots.signs import LOOKS

SAID = {"as_said": "as it says", "both_ways": "both ways", "opposite": "the other way", "missing": "missing"}
INTRODUCTION = """\
The article tells its story in sentences; each draws arrows between a dozen things. This page holds every arrow against
the model's couplings ([`couplings.csv`](../../simulation/mechanisms/couplings.csv)), whose signs are measured in the model:
one quantity is moved and every other held. What a box is made of, and which way the article says an arrow goes, is a
reading of the article and declared in [`simulation/article_story.py`](../../simulation/article_story.py); which way it goes
in the model is looked up among the couplings that its diagram shows: the direct ones or, where there is none, all chains
with one quantity between, none left out. The sign
of a chain is the product of its couplings' signs, turned round where less of a quantity is more of its box.
`detente figure causal-article` draws it:
[the figure](../figures/README.md).

A sign says which way a rule pulls when all else stays. It says neither how strongly, nor what comes of all rules together:
that is what the [experiments on the claims](../claims/claims.md) measure, and they can come out against the signs."""


def pages() -> dict[str, str]:
    """Path below `docs` -> Markdown, without what is above the title."""
    return {"reference/article_story.md": _page()}


def _page() -> str:
    counted = ", ".join(f"{count} {SAID[name]}" for name, count in tally().items())
    none = "; ".join(f"{claim} {why}" for claim, why in NO_ARROW.items())
    return "\n\n".join(
        [
            "# The article's story, arrow by arrow",
            INTRODUCTION,
            "## The arrows",
            f"{len(ARROWS)} arrows: {counted}. No arrow: {none}.",
            table(
                ("Claim", "From", "To", "Article", "Model", "", "Rests on, and the sign that gives"),
                [_arrow(arrow) for arrow in ARROWS],
            ),
            "## The boxes",
            f"What each is made of; ({LOOKS[-1].mark}) where less of the quantity is more of the box. "
            + " ".join(
                f"*{text(f'article_box.{name}')}* is any of: "
                f"{'; '.join(text(f'article_box.{box}') for box in boxes)}."
                for name, boxes in FRAMES.items()
            ),
            table(("Box", "Quantities of the model"), [_box(name) for name in BOXES]),
        ]
    )


def _arrow(arrow: Arrow) -> tuple[str, ...]:
    has = sign(arrow)
    rests = "; ".join(f"{' → '.join(chain)} ({LOOKS[way].mark})" for chain, way in chains(arrow).items())
    return (
        " ".join(arrow.claims),
        text(f"article_box.{arrow.cause}"),
        text(f"article_box.{arrow.effect}"),
        LOOKS[arrow.said].mark,
        "none" if has is None else LOOKS[has].mark,
        SAID[verdict(arrow)],
        rests.replace("_", " "),
    )


def _box(name: str) -> tuple[str, str]:
    made_of = (
        f"{quantity.replace('_', ' ')}: {QUANTITIES[quantity]}{f' ({LOOKS[-1].mark})' if way < 0 else ''}"
        for quantity, way in BOXES[name].items()
    )
    return text(f"article_box.{name}"), "; ".join(made_of)
