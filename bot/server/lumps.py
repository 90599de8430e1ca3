"""Counts what was asked so that nobody finds one person's question, not even by watching when a number changes.

A number is told in lumps of ten, and not at the moment at which a lump is full: then whoever saw that someone was here
would know that it was the tenth. All numbers move together, at most once an hour, and only when a hundred messages were
answered since they last moved. So a change says that one of a hundred messages or more was of that kind.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from bot.server.counters import THRESHOLD

AMONG = 100
"""Messages among which one cannot be found."""
EVERY = 3600.0
"""Seconds between two moments at which numbers move."""

Label = tuple[str, str]
"""A table, and what is counted in it."""


class Lumps:
    """Counts a closed list of labels. ``told`` holds what may be known of them."""

    def __init__(self, labels: Collection[Label], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held = Counter({label: 0 for label in labels})
        self._told = dict(self._held)
        self.told: Mapping[Label, int] = MappingProxyType(self._told)
        self._messages = 0
        self._moved = clock()

    def count(self, labels: Collection[Label]) -> None:
        """Count a message that has some labels. What is not on the list is not counted."""
        for label in labels:
            if label in self._held:
                self._held[label] += 1
        self._messages += 1
        if self._messages >= AMONG and self._clock() - self._moved >= EVERY:
            self._move()

    def _move(self) -> None:
        for label, held in self._held.items():
            lumps = held - held % THRESHOLD
            self._told[label] += lumps
            self._held[label] -= lumps
        self._messages, self._moved = 0, self._clock()
