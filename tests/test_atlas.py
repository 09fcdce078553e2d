"""The atlas: its worlds are what a comparison gives, its drawings are the explorer's, and its page leans on nothing."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from math import prod
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from matplotlib.axes import Axes

from simulation import cli
from simulation.catalogue import languages
from simulation.engine import simulate
from simulation.explorer import atlas_plans
from simulation.explorer.atlas import Atlas, Lines, atlas
from simulation.explorer.atlas_figure import FINE, Panel, panels, path
from simulation.explorer.atlas_page import page
from simulation.explorer.atlas_plans import PLANS, levers, worlds
from simulation.explorer.inputs import changed, inputs, read, written
from simulation.explorer.view import View
from simulation.findings.comparison import Labels, compare_summary
from simulation.plots.futures import futures_panels
from simulation.scenario import Event, Scenario, load_scenario, scenario_names

LARGEST = 2 * 2**20  # bytes of a page
COMMAND = "detente atlas classroom --runs 24 --seed 3"


@pytest.fixture(scope="module")
def small() -> Atlas:
    """Six of the class's worlds: who decides how in Kastara, and whether the patrol boat strays."""
    scenario = load_scenario("classroom")
    return atlas(scenario, levers(scenario)[::4], runs=24, seed=3)


@pytest.fixture(scope="module")
def made(small: Atlas) -> str:
    return page(small, "en", COMMAND)


class Parts(HTMLParser):
    """A page taken apart: its elements with their attributes, and what stands in its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attrs = self.elements[-1] if self.elements else ("", {})
        if self.cdata_elem:
            self.inside.append((tag, attrs, data))
        else:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def data_of(page: str) -> dict[str, Any]:
    return cast(
        dict[str, Any], json.loads(next(said for _, attrs, said in Parts(page).inside if attrs.get("type")))
    )


# --- which worlds -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_names_inputs_of_its_scenario_and_values_that_they_take(name: str) -> None:
    scenario = load_scenario(name)
    asked = levers(scenario)
    assert [(one.input.key, one.values) for one in asked] == list(PLANS[name])
    assert all(read(one.input, written(value)) == value for one in asked for value in one.values)
    assert 90 <= len(worlds(asked)) <= 160


def test_every_scenario_has_worlds_one_of_them_as_it_was() -> None:
    for name in scenario_names():
        scenario = load_scenario(name)
        all_worlds = worlds(levers(scenario))
        assert 18 <= len(all_worlds) <= 160
        assert all_worlds.count({}) == 1
        assert changed(scenario, all_worlds[0]) != changed(scenario, all_worlds[-1])


def test_a_scenario_of_ones_own_keeps_its_own_values(two: Scenario) -> None:
    """In the place of the nearest, so that there are as many worlds as ever."""
    own = two.changed(doctrines=dict.fromkeys(two.labels, "tit_for_tat"))
    asked = levers(own)
    assert [one.values for one in asked[:2]] == [("hawk", "tit_for_tat", "grit")] * 2
    hawks = own.states[0].hawks
    assert hawks in asked[2].values
    assert len(asked[2].values) == 4
    assert len(worlds(asked)) == prod(len(one.values) for one in asked)


def test_of_a_scenario_without_a_plan_it_is_the_gravest_event_that_may_not_happen() -> None:
    event = levers(load_scenario("cold_war"))[-1].input
    sizes = {one.title: one.size for one in load_scenario("cold_war").events if one.kind != "technology"}
    assert event.kind == "happens"
    assert sizes[event.of] == max(sizes.values())


def test_a_copy_that_lacks_an_input_of_the_plan_gets_worlds_of_its_own_accord() -> None:
    without = load_scenario("classroom").changed(events=())
    assert [one.input.field for one in levers(without)] == ["doctrine", "doctrine", "hawks"]


# --- what was found ---------------------------------------------------------------------------------------------------


def test_a_world_is_what_a_comparison_of_the_two_scenarios_gives(small: Atlas) -> None:
    """World 5 of (hawk, deliberate, GRIT) x (the boat strays, or not): GRIT, and no boat."""
    view = View("classroom", {small.levers[0].input.key: "grit", small.levers[1].input.key: False}, seed=3)
    both = view.futures({"classroom": small.scenario})
    results = [simulate(one, runs=24, seed=3) for one in both]
    found = compare_summary(both, Labels("A", "B"), *results)
    assert small.worlds[5].changes == view.changes
    assert small.worlds[5].found == found
    assert found["windows"][0]["outcomes"][0]["difference"] != 0


def test_the_world_as_it_was_differs_in_nothing_from_itself(small: Atlas) -> None:
    was = small.worlds[small.was]
    assert small.was == 2
    assert was.found["reached"]["runs"] == 0
    assert all(np.all(end == 0) for lines in was.difference.values() for end in lines)


def points(drawn: str) -> np.ndarray:
    """The points of a path, units of the drawing."""
    steps = np.array([int(one) for one in re.findall(r"-?\d+", drawn)]).reshape(-1, 2)
    return np.cumsum(steps, axis=0) / FINE


def values(panel: Panel, drawn: str) -> np.ndarray:
    """What a path says, in the unit of its panel."""
    return panel.high - (points(drawn)[:, 1] - panel.top) / panel.height * (panel.high - panel.low)


def test_the_drawings_hold_what_the_explorer_draws(small: Atlas) -> None:
    """The means and bands of matplotlib's figure of the same two results, to a twentieth of a unit of the drawing."""
    world, data = small.worlds[0], data_of(page(small, "en", COMMAND))
    after = simulate(changed(small.scenario, world.changes), runs=24, seed=3)
    for place, (futures, difference) in enumerate(panels(small)):
        figure = futures_panels([small.before, after], world.found, futures.variable)
        above, below = figure.axes
        band, mean, gap, between = data["worlds"][0]["paths"][4 * place : 4 * place + 4]
        for panel, ours, drawn in (
            (futures, mean, line(above, 1)),
            (futures, band, edges(above, 1)),
            (difference, between, line(below, 0)),
            (difference, gap, edges(below, 0)),
        ):
            grain = (panel.high - panel.low) / panel.height / FINE
            np.testing.assert_allclose(values(panel, ours), drawn, atol=0.51 * grain)


