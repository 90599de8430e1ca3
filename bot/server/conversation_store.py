"""Keeps conversations between two messages: in the memory of this process, or in Redis for several processes.

A conversation is saved only when nobody else saved or deleted it since it was read. So no lock is needed that a killed
process could leave behind, an old answer never overwrites a new one, and what was deleted stays deleted.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, Protocol

from bot.server.sessions import Session

MAX_CONVERSATIONS = 20_000
MAX_EMPTY = 2_000
"""Conversations in which nothing was said yet; no other has to go for them."""
LIFETIME = 3600.0
"""Seconds after the last message."""


class StoreAway(Exception):
    """The store cannot be reached now."""


class ConversationStore(Protocol):
    """What both stores do. Each method raises StoreAway when the store cannot be reached; ``failures`` counts that."""

    failures: int

    async def load(self, session_id: str) -> Session | None:
        """The conversation with an id; None when there is none or its time is up."""

    async def save(self, session: Session) -> bool:
        """Keep a conversation. False, and nothing kept, when it was saved or deleted since it was loaded."""

    async def delete(self, session_id: str) -> None:
        """Forget a conversation, if there is one."""

    async def ping(self) -> None:
        """Nothing, when the store can be reached."""

    async def sweep(self) -> None:
        """Forget conversations whose time is up."""

    async def close(self) -> None:
        """Let go of what the store holds on to."""


class _Kept(NamedTuple):
    data: bytes
    version: int
    seen: float


class MemoryStore:
    """In the memory of this process; gone when it stops. The longest unused leave when there are too many.

    Those in which nothing was said yet go first: to open a crowd of them costs nobody anything.
    """

    failures = 0

    def __init__(
        self,
        limit: int = MAX_CONVERSATIONS,
        lifetime: float = LIFETIME,
        clock: Callable[[], float] = time.monotonic,
        empty: int = MAX_EMPTY,
    ) -> None:
        self._limit = limit
        self._most_empty = empty
        self._lifetime = lifetime
        self._clock = clock
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._empty: OrderedDict[str, _Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept) + len(self._empty)

    async def load(self, session_id: str) -> Session | None:
        """The conversation with an id; None when there is none or its time is up."""
        kept = self._found(session_id)
        if kept is None:
            return None
        if kept.seen + self._lifetime < self._clock():  # gone, so that another one can begin under this id
            await self.delete(session_id)
            return None
        return Session.decoded(kept.data)

    async def save(self, session: Session) -> bool:
        """Keep a conversation. False, and nothing kept, when it was saved or deleted since it was loaded."""
        kept = self._found(session.id)
        if (kept.version if kept else 0) != session.version:
            return False
        session.version += 1
        await self.delete(session.id)
        place, limit = (self._kept, self._limit) if session.tracker else (self._empty, self._most_empty)
        place[session.id] = _Kept(session.encoded(), session.version, self._clock())
        while len(place) > limit:
            place.popitem(last=False)
        return True

    async def delete(self, session_id: str) -> None:
        """Forget a conversation, if there is one."""
        self._kept.pop(session_id, None)
        self._empty.pop(session_id, None)

    async def ping(self) -> None:
        """Nothing: it is always there."""

    async def sweep(self) -> None:
        """Forget conversations whose time is up."""
        oldest_allowed = self._clock() - self._lifetime
        for place in (self._kept, self._empty):
            while place and next(iter(place.values())).seen < oldest_allowed:
                place.popitem(last=False)

    async def close(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._empty.clear()

    def _found(self, session_id: str) -> _Kept | None:
        return self._kept.get(session_id) or self._empty.get(session_id)
