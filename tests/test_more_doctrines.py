"""What each doctrine does on what it saw: a table that a historian can check, and short games where memory matters.

Every number that a doctrine goes by is set here, so that no test leans on a calibrated default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.special import softmax

from simulation import DetenteModel, Scenario, simulate
from simulation.actions import ACTIONS, CODE, OFFER
from simulation.doctrines import DOCTRINES, preference, roth_erev
from simulation.doctrines.grit import HOSTILE
from simulation.doctrines.linear import MEAN, POINTS, SOVIET_UNION, UNITED_STATES, Estimate
from simulation.domains import NAMES
from simulation.inputs import parameters_of
from simulation.parameters import PARAMETER_TABLE, Parameters
from simulation.state import MEMORY_SLOTS, Observation
from simulation.variables import VARIABLES, reported

NEW = tuple(DOCTRINES)[5:]
WEIGHT = np.array([action.goldstein / 10 for action in ACTIONS])
RULES = {
    "sharpness": 20.0,
    "generosity": 1 / 3,
    "partial_reciprocity": 0.4,
    "firm_trust": 0.3,
    "forgetting": 0.05,
    "experimentation": 0.1,
    "win_set": 0.8,
}
P = Parameters(**RULES)


def situation(**known: Any) -> Observation:
    """One pair in one run: nothing has happened, everything is in reach, and what a test names is as it says."""
    zero = np.zeros((1, 1))
    calm: dict[str, Any] = dict.fromkeys(Observation._fields, zero)
    calm |= {
        "answering": np.asarray(False),
        "trust": zero + 0.5,
        "hawks": zero + 0.5,
        "attention": zero + 1.0,
        "concerns": np.full((4, 1, 1), 0.25),
        "available": np.ones((len(ACTIONS), 1, 1), dtype=bool),
        "notes": np.zeros((MEMORY_SLOTS, 1, 1)),
    }
    ties = np.zeros((len(NAMES), 1, 1))
    for name, value in known.items():
        if name == "notes":
            calm["notes"] = np.array([*value, *[0.0] * (MEMORY_SLOTS - len(value))])[:, None, None]
        elif name == "without":
            calm["available"] = np.array([one.agreement is None for one in ACTIONS])[:, None, None]
        elif name in NAMES:
            ties[NAMES.index(name)] = value
        else:
            calm[name] = np.asarray(value) if name == "answering" else zero + value
    return Observation(**calm | {"ties": ties, "room": 1.0 - ties})


def chances(doctrine: str, o: Observation, p: Parameters = P) -> dict[str, float]:
    """How probable each act is."""
    judged = np.where(o.available, preference(DOCTRINES[doctrine].reasons(o, p)), -np.inf)
    return dict(zip([action.name for action in ACTIONS], softmax(judged, axis=0)[:, 0, 0], strict=True))


def expected(doctrine: str, o: Observation, p: Parameters = P) -> float:
    """The weight of the act to be expected, Goldstein/10."""
    return float(np.dot(list(chances(doctrine, o, p).values()), WEIGHT))


PROVOKES = {action.name for action in ACTIONS if action.kind == "provoke"}
DENOUNCES, HOLDS = {"denounce"}, {"hold"}
GESTURES = {"talk", "visit"}
COOPERATES = GESTURES | {"culture", "science", "trade"}
SUBSTANCE = {"culture", "science", "sale", "trade"}

calm = situation()
denounced = situation(seen=-0.34, answering=True)
coerced = situation(seen=-0.56, answering=True)
threatened = situation(seen=-0.76, answering=True)
courted = situation(seen=0.3, answering=True)
last_month_hostile = situation(seen=-0.3, remembered=-0.3, notes=[1])

#: doctrine, what it saw, what it then does, how surely
BEHAVIOUR = [
    # hold: whatever happens
    ("hold", calm, HOLDS, 0.99),
    ("hold", threatened, HOLDS, 0.99),
    ("hold", courted, HOLDS, 0.99),
    # scripted: nothing but what the scenario orders (tests/test_orders.py)
    ("scripted", calm, HOLDS, 0.99),
    ("scripted", threatened, HOLDS, 0.99),
    # measured answers: GRIT's firmness without its gestures
    ("measured_answers", calm, HOLDS, 0.99),
    ("measured_answers", courted, HOLDS, 0.99),
    ("measured_answers", denounced, DENOUNCES | HOLDS, 0.99),
    ("measured_answers", threatened, PROVOKES, 0.99),
    # single instruments: one kind of act where it can be done, else nothing; whatever the rival does
    ("talk_only", calm, {"talk", "summit"}, 0.99),
    ("talk_only", threatened, {"talk", "summit"}, 0.99),
    ("cooperate_only", threatened, COOPERATES - {"talk"} | {"sale"}, 0.99),
    ("trade_only", calm, {"sale", "trade"}, 0.99),
    ("trade_only", situation(without="agreements"), {"sale"}, 0.99),
    ("culture_only", situation(without="agreements"), {"visit"}, 0.99),
    ("science_only", calm, {"science"}, 0.99),
    ("science_only", situation(without="agreements"), HOLDS, 0.99),
    # tit for tat: nice, provocable, forgiving
    ("tit_for_tat", calm, COOPERATES, 0.99),
    ("tit_for_tat", situation(without="agreements"), GESTURES, 0.99),
    ("tit_for_tat", denounced, DENOUNCES, 0.99),
    ("tit_for_tat", threatened, DENOUNCES, 0.99),  # it knows two moves only
    ("tit_for_tat", last_month_hostile, DENOUNCES, 0.99),
    ("tit_for_tat", situation(seen=0.1, answering=True, notes=[1]), COOPERATES, 0.99),
    ("tit_for_tat", situation(seen=-0.1, answering=True), COOPERATES, 0.99),  # less than half a denunciation
    # generous tit for tat
    ("generous_tit_for_tat", calm, COOPERATES, 0.99),
    ("generous_tit_for_tat", denounced, DENOUNCES, 0.66),
    ("generous_tit_for_tat", denounced, COOPERATES, 0.33),
    # contrite tit for tat: notes are 0 content, 1 provoked, 2 contrite
    ("contrite_tit_for_tat", calm, COOPERATES, 0.99),
    ("contrite_tit_for_tat", denounced, DENOUNCES, 0.99),
    ("contrite_tit_for_tat", situation(notes=[1]), DENOUNCES, 0.99),
    ("contrite_tit_for_tat", situation(seen=0.2, answering=True, notes=[1]), COOPERATES, 0.99),
    ("contrite_tit_for_tat", situation(notes=[2]), COOPERATES, 0.99),
    ("contrite_tit_for_tat", situation(seen=-0.6, answering=True, notes=[2]), COOPERATES, 0.99),
    # Pavlov: notes are own and rival's defection last month
    ("pavlov", calm, COOPERATES, 0.99),
    ("pavlov", situation(notes=[1, 1]), COOPERATES, 0.99),  # both were hostile: try something else
    ("pavlov", situation(notes=[1, 0]), DENOUNCES, 0.99),  # got away with it: again
    ("pavlov", situation(notes=[0, 1]), DENOUNCES, 0.99),  # was exploited: change
    ("pavlov", denounced, DENOUNCES, 0.99),
    ("pavlov", situation(seen=-0.4, answering=True, notes=[0, 1]), COOPERATES, 0.99),
    # grim
    ("grim", calm, COOPERATES, 0.99),
    ("grim", denounced, DENOUNCES, 0.99),
    ("grim", situation(seen=0.6, remembered=0.6, answering=True, notes=[1]), DENOUNCES, 0.99),
    # limited reciprocity: part of the way
    ("limited_reciprocity", calm, HOLDS | {"talk"}, 0.99),
    ("limited_reciprocity", situation(seen=0.5, conduct=0.2, answering=True), {"culture", "science"}, 0.99),
    ("limited_reciprocity", situation(seen=-0.76, conduct=0.2, answering=True), HOLDS | DENOUNCES, 0.99),
    (
        "limited_reciprocity",
        situation(seen=-0.76, conduct=-0.4, answering=True),
        DENOUNCES | {"coerce"},
        0.99,
    ),
    # the linear rule: routine counts for about as much as the rival's conduct
    ("linear", calm, HOLDS, 0.9),
    ("linear_us", calm, HOLDS, 0.98),
    ("linear_ussr", calm, HOLDS, 0.8),  # and a denunciation in five moves or six
    ("linear_ussr", calm, DENOUNCES, 0.15),
    ("linear_us", situation(seen=-0.76, conduct=-0.4, answering=True), PROVOKES, 0.99),
    ("linear_us", situation(seen=-0.34, conduct=0.4, answering=True), HOLDS, 0.95),
    # linkage: warmth earns substance, unless something is wrong in any field
    ("linkage", calm, GESTURES, 0.8),
    ("linkage", situation(remembered=0.3, seen=0.3), SUBSTANCE, 0.95),
    ("linkage", situation(remembered=0.3, seen=0.3, loss=0.03), HOLDS, 0.8),  # Angola
    ("linkage", situation(remembered=0.3, seen=-0.2, answering=True), PROVOKES | HOLDS, 0.99),
    ("linkage", coerced, {"coerce"}, 0.95),
    # firm deterrence
    ("firm_deterrence", calm, GESTURES | {"summit", "sale"}, 0.95),
    ("firm_deterrence", situation(trust=0.2), HOLDS, 0.8),
    ("firm_deterrence", situation(remembered=-0.1, seen=-0.1), HOLDS, 0.8),
    (
        "firm_deterrence",
        situation(notes=[0.34], remembered=-0.2, seen=-0.2),
        DENOUNCES,
        0.95,
    ),  # a debt is paid
    ("firm_deterrence", denounced, DENOUNCES, 0.9),
    ("firm_deterrence", coerced, {"coerce", "threaten"}, 0.99),
    ("firm_deterrence", threatened, {"threaten"}, 0.99),
    # reinforcement: slots are what provoking, holding, gestures and substance have earned
    ("roth_erev", situation(notes=[9, 0, 0, 0]), PROVOKES, 0.75),
    ("roth_erev", situation(notes=[-0.9, -0.9, -0.9, 20]), SUBSTANCE, 0.95),
    ("roth_erev", situation(seen=-0.76, answering=True, notes=[0, 0, 20, 0]), GESTURES | {"summit"}, 0.85),
    # two levels: the leader proposes, the coalition ratifies
    ("two_level", calm, HOLDS, 0.7),
    ("two_level", situation(leader=1.0, hawks=0.1), SUBSTANCE, 0.95),
    ("two_level", situation(leader=1.0, hawks=0.85), HOLDS | {"talk"}, 0.99),  # home does not follow
    (
        "two_level",
        situation(leader=1.0, hawks=0.85, remembered=0.4),
        SUBSTANCE,
        0.95,
    ),  # the rival helps at home
    ("two_level", situation(leader=-1.0, hawks=0.9), PROVOKES, 0.99),
    (
        "two_level",
        situation(leader=-1.0, hawks=0.1),
        HOLDS,
        0.99,
    ),  # a dovish public ties a hard leader's hands
    ("two_level", situation(leader=-1.0, hawks=0.1, seen=-0.5, answering=True), PROVOKES, 0.99),
]


@pytest.mark.parametrize(("doctrine", "saw", "does", "least"), BEHAVIOUR)
def test_what_it_saw_and_what_it_does(doctrine: str, saw: Observation, does: set[str], least: float):
    chance = chances(doctrine, saw)
    assert sum(chance[act] for act in does) >= least, {act: round(x, 3) for act, x in chance.items()}


def test_the_table_speaks_of_every_new_doctrine():
    assert {row[0] for row in BEHAVIOUR} == set(NEW)


# --- games against a script -----------------------------------------------------------------------

C, D = 0.3, -0.4  # what the rival is seen to do in either move: friendly, hostile


def plays(doctrine: str, rival: str, own_errors: str = "") -> str:
    """A game in months: the rival's script is "CD..."; out comes the doctrine's opening and answer, month by month.

    Where `own_errors` has an "x", the state denounces in both moves whatever its doctrine says.
    """
    one, o, out = DOCTRINES[doctrine], situation(), []
    for month, move in enumerate(rival):
        seen = C if move == "C" else D
        made = []
        for answering in (False, True):
            sight = np.full((1, 1), seen if answering else 0.0)
            chance = chances(doctrine, o._replace(seen=sight, answering=np.asarray(answering)))
            made.append("D" if sum(chance[act] for act in PROVOKES) > 0.5 else "C")
        if own_errors[month : month + 1] == "x":
            made = ["D", "D"]
        out.append("".join(made))
        act = np.full((1, 1), np.mean([0.19 if move == "C" else -0.34 for move in made]))
        o = o._replace(notes=one.remember(o.notes, o._replace(seen=np.full((1, 1), seen)), act, P))
    return " ".join(out)


def test_tit_for_tat_echoes_the_rival():
    # it answers within the month, and opens the next as the rival closed the last
    assert plays("tit_for_tat", "CDCCDDC") == "CC CD DC CC CD DD DC"


def test_generous_tit_for_tat_forgives_with_the_odds_it_is_given():
    for generosity in (0.0, 0.25, 1.0):
        chance = chances("generous_tit_for_tat", denounced, P._replace(generosity=generosity))
        assert sum(chance[act] for act in COOPERATES) == pytest.approx(generosity, abs=1e-3)
    without_forgiveness = chances("generous_tit_for_tat", denounced, P._replace(generosity=0.0))
    assert without_forgiveness == pytest.approx(chances("tit_for_tat", denounced))


def test_contrite_tit_for_tat_accepts_a_punishment_and_tit_for_tat_does_not():
    # it strikes by mistake in the second month, and is punished in the third
    assert plays("contrite_tit_for_tat", "CCDCC", own_errors=".x") == "CC DD CC CC CC"
    assert plays("tit_for_tat", "CCDCC", own_errors=".x") == "CC DD CD DC CC"


def test_contrite_tit_for_tat_punishes_a_wrong_until_it_is_righted():
    assert plays("contrite_tit_for_tat", "DDDCC") == "CD DD DD DC CC"
    # a justified punishment leaves no guilt behind: the next wrong is punished again
    assert plays("contrite_tit_for_tat", "DCD") == "CD DC CD"


def test_one_punishment_is_accepted_and_not_a_second():
    assert plays("contrite_tit_for_tat", "CDDD", own_errors="x") == "DD CC CD DD"


def test_pavlov_changes_after_mutual_hostility_and_keeps_what_goes_unpunished():
    assert plays("pavlov", "CCC") == "CC CC CC"
    assert plays("pavlov", "CCC", own_errors="x") == "DD DD DD"  # the rival puts up with it
    assert plays("pavlov", "DCC", own_errors="x") == "DD CC CC"  # it does not: both were hostile, so make up
    # against one who always defects it tries again and again
    assert plays("pavlov", "DDDD") == "CD CD CD CD"


def test_grim_never_forgives():
    assert plays("grim", "CCDCCCCCCC") == "CC CC CD" + " DD" * 7
    assert plays("grim", "CCCCC") == "CC CC CC CC CC"


def test_firm_deterrence_pays_its_debts_and_then_stops():
    # hostile in both moves: one is answered at once, the other in the next opening; then the account is closed
    assert plays("firm_deterrence", "CDCC") == "CC CD DC CC"
    assert plays("firm_deterrence", "CCCC", own_errors=".x") == "CC DD CC CC"


# --- rules with numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("seen", np.linspace(-0.7, 0.6, 9))
@pytest.mark.parametrize(
    ("name", "by"), [("linear", MEAN), ("linear_us", UNITED_STATES), ("linear_ussr", SOVIET_UNION)]
)
def test_the_linear_rule_is_the_regression_on_average(name: str, by: Estimate, seen: float):
    p = P._replace(sharpness=60.0)
    for conduct in (-0.4, 0.0, 0.3):
        aim = by.constant / POINTS + by.own * conduct + by.other * seen
        assert expected(name, situation(seen=seen, conduct=conduct), p) == pytest.approx(aim, abs=1e-6)


def test_a_unit_of_the_scale_is_worth_the_points_that_the_table_of_actions_gives():
    x, y = WEIGHT, np.array([action.copdab for action in ACTIONS])
    assert pytest.approx((x * y).sum() / (x * x).sum(), rel=0.1) == POINTS


def test_the_estimates_meet_near_the_means_of_the_record():
    # the two rules facing each other, with neither noise nor distrust, rest where the record's means are
    us = su = 0.0
    for _ in range(300):
        us, su = (
            UNITED_STATES.constant + UNITED_STATES.own * us + UNITED_STATES.other * su,
            SOVIET_UNION.constant + SOVIET_UNION.own * su + SOVIET_UNION.other * us,
        )
    assert us == pytest.approx(-2.91, abs=0.4)
    assert su == pytest.approx(-5.17, abs=0.4)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_limited_reciprocity_answers_a_movement_by_its_share(share: float):
    p = P._replace(partial_reciprocity=share, sharpness=60.0)
    one, other = (expected("limited_reciprocity", situation(seen=s, conduct=-0.1), p) for s in (-0.3, 0.2))
    assert other - one == pytest.approx(share * 0.5, abs=1e-6)


def test_what_is_out_of_reach_leaves_its_share_to_the_nearest():
    chance = chances("limited_reciprocity", situation(seen=0.65, conduct=0.5, without="agreements"))
    assert chance["sale"] + chance["summit"] > 0.9


def test_no_act_is_answered_by_firm_deterrence_with_a_milder_one():
    for name in sorted(PROVOKES):
        suffered = ACTIONS[CODE[name]].goldstein / 10
        chance = chances("firm_deterrence", situation(seen=suffered, answering=True))
        assert sum(x for act, x in chance.items() if WEIGHT[CODE[act]] <= suffered) > 0.9


@pytest.mark.parametrize("trust", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("seen", [-0.14, 0.0, 0.4])
def test_firm_deterrence_never_begins(seen: float, trust: float):
    for answering in (False, True):
        o = situation(seen=seen, remembered=seen, trust=trust, answering=answering)
        assert sum(chances("firm_deterrence", o)[act] for act in PROVOKES) < 1e-6


def test_linkage_closes_by_degrees_and_every_field_can_close_it():
    warm = {"seen": 0.2, "remembered": 0.2}
    lost = [
        expected("linkage", situation(**warm, loss=loss)) for loss in (0.0, 0.005, 0.01, 0.015, 0.02, 0.5)
    ]
    assert lost == sorted(lost, reverse=True)
    assert lost[0] > 0.3
    assert abs(lost[-1]) < 0.05
    soured = expected("linkage", situation(seen=0.2, remembered=-HOSTILE))  # warm now, hostile not long ago
    assert abs(soured) < 0.05


def test_a_dearer_price_of_linkage_keeps_it_open_longer():
    o = situation(seen=0.2, remembered=0.2, loss=0.02)
    assert expected("linkage", o) < 0.05
    assert expected("linkage", o, P._replace(influence_prize=0.2)) > 0.3


@pytest.mark.parametrize("hawks", [0.0, 0.3, 0.6, 1.0])
def test_the_win_set_shrinks_with_the_hawks_and_vetoes_what_is_beyond_it(hawks: float):
    o = situation(leader=1.5, hawks=hawks)
    judged = preference(DOCTRINES["two_level"].reasons(o, P))[:, 0, 0]
    beyond = 0.8 * (1.0 - hawks) < WEIGHT
    assert (judged[beyond] < judged[CODE["hold"]] - 20).all()  # neither done nor accepted from the rival
    assert beyond.sum() == {0.0: 0, 0.3: 1, 0.6: 3, 1.0: 7}[hawks]


# --- the learner ----------------------------------------------------------------------------------


def shares(o: Observation) -> np.ndarray:
    """How probable each class of acts is to the learner."""
    chance = np.array(list(chances("roth_erev", o).values()))
    return np.array([chance[np.asarray(column) > 0].sum() for column in roth_erev.CLASSES])


def learnt(world: Callable[[float], float], p: Parameters = P, months: int = 120) -> np.ndarray:
    """Probability of each class after years in which the rival does `world(own conduct)`, acts drawn evenly from all."""
    notes = np.zeros((MEMORY_SLOTS, 1, 1))
    rng = np.random.default_rng(3)
    for _ in range(months):
        act = float(np.mean(rng.choice(WEIGHT, 2)))
        o = situation(seen=world(act))
        notes = roth_erev.remember(notes, o, np.full((1, 1), act), p)
    return shares(situation(notes=notes[:, 0, 0]))


def test_the_learner_begins_without_a_preference():
    assert shares(situation()) == pytest.approx(np.full(4, 0.25))
    assert shares(situation(without="agreements")) == pytest.approx(np.full(4, 0.25))


def test_the_learner_does_what_has_paid():
    # the classes as they are drawn here: 3 of 11 acts provoke, 1 holds, 3 are gestures, 4 have substance
    indifferent = learnt(lambda own: 0.0)
    reciprocated = learnt(lambda own: own)
    bullied = learnt(lambda own: -own)
    assert reciprocated[3] > indifferent[3] > bullied[3]
    assert reciprocated[0] < indifferent[0] < bullied[0]
    assert reciprocated[3] > reciprocated[0]
    assert bullied[0] > bullied[3]


def test_a_month_no_better_than_the_worst_teaches_nothing_but_forgetting():
    notes = np.array([3.0, 1.0, 0.0, -0.5])[:, None, None]
    after = roth_erev.remember(notes, situation(seen=roth_erev.WORST - 0.1), np.full((1, 1), 0.65), P)
    assert after + 1.0 == pytest.approx(0.95 * (notes + 1.0))


@pytest.mark.parametrize("first", range(len(ACTIONS)))
def test_a_mean_of_two_moves_tells_the_learner_what_it_played(first: int):
    for second in range(len(ACTIONS)):
        mean = 0.5 * (WEIGHT[first] + WEIGHT[second])
        decoded = roth_erev.SHARES[:, np.searchsorted(roth_erev.MIDPOINTS, mean)]
        assert decoded.sum() == pytest.approx(1.0)
        for code in (first, second):
            place = next(k for k, column in enumerate(roth_erev.CLASSES) if column[code])
            # something of its class is always seen in it: where several pairs share a mean, they share it
            assert decoded[place] > 0.0
    # the commonest months are read without doubt
    twice = roth_erev.SHARES[:, np.searchsorted(roth_erev.MIDPOINTS, WEIGHT[CODE["denounce"]])]
    assert twice == pytest.approx([1, 0, 0, 0])
    declined = roth_erev.SHARES[:, np.searchsorted(roth_erev.MIDPOINTS, OFFER.goldstein / 10)]
    assert declined[0] == 0.0


@pytest.mark.parametrize("experimentation", [0.0, 0.2])
def test_experimentation_reinforces_the_neighbours(experimentation: float):
    p = P._replace(experimentation=experimentation)
    zero = np.zeros((MEMORY_SLOTS, 1, 1))
    after = roth_erev.remember(zero, situation(seen=0.4), np.zeros((1, 1)), p)[:, 0, 0] + P.forgetting
    assert after[1] > 0.5  # two months of holding
    assert after[[0, 2]] == pytest.approx(0.5 * experimentation * 0.75, abs=0.02)
    assert after[3] == pytest.approx(0.0, abs=0.02)


# --- every doctrine, in any circumstances ---------------------------------------------------------


def anything(rng: np.random.Generator, runs: int, notes: np.ndarray) -> Observation:
    """Two pairs in many runs, with whatever a state could see."""
    shape = (2, runs)
    o: dict[str, Any] = {name: rng.uniform(0, 1, shape) for name in Observation._fields}
    o |= {name: rng.uniform(-1, 1, shape) for name in ("seen", "remembered", "conduct", "climate", "leader")}
    available = rng.random((len(ACTIONS), *shape)) < 0.5
    available[CODE["hold"]] = True
    concerns = rng.dirichlet(np.ones(4), shape).transpose(2, 0, 1)
    o |= {
        "available": available,
        "concerns": concerns,
        "notes": notes,
        "answering": np.asarray(rng.random() < 0.5),
        "ties": rng.uniform(0, 1, (len(NAMES), *shape)),
        "room": rng.uniform(0, 1, (len(NAMES), *shape)),
    }
    return Observation(**o)


@pytest.mark.parametrize("sharpness", [PARAMETER_TABLE["sharpness"].low, PARAMETER_TABLE["sharpness"].high])
@pytest.mark.parametrize("doctrine", DOCTRINES)
def test_reasons_and_notes_stay_finite_and_change_nothing_they_are_given(doctrine: str, sharpness: float):
    rng = np.random.default_rng(1)
    one, p = DOCTRINES[doctrine], P._replace(sharpness=sharpness)
    notes = np.zeros((MEMORY_SLOTS, 2, 30))
    for _ in range(100):
        o = anything(rng, 30, notes)
        before = [np.array(x) for x in o]
        judged = preference(one.reasons(o, p))
        assert judged.shape == (len(ACTIONS), 2, 30)
        assert np.isfinite(judged).all()
        notes = one.remember(o.notes, o, rng.uniform(-0.76, 0.65, (2, 30)), p)
        assert notes.shape == o.notes.shape
        assert np.abs(notes).max() <= 100.0
        assert all(np.array_equal(x, y) for x, y in zip(before, o, strict=True))


@pytest.fixture(scope="module")
def duel(two: Scenario) -> Callable[..., Scenario]:
    """The two rivals of the core tests, with doctrines of a test's choice."""

    def make(*doctrines: str) -> Scenario:
        states = [s.model_copy(update={"doctrine": d}) for s, d in zip(two.states, doctrines, strict=True)]
        return two.changed(states=states, parameters=RULES)

    return make


