"""Which doctrine was it: hidden programs, what they are drawn from, and what a player may take them for at the end."""

from __future__ import annotations

import secrets

from simulation import draws
from simulation.play.match import Match

#: doctrines that a hidden program may have: those of the literature that a player can tell from one another by their deeds,
#: and the model's own (assumption)
HIDDEN = (
    "deliberate", "reciprocity", "grit", "hawk", "dove", "tit_for_tat", "grim", "pavlov", "linkage", "firm_deterrence",
)  # fmt: skip
CHOICES = 4


def drawn() -> str:
    """A doctrine that nobody can foresee, not by the seed of the match either."""
    return secrets.choice(HIDDEN)


def hidden(match: Match, seat: str) -> list[str]:
    """The rivals of a seat that hide who they are."""
    return [
        state for state in match.ground.scenario.labels if state != seat and match.game.seats[state].hidden
    ]


def guesses(match: Match, seat: str) -> tuple[str, ...]:
    """Among which the doctrine of the first hidden program is, in an order by lot; of a match without one none."""
    rivals = hidden(match, seat)
    doctrine = match.game.seats[rivals[0]].doctrine if rivals else None
    if doctrine is None:
        return ()
    others = [name for name in HIDDEN if name != doctrine]
    by_lot = dict(zip(others, draws.lots(match.game.seed, "guesses", len(others)), strict=True))
    among = [doctrine, *sorted(others, key=lambda name: by_lot[name])[: CHOICES - 1]]
    order = dict(zip(sorted(among), draws.lots(match.game.seed, "order", CHOICES), strict=True))
    return tuple(sorted(among, key=lambda name: order[name]))
