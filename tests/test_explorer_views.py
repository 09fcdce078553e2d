"""The explorer without a browser: what can be changed, a view as a text, both futures as the commands find them."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import cli, history
from simulation.article_story import ARROWS
from simulation.catalogue import languages, text, words
from simulation.commands.explore import asked
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims.reported import failing
from simulation.explorer import futures as playing
from simulation.explorer import why
from simulation.explorer.form import called, groups
from simulation.explorer.futures import futures
from simulation.explorer.inputs import FIRST, GROUPS, Input, changed, inputs, read, written
from simulation.explorer.view import FEW, MANY, View
from simulation.explorer.work import month_html
from simulation.explorer.worlds import shipped
from simulation.findings.arrows import without
from simulation.findings.comparison import Labels, compare_summary
from simulation.findings.sentences import SENTENCES
from simulation.plots.compared import COMPARED
from simulation.plots.futures import futures_panels
from simulation.plots.svg import SVG, svg
from tests.serving import Page, served

ROOT = Path(__file__).parents[1]
SCENARIOS = shipped()
CLASSROOM = SCENARIOS["classroom"]


def another(one: Input, k: int = 0) -> float | str | bool:
    """A value of an input that is not its own: towards one end of its range, or the next choice."""
    if one.kind == "number":
        end = one.high if k % 2 else one.low
        far = end if end != one.now else (one.low if k % 2 else one.high)
        return float(f"{0.5 * (float(one.now) + far):.6g}")
    if one.kind == "happens":
        return False
    if one.kind == "month":
        return f"{int(str(one.now)[:4])}-{'11' if str(one.now)[5:] != '11' else '10'}"
    return next(name for name in (*one.choices[k:], *one.choices) if name != one.now and name != "scripted")


# --- what can be changed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_whatever_a_row_allows_a_scenario_takes(name: str) -> None:
    scenario = SCENARIOS[name]
    known = inputs(scenario)
    assert set(GROUPS) >= {one.group for one in known.values()}
    assert changed(scenario, {}) == scenario
    for key, one in known.items():
        assert one.key == key
        assert re.fullmatch(r"[\w.-]+", key), "a shell takes it as it is"
        assert read(one, written(one.now)) == pytest.approx(one.now) if one.kind == "number" else True
        if one.group == "more":
            continue  # a table of its own, whose ranges the scenario checks by the same rows
        ends = (one.low, one.high) if one.kind == "number" else (another(one),)
        for value in ends:
            with contextlib.suppress(ScenarioError) if one.kind == "month" else contextlib.nullcontext():
                assert changed(scenario, {key: value}) != scenario or value == one.now


def test_the_dozen_is_that_of_the_page_on_sensitivity() -> None:
    page = (ROOT / "docs/sensitivity.md").read_text(encoding="utf-8").replace("\\_", "_")
    table = page.partition("## The dozen")[2].partition("## Morris")[0]
    assert tuple(re.findall(r"^\| ([a-z_]+) \|", table, re.M)) == FIRST


@pytest.mark.parametrize("lang", languages())
def test_every_input_has_words_its_range_and_where_it_comes_from(lang: str) -> None:
    for name in ("classroom", "detente_1969", "triangle_1971"):
        scenario = SCENARIOS[name]
        for group in groups(scenario, View(name), lang):
            for part in group.parts:
                for row in (*part.rows, *part.folded):
                    assert row.label
                    assert row.shown
                    if row.input.kind == "number":
                        high = f"{row.input.high:g}".replace(".", "")
                        assert high in re.sub("[.,]", "", row.about), "as the language writes it"
                        assert row.input.source in row.about


@pytest.mark.parametrize(
    ("key", "typed", "known"),
    [
        ("states.Kastara.hawks", "1.5", "0"),
        ("states.Kastara.hawks", "nan", "0"),
        ("states.Kastara.hawks", "much", "0"),
        ("states.Kastara.doctrine", "grot", "grit"),
        ("events.A_civil_war_in_a_third_country.happens", "perhaps", "off"),
        (
            "events.A_civil_war_in_a_third_country.date",
            "1960",
            "third_country.date is 1960; write year-month",
        ),
    ],
)
def test_what_is_no_value_is_refused_in_one_line_that_says_what_to_write(
    key: str, typed: str, known: str
) -> None:
    with pytest.raises(ScenarioError, match=known) as refused:
        read(inputs(CLASSROOM)[key], typed)
    assert "\n" not in str(refused.value)


def test_steps_are_round_and_small_beside_the_range() -> None:
    for one in inputs(SCENARIOS["triangle_1971"]).values():
        if one.kind == "number":
            digits = f"{one.step:e}".split("e")[0].rstrip("0").rstrip(".")
            assert digits in ("1", "2", "5")
            assert (one.high - one.low) / 250 <= one.step <= (one.high - one.low) / 50


# --- a view is a text ---------------------------------------------------------------------------------------------------


@given(st.data())
def test_a_text_opens_the_view_that_gave_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(SCENARIOS)))
    known = inputs(SCENARIOS[name])
    keys = data.draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=6))
    runs = data.draw(st.none() | st.integers(2, MANY))
    view = View(
        name,
        {key: another(known[key], data.draw(st.integers(0, 5))) for key in keys},
        seed=data.draw(st.integers(0, 2**63 - 1)),
        runs=runs,
        shown=data.draw(st.sampled_from(["tension", "cooperation", "mutual_benefit"])),
        run=data.draw(st.none() | st.integers(0, min(runs or FEW, FEW) - 1)),
    )
    assert View.from_text(view.text, SCENARIOS) == view
    assert View.of(view.pairs(), SCENARIOS) == view
    assert not set(view.text) & set(" &|<>;\"'`$()*?[]{}!\\^%\n"), "no shell takes any of it for its own"


@pytest.mark.parametrize("name", SCENARIOS)
def test_whatever_is_changed_the_text_can_be_opened(name: str) -> None:
    """Of the longest world everything at once: a text that the page gives is none that the command refuses."""
    view = View(name, {key: another(one, 1) for key, one in inputs(SCENARIOS[name]).items()}, seed=2**63 - 1)
    assert View.from_text(view.text, SCENARIOS) == view


def test_a_value_as_it_was_is_no_change() -> None:
    known = inputs(CLASSROOM)
    pairs = [("scenario", "classroom"), *((key, written(one.now)) for key, one in known.items())]
    assert View.of(pairs, SCENARIOS).changes == {}
    assert View.of(pairs, SCENARIOS).text == "classroom"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("atlantis", "there is no world 'atlantis'"),
        ("../etc/passwd", "there is no world '../etc/passwd'"),
        ("classroom+hawks=1", "states.Kastara.hawks"),
        ("classroom+hawks", "is no change"),
        ("classroom+seed=-1", "seed is '-1'"),
        ("classroom+seed=٣", "seed is"),
        ("classroom+runs=1", "from 2 to"),
        (f"classroom+seed={2**63}", f"to {2**63 - 1}"),
        ("classroom+runs=8+run=8", "run is '8'; write a number from 0 to 7"),
        ("classroom+run=100", "run is '100'; write a number from 0 to 99"),
        ("classroom+shown=money", "mutual_benefit"),
        ("classroom+" + "a" * 25_000, "a view has at most"),
    ],
)
def test_a_text_that_is_none_is_refused_in_one_line(typed: str, line: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(line)) as refused:
        View.from_text(typed, SCENARIOS)
    assert len(str(refused.value).splitlines()) == 1
    assert len(str(refused.value)) < 400


# --- both futures -------------------------------------------------------------------------------------------------------

#: twenty changes, one of each kind and some together
CHANGES: list[tuple[str, list[str]]] = [
    ("classroom", ["states.Kastara.doctrine"]),
    ("classroom", ["states.Velmora.doctrine", "states.Kastara.hawks"]),
    ("classroom", ["events.A_civil_war_in_a_third_country.happens"]),
    ("classroom", ["events.The_harvest_fails_in_Velmora.size"]),
    ("classroom", ["events.The_harvest_fails_in_Velmora.date"]),
    ("classroom", ["rivalries.Kastara-Velmora.tension.Velmora"]),
    ("classroom", ["rivalries.Kastara-Velmora.trade", "rivalries.Kastara-Velmora.trust.Kastara"]),
    ("classroom", ["parameters.reservation"]),
    ("classroom", ["parameters.concession", "parameters.crisis_base"]),
    ("classroom", ["parameters.trust_gain"]),
    ("detente_1969", ["leaders.Richard_Nixon.disposition"]),
    ("detente_1969", ["leaders.Leonid_Brezhnev.disposition", "states.USSR.leaning"]),
    ("detente_1969", ["events.October_War_in_the_Middle_East.happens"]),
    ("detente_1969", ["states.US.technology"]),
    ("cuban_missile_crisis", ["states.US.doctrine"]),
    ("kennedy_experiment_1963", ["states.USSR.doctrine"]),
    ("both_talk", ["parameters.want_dialogue"]),
    ("triangle_1971", ["states.China.doctrine"]),
    ("triangle_1971", ["rivalries.US-China.trade", "states.USSR.hawks"]),
    ("triangle_1971", ["leaders.Mao_Zedong.disposition"]),
]


@pytest.mark.sample(5)
@pytest.mark.parametrize(
    ("name", "keys"), CHANGES, ids=lambda value: "+".join(value) if isinstance(value, list) else value
)
def test_no_number_differs_from_what_compare_prints(
    name: str, keys: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = inputs(SCENARIOS[name])
    view = View(name, {key: another(known[key], 1) for key in keys}, seed=3)
    seen = futures(view, SCENARIOS, "en", 12)
    before, after = view.futures(SCENARIOS)
    for scenario, file in ((before, "a.toml"), (after, "b.toml")):
        (tmp_path / file).write_text(scenario.to_toml(), encoding="utf-8")
    files = [str(tmp_path / file) for file in ("a.toml", "b.toml")]
    asked = ["compare", *files, "--runs", "12", "--seed", "3", "--out", str(tmp_path / "out"), "--json"]
    assert cli.main(asked) == 0
    printed = json.loads(capsys.readouterr().out)
    page = json.loads(json.dumps(seen.found))
    for part in ("windows", "reached", "changes", "from", "runs", "seed", "interval"):
        assert page[part] == printed[part]


def test_a_world_without_a_change_is_shown_alone() -> None:
    seen = futures(View("classroom"), SCENARIOS, "en", 10)
    assert len(seen.results) == 1
    assert seen.headline == ""
    assert "of 10 runs" in seen.finding or "10 runs" in seen.finding


def test_the_second_future_is_called_by_its_change() -> None:
    key = "leaders.Richard_Nixon.disposition"
    view = View("detente_1969", {key: -0.8})
    assert playing.labels(view, SCENARIOS, "en").b == "Richard Nixon: disposition \N{MINUS SIGN}0.80"
    more = View("detente_1969", {key: -0.8, "states.US.hawks": 0.9})
    assert playing.labels(more, SCENARIOS, "en").b == "with 2 changes"
    assert called(inputs(SCENARIOS["detente_1969"])[key], "id") == "Richard Nixon: watak"


def test_work_tells_how_far_it_is_and_ends_when_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "_kept", type(playing._kept)())
    told: list[float] = []
    view = View("classroom", {"states.Kastara.hawks": 0.9}, seed=11)
    futures(view, SCENARIOS, "en", 20, told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert any(0.5 < share < 1 for share in told)

    class Enough(Exception):  # noqa: N818
        pass

    def enough(share: float) -> None:
        raise Enough

    with pytest.raises(Enough):
        futures(View("classroom", seed=12), SCENARIOS, "en", 20, enough)


def test_results_that_are_kept_have_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "_kept", type(playing._kept)())
    one = simulate(CLASSROOM, runs=10)
    monkeypatch.setattr(playing, "KEPT", int(2.5 * one.nbytes))
    for seed in range(5):
        futures(View("classroom", seed=seed), SCENARIOS, "en", 10)
    assert [key[1] for key in playing._kept] == [3, 4]


def test_a_month_is_explained_in_both_futures() -> None:
    view = View("classroom", {"states.Kastara.doctrine": "hawk"}, run=2)
    page = month_html(view, SCENARIOS, "en", when="1960-05", tell=lambda share: None)
    assert page.count(text("explain.month", "en", month="May 1960", run="2")) == 2
    assert text("explore.as_changed") in page


# --- a figure as a piece of a page ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn() -> Any:
    a, b = CLASSROOM, CLASSROOM.changed(doctrines={"Kastara": "hawk"})
    results = [simulate(one, runs=20, seed=1) for one in (a, b)]
    found = compare_summary((a, b), Labels('<b onload="x">&', "$x^2$ ]]>"), *results)
    return results, found


def test_a_figure_is_svg_without_styles_and_its_words_are_words(drawn: Any) -> None:
    results, found = drawn
    written = svg(futures_panels(results, found), "what it shows", "one")
    assert written == svg(futures_panels(results, found), "what it shows", "one"), (
        "the same figure, the same text"
    )
    root = ElementTree.fromstring(written)
    assert root.tag == f"{{{SVG}}}svg"
    assert root.attrib["aria-label"] == "what it shows"
    for element in root.iter():
        assert "style" not in element.attrib
        assert element.tag not in (f"{{{SVG}}}style", f"{{{SVG}}}script", f"{{{SVG}}}metadata")
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        assert element.attrib.get("id", "one-").startswith("one-")
        assert element.attrib.get("href", "#one-").startswith("#one-")
    said = [one.text for one in root.iter(f"{{{SVG}}}text")]
    assert 'A: <b onload="x">&' in said, "a user's words are words"
    assert "B: $x^2$ ]]>" in said
    assert len(written) < 60_000


def test_the_record_is_drawn_where_it_knows_every_pair_and_nowhere_else(drawn: Any) -> None:
    record = history.cooperation("quarterly")
    a, b = SCENARIOS["detente_1969"], SCENARIOS["detente_1969"].changed(doctrines={"US": "hawk"})
    results = [simulate(one, runs=4, seed=1) for one in (a, b)]
    found = compare_summary((a, b), Labels("a", "b"), *results)
    black = {}
    for variable in ("cooperation", "tension"):
        lines = futures_panels(results, found, variable, record=record).axes[0].get_lines()
        black[variable] = [line for line in lines if line.get_color() == "black"]
    assert len(black["cooperation"]) == 1
    assert np.isfinite(np.asarray(black["cooperation"][0].get_ydata(), float)).all()
    assert black["tension"] == []
    invented = futures_panels(drawn[0], drawn[1], "cooperation", record=record)
    assert not [line for line in invented.axes[0].get_lines() if line.get_color() == "black"]


# --- the page -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with served({}) as here:
        yield here


def test_a_page_has_its_form_its_finding_and_its_figure(page: Page) -> None:
    answer = page.get("/?scenario=classroom&states.Kastara.hawks=0.9&seed=3")
    assert answer.status == 200
    assert 'name="states.Kastara.hawks"' in answer.text
    assert (
        futures(View("classroom", {"states.Kastara.hawks": 0.9}, seed=3), SCENARIOS, "en").headline
        in answer.text
    )
    assert "<svg" in answer.text
    assert " style=" not in answer.text
    indonesian = page.get("/?scenario=classroom&states.Kastara.hawks=0.9&seed=3&lang=id").text
    assert '<html lang="id">' in indonesian
    assert words("id")["explore.change"] in indonesian


def test_what_is_long_comes_line_by_line(page: Page) -> None:
    answer = page.get("/futures?scenario=cold_war&states.US.hawks=0.9")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    *told, last = lines
    shares = [line["at"] for line in told]
    assert shares
    assert shares == sorted(shares)
    assert "<svg" in last["html"]
    assert f'data-more-runs="{MANY}"' in last["html"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/?states.Kastara.hawks=7", 400), ("/?scenario=nowhere", 400), ("/?lang=xx", 400), ("/nowhere", 404),
     ("/month?month=1900-01", 400), ("/static/..%2fserver.py", 404), ("/keep/passwd", 404)],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_in_one_line(page: Page, address: str, status: int) -> None:
    answer = page.get(address)
    assert answer.status == status
    assert "Traceback" not in answer.text


def test_what_is_kept_is_the_view(page: Page) -> None:
    query = "scenario=classroom&states.Kastara.hawks=0.9&seed=3&runs=12"
    after = View.of([tuple(part.split("=")) for part in query.split("&")], SCENARIOS).futures(SCENARIOS)[1]  # type: ignore[misc]
    kept = page.get(f"/keep/scenario.toml?{query}")
    kept_as = type(after).from_toml(kept.text)
    assert (kept_as.name, kept_as.title.partition(" (")[0]) == ("classroom_changed", after.title)
    assert kept_as.changed(name=after.name, title=after.title) == after
    table = page.get(f"/keep/outcomes.csv?{query}").text.splitlines()
    assert table[0].startswith("first,last,ordered,outcome")
    picture = page.get(f"/keep/figure.png?{query}")
    assert picture.body.startswith(b"\x89PNG")
    assert page.get(f"/keep/figure.svg?{query}").text.startswith("<svg")
    assert page.get(f"/print?{query}").status == 200


@pytest.mark.parametrize("change", ["", "&states.Kastara.hawks=0.9"])
def test_the_figure_that_is_kept_is_the_one_that_is_shown(page: Page, change: str) -> None:
    """Its panel, the history that is drawn, the finding above and the number of runs below."""
    query = f"scenario=classroom&seed=3&runs=12&shown=mutual_benefit{change}"
    kept = [
        ElementTree.fromstring(page.get(f"/keep/figure.svg?{query}{more}").text) for more in ("", "&run=3")
    ]
    said = ["".join(one.itertext()) for one in kept]
    what = text(COMPARED["mutual_benefit"][0])
    panel = text("compare.figure_both", what=what) if change else what
    for one in said:
        assert panel in one
        assert "seed 3" in one
        assert (text("compare.figure_difference", n="12") in one) is bool(change)
    lines = [
        sum(one.tag == f"{{{SVG}}}path" and "clip-path" in one.attrib for one in svg.iter()) for svg in kept
    ]
    assert lines[1] - lines[0] == (2 if change else 1), "one history of each future"
    assert text("explore_kept.run", run=3) in said[1]
    assert ("both futures" in kept[0].attrib["aria-label"]) is bool(change)


# --- why -------------------------------------------------------------------------------------------------------


def asked_of(name: str, lang: str, **what: object) -> str:
    return why.WORK[name](SCENARIOS, lang, tell=lambda share: None, **what)


def test_the_figure_leads_to_every_arrow_and_every_arrow_to_a_world_without_it() -> None:
    page = asked_of("causes", "en")
    assert {f"/causes/{number}?lang=en" for number in range(1, len(ARROWS) + 1)} == set(
        re.findall(r'<a href="(/causes/\d+\?lang=en)" aria-label', page)
    )
    for number, arrow in list(enumerate(ARROWS, 1))[::4]:  # switches of all are measured in test_arrows.py
        shown = asked_of("cause", "en", number=number)
        views = [html.unescape(query) for query in re.findall(r'href="/\?(scenario=[^"]+)"', shown)]
        views = [query for query in views if without(arrow, CLASSROOM.labels)]
        assert len(views) == (len(why.TRIED_IN) if without(arrow, CLASSROOM.labels) else 0)
        for query in views:
            pairs = [(key, value) for key, value in parse_qsl(query) if key != "lang"]
            view = View.of(pairs, SCENARIOS)
            assert view.changes == without(arrow, SCENARIOS[view.scenario].labels)
            view.futures(SCENARIOS)  # which takes them


@pytest.mark.parametrize("lang", languages())
def test_each_sentence_has_an_experiment_to_run_and_a_world_in_which_it_fails(lang: str) -> None:
    for number, sentence in enumerate(SENTENCES, 1):
        shown = asked_of("sentence", lang, number=number)
        for claim in sentence.claims:
            for world in (why.OWN, why.FAILING):
                has = f'href="/experiment?claim={claim}&amp;world={world}&amp;lang={lang}"' in shown
                assert has or (world == why.FAILING and failing(claim) is None)
    tried = asked_of("experiment", lang, claim="W1", world=why.FAILING, seed=0)
    assert f'href="/sentences/2?lang={lang}"' in tried
    assert text("explore_why.other_draws", lang, runs=40, seed=7) in tried
    with pytest.raises(ScenarioError, match=why.FAILING):
        asked_of("experiment", lang, claim="W1", world="elsewhere", seed=0)
    with pytest.raises(ScenarioError, match="W1"):
        asked_of("experiment", lang, claim="W9", world=why.OWN, seed=0)
    for name in ("cause", "sentence"):
        with pytest.raises(ScenarioError):
            asked_of(name, lang, number=99)


# --- what is called alike -------------------------------------------------------------------------------------------------


def test_parts_that_are_called_alike_change_one_by_one() -> None:
    cold_war = SCENARIOS["cold_war"]
    alike = [key for key in inputs(cold_war) if re.fullmatch(r"events\.Bad_harvest.*\.happens", key)]
    assert len(alike) == len([event for event in cold_war.events if event.title == "Bad harvest"]) > 1
    left = changed(cold_war, {alike[1]: False})
    assert [event for event in cold_war.events if event not in left.events] == [
        event for event in cold_war.events if event.title == "Bad harvest"
    ][1:2]
    months = [key.replace("happens", "date") for key in alike]
    moved = changed(cold_war, {months[0]: "1966-01"})
    assert (
        len([event for event in moved.events if event.date == "1966-01" and event.title == "Bad harvest"])
        == 1
    )
    two = SCENARIOS["detente_1969"]
    twice = two.changed(
        leaders=(
            *two.leaders,
            two.leaders[0].model_copy(update={"since": "1975-06", "disposition": -0.5}),
            two.leaders[0].model_copy(
                update={"since": "1975-09", "name": "Richard-Nixon", "disposition": 0.1}
            ),
        )
    )
    keys = [key for key in inputs(twice) if "Nixon" in key and key.endswith("disposition")]
    assert len(keys) == 3
    other = changed(twice, {keys[1]: 0.9})
    assert [one.disposition for one in other.leaders] == [
        0.9 if one.since == "1975-06" else one.disposition for one in twice.leaders
    ]


def test_of_what_is_left_out_nothing_else_matters() -> None:
    key = "events.A_civil_war_in_a_third_country"
    without = changed(CLASSROOM, {f"{key}.happens": False})
    assert changed(CLASSROOM, {f"{key}.happens": False, f"{key}.date": "1999-01"}) == without


def test_a_file_is_opened_with_its_changes_by_its_own_name(tmp_path: Path) -> None:
    """A text of one's own world begins with its file: of the project's world by that name it would be another."""
    own = CLASSROOM.changed(doctrines={"Kastara": "grit"})
    path = tmp_path / "classroom.toml"
    path.write_text(own.to_toml(), encoding="utf-8")
    view, scenarios = asked(f"{path}+parameters.crisis_base=-3+seed=7")
    assert (view.changes, view.seed) == ({"parameters.crisis_base": -3.0}, 7)
    assert view.futures(scenarios)[0] == own
    assert asked("classroom+seed=7") == (View("classroom", seed=7), {})