@pytest.mark.sample(5)
@pytest.mark.parametrize("other", ["itself", "deliberate", "hawk"])
@pytest.mark.parametrize("doctrine", NEW)
def test_three_years_by_mesa_and_by_numpy_alone_and_among_others(
    doctrine: str, other: str, duel: Callable[..., Scenario]
):
    scenario = duel(doctrine, doctrine if other == "itself" else other)
    many, alone = simulate(scenario, runs=7, seed=3), simulate(scenario, runs=1, seed=3)
    for name in many.data_vars:
        assert np.array_equal(many[name].values[:1], alone[name].values), name
    model, month = DetenteModel(scenario, rng=3), 0
    while model.running:
        model.step()
        assert model.record is not None
        record = reported(model.record)
        for name, about in VARIABLES.items():
            if len(about.axes) < 2:
                shown = record[name][..., 0]
                np.testing.assert_allclose(
                    shown, alone[name].values[0, month], rtol=1e-10, atol=1e-13, err_msg=name
                )
        month += 1
    assert month == scenario.months or bool(alone.war[0, month - 1])


@pytest.mark.sample(5)
@pytest.mark.parametrize("doctrine", NEW)
def test_its_parameters_may_differ_from_run_to_run(doctrine: str, duel: Callable[..., Scenario]):
    scenario = duel(doctrine, "reciprocity")
    rng = np.random.default_rng(2)
    grid = {name: rng.uniform(PARAMETER_TABLE[name].low, PARAMETER_TABLE[name].high, 3) for name in RULES}
    swept = simulate(scenario, runs=3, seed=1, parameters=grid)
    for run in range(3):
        mine = {name: float(values[run]) for name, values in grid.items()}
        assert parameters_of(scenario, mine).sharpness == mine["sharpness"]
        single = simulate(scenario, runs=3, seed=1, parameters=mine)
        assert np.array_equal(single.cooperation.values[run], swept.cooperation.values[run])
