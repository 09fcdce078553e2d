"""What others would write: an idiomatic Mesa model of the size of ours, against which ours is timed.

Two states, each an agent; three looks a month at 11 acts by 20 reasons in plain Python; four issues to agree on; a data
collector. The arithmetic means nothing; there is as much of it as a month of ours has, and no more is made of it than
Mesa's own tutorial would.
"""

from __future__ import annotations

import math

import mesa

ACTS, REASONS, ISSUES, MONTHS = 11, 20, 4, 528
#: how much each act has of each reason, -1..1
TABLE = [[math.sin(1 + act * REASONS + reason) for reason in range(REASONS)] for act in range(ACTS)]
WEIGHT = [(act - ACTS // 2) / 5 for act in range(ACTS)]


class State(mesa.Agent):
    """One rival: what it feels, and what it did last."""

    def __init__(self, model: Rivals) -> None:
        super().__init__(model)
        self.tension, self.trust, self.fear, self.hawks, self.ties = 50.0, 0.3, 0.5, 0.5, 0.1
        self.learnt, self.seen, self.act, self.answer = [0.0, 0.0], 0.0, 4, 4
        self.estimate, self.term = [0.0] * ISSUES, [0] * ISSUES

    @property
    def rival(self) -> State:
        """The other one."""
        return next(agent for agent in self.model.agents if agent is not self)

    def reasons(self, seen: float) -> list[float]:
        """How much each reason counts now."""
        felt = (self.tension / 100, self.trust, self.fear, self.hawks, self.ties, seen, *self.learnt)
        return [felt[k % len(felt)] * (1 - felt[(k + 3) % len(felt)]) for k in range(REASONS)]

    def choose(self, seen: float) -> int:
        """One act, by logit."""
        reasons = self.reasons(seen)
        wishes = [math.exp(sum(a * b for a, b in zip(row, reasons, strict=True))) for row in TABLE]
        return int(self.model.random.choices(range(ACTS), wishes)[0])

    def begin(self) -> None:
        """The first move."""
        self.act = self.choose(self.seen)

    def respond(self) -> None:
        """To what the rival did, as it was perceived; and what it would have done if provoked."""
        self.seen = WEIGHT[self.rival.act] + self.model.random.gauss(0, 0.1 + 0.2 * (1 - self.trust))
        self.answer = self.choose(self.seen)
        self.soft = WEIGHT[self.choose(-0.8)]

    def negotiate(self) -> None:
        """Issue by issue."""
        for issue in range(ISSUES):
            self.estimate[issue] += 0.1 * (
                self.model.random.gauss(0, 1) + self.rival.trust - self.estimate[issue]
            )
            if self.term[issue]:
                self.term[issue] -= 1
            elif WEIGHT[self.answer] > 0.5 and self.estimate[issue] > self.tension / 100:
                self.term[issue] = 60

    def learn(self) -> None:
        """What the month leaves."""
        taken = (WEIGHT[self.rival.act] + WEIGHT[self.rival.answer]) / 2
        self.tension = min(100.0, max(0.0, 0.95 * self.tension + 2.5 - 4 * taken))
        self.trust += 0.05 * ((taken > 0) - self.trust)
        self.fear += 0.05 * (max(0.0, -taken) - self.fear)
        self.hawks += 0.02 * ((taken < -0.3) - self.hawks)
        self.ties = min(1.0, 0.98 * self.ties + 0.02 * max(0.0, taken) * sum(map(bool, self.term)))
        mine = int(WEIGHT[self.act] > 0)
        self.learnt[mine] += 0.1 * (taken - self.learnt[mine])


class Rivals(mesa.Model):
    """Two of them, month by month."""

    def __init__(self, seed: int | None = None) -> None:
        super().__init__(seed=seed)
        State.create_agents(self, 2)
        felt = ("act", "answer", "tension", "trust", "fear", "hawks", "ties", "seen")
        self.datacollector = mesa.DataCollector(
            model_reporters={"tension": lambda model: sum(model.agents.get("tension")) / 2},
            agent_reporters={name: name for name in felt},
        )

    def step(self) -> None:
        """One month."""
        for stage in ("begin", "respond", "negotiate", "learn"):
            self.agents.do(stage)
        self.datacollector.collect(self)


def run(seed: int = 7) -> Rivals:
    """One history."""
    model = Rivals(seed)
    for _ in range(MONTHS):
        model.step()
    return model
