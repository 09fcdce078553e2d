"""An act is added as the recipe says, by a row and its words, and the model runs with it: no doctrine does anything else
than its row says.

The act is the expulsion of diplomats, between denouncing and coercing on the scale (Goldstein 1992: 201 order a person out
of the country, -5.0; COPDAB class 11). What is tried runs in a copy of the package, in a process of its own.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from scipy.special import softmax
from scipy.stats import qmc

from simulation import columns, simulate
from simulation.actions import ACTIONS, CODE, Action, checked
from simulation.cli import main
from simulation.doctrines import DOCTRINES, preference, two_moves
from simulation.doctrines.reciprocity import OPENING
from simulation.domains import NAMES
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.scenario import Rivalry, Scenario, StateSpec
from simulation.state import CONCERNS, MEMORY_SLOTS, Observation
from tests.copies import copy_to, place, python, word

ROW = '    Action("expel", "provoke", -29, -5.0, 0.4, 0.05, "escalate", grip=0.3),\n'
#: what is written into a language's words: short in [act], a phrase in [action]
WORDS = {"en": ("expel", "expel diplomats"), "id": ("mengusir", "mengusir diplomat")}

P = Parameters(**{name: about.default for name, about in PARAMETER_TABLE.items()} | {"sharpness": 20.0})
VIEWS = 600
#: what a state may see: where each field of an observation lies; every other is a share or a score from 0 to 1
RANGES = {
    "seen": (-0.8, 0.8), "remembered": (-0.8, 0.8), "conduct": (-0.8, 0.7), "tension": (0, 100), "fear": (0, 3),
    "value_confrontation": (-2, 2), "value_talking": (-2, 2), "loss": (0, 0.1), "leader": (-1.5, 1.5), "backlog": (0, 20),
    "climate": (-1, 1),
}  # fmt: skip
#: doctrines of the repeated game and others that never expel: with them the worlds are the same month by month
NEVER_EXPEL = ("tit_for_tat", "contrite_tit_for_tat", "pavlov", "grim", "generous_tit_for_tat", "dove")
#: they aim at a place on the scale by mixing the acts beside it, of which there is one more
GRADUATED = ("limited_reciprocity", "linear", "linear_us", "linear_ussr")


def views(answering: bool) -> Observation:
    """Many situations, evenly spread over everything that a state can see: `[1, view]`. Unscrambled Halton points."""
    fields = [
        name for name in Observation._fields if name not in ("concerns", "available", "notes", "ties", "room")
    ]
    points = iter(
        qmc.Halton(len(fields) + len(CONCERNS) + MEMORY_SLOTS + len(NAMES), scramble=False)
        .random(VIEWS + 1)[1:]
        .T
    )
    made = {}
    for name in fields:
        low, high = RANGES.get(name, (0.0, 1.0))
        made[name] = (low + (high - low) * next(points))[None]
    concerns = np.stack([next(points)[None] for _ in CONCERNS])
    ties = np.stack([next(points)[None] for _ in NAMES])
    return Observation(
        **made
        | {
            "answering": np.asarray(answering),
            "concerns": concerns / concerns.sum(axis=0),
            "available": np.ones((len(ACTIONS), 1, VIEWS), dtype=bool),
            "notes": np.stack([np.floor(3 * next(points))[None] for _ in range(MEMORY_SLOTS)]),
            "ties": ties,
            "room": 1.0 - ties,
        }
    )


def tables() -> dict[str, Any]:
    """The log weight of every act by every doctrine, `[act, view]`, opening and answering in turn."""
    return {
        f"weight {name}": np.concatenate(
            [preference(doctrine.reasons(views(answering), P))[:, 0] for answering in (False, True)], axis=1
        )
        for name, doctrine in DOCTRINES.items()
    }


def between(first: str, second: str) -> Scenario:
    """Two rivals with an agreement in force, for three years."""
    states = tuple(
        StateSpec(name=name, title=name, gdp=1.0, influence=0.5, doctrine=doctrine)
        for name, doctrine in (("Alfa", first), ("Bravo", second))
    )
    rivalry = Rivalry(between=("Alfa", "Bravo"), tension=(50, 50), agreements=("culture",))
    return Scenario(
        name="two", title="Two", start="1960-01", months=36, states=states, rivalries=(rivalry,),
        parameters={"sharpness": 20.0},
    )  # fmt: skip


def histories(doctrines: tuple[str, ...]) -> dict[str, Any]:
    """What was done, by the name of the act, `[stage, run, month, pair]`: each doctrine against the next on the list."""
    names = np.array([action.name for action in ACTIONS])
    found = {}
    for first, second in zip(doctrines, (*doctrines[1:], doctrines[0]), strict=True):
        result = simulate(between(first, second), runs=4, seed=7)
        assert np.isfinite(result.tension).all()
        found[f"done {first}"] = names[np.stack([result[s].to_numpy() for s in ("initiative", "response")])]
    return found


def record(out: Path) -> None:
    """What the tests look at, of the package that is imported: called here, and in the copy with one act more."""
    np.savez(out, acts=[a.name for a in ACTIONS], **tables(), **histories(NEVER_EXPEL))


def record_copy(out: Path) -> None:
    """The same in the copy, and besides: every doctrine runs, a class types the new act, and a figure shows it."""
    record(out / "copy.npz")
    np.savez(out / "all.npz", **histories(tuple(DOCTRINES)))
    sheet = out / "sheet.csv"
    sheet.write_text(
        "month,state,towards,initiative,response\n1960-01/1960-03,Kastara,Velmora,mengusir,Expel diplomats\n",
        encoding="utf-8",
    )
    assert main(["replay", "classroom", str(sheet), "--runs", "2", "--lang", "id"]) == 0
    assert main(["figure", "timeline", "classroom", "--lang", "id", "--out", str(out / "timeline.png")]) == 0


class Both(NamedTuple):
    """The model as it is, and the copy with one act more."""

    plain: dict[str, np.ndarray]
    more: dict[str, np.ndarray]
    every: dict[str, np.ndarray]
    out: Path
    said: str


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which the recipe was followed: the row, and its words."""
    home = copy_to(tmp_path_factory.mktemp("copied"))
    place(home / "simulation" / "actions.py", '    Action("denounce"', ROW)
    for lang, (short, phrase) in WORDS.items():
        word(home, lang, {"act.expel": short, "action.expel": phrase})
    return home


