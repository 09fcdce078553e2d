"""The checks of the gallery against record and theory: that each is put right, judged right, and told whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation.engine import simulate
from simulation.history import cooperation, load_series
from simulation.scenario import load_scenario, scenario_names
from studies.episodes import __main__ as study
from studies.episodes import judging
from studies.episodes.check import LIKELY, Check, Effect, rise, year
from studies.episodes.checks import CHECKS, EFFECTS, names
from studies.episodes.page import section
from studies.episodes.seen import BOTH, US_WAY, USSR_WAY, Model, Record

PAGE = Path(__file__).parents[1] / "docs" / "episodes.md"
CHECKED = [(name, check) for name, checks in CHECKS.items() for check in checks]
RECORD = Record(0.015)
#: a class plays the one; what theory says of the others is asked by the claims, in the same world and window by window
ASKED_ELSEWHERE = {"classroom", "cold_war", "both_talk", "one_side_talks", "both_hold"}


@pytest.fixture(scope="module")
def cuba() -> Model:
    return Model(simulate(load_scenario("cuban_missile_crisis"), runs=20, seed=3))


# --- what is declared ---------------------------------------------------------------------------------------


def test_every_scenario_is_checked_but_those_that_are_asked_elsewhere() -> None:
    assert set(CHECKS) | set(EFFECTS) == set(scenario_names()) - ASKED_ELSEWHERE
    assert set(names()) == set(CHECKS) | set(EFFECTS)
    historical = {name for name in scenario_names() if "USSR" in load_scenario(name).labels}
    assert set(CHECKS) == historical - {"no_detente", "cold_war"}
    assert all(3 <= len(CHECKS.get(name, ())) + len(EFFECTS.get(name, ())) <= 8 for name in names())


def test_the_record_itself_passes_its_checks(subtests: pytest.Subtests) -> None:
    for name, check in CHECKED:
        with subtests.test(episode=name, says=check.says):
            found = judging.record_of(check, RECORD)
            assert check.source
            assert check.says.endswith(".")
            assert check.measure is None or check.of_model is None, "one way to ask, not two"
            if found is None:  # only a direction can go without a figure
                assert check.kind == "direction"
                assert check.of_model is not None
            else:
                assert np.isfinite(found)
                assert check.kind == "size" or found > 0, "the sentence says the opposite of the record"


# --- what is asked ------------------------------------------------------------------------------------------


def test_the_record_is_asked_in_its_own_figures() -> None:
    quarters = cooperation("quarterly").sel(time=slice("1963-07", "1963-12"))
    assert RECORD.conduct("1963-07", "1963-12") == pytest.approx(float(quarters.mean()))
    assert RECORD.conduct("1963-07", "1963-12", (USSR_WAY,)) == pytest.approx((0.49 + 2.1) / 2)
    assert RECORD.trade(1979, 1979) == pytest.approx(0.01118 / 0.015)
    assert RECORD.trade(1973, 1973, "China") == pytest.approx(1707.2)
    assert RECORD.danger(1963) - RECORD.danger(1962) == pytest.approx(-5)  # from 7 to 12 minutes
    spent = load_series("military_spending").data.sel(time="1969-01-01", state="US")
    assert RECORD.burden("US", 1969) == pytest.approx(float(spent) / 4903.8)


def test_a_run_is_asked_the_same_and_wars_are_left_out(cuba: Model) -> None:
    result = cuba._result
    by_hand = (
        result.cooperation.sel(month=slice("1963-01", "1963-12"), pair="US to USSR").mean("month").values
    )
    lived = ~result.war.sel(month="1963-12-01").values
    assert cuba.conduct(*year(1963), (US_WAY,))[lived] == pytest.approx(by_hand[lived])
    change = rise(year(1962), year(1963))(cuba)
    assert change == pytest.approx(cuba.conduct(*year(1963)) - cuba.conduct(*year(1962)), nan_ok=True)
    assert cuba.burden("US", 1962).shape == cuba.danger(1962).shape == cuba.trade(1962, 1963).shape == (20,)
    ended = result.assign(war=result.war | True)
    assert np.isnan(Model(ended).conduct(*year(1963))).all()


def test_signatures_and_agreements_are_counted(cuba: Model) -> None:
    result = cuba._result
    signed = result.signed.sel(pair=US_WAY, month=slice("1962-01", "1964-12")).any("month").sum("issue")
    assert np.array_equal(cuba.signed("1962-01", "1964-12"), signed)
    culture = cuba.signed("1962-01", "1964-12", ("culture",))
    assert set(np.unique(culture)) <= {0.0, 1.0}
    began = result.agreement.sel(pair=US_WAY, issue="culture").isel(month=0)
    assert np.array_equal(cuba.in_force("culture", "1962-01"), began)
    assert began.mean() > 0.5  # in force at the start


# --- what is judged -----------------------------------------------------------------------------------------


def check_of(kind: str) -> Check:
    return Check("Something.", kind, "nowhere", measure=lambda seen: seen.danger(1962))  # type: ignore[arg-type]


@pytest.mark.parametrize(("right", "hit"), [(66, False), (67, True), (0, False), (100, True)])
def test_a_direction_needs_two_thirds_of_the_runs(right: int, hit: bool) -> None:
    values = np.where(np.arange(100) < right, -1.0, 1.0)
    row = judging.judged(check_of("direction"), -3.0, values)
    assert (row.hit, row.share is not None and row.share.share) == (hit, right / 100)
    assert pytest.approx(2 / 3) == LIKELY


def test_a_direction_without_a_figure_is_up() -> None:
    assert judging.judged(check_of("direction"), None, np.ones(10)).hit
    assert not judging.judged(check_of("direction"), None, -np.ones(10)).hit


@pytest.mark.parametrize(("record", "hit"), [(50.0, True), (4.0, False), (96.0, False), (6.0, True)])
def test_a_size_lies_in_the_band(record: float, hit: bool) -> None:
    assert judging.judged(check_of("size"), record, np.arange(101.0)).hit is hit


def test_runs_that_cannot_answer_are_left_out_and_none_left_is_a_miss() -> None:
    row = judging.judged(check_of("direction"), 1.0, np.array([1.0, np.nan, 1.0]))
    assert row.hit
    assert row.share is not None
    assert row.share.n == 2
    assert not judging.judged(check_of("size"), 1.0, np.full(3, np.nan)).hit


def test_an_effect_is_its_interval(cuba: Model) -> None:
    noise = np.random.default_rng(1).normal(size=20)

    def effect(shift: float, sign: int) -> Effect:
        measures = iter((noise + shift, noise * 0.5))
        return Effect("X.", sign, "", "", lambda one: one, lambda _: next(measures))  # type: ignore[arg-type]

    assert judging.measured(effect(5.0, 1), cuba, cuba).hit
    assert not judging.measured(effect(5.0, -1), cuba, cuba).hit
    assert not judging.measured(effect(0.0, 1), cuba, cuba).hit
    assert judging.measured(effect(-5.0, -1), cuba, cuba).hit


def test_controls_change_one_thing() -> None:
    for name, effects in EFFECTS.items():
        scenario = load_scenario(name)
        for effect in effects:
            control = effect.change(scenario)
            assert control != scenario
            assert control.model_dump(exclude={"states", "parameters"}) == scenario.model_dump(
                exclude={"states", "parameters"}
            )
    without = EFFECTS["no_detente"][0].change(load_scenario("no_detente"))
    assert without.parameters == load_scenario("cold_war").parameters


# --- what is told -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["berlin_1948", "exploiter"])
def test_an_episode_tells_hits_and_misses(name: str) -> None:
    found = judging.episode(name, 12, 3)
    rows = [*found.checks, *found.effects]
    assert len(rows) == len(CHECKS.get(name, ())) + len(EFFECTS.get(name, ()))
    text = "\n\n".join(section(found))
    met = sum(row.hit for row in found.checks) + sum(row.hit for row in found.effects)
    assert f"{met} of {len(rows)} met; 12 runs" in text
    assert text.count("**miss**") == len(rows) - met
    for says in [row.check.says for row in found.checks] + [row.effect.says for row in found.effects]:
        assert says in text


def test_the_page_that_is_committed_is_of_these_checks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "python -m studies.episodes --runs 300 --seed 7 --out docs/episodes.md" in text
    rows = [line for line in text.splitlines() if line.endswith(("| hit |", "| **miss** |"))]
    assert len(rows) == len(CHECKED) + sum(len(effects) for effects in EFFECTS.values())
    for says in [check.says for _, check in CHECKED] + [
        one.says for group in EFFECTS.values() for one in group
    ]:
        assert f"| {says} |" in text
    for name in names():
        assert f"## {load_scenario(name).title}" in text


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study, "names", lambda: ("cuban_missile_crisis", "dependence"))
    page = tmp_path / "page.md"
    study.main(runs=6, seed=2, out=page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# The scenarios against the record")
    assert f"--runs 6 --seed 2 --out {page}" in text
    assert list(tmp_path.iterdir()) == [page]
    assert BOTH == (US_WAY, USSR_WAY)
