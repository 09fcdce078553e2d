"""What each doctrine does with what it has seen: a table to be read, and the laws behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import t as student

from simulation import Scenario, columns, simulate
from simulation.actions import ACTIONS, KINDS, Kind
from simulation.doctrines import DOCTRINES, Parts, preference
from simulation.doctrines.deciding import deciders, judge_of
from simulation.doctrines.doctrine import parts
from simulation.doctrines.grit import EXPLOITED, STEP
from simulation.domains import NAMES
from simulation.inputs import setting_of
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.rules.choice import cumulative
from simulation.scenario import Rivalry, StateSpec
from simulation.state import CONCERNS, MEMORY_SLOTS, Observation

Make = Callable[..., Parameters]
CALM: dict[str, Any] = {"tension": 30.0, "trust": 0.5, "attention": 1.0, "hawks": 0.5, "backlog": 1.0}
UNARMED = [action.name for action in ACTIONS if action.agreement is None]


def observation(
    without: tuple[str, ...] = (), step: float = 0, exploited: float = 0, **given: Any
) -> Observation:
    """What one state sees of one rival: a calm month in which nothing was done, but for what is given.

    `without` names acts out of reach; `step` and `exploited` are GRIT's notes; `concerns` may be a dict of weights.
    """
    values = dict.fromkeys(Observation._fields, 0.0) | CALM | given
    weights = values.pop("concerns") or dict.fromkeys(CONCERNS, 0.25)
    notes = np.zeros((MEMORY_SLOTS, 1, 1))
    notes[STEP], notes[EXPLOITED] = step, exploited
    values.pop("room")  # of the ties
    ties = np.array([values.pop(name, 0.0) for name in NAMES], dtype=float)[:, None, None]
    made = {name: np.full((1, 1), float(value)) for name, value in values.items()}
    return Observation(
        **made
        | {
            "answering": np.asarray(bool(values["answering"])),
            "concerns": np.array([weights.get(name, 0.0) for name in CONCERNS])[:, None, None],
            "available": np.array([action.name not in without for action in ACTIONS])[:, None, None],
            "notes": notes,
            "ties": ties,
            "room": 1.0 - ties,
        }
    )


def chances(doctrine: str, o: Observation, p: Parameters) -> np.ndarray:
    """The probability of every act."""
    running = cumulative(preference(DOCTRINES[doctrine].reasons(o, p)), o.available)[:, 0, 0]
    return np.asarray(np.diff(running, prepend=0.0) / running[-1])


def likely(doctrine: str, o: Observation, p: Parameters) -> Kind:
    """The kind of act that is most probable."""
    each = chances(doctrine, o, p)
    return max(
        KINDS, key=lambda kind: sum(each[code] for code, act in enumerate(ACTIONS) if act.kind == kind)
    )


def likeliest(doctrine: str, o: Observation, p: Parameters) -> str:
    return ACTIONS[int(np.argmax(chances(doctrine, o, p)))].name


# --- the table ------------------------------------------------------------------------------------

THREAT, DENOUNCED, SLIGHT, NOTHING, VISIT, EXCHANGE, TREATY = -0.76, -0.34, -0.1, 0.0, 0.19, 0.35, 0.65

THREATENED: dict[str, Any] = {"seen": THREAT, "answering": True}

#: doctrine, what it saw or remembers, in words and as an observation, and what it most likely does
BEHAVIOUR: list[tuple[str, str, dict[str, Any], Kind]] = [
    ("hawk", "nothing", {}, "provoke"),
    ("hawk", "an offer of trade", {"seen": TREATY, "answering": True, "trust": 1.0}, "provoke"),
    ("hawk", "a threat, in fear of war", {"seen": THREAT, "answering": True, "fear": 3.0}, "provoke"),
    ("hawk", "a crisis that leaves no attention", {"without": tuple(a.name for a in ACTIONS if a.attention)}, "hold"),
    ("dove", "nothing", {"without": ("trade", "culture", "science")}, "talk"),
    ("dove", "a threat", {"seen": THREAT, "answering": True, "without": ("trade", "culture", "science")}, "talk"),
    ("reciprocity", "nothing: it is nice, and begins with a word", {}, "talk"),
    ("reciprocity", "a threat", {"seen": THREAT, "answering": True}, "provoke"),
    ("reciprocity", "a denunciation", {"seen": DENOUNCED, "answering": True}, "provoke"),
    ("reciprocity", "a slight, which it lets pass", {"seen": SLIGHT, "answering": True}, "hold"),
    ("reciprocity", "a visit", {"seen": VISIT, "answering": True, "without": ("trade", "culture", "science")}, "trade"),
    ("reciprocity", "an exchange in culture", {"seen": EXCHANGE, "answering": True}, "science"),
    ("reciprocity", "trade under a treaty", {"seen": TREATY, "answering": True}, "trade"),
    ("reciprocity", "remembered hostility, on its own initiative", {"seen": DENOUNCED}, "provoke"),
    ("reciprocity", "remembered warmth, on its own initiative", {"seen": TREATY}, "trade"),
    ("grit", "nothing: it initiates unasked", {}, "talk"),
    ("grit", "a threat last month: it initiates all the same", {"seen": THREAT, "exploited": 1}, "talk"),
    ("grit", "a threat now: it answers", {"seen": THREAT, "answering": True}, "provoke"),
    ("grit", "a slight now: not worth an answer", {"seen": SLIGHT, "answering": True}, "talk"),
    ("grit", "warmth now: it goes on with the programme", {"seen": TREATY, "answering": True}, "talk"),
    ("grit", "reciprocated twice: a larger step, a sale or a visit", {"step": 1, "without": ("summit",)}, "trade"),
    ("grit", "reciprocated four times: larger still", {"step": 2, "without": ("science",)}, "culture"),
    ("grit", "reciprocated throughout: the largest", {"step": 3}, "science"),
    ("grit", "exploited three times: it stops", {"exploited": 3, "seen": THREAT}, "hold"),
    ("grit", "stopped, and threatened again: it still answers", THREATENED | {"exploited": 3}, "provoke"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("doctrine", "saw", "given", "does"), BEHAVIOUR, ids=[f"{d}: {s}" for d, s, _, _ in BEHAVIOUR]
)
def test_behaviour(doctrine: str, saw: str, given: dict[str, Any], does: Kind, quiet: Make):
    p = quiet(sharpness=100.0, generosity=0.1, grit_patience=3.0)
    assert likely(doctrine, observation(**given), p) == does


PROVOKED = {"seen": THREAT}
TRUSTING: dict[str, Any] = {"tension": 90.0, "trust": 0.9}
SATURATED = {"trade": 1.0, "culture": 1.0, "science": 1.0}

#: what the deliberate coalition weighs, in words; the one pull that is switched on; what it sees; what it does
WEIGHED: list[tuple[str, dict[str, float], dict[str, Any], Kind]] = [
    ("nothing pulls but the price of acting", {"want_thrift": 1}, {}, "hold"),
    ("an open contest in third theatres", {"want_influence": 3, "want_thrift": 0.5}, {"theatre": 1.0}, "provoke"),
    ("the same contest, closed", {"want_influence": 3, "want_thrift": 0.5}, {"theatre": 0.0}, "hold"),
    ("a provocation, with hawks at home", {"audience_cost": 3, "want_thrift": 0.3}, PROVOKED | {"hawks": 1.0}, "provoke"),
    ("a provocation, without hawks", {"audience_cost": 3, "want_thrift": 0.3}, PROVOKED | {"hawks": 0.0}, "hold"),
    ("a provocation, and distrust", {"want_deterrence": 4, "want_thrift": 0.3}, PROVOKED | {"trust": 0.1}, "provoke"),
    ("tension, and a rival it trusts", {"want_reassurance": 4}, TRUSTING, "trade"),
    ("the same, without an agreement on trade", {"want_reassurance": 4}, TRUSTING | {"without": ("trade",)}, "science"),
    ("common ground to be found", {"want_common_ground": 4, "want_thrift": 0.5}, {"common_ground": 0.5}, "talk"),
    ("no common ground", {"want_common_ground": 4, "want_thrift": 0.5}, {"common_ground": 0.0}, "hold"),
    ("nuclear fear, where it speaks for talking", {"want_dialogue": 2, "want_thrift": 0.3}, {"fear": 1.0}, "talk"),
    ("a bad harvest", {"want_gain": 2, "want_thrift": 1}, {"need": 1.0, "trade": 0.1}, "trade"),
    ("trade already at its potential", {"want_gain": 2, "want_thrift": 1}, SATURATED, "hold"),
    ("that confronting has paid", {"want_learnt": 3}, {"value_confrontation": 0.5}, "provoke"),
    ("that talking has paid", {"want_learnt": 3, "want_thrift": 0.1}, {"value_talking": 0.5}, "talk"),
    ("a conciliatory leader", {"leadership": 2}, {"leader": 1.0}, "trade"),
    ("a hard leader", {"leadership": 2}, {"leader": -1.0}, "provoke"),
    ("hostility, answered", {"reciprocity": 3, "partial_reciprocity": 1}, {"seen": THREAT}, "provoke"),
    ("hostility, met with its own routine", {"reciprocity": 3, "partial_reciprocity": 0}, {"seen": THREAT}, "hold"),
    ("global problems piling up", {"want_attention": 4}, {"backlog": 9.0, "concerns": {"conscience": 1.0}}, "hold"),
]  # fmt: skip


@pytest.mark.parametrize(("saw", "pull", "given", "does"), WEIGHED, ids=[row[0] for row in WEIGHED])
def test_the_deliberate_coalition_weighs(
    saw: str, pull: dict[str, float], given: dict[str, Any], does: Kind, quiet: Make
):
    p = quiet(**{"precision": 30.0, "loss_aversion": 2.0} | pull)
    assert likely("deliberate", observation(answering=True, **given), p) == does


def test_a_concern_without_weight_is_not_heard(quiet: Make):
    p = quiet(precision=20.0, want_influence=3.0, want_thrift=0.5)
    for standing, does in ((0.7, "provoke"), (0.0, "hold")):
        concerns = {"standing": standing, "prosperity": 1 - standing}
        assert likely("deliberate", observation(theatre=1.0, concerns=concerns), p) == does


# --- fixed doctrines ------------------------------------------------------------------------------

views = st.fixed_dictionaries(
    {
        "seen": st.floats(-1, 1), "tension": st.floats(0, 100), "trust": st.floats(0, 1), "fear": st.floats(0, 3),
        "value_confrontation": st.floats(-2, 2), "value_talking": st.floats(-2, 2), "common_ground": st.floats(0, 1),
        "trade": st.floats(0, 1), "culture": st.floats(0, 1), "science": st.floats(0, 1), "theatre": st.floats(0, 1),
        "loss": st.floats(0, 0.3), "hawks": st.floats(0, 1), "leader": st.floats(-1.5, 1.5), "need": st.floats(0, 1),
        "attention": st.floats(0, 1), "backlog": st.floats(0, 20), "climate": st.floats(-1, 1),
        "conduct": st.floats(-0.8, 0.7), "remembered": st.floats(-1, 1), "answering": st.booleans(),
    }
)  # fmt: skip


@given(views)
def test_the_hawk_always_provokes_and_the_dove_never(quiet: Make, view: dict[str, Any]):
    p = quiet(sharpness=100.0)
    assert chances("hawk", observation(**view), p) @ columns.PROVOKE > 0.999_999
    assert chances("dove", observation(**view), p) @ columns.PROVOKE < 1e-9
    assert chances("dove", observation(**view), p) @ columns.TOWARDS > 0.999_999


def test_sharpness_is_how_strictly_a_doctrine_keeps_to_its_rule(quiet: Make):
    strict = [chances("hawk", observation(), quiet(sharpness=s)) @ columns.PROVOKE for s in (1.0, 4.0, 16.0)]
    assert strict == sorted(strict)
    assert strict[0] < 0.5 < strict[-1]


# --- reciprocity ----------------------------------------------------------------------------------


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1), st.booleans())
def test_reciprocity_returns_in_kind(quiet: Make, a: float, b: float, generosity: float, answering: bool):
    p = quiet(sharpness=20.0, generosity=generosity)
    low, high = (
        chances("reciprocity", observation(seen=x, answering=answering), p) @ columns.WEIGHT
        for x in sorted((a, b))
    )
    assert low <= high + 1e-9


@given(st.floats(-1, 1))
def test_reciprocity_answers_with_the_nearest_act(quiet: Make, seen: float):
    # a tenth friendlier than what was seen, and of a provocation a fifth is forgiven
    aim = (0.8 * seen if seen < 0 else seen) + 0.1
    done = likeliest("reciprocity", observation(seen=seen), quiet(sharpness=100.0, generosity=0.2))
    distance = {action.name: abs(action.goldstein / 10 - aim) for action in ACTIONS}
    assert distance[done] == pytest.approx(min(distance.values()), abs=1e-6)


@pytest.mark.parametrize(
    ("generosity", "answer"), [(0.1, "coerce"), (0.5, "denounce"), (0.8, "hold"), (1.0, "talk")]
)
def test_the_more_it_forgives_the_milder_the_answer_to_a_threat(generosity: float, answer: str, quiet: Make):
    p = quiet(sharpness=100.0, generosity=generosity)
    assert likeliest("reciprocity", observation(seen=THREAT, answering=True), p) == answer


@pytest.fixture(scope="module")
def mirrors(quiet: Make) -> Scenario:
    """Two states that do nothing but reciprocate; no abuses to criticise, nobody who concedes."""
    same: dict[str, Any] = {"gdp": 1.0, "influence": 0.5, "abuses": 0.0, "doctrine": "reciprocity"}
    states = tuple(StateSpec(name=name, title=name, **same) for name in ("Alfa", "Bravo"))
    still = {
        "sharpness": 100.0, "credulity": 1.0, "memory": 0.0, "refusal_felt": 1.0, "courtesy": 10.0, "breach": 0.0,
        "crisis_base": -8.0, "crisis_force": 0.0, "incident_rate": 0.0, "war_risk": 0.0,
    }  # fmt: skip
    return Scenario(
        name="mirrors", title="Mirrors", start="1950-01", months=96, states=states,
        rivalries=(Rivalry(between=("Alfa", "Bravo")),), parameters=quiet(**still)._asdict(),
    )  # fmt: skip


def feuds(result: xr.Dataset) -> np.ndarray:
    """Months in feuds, [run]: both sides begin with a provocation, three months running or more."""
    hostile = columns.PROVOKE[result.initiative.values] > 0
    both = hostile.all(axis=2).astype(int)
    threes = both[:, 2:] & both[:, 1:-1] & both[:, :-2]
    within = np.zeros_like(both)
    for shift in range(3):
        within[:, shift : shift + threes.shape[1]] |= threes
    return np.asarray(within.sum(axis=1))


def test_noise_turns_reciprocity_into_feuds_and_generosity_out_of_them(mirrors: Scenario):
    def run(noise: float, generosity: float) -> xr.Dataset:
        given = {"perception_noise": noise, "generosity": generosity}
        return simulate(mirrors, runs=40, seed=1, parameters=given)

    clear = run(0.0, 0.0)
    assert not (
        columns.PROVOKE[clear.initiative.values] > 0
    ).any()  # nice rivals who read each other stay nice
    assert not (columns.PROVOKE[clear.response.values] > 0).any()
    strict, generous = feuds(run(0.3, 0.0)), feuds(run(0.3, 0.3))
    assert (strict > 0).mean() > 0.5  # an error echoes to and fro
    # the same errors, the same runs: the difference is what generosity does
    fewer = strict - generous
    half = student.ppf(0.975, len(fewer) - 1) * fewer.std(ddof=1) / np.sqrt(len(fewer))
    assert fewer.mean() - half > 0
    assert generous.mean() < 0.25 * strict.mean()


def test_one_hawk_is_enough_for_a_feud_with_reciprocity(mirrors: Scenario):
    clear = {"perception_noise": 0.0, "generosity": 0.1}
    result = simulate(mirrors.changed(doctrines={"Alfa": "hawk"}), runs=20, seed=1, parameters=clear)
    assert (feuds(result) > 80).all()


# --- GRIT -----------------------------------------------------------------------------------------


class Programme:
    """A GRIT state and its rival, month by month: what it sees is given, what it remembers it keeps."""

    def __init__(self, p: Parameters) -> None:
        self.p, self.notes, self.remembered = p, np.zeros((MEMORY_SLOTS, 1, 1)), 0.0

    def month(self, seen: float) -> str:
        """Begin, see the rival's conduct, take note; the act it most likely began with."""
        before = observation(seen=self.remembered, remembered=self.remembered)._replace(notes=self.notes)
        act = likeliest("grit", before, self.p)
        weight = next(action.goldstein / 10 for action in ACTIONS if action.name == act)
        took = before._replace(seen=np.full((1, 1), seen))
        self.notes = DOCTRINES["grit"].remember(self.notes, took, np.full((1, 1), weight), self.p)
        self.remembered = 0.5 * self.remembered + 0.5 * seen
        return act


