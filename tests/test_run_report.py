"""The report on one run: what it finds is what was put there, it can be checked by other means, and all can read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest
import xarray as xr

from simulation import cli, draws, step
from simulation.actions import ACTIONS
from simulation.catalogue import languages, percent, text, words
from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import missed_chances as chances_module
from simulation.experiments import story as story_module
from simulation.experiments.detente import detente_spells
from simulation.experiments.ensembles import Share
from simulation.experiments.input_changes import changes
from simulation.experiments.missed_chances import KEPT, Chance, missed_chances
from simulation.experiments.origin import Origin, origin
from simulation.experiments.retracing import BEFORE_THE_REPLY, Month, check_the_same, futures, retrace
from simulation.experiments.rival_explanations import THEORIES, _Fit, explanations, seen, weights_of
from simulation.experiments.story import Story, key_points, tell
from simulation.experiments.turning_points import MOST, scores, turning_points, window_of
from simulation.experiments.typical_run import FOLLOWED, typical_run
from simulation.findings.comparison import Comparison, Labels, compare_summary
from simulation.inputs import parameters_of
from simulation.pages import pdf as paper
from simulation.pages.blocks import Block, Grid, Heading, Items, Paragraph, Picture, flat, flat_rows
from simulation.pages.html import STYLE, html
from simulation.parameters import PARAMETER_TABLE
from simulation.plots.fonts import typeface
from simulation.plots.saving import png
from simulation.plots.sheet import WIDTH
from simulation.plots.story_change import change_sheet
from simulation.plots.story_course import course_sheet
from simulation.plots.story_ensemble import ensemble_sheet
from simulation.plots.story_explanations import explanations_sheet
from simulation.plots.story_replies import replies_sheet
from simulation.reports import story_brief as brief_module
from simulation.reports.story_grids import explanations_grid
from simulation.reports.story_page import PAGES, PRINT, page_title, story_page
from simulation.reports.story_questions import questions
from simulation.reports.story_told import PICTURES, Told
from simulation.scenario import Order, Scenario, load_scenario
from simulation.scenario.translated import translated
from simulation.stored import save
from simulation.words.comparison import opening
from simulation.words.story import course_words, month_at

RUNS, SEED, RUN = 12, 5, 3


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Fewer runs and futures than a report takes: what is tested does not hang on their number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(story_module, "ENSEMBLE", (6, 6, 1))
        patch.setattr(chances_module, "FUTURES", (40, 40, 80))
        yield


@pytest.fixture(scope="module")
def rivals(two: Scenario) -> Scenario:
    """Two rivals with the parameters that a user has."""
    return two.changed(parameters=dict.fromkeys(two.parameters))


@pytest.fixture(scope="module")
def violent(two: Scenario) -> Scenario:
    """The same with every parameter in the middle of its range, and grave crises: a world of many wars."""
    return two.changed(parameters={"severity_scale": 0.5, "severity_tail": 1.0})


@pytest.fixture(scope="module")
def result(rivals: Scenario) -> xr.Dataset:
    return simulate(rivals, runs=RUNS, seed=SEED)


@pytest.fixture(scope="module")
def months(rivals: Scenario) -> list[Month]:
    return list(retrace(rivals, SEED, (RUN, RUN + 1)))


@pytest.fixture(scope="module")
def story(rivals: Scenario, result: xr.Dataset) -> Story:
    return tell(rivals, result, RUN)


# --- going through the months again -----------------------------------------------------------------------------------


def test_a_run_comes_out_the_same_when_it_is_gone_through_again(
    rivals: Scenario, result: xr.Dataset, months: list[Month]
) -> None:
    lived = int((~result["war"].sel(run=RUN)).sum())
    assert lived > 10
    for name in ("initiative", "response", "tension", "mutual_benefit", "influence"):
        again = np.stack([getattr(month.record, name)[..., 0] for month in months])[:lived]
        np.testing.assert_array_equal(again, result[name].sel(run=RUN).to_numpy()[:lived])


def test_what_was_judged_is_what_was_drawn_from(rivals: Scenario, months: list[Month]) -> None:
    every = draws.draws(SEED, rivals.labels, list(rivals.pairs), rivals.months, RUN, RUN + 1)
    for month in months[:12]:
        judged = month.judged[step.INITIATIVE]
        weight = np.where(judged.view.available, np.exp(judged.wish - judged.wish.max(axis=0)), 0.0)
        running = np.cumsum(weight, axis=0) / weight.sum(axis=0)
        drawn = (running <= every.u_initiative[month.number]).sum(axis=0)
        np.testing.assert_array_equal(drawn, month.record.initiative)


def test_a_result_that_does_not_come_out_the_same_is_refused(
    rivals: Scenario, result: xr.Dataset, months: list[Month]
) -> None:
    check_the_same(rivals, result, RUN, months)
    other = result.copy(deep=True)
    other["response"][{"run": RUN, "month": 4, "pair": 0}] = 10 - int(other["response"][RUN, 4, 0])
    with pytest.raises(
        ScenarioError, match=r"run 3 of 'two' comes out differently from 1960-05 on.*run it again"
    ):
        check_the_same(rivals, other, RUN, months)


def test_futures_share_what_had_fallen_and_nothing_else(rivals: Scenario) -> None:
    chance, length = futures(rivals, SEED, RUN, 10, 8, 6)
    assert length == 8
    own = draws.draws(SEED, rivals.labels, list(rivals.pairs), rivals.months, RUN, RUN + 1)
    others = draws.draws(SEED, rivals.labels, list(rivals.pairs), rivals.months, 0, 7)
    for name, kind in zip(chance._fields, chance, strict=True):
        assert kind.shape[-1] == 7
        np.testing.assert_array_equal(kind[..., 0], getattr(own, name)[10:18, ..., 0])
        if name in BEFORE_THE_REPLY:
            assert (kind[0] == kind[0][..., :1]).all()
        else:  # runs 0, 1, 2, 4, 5, 6: the run told of is no other future of itself
            np.testing.assert_array_equal(kind[0, ..., 4], getattr(others, name)[10, ..., 4])
    assert futures(rivals, SEED, RUN, rivals.months - 2, 8, 6)[1] == 2


# --- which run, and where it turned -------------------------------------------------------------------------------


def planted(result: xr.Dataset, tension: np.ndarray, conduct: np.ndarray) -> xr.Dataset:
    """The result with other tension and cooperation, `[run, month]`, and without any event."""
    made = result.isel(run=slice(0, len(tension))).copy(deep=True)
    for name in ("war", "crisis", "near_miss", "signed", "broken", "recognition"):
        made[name] = xr.zeros_like(made[name])
    made["severity"] = xr.zeros_like(made["severity"])
    shape = made["tension"].transpose("run", "month", "pair").shape
    for name, values in (("tension", tension), ("cooperation", conduct)):
        made[name] = (("run", "month", "pair"), np.broadcast_to(values[..., None], shape).copy())
    made["mutual_benefit"] = xr.zeros_like(made["mutual_benefit"])
    return made


def test_the_typical_run_lies_nearest_to_the_median(result: xr.Dataset) -> None:
    offset = np.array([-9.0, 4.0, 0.5, 7.0, -3.0])[:, None] * np.ones(36)
    made = planted(result, 50 + offset, -offset)
    found = typical_run(made)
    assert found.run == 2
    assert 0 <= found.distance < found.usual


def test_which_run_is_told_of_is_said_by_what_it_is_nearest_and_how_many_had_detente(
    rivals: Scenario, result: xr.Dataset
) -> None:
    told = Story(rivals, result, RUN, typical_run(result), [], [], [], [], 6)
    share = float(detente_spells(result).any("month").mean())
    assert f"Of all {RUNS} runs {percent(share)} had it." in course_words(told)
    for lang in languages():
        for measure in FOLLOWED:
            name = {"mutual_benefit": {"en": "mutual benefit", "id": "saling menguntungkan"}[lang]}.get(
                measure, words(lang)[f"variable.{measure}"].lower().replace("felt ", "").split(" yang ")[0]
            )
            assert name in words(lang)["story_brief.run"]


def test_the_typical_run_ends_as_most_do(result: xr.Dataset) -> None:
    offset = np.array([-9.0, 4.0, 0.5, 7.0, -3.0])[:, None] * np.ones(36)
    made = planted(result, 50 + offset, -offset)
    made["war"][{"run": 2, "month": slice(30, None)}] = True
    assert typical_run(made).run in (1, 4)


@pytest.mark.parametrize(("side", "sign"), [("warmer", 1), ("colder", -1)])
def test_a_planted_turn_is_found_at_its_month(result: xr.Dataset, side: str, sign: int) -> None:
    month = 20
    wave = np.sin(np.arange(36))[None] * np.ones((6, 1))  # something else that moves, everywhere alike
    turned = np.zeros((6, 36))
    turned[0, month:] = 12.0 * sign
    made = planted(result, 50 + wave - turned, wave + turned)
    (point,) = turning_points(made, 0)
    assert (point.month, point.signs, point.side) == (month, ("shift",), sign)
    assert point.score * sign > 1
    assert point.tension[1] - point.tension[0] == pytest.approx(-12 * sign, abs=1.5)
    assert point.conduct[1] - point.conduct[0] == pytest.approx(12 * sign, abs=1.5)
    assert point.alike.share == pytest.approx(1 / 6)
    assert point.alike.n == 6
    assert turning_points(made, 1) == []


def test_scores_are_the_difference_of_moving_means(result: xr.Dataset) -> None:
    rng = np.linspace(0, 9, 36) ** 1.3
    tension = 50 + np.sin(rng)[None] * np.array([[1.0], [2.0]])
    conduct = np.cos(2 * rng)[None] * np.array([[3.0], [-1.0]])
    window = window_of(36)
    found = scores(planted(result, tension, conduct), (0, 1), window)
    change = {}
    for name, values in (("c", conduct), ("t", tension)):
        by_hand = np.full((2, 36), np.nan)
        for month in range(window, 36 - window + 1):
            after, before = values[:, month : month + window], values[:, month - window : month]
            by_hand[:, month] = after.mean(axis=1) - before.mean(axis=1)
        change[name] = by_hand / np.nanstd(by_hand)
    np.testing.assert_allclose(found, 0.5 * (change["c"] - change["t"]))


def test_events_turn_a_run_whatever_the_averages_do(result: xr.Dataset) -> None:
    made = planted(result, np.full((2, 36), 50.0), np.zeros((2, 36)))
    made["crisis"][{"run": 0, "month": [8, 16]}] = True
    made["severity"][{"run": 0, "month": 8}] = 0.2
    made["severity"][{"run": 0, "month": 16}] = 0.9
    made["near_miss"][{"run": 0, "month": 16}] = True
    made["signed"][{"run": 0, "month": 24, "issue": 1}] = True
    made["broken"][{"run": 0, "month": 30, "issue": 1}] = True
    found = [(point.month, point.signs, point.side) for point in turning_points(made, 0)]
    assert found == [(16, ("near_miss",), -1), (24, ("agreement:trade",), 1), (30, ("breach:trade",), -1)]
    assert {point.month for point in key_points(turning_points(made, 0))} == {16, 24, 30}


# --- other replies --------------------------------------------------------------------------------------------------


def ordered(scenario: Scenario, chance: Chance, act: str, months: int) -> Scenario:
    actor, target = scenario.pairs[chance.pair]
    date = scenario.month_text(chance.month)
    order = Order(date=date, title="x", state=actor, towards=target, act=act, stage="response", months=months)
    return scenario.changed(orders=(order,))


@pytest.mark.parametrize("kept", [1, KEPT])
def test_another_reply_does_what_an_order_does(
    rivals: Scenario, result: xr.Dataset, months: list[Month], kept: int
) -> None:
    """In the run's own future: the same as simulating the scenario anew with that one order."""
    found = missed_chances(rivals, SEED, RUN, months, [(10, (0, 1))], (kept,))
    assert len(found) == 2
    for chance in found:
        other = chance.others[-1]
        when = {"run": RUN, "month": slice(10, 10 + chance.horizon)}
        changed = simulate(ordered(rivals, chance, other.act, kept), runs=RUN + 1, seed=SEED)
        war = result["war"].isel(when).any() or changed["war"].isel(when).any()
        assert not war, "choose a seed without war: then the means are over the same months"
        gap = changed["tension"].isel(when).mean() - result["tension"].isel(when).mean()
        assert other.here == pytest.approx(float(gap), abs=1e-9)


