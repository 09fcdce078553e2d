"""How often something may come: calls of a key, an address or a seat, within the last seconds.

rate = Rate(20, 10.0)
if rate.spent(seat):
    ...  # 429
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable


class Rate:
    """`most` calls of each key in any so many seconds. One too many counts for nothing, so that it helps to wait.

    Keys without a call in that time are forgotten.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self._clock = most, seconds, clock
        self._calls: OrderedDict[str, deque[float]] = OrderedDict()  # the key that called last stands last

    def __len__(self) -> int:
        """The number of keys that are remembered."""
        return len(self._calls)

    def left(self, key: str) -> int:
        """How many calls a key has now."""
        since = self._clock() - self.seconds
        while self._calls and next(iter(self._calls.values()))[-1] <= since:
            self._calls.popitem(last=False)
        calls = self._calls.get(key, deque())
        while calls and calls[0] <= since:
            calls.popleft()
        return self.most - len(calls)

    def spent(self, key: str) -> bool:
        """Count a call; whether it is one too many."""
        if self.left(key) <= 0:
            return True
        self._calls.setdefault(key, deque()).append(self._clock())
        self._calls.move_to_end(key)
        return False
