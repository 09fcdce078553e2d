"""The tournament: its games are the model's, its standings are arithmetic, and what it prints is what it found."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from matplotlib.figure import Figure
from rich.console import Console

from simulation import cli, inputs
from simulation.doctrines import DOCTRINES
from simulation.engine import simulate
from simulation.errors import ScenarioError
from simulation.experiments import tournament as played
from simulation.experiments.claims.worlds import World, laboratory_scenario
from simulation.experiments.tournament import (
    MEASURES,
    mirrored,
    shortened,
    standings,
    tournament,
    tournament_summary,
)
from simulation.plots import tournament_figure
from simulation.report import tournament_finding, tournament_tables
from simulation.rules import crisis
from simulation.scenario import Scenario, load_scenario

LABORATORY = laboratory_scenario(World(), None).changed(months=24)
FEW = ("grit", "tit_for_tat", "hawk", "hold")


@pytest.fixture(scope="module")
def result() -> xr.Dataset:
    return tournament(
        FEW, [LABORATORY, LABORATORY.changed(name="other", parameters={"want_influence": 0.0})], runs=4
    )


# --- the games are the model's ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "game", [("tit_for_tat", "hawk"), ("hold", "deliberate"), ("grit", "grit"), ("dove", "two_level")]
)
def test_a_game_is_what_simulate_gives(game: tuple[str, str]) -> None:
    """Among others on the run axis a game is, run by run, the scenario with these doctrines."""
    games = [("hawk", "hawk"), game, ("deliberate", "hold")]
    p, runs = inputs.parameters_of(LABORATORY), 3
    drawn = played._draws(LABORATORY, 7, runs)
    found = dict(zip(MEASURES, played.play(LABORATORY, p, games, drawn, runs)[:, :, 1], strict=True))
    alone = simulate(LABORATORY.changed(doctrines=dict(zip("AB", game, strict=True))), runs=runs, seed=7)
    assert not alone.war.any()
    assert found["mutual"][0] == pytest.approx(alone.mutual_benefit.sel(pair="A to B").mean("month").values)
    assert found["crises"][0] == pytest.approx(120 * alone.crisis.sel(pair="A to B").mean("month").values)
    won = alone.influence.isel(month=-1) - 0.5
    assert found["influence"] == pytest.approx(100 * won.transpose("state", "run").values * 120 / 24)


def test_states_beside_the_two_sides_keep_their_own_doctrine(three: Scenario) -> None:
    scenario = three.changed(doctrines={"Charlie": "dove"}, parameters={"war_risk": 0.0})
    assert played.sides(scenario) == ("Alfa", "Bravo")
    p = inputs.parameters_of(scenario)
    drawn = played._draws(scenario, 1, 2)
    found = dict(
        zip(MEASURES, played.play(scenario, p, [("hawk", "dove"), ("grit", "hold")], drawn, 2), strict=True)
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
    p = inputs.parameters_of(LABORATORY, {"near_miss": 0.6})
    world = inputs.starting_world(LABORATORY, p, 1)
    hazard = np.array([[0.04], [0.04]])
    chance = played.war_chance(crisis.instability(hazard), world, p)
    u = (np.arange(200_000) + 0.5) / 200_000
    size = crisis.severity(u, 0.0, p.severity_scale, p.severity_tail, p.hotline_calm)
    assert chance == pytest.approx([0.04 * (size >= 0.6).mean() * p.war_risk * 0.6], rel=0.01)


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
    grounds = played.default_scenarios()
    assert [ground.name for ground in grounds] == ["laboratory", "high_stakes", "cold_war"]
    assert not any(ground.leaders for ground in grounds)
    stakes = [inputs.parameters_of(ground).influence_prize for ground in grounds]
    assert stakes[1] > 2.0 * stakes[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"doctrines": ["hawk", "tit_for_tit"]}, "doctrine is 'tit_for_tit'; .*tit_for_tat"),
        ({"doctrines": ["hawk"]}, "doctrines must be two or more, each named once"),
        ({"doctrines": ["hawk", "hawk"]}, "each named once"),
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
def found(result: xr.Dataset) -> dict[str, Any]:
    return tournament_summary(result, "1.2")


def test_the_summary_survives_json_and_agrees_with_the_result(
    found: dict[str, Any], result: xr.Dataset
) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["matrix"]["own"]["grit"]["hawk"] == pytest.approx(
        float(result.own.sel(doctrine="grit", opponent="hawk").mean()), rel=1e-5
    )
    for ranks in (found["ranks_by_scenario"][m][s] for m in played.RANKED for s in found["scenarios"]):
        assert sorted(ranks.values()) == [1, 2, 3, 4]
    assert [row["own"]["rank"] for row in found["standings"]] == [1, 2, 3, 4]


@pytest.mark.parametrize("lang", ["en", "id"])
def test_table_and_finding_name_every_doctrine_and_the_first(found: dict[str, Any], lang: str) -> None:
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(tournament_tables(found, lang))
    printed = console.export_text()
    assert max(len(line.rstrip()) for line in printed.splitlines()) <= 80
    for name in FEW:
        assert DOCTRINES[name].title.split()[0] in printed
    first = DOCTRINES[found["standings"][0]["doctrine"]].title
    assert first in tournament_finding(found, lang)
    assert "…" in printed


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_heat_map_has_every_number_and_stays_on_the_page(found: dict[str, Any], lang: str) -> None:
    figure = tournament_figure(found, lang)
    assert isinstance(figure, Figure)
    axes = figure.axes
    assert [len(axis.texts) for axis in axes] == [16, 4, 4, 4]
    assert tournament_finding(found, lang) in [words.get_text() for words in figure.texts]
    page = figure.bbox
    figure.canvas.draw()
    for words in [
        *figure.texts,
        *(label for axis in axes for label in [*axis.get_xticklabels(), *axis.get_yticklabels()]),
    ]:
        box = words.get_window_extent()
        assert page.x0 - 1 <= box.x0, words.get_text()
        assert box.x1 <= page.x1 + 1, words.get_text()
        assert page.y0 - 1 <= box.y0, words.get_text()
        assert box.y1 <= page.y1 + 1, words.get_text()


def test_the_command_prints_json_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "tournament --runs 2 --months 6 --noise 0.2 --doctrine hawk --doctrine dove --scenario cold_war --json --out"
    assert cli.main([*words.split(), str(tmp_path)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "tournament.json").read_text(encoding="utf-8"))
    assert (printed["noise"], printed["months"], printed["scenarios"]) == (0.2, 6, ["cold_war"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tournament.json", "tournament.png"]


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--runs", "2", "--months", "3", "--doctrine", "hawk", "--doctrine", "dove"]
    assert cli.main(["tournament", *few, "--lang", "id"]) == 0
    assert "Risiko perang" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--runs 1", "runs is 1; a tournament needs 2"),
        ("--months 0", "--months is 0; write a number, 1 or more"),
        ("--doctrine hawk --doctrine dov", "doctrine is 'dov'"),
        ("--scenario cold_wor", "cold_wor"),
        ("--noise 9", "perception_noise"),
    ],
)
def test_the_command_refuses_in_one_line(words: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["tournament", *words.split()]) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert shown.count("\n") == 1