def test_a_chance_knows_what_was_done_and_what_was_within_reach(
    rivals: Scenario, months: list[Month]
) -> None:
    once, kept = (missed_chances(rivals, SEED, RUN, months, [(10, (0, 1))], (n,)) for n in (1, KEPT))
    for single, stayed in zip(once, kept, strict=True):
        row = single.pair
        assert ACTIONS[int(months[10].record.response[row, 0])].name == single.done
        reach = months[10].judged[step.RESPONSE].view.available[:, row, 0]
        names = {action.name for action, free in zip(ACTIONS, reach, strict=True) if free}
        assert {other.act for other in single.others} == names - {single.done}
        assert {other.act for other in stayed.others} == names
        assert single.likely + sum(other.chance for other in single.others) == pytest.approx(1.0)
        for chance in (single, stayed):
            assert chance.best is None or chance.best in chance.others
            assert chance.horizon == min(24, rivals.months - 10)
            assert all(
                other.tension.low <= other.tension.mean <= other.tension.high for other in chance.others
            )


def test_threats_kept_up_raise_tension(rivals: Scenario, months: list[Month]) -> None:
    """Not by a rule on names: threatened rivals feel it, month after month."""
    for chance in missed_chances(rivals, SEED, RUN, months, [(10, (0, 1))], (KEPT,)):
        (threat,) = (other for other in chance.others if other.act == "threaten")
        (quiet,) = (other for other in chance.others if other.act == "hold")
        assert threat.tension.low > quiet.tension.high


