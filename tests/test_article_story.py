"""The article's story held against the model's couplings: every sign is looked up, and the diagram draws what was found."""

from __future__ import annotations

from itertools import pairwise
from math import prod

import numpy as np
import pytest
from matplotlib.bezier import BezierSegment
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from simulation import article_story
from simulation.article_story import (
    ARROWS,
    BOXES,
    FRAMES,
    NO_ARROW,
    Arrow,
    chains,
    members,
    sign,
    tally,
    verdict,
)
from simulation.catalogue import languages, text, words
from simulation.mechanisms import QUANTITIES, couplings
from simulation.plots import causal_article
from simulation.plots.causal_article import ROUTES, article_figure, look_of, way
from simulation.plots.files import content
from simulation.plots.style import YELLOW

BY_PLACE = {(arrow.cause, arrow.effect): arrow for arrow in ARROWS}

#: what a claim is about in the model: its arrow has to rest on these, whatever else pulls along or against
OWN: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {
    ("contest", "provocation"): (("influence", "provocation"), ("theatre", "provocation")),  # B1
    ("provocation", "tension"): (("provocation", "tension"),),  # B2
    ("provocation", "crises"): (("provocation", "crises"),),  # B2
    ("tense", "recognition"): (
        ("provocation", "payoff", "value_confrontation"),
        ("crises", "payoff", "value_confrontation"),
    ),  # B3
    ("recognition", "detente"): (("value_talking", "dialogue"), ("value_talking", "cooperation")),  # B3
    ("dialogue", "common_ground"): (("dialogue", "agreements"),),  # W1
    ("common_ground", "relations"): (("agreements", "trust"),),  # W1
    ("common_ground", "cooperation"): tuple(
        ("agreements", tie) for tie in ("trade", "culture", "science")
    ),  # G3
    ("cooperation", "relations"): (("cooperation", "trust"),),  # W2
    ("cooperation", "benefit"): (("trade", "mutual_benefit"), ("trade", "jobs")),  # W2 G3 G4
    ("detente", "tension"): (("dialogue", "tension"), ("cooperation", "tension")),  # A2 G1
    ("detente", "crises"): (("agreements", "crises"), ("trade", "crises")),  # G2
    ("detente", "softness"): (("dialogue", "trust", "softness"), ("cooperation", "hawks", "softness")),  # K1
    ("detente", "dependence"): (("trade", "dependence"),),  # K2
    ("detente", "silence"): (("trade", "criticism"), ("agreements", "criticism")),  # K3
    ("detente", "neglect"): (("dialogue", "attention"), ("cooperation", "attention")),  # K4
    ("neglect", "silence"): (("backlog", "conscience", "criticism"),),  # K3
}


# --- the signs -----------------------------------------------------------------------------------------------------


def test_the_sign_of_an_arrow_is_the_product_of_its_couplings(subtests: pytest.Subtests) -> None:
    for arrow in ARROWS:
        with subtests.test(arrow=f"{arrow.cause}-{arrow.effect}"):
            known, ends = couplings(), members(arrow.cause) | members(arrow.effect)
            found = chains(arrow)
            for chain, has in found.items():
                assert has == prod(known[step] for step in pairwise(chain)) * ends[chain[0]] * ends[chain[-1]]
            pulls = set(found.values())
            assert sign(arrow) == (pulls.pop() if len(pulls) == 1 else 0)


def test_an_arrow_rests_on_what_its_claim_is_about(subtests: pytest.Subtests) -> None:
    for place in OWN:
        with subtests.test(place="-".join(place)):
            missing = set(OWN[place]) - set(chains(BY_PLACE[place]))
            assert not missing, "the coupling is gone: read the article's sentence against the rules again"


def test_every_arrow_says_what_it_rests_on() -> None:
    assert set(OWN) == set(BY_PLACE)
    assert len(BY_PLACE) == len(ARROWS)


EASES, SILENCES = Arrow("detente", "tension", -1, ()), Arrow("detente", "silence", 1, ())


@pytest.mark.parametrize(
    ("arrow", "signs", "has", "is_"),
    [
        (EASES, {("dialogue", "tension"): -1}, -1, "as_said"),
        (EASES, {("dialogue", "tension"): 1}, 1, "opposite"),
        (EASES, {("dialogue", "tension"): -1, ("trade", "tension"): 1}, 0, "both_ways"),
        (EASES, {("dialogue", "tension"): 0}, 0, "both_ways"),
        (EASES, {}, None, "missing"),
        (EASES, {("tension", "dialogue"): -1}, None, "missing"),  # the other way round
        (EASES, {("dialogue", "m"): -1, ("m", "tension"): -1}, 1, "opposite"),
        (EASES, {("dialogue", "m"): 1, ("m", "n"): 1, ("n", "tension"): -1}, None, "missing"),  # too long
        (EASES, {("trade", "tension"): -1, ("trade", "m"): 1, ("m", "tension"): 1}, -1, "as_said"),  # direct
        (EASES, {("dialogue", "tension"): -1, ("m", "tension"): 1}, -1, "as_said"),  # what is no member
        (SILENCES, {("trade", "criticism"): -1}, 1, "as_said"),  # less criticism is more silence
    ],
)
def test_signs_are_looked_up(
    arrow: Arrow, signs: dict[tuple[str, str], int], has: int | None, is_: str
) -> None:
    assert sign(arrow, signs) == has
    assert verdict(arrow, signs) == is_


def test_every_claim_has_an_arrow_or_a_reason_why_not() -> None:
    claims = {key.removeprefix("claim.").upper() for key in words() if key.startswith("claim.")}
    drawn = {claim for arrow in ARROWS for claim in arrow.claims}
    assert drawn | set(NO_ARROW) == claims
    assert not drawn & set(NO_ARROW)
    assert all(NO_ARROW.values())