def line(axis: Axes, k: int) -> np.ndarray:
    return np.asarray(axis.lines[k].get_ydata(), dtype=float)


def edges(axis: Axes, k: int) -> np.ndarray:
    """Upper edge of a band from left to right, and the lower one back."""
    corners = np.asarray(axis.collections[k].get_paths()[0].vertices, dtype=float)
    dates, inverse = np.unique(corners[:, 0], return_inverse=True)
    high, low = np.full(len(dates), -np.inf), np.full(len(dates), np.inf)
    np.maximum.at(high, inverse, corners[:, 1])
    np.minimum.at(low, inverse, corners[:, 1])
    return np.concatenate([high, low[::-1]])


def test_a_path_goes_in_whole_tenths_as_far_as_there_are_runs(small: Atlas) -> None:
    assert path(np.array([0.0, 1.0, 3.04]), np.array([2.0, 0.5, 0.5])) == "M0 20l10 -15 20 0"
    _, panel = panels(small)[0]
    x = panel.x
    here = np.full(len(x), panel.high)
    ended = Lines(*(np.where(np.arange(len(x)) < 2, value, np.nan) for value in (here, here, here)))
    band, mean = panel.paths(ended)
    np.testing.assert_allclose(points(mean), np.column_stack([x[:2], [panel.top] * 2]), atol=0.051)
    np.testing.assert_allclose(points(band[:-1])[:, 0], [*x[:2], *x[1::-1]], atol=0.051)
    assert panel.paths(Lines(*(np.full(len(x), np.nan) for _ in range(3)))) == ("", "")


def test_all_worlds_lie_within_the_axes(small: Atlas) -> None:
    for pair in panels(small):
        for panel, kind in zip(pair, ("future", "difference"), strict=True):
            for world in small.worlds:
                lines = getattr(world, kind)[panel.variable]
                assert panel.low <= np.min(lines.low)
                assert np.max(lines.high) <= panel.high


# --- the page -----------------------------------------------------------------------------------------------------------


def test_a_hundred_and_more_worlds_make_a_small_page(small: Atlas, made: str) -> None:
    """From six worlds to as many as the largest plan has: everything grows with them, in the worst case."""
    most = max(len(worlds(levers(load_scenario(name)))) for name in PLANS)
    assert len(made.encode()) / len(small.worlds) * most < LARGEST


def test_the_page_asks_nobody_for_anything(made: str) -> None:
    parts = Parts(made)
    asking = [
        (tag, key, value)
        for tag, attrs in parts.elements
        for key, value in attrs.items()
        if key in ("src", "srcset", "href", "action", "data", "poster", "ping", "background")
        and not str(value).startswith("#")
    ]
    assert asking == []
    assert not re.search(r"https?:|url\(|@import|\bfetch\b|XMLHttpRequest|import\(", made)
    assert {tag for tag, _ in parts.elements} & {"link", "iframe", "img", "object", "embed", "base"} == set()


def test_its_policy_allows_its_own_script_and_style_and_nothing_else(made: str) -> None:
    parts = Parts(made)
    (policy,) = (one["content"] for one in parts.all("meta") if one.get("http-equiv"))
    directives = dict(one.split(" ", 1) for one in str(policy).split("; "))
    assert directives.pop("default-src") == "'none'"
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        (content,) = (said for name, attrs, said in parts.inside if name == tag and "type" not in attrs)
        hashed = b64encode(sha256(content.encode()).digest()).decode()
        assert directives.pop(directive) == f"'sha256-{hashed}'"
    assert set(directives.values()) == {"'none'"}
    assert not [key for _, attrs in parts.elements for key in attrs if key == "style" or key.startswith("on")]


