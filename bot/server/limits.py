"""How much one address may ask, and what a text must look like before Rasa sees it."""

from __future__ import annotations

import time
import unicodedata
from collections import OrderedDict, deque
from collections.abc import Callable

MAX_BODY = 8 * 1024
MAX_TEXT = 1000
_MINUTE = 60.0
_KEPT_CONTROLS = "\n\t"
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_EMOJI_JOINER = "\u200d"


class RateLimit:
    """At most ``per_minute`` requests per address in any minute; 0 means no limit."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, addresses: int = 10000) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._addresses = addresses
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Count a request; False when the address has had its share of this minute."""
        if self._per_minute <= 0:
            return True
        now = self._clock()
        times = self._seen.setdefault(address, deque())
        self._seen.move_to_end(address)
        while len(self._seen) > self._addresses:
            self._seen.popitem(last=False)
        while times and times[0] <= now - _MINUTE:
            times.popleft()
        if len(times) >= self._per_minute:
            return False
        times.append(now)
        return True


def clean(text: str) -> str:
    """Typed text without control, format and surrogate characters, and never a command.

    A leading slash would make Rasa read an intent or "/restart" instead of words.
    """
    kept = [
        char
        for char in unicodedata.normalize("NFC", text)
        if char in _KEPT_CONTROLS or char == _EMOJI_JOINER or unicodedata.category(char) not in _INVISIBLE
    ]
    return "".join(kept).strip().lstrip("/ \n\t")
