"""A domain is added as the recipe says, by rows and words alone, and everything runs with it.

The domain is space: joint flights, as that of Apollo and Soyuz in 1975. They grow by joint acts, pay as science does, and
let technology through. What is tried runs in a copy of the package, in a process of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from simulation import DetenteModel, catalogue, load_scenario, simulate
from simulation.actions import ACTIONS
from simulation.cli import main
from simulation.doctrines import DOCTRINES
from simulation.domains import DOMAINS, NAMES, Domain, checked
from simulation.parameters import PARAMETER_TABLE
from simulation.scenario import Scenario
from simulation.state import ISSUES
from tests.copies import copy_to, place, python, word

ROW = '    Domain("space", "exchange", "science_benefit", 14, "#56B4E9", 0.5, 0.4, technology=True, start=0.1),\n'
ACT = (
    '    Action("flight", "space", 14, 5.0, 0.7, 0.10, "exchange", consent=True, agreement="space", tie=1),\n'
)
ABOVE, BELOW = '    Domain("science"', '    Action("trade", "trade"'
WORDS = {
    "en": {
        "act.flight": "joint flight", "action.flight": "offer a joint flight in space", "issue.space": "space",
        "reason.space": "joint flights would pay", "doctrine.space_only": "Space only",
        "field.rivalry_space": "Tie in space, share of its potential.", "variable.space": "Ties in space",
        "variable.benefit_space": "Mutual benefit from space",
    },
    "id": {
        "act.flight": "penerbangan bersama", "action.flight": "menawarkan penerbangan bersama", "issue.space": "antariksa",
        "reason.space": "penerbangan bersama akan menguntungkan", "doctrine.space_only": "Hanya antariksa",
        "field.rivalry_space": "Ikatan antariksa, bagian dari potensinya.",
        "variable.space": "Ikatan antariksa",
        "variable.benefit_space": "Manfaat bersama dari antariksa",
    },
}  # fmt: skip
STATE = """
[[states]]
name = "{name}"
title = "{name}"
doctrine = "scripted"
gdp = 1.0
influence = 0.5
technology = {technology}
"""
#: a scenario file that gives the tie at the start; the second state is behind in technology
FILE = f"""
name = "flight"
title = "Flight"
start = "1975-01"
months = 6
{STATE.format(name="Alfa", technology=0.8)}{STATE.format(name="Bravo", technology=0.6)}
[[rivalries]]
between = ["Alfa", "Bravo"]
trade = 0.0
science = 0.0
space = 0.3
"""
AGREED = 'agreements = ["space"]\n'
ORDER = '\n[[orders]]\ndate = "1975-01"\ntitle = "ordered"\nstate = "Alfa"\nact = "{act}"\nmonths = 6\n'
P = {name: about.default for name, about in PARAMETER_TABLE.items()}


def record_copy(out: Path) -> None:
    """What the tests look at, of the copy with one domain more."""
    arms = {
        "still": FILE,
        "joint": FILE + AGREED + ORDER.format(act="flight"),
        "cut": FILE + ORDER.format(act="coerce"),
        "alone": (FILE + AGREED).replace('doctrine = "scripted"', 'doctrine = "space_only"', 1),
        "silent": FILE.replace("space = 0.3\n", ""),
    }
    found: dict[str, Any] = {}
    for name, text in arms.items():
        result = simulate(Scenario.from_toml(text), runs=2, seed=7)
        for variable in ("space", "benefit_space", "mutual_benefit", "initiative", "gdp"):
            found[f"{name} {variable}"] = result[variable].values
    own = simulate(load_scenario("classroom"), runs=12, seed=7)
    found["issues"] = own.issue.values.astype(str)
    found["signed"] = own.signed.sel(issue="space").values
    found["acts"] = np.array([action.name for action in ACTIONS])
    # the Mesa model, where one state goes by the doctrine that knows nothing but the domain
    alone = Scenario.from_toml(arms["alone"])
    model = DetenteModel(alone, rng=7)
    while model.running:
        model.step()
    found["mesa"] = np.array([state.space[state.rivals[0]] for state in model.agents])
    np.savez(out / "found.npz", **found)
    (out / "flight.toml").write_text(arms["joint"], encoding="utf-8")
    assert (
        main(["run", str(out / "flight.toml"), "--runs", "4", "--lang", "id", "--out", str(out / "results")])
        == 0
    )
    assert main(["list", "--lang", "id"]) == 0


class Copy(NamedTuple):
    """What came of it: by "arm variable", the folder with what was written, and what was printed."""

    found: dict[str, np.ndarray]
    out: Path
    said: str


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which the recipe was followed: two rows, and their words."""
    home = copy_to(tmp_path_factory.mktemp("copied"))
    domains = home / "simulation" / "domains.py"
    (science,) = [line for line in domains.read_text(encoding="utf-8").splitlines() if line.startswith(ABOVE)]
    place(domains, f"{science}\n", ROW, after=True)
    place(home / "simulation" / "actions.py", BELOW, ACT)
    for lang, words in WORDS.items():
        word(home, lang, words)
    return home