def test_boxes_are_made_of_quantities_of_the_model_each_in_one_box() -> None:
    inside = [name for box in BOXES.values() for name in box]
    assert len(set(inside)) == len(inside)
    assert set(inside) <= set(QUANTITIES)
    assert {orientation for box in BOXES.values() for orientation in box.values()} == {1, -1}
    assert {box for boxes in FRAMES.values() for box in boxes} <= set(BOXES)
    assert {arrow.said for arrow in ARROWS} <= {1, -1}
    with pytest.raises(KeyError):
        members("love")


# --- the diagram ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=languages())
def drawn(request: pytest.FixtureRequest) -> tuple[str, Figure]:
    figure = article_figure(request.param)
    figure.draw_without_rendering()
    return request.param, figure


def on_page(found: Text) -> Bbox:
    """Where a text stands, inches, with the patch behind it."""
    patch = found.get_bbox_patch()
    box = (patch or found).get_window_extent()
    assert found.axes is not None
    return box.transformed(found.axes.transData.inverted())


def rectangle(place: causal_article.Place) -> Bbox:
    return Bbox.from_bounds(place.x - place.width / 2, place.y - place.height / 2, place.width, place.height)


def named(figure: Figure, kind: str) -> dict[str, Text]:
    texts = {str(found.get_gid()): found for found in figure.axes[0].texts if found.get_gid()}
    return {gid.removeprefix(kind): found for gid, found in texts.items() if gid.startswith(kind)}


def test_every_box_and_arrow_of_the_story_has_its_place() -> None:
    assert set(causal_article.BOXES) == set(BOXES)
    assert set(causal_article.FRAMES) == {*FRAMES, "critics"} == set(causal_article.NAMES)
    assert set(ROUTES) == set(BY_PLACE)
    for frame, boxes in FRAMES.items():
        around = rectangle(causal_article.FRAMES[frame])
        assert all(
            around.count_contains(rectangle(causal_article.BOXES[box]).corners()) == 4 for box in boxes
        )


def test_an_arrow_is_drawn_with_its_sign_and_its_claims(drawn: tuple[str, Figure]) -> None:
    signs = named(drawn[1], "sign.")
    assert len(signs) == len(ARROWS)
    for arrow in ARROWS:
        label = signs[f"{arrow.cause}.{arrow.effect}"]
        assert label.get_text() == f"{look_of(arrow).mark} {' '.join(arrow.claims)}"
        patch = label.get_bbox_patch()
        assert patch is not None
        assert (to_hex(patch.get_facecolor()).upper() == YELLOW) == (verdict(arrow) != "as_said")


def test_words_lie_in_their_boxes_and_on_the_page(drawn: tuple[str, Figure]) -> None:
    _, figure = drawn
    for name, said in named(figure, "box.").items():
        place = rectangle(causal_article.BOXES[name])
        assert place.count_contains(on_page(said).corners()) == 4, f"'{said.get_text()}' is too long"
    page = Bbox.from_bounds(0, 0, *causal_article.PAGE)
    every = [found for found in figure.axes[0].texts if found.get_text()]
    assert all(page.count_contains(on_page(found).corners()) == 4 for found in every)
    boxes = [on_page(found) for found in every]
    assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[k + 1 :] if a.overlaps(b)]
    assert min(float(found.get_fontsize()) for found in every) >= 8


def test_no_arrow_runs_through_a_box_or_through_words(drawn: tuple[str, Figure]) -> None:
    _, figure = drawn
    texts = {str(found.get_gid()): on_page(found) for found in figure.axes[0].texts}
    for arrow in ARROWS:
        points = BezierSegment(way(arrow))(np.linspace(0.02, 0.98, 99))
        crossed = [
            name
            for name, place in causal_article.BOXES.items()
            if rectangle(place).padded(-0.01).count_contains(points)
        ]
        own = f"sign.{arrow.cause}.{arrow.effect}"
        if ROUTES[arrow.cause, arrow.effect].aside == (0.0, 0.0):  # its sign stands on it
            assert texts[own].count_contains(points)
        else:
            assert not texts[own].count_contains(points)
        crossed += [gid for gid, box in texts.items() if gid != own and box.count_contains(points)]
        assert crossed == [], own


def test_the_title_is_what_the_arrows_say(drawn: tuple[str, Figure]) -> None:
    assert sign(BY_PLACE["detente", "tension"]) == -1
    assert sign(BY_PLACE["cooperation", "benefit"]) == 1
    assert 1 in {sign(arrow) for arrow in ARROWS if arrow.claims[0].startswith("K")}
    lang, figure = drawn
    assert sum(tally().values()) == len(ARROWS)
    said = [shown.get_text() for shown in figure.axes[0].texts]
    assert text("causal_article.title", lang) in said
    assert text("causal_article.subtitle", lang, arrows=len(ARROWS), **tally()) in said
    key = {mark: text(f"causal_article.{name}", lang) for mark, name in causal_article.MEANINGS.items()}
    marks = {look_of(arrow).mark for arrow in ARROWS}
    assert {mark for mark, meaning in key.items() if meaning in said} == marks


def test_what_the_model_has_not_is_drawn_as_said_by_the_article_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = {pair: has for pair, has in couplings().items() if pair != ("trade", "dependence")}
    monkeypatch.setattr(article_story, "_couplings", lambda: without)
    said = [found.get_text() for found in article_figure().axes[0].texts]
    assert "? K2" in said
    assert text("causal_article.missing") in said
    assert any("1 missing" in words for words in said)


def test_the_same_figure_gives_the_same_bytes() -> None:
    first = content(article_figure("id"), ".png")
    assert content(article_figure("id"), ".png") == first
    assert len(first) < 150_000