def test_grit_steps_up_when_reciprocated(quiet: Make):
    programme = Programme(quiet(sharpness=100.0, grit_patience=2.0))
    steps = [programme.month(0.2) for _ in range(8)]
    weights = [next(a.goldstein for a in ACTIONS if a.name == act) for act in steps]
    assert weights == sorted(weights)
    assert steps[0] == "talk"
    assert weights[-1] > 3


def test_grit_answers_in_measure_and_resumes(quiet: Make):
    p = quiet(sharpness=100.0, grit_patience=3.0)
    answer = chances("grit", observation(seen=THREAT, answering=True), p) @ columns.WEIGHT
    assert THREAT < answer < DENOUNCED  # less than what it was dealt, but not nothing
    programme = Programme(p)
    assert [programme.month(x) for x in (0.0, THREAT, 0.0, 0.0)] == ["talk"] * 4


@pytest.mark.parametrize("patience", [1, 2, 4])
def test_grit_stops_after_its_patience_and_begins_again_when_it_is_calm(patience: int, quiet: Make):
    programme = Programme(quiet(sharpness=100.0, grit_patience=float(patience)))
    exploited = [programme.month(DENOUNCED) for _ in range(patience + 3)]
    assert exploited == ["talk"] * patience + ["hold"] * 3
    after = [programme.month(NOTHING) for _ in range(8)]
    waited = after.index("talk")
    assert 1 <= waited <= 5  # hostility must first fade from memory
    assert after == ["hold"] * waited + ["talk"] * (8 - waited)


