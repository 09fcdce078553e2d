"""Whose page it is: a key that the terminal shows lets a browser in, once; a cookie says afterwards that it is in.

Other users of this machine reach its addresses, too, and can see in the list of processes which address a browser was begun
with: so a key opens once, and the terminal shows the next.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

COOKIE = "detente_play"
KEY = "key"


class Keys:
    """The key that opens now, and who is in. `used` is called when a key has opened, and there is another."""

    def __init__(self, used: Callable[[Keys], None] = lambda keys: None) -> None:
        self.key, self._used = secrets.token_urlsafe(16), used
        self._in = secrets.token_urlsafe(16)  # in the cookie, and gone with this server
        self._cookie = f"{COOKIE}_{secrets.token_hex(3)}"  # ports do not part servers' cookies

    def is_in(self, request: HTTPConnection) -> bool:
        """Whether whoever asks was let in before."""
        return secrets.compare_digest(request.cookies.get(self._cookie, "").encode(), self._in.encode())

    def opens(self, request: Request) -> bool:
        """Whether whoever asks has the key; from now on it is another."""
        given = request.query_params.get(KEY, "")
        if not secrets.compare_digest(given.encode(), self.key.encode()):
            return False
        self.key = secrets.token_urlsafe(16)
        with suppress(OSError):  # the terminal may be gone: whoever has the key is let in all the same
            self._used(self)
        return True

    def let_in(self, answer: Response) -> Response:
        """An answer after which a browser is in."""
        answer.set_cookie(self._cookie, self._in, httponly=True, samesite="strict", path="/")
        return answer
