"""The tournament: its games are the model's, its standings are arithmetic, and what it prints is what it found."""

from __future__ import annotations

import io
import json
import re
import shlex
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from rich.console import Console
from scipy.stats import spearmanr

from simulation import cli, inputs, parallel
from simulation.catalogue import languages, number, text
from simulation.doctrines import DOCTRINES, Doctrine
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.tournament import (
    default_scenarios,
    playing,
    standings,
    tournament,
    tournament_summary,
)
from simulation.experiments.tournament.games import MEASURES, play, war_chance
from simulation.experiments.tournament.grounds import free_sides, mirrored, shortened, sides
from simulation.experiments.tournament.summary import (
    RANKED,
    GroundFound,
    ScoreFound,
    Standing,
    TournamentFound,
)
from simulation.months import draws_of
from simulation.pages.html import html
from simulation.pages.markdown import markdown
from simulation.pages.terminal import terminal
from simulation.plots import tournament_figure
from simulation.reports.tournament import tournament_in_short, tournament_page
from simulation.rules import crisis
from simulation.scenario import Order, Scenario, load_scenario
from simulation.words.doctrines import doctrine_title
from simulation.words.tournament import (
    ground_words,
    titles_of,
    tournament_finding,
    tournament_footing,
    weakest_words,
)

LABORATORY = laboratory_scenario(World(), None).changed(months=24, events=())
FILES = ["tournament.html", "tournament.json", "tournament.md", "tournament.png"]
FEW = ("grit", "tit_for_tat", "hawk", "hold")


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return tournament(
        FEW, [LABORATORY, LABORATORY.changed(name="other", parameters={"want_influence": 0.0})], runs=4
    )


# --- the games are the model's ------------------------------------------------------------------------------


def dealt(*games: tuple[str, str]) -> list[tuple[Doctrine, Doctrine]]:
    return [(DOCTRINES[a], DOCTRINES[b]) for a, b in games]


@pytest.mark.parametrize(
    "game", [("tit_for_tat", "hawk"), ("hold", "deliberate"), ("grit", "grit"), ("dove", "two_level")]
)
def test_a_game_is_what_simulate_gives(game: tuple[str, str]) -> None:
    """Among others on the run axis a game is, run by run, the scenario with these doctrines."""
    games = dealt(("hawk", "hawk"), game, ("deliberate", "hold"))
    p, runs = inputs.parameters_of(LABORATORY), 3
    drawn = draws_of(LABORATORY, 7, 0, runs)
    found = dict(zip(MEASURES, play(LABORATORY, p, games, drawn, runs)[:, :, 1], strict=True))
    alone = simulate(LABORATORY.changed(doctrines=dict(zip("AB", game, strict=True))), runs=runs, seed=7)
    assert not alone.war.any()
    assert found["mutual"][0] == pytest.approx(alone.mutual_benefit.sel(pair="A to B").mean("month").values)
    assert found["crises"][0] == pytest.approx(120 * alone.crisis.sel(pair="A to B").mean("month").values)
    won = alone.influence.isel(month=-1) - 0.5
    assert found["influence"] == pytest.approx(100 * won.transpose("state", "run").values * 120 / 24)


def test_states_beside_the_two_sides_keep_their_own_doctrine(three: Scenario) -> None:
    scenario = three.changed(doctrines={"Charlie": "dove"}, parameters={"war_risk": 0.0})
    assert sides(scenario) == ("Alfa", "Bravo")
    p = inputs.parameters_of(scenario)
    drawn = draws_of(scenario, 1, 0, 2)
    found = dict(
        zip(MEASURES, play(scenario, p, dealt(("hawk", "dove"), ("grit", "hold")), drawn, 2), strict=True)
    )
    alone = simulate(scenario.changed(doctrines={"Alfa": "grit", "Bravo": "hold"}), runs=2, seed=1)
    pairs = ["Alfa to Bravo", "Bravo to Alfa"]
    assert found["mutual"][:, 1] == pytest.approx(alone.mutual_benefit.sel(pair=pairs).mean("month").T.values)


def test_a_game_does_not_depend_on_who_else_plays(result: xr.Dataset) -> None:
    pair = ("grit", "hawk")
    alone = tournament(pair, [LABORATORY], runs=4)
    among = result.sel(scenario="laboratory", doctrine=list(pair), opponent=list(pair))
    for measure in MEASURES:
        assert alone[measure].isel(scenario=0).values == pytest.approx(among[measure].values)