def test_grit_falls_back_when_provoked_and_forgets_the_count_when_reciprocated(quiet: Make):
    programme = Programme(quiet(sharpness=100.0, grit_patience=2.0))
    for _ in range(6):
        programme.month(0.3)
    reached = programme.notes[STEP].item()
    programme.month(DENOUNCED)
    assert programme.notes[STEP].item() == reached - 1
    assert programme.notes[EXPLOITED].item() == 1
    programme.month(0.3)
    assert programme.notes[EXPLOITED].item() == 0


# --- the laws of the deliberate coalition ---------------------------------------------------------

#: field, the column whose expectation moves, which way it moves as the field grows, and what is held fixed
LAWS: list[tuple[str, str, columns.Column, int, dict[str, Any]]] = [
    ("more trust, kinder acts", "trust", columns.WEIGHT, +1, {}),
    ("kinder rival, kinder acts", "seen", columns.WEIGHT, +1, {}),
    ("a more conciliatory leader, kinder acts", "leader", columns.WEIGHT, +1, {}),
    ("a better climate, kinder acts", "climate", columns.WEIGHT, +1, {}),
    ("more fear, less force", "fear", columns.FORCE, -1, {}),
    ("more fear, no less talk", "fear", columns.TALK, +1, {}),
    ("more hawks, less warmth", "hawks", columns.WARM, -1, {}),
    ("more tension without trust, less warmth", "tension", columns.WARM, -1, {"trust": 0.0}),
    ("more tension with trust and no hawks, kinder acts", "tension", columns.WEIGHT, +1, {"hawks": 0.0}),
    ("a more open contest, more grip", "theatre", columns.GRIP, +1, {}),
    ("losing influence, more risk", "loss", columns.GRIP, +1, {}),
    ("confronting paid, more confronting", "value_confrontation", columns.PROVOKE, +1, {}),
    ("talking paid, more talking and cooperating", "value_talking", columns.TOWARDS, +1, {}),
    ("more common ground, more talks", "common_ground", columns.TALK, +1, {}),
    ("more need, more trade", "need", columns.TRADE, +1, {}),
    ("more left undone in the world, less attention to the rival", "backlog", columns.ATTENTION, -1, {}),
]  # fmt: skip
law = pytest.mark.parametrize(
    ("field", "column", "way", "fixed"), [row[1:] for row in LAWS], ids=[row[0] for row in LAWS]
)

