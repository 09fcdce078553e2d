"""Why: the causal figure walked arrow by arrow, and the article's six sentences, each with an experiment to run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from simulation.article_story import ARROWS
from simulation.catalogue import text
from simulation.errors import Problem, ScenarioError, show
from simulation.experiments.claims.alone import BY_ID, experiment
from simulation.experiments.claims.reported import failing, reported
from simulation.explorer.inputs import unknown
from simulation.explorer.pages import render
from simulation.explorer.view import Scenarios, View
from simulation.findings.arrows import arrow_found, arrow_lines, without
from simulation.findings.sentences import SENTENCES, experiment_found, sentence_found
from simulation.pages.blocks import Block, Paragraph
from simulation.plots import article_figure
from simulation.plots.svg import svg
from simulation.reports.arrows import arrow_blocks, arrow_words, arrows_blocks
from simulation.reports.sentences import claim_blocks, experiment_blocks, sentence_blocks, sentences_blocks
from simulation.saying import say
from simulation.scenario.translated import translated
from simulation.web.pages import blocks_html, drawing

Tell = Callable[[float], None]

TRIED_IN = ("classroom", "detente_1969")  # worlds in which the story is run without an arrow
RUNS = 100  # of each arm of an experiment
OWN, FAILING = "own", "failing"


class Link(NamedTuple):
    """A way to go on."""

    address: str
    words: str


def causes_html(scenarios: Scenarios, lang: str, *, tell: Tell) -> str:
    """The figure with its arrows as links, and all arrows in a table."""
    links = {
        f"sign.{one['cause']}.{one['effect']}": (_at("/causes", one["number"], lang), arrow_words(one, lang))
        for one in arrow_lines()
    }
    figure = svg(article_figure(lang), text("causal_article.title", lang), "story", links)
    walk = [Link(_at("/causes", one["number"], lang), arrow_words(one, lang)) for one in arrow_lines()]
    return _walked(arrows_blocks(lang), lang, figure=figure, walk=walk)


def cause_html(scenarios: Scenarios, lang: str, *, number: int, tell: Tell) -> str:
    """One arrow, the worlds in which to see the story without it, and the next one."""
    _within(number, len(ARROWS))
    arrow = ARROWS[number - 1]
    tries = []
    for name in TRIED_IN:
        switched = without(arrow, scenarios[name].labels)
        if switched:
            view = View(name, {key: float(value) for key, value in switched.items()})
            words = text("explore_why.without", lang, world=_title(scenarios, name, lang))
            tries.append(Link(f"/?{view.query}&lang={lang}", words))
    return _walked(
        arrow_blocks(arrow_found(number), lang),
        lang,
        tries=tries,
        steps=_steps("/causes", number, len(ARROWS), lang),
    )


def sentences_html(scenarios: Scenarios, lang: str, *, tell: Tell) -> str:
    """The six sentences with their verdicts."""
    names = enumerate(SENTENCES, 1)
    walk = [
        Link(_at("/sentences", number, lang), text(f"article_sentence.{one.name}", lang))
        for number, one in names
    ]
    return _walked(sentences_blocks(lang), lang, walk=walk)


def sentence_html(scenarios: Scenarios, lang: str, *, number: int, tell: Tell) -> str:
    """One sentence: its claims, each with two experiments to run, in the laboratory's own world and where it fails."""
    _within(number, len(SENTENCES))
    found = sentence_found(number)
    heading, *_, footing = sentence_blocks(found, lang)
    claims = []
    for claim in found["claims"]:
        tries = [Link(_experiment(claim["id"], OWN, lang), text("explore_why.run_own", lang, id=claim["id"]))]
        if claim["fails"] is not None:
            tries.append(
                Link(
                    _experiment(claim["id"], FAILING, lang),
                    text("explore_why.run_failing", lang, id=claim["id"]),
                )
            )
        claims.append((blocks_html(claim_blocks(claim, lang)), tries))
    return _walked(
        [heading],
        lang,
        claims=claims,
        steps=_steps("/sentences", number, len(SENTENCES), lang),
        last=[footing],
    )


def experiment_html(scenarios: Scenarios, lang: str, *, claim: str, world: str, seed: int, tell: Tell) -> str:
    """What came of a claim's own experiment, in the laboratory's own world or in the one in which it fails."""
    if claim not in BY_ID:
        raise ScenarioError(
            [Problem((), say("explore_why.no_claim", found=show(claim), known=", ".join(BY_ID)))]
        )
    if world not in ("", OWN, FAILING):
        raise unknown(world, (OWN, FAILING))
    where = failing(claim) if world == FAILING else None
    tried = experiment(claim, where, RUNS, seed, lambda done, total: tell(done / total))
    number = next(number for number, one in enumerate(SENTENCES, 1) if claim in one.claims)
    other = OWN if where is not None else FAILING
    steps = [Link(_at("/sentences", number, lang), text("explore_why.back", lang))]
    if failing(claim) is not None:
        steps.append(Link(_experiment(claim, other, lang), text(f"explore_why.run_{other}", lang, id=claim)))
    blocks = experiment_blocks(experiment_found(tried), lang)
    fails = reported()["claims"][claim]["fails"]
    if where is not None and fails is not None:
        made = {"runs": fails["runs"], "seed": fails["seed"]}
        blocks.append(Paragraph(text("explore_why.other_draws", lang, **made), quiet=True))
    return _walked(blocks, lang, steps=steps)


#: name of a work -> what it does; each takes scenarios and a language, and what it is asked with by name
WORK: dict[str, Callable[..., str]] = {
    "causes": causes_html,
    "cause": cause_html,
    "sentences": sentences_html,
    "sentence": sentence_html,
    "experiment": experiment_html,
}


def _walked(blocks: list[Block], lang: str, **parts: Any) -> str:
    figure = parts.pop("figure", "")
    last = blocks_html(parts.pop("last", []))
    empty: dict[str, Any] = {"walk": [], "tries": [], "steps": [], "claims": []}
    return render(
        "walk.html", lang, blocks=blocks_html(blocks), figure=drawing(figure), last=last, **{**empty, **parts}
    )


def _steps(page: str, number: int, of: int, lang: str) -> list[Link]:
    """To the one before, to all of them, and to the next."""
    before = [Link(_at(page, number - 1, lang), text("explore_why.before", lang))] if number > 1 else []
    after = [Link(_at(page, number + 1, lang), text("explore_why.next", lang))] if number < of else []
    return [*before, Link(f"{page}?lang={lang}", text("explore_why.all", lang)), *after]


def _within(number: int, most: int) -> None:
    if not 1 <= number <= most:
        raise ScenarioError([Problem((), say("explore.no_page"))])


def _at(page: str, number: int, lang: str) -> str:
    return f"{page}/{number}?lang={lang}"


def _experiment(claim: str, world: str, lang: str) -> str:
    return f"/experiment?claim={claim}&world={world}&lang={lang}"


def _title(scenarios: Scenarios, name: str, lang: str) -> str:
    return translated(scenarios[name], lang).title
