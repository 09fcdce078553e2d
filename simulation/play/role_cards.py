"""The role cards of the teaching pack in short, as a phone shows them; the powers are the same.

The press alone has fewer: its two tricks, to hold an act back and to report it one row off, belong to the game on paper,
where nobody else tells the class what was done.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from simulation.catalogue import text

Role = Literal["leader", "hawk", "dove", "trade", "press", "envoy"]
ROLES: tuple[Role, ...] = ("leader", "hawk", "dove", "trade", "press", "envoy")


class Card(NamedTuple):
    """What a phone shows of a role, in words; the worry is for its bearer alone."""

    name: str
    aim: str
    powers: str
    worry: str


def card(role: Role, lang: str) -> Card:
    """The card of a role in a language."""
    return Card(*(text(f"play_role.{role}_{part}", lang) for part in Card._fields))