@pytest.fixture(scope="module")
def both(copied: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    out = tmp_path_factory.mktemp("out")
    record(out / "plain.npz")
    ran = python(
        copied, f"import pathlib, tests.test_add_an_act as t; t.record_copy(pathlib.Path({str(out)!r}))"
    )
    assert ran.returncode == 0, ran.stderr
    plain, more, every = (dict(np.load(out / f"{name}.npz")) for name in ("plain", "copy", "all"))
    assert list(plain["acts"]) == [action.name for action in ACTIONS]
    assert list(more["acts"]) == [*plain["acts"][:2], "expel", *plain["acts"][2:]]
    return Both(plain, more, every, out, ran.stdout)


def chances(both: Both, doctrine: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of every act without the new one; of the same acts with it, the new one left out; and of the new one."""
    before, after = (softmax(one[f"weight {doctrine}"], axis=0) for one in (both.plain, both.more))
    old = np.delete(both.more[f"weight {doctrine}"], 2, axis=0)
    return before, softmax(old, axis=0), after[2]


@pytest.mark.long
def test_what_a_doctrine_makes_of_the_old_acts_stays(both: Both):
    judged = {d: chances(both, d)[:2] for d in DOCTRINES if d not in (*GRADUATED, "roth_erev")}
    assert len(judged) > 18
    assert {d for d, (before, after) in judged.items() if np.abs(after - before).max() > 1e-12} == set()


@pytest.mark.long
def test_reinforcement_keeps_its_classes_and_the_new_act_shares_in_its_own(both: Both):
    before, after = (softmax(one["weight roth_erev"], axis=0) for one in (both.plain, both.more))
    old = np.delete(after, 2, axis=0)
    assert after[:4].sum(axis=0) == pytest.approx(before[:3].sum(axis=0))  # it provokes as often
    assert old[3:] == pytest.approx(before[3:])
    assert old[:3] / old[:3].sum(axis=0) == pytest.approx(before[:3] / before[:3].sum(axis=0))
    dearer, cheaper = after[1], after[3]  # it costs .4, between coercing and denouncing
    assert (dearer < after[2]).all()
    assert (after[2] < cheaper).all()


@pytest.mark.long
@pytest.mark.parametrize("doctrine", GRADUATED)
def test_a_graduated_doctrine_keeps_its_aim_and_mixes_the_acts_beside_it(doctrine: str, both: Both):
    weight = np.array([action.goldstein / 10 for action in ACTIONS])
    more = np.insert(weight, 2, -0.5)
    before, old, new = chances(both, doctrine)
    after = softmax(both.more[f"weight {doctrine}"], axis=0)
    aim = weight @ before
    assert more @ after == pytest.approx(aim, abs=1e-6)
    beside = (aim > -0.56 - 1e-6) & (aim < -0.34 + 1e-6)  # where coercing and denouncing were mixed
    assert old[:, ~beside] == pytest.approx(before[:, ~beside], abs=1e-6)
    assert new[~beside].max() < 1e-6
    assert beside.any() or doctrine != "limited_reciprocity"
    assert (new[beside] > 0.1).any() == beside.any()


@pytest.mark.long
def test_the_new_act_is_done_by_those_whom_its_row_speaks_to(both: Both):
    most = {doctrine: chances(both, doctrine)[2].max() for doctrine in DOCTRINES}
    for doctrine in (*NEVER_EXPEL, "hold", "scripted", *(d for d in DOCTRINES if d.endswith("_only"))):
        assert most[doctrine] < 1e-4, doctrine  # tit for tat and its kin once did it half of the time
    hawk = softmax(both.more["weight hawk"], axis=0)
    assert hawk[:4] == pytest.approx(
        np.broadcast_to(hawk[0], hawk[:4].shape)
    )  # one provocation is like another
    # graduated reciprocity expels where that is nearest to what is due
    seen, expels = views(True).seen[0], chances(both, "reciprocity")[2][VIEWS:]
    due = seen + P.generosity * np.maximum(-seen, 0) + OPENING
    assert (expels > 0.5).any()
    assert (abs(due[expels > 0.5] + 0.5) < 0.08).all()
    assert (expels[abs(due + 0.5) > 0.08] < 0.5).all()


@pytest.mark.long
def test_a_world_in_which_nobody_expels_is_the_world_without_the_act(both: Both):
    other = {one for one in NEVER_EXPEL if (both.more[f"done {one}"] != both.plain[f"done {one}"]).any()}
    assert other == set()


@pytest.mark.long
def test_the_model_runs_with_it_and_tells_of_it(both: Both):
    done = {name.removeprefix("done "): acts for name, acts in both.every.items()}
    assert set(done) == set(DOCTRINES)
    assert (done["hawk"] == "expel").any()
    assert "mengusir" in both.said  # the class's move, in the table of its turns
    assert (both.out / "timeline.png").is_file()


# --- what is refused ------------------------------------------------------------------------------

EXPEL = Action("expel", "provoke", -29, -5.0, 0.4, 0.05, "escalate", grip=0.3)
VISIT = ACTIONS[CODE["visit"]]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (EXPEL._replace(move=None), "weighs -5 and has move None; write escalate or defect"),
        (EXPEL._replace(move="gesture"), "weighs -5 and has move 'gesture'; write escalate or defect"),
        (EXPEL._replace(kind="talk"), "weighs -5 and has kind 'talk'; write provoke"),
        (EXPEL._replace(name="coerce"), "stands there twice; keep one of the two"),
        (EXPEL._replace(goldstein=-6.0), "is more hostile than a row above it; rows run from"),
        (EXPEL._replace(copdab=0), "weighs -5 (Goldstein) and 0 (COPDAB); give both the same sign"),
        (EXPEL._replace(consent=True), "asks for consent and is not friendly"),
        (EXPEL._replace(cost=40), "has cost 40; write a share from 0 to 1"),
        (VISIT._replace(name="tour", goldstein=1.9, tie=0), "has kind 'culture' and tie 0; acts of trade, culture"),
        (VISIT._replace(name="tour", sessions=1), "has kind 'culture' and 1 sessions; acts of talk alone"),
        (VISIT._replace(name="tour", agreement="culture"), "has move 'gesture' and agreement 'culture'; an exchange"),
        (VISIT._replace(name="tour", agreement="cultur"), "needs an agreement on 'cultur'; write arms or trade or culture"),
        (ACTIONS[CODE["hold"]]._replace(name="wait"), "is a second way to hold; give it a weight"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_say_how_it_is_to_be_judged_is_refused(row: Action, said: str):
    above = [one for one in ACTIONS if one.goldstein <= (-5.6 if row.goldstein < 0 else row.goldstein)]
    with pytest.raises(
        ValueError, match=re.escape(f"act '{row.name}' in simulation/actions.py {said}")
    ) as refused:
        checked(*above, row)
    assert len(str(refused.value).splitlines()) == 1


def test_a_doctrine_that_cannot_weigh_an_act_is_refused():
    with pytest.raises(
        ValueError, match=r"mine cannot weigh act 'hold' \(move 'hold'\): it is in none of its classes"
    ):
        columns.covering("mine", provoke=columns.PROVOKE, towards=columns.TOWARDS)
    with pytest.raises(
        ValueError, match=r"mine cannot weigh act 'threaten' .*: it is in provoke and all of its classes"
    ):
        columns.covering("mine", provoke=columns.PROVOKE, all=columns.HOLD + 1)


@pytest.mark.parametrize(
    ("file", "line", "instead", "said"),
    [
        ("actions.py", ROW, ROW.replace('"escalate", ', ""), "act 'expel' in simulation/actions.py weighs -5 and has move"),
        ("data/words/en.toml", 'expel = "expel"\n', "", "simulation/data/words/en.toml lacks [act] expel; an act has"),
        ("data/words/id.toml", 'expel = "mengusir"\n', "", "simulation/data/words/id.toml lacks [act] expel; translate"),
    ],
    ids=["move", "words", "translation"],
)  # fmt: skip
def test_the_copy_says_in_one_line_what_is_missing(
    file: str, line: str, instead: str, said: str, copied: Path
):
    changed = copied / "simulation" / file
    written = changed.read_text(encoding="utf-8")
    changed.write_text(written.replace(line, instead), encoding="utf-8")
    ran = python(copied, "from simulation.catalogue import text; text('act.hold', 'id')")
    changed.write_text(written, encoding="utf-8")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1].startswith(f"ValueError: {said}")


def test_acts_that_are_the_same_move_share_its_chance(monkeypatch: pytest.MonkeyPatch):
    sanctions = columns.column(lambda a: a.name == "coerce")
    monkeypatch.setattr(two_moves, "DEFECT", columns.DENOUNCE + sanctions)
    monkeypatch.setattr(two_moves, "ESCALATE", columns.ESCALATE - sanctions)
    judged = softmax(preference(DOCTRINES["generous_tit_for_tat"].reasons(views(True), P)), axis=0)[:, 0]
    provoked = views(True).seen[0] < -0.2
    each = judged[[CODE["coerce"], CODE["denounce"]]][:, provoked]
    assert each == pytest.approx(np.full(each.shape, 0.5 * (1 - P.generosity)), abs=1e-6)