def test_influence_that_one_wins_the_other_loses(result: xr.Dataset) -> None:
    won = result.influence.transpose("doctrine", "opponent", ...)
    assert won.values == pytest.approx(-won.values.swapaxes(0, 1), abs=1e-9)
    assert float(won.sel(doctrine="hawk", opponent="hold").mean()) > 5.0
    assert (
        float(abs(won.sel(doctrine="hawk", opponent="hawk")).max()) < 1e-9
    )  # its own twin, mean of both seats


def test_a_hawk_among_hawks_gains_less_than_grit_among_its_kind_and_risks_war_more(
    result: xr.Dataset,
) -> None:
    hawks, grit = (result.sel(doctrine=name, opponent=name).mean() for name in ("hawk", "grit"))
    assert float(hawks.own) < float(grit.own)
    assert float(hawks.war) > 2.0 * float(grit.war)


def test_noise_is_the_error_of_reading(result: xr.Dataset) -> None:
    own = float(inputs.parameters_of(LABORATORY).perception_noise)
    same, more = (tournament(FEW, [LABORATORY], runs=4, noise=noise) for noise in (own, 0.4))
    calm = result.own.sel(scenario="laboratory")
    assert same.own.isel(scenario=0).values == pytest.approx(calm.values)
    # it sets the two that answer each other at odds, and leaves the deaf as they were
    echo = {"doctrine": "tit_for_tat", "opponent": "tit_for_tat"}
    assert float(more.own.sel(echo).mean()) < float(calm.sel(echo).mean())
    deaf = {"doctrine": "hawk", "opponent": "hawk"}
    assert float(more.influence.sel(deaf).mean()) == pytest.approx(float(result.influence.sel(deaf).mean()))


def test_the_chance_of_war_is_that_of_the_rules() -> None:
    p = inputs.parameters_of(LABORATORY)
    world = inputs.starting_world(LABORATORY, p, 1)
    hazard = np.array([[0.04], [0.04]])
    chance = war_chance(crisis.instability(hazard), world, p)
    u = (np.arange(200_000) + 0.5) / 200_000
    size = crisis.severity(u, 0.0, 0.0, p)
    assert chance == pytest.approx([0.04 * crisis.near_miss(size).mean() * p.war_risk * 0.6], rel=0.01)


# --- the scenarios ------------------------------------------------------------------------------------------


def test_a_shortened_scenario_holds_what_is_dated_in_its_months() -> None:
    whole = load_scenario("cold_war")
    part = shortened(whole, 30)
    assert part.months == 30
    assert part.start == whole.start
    assert 0 < len(part.events) < len(whole.events)
    assert all(part.month_index(event.date) + event.months <= 30 for event in part.events)
    assert shortened(whole, 10_000) is whole


def test_one_order_of_play_does_for_equals_only() -> None:
    assert mirrored(LABORATORY)
    assert not mirrored(load_scenario("cold_war"))
    uneven = LABORATORY.changed(rivalries=[LABORATORY.rivalries[0].model_copy(update={"trust": (0.2, 0.3)})])
    assert not mirrored(uneven)