anything = st.fixed_dictionaries(
    {name: st.floats(about.low, about.high) for name, about in PARAMETER_TABLE.items()}
)
SPAN = {
    "tension": 100.0,
    "seen": 1.0,
    "leader": 1.5,
    "climate": 1.0,
    "fear": 3.0,
    "backlog": 20.0,
}


@pytest.mark.sample(2)
@law
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_laws_hold_for_any_parameters_and_any_view(
    field: str, column: Any, way: int, fixed: dict[str, Any], data: st.DataObject
):
    view, p = data.draw(views) | fixed, Parameters(**data.draw(anything))
    more = max(view[field], data.draw(st.floats(0, SPAN.get(field, 1.0))))
    before, after = (
        chances("deliberate", observation(**view | {field: x}), p) @ column for x in (view[field], more)
    )
    assert way * (after - before) >= -1e-9


@law
def test_laws_are_not_empty(field: str, column: Any, way: int, fixed: dict[str, Any], quiet: Make):
    pulls = {name: 1.0 for name in PARAMETER_TABLE if name.startswith("want_")}
    pulls |= {
        "audience_cost": 1.0,
        "reciprocity": 0.5,
        "leadership": 1.0,
    }
    p = quiet(precision=3.0, loss_aversion=2.0, **pulls)
    view: dict[str, Any] = {
        "hawks": 0.5,
        "theatre": 0.5,
        "seen": -0.3,
        "trust": 0.3,
        "tension": 50.0,
        "trade": 0.2,
    } | fixed
    low, high = {"seen": (-0.3, 0.3), "tension": (20, 80), "loss": (0.0, 0.02), "backlog": (0, 5)}.get(
        field, (0.2, 0.8)
    )
    before, after = (chances("deliberate", observation(**view | {field: x}), p) @ column for x in (low, high))
    assert way * (after - before) > 0.003