def test_all_languages_hold_the_same_worlds(small: Atlas, made: str) -> None:
    data = data_of(made)
    assert len(data["worlds"]) == len(small.worlds)
    for place, world in enumerate(data["worlds"]):
        assert list(world["said"]) == list(languages())
        assert len({json.dumps(_shape(said)) for said in world["said"].values()}) == 1
        for said in world["said"].values():
            assert all(said["lines"])
            assert said["finding"]
            assert bool(said["told"]) == (place != small.was)
    words = [attrs["lang"] for _, attrs in Parts(made).elements if attrs.get("class") == "said"]
    assert {words.count(lang) for lang in languages()} == {len(words) // len(languages())}


def _shape(said: dict[str, Any]) -> list[Any]:
    """Which figures a world's words hold: digits, whatever the decimal mark."""
    return [len(said["columns"]), [[re.findall(r"\d+", cell) for cell in row[1:]] for row in said["rows"]]]


def test_a_world_of_ours_is_known_to_the_explorer(made: str) -> None:
    """By the text under the figures, which the page's script makes."""
    data = data_of(made)
    assert data["scenario"] == "classroom"
    pairs = [f"{one['key']}={one['values'][0]['written']}" for one in data["levers"]]
    text = "+".join(["classroom", *pairs, f"seed={data['seed']}", f"runs={data['runs']}"])
    view = View.from_text(text, {"classroom": load_scenario("classroom")})
    assert (view.seed, view.runs) == (3, 24)


def test_it_says_how_it_was_made_and_what_it_is(made: str) -> None:
    words = " ".join(Parts(made).words.split())
    for said in (
        "24 pairs of runs, seed 3",
        "version",
        "An instrument for thinking, not a forecast",
        COMMAND,
    ):
        assert said in words


def test_without_scripts_it_shows_the_world_as_it_was_and_all_others_in_a_table(
    small: Atlas, made: str
) -> None:
    data, parts = data_of(made), Parts(made)
    was = data["worlds"][small.was]
    shown = [attrs["d"] for attrs in parts.all("path") if attrs.get("data-path")]
    assert shown == was["paths"]
    assert was["said"]["en"]["finding"] in parts.words
    assert [one["href"] for one in parts.all("a")][1:] == [f"#{k}" for k in range(1, len(small.worlds) + 1)]
    difference = data["worlds"][0]["said"]["en"]["rows"][0][-1]
    assert difference in parts.words


def test_what_a_user_wrote_stays_words(small: Atlas) -> None:
    hostile = "</script><img src=x onerror=alert(1)>{{ 7 * 7 }}<!--"
    title = "<svg onload=alert(2)>"
    scenario = small.scenario.changed(
        title=hostile, events=(Event(date="1961-10", kind="theatre", title=title, size=0.5),)
    )
    own = atlas(scenario, levers(scenario)[-1:], runs=2)
    made = page(own, "en", "detente atlas '<b>'.toml")
    parts = Parts(made)
    assert {tag for tag, _ in parts.elements} & {"img", "b"} == set()
    assert "7 * 7" in parts.words
    assert "onload=alert(2)" in parts.words
    assert data_of(made)["titles"]["en"].endswith(hostile)
    assert data_of(made)["scenario"] == ""  # for by that name the explorer shows another


# --- the command --------------------------------------------------------------------------------------------------------


def test_the_command_writes_one_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(atlas_plans, "levers", lambda scenario: levers(scenario)[-1:])
    to = tmp_path / "new" / "page.html"
    assert cli.main(["atlas", "--runs", "2", "--seed", "5", "--lang", "id", "--out", str(to)]) == 0
    said = capsys.readouterr()
    assert "page.html" in said.out
    assert [path.name for path in to.parent.iterdir()] == ["page.html"]
    made = to.read_text(encoding="utf-8")
    assert '<html lang="id">' in made
    assert "benih acak 5" in made
    assert cli.main(["atlas", "--runs", "2", "--out", str(to), "--quiet"]) == 0
    assert capsys.readouterr() == (f"Written to {to.parent}: page.html\n", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--runs", "1"], "runs is 1"),
        (["--out", "page.txt"], "page.txt is no page; let its name end in .html, for example page.html"),
        (["--out", "."], "atlas.html"),
        (["nowhere"], "nowhere"),
        (["--seed", "-1"], "seed"),
    ],
)
def test_what_cannot_be_made_is_refused_in_one_line(
    typed: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["atlas", *typed]) == 2
    refused = capsys.readouterr().err
    assert said in refused
    assert refused.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_the_table_of_inputs_is_the_explorers(small: Atlas) -> None:
    known = inputs(small.scenario)
    assert all(known[lever.input.key] is lever.input for lever in small.levers)


def test_more_runs_than_the_explorer_takes_are_no_part_of_a_world_s_text(small: Atlas) -> None:
    many = page(small._replace(before=small.before.assign_attrs(runs=3000)), "en", COMMAND)
    scenarios = {"classroom": load_scenario("classroom")}
    assert View.from_text(f"classroom+runs={data_of(many)['runs']}", scenarios).runs == 2000
