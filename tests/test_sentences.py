"""The six sentences: the kept verdicts are those of the report, and an experiment run now is the report's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs import verdicts as maker
from simulation.catalogue import languages, text
from simulation.errors import ScenarioError
from simulation.experiments.claims.alone import BY_ID, experiment
from simulation.experiments.claims.comparing import compared, differences, judged
from simulation.experiments.claims.laboratory import Laboratory
from simulation.experiments.claims.reported import failing, reported
from simulation.experiments.claims.worlds import PAYOFFS, World
from simulation.findings.plain import six_digits
from simulation.findings.sentences import SENTENCES, experiment_found, sentence_found, sentences_found
from simulation.findings.verdicts import most_clearly_not, verdicts
from simulation.pages.markdown import markdown
from simulation.reports.sentences import _effect, experiment_blocks, sentence_blocks, sentences_blocks
from simulation.words.claim import verdict_and_condition
from simulation.words.effects import effect_words

DOCS = Path(__file__).parents[1] / "docs"
CLAIMS = [claim for sentence in sentences_found() for claim in sentence["claims"]]


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_what_is_kept_agrees_with_the_report(subtests: pytest.Subtests) -> None:
    page = (DOCS / "claims" / "claims.md").read_text(encoding="utf-8")
    rows = {
        line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.count(" | ") == 4
    }
    for claim in CLAIMS:
        with subtests.test(claim=claim["id"]):
            row = rows[claim["id"]]
            counts = claim["worlds"], claim["not_applicable"]
            assert verdict_and_condition(claim["verdict"], claim["condition"], counts) in row
            assert effect_words(_effect(claim), claim["measure"]) in row
            assert text("claims.k_of_n", k=claim["borne_out"], n=claim["worlds"]) in row
    kept = reported()
    assert f"--runs {kept['runs']} --seed {kept['seed']} " in page
    assert {claim["id"] for claim in CLAIMS} == set(kept["claims"]) == set(BY_ID)


def test_the_file_is_as_its_maker_writes_it() -> None:
    file = Path(maker.KEPT)
    assert file.read_text(encoding="utf-8") == maker.written(reported())
    assert file.stat().st_size < 12_000


def test_a_failing_world_made_again_is_as_kept() -> None:
    kept = reported()
    claim, found = BY_ID["W1"], kept["claims"]["W1"]["fails"]
    assert found is not None
    world = World(**found["world"])
    again = compared(
        Laboratory(kept["world_runs"], found["seed"]),
        [world],
        differences(claim, claim.control),
        PAYOFFS,
        False,
    )
    own = judged(claim, again[world.payoffs])
    assert own.says == found["says"] == -1
    numbers = [own.effect.effect, own.effect.low, own.effect.high, own.effect.sd]
    assert [six_digits(one) for one in numbers] == [found[name] for name in ("effect", "low", "high", "sd")]


def world(says: int, effect: float | None, half: float = 1.0, **more: object) -> dict[str, object]:
    low, high = (None, None) if effect is None else (effect - half, effect + half)
    return {"says": says, "effect": effect, "low": low, "high": high, **more}


@pytest.mark.parametrize(
    ("worlds", "sign", "place"),
    [
        ([world(1, 2.0), world(1, 3.0)], 1, None),
        ([world(1, 2.0), world(0, 0.5), world(-1, -2.0)], 1, 2),
        ([world(0, -9.0), world(-1, -2.0)], 1, 1),  # against comes before neither
        ([world(-1, -2.0, 1.0), world(-1, -1.5, 0.1)], 1, 1),  # clearer, though smaller
        ([world(-1, 2.0), world(-1, 3.0)], -1, 1),  # the claim says that it falls
        ([world(0, 0.0, 0.0), world(0, 0.5)], 1, 0),  # nothing moves at all
        ([world(0, None), world(0, 0.5)], 1, 1),
        (
            [world(-1, 2.0, 0.5, ratio=True), world(-1, 4.0, 1.0, ratio=True)],
            -1,
            1,
        ),  # ratios by their logarithms
    ],
)
def test_the_world_that_fails_most_clearly(
    worlds: list[dict[str, object]], sign: int, place: int | None
) -> None:
    found = most_clearly_not(worlds, sign)
    assert found is (None if place is None else worlds[place])


def test_what_is_kept_is_made_of_the_report_alone() -> None:
    own = World()._asdict()
    claim = {
        **world(1, 2.0), "sd": 0.5, "runs": 9, "id": "A2", "verdict": "supported", "condition": "",
        "measure": "tension_both", "sign": -1, "used_in_building": True,
        "building": {"says": 1, "aims": [{**world(1, -3.0), "sd": 1.0, "runs": 9}]}, "borne_out": 0, "not_applicable": 3,
        "worlds": [{**own, **world(-1, 2.0), "sd": 1.0, "runs": 4}],
    }  # fmt: skip
    frontier = {"worst": [0.0], "best_reached": [1.0]}
    weighings = [{"weighing": "gain", "mixture": [0.5], "single": "want_gain", "effect": 1.0}]
    report = {
        "runs": 9,
        "world_runs": 4,
        "seed": 7,
        "claims": [claim],
        "frontier": frontier,
        "weighings": weighings,
    }
    kept = verdicts(report, "1.2", "2026-11-30")
    assert json.loads(maker.written(kept)) == kept
    a2 = kept["claims"]["A2"]
    assert (a2["seed"], a2["worlds"], a2["reserved"]) == (10_007, 1, True)
    assert a2["fails"] is not None
    assert a2["own"] is not None
    assert (a2["own"]["effect"], a2["own"]["says"]) == (-3.0, 1)
    assert (a2["fails"]["world"], a2["fails"]["seed"]) == (own, 7)
    assert kept["search"]["weighings"] == {"gain": {"mixture": [0.5], "single": "want_gain"}}


# --- an experiment ---------------------------------------------------------------------------------------------------


def test_an_experiment_bears_its_claim_out_here_and_not_there_and_says_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    here = experiment("G2", runs=60, progress=lambda done, total: told.append((done, total)))
    assert here.says == 1
    assert told == [(0, 2), (1, 2), (2, 2)]
    there = experiment("G2", failing("G2"), runs=60)
    assert there.says == -1
    assert there.world == failing("G2")


def test_one_case_is_asked_where_the_world_names_one_and_all_where_it_does_not() -> None:
    fails = failing("K4")
    assert fails is not None
    assert list(experiment("K4", fails, runs=8).cases) == ["confrontation"]
    assert list(experiment("K4", runs=8).cases) == ["holding", "confrontation"]
    assert list(experiment("Z1", World(case="gain"), runs=8).cases) == ["gain"]


def test_the_conclusion_made_again_is_as_in_the_report() -> None:
    kept = reported()
    found = experiment("Z1", World(case="equal"), kept["runs"], kept["claims"]["Z1"]["seed"])
    effect, z1 = found.cases["equal"].effect, kept["claims"]["Z1"]
    # mixtures are kept to six digits, which another rounding could carry into an act
    assert [effect.effect, effect.low, effect.high] == pytest.approx(
        [z1["effect"], z1["low"], z1["high"]], rel=1e-3, abs=1e-5
    )


def test_who_looks_on_may_stop_it() -> None:
    def stop(done: int, total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        experiment("A1", runs=4, progress=stop)


def test_what_cannot_be_tried_is_refused() -> None:
    with pytest.raises(KeyError):
        experiment("A9")
    with pytest.raises(ScenarioError):
        experiment("A1", runs=1)
    for number in (0, len(SENTENCES) + 1):
        with pytest.raises(IndexError):
            sentence_found(number)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_pages_say_sentences_claims_verdicts_and_failing_worlds(lang: str) -> None:
    short = markdown(sentences_blocks(lang))
    for found in sentences_found():
        assert json.loads(json.dumps(found)) == found
        sentence = text(f"article_sentence.{found['name']}", lang)
        page = markdown(sentence_blocks(found, lang))
        assert sentence in short
        assert sentence in page
        for claim in found["claims"]:
            assert text(f"claim.{claim['id'].lower()}", lang) in page
            assert effect_words(_effect(claim), claim["measure"], lang) in page
            if claim["fails"] is not None:
                assert effect_words(_effect(claim["fails"]), claim["measure"], lang) in page


@pytest.mark.parametrize("lang", languages())
def test_a_page_shows_what_an_experiment_found(lang: str) -> None:
    found = experiment_found(experiment("W1", runs=8, seed=5))
    assert json.loads(json.dumps(found)) == found
    page = markdown(experiment_blocks(found, lang))
    assert text("sentence.footing", lang, runs=8, seed=5) in page
    assert text("claim_switch.w1", lang) in page