def test_a_reply_without_a_future_or_by_order_is_not_examined(rivals: Scenario, months: list[Month]) -> None:
    assert missed_chances(rivals, SEED, RUN, months, [(rivals.months - 3, (0, 1))]) == []
    order = Order(date="1960-11", title="x", state="Alfa", act="hold", stage="response")
    bound = rivals.changed(orders=(order,))
    again = list(retrace(bound, SEED, (RUN, RUN + 1)))
    assert {c.pair for c in missed_chances(bound, SEED, RUN, again, [(10, (0, 1))], (1,))} == {1}


# --- explanations -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("doctrine", THEORIES)
def test_a_doctrine_that_is_shown_its_own_months_gives_its_own_weights(
    rivals: Scenario, doctrine: str
) -> None:
    """Notes and all: so another doctrine is judged by what it would really have made of the same months."""
    scenario = rivals.changed(doctrines={"Alfa": doctrine})
    folded = seen(scenario, list(retrace(scenario, SEED, (0, 4))))
    again = weights_of(DOCTRINES[doctrine], folded, parameters_of(scenario))
    np.testing.assert_allclose(again[:, 0][:, folded.free[0]], folded.wish[:, 0][:, folded.free[0]])


def test_the_account_that_made_the_acts_is_found(rivals: Scenario) -> None:
    """A state that plays a near relative of a theory: that theory must tell its acts best."""
    scenario = rivals.changed(doctrines={"Alfa": "generous_tit_for_tat"})
    ensemble = seen(scenario, list(retrace(scenario, SEED, (0, 16))))
    told = seen(scenario, list(retrace(scenario, SEED, (RUN, RUN + 1))))
    alfa, bravo = explanations(scenario, ensemble, told)
    assert alfa.explanations[0].name == "tit_for_tat"
    assert alfa.explanations[0].everywhere.low > 0.3
    assert {explanation.name for explanation in alfa.explanations} == set(THEORIES)
    assert not alfa.reasons  # one reason only
    assert {explanation.name for explanation in bravo.reasons} >= {"security", "prosperity", "experience"}


