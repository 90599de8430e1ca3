"""Whether people may be sent here: the model answers, conversations can be kept, and the service stays a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from bot.server.conversation_store import StoreAway
from bot.server.conversations import Conversations
from bot.server.quiet import report

OK, AWAY, STOPPING = "ok", "away", "stopping"
_PATIENCE = 1.0
"""Seconds that one who asks waits for the store at most, and during which its last answer counts."""


class Readiness:
    """What the service needs to answer well, part by part."""

    def __init__(self, conversations: Conversations, clock: Callable[[], float] = time.monotonic) -> None:
        self._conversations = conversations
        self._clock = clock
        self.leaving = False
        self._asked = -_PATIENCE
        self._asking: asyncio.Task[bool] | None = None

    def leave(self) -> None:
        """From now on nobody is to be sent here: the service is about to stop. Who is here is still answered."""
        self.leaving = True

    async def parts(self) -> dict[str, str]:
        """Each part, and "ok" or what is the matter with it. Never takes longer than a second."""
        return {
            "model": self._conversations.assistant.state,
            "store": OK if await self._store_answers() else AWAY,
            "service": STOPPING if self.leaving else OK,
        }

    def close(self) -> None:
        """Call when the service stops."""
        if self._asking:
            self._asking.cancel()

    async def _store_answers(self) -> bool:
        """One question to the store at a time, for everyone who asks; one that hangs is waited for no longer."""
        if (self._asking is None or self._asking.done()) and self._clock() - self._asked >= _PATIENCE:
            self._asked = self._clock()
            self._asking = asyncio.create_task(self._ping())
        assert self._asking
        done, _ = await asyncio.wait([self._asking], timeout=_PATIENCE)
        return bool(done) and self._asking.result()

    async def _ping(self) -> bool:
        try:
            await self._conversations.store.ping()
        except StoreAway:
            return False
        except Exception as error:
            report(error, "the store could not be asked whether it is there")
            return False
        return True


READINESS: web.AppKey[Readiness] = web.AppKey("readiness", Readiness)
