"""The stages of a month put together: who sees what, what moves whom, and what both sides share."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from simulation import inputs, step
from simulation.actions import ACTIONS, CODE
from simulation.domains import CULTURE, NAMES, TRADE
from simulation.months import Course, by_month, draws_of, months
from simulation.parameters import Parameters
from simulation.scenario import Scenario
from simulation.stages import beliefs, conduct, events, material, openings, talks
from simulation.state import ISSUES, Draws, Imposed, Setting, World

RUNS = 40
SHARED = ("ties", "severed", "crisis_load", "hotline", "vulnerability", "term", "silence")


class Begun:
    """A scenario as arrays, before its first month."""

    def __init__(self, scenario: Scenario, runs: int = RUNS, **parameters: Any) -> None:
        self.p: Parameters = inputs.parameters_of(scenario, parameters)
        self.setting: Setting = inputs.setting_of(scenario)
        self.world: World = inputs.starting_world(scenario, self.p, runs)
        self.months = scenario.months
        self._imposed = by_month(inputs.imposed_on(scenario))
        self._draws = by_month(draws_of(scenario, 5, 0, runs))

    def draws(self, month: int = 0) -> Draws:
        return self._draws[month]

    def imposed(self, month: int = 0) -> Imposed:
        return self._imposed[month]

    def row(self, actor: str, target: str) -> int:
        return inputs.pairs_of(self.setting.states).index((actor, target))

    def worlds(self) -> list[World]:
        """The world after every month."""
        given = Course(self.world, self.p, self.setting, self._imposed, self._draws)
        return [world for world, _ in months(given)]


@pytest.mark.parametrize("name", ["two", "three"])
def test_the_indices_of_a_setting_are_those_of_the_pairs(name: str, request: pytest.FixtureRequest):
    setting = inputs.setting_of(request.getfixturevalue(name))
    pairs, names = np.array(inputs.pairs_of(setting.states)), np.array(setting.states)
    assert np.array_equal(np.stack([names[setting.actor], names[setting.target]], axis=1), pairs)
    assert np.array_equal(pairs[setting.reverse], pairs[:, ::-1])


@pytest.mark.parametrize("name", ["two", "three"])
def test_what_two_states_share_is_the_same_in_both_directions(name: str, request: pytest.FixtureRequest):
    # hard bargaining, open borders, frequent clashes: talks begin, are walked out of, fail and succeed
    begun = Begun(
        request.getfixturevalue(name), reservation=0.2, reservation_spread=0.3, public_memory=0.9,
        concession=0.1, courtesy=6.0, pause=20.0, crisis_base=-1.0, war_risk=0.0,
    )  # fmt: skip
    worlds = begun.worlds()
    there = begun.setting.reverse
    for month, world in enumerate(worlds):
        for field in SHARED:
            values = getattr(world, field)
            assert np.array_equal(values, values[..., there, :]), f"{field} in month {month}"
    assert any((world.silence > 0).any() for world in worlds)  # or nothing was tested


@pytest.mark.parametrize("name", ["two", "three"])
def test_influence_is_zero_sum(name: str, request: pytest.FixtureRequest):
    begun = Begun(request.getfixturevalue(name), theatre_rate=0.2, influence_prize=0.2)
    worlds = begun.worlds()
    for world in worlds:
        assert world.influence.sum(axis=0) == pytest.approx(1, abs=1e-12)
        assert world.influence.min() > 0
    assert np.abs(worlds[-1].influence - begun.world.influence).max() > 0.1  # it did move


def test_only_an_unanswered_act_wins_influence(three: Scenario):
    begun = Begun(three, theatre_floor=1.0, influence_prize=0.02)
    grip = np.zeros((6, RUNS))
    row = begun.row("Alfa", "Bravo")
    grip[row] = 1.0
    world, moved = material.contest(begun.world, begun.p, begun.setting, grip, np.zeros_like(grip))
    assert (moved[row] > 0).all()
    assert np.array_equal(moved, -moved[begun.setting.reverse])
    gained = (world.influence - begun.world.influence)[:, 0]
    assert gained[0] > 0 > gained[1]
    assert gained[2] == 0
    answered = np.zeros_like(grip)
    answered[row] = 1.0
    after, moved = material.contest(begun.world, begun.p, begun.setting, grip, answered)
    assert not moved.any()
    assert after.influence == pytest.approx(begun.world.influence)


# --- feelings -------------------------------------------------------------------------------------


def test_beliefs_about_the_rival_do_not_depend_on_what_one_did_oneself(two: Scenario):
    begun = Begun(two)
    zero = np.zeros((2, RUNS))
    took = beliefs.Impression(zero + 0.2, zero + 0.1, zero + 0.05, zero - 0.1)

    def after(used: tuple[float, float], own: float) -> World:
        done = conduct.Deeds(*len(conduct.Deeds._fields) * [zero])
        done = done._replace(provoke=zero + used[0], towards=zero + used[1])
        return beliefs.believe(begun.world, begun.p, begun.setting, took, zero, zero, done, zero + own)

    warm, hard = after((0.0, 1.0), 0.5), after((1.0, 0.0), -0.7)
    for field in ("tension", "trust", "fear", "remembered"):
        assert np.array_equal(getattr(warm, field), getattr(hard, field)), field
    assert not np.array_equal(warm.conduct, hard.conduct)


def forced(
    begun: Begun,
    acts: dict[str, str],
    response: dict[str, str] | None = None,
    world: World | None = None,
    **draws: Any,
) -> World:
    """The world after a month in which each state does as told, in both its moves or otherwise in its response."""

    def judge(stage: str, view: Any) -> np.ndarray:
        told = response if response and stage == step.RESPONSE else acts
        wish = np.zeros_like(view.available, dtype=float)
        for row, (actor, _) in enumerate(inputs.pairs_of(begun.setting.states)):
            wish[CODE[told[actor]], row] = 40.0
        return wish

    after, _ = step.month(
        begun.world if world is None else world, begun.p, begun.setting, begun.imposed(),
        begun.draws()._replace(**draws), lambda _: judge, lambda notes, *_: notes,
    )  # fmt: skip
    return after


@pytest.fixture(scope="module")
def calm(two: Scenario) -> Begun:
    """No noise, no crises, no news: only acts speak. Everything that needs an agreement has one."""
    rivalry = two.rivalries[0].model_copy(update={"agreements": ("arms", "trade", "culture", "science")})
    return Begun(
        two.changed(events=(), rivalries=(rivalry,)), perception_noise=0.0, crisis_base=-8.0, crisis_force=0.0,
        incident_rate=0.0, theatre_rate=0.0, theatre_floor=0.5, influence_prize=0.02,
        courtesy=10.0, breach=0.0, alarm=20.0, relief=30.0, credulity=0.5,
    )  # fmt: skip


@pytest.mark.parametrize("rival", ["threaten", "denounce", "hold"])
def test_only_the_rivals_acts_move_felt_tension_and_trust(calm: Begun, rival: str):
    mine = calm.row("Alfa", "Bravo")
    # a rival that would rather hold than anything declines every offer, and a refusal is an act of its own
    asks_nothing = [act for act in ACTIONS if rival != "hold" or not act.consent]
    every = [forced(calm, {"Alfa": own.name, "Bravo": rival}) for own in asks_nothing]
    for field in ("tension", "trust", "remembered"):
        felt = np.stack([getattr(world, field)[mine] for world in every])
        assert np.ptp(felt, axis=0).max() == 0, field
    # while the rival feels all the difference
    theirs = np.stack([world.tension[calm.row("Bravo", "Alfa")] for world in every])
    assert np.ptp(theirs, axis=0).min() > 1


def test_the_more_hostile_the_rivals_act_the_higher_tension_and_the_lower_trust(calm: Begun):
    mine = calm.row("Alfa", "Bravo")
    after = [
        forced(calm, {"Alfa": "hold", "Bravo": act}) for act in ("threaten", "coerce", "denounce", "hold")
    ]
    assert (np.diff([world.tension[mine] for world in after], axis=0) < 0).all()
    assert (np.diff([world.trust[mine] for world in after], axis=0) > 0).all()
    trade = forced(calm, {"Alfa": "hold", "Bravo": "trade"})
    assert (trade.tension[mine] < after[-1].tension[mine]).all()
    assert (trade.trust[mine] > after[-1].trust[mine]).all()


def test_a_provocation_pays_only_if_the_rival_does_not_answer_it(calm: Begun):
    for answer, pays in (("hold", True), ("denounce", False)):
        after = forced(calm, {"Alfa": "threaten", "Bravo": "hold"}, {"Alfa": "hold", "Bravo": answer})
        won = after.influence[0] - calm.world.influence[0]
        assert (won > 0).all() == pays
        assert won.any() == pays


def test_hawks_gain_where_a_show_of_force_is_left_unanswered(calm: Begun):
    begun = copy.copy(calm)
    begun.p = calm.p._replace(hawks_grievance=10.0)
    first = {"Alfa": "threaten", "Bravo": "hold"}
    backed_down = forced(begun, first, {"Alfa": "hold", "Bravo": "hold"})
    answered = forced(begun, first, {"Alfa": "hold", "Bravo": "denounce"})
    gain = backed_down.hawks - answered.hawks
    # Bravo backs down once, and loses what one unanswered threat wins, a prize for the share of the contest that is open
    lost = (answered.influence - backed_down.influence)[1] / begun.p.influence_prize
    trusted = 2 * backed_down.trust[begun.row("Bravo", "Alfa")]
    assert gain[0] == pytest.approx(0)
    assert gain[1] == pytest.approx(10 * (1 - begun.p.public_memory) * (1 + lost) * trusted)


def test_the_threatened_walks_out_of_talks(two: Scenario):
    begun = open_talks(two, reservation=0.3, crisis_base=-8.0, crisis_force=0.0)
    world, _ = negotiated(begun, 1)
    threat = {"Alfa": "hold", "Bravo": "threaten"}
    u = np.zeros((2, RUNS))
    u[begun.row("Bravo", "Alfa")] = 9.0  # only Alfa is ready to walk out
    assert (forced(begun, threat, world=world, u_walkout=u).silence == 6).all()
    assert not forced(begun, threat, world=world, u_walkout=u[::-1]).silence.any()


# --- switches: the value at which a rule says nothing -------------------------------------------------


def one_each(zero: np.ndarray) -> conduct.Deeds:
    """One move that confronts, one that talks."""
    return conduct.Deeds(*len(conduct.Deeds._fields) * [zero])._replace(
        provoke=zero + 1.0, towards=zero + 1.0
    )


def test_with_ties_credited_to_all_confronting_is_paid_like_talking(two: Scenario):
    zero = np.zeros((2, RUNS))
    took = beliefs.Impression(zero + 0.2, zero + 0.1, zero + 0.05, zero - 0.1)

    def confronting(at_stake: float, tie: float) -> Any:
        begun = Begun(two, ties_at_stake=at_stake, belief_confrontation=0.0, belief_talking=0.0)
        world = begun.world._replace(
            value_confrontation=zero,
            value_talking=zero,
            ties=np.stack([zero + tie for _ in NAMES]),
        )
        after = beliefs.believe(world, begun.p, begun.setting, took, zero, zero, one_each(zero), zero)
        return after.value_confrontation, after.value_talking

    assert np.array_equal(*confronting(-1.0, 0.5))
    alone, tied = confronting(0.5, 0.0), confronting(0.5, 0.5)
    assert np.array_equal(*alone)  # without ties there is nothing to credit
    assert (tied[0] < alone[0]).all()
    assert (tied[1] > alone[1]).all()
    assert np.array_equal(confronting(0.0, 0.5)[0], alone[0])  # nothing at stake, and nothing paid


def test_a_refusal_is_felt_as_much_as_it_is_given_weight(calm: Begun):
    mine = calm.row("Alfa", "Bravo")

    def felt(weight: float, own: str) -> np.ndarray:
        begun = copy.copy(calm)
        begun.p = calm.p._replace(refusal_felt=weight)
        return np.asarray(forced(begun, {"Alfa": own, "Bravo": "hold"}).tension[mine])

    # an offer that is declined, both times, against no offer
    full, half, none = (felt(weight, "talk") - felt(weight, "hold") for weight in (1.0, 0.5, 0.0))
    assert not none.any()
    assert (full > 1).all()
    assert half == pytest.approx(0.5 * full)


def test_what_was_severed_is_forgotten_at_once_where_nothing_is_kept(calm: Begun):
    for memory, remembered in ((0.0, False), (0.97, True)):
        begun = copy.copy(calm)
        begun.p = calm.p._replace(resentment_memory=memory)
        world = begun.world._replace(ties=np.full((len(NAMES), 2, RUNS), 0.5))
        after = forced(begun, {"Alfa": "coerce", "Bravo": "hold"}, world=world)
        assert (after.ties[TRADE] < 0.5).all()
        assert after.severed.any() == remembered
        assert after.severed[CULTURE] == pytest.approx(
            0.5 * after.severed[TRADE]
        )  # exchanges feel half of a cut


def test_without_grievance_the_hawks_stay_as_they_were(two: Scenario):
    begun = Begun(two, hawks_grievance=0.0)
    for world in begun.worlds():
        assert np.array_equal(world.hawks, np.broadcast_to(begun.setting.hawks, world.hawks.shape))
        assert world.grievance.any()


def test_without_pull_hawks_do_not_choose_the_leader(two: Scenario):
    for pull, same in ((0.0, True), (3.0, False)):
        begun = Begun(two, succession_pull=pull)
        month = two.month_index("1961-07")  # a leader takes office in Alfa
        leaders = [
            events.happen(world, begun.p, begun.setting, begun.imposed(month), begun.draws(month))[0].leader[
                0
            ]
            for world in (begun.world, begun.world._replace(hawks=begun.world.hawks + 0.1))
        ]
        assert np.array_equal(*leaders) == same
        assert (leaders[1] <= leaders[0]).all()


def test_where_all_of_trade_is_open_an_agreement_opens_nothing(two: Scenario):
    for closed, same in ((1.0, True), (0.14, False)):
        begun = Begun(two, trade_closed=closed)
        term = np.zeros_like(begun.world.term)
        none, agreed = (
            openings.room(begun.world._replace(term=kept), begun.p)
            for kept in (
                term,
                np.where(np.arange(len(ISSUES))[:, None, None] == ISSUES.index("trade"), 9.0, term),
            )
        )
        assert np.array_equal(none[TRADE], agreed[TRADE]) == same
        assert np.array_equal(none[TRADE + 1 :], agreed[TRADE + 1 :])


# --- what a state can see -------------------------------------------------------------------------


def test_a_state_does_not_see_into_its_rival(two: Scenario):
    begun = Begun(two)
    mine, theirs = begun.row("Alfa", "Bravo"), begun.row("Bravo", "Alfa")
    rival = begun.setting.states.index("Bravo")
    zero = np.zeros((2, RUNS))

    def view(world: World) -> Any:
        return conduct.observe(
            world,
            begun.p,
            begun.setting,
            events.News(climate=zero, incident=zero, abuse=zero, push=zero),
            zero + 1,
            talks.worth_of_no_agreement(world, begun.p, begun.setting),
            np.zeros((len(ACTIONS), 2, 1), dtype=bool),
        )

    def changed(field: str, row: int, issue_first: bool) -> World:
        values = np.array(getattr(begun.world, field))
        values[(slice(None), row) if issue_first else row] += 0.2
        return begun.world._replace(**{field: values})

    hidden = [
        changed(field, theirs, False) for field in ("tension", "trust", "fear", "value_talking", "conduct")
    ]
    hidden += [changed(field, theirs, True) for field in ("notes", "demand", "private", "estimate", "share")]
    hidden += [changed(field, rival, False) for field in ("hawks", "leader", "need", "arms", "gdp")]
    hidden += [changed("concerns", rival, True)]
    before = view(begun.world)
    for world in hidden:
        for name, a, b in zip(before._fields, before, view(world), strict=True):
            if a.ndim:
                assert np.array_equal(a[..., mine, :], b[..., mine, :]), name
    # and it does see its own side
    assert not np.array_equal(view(changed("tension", mine, False)).tension, before.tension)


# --- events ---------------------------------------------------------------------------------------


def test_whom_a_revolution_favours_hangs_on_the_name_and_not_on_the_place(three: Scenario):
    shocked = {"theatre_rate": 0.2, "influence_prize": 0.1}
    begun = Begun(three.changed(events=()), runs=300, **shocked)
    turned = Begun(three.changed(events=(), states=three.states[::-1]), runs=300, **shocked)
    pushes = []
    for one in (begun, turned):
        world, news = events.happen(one.world, one.p, one.setting, one.imposed(), one.draws())
        pushes.append(news.push)
        assert world.influence == pytest.approx(one.world.influence + news.push)
    assert pushes[0] == pytest.approx(pushes[1][::-1], abs=1e-15)
    assert all((row > 0).any() for row in pushes[0])  # each is favoured in some run


def test_the_scenarios_events_arrive(two: Scenario):
    begun = Begun(two, theatre_rate=0.0, bad_harvest=0.0, incident_rate=0.0)

    def happen(date: str) -> tuple[World, events.News]:
        month = two.month_index(date)
        draws = begun.draws(month)
        draws = draws._replace(u_abuse=np.ones_like(draws.u_abuse))  # no abuse by chance
        return events.happen(begun.world, begun.p, begun.setting, begun.imposed(month), draws)

    assert (happen("1960-05")[0].theatre == 0.8).all()
    assert (happen("1960-04")[1].push[1] > 0).all()  # Bravo is favoured at the outset,
    assert not happen("1960-05")[1].push.any()  # and only then
    assert happen("1960-10")[0].need[:, 0].tolist() == [0.0, 0.7]
    assert not happen("1960-11")[0].need.any()
    assert (happen("1961-02")[0].vulnerability == 0.9).all()
    assert (happen("1961-03")[0].vulnerability == 0.5).all()  # a level, set once
    assert happen("1961-05")[1].abuse[:, 0].tolist() == [1.0, 0.0]
    assert (happen("1961-10")[1].incident == 0.6).all()
    before, after = happen("1961-06")[0].leader[0], happen("1961-07")[0].leader[0]
    assert not before.any()
    assert after.mean() == pytest.approx(0.5, abs=0.3)


# --- talks ----------------------------------------------------------------------------------------


def open_talks(two: Scenario, **parameters: float) -> Begun:
    """No agreement yet, reservation values of a half for everybody and forever."""
    rivalry = two.rivalries[0].model_copy(update={"agreements": ()})
    fixed = dict.fromkeys(
        ("reservation_hawks", "reservation_tension", "reservation_trust", "reservation_recognition",
         "reservation_fear", "reservation_need", "reservation_leak", "reservation_spread", "ratification"),
        0.0,
    )  # fmt: skip
    given = {"concession": 0.25, "agreement_term": 12.0, "pause": 6.0}
    return Begun(two.changed(events=(), rivalries=(rivalry,), parameters=given | fixed | parameters))


def a_month_of_talks(
    begun: Begun, world: World, month: int, sessions: Any, affront: Any
) -> tuple[World, talks.Outcome]:
    worth = talks.worth_of_no_agreement(world, begun.p, begun.setting)
    imposed, draws = begun.imposed(month), begun.draws(month)
    return talks.negotiate(world, begun.p, begun.setting, imposed, draws, worth, sessions, affront)


def negotiated(begun: Begun, months: int, world: World | None = None) -> tuple[World, list[talks.Outcome]]:
    world, outcomes = begun.world if world is None else world, []
    one = np.ones((2, RUNS))
    for month in range(months):
        world, outcome = a_month_of_talks(begun, world, month, one, 0 * one)
        outcomes.append(outcome)
    return world, outcomes


def test_talks_succeed_where_there_is_common_ground_and_fail_where_there_is_none(two: Scenario):
    for reservation, signs in ((0.3, True), (0.6, False)):
        world, outcomes = negotiated(open_talks(two, reservation=reservation, agreement_term=120.0), 30)
        signed = np.any([outcome.signed for outcome in outcomes], axis=0)
        failed = np.any([outcome.failed for outcome in outcomes], axis=0)
        assert signed.all() == signs == signed.any()
        assert failed.all() != signs
        if signs:
            assert (world.share + world.share[:, ::-1]) == pytest.approx(1)
            assert (world.hotline == 1).all()  # the agreement on arms brings one
            assert (world.term > 0).all()
            assert world.estimate == pytest.approx(
                reservation, abs=0.3
            )  # and they have come to know each other


def test_an_agreement_that_serves_both_is_renewed_and_one_that_does_not_lapses(two: Scenario):
    begun = open_talks(two, reservation=0.3, breach=0.0)
    world, _ = negotiated(begun, 15)
    assert (world.term > 0).all()
    kept, outcomes = negotiated(begun, 14, world)
    assert np.any([outcome.signed for outcome in outcomes], axis=0).all()
    assert (kept.term > 0).all()
    begun.p = begun.p._replace(reservation=0.9)
    lost, outcomes = negotiated(begun, 14, world)
    assert not np.any([outcome.signed for outcome in outcomes])
    assert not np.any([outcome.left for outcome in outcomes])
    assert not lost.term.any()


def test_an_agreement_worse_than_none_is_broken_by_the_one_it_hurts(two: Scenario):
    begun = open_talks(two, reservation=0.3, breach=1.0)
    world, _ = negotiated(begun, 15)
    hurt = world.share.copy()
    hurt[:, 0], hurt[:, 1] = 0.1, 0.9
    after, (outcome,) = negotiated(begun, 1, world._replace(share=hurt))
    assert outcome.left[:, 0].all()
    assert not outcome.left[:, 1].any()
    assert not after.term.any()  # it ends for both
    assert (after.silence == 6).all()


def test_nothing_is_negotiated_without_a_session_or_in_silence(two: Scenario):
    begun = open_talks(two, reservation=0.3)
    zero = np.zeros((2, RUNS))
    world, _ = a_month_of_talks(begun, begun.world, 0, zero, zero)
    assert np.array_equal(world.demand, begun.world.demand)
    assert np.array_equal(world.estimate, begun.world.estimate)
    silent = begun.world._replace(silence=begun.world.silence + 3)
    world, _ = a_month_of_talks(begun, silent, 0, zero + 2, zero)
    assert np.array_equal(world.demand, begun.world.demand)
    assert (world.silence == 2).all()


def test_an_affront_ends_talks_under_way_for_both(two: Scenario):
    begun = open_talks(two, reservation=0.3)
    world, _ = negotiated(begun, 1)
    one = np.ones((2, RUNS))
    affront = 0 * one
    affront[0] = 1.0  # the first state has been threatened
    after, outcome = a_month_of_talks(begun, world, 1, one, affront)
    assert outcome.failed.all()
    assert (after.silence == 6).all()
    assert (after.demand == 1.0).all()