PULLS = [name for name in PARAMETER_TABLE if name.startswith("want_")]
PULLS += ["audience_cost", "reciprocity", "leadership"]


@pytest.mark.parametrize("pull", PULLS)
def test_every_pull_pulls_and_can_be_switched_off(pull: str, quiet: Make):
    view: dict[str, Any] = {
        "seen": -0.4, "conduct": 0.3, "fear": 1.0, "leader": 0.5, "theatre": 0.5, "common_ground": 0.3, "trade": 0.4,
        "culture": 0.3, "science": 0.2, "value_confrontation": 0.2, "value_talking": 0.4, "backlog": 2.0,
    }  # fmt: skip
    given_ = {"precision": 3.0, "loss_aversion": 2.0}
    without, with_it = (
        chances("deliberate", observation(**view), quiet(**given_ | {pull: x})) for x in (0.0, 1.0)
    )
    assert without == pytest.approx(np.full(len(ACTIONS), 1 / len(ACTIONS)))  # nothing else is switched on
    assert np.abs(with_it - without).max() > 0.01


def test_fear_restrains_force_without_any_help(quiet: Make):
    p = quiet(precision=3.0, want_restraint=1.0)
    calm, afraid = (chances("deliberate", observation(fear=fear), p) @ columns.FORCE for fear in (0.0, 2.0))
    assert afraid < 0.5 * calm