def test_own_weights_tell_all_and_noise_tells_nothing(rivals: Scenario) -> None:
    both = [seen(rivals, list(retrace(rivals, SEED, runs))) for runs in ((0, 24), (RUN, RUN + 1))]
    fit = _Fit(both, [0])
    own = fit.explanation("own", [one.wish for one in both])
    assert own.everywhere.mean == pytest.approx(1.0, abs=0.1)
    rng = np.random.default_rng(1)
    mixed = [rng.permuted(one.wish, axis=-1) for one in both]  # of any months, of any runs
    nothing = fit.explanation("noise", mixed)
    assert abs(nothing.everywhere.mean) < 0.15
    assert fit.known_bits > 0
    assert np.isnan(own.here)  # 72 acts are too few for a score of one run


def test_ordered_acts_and_months_after_a_war_are_not_judged(rivals: Scenario) -> None:
    order = Order(date="1960-01", title="x", state="Alfa", act="hold", stage="both", months=36)
    scenario = rivals.changed(orders=(order,))
    folded = seen(scenario, list(retrace(scenario, SEED, (0, 4))))
    assert not folded.free[0].any()
    assert folded.free[1].any()
    assert folded.act.shape == folded.free.shape == (2, 36 * 2 * 4)


# --- the page -------------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What a screen reader would be given."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def levels(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


def told(pictures: dict[str, bytes]) -> Told:
    return Told("two", "detente report x", pictures)


@pytest.fixture(scope="module")
def changed(rivals: Scenario, result: xr.Dataset) -> tuple[Origin, xr.Dataset, Comparison]:
    """The same as made from another: one state's doctrine, and a parameter."""
    ours = rivals.changed(name="ours", doctrines={"Bravo": "hawk"}, parameters={"trust_gain": 0.9})
    before = simulate(ours, runs=RUNS, seed=SEED)
    found = compare_summary((ours, rivals), Labels("ours", "two"), before, result)
    return Origin(ours, changes(ours, rivals)), before, found


def drawn(
    story: Story, lang: str, change: tuple[Origin, xr.Dataset, Comparison] | None = None
) -> dict[str, bytes]:
    figures = {
        **({"change": change_sheet(change[1], story.result, change[2], lang)} if change else {}),
        "ensemble": ensemble_sheet(story.result, None, lang),
        "course": course_sheet(story, lang),
        "replies": replies_sheet(story, lang),
        "explanations": explanations_sheet(story, lang),
    }
    assert all(figure.get_figwidth() == WIDTH for figure in figures.values())
    return {name: png(figure) for name, figure in figures.items()}


@pytest.fixture(scope="module")
def pages_made(
    rivals: Scenario, result: xr.Dataset, changed: tuple[Origin, xr.Dataset, Comparison]
) -> dict[str, tuple[list[Block], str]]:
    """The report in every language: its blocks, and its HTML."""
    made = {}
    for lang in languages():
        one = tell(rivals, result, RUN if lang == "id" else None, lang)
        all_told = told(drawn(one, lang, changed))._replace(origin=changed[0], compared=changed[2])
        blocks = story_page(one, all_told, lang)
        made[lang] = blocks, html(blocks, page_title(one, "two", lang), lang, PRINT)
    return made


@pytest.mark.parametrize("lang", languages())
def test_everyone_can_read_the_page(pages_made: dict[str, tuple[list[Block], str]], lang: str) -> None:
    reader = Reader(pages_made[lang][1])
    assert reader.of("html")[0]["lang"] == lang
    levels = reader.levels()
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(reader.of("main")) == 1
    images = reader.of("img")
    assert len(images) == len(PICTURES)
    for image in images:
        assert len(image["alt"] or "") > 80
        assert (image["src"] or "").startswith("data:image/png;base64,")
    heads = reader.of("th")
    assert heads
    assert all(head.get("scope") in ("col", "row") for head in heads)
    assert len(reader.of("caption")) == len(reader.of("table")) >= 4


@pytest.mark.parametrize("lang", languages())
def test_the_page_needs_no_other_file(pages_made: dict[str, tuple[list[Block], str]], lang: str) -> None:
    page = pages_made[lang][1]
    reader = Reader(page)
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in reader.tags}
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!data:|#)[^\s"')>]+""", page) == []
    assert "http" not in page.replace("data:image", "")
    assert "@page { size: A4" in page


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_words_stand_out_from_the_paper() -> None:
    colours = re.findall(r"(?<![-\w])color: (#[0-9a-fA-F]{6})", STYLE + PRINT)
    assert len(colours) >= 3
    for colour in colours:
        assert (1.05) / (luminance(colour) + 0.05) >= 7, colour


