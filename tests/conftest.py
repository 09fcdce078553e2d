"""What the tests of the core share: small scenarios to run, and how Hypothesis looks for trouble.

Nothing here, and no test of the core, leans on a default value of a parameter: those are set by calibration. What takes
long to import is imported by the fixture that uses it: one rule's tests are there in a second.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import tomli_w
from hypothesis import settings

from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import Event, Leader, Rivalry, Scenario, StateSpec

if TYPE_CHECKING:
    import xarray as xr

    from simulation.experiments.card import Record

# Commands speak the machine's language; what the tests read is English unless they ask for another.
os.environ.pop("DETENTE_LANG", None)
os.environ["LC_ALL"] = "C.UTF-8"

# Begun in the background, a shell has Ctrl-C ignored, and so would all that tests begin and end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    with contextlib.suppress(ValueError):  # not the thread that may say so
        signal.signal(signal.SIGINT, signal.default_int_handler)

# The same examples on every machine: a failure is a fact, not a matter of luck or of a slow neighbour.
settings.register_profile("core", derandomize=True, deadline=None)
settings.load_profile("core")

FEW_FILES = 3


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None more than this process where few files are named: to start another takes longer than it saves."""
    named = [Path(one.partition("::")[0]) for one in config.args]
    files = [file for one in named for file in ([one] if one.suffix else one.rglob("test_*.py"))]
    return 0 if len(files) <= FEW_FILES else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test with the mark `sample(n)`, all cases but every n-th are long. One that is asked for alone is the first."""
    before: Counter[str] = Counter()
    for item in items:
        for mark in item.iter_markers("sample"):
            test = item.nodeid.partition("[")[0]
            if before[test] % mark.args[0]:
                item.add_marker("long")
            before[test] += 1


ALFA = StateSpec(
    name="Alfa", title="Alfa", gdp=2.0, growth=3.0, openness=0.2, burden=0.06, routine=0.05, influence=0.5,
    hawks=0.4, technology=0.8, abuses=0.05,
)  # fmt: skip
BRAVO = StateSpec(
    name="Bravo", title="Bravo", gdp=1.0, growth=4.0, openness=0.1, burden=0.12, routine=0.09, influence=0.3,
    hawks=0.6, technology=0.4, abuses=0.2,
)  # fmt: skip
CHARLIE = StateSpec(
    name="Charlie", title="Charlie", gdp=0.5, growth=2.0, openness=0.6, burden=0.03, routine=0.03, influence=0.2,
    hawks=0.2, technology=0.6, abuses=0.1,
)  # fmt: skip
RIVALS = Rivalry(
    between=("Alfa", "Bravo"), tension=(60, 50), trust=(0.35, 0.25), trade=0.2, culture=0.15, science=0.1,
    trade_share=(0.03, 0.08), vulnerability=0.5, agreements=("culture",),
)  # fmt: skip
#: every parameter in the middle of its range: a lively world, whatever the defaults are
MIDDLE = {name: 0.5 * (about.low + about.high) for name, about in PARAMETER_TABLE.items()}


def made_up_cooperation(periods: int, seed: int) -> np.ndarray:
    """`[period, direction]`: both follow each other a little, about a mean of -4 points."""
    shocks, x = 4.0 * np.random.default_rng(seed).standard_normal((periods, 2)), np.zeros(2)
    made = []
    for shock in shocks:
        x = np.array([[0.4, 0.1], [0.1, 0.4]]) @ x + shock
        made.append(x - 4.0)
    return np.array(made)


@pytest.fixture(scope="session")
def made_up_record() -> Record:
    """A record that never was, 1948-91, with the fitted targets as they are and other figures where they are held out."""
    from simulation.experiments.card import Record, Table
    from simulation.history import patterns

    targets = patterns()
    held = targets["role"] == "held out"
    targets.loc[held, ["target", "low", "high"]] += 1.0
    return Record(Table(made_up_cooperation(44, 1), 1), Table(made_up_cooperation(176, 2), 4), targets)


@pytest.fixture(scope="session", autouse=True)
def hold_out_stays_closed(made_up_record: Record) -> Iterator[None]:
    """No test opens the held-out years, and none leaves a line in the log of looks: `detente validate`, which the README
    and the documentation tell readers to run and tests therefore run, meets the made-up record and no checkout.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulation.experiments.card.opened", lambda: made_up_record)
        patch.setattr("simulation.experiments.holdout_log.checkout", lambda: None)
        yield


