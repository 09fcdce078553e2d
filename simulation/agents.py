"""The same model on Mesa: one run, step by step, with agents that perceive, decide and respond, and can say why.

`DetenteModel(scenario, rng=seed)` is run 0 of `simulate(scenario, seed=seed)`, month for month: the order of a month is
`step.month`, and where the ensemble engine asks one function for all preferences, the model asks its agents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from os import PathLike
from typing import Any

import mesa
import numpy as np

from simulation import inputs, step
from simulation.doctrines import Doctrine, Term
from simulation.doctrines.deciding import Judge, judge_of, noted, of_pairs
from simulation.doctrines.doctrine import forgets
from simulation.doctrines.named import as_doctrine
from simulation.draws import fresh_seed
from simulation.errors import ScenarioError, show
from simulation.explaining import Decision, Explanation, Moves, explanation
from simulation.fields import check_seed, month_number, month_text
from simulation.games import implied_game, situation_of
from simulation.months import Course, course, months
from simulation.saying import say
from simulation.scenario import Scenario, StateSpec, as_scenario
from simulation.state import Array, Observation, Record
from simulation.variables import VARIABLES, reported

#: the month's figures that are attributes of the model, and of its states: one number, or one by rival
WORLDWIDE, OF_STATE, OF_PAIR = (
    tuple(name for name, about in VARIABLES.items() if about.axes == axes)
    for axes in ((), ("state",), ("pair",))
)


class State(mesa.Agent):
    """A state: it sees its rivals through its own eyes and decides by its doctrine, which can be given another at any time.

    Its figures of the month (`arms`, `hawks`, `influence`, ...) are attributes by the names of `variables.VARIABLES`, and
    `tension`, `trust` and the like are dictionaries by rival, so that a `DataCollector` can name them.
    """

    model: DetenteModel

    def __init__(self, model: DetenteModel, spec: StateSpec) -> None:
        super().__init__(model)
        self.name = name = spec.name
        self.doctrine = spec.doctrine
        self.receptive = spec.receptive
        setting = model.setting
        self.index = setting.states.index(name)
        self.rivals = [state for state in setting.states if state != name]
        first = self.index * len(self.rivals)
        self.rows = slice(first, first + len(self.rivals))  # its pairs on the pair axis stand together
        self.observation: Observation | None = None
        self._judge: Judge
        self.terms: list[Term] = []
        self.decisions: list[Decision] = []
        self.__dict__.update(dict.fromkeys(OF_STATE + OF_PAIR))  # no figures before the first month

    @property
    def doctrine(self) -> Doctrine:
        """How it decides. Set it to a `Doctrine`, or to the name of one."""
        return self._doctrine

    @doctrine.setter
    def doctrine(self, wanted: Doctrine | str) -> None:
        try:
            self._doctrine = as_doctrine(wanted)
        except ScenarioError as error:
            raise ScenarioError(error.within("doctrine"), self.name) from None

    @property
    def joins_in(self) -> bool:
        """Whether it joins in whatever it is offered: because of its doctrine, or whatever that says."""
        return self.receptive or self.doctrine.receptive

    def perceive(self) -> None:
        """Take in what it can see of its rivals as a month begins, and nothing else."""
        self.observation = of_pairs(self.model.view, self.rows)
        self._judge = judge_of(self.doctrine, self.observation, self.model.parameters)

    def decide(self) -> None:
        """Judge every act towards every rival; the initiative that follows is drawn from this."""
        self._weigh()

    def respond(self) -> None:
        """Judge every act again, now that the rivals' initiatives have been seen."""
        self._weigh()

    def imagine(self) -> None:
        """Judge every act as if provoked: the probe by which softness is measured. It changes nothing."""
        self._weigh()

    def _weigh(self) -> None:
        assert self.observation is not None
        view = self.model.view
        answered = {"seen": view.seen[self.rows], "answering": view.answering}
        self.observation = self.observation._replace(**answered)
        self.terms, judged = self._judge(**answered)
        self.model.judged[:, self.rows] = judged
        if self.model.stage != step.PROBE:
            self.decisions.append(Decision(self.model.stage, self.observation, self.terms, judged))

    def explain(self, rival: str | None = None, lang: str = "en") -> Explanation:
        """Why it did what it did last month, to one rival or to all: as text and as a table.

        Raises ScenarioError if no month has passed, or for a rival that it does not have.
        """
        record = self.model.record
        if record is None:
            raise ScenarioError(say("refusal_run.not_acted", state=self.name))
        if rival is not None and rival not in self.rivals:
            names = ", ".join(self.rivals)
            raise ScenarioError(say("refusal_run.no_rival", state=self.name, rival=rival, names=names))
        month, stages = self.model.months_done - 1, (step.INITIATIVE, step.RESPONSE)
        by_person = inputs.by_person(self.model.story)
        moves = Moves(
            {stage: getattr(record, stage)[self.rows, 0] for stage in stages},
            {stage: self.model.ordered[stage][self.rows, 0] for stage in stages},
            {stage: by_person[stage][month, self.rows] for stage in stages},
        )
        return explanation(
            self.name,
            {one: row for row, one in enumerate(self.rivals) if rival in (None, one)},
            self.model.date,
            self.decisions,
            moves,
            {one: self.game(one) for one in self.rivals},
            lang,
        )

    def game(self, rival: str) -> str:
        """The game that it plays with a rival, by the order of the payoffs that parameters and the world imply now."""
        row = self.rows.start + self.rivals.index(rival)
        other = self.model.setting.states.index(rival)
        return implied_game(self.model.parameters, situation_of(self.model.world, row, self.index, other))

    def note(self, figures: dict[str, Any]) -> None:
        """Take the month's figures, lists over states or pairs, as attributes."""
        mine = self.__dict__
        for name in OF_STATE:
            mine[name] = figures[name][self.index]
        for name in OF_PAIR:
            mine[name] = dict(zip(self.rivals, figures[name][self.rows], strict=True))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"a State has no '{name}'")