def headings(blocks: list[Block]) -> list[str]:
    return [block.words for block in blocks if isinstance(block, Heading)]


def test_the_report_has_all_its_parts(pages_made: dict[str, tuple[list[Block], str]]) -> None:
    parts = (
        "story_brief.changed", "story_brief.followed", "story.one_run", "story.turning", "story.missed", "story.questions",
        "story_brief.appendix", "story_brief.all_runs", "story_brief.turning", "story.why", "story_brief.replies",
        "story.explanations", "story.not_shown",
    )  # fmt: skip
    for lang in languages():
        wanted = [text(part, lang) for part in parts]
        assert wanted == [words for words in headings(pages_made[lang][0]) if words in wanted]


@pytest.mark.parametrize("lang", languages())
def test_it_opens_with_what_was_changed_and_what_followed(
    pages_made: dict[str, tuple[list[Block], str]], changed: tuple[Origin, xr.Dataset, Comparison], lang: str
) -> None:
    title, what, _, items, then, said, *_ = pages_made[lang][0]
    assert isinstance(title, Heading)
    assert "two" in title.words
    assert [one.words for one in (what, then) if isinstance(one, Heading)] == [
        text("story_brief.changed", lang), text("story_brief.followed", lang),
    ]  # fmt: skip
    assert isinstance(items, Items)
    assert len(items.words) == 2
    assert "Bravo: doctrine hawk \N{RIGHTWARDS ARROW} deliberate" in items.words
    assert isinstance(said, Paragraph)
    assert said.words == opening(changed[2], lang)


def test_many_changes_have_a_line_each_up_to_what_there_is_room_for(story: Story) -> None:
    names = list(story.scenario.parameters)[:9] or list(PARAMETER_TABLE)[:9]
    ours = story.scenario.changed(parameters={name: PARAMETER_TABLE[name].low for name in names})
    made = Origin(ours, changes(ours, story.scenario))
    assert len(made.changes) > 6
    blocks = story_page(story, told({})._replace(origin=made))
    first = next(block for block in blocks if isinstance(block, Items))
    assert len(first.words) == 6
    assert first.words[-1] == text("story_brief.more_changes", n=len(made.changes) - 5)
    every = next(k for k, block in enumerate(blocks) if block == Heading(text("story_brief.all_changes")))
    assert [len(block.words) for block in blocks[every + 1 : every + 2] if isinstance(block, Items)] == [
        len(made.changes)
    ]


def test_what_a_scenario_was_made_from_is_found() -> None:
    classroom = load_scenario("classroom")
    assert origin(classroom) == Origin(classroom, ())
    copy = classroom.changed(name="mine", title="Ours", doctrines={"Kastara": "grit"})
    found = origin(copy)
    assert found is not None
    assert found.scenario.name == "classroom"
    assert [(one.name, one.before.name, one.after.name) for one in found.changes] == [
        ("Kastara", "deliberate", "grit")
    ]
    for name in ("both_talk", "both_hold", "one_side_talks", "no_detente"):  # of one world, in other orders
        near = origin(load_scenario(name).changed(name="mine"))
        assert near is not None
        assert (near.scenario.name, near.changes) == (name, ())
    assert origin(classroom.changed(months=47)) is None
    told_in = origin(copy, "id")
    assert told_in is not None
    assert told_in.scenario == translated(classroom, "id")


@pytest.mark.parametrize("lang", languages()[1:])
def test_a_page_in_another_language_has_no_english_sentence(
    pages_made: dict[str, tuple[list[Block], str]], lang: str
) -> None:
    page = " ".join(Reader(pages_made[lang][1]).words)
    for key, english in words().items():
        if key.startswith("story.") and len(english) > 25 and english != words(lang)[key]:
            longest = max(re.split(r"\{\w+\}", english), key=len).strip()
            assert len(longest) < 20 or longest not in page, key


def test_the_indonesian_page_has_the_terms_of_the_article(
    pages_made: dict[str, tuple[list[Block], str]],
) -> None:
    page = " ".join(Reader(pages_made["id"][1]).words)
    assert "ketegangan" in page
    assert "titik balik" in page.lower()


def test_the_list_of_turning_points_is_that_of_the_figure(story: Story) -> None:
    """Numbers and months: whatever is drawn is told."""
    many = [point._replace(month=month) for month, point in enumerate([*story.points] * MOST)][:MOST]
    assert len(many) == MOST
    _, told = brief_module._turns(story._replace(points=many), "en")
    assert isinstance(told, Items)
    assert [said.split(":")[0] for said in told.words] == [
        f"{k}. {month_at(story, point.month)}" for k, point in enumerate(many, start=1)
    ]
    drawn = course_sheet(story._replace(points=many))
    numbers = {label.get_text() for axis in drawn.axes for label in axis.texts}
    assert {str(k) for k in range(1, MOST + 1)} <= numbers


@pytest.mark.parametrize("lang", languages())
def test_the_legend_of_a_course_lies_on_no_bar(story: Story, lang: str) -> None:
    """An agreement on arms, the first row, in force to the end, and a crisis, which asks for a legend."""
    result = story.result.copy(deep=True)
    result["agreement"][:] = True
    result["severity"][:, 3] = 0.5
    axis = course_sheet(story._replace(result=result), lang).axes[2]
    axis.figure.draw_without_rendering()  # type: ignore[union-attr]
    box = axis.get_legend()
    assert box is not None
    frame = box.get_window_extent()
    assert not any(frame.overlaps(bar.get_window_extent()) for bar in axis.patches)


