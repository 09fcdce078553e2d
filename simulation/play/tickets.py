"""Tickets: who may play a seat. A token that nobody can guess, given once; of it only its seal is written down."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

BYTES = 16  # of an id, and of a token: 128 bits


class Ticket(NamedTuple):
    """The right to a seat: `id` stands in addresses and opens nothing; whoever has the token that `seal` is of may play."""

    id: str
    match: str
    state: str
    seal: str

    def opens(self, token: str) -> bool:
        """Whether the token is the one; in a time that does not tell how much of it is."""
        return secrets.compare_digest(self.seal, _seal(token))


def new_id() -> str:
    """An id that nobody can guess: 22 signs that may stand in an address."""
    return secrets.token_urlsafe(BYTES)


def ticket(match: str, state: str, number: str = "") -> tuple[Ticket, str]:
    """A ticket, and the token that goes with it; with the id of another it takes its place."""
    token = secrets.token_urlsafe(BYTES)
    return Ticket(number or new_id(), match, state, _seal(token)), token


def _seal(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()  # of 128 bits of chance no slow one is needed