@pytest.fixture
def put_words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, dict[str, str]], None]]:
    """Writes the words of one more language, entries `section.name -> words`, into a copy that the catalogue reads."""
    from simulation import catalogue

    folder = tmp_path_factory.mktemp("data") / "words"
    shutil.copytree(str(catalogue.WORDS), folder)

    def put(lang: str, entries: dict[str, str]) -> None:
        sections: dict[str, dict[str, str]] = {}
        for key, said in entries.items():
            section, name = key.split(".", 1)
            sections.setdefault(section, {})[name] = said
        (folder / f"{lang}.toml").write_text(tomli_w.dumps(sections), encoding="utf-8")
        forget()

    def forget() -> None:
        catalogue.languages.cache_clear()
        catalogue.words.cache_clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "WORDS", folder)
        yield put
    forget()


@pytest.fixture(scope="session")
def two() -> Scenario:
    """Two unequal rivals, three years, with an event of every kind and a change of leader."""
    return Scenario(
        name="two",
        title="Two rivals",
        start="1960-01",
        months=36,
        states=(ALFA, BRAVO.model_copy(update={"influence": 0.5})),
        rivalries=(RIVALS,),
        leaders=(
            Leader(state="Alfa", name="First", since="1955-03", disposition=-0.5),
            Leader(state="Alfa", name="Second", since="1961-07", disposition=0.5),
        ),
        events=(
            Event(date="1960-04", kind="theatre", title="A coup abroad", size=0.8, months=3, state="Bravo"),
            Event(date="1960-09", kind="economy", title="A bad harvest", size=0.7, months=2, state="Bravo"),
            Event(date="1961-02", kind="technology", title="New missiles", size=0.9),
            Event(date="1961-05", kind="rights", title="An arrest", size=1.0, state="Alfa"),
            Event(date="1961-10", kind="incident", title="A clash", size=0.6, between=("Alfa", "Bravo")),
        ),
        parameters=MIDDLE,
    )


@pytest.fixture(scope="session")
def three(two: Scenario) -> Scenario:
    """The same two and a third, which rivals both."""
    return two.changed(
        name="three",
        title="Three rivals",
        states=(ALFA, BRAVO, CHARLIE),
        rivalries=(RIVALS, Rivalry(between=("Charlie", "Bravo"), tension=(30, 40), agreements=("trade",))),
    )


@pytest.fixture(scope="session")
def quiet() -> Callable[..., Parameters]:
    """Parameters with every pull, shock and price at its lowest, and what a test names set by the test."""
    lowest = {
        name: max(about.low, 0.0) if about.low < 0 else about.low for name, about in PARAMETER_TABLE.items()
    }
    # no pulls, but how acts are felt and what they bring
    felt = ("refusal_felt", "trade_growth", "trade_closed", "exchange_growth", "ties_at_stake")
    lowest |= {name: PARAMETER_TABLE[name].default for name in felt}

    def make(**given: float) -> Parameters:
        return Parameters(**{**lowest, **given})

    return make


@pytest.fixture(scope="session")
def shortened() -> Callable[[pytest.MonkeyPatch], None]:
    """What makes `detente story` short: few runs are let through, one ground, two causes of fading, no look at rounding
    (which has its own test).
    """
    from simulation.commands import story
    from simulation.experiments.causal_story import both_sides, exact, fading
    from simulation.experiments.rounding import Disturbed

    def shorten(patch: pytest.MonkeyPatch) -> None:
        ground = both_sides.grounds()["classroom"]
        patch.setattr(story, "FEWEST_RUNS", 2)
        patch.setattr(both_sides, "grounds", lambda: {"classroom": ground})
        few = {name: fading.SWITCHES[name] for name in ("severed_trade", "forgetting")}
        patch.setattr(fading, "SWITCHES", few)
        patch.setattr(exact, "disturbed", lambda _, runs, __: Disturbed(0, runs, None, ""))

    return shorten


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The path of a small scenario."""
    from tests.command_line import small

    path = tmp_path / "small.toml"
    path.write_text(small().to_toml(), encoding="utf-8")
    return str(path)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty page instead of the figure, where a test is about something else."""
    from matplotlib.figure import Figure

    from simulation.commands import simulating

    monkeypatch.setattr(simulating, "history_figure", lambda *_: Figure(figsize=(1, 1)))


@pytest.fixture(scope="session")
def cuba() -> xr.Dataset:
    """The crisis as it was."""
    from simulation.engine import simulate
    from tests.two_futures import CUBA, RUNS, SEED

    return simulate(CUBA, runs=RUNS, seed=SEED)


@pytest.fixture(scope="session")
def calm() -> xr.Dataset:
    """The same on the same draws, with no missile sites."""
    from simulation.engine import simulate
    from tests.two_futures import CALM, RUNS, SEED

    return simulate(CALM, runs=RUNS, seed=SEED)