def test_no_two_questions_are_of_one_kind(story: Story) -> None:
    """A run with many turns and accounts: each kind of question once, by its words without what is filled in."""
    turns = [
        point._replace(score=2.0 + k, alike=Share(0.4, 0.3, 0.5, 9))
        for k, point in enumerate([*story.points] * 3)
    ]
    for lang in languages():
        asked = questions(story._replace(points=turns, explanations=[*story.explanations] * 2), lang)
        kinds = [
            key for one in asked for key, entry in words(lang).items()
            if key.startswith("story.ask_") and re.fullmatch(re.sub(r"\\{[^}]*\\}", ".*", re.escape(entry)), one)
        ]  # fmt: skip
        assert len(kinds) == len(asked) == len(set(kinds)) > 0


def test_questions_of_the_scenario_come_first(rivals: Scenario) -> None:
    asked = rivals.changed(questions=("Who blinked?",), look_for=("Look at the crises.",))
    one = tell(asked, simulate(asked, runs=2, seed=SEED), 0)
    blocks = story_page(one, told({}))
    heading = text("story.questions")
    place = next(k for k, block in enumerate(blocks) if isinstance(block, Heading) and block.words == heading)
    items = blocks[place + 1]
    assert isinstance(items, Items)
    assert items.words[0] == "Who blinked?"
    assert len(items.words) > 1
    assert not [block for block in blocks if isinstance(block, Picture)]


def test_it_says_which_run_and_why(rivals: Scenario, result: xr.Dataset, story: Story) -> None:
    assert story.typical is None
    asked = html(story_page(story, told({})), "t", "en")
    assert "run 3 of 12, because it was asked for" in asked
    typical = tell(rivals, result)
    assert typical.typical is not None
    assert typical.run == typical.typical.run == typical_run(result).run


@pytest.mark.long
def test_a_run_that_ends_in_war_can_be_told(violent: Scenario) -> None:
    result = simulate(violent, runs=20, seed=SEED)
    lived = (~result["war"]).sum("month").to_numpy()
    run = int(np.flatnonzero((lived < 36) & (lived > 8))[0])
    one = tell(violent, result, run)
    assert any("war" in point.signs for point in one.points)
    assert max(point.month for point in one.points) <= lived[run]
    blocks = story_page(one, told(drawn(one, "en") if one.chances else {}))
    assert "The run ended in war in" in html(blocks, "t", "en")


@pytest.mark.long
def test_three_states_and_one_run_can_be_told(three: Scenario) -> None:
    three = three.changed(parameters=dict.fromkeys(three.parameters))
    result = simulate(three, runs=1, seed=SEED)
    one = tell(three, result)
    assert one.run == 0
    blocks = story_page(one, told(drawn(one, "en")))
    words = html(blocks, "t", "en")
    assert "the only one that the result holds" in words
    assert len(one.explanations) == 3
    assert {chance.pair for chance in one.chances} <= set(range(6))


# --- the PDF --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_the_pdf_has_pages_headings_figures_and_numbers(
    pages_made: dict[str, tuple[list[Block], str]], lang: str
) -> None:
    blocks, _ = pages_made[lang]
    document = pypdfium2.PdfDocument(paper.pdf(blocks, "A title", lang, typeface()))
    count = len(document)
    assert count >= 6
    assert document.get_metadata_dict()["Title"] == "A title"
    assert [mark.get_title() for mark in document.get_toc()] == headings(blocks)
    images = 0
    for number, page in enumerate(document, start=1):
        assert page.get_size() == pytest.approx((595.3, 841.9), abs=1)
        words = " ".join(page.get_textpage().get_text_range().split())
        assert text("story.page", lang, page=number, pages=count) in words
        images += sum(1 for _ in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))
    assert images == len(PICTURES)


@pytest.fixture(scope="module")
def printed(pages_made: dict[str, tuple[list[Block], str]]) -> dict[str, bytes]:
    """The whole report of every language on paper."""
    return {lang: paper.pdf(blocks, "t", lang, typeface(), PAGES) for lang, (blocks, _) in pages_made.items()}


def filled(page: Any) -> float:
    """How far down a page there is ink, as a share of its height, the line at its foot aside."""
    ink = np.asarray(page.render(scale=0.5, grayscale=True).to_pil()) < 200
    rows = np.flatnonzero(ink[: int(0.945 * len(ink))].any(axis=1))
    return float(rows[-1]) / len(ink)


@pytest.mark.parametrize("lang", languages())
def test_a_class_gets_two_pages_and_no_page_is_nearly_empty(
    pages_made: dict[str, tuple[list[Block], str]], printed: dict[str, bytes], lang: str
) -> None:
    blocks, _ = pages_made[lang]
    end = next(k for k, block in enumerate(blocks) if isinstance(block, Heading) and block.fresh)
    two = pypdfium2.PdfDocument(paper.pdf(blocks[:end], "t", lang, typeface(), PAGES))
    assert len(two) == PAGES
    whole = pypdfium2.PdfDocument(printed[lang])
    for document in (two, whole):
        assert min(filled(page) for page in document) > 1 / 3
    words = " ".join(whole[PAGES].get_textpage().get_text_range().split())
    assert words.startswith(text("story_brief.appendix", lang))  # it begins on a page of its own