def made_in(home: Path, out: Path, function: str) -> str:
    """Call a function of this file, with the copy's package; what it printed."""
    ran = python(
        home, f"import pathlib, tests.test_add_a_domain as t; t.{function}(pathlib.Path({str(out)!r}))"
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def copy(copied: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    out = tmp_path_factory.mktemp("out")
    said = made_in(copied, out, "record_copy")
    return Copy(dict(np.load(out / "found.npz")), out, said)


def course(copy: Copy, arm: str, variable: str = "space") -> np.ndarray:
    """The course of the first pair in the first run, `[month]`; scripted runs do not differ."""
    return np.asarray(copy.found[f"{arm} {variable}"][0, :, 0], dtype=float)


def test_it_is_an_issue_and_acts_are_where_their_weight_puts_them(copy: Copy):
    assert copy.found["issues"].tolist() == [*ISSUES, "space"]
    assert copy.found["acts"].tolist() == [*(action.name for action in ACTIONS[:-1]), "flight", "trade"]


def test_the_tie_begins_where_the_file_says_and_runs_off_by_itself(copy: Copy):
    kept = (1.0 - P["tie_decay"]) ** np.arange(1, 7)
    assert course(copy, "still") == pytest.approx(0.3 * kept)
    assert course(copy, "silent") == pytest.approx(0.1 * kept)  # the row's own start


def test_joint_acts_and_the_agreement_make_it_grow_as_an_exchange(copy: Copy):
    x, expected = 0.3, []
    for _ in range(6):  # one flight a month, and a quarter of one that the agreement keeps going
        x += P["exchange_growth"] * 1.25 * (1.0 - x) - P["tie_decay"] * x
        expected.append(x)
    assert course(copy, "joint") == pytest.approx(expected)


def test_it_feels_its_share_of_a_cut(copy: Copy):
    first = (
        0.3 * (1.0 - P["tie_decay"]) * (1.0 - 0.5 * 0.25)
    )  # coercion severs a quarter; it feels half of that
    assert course(copy, "cut")[0] == pytest.approx(first)


def test_it_pays_as_its_row_says_and_is_a_part_of_mutual_benefit(copy: Copy):
    # the state ahead gains least: science_gain times the tie
    assert course(copy, "joint", "benefit_space") == pytest.approx(P["science_gain"] * course(copy, "joint"))
    gained = course(copy, "joint", "mutual_benefit") - course(copy, "still", "mutual_benefit")
    tie = course(copy, "joint") - course(copy, "still")
    assert gained == pytest.approx(P["science_gain"] * tie)


def test_states_come_to_agree_on_it(copy: Copy):
    assert copy.found["signed"].any()


def test_a_doctrine_knows_nothing_else(copy: Copy):
    acts = copy.found["acts"][copy.found["alone initiative"][..., 0]]
    assert set(acts.ravel()) <= {"flight", "hold"}
    assert (acts == "flight").mean() > 0.8


def test_agents_live_through_the_same_months(copy: Copy):
    assert copy.found["mesa"] == pytest.approx(copy.found["alone space"][0, -1], rel=1e-10)


def test_what_is_written_names_it(copy: Copy):
    assert "Hanya antariksa" in copy.said
    assert (copy.out / "results" / "figure.png").is_file()


def everything(out: Path) -> None:
    """Three states, every doctrine, and the commands that show ties or acts."""
    toml, sheet = out / "flight.toml", out / "sheet.csv"
    toml.write_text(FILE + AGREED + ORDER.format(act="flight"), encoding="utf-8")
    sheet.write_text(
        "month,state,towards,initiative,response\n1960-01/1960-03,Kastara,Velmora,flight,Joint flight\n",
        encoding="utf-8",
    )
    three = simulate(load_scenario("triangle_1971"), runs=3, seed=7)
    for variable in ("space", "benefit_space"):
        assert np.isfinite(three[variable].values).all()
    base = load_scenario("classroom")
    for doctrine in DOCTRINES:
        result = simulate(base.changed(doctrines=dict.fromkeys(base.labels, doctrine)), runs=2, seed=7)
        assert ((result.space.values >= 0) & (result.space.values <= 1)).all(), doctrine
    tried = (
        ["check", str(toml)],
        ["schema"],
        ["new", str(out / "mine")],
        ["compare", str(toml), str(toml), "--runs", "4"],
        ["replay", "classroom", str(sheet), "--runs", "4"],
        ["report", "classroom", "--runs", "10", "--out", str(out / "report.html")],
        ["tournament", "--runs", "2", "--months", "12", "--scenario", "classroom", "--doctrine", "space_only",
         "--doctrine", "tit_for_tat", "--out", str(out / "tournament")],
        *(["figure", kind, "--out", str(out / f"{kind}.png")] for kind in ("causal-loop", "causal-article")),
        *(["figure", kind, "classroom", "--out", str(out / f"{kind}.png")] for kind in ("timeline", "phase", "fan")),
        ["figure", "animation", "classroom", "--out", str(out / "animation.gif")],
    )  # fmt: skip
    assert [command for command in tried if main(command) != 0] == []


@pytest.mark.long
def test_every_doctrine_and_every_command_runs_with_it(copied: Path, tmp_path: Path):
    said = made_in(copied, tmp_path, "everything")
    assert "joint flight" in said  # the class's move, in the table of its turns
    assert {path.name for path in tmp_path.iterdir()} >= {
        "timeline.png",
        "animation.gif",
        "mine.toml",
        "report.html",
    }


# --- what is refused ------------------------------------------------------------------------------

SPACE = Domain("space", "exchange", "science_benefit", 14, "#56B4E9", 0.5, 0.4)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": "talk"}, "has the name of something else; write another"),
        ({"name": "outer space"}, "has a name that is no word of small letters"),
        ({"name": "tension"}, "has the name of something else; write another"),
        ({"colour": "blue"}, "has colour 'blue'; write one as #RRGGBB"),
        ({"name": "science"}, "stands there twice; keep one of the two"),
        ({"grows": "by itself"}, "grows as 'by itself'; write market or exchange"),
        ({"gain": "profit"}, "pays by 'profit'; write trade_benefit or culture_benefit or science_benefit"),
        ({"gain": "trade_benefit"}, "grows as 'exchange' and pays by 'trade_benefit'; a market alone"),
        ({"grows": "market", "gain": "trade_benefit"}, "is a second market; scenarios give one share"),
        ({"signature": 0}, "has signature 0; an agreement is a friendly act"),
        ({"wanted": -1}, "has wanted -1; write a number from 0 to 10"),
        ({"cut": 2}, "has cut 2; write a share from 0 to 1"),
        ({"start": -0.1}, "has start -0.1; write a share from 0 to 1"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused(change: dict[str, Any], said: str):
    row = SPACE._replace(**change)
    with pytest.raises(
        ValueError, match=re.escape(f"domain {row.name!r} in simulation/domains.py {said}")
    ) as refused:
        checked(*DOMAINS, row)
    assert len(str(refused.value).splitlines()) == 1


def test_one_domain_is_the_market():
    with pytest.raises(ValueError, match=r"has no domain that grows as a 'market'; write one"):
        checked(SPACE)
    assert [domain.grows for domain in DOMAINS].count("market") == 1


def test_a_domain_without_words_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(catalogue, "NAMES", (*NAMES, "space"))
    missing = r"en\.toml lacks \[issue\] space, \[reason\] space, \[doctrine\] space_only and 3 more; a domain has words"
    with pytest.raises(ValueError, match=missing):
        catalogue.words.__wrapped__("en")
