"""The report on the claims: complete in both languages, computed from the findings, well-formed, the same bytes twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import numpy as np
import pytest
from rich.console import Console

import simulation
from simulation import cli
from simulation.catalogue import languages, text, words
from simulation.commands import claims
from simulation.experiments.claims import probes, running
from simulation.experiments.claims import verdict as rules
from simulation.experiments.claims.article import CLAIMS
from simulation.experiments.claims.bilateral import CONDUCTS, MEASURED, SIDES, STATES, Cell
from simulation.experiments.claims.claim import Claim
from simulation.experiments.claims.conclusion import CLAIM
from simulation.experiments.claims.effect import LARGEST, Effect, Share
from simulation.experiments.claims.frontier import GOALS, MOTIVES, Frontier
from simulation.experiments.claims.measures import MEASURES, WINDOWS
from simulation.experiments.claims.placebos import Placebos
from simulation.experiments.claims.result import Judged, Own, Result
from simulation.experiments.claims.running import Report
from simulation.experiments.claims.verdict import Finding
from simulation.experiments.claims.weighing import WEIGHINGS, Weighing
from simulation.experiments.claims.worlds import CHARACTERS, FAMILIES, PAYOFFS, World
from simulation.findings.claims import claims_json
from simulation.findings.sentences import SENTENCES
from simulation.findings.tables.claims import claims_tables
from simulation.pages.blocks import Block, Paragraph, flat, flat_rows
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.pages.terminal import terminal
from simulation.plots import claim_figure, frontier_figure, png
from simulation.reports.claims_frontier import FRONTIER
from simulation.reports.claims_page import claim_blocks, claims_in_short, claims_page, picture_name
from simulation.reports.claims_probes import SECTIONS
from simulation.reports.claims_story import STORY, figure_words, story_grid
from simulation.words import claim as claim_words
from simulation.words import claims as claims_words
from simulation.words import effects

EFFECT = Effect(-1.25, -1.5, -1.0, -0.75, 30)
ALL = (*CLAIMS, CLAIM)
PNG = b"\x89PNG"


def own(claim: Claim, effect: Effect = EFFECT) -> Own:
    """An experiment in which every aim has this effect, in every window."""
    judged = tuple(Judged(aim, effect, dict.fromkeys(aim.windows, effect)) for aim in claim.aims)
    return Own(judged, dict.fromkeys(claim.beside, effect))


def findings(*marks: int) -> list[Finding]:
    """Findings that say `marks`, one in each of some payoff worlds of two families."""
    worlds = [World(family, payoffs) for family in FAMILIES[:2] for payoffs in PAYOFFS[:2]]
    return [Finding(world, EFFECT, mark) for world, mark in zip(worlds, marks, strict=True)]


def made() -> Report:
    """A small report, written by hand: every verdict occurs, and Z1 with its search."""
    results = []
    for k, one in enumerate(ALL):
        word = claims_words.VERDICTS[k % len(claims_words.VERDICTS)]
        condition = {
            "supported only when": "payoffs: Prisoner's Dilemma",
            "depends on what is called best": "case: equal, peace",
        }.get(word, "")
        cases = dict.fromkeys(WEIGHINGS if one is CLAIM else one.cases, own(one))
        built = own(one) if one.used_in_building else None
        deaf = (World("hold"),) if one.felt else ()
        results.append(
            Result(one, cases, word, condition, Share(0.1, 0.05, 0.15), findings(1, 0, -1, 1), built, deaf)
        )
    frontier = Frontier(
        np.full((2, len(MOTIVES)), 0.25),
        np.ones((2, len(GOALS))),
        1,
        MOTIVES[0],
        np.zeros(len(GOALS)),
        np.zeros((len(MOTIVES), len(GOALS))),
        [8.0, 8.0],
        np.zeros(len(GOALS)),
        np.ones(len(GOALS)),
    )
    asked = [*probes.gestures(CLAIMS), *probes.channels(), *probes.criticisms()]
    rows = [probes.Row(probe, EFFECT) for probe in asked]
    weighed = [Weighing(name, np.full(len(MOTIVES), 0.25), MOTIVES[0], EFFECT) for name in WEIGHINGS]
    cells = [
        Cell(sides, states, conduct, measure, window, EFFECT._replace(ratio=MEASURES[measure].rare))
        for sides in SIDES
        for states in STATES
        for conduct in CONDUCTS
        for measure in MEASURED
        for window in WINDOWS
    ]
    false = Placebos(0.055, 0.035, 0.0, 0.0, 0.0, 200)
    return Report(results, cells, rows, false, 30, 5, 7, frontier, weighed)


@pytest.fixture(scope="module")
def report() -> Report:
    return made()


def page(report: Report, lang: str = "en", pictures: bool = True) -> list[Block]:
    names = [*(result.claim.id for result in report.results), FRONTIER, STORY]
    drawn = dict.fromkeys(names, PNG) if pictures else {}
    return claims_page(report, drawn, "detente claims --seed 7", lang)


def printed(report: Report, lang: str, width: int = 200) -> str:
    console = Console(width=width, record=True, file=StringIO())
    console.print(terminal(claims_in_short(report, lang)))
    return console.export_text()


def result_like(report: Report, claim: str, **changes: Any) -> Result:
    return next(r for r in report.results if r.claim.id == claim)._replace(**changes)


# --- words --------------------------------------------------------------------------------------------------


def test_the_english_words_are_those_of_the_experiment() -> None:
    for part in ("mechanism", "switch"):
        said = {claim.id: text(f"claim_{part}.{claim.id.lower()}") for claim in ALL}
        assert said == {claim.id: getattr(claim, part) for claim in ALL}


def test_everything_that_a_report_can_name_has_its_words() -> None:
    wanted = {f"{section}.{name}" for section in ("claim_measure", "claim_unit") for name in MEASURES}
    wanted |= {f"payoffs.{effects.key(name)}" for name in PAYOFFS}
    wanted |= {f"character.{effects.key(name)}" for name in CHARACTERS}
    wanted |= {f"world.{field}" for field in World._fields}
    wanted |= {f"window.{effects.key(window)}" for window in WINDOWS}
    wanted |= {f"case.{name}" for one in CLAIMS if one.other for name in one.cases}
    wanted |= {f"motive.{name}" for name in MOTIVES} | {f"issue.{name}" for name in probes.CHANNELS}
    for section in ("verdict", "claim_title"):
        wanted |= {f"{section}.{effects.key(word)}" for word in get_args(rules.Verdict)}
    assert wanted <= set(words())
    assert set(claims_words.VERDICTS) == set(get_args(rules.Verdict))


def test_the_verdict_names_its_condition(report: Report) -> None:
    one = result_like(report, "A1", verdict="supported only when", condition="family: pavlov, two_level")
    assert claim_words.verdict_words(one).endswith("doctrine is one of: Pavlov, Two levels")
    one = one._replace(condition="")
    assert "no single condition" in claim_words.verdict_words(one)
    one = one._replace(condition="payoffs: Chicken, as calibrated")
    assert claim_words.verdict_words(one, "id").endswith("Adu Nyali, sesuai kalibrasi")


@pytest.mark.parametrize("verdict", claims_words.VERDICTS)
def test_the_title_says_the_verdict_and_the_worlds(report: Report, verdict: rules.Verdict) -> None:
    one = result_like(report, "G2", verdict=verdict)
    titles = {claim_words.claim_title(one._replace(verdict=word)) for word in claims_words.VERDICTS}
    assert len(titles) == len(claims_words.VERDICTS)
    assert claim_words.claim_title(one).startswith("G2")
    assert "2 of 4 worlds" in claim_words.claim_title(one)


def test_where_a_claim_fails_is_counted(report: Report) -> None:
    said = claim_words.where_it_fails(result_like(report, "A1"))
    assert "in 2 of 4 worlds; in 1 of these" in said
    assert "in some: Deliberate coalition 1 of 2, Graduated reciprocity 1 of 2" in said
    apart = claim_words.where_it_fails(result_like(report, "A1", findings=findings(0, 0, 1, 1)))
    assert "by doctrine, in no world: Deliberate coalition; in all: Graduated reciprocity" in apart
    nowhere = claim_words.where_it_fails(result_like(report, "A1", findings=findings(0, 0, -1, -1)))
    assert nowhere == ("Not borne out in 4 of 4 worlds; in 2 of these the effect points the other way.")
    everywhere = result_like(report, "A1", findings=findings(1, 1, 1, 1))
    assert claim_words.where_it_fails(everywhere) == "None found among those tried (4 worlds)."


def test_the_part_by_definition_is_told_of_an_effect_only(report: Report) -> None:
    borne = claim_words.came_out(result_like(report, "A2"))
    assert "10% of the effect remains (95% interval 5% to 15%)" in borne
    against = claim_words.came_out(result_like(report, "A1"))
    assert "remains" not in against
    assert "this is against the claim" in against


def test_what_is_used_in_building_and_what_is_not_applicable_is_said(report: Report) -> None:
    for result in report.results:
        said = claim_words.came_out(result)
        assert ("Used in building" in said) == result.claim.used_in_building
        assert ("Not applicable in 1 further worlds" in said) == bool(result.claim.felt)
        assert ("years 3\N{EN DASH}5 after" in said) == any(aim.windows for aim in result.claim.aims)
        assert ("reserved starting grounds" in said) == result.claim.used_in_building


def test_a_ratio_is_told_as_one() -> None:
    rare = Effect(0.81, 0.7, 0.93, float("nan"), 500, True)
    assert effects.effect_words(rare, "severe_crises") == "0.81 times as many (95% interval 0.70 to 0.93)"
    shown = [flat(effects.effect_cell(effect)) for effect in (rare, EFFECT)]
    assert shown == [
        "*0.81 (*0.70…*0.93)".replace("*", "\N{MULTIPLICATION SIGN}"),
        "-1.2 (-1.5…-1.0)".replace("-", "\N{MINUS SIGN}"),
    ]


def test_worlds_of_three_states_are_a_group_of_their_own() -> None:
    assert claim_words.group_words(World(states=3)) == "Deliberate coalition, 3 states"
    assert claim_words.group_words(World()) == "Deliberate coalition"


@pytest.mark.parametrize(
    ("effect", "shown"),
    [
        (EFFECT, "\N{MINUS SIGN}1.2 points of 100 (95% interval \N{MINUS SIGN}1.5 to \N{MINUS SIGN}1.0"),
        (Effect(0.0123, 0.01, 0.015, 2.0, 9), "+0.012 points of 100 (95% interval +0.010 to +0.015; +2.00 SD)"),
        (Effect(1.0, 0.5, 2.0, LARGEST, 9), "99 SD or more"),
        (Effect(np.nan, np.nan, np.nan, 0.0, 1), "\N{EN DASH} points of 100"),
    ],
)  # fmt: skip
def test_an_effect_has_its_unit_interval_and_size(effect: Effect, shown: str) -> None:
    assert shown in effects.effect_words(effect, "tension")


def test_thresholds_are_those_that_the_code_applies(monkeypatch: pytest.MonkeyPatch) -> None:
    assert any("0.20 standard deviations" in line for line in claims_words.threshold_words())
    monkeypatch.setattr(rules, "LEAST", 0.35)
    monkeypatch.setattr(rules, "MOST_WORLDS", 0.91)
    lines = " ".join(claims_words.threshold_words())
    assert "0.35 standard deviations" in lines
    assert "91%" in lines


def test_the_false_positives_are_stated(report: Report) -> None:
    said = claims_words.placebo_words(report)
    assert "5.5% of 200" in said
    assert "3.5%" in said
    assert "changed no measure" in said
    broken = report._replace(placebos=report.placebos._replace(inert_change=0.5))
    assert "defect" in claims_words.placebo_words(broken)


# --- terminal and page --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_the_table_holds_every_claim_its_verdict_and_its_worlds(report: Report, lang: str) -> None:
    shown = printed(report, lang)
    for result in report.results:
        assert re.search(rf"^{result.claim.id} ", shown, re.MULTILINE)
    for word in claims_words.VERDICTS:
        assert text(f"verdict.{effects.key(word)}", lang) in shown
    assert shown.count(text("claims.k_of_n", lang, k=2, n=4)) == len(report.results)


def test_the_table_fits_a_narrow_terminal(report: Report) -> None:
    assert max(len(line) for line in printed(report, "id", 80).splitlines()) <= 80


class Outline(HTMLParser):
    """What a screen reader would hear: language, headings, images, links, and whether tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.images: list[dict[str, str | None]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.lang = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.open.append(tag)
        self.lang = known.get("lang") or self.lang
        self.ids += [str(known["id"])] if "id" in known else []
        self.links += [str(known["href"])] if "href" in known else []
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", languages())
def test_the_page_is_well_formed_and_can_be_heard(report: Report, lang: str) -> None:
    written = html(page(report, lang), text("claims.title", lang), lang)
    ElementTree.fromstring(written.removeprefix("<!DOCTYPE html>\n"))
    outline = Outline()
    outline.feed(written)
    assert outline.open == []
    assert outline.lang == lang
    assert outline.headings.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(outline.images) == len(report.results) + 2
    assert all(len(image["alt"] or "") > 40 for image in outline.images)
    assert all(str(image["src"]).startswith("data:image/png;base64,") for image in outline.images)
    assert outline.ids == [result.claim.id for result in report.results]
    assert {link.removeprefix("#") for link in outline.links} == set(outline.ids)
    assert "http" not in re.sub(r"<!DOCTYPE.*?>", "", written)  # self-contained


@pytest.mark.parametrize("lang", languages())
def test_the_page_says_all_that_it_must(report: Report, lang: str) -> None:
    written = html(page(report, lang), "", lang)
    for result in report.results:
        said = [block for block in claim_blocks(result, report, {}, lang) if isinstance(block, Paragraph)]
        assert len(said) == 4
        for paragraph in said:
            assert f"<strong>{paragraph.lead}</strong> {escape(paragraph.words)}" in written
    for name in ("placebo_title", "rules", "not_shown", "frontier"):
        assert text(f"claims.{name}", lang) in written
    assert "detente claims --seed 7" in written


def test_the_markdown_points_at_the_figures(report: Report) -> None:
    written = markdown(page(report))
    for result in report.results:
        assert f"]({picture_name(result)})" in written
        assert f"### {result.claim.id}" in written
    assert "![" not in markdown(page(report, pictures=False))


def test_words_are_no_mark_up() -> None:
    blocks = [Paragraph("a < b & *c* | d_e")]
    assert html(blocks, "", "en").count("a &lt; b &amp; *c* | d_e") == 1
    assert markdown(blocks) == "a \\< b & \\*c\\* \\| d\\_e\n"


def test_a_report_of_fewer_claims_without_the_search_is_a_report(report: Report) -> None:
    few = report._replace(results=report.results[:2], frontier=None, weighings=None)
    written = markdown(page(few))
    assert written.count("\n### ") == 2 + len(SECTIONS)
    assert text("claims.frontier") not in written


# --- the first page -----------------------------------------------------------------------------------------


def test_the_story_has_six_sentences_which_make_all_claims(report: Report) -> None:
    claims = [claim for sentence in SENTENCES for claim in sentence.claims]
    assert sorted(claims) == sorted(claim.id for claim in ALL)
    assert len(SENTENCES) == 6
    assert all(sentence.told_by in sentence.claims for sentence in SENTENCES)


@pytest.mark.parametrize("lang", languages())
def test_each_sentence_has_its_verdicts_and_one_number(report: Report, lang: str) -> None:
    for sentence, (_, verdicts, shown) in zip(SENTENCES, flat_rows(story_grid(report, lang)), strict=True):
        told = [result for result in report.results if result.claim.id in sentence.claims]
        assert verdicts.count(";") == len(told) - 1
        for result in told:
            assert text(f"verdict_short.{effects.key(result.verdict)}", lang, id=result.claim.id) in verdicts
        assert shown.startswith(f"{sentence.told_by}: ")


def test_the_causal_figure_is_told_in_words() -> None:
    for lang in languages():
        assert figure_words(lang).count(";") >= 16


# --- figures ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_the_figure_shows_the_finding_each_world_and_the_interval(report: Report, lang: str) -> None:
    result = report.results[0]
    figure = claim_figure(result, report, lang)
    effect, worlds = figure.axes
    assert claim_words.claim_title(result, lang) in [words.get_text() for words in figure.texts]
    assert len(worlds.patches) == len(result.findings)
    assert (
        sorted(words.get_text() for words in worlds.texts)[-5:-1] == ["", "+", "+", "security-seeking"]
        or lang
    )
    whisker = effect.lines[1].get_xdata()
    assert [float(x) for x in np.asarray(whisker)] == [EFFECT.low, EFFECT.high]
    assert effect.get_xlabel() == text(f"claim_unit.{result.claim.measure}", lang)


def test_the_figure_tells_by_sign_as_well_as_by_colour(report: Report) -> None:
    worlds = claim_figure(report.results[0], report).axes[1]
    signs = [words.get_text() for words in worlds.texts if len(words.get_text()) <= 1]
    assert signs == ["+", "", "\N{MINUS SIGN}", "+"]


def test_a_figure_is_the_same_bytes_twice_and_needs_no_world(report: Report) -> None:
    bare = report.results[0]._replace(findings=[])
    assert png(claim_figure(bare, report)) == png(claim_figure(bare, report))


@pytest.mark.parametrize("lang", languages())
def test_the_frontier_shows_its_policies_the_best_and_the_single_aim(report: Report, lang: str) -> None:
    assert report.frontier is not None
    figure = frontier_figure(report.frontier, report.seed, lang)
    (axis,) = figure.axes
    counts = [len(np.asarray(points.get_offsets())) for points in axis.collections]
    assert counts == [2, 1, 1]
    assert text("claim_measure.tension", lang) in axis.get_xlabel()
    box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
    assert (box.x0 >= 0, box.y0 >= 0, box.x1 <= width, box.y1 <= height) == (True,) * 4


@pytest.mark.long
def test_nothing_runs_off_the_figure(report: Report) -> None:
    worlds = [
        World(family, payoffs, character)
        for family in FAMILIES
        for payoffs in PAYOFFS
        for character in CHARACTERS
    ]
    full = [Finding(world, EFFECT, 1) for world in worlds]
    for result in report.results:
        for lang in languages():
            figure = claim_figure(result._replace(findings=full), report, lang)
            box = figure.get_tightbbox()
            width, height = figure.get_size_inches()
            assert box.x0 >= 0
            assert box.y0 >= 0
            assert box.x1 <= width
            assert box.y1 <= height


# --- the command --------------------------------------------------------------------------------------------


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The hand-made report in place of the experiments; what was asked for is kept."""
    asked: list[tuple[Any, ...]] = []

    def examined(runs: int, seed: int, progress: Callable[[int, int], None], *, conclusion: bool) -> Report:
        asked.append((runs, seed, conclusion))
        progress(1, 2)
        return made()

    monkeypatch.setattr(claims, "run_claims", examined)
    return asked


def test_the_command_writes_the_same_bytes_twice(
    given: list[tuple[Any, ...]], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(claims, "png", lambda _: PNG)
    for name in ("a", "b"):
        asked = ["claims", "--runs", "30", "--seed", "7", "--lang", "id", "--out", str(tmp_path / name)]
        assert cli.main(asked) == 0
    assert given == [(30, 7, True)] * 2
    files = {path.name for path in (tmp_path / "a").glob("[!.]*")}
    assert files == {
        "claims.json",
        "claims.md",
        "claims.html",
        "claim_Z1_frontier.png",
        "claim_story.png",
        *(f"claim_{c.id}.png" for c in ALL),
    }
    assert (tmp_path / "a" / "claims.json").read_bytes() == (tmp_path / "b" / "claims.json").read_bytes()
    found = json.loads((tmp_path / "a" / "claims.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in found["claims"]] == [claim.id for claim in ALL]
    assert {"verdict", "effect", "low", "high", "unit", "runs", "worlds"} <= set(found["claims"][0])
    assert found == json.loads(json.dumps(claims_json(made())))
    assert '<html lang="id">' in (tmp_path / "a" / "claims.html").read_text(encoding="utf-8")
    shown = capsys.readouterr().out
    assert "claims.html" in shown


def test_the_command_prints_json_and_nothing_else(
    given: list[tuple[Any, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["claims", "--json", "--no-conclusion"]) == 0
    assert given == [(500, 0, False)]
    assert len(json.loads(capsys.readouterr().out)["claims"]) == len(ALL)


@pytest.mark.parametrize("runs", ["0", "1"])
def test_too_few_runs_are_refused_in_one_line(runs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["claims", "--runs", runs]) == 2
    said = capsys.readouterr().err
    assert f"--runs is {runs}" in said
    assert said.count("\n") == 1


def test_the_experiments_are_a_public_name() -> None:
    assert "run_claims" in simulation.__all__
    assert sorted(simulation.__all__) == simulation.__all__


@pytest.mark.long
def test_the_whole_way_from_experiments_to_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def few(runs: int, seed: int, progress: Callable[[int, int], None], *, conclusion: bool) -> Report:
        return simulation.run_claims(runs, seed, progress, 3, conclusion)

    monkeypatch.setattr(claims, "run_claims", few)
    monkeypatch.setattr(running, "worlds", lambda families: [World(states=3)])  # all of them take minutes
    monkeypatch.setattr(claims, "png", lambda _: PNG)  # the figures have tests of their own
    assert cli.main(["claims", "--runs", "20", "--no-conclusion", "--out", str(tmp_path)]) == 0
    found = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in found["claims"]] == [claim.id for claim in CLAIMS]
    assert found["claims"][0]["runs"] == 20
    assert (tmp_path / "claim_A1.png").read_bytes().startswith(PNG)


def test_the_tables_hold_every_claim_aim_world_and_policy(report: Report) -> None:
    found = claims_json(report)
    tables = claims_tables(found)
    assert report.frontier is not None
    assert list(tables["claims"]["effect"]) == [claim["effect"] for claim in found["claims"]]
    own = [own for claim in found["claims"] for own in [*claim["cases"].values(), claim["building"]] if own]
    aims = [aim for one in own for aim in one["aims"]]
    whole, part = (tables["aims"][tables["aims"]["window"].eq("") == flag] for flag in (True, False))
    assert list(whole["low"]) == [aim["low"] for aim in aims]
    assert list(part["high"]) == [e["high"] for aim in aims for e in aim["windows"].values()]
    assert list(tables["worlds"]["effect"]) == [w["effect"] for c in found["claims"] for w in c["worlds"]]
    policies = tables["frontier"][[*MOTIVES, *GOALS]].to_numpy()
    kept = np.hstack([report.frontier.motives, report.frontier.goals])
    np.testing.assert_allclose(policies, kept, atol=1e-6)
    for name in ("bilateral", "probes", "weighings"):
        assert list(tables[name]["effect"]) == [entry["effect"] for entry in found[name]]
        assert len(found[name]) > 0
    assert dict(tables["about"].to_numpy())["seed"] == report.seed
