"""How often somebody may ask: plain Python, in the memory of one server process."""

from collections import OrderedDict, deque
from time import monotonic


class RateLimit:
    """At most `limit` calls within `seconds` for each key.

    Keeps the latest `keys` keys only, so that memory has a bound as well. Each process
    of a server counts for itself: a brake against floods, and no exact quota.

    >>> limit = RateLimit(2, 60)
    >>> [limit.is_over("key", now=now) for now in (0, 1, 2, 61)]
    [False, False, True, False]
    """

    def __init__(self, limit, seconds, keys=10_000):
        self.limit, self.seconds, self.keys = limit, seconds, keys
        self._calls = OrderedDict()

    def is_over(self, key, now=None):
        """Count one call; or return True, uncounted, for one too many."""
        now = monotonic() if now is None else now
        calls = self._calls.setdefault(key, deque())
        self._calls.move_to_end(key)
        while len(self._calls) > self.keys:
            self._calls.popitem(last=False)
        while calls and calls[0] <= now - self.seconds:
            calls.popleft()
        if len(calls) >= self.limit:
            return True
        calls.append(now)
        return False