# --- every doctrine -------------------------------------------------------------------------------


@pytest.mark.sample(3)
@pytest.mark.parametrize("name", DOCTRINES)
@given(view=views, given_parameters=anything)
@settings(max_examples=20)
def test_every_doctrine_gives_a_probability_to_every_act_in_reach(
    name: str, view: dict[str, Any], given_parameters: dict[str, float]
):
    without = ("trade", "culture", "science")
    each = chances(name, observation(without=without, **view), Parameters(**given_parameters))
    assert each.sum() == pytest.approx(1)
    assert (each >= 0).all()
    assert not any(each[code] for code, action in enumerate(ACTIONS) if action.name in without)


@pytest.mark.parametrize("name", [name for name, one in DOCTRINES.items() if isinstance(one.reasons, Parts)])
@given(view=views, given_parameters=anything)
@settings(max_examples=20)
def test_what_stands_and_what_answers_are_together_the_whole_reason(
    name: str, view: dict[str, Any], given_parameters: dict[str, float]
):
    doctrine, p, now = DOCTRINES[name], Parameters(**given_parameters), observation(**view)
    before = now._replace(seen=now.seen + 0.3, answering=~now.answering)
    terms, weights = judge_of(doctrine, before, p)(now.seen, now.answering)
    assert terms == doctrine.reasons(now, p)
    np.testing.assert_allclose(weights, preference(terms), rtol=1e-12, atol=1e-12)
    # what stands cannot hang on what is answered: it does without
    blind = parts(doctrine.reasons).standing(now._replace(seen=None, answering=None), p)
    assert blind == terms[: len(blind)]


def test_every_doctrine_says_what_it_is(subtests: pytest.Subtests):
    for name in DOCTRINES:
        with subtests.test(doctrine=name):
            doctrine = DOCTRINES[name]
            assert doctrine.name == name
            assert doctrine.title
            assert doctrine.source


def test_every_state_decides_by_its_own_doctrine(three: Scenario, quiet: Make):
    p = quiet(sharpness=100.0, grit_patience=2.0)
    dealt = three.changed(doctrines={"Alfa": "hawk", "Bravo": "grit", "Charlie": "dove"})
    setting = setting_of(dealt)
    decide, remember = deciders(setting, p)
    single = observation(seen=0.2)
    wide = Observation(*(x if x.ndim < 2 else np.repeat(x, 6, axis=-2) for x in single))
    together = decide(wide)("initiative", wide)
    notes = remember(wide.notes, wide, np.full((6, 1), 0.1))
    for row, actor in enumerate(setting.actor):
        doctrine = setting.doctrines[actor]
        assert np.array_equal(together[:, [row]], preference(doctrine.reasons(single, p)))
        assert np.array_equal(
            notes[:, [row]], doctrine.remember(single.notes, single, np.full((1, 1), 0.1), p)
        )