def test_a_letter_that_no_font_has_leaves_a_sign_in_the_pdf() -> None:
    unknown = "\U0001e900\U0001e901"  # Adlam, which DejaVu Sans lacks
    blocks: list[Block] = [
        Heading(unknown, 1),
        Paragraph(f"then {unknown} answered"),
        Grid("c", ["a"], [[unknown]]),
    ]
    (page,) = pypdfium2.PdfDocument(paper.pdf(blocks, unknown, "en", typeface()))
    said = page.get_textpage().get_text_range()
    assert f"then {2 * paper.LACKING} answered" in said
    assert said.count(2 * paper.LACKING) == 4  # heading, text, table, foot


@pytest.mark.parametrize("before", [55, 58])
@pytest.mark.parametrize("of_a_list", [False, True])
def test_no_line_of_a_text_stands_alone_on_a_page(before: int, of_a_list: bool) -> None:
    """A text of five lines at every place near the foot of a page: two of its lines on a page, or all, or none."""
    said = " ".join(f"word{k}" for k in range(70))
    block: Block = Items([said]) if of_a_list else Paragraph(said)
    sheet = paper.pdf([Paragraph("\n".join(["a line"] * before)), block], "t", "en", typeface())
    counts = [
        len([line for line in page.get_textpage().get_text_range().splitlines() if "word" in line])
        for page in pypdfium2.PdfDocument(sheet)
    ]
    assert sum(counts) >= 5
    assert 1 not in counts
    words = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(sheet))
    assert re.findall(r"word\d+", words) == said.split()


@pytest.mark.parametrize("rows", [3, 24, 25, 26, 27, 40, 75])
@pytest.mark.parametrize("before", [0, 20, 30])
def test_no_row_of_a_table_stands_alone_on_a_page(rows: int, before: int) -> None:
    grid = Grid("caption", ["number", "said"], [[f"row{k}", "few words"] for k in range(rows)])
    lines = [Paragraph("a line")] * before
    document = pypdfium2.PdfDocument(paper.pdf([*lines, grid], "t", "en", typeface()))
    counts = [len(re.findall(r"row\d", page.get_textpage().get_text_range())) for page in document]
    assert sum(counts) == rows
    assert 1 not in counts


def test_no_word_of_a_table_is_broken(
    pages_made: dict[str, tuple[list[Block], str]], printed: dict[str, bytes]
) -> None:
    blocks, _ = pages_made["id"]
    document = pypdfium2.PdfDocument(printed["id"])
    words = set(" ".join(page.get_textpage().get_text_range() for page in document).split())
    grids = [block for block in blocks if isinstance(block, Grid)]
    cells = {word for grid in grids for row in flat_rows(grid) for cell in row for word in cell.split()}
    assert {word for word in cells if word.isalpha()} <= words


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(rivals: Scenario, result: xr.Dataset, tmp_path: Path) -> Path:
    save(result, tmp_path / "result.nc")
    return tmp_path / "result.nc"


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["report", *arguments]) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    return lines[0]