class DetenteModel(mesa.Model):
    """Run `run` of a scenario, month by month.

        model = DetenteModel(load_scenario("cold_war"), rng=7)
        while model.running:
            model.step()
        print(model.agents[0].explain().text)

    `scenario` is one, its name, or a file's path. `rng` is the seed, a whole number; without one the model takes a fresh
    seed, which `chance_seed` says, so that the iterations of `mesa.batch_run` are different worlds. `run` picks a run of
    the ensemble of a seed: `mesa.batch_run(DetenteModel, {"scenario": "cold_war", "rng": 7, "run": range(20)})` gives the
    first twenty; a `Scenario`, or a dictionary of parameters or doctrines, goes there in a list, else `batch_run` goes
    over its parts. A Mesa whose `batch_run` has an argument `rng` of its own takes the seed there, `rng=[7]`. (Of each run
    Mesa leaves out the last step.) `doctrines` take the place of the scenario's, by state, as in
    `simulate`. `order` may be set to who is to be asked, within the month, for what is no doctrine's to choose
    (`step.Order`): the month waits.
    `datacollector` gathers the world's figures and each state's every month; its first row, before the first month, holds
    no figures yet. `running` turns false at the end, or at war.
    """

    running: bool
    order: step.Order

    def __init__(
        self,
        scenario: Scenario | str | PathLike[str],
        rng: int | None = None,
        run: int = 0,
        parameters: dict[str, float] | None = None,
        doctrines: Mapping[str, str | Doctrine] | None = None,
    ) -> None:
        whole = (
            ("scenario", scenario, tuple),
            ("parameters", parameters, str),
            ("doctrines", doctrines, str),
        )
        for name, given, part in whole:
            if given and isinstance(
                given, part
            ):  # of a scenario a field and its value, of a dictionary a name
                raise ScenarioError(say("refusal_model.part", name=name, found=show(given)))
        scenario = as_scenario(scenario)
        seed = fresh_seed() if rng is None else rng
        for name, value in (("rng", seed), ("run", run)):
            check_seed(value, name)
        super().__init__(rng=int(seed))
        if doctrines is not None:
            scenario = scenario.changed(doctrines=doctrines)
        self.chance_seed = int(seed)
        self.story = (
            scenario  # not `scenario`: later Mesa versions keep something of their own under that name
        )
        self.parameters = inputs.parameters_of(scenario, parameters)
        self.setting = inputs.setting_of(scenario)
        begun = course(scenario, self.parameters, int(seed), (int(run), int(run) + 1))
        self.world, self._imposed, self._draws = begun.world, list(begun.imposed), list(begun.draws)
        self.record: Record | None = None
        self.__dict__.update(dict.fromkeys(WORLDWIDE))
        self.months_done = 0
        self.stage = ""
        self.view: Observation
        self.judged: Array
        self.imposed_last = self._imposed[0]
        self.order = step.as_imposed
        self.ordered: dict[str, Array] = {}  # what was ordered in the last month, by `step.ORDERED`
        for spec in scenario.states:
            State(self, spec)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "date": "date",
                "chance_seed": "chance_seed",
                **{name: name for name in WORLDWIDE},
            },
            # not by name alone, of which Mesa makes local functions that cannot be pickled
            agent_reporters={name: attrgetter(name) for name in ("name", *OF_STATE, *OF_PAIR)},
        )
        # Mesa counts from before the first step; else batch_run would set states and world a month apart
        self.datacollector.collect(self)

    @property
    def date(self) -> str:
        """The month that was simulated last, "YYYY-MM"; the month before the start if none was."""
        return month_text(month_number(self.story.start) + self.months_done - 1)

    def step(self) -> None:
        """One month; nothing once `running` is false."""
        if not self.running:
            return
        for state in self.agents:
            state.decisions = []
        month = self.months_done
        self.imposed_last = self._imposed[month]
        joins_in = [state.joins_in for state in self.agents]
        self.setting = self.setting._replace(receptive=np.array(joins_in)[self.setting.target][:, None])
        now = Course(self.world, self.parameters, self.setting, [self.imposed_last], [self._draws[month]])
        self.world, self.record = next(months(now, self._meet, self._remember, self._order))
        # plain numbers as attributes, made at once: the collector asks for every one of them
        found = reported(self.record)
        figures = {name: found[name][..., 0].tolist() for name in WORLDWIDE + OF_STATE + OF_PAIR}
        self.__dict__.update({name: figures[name] for name in WORLDWIDE})
        for state in self.agents:
            state.note(figures)
        self.months_done += 1
        self.running = self.months_done < self.story.months and not bool(self.record.war[0])
        self.datacollector.collect(self)

    def _meet(self, view: Observation) -> Callable[[str, Observation], Array]:
        """Let every agent perceive what the month begins with."""
        self.view = view
        self.agents.do("perceive")
        return self._ask

    def _ask(self, stage: str, view: Observation) -> Array:
        """Let every agent judge; their judgements together are the answer."""
        self.stage, self.view = stage, view
        self.judged = np.empty(view.available.shape)
        self.agents.do({step.INITIATIVE: "decide", step.RESPONSE: "respond", step.PROBE: "imagine"}[stage])
        return self.judged

    def _order(self, stage: str, view: Observation, given: Array) -> Array:
        self.ordered[stage] = np.asarray(self.order(stage, view, given))
        return self.ordered[stage]

    def _remember(self, notes: Array, view: Observation, act: Array) -> Array:
        kept = notes.copy()
        for state in self.agents:
            if state.doctrine.remember is forgets:
                continue
            rows = state.rows
            seen = of_pairs(view, rows)
            kept[:, rows] = noted(state.doctrine, notes[:, rows], seen, act[rows], self.parameters)
        return kept

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"a DetenteModel has no '{name}'")
