"""Who may go on with which conversation: random ids that only this server issues, and what was offered in each."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.voice import Voice

_ID_BYTES = 32
MAX_OFFERED = 400


@dataclass
class Session:
    """One conversation.

    ``offered`` are the payloads of buttons shown in it and what those said; ``turn`` keeps its messages in order.
    ``about`` is the label of what was last shown ("ask_right/rest_time"), which the next message may lean on;
    ``alarmed`` the level of danger whose card was shown last.
    """

    id: str
    voice: Voice
    seen: float
    about: str | None = None
    alarmed: str | None = None
    offered: dict[str, str] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def offer(self, buttons: Iterable[tuple[str, str]]) -> None:
        """Remember buttons, as payload and title, that may be sent back; the oldest are forgotten."""
        for payload, title in buttons:
            self.offered.pop(payload, None)
            self.offered[payload] = title
        while len(self.offered) > MAX_OFFERED:
            self.offered.pop(next(iter(self.offered)))


class Sessions:
    """All open sessions, in memory. The longest unused leave when there are too many or their time is up."""

    def __init__(
        self, limit: int = 5000, lifetime: float = 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = limit
        self._lifetime = lifetime
        self._clock = clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sessions)

    def open(self, voice: Voice) -> tuple[Session, list[str]]:
        """A new session, and the ids of sessions that had to leave (their trackers should be deleted)."""
        session = Session(secrets.token_urlsafe(_ID_BYTES), voice, self._clock())
        self._sessions[session.id] = session
        return session, self.expire()

    def get(self, session_id: object) -> Session | None:
        """The session with an id, if this server issued it and it is still open."""
        session = self._sessions.get(session_id) if isinstance(session_id, str) else None
        if session is None or session.seen + self._lifetime < self._clock():
            return None
        session.seen = self._clock()
        self._sessions.move_to_end(session.id)
        return session

    def close(self, session_id: str) -> bool:
        """Forget a session; True when there was one."""
        return self._sessions.pop(session_id, None) is not None

    def expire(self) -> list[str]:
        """Drop what is too old or too much; gives the ids (their trackers should be deleted)."""
        gone = []
        oldest_allowed = self._clock() - self._lifetime
        while self._sessions:
            session_id, session = next(iter(self._sessions.items()))
            if len(self._sessions) <= self._limit and session.seen >= oldest_allowed:
                break
            self._sessions.pop(session_id)
            gone.append(session_id)
        return gone
