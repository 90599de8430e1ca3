"""How much one asker may ask, and what a text must look like before Rasa sees it."""

from __future__ import annotations

import time
import unicodedata
from collections import OrderedDict, deque
from collections.abc import Callable

MAX_BODY = 8 * 1024
MAX_TEXT = 1000
MAX_TURN = 64
"""Bytes of a request, characters of a text, characters of the id of a message."""
_MINUTE = 60.0
_CONVERSATIONS_PER_ADDRESS = 5
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = "\n\t\u200d"
"""Line breaks, tabs, and what joins the parts of an emoji."""
_MARKS = {"Mn", "Me"}
_MAX_MARKS = 3
"""Marks on one letter that a language needs; more is a trick that draws over other lines ("zalgo")."""


class TooMany(Exception):
    """An address or a conversation has had its share of this minute."""


class RateLimit:
    """At most ``per_minute`` requests per key in any minute; 0 means no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, keys: int = 50_000) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._most_keys = keys
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def allows(self, key: str) -> bool:
        """Count a request; False when the key has had its share of this minute."""
        if self._per_minute <= 0:
            return True
        now = self._clock()
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > self._most_keys:
            self._seen.popitem(last=False)
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True

    def sweep(self) -> None:
        """Forget who has not asked for a minute."""
        oldest = self._clock() - _MINUTE
        for key in [key for key, times in self._seen.items() if not times or times[-1] <= oldest]:
            del self._seen[key]


class Limits:
    """``per_minute`` requests per address, and a fifth of that per conversation: a class may sit behind one address."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._addresses = RateLimit(per_minute, clock)
        self._conversations = RateLimit(-(-per_minute // _CONVERSATIONS_PER_ADDRESS), clock)

    def count(self, asker: str, session_id: str | None = None) -> None:
        """Count a request. Raises TooMany when it is one too many."""
        if not self._addresses.allows(asker) or (session_id and not self._conversations.allows(session_id)):
            raise TooMany

    def sweep(self) -> None:
        """Forget who has not asked for a minute."""
        self._addresses.sweep()
        self._conversations.sweep()


def clean(text: str) -> str:
    """Typed text without control, format and surrogate characters or heaps of accents, and never a command.

    A leading slash would make Rasa read an intent or "/restart" instead of words.
    """
    seen = (char for char in text if char in _KEPT or unicodedata.category(char) not in _INVISIBLE)
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", "".join(seen)):
        marks = marks + 1 if unicodedata.category(char) in _MARKS else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept).strip().lstrip("/ \n\t")