def test_the_default_grounds_are_few_and_without_leaders() -> None:
    grounds = default_scenarios()
    assert [ground.name for ground in grounds] == ["laboratory", "high_stakes", "cold_war"]
    assert not any(ground.leaders for ground in grounds)
    stakes = [inputs.parameters_of(ground).influence_prize for ground in grounds]
    assert stakes[1] > 2.0 * stakes[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"doctrines": ["hawk", "tit_for_tit"]},
            r"doctrines\[1\] is 'tit_for_tit', no known doctrine; .*tit_for_tat",
        ),
        ({"doctrines": ["hawk"]}, "doctrines has hawk; a tournament needs two or more"),
        ({"doctrines": ["hawk", "hawk"]}, "is 'hawk' once more; name each doctrine once"),
        ({"runs": 1}, "runs is 1; a tournament needs 2 .* to 1000 a game"),
        ({"noise": 3.0}, "parameter 'perception_noise' is 3; give numbers from 0 to 0.5"),
        ({"scenarios": [LABORATORY, LABORATORY]}, "scenarios must have different names"),
    ],
)
def test_what_cannot_be_played_is_refused(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(ScenarioError, match=said):
        tournament(**{"doctrines": ("hawk", "dove"), "scenarios": [LABORATORY], "runs": 2, **asked})


# --- the standings ------------------------------------------------------------------------------------------


def made(own: np.ndarray) -> xr.Dataset:
    """A result with known numbers: own benefit `[doctrine, opponent, run]`, the same for every measure."""
    names = list(FEW[: len(own)])
    axes = ("scenario", "doctrine", "opponent", "run")
    return xr.Dataset(
        dict.fromkeys(MEASURES, (axes, own[None])),
        coords={"scenario": ["one"], "doctrine": names, "opponent": names},
        attrs={"runs": own.shape[-1], "seed": 0, "months": 12, "noise": 0.1},
    )


def test_ranks_distances_and_what_is_beyond_chance() -> None:
    luck = np.random.default_rng(0).normal(
        0.0, 1.0, 40
    )  # the same in all games: it must drop out of distances
    scatter = np.random.default_rng(1).normal(0.0, 1.0, 40)
    level = np.stack([1.0 + luck, 0.9 + luck, 0.98 + luck + scatter - scatter.mean()])
    own = np.repeat(level[:, None], 3, axis=1)
    found = standings(made(own))["own"]
    assert [(name, score.rank) for name, score in found.items()] == [
        ("grit", 1),
        ("hawk", 2),
        ("tit_for_tat", 3),
    ]
    far, near = found["tit_for_tat"], found["hawk"]
    assert (far.distance, far.distance_low, far.distance_high) == pytest.approx((0.1, 0.1, 0.1))
    assert far.clear
    assert far.high - far.low > 0.3  # its own interval holds the luck of the runs
    assert near.distance == pytest.approx(0.02)
    assert not near.clear
    assert not found["grit"].clear


def test_less_war_is_better() -> None:
    own = np.repeat(np.arange(3.0)[:, None, None], 3, axis=1).repeat(2, axis=2)
    scores = standings(made(own))
    assert list(scores["war"]) == list(scores["own"])[::-1]
    assert scores["war"]["hawk"].distance == 2.0


def test_ranks_without_one_opponent() -> None:
    """The first doctrine is first only because of how it fares against the third."""
    own = np.array([[1.0, 1.0, 9.0], [2.0, 2.0, 2.0], [0.0, 0.0, 0.0]])[:, :, None].repeat(2, axis=2)
    found = standings(made(own))["own"]
    assert (found["grit"].rank, found["grit"].rank_low, found["grit"].rank_high) == (1, 1, 2)
    assert (found["hawk"].rank_low, found["hawk"].rank_high) == (3, 3)


# --- what is printed, drawn and written ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(result: xr.Dataset) -> Any:
    return tournament_summary(result, "1.2")


def test_the_summary_survives_json_and_agrees_with_the_result(found: Any, result: xr.Dataset) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    kinds: list[tuple[Any, Any]] = [
        (found, TournamentFound),
        (found["grounds"][0], GroundFound),
        (found["standings"][0], Standing),
    ]
    for entry, kind in [*kinds, (found["standings"][0]["war"], ScoreFound)]:
        assert set(entry) == kind.__required_keys__
    assert found["matrix"]["own"]["grit"]["hawk"] == pytest.approx(
        float(result.own.sel(doctrine="grit", opponent="hawk").mean()), rel=1e-5
    )
    for ranks in (found["ranks_by_scenario"][m][s] for m in RANKED for s in found["scenarios"]):
        assert sorted(ranks.values()) == [1, 2, 3, 4]
    assert [row["own"]["rank"] for row in found["standings"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("lang", languages())
def test_table_and_finding_name_every_doctrine_and_the_first(found: Any, lang: str) -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(terminal(tournament_in_short(found, lang)))
    printed = console.export_text()
    assert max(len(line.rstrip()) for line in printed.splitlines()) <= 80
    for name in FEW:
        assert doctrine_title(name, lang).split()[0] in printed
    first = doctrine_title(found["standings"][0]["doctrine"], lang)
    assert first in tournament_finding(found, lang)
    assert "…" in printed


def stays_on_the_page(figure: Figure) -> None:
    page = figure.bbox
    figure.canvas.draw()
    for words in [
        *figure.texts,
        *(label for axis in figure.axes for label in [*axis.get_xticklabels(), *axis.get_yticklabels()]),
    ]:
        box = words.get_window_extent()
        assert page.x0 - 1 <= box.x0, words.get_text()
        assert box.x1 <= page.x1 + 1, words.get_text()
        assert page.y0 - 1 <= box.y0, words.get_text()
        assert box.y1 <= page.y1 + 1, words.get_text()


@pytest.fixture(scope="module")
def all_of_them() -> Any:
    return tournament_summary(tournament(scenarios=[LABORATORY], runs=2, months=1))


@pytest.mark.sample(2)
@pytest.mark.parametrize("lang", languages())
def test_every_title_has_room_in_table_and_heat_map(all_of_them: Any, lang: str) -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(terminal(tournament_in_short(all_of_them, lang)))
    printed = console.export_text()
    for row in all_of_them["standings"]:
        assert f"{number(row['war']['high'], lang, 3)}\n" in printed  # the last column, to its last figure
        for word in doctrine_title(row["doctrine"], lang).split():
            assert word in printed
    stays_on_the_page(tournament_figure(all_of_them, lang))


@pytest.mark.parametrize("lang", languages())
def test_the_heat_map_has_every_number_and_stays_on_the_page(found: Any, lang: str) -> None:
    figure = tournament_figure(found, lang)
    assert isinstance(figure, Figure)
    axes = figure.axes
    assert [len(axis.texts) for axis in axes] == [16, 4, 4, 4]
    assert tournament_finding(found, lang) in [words.get_text() for words in figure.texts]
    stays_on_the_page(figure)


# --- the page -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", languages())
def test_the_page_says_what_was_played_with_what_noise_and_what_made_it(found: Any, lang: str) -> None:
    page = markdown(tournament_page(found, b"png", "detente tournament --seed 0", lang))
    assert text("tournament.made", lang, command="detente tournament --seed 0") in page
    assert f"{number(10 * found['grounds'][0]['reading_error'], lang, 2)} " in page
    assert tournament_footing(found, lang) in page
    for name in FEW:
        assert f"| {doctrine_title(name, lang)} |" in page
    for row in found["standings"]:
        for measure in RANKED:
            assert number(row[measure]["low"], lang, 3 if measure == "war" else 2) in page
    assert text("tournament.not_evolution", lang) in page
    assert f'<html lang="{lang}">' in html([], "title", lang)


def test_the_leader_is_looked_up_where_it_is_worst() -> None:
    own = {"grit": {"grit": 3.0, "hawk": 0.0}, "hawk": {"grit": 2.0, "hawk": 1.0}}
    played: Any = {"matrix": {"own": own}, "standings": [{"doctrine": "grit"}, {"doctrine": "hawk"}]}
    said = weakest_words(played)
    assert "GRIT, first over all opponents, is number 2 of 2 where the opponent is Hawk; there Hawk" in said
    own["grit"]["hawk"] = 1.5
    said = weakest_words(played)
    assert said == "GRIT is first against every single opponent."


def test_rankings_of_two_scenarios_are_compared(found: Any) -> None:
    ranks = found["ranks_by_scenario"]["own"]
    expected = spearmanr(list(ranks["laboratory"].values()), list(ranks["other"].values())).statistic
    assert found["rank_correlations"]["own"] == [
        {"scenarios": ["laboratory", "other"], "spearman": pytest.approx(expected, abs=1e-5)}
    ]


def test_a_title_is_translated_only_if_it_is_the_one_that_was_translated() -> None:
    ground = tournament_summary(tournament(("hawk", "hold"), [LABORATORY], runs=2, months=2))["grounds"][0]
    assert "Laboratorium dua pesaing" in ground_words(ground, "id")
    assert "My own" in ground_words({**ground, "title": "My own"}, "id")


def test_the_command_on_the_page_makes_the_same_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["tournament", "--runs", "2", "--months", "2", "--noise", "0.1", "--doctrine", "hawk"]
    words += ["--doctrine", "hold", "--scenario", "cold_war", "--lang", "id", "--out", str(tmp_path / "a b")]
    assert cli.main(words) == 0
    made = {path.name: path.read_bytes() for path in (tmp_path / "a b").glob("[!.]*")}
    assert sorted(made) == FILES
    last = unescape(re.findall(r"<p>(.*?)</p>", made["tournament.html"].decode())[-1])
    program, *again = shlex.split(last.partition(": ")[2])
    assert program == "detente"
    for path in (tmp_path / "a b").glob("[!.]*"):
        path.unlink()
    assert cli.main(again) == 0
    capsys.readouterr()
    for name, data in made.items():
        assert (tmp_path / "a b" / name).read_bytes() == data, name


# --- how it is spread over the cores ------------------------------------------------------------------------


def test_the_numbers_do_not_depend_on_blocks_or_cores(
    result: xr.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Children write into shared memory; every number is the same to the last bit, in whatever block it is made."""
    other = LABORATORY.changed(name="other", parameters={"want_influence": 0.0})
    monkeypatch.setattr(playing, "WORTH", 1)
    monkeypatch.setattr(parallel, "cores", lambda: 3)
    monkeypatch.setattr(playing, "CELLS", 12)
    done = []
    spread = tournament(FEW, [LABORATORY, other], runs=4, progress=lambda k, n: done.append((k, n)))
    assert done[-1] == (20, 20)
    assert len(done) > 6
    for measure in MEASURES:
        assert spread[measure].values.tobytes() == result[measure].values.tobytes()


def test_orders_to_the_two_sides_are_not_played(three: Scenario) -> None:
    orders = [Order(date=three.start, title="x", state=s, act="coerce") for s in ("Alfa", "Charlie")]
    ordered = free_sides(three.changed(orders=orders))
    assert [order.state for order in ordered.orders] == ["Charlie"]
    late = three.changed(orders=[Order(date=three.end, title="x", state="Alfa", act="coerce")])
    assert shortened(late, 3).orders == ()


def test_who_only_carries_out_orders_is_not_in_the_field(all_of_them: Any) -> None:
    assert {row["doctrine"] for row in all_of_them["standings"]} == set(DOCTRINES) - {"scripted"}


def test_the_committed_report_has_todays_field_and_names_its_command() -> None:
    folder = Path(__file__).parents[1] / "docs" / "tournament"
    assert (folder / "tournament.png").exists()
    page = (folder / "tournament.md").read_text(encoding="utf-8")
    standings = page.split("## Standings")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in standings.splitlines() if re.match(r"\| \d", line)]
    field = [row[1] for row in rows]
    assert set(field) == {doctrine_title(name, "en") for name in set(DOCTRINES) - {"scripted"}}
    assert len(field) == len(set(field))
    first = {column: [row[1] for row in rows if re.search(r"#1\b", row[column])] for column in (4, 5)}
    assert f"Own benefit: {field[0]} leads" in page
    assert f"Most mutual benefit: {first[4][0]}. Least war risk: {first[5][0]}." in page
    how = re.match(
        r"Made by: detente tournament --runs (\d+) --seed (\d+) --months (\d+) ", page.splitlines()[-1]
    )
    assert how is not None
    assert f"{how[1]} runs a game, {how[3]} months; seed {how[2]}; " in page


# --- titles -------------------------------------------------------------------------------------------------


def test_the_catalogue_has_every_doctrines_own_title(subtests: pytest.Subtests) -> None:
    for name in DOCTRINES:
        with subtests.test(doctrine=name):
            assert text(f"doctrine.{name}", "en") == DOCTRINES[name].title
            assert doctrine_title(name, "id") == text(f"doctrine.{name}", "id")


def test_no_two_doctrines_have_the_same_title() -> None:
    for lang in languages():
        assert len({doctrine_title(name, lang) for name in DOCTRINES}) == len(DOCTRINES)


def test_a_doctrine_of_ones_own_plays_and_has_its_own_title() -> None:
    mine = DOCTRINES["hawk"]._replace(name="mine", title="Mine", version="3")
    played = tournament([mine, "hawk", "dove"], [LABORATORY], runs=2, months=6)
    found = tournament_summary(played)
    assert found["doctrine_versions"]["mine"] == "3"
    assert titles_of(found, "id")["mine"] == "Mine"
    # it is the hawk under another name, and so it scores
    for measure in MEASURES:
        scores = played[measure].sel(opponent="dove").squeeze("scenario")
        assert scores.sel(doctrine="mine").values == pytest.approx(scores.sel(doctrine="hawk").values)


# --- the command --------------------------------------------------------------------------------------------


def test_the_command_prints_json_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "tournament --runs 2 --months 6 --noise 0.2 --doctrine hawk --doctrine dove --scenario cold_war --json --out"
    assert cli.main([*words.split(), str(tmp_path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "tournament.json").read_text(encoding="utf-8"))
    assert (printed["noise"], printed["months"], printed["scenarios"]) == (0.2, 6, ["cold_war"])
    assert sorted(path.name for path in tmp_path.glob("[!.]*")) == FILES


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--runs", "2", "--months", "3", "--doctrine", "hawk", "--doctrine", "dove"]
    assert cli.main(["tournament", *few, "--lang", "id"]) == 0
    assert "Risiko perang" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--runs 1", "runs is 1; a tournament needs 2"),
        ("--months 0", "--months is 0; write a number from 1 to 2400"),
        ("--months 99999999", "--months is 99999999; write a number from 1 to 2400"),
        ("--doctrine hawk --doctrine dov", "doctrines[1] is 'dov', no known doctrine"),
        ("--scenario cold_wor", "cold_wor"),
        ("--noise 9", "perception_noise"),
    ],
)
def test_the_command_refuses_in_one_line(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tournament", *words.split()]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1