def test_a_stored_result_is_told(stored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", str(stored), "--lang", "id", "--pdf", "--run", "3"]) == 0
    assert sorted(path.name for path in stored.parent.glob("[!.]*")) == [
        "report.html",
        "report.pdf",
        "result.nc",
    ]
    assert "report.html, report.pdf" in capsys.readouterr().out
    page = (stored.parent / "report.html").read_text(encoding="utf-8")
    assert 'lang="id"' in page
    assert "detente report result.nc --run 3 --lang id --pdf" in page
    assert len(pypdfium2.PdfDocument(stored.parent / "report.pdf")) <= PAGES


@pytest.mark.long
def test_a_scenario_is_run_and_told_and_twice_is_the_same(
    rivals: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.toml").write_text(rivals.to_toml(), encoding="utf-8")
    written = []
    for name in ("a.html", "b.html"):
        arguments = [
            "report",
            str(tmp_path / "mine.toml"),
            "--runs",
            "3",
            "--seed",
            "2",
            "--out",
            str(tmp_path / name),
        ]
        assert cli.main(arguments) == 0
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    assert b"--runs 3 --seed 2" in written[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing.nc"], r"'nothing.nc' is no file; give a result.nc"),
        (["{stored}", "--runs", "3"], r"--runs and --seed are those of '.*'; leave them out"),
        (["{stored}", "--run", "12"], r"--run is 12; the result holds runs 0 to 11"),
        (
            ["{stored}", "--out", "page.txt"],
            r"--out is 'page.txt'; give a folder, or a file that ends in .html",
        ),
        (["{stored}", "--lang", "fr"], r"--lang is 'fr'"),
        (["cold_wra"], r"'cold_wra'.* is not known"),
    ],
)
def test_refusals_are_one_line(
    stored: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert re.search(says, refusal(capsys, *(word.format(stored=stored) for word in arguments)))


def test_a_file_that_is_no_result_is_refused(
    rivals: Scenario, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.nc"
    path.write_text("no data", encoding="utf-8")
    assert "is no result that was written here" in refusal(capsys, str(path))
    xr.Dataset({"a": 1}).to_netcdf(path, engine="netcdf4")
    assert "it has no digest; give a result.nc that `detente run` or simulation.stored.save wrote" in refusal(
        capsys, str(path)
    )
    save(xr.Dataset({"a": 1}), path)
    assert "is no result of `detente run` (it lacks scenario" in refusal(capsys, str(path))
    save(simulate(rivals, runs=2, keep="yearly"), path)
    assert "holds yearly figures, and a report needs every month" in refusal(capsys, str(path))


def test_a_part_of_a_result_is_no_result(
    rivals: Scenario, result: xr.Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "part.nc"
    for part, said in (
        (result.isel(run=slice(2, 5)), f"holds 3 of {RUNS} runs; run `detente run two` again"),
        (result.isel(month=slice(0, 8)), f"holds 8 of {rivals.months} months"),
        (result.drop_vars(["crisis", "provoked"], errors="ignore"), "lacks crisis"),
        (
            result.assign_attrs(scenario=str(result.attrs["scenario"]).replace("months =", "moons =")),
            "was made by version",
        ),
    ):
        save(part, path)
        assert said in refusal(capsys, str(path))


def test_a_folder_or_another_file_names_the_result_beside_it(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = stored.parent / "figure.png"
    picture.write_bytes(b"\x89PNG")
    assert f"is a folder; give '{stored}'" in refusal(capsys, str(stored.parent))
    assert f"is neither a result nor a scenario; give '{stored}'" in refusal(capsys, str(picture))


@pytest.mark.long
def test_a_copy_of_a_scenario_is_told_in_the_language_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, english = tmp_path / "mine.toml", load_scenario("classroom").changed(name="mine", months=24)
    copy.write_text(english.changed(title="My world").to_toml(), encoding="utf-8")
    assert cli.main(["report", str(copy), "--runs", "6", "--lang", "id", "--out", str(tmp_path / "it")]) == 0
    page = (tmp_path / "it" / "report.html").read_text(encoding="utf-8")
    assert "laporan tentang My world" in page  # what was rewritten stays
    for said in (english.summary, *english.look_for, *english.questions, *(e.title for e in english.events)):
        assert said[:40] not in page, said


def test_a_copy_is_laid_beside_what_it_was_copied_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the scenario, and from a stored result, whose numbers are in single precision: the same differences."""
    made = load_scenario("classroom").changed(name="inside", doctrines={"Kastara": "grit"})
    (tmp_path / "mine.toml").write_text(made.to_toml(), encoding="utf-8")
    arguments = ("--runs", "12", "--seed", "7", "--out", str(tmp_path / "o"))
    assert cli.main(["report", str(tmp_path / "mine.toml"), *arguments, "--pdf", "--appendix"]) == 0
    page = (tmp_path / "o" / "report.html").read_text(encoding="utf-8")
    assert (
        "<h1>\N{LEFT DOUBLE QUOTATION MARK}mine\N{RIGHT DOUBLE QUOTATION MARK}: a report on Kastara" in page
    )
    assert "<li>Kastara: doctrine deliberate \N{RIGHTWARDS ARROW} grit</li>" in page
    assert "--pdf --appendix" in page
    assert len(pypdfium2.PdfDocument(tmp_path / "o" / "report.pdf")) > PAGES
    (said,) = re.findall(r"<p>(The change moves [^<]*12 pairs of runs[^<]*)</p>", page)
    assert cli.main(["run", str(tmp_path / "mine.toml"), *arguments]) == 0
    capsys.readouterr()
    assert cli.main(["report", str(tmp_path / "o" / "result.nc")]) == 0
    assert said.replace("mine", "inside") in " ".join(capsys.readouterr().out.split())


def test_the_help_names_the_whole_extra(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--help"]) == 0
    assert ".[report]" in capsys.readouterr().out


def test_without_the_library_for_pdf_it_says_what_to_do(
    stored: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fpdf", None)  # as if it were not installed
    assert 'needs the library fpdf2, which is not installed; run pip install ".[report]"' in refusal(
        capsys, str(stored), "--pdf"
    )
    assert not (stored.parent / "report.html").exists()


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written where the tests run."""
    monkeypatch.chdir(tmp_path)


def test_what_cannot_be_told_of_one_state_does_not_disturb_the_order(rivals: Scenario) -> None:
    """A dove's acts hold nothing to know beyond habit: dashes for it, and the best explanation of the other first."""
    scenario = rivals.changed(doctrines={"Alfa": "dove"})
    one = tell(scenario, simulate(scenario, runs=4, seed=SEED), 0)
    dove, other = one.explanations
    assert dove.knowable == pytest.approx(0.0, abs=0.02)
    assert all(np.isnan(explanation.everywhere.mean) for explanation in dove.explanations)
    grid = explanations_grid(one)
    assert grid.rows[0][0] == text(f"doctrine.{other.explanations[0].name}")
    assert {flat(row[2]) for row in grid.rows} == {"\N{EN DASH}"}
