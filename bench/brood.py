"""``python -m bench.brood``: services that are there at once, for a bench that kills hundreds of them.

To start a service anew takes many seconds, nearly all of it for loading the model. So here one process loads it,
answers once, and forks services; everything else is as in ``python -m bot.server``. It is told what to do by lines of
JSON and answers each with a line:

``{"start": {port, redis, told, dies_after}}`` -> the process id. ``redis`` is an address, or null for the memory of the
process; ``told`` a file, in which a message leaves a line that is answered again because it was kept but its answer
never arrived; ``dies_after`` so many answers kept until the service kills itself right after it kept one and before it
says it, or null. ``{"kill": pid}`` -> whether it was still there. ``{"dead": null}`` -> the process ids of those that
died since this was asked last, by whatever hand. At the end of the input it kills those that are left.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from bot.server.__main__ import serve
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import ConversationStore, MemoryStore
from bot.server.listening import doors
from bot.server.quiet import quiet_logging
from bot.server.redis_store import RedisStore
from bot.server.sessions import Session
from bot.server.settings import MODEL, Settings

SECRET = b"for the bench only, 32 letters or more"
_TRIES = 100


class Watched:
    """A store that tells which messages come again, and can die at the worst moment."""

    def __init__(self, store: ConversationStore, told: Path, dies_after: int | None) -> None:
        self._store = store
        self._told = told
        self._left = dies_after
        self._turns: dict[str, str | None] = {}

    @property
    def failures(self) -> int:
        """As the store counts."""
        return self._store.failures

    async def load(self, session_id: str) -> Session | None:
        """As the store does."""
        session = await self._store.load(session_id)
        if session:
            self._turns[session_id] = session.turn
        return session

    async def save(self, session: Session) -> bool:
        """As the store does, if one lives to tell it."""
        kept = await self._store.save(session)
        if kept and session.turn and self._turns.get(session.id) == session.turn:
            with self._told.open("a") as told:
                told.write("a message that was kept came again\n")
        if kept and self._left is not None:
            self._left -= 1
            if self._left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return kept

    async def delete(self, session_id: str) -> None:
        """As the store does."""
        await self._store.delete(session_id)

    async def ping(self) -> None:
        """As the store does."""
        await self._store.ping()

    async def sweep(self) -> None:
        """As the store does."""
        await self._store.sweep()

    async def close(self) -> None:
        """As the store does."""
        await self._store.close()


def main() -> int:
    """Load the model, then fork a service for each line."""
    quiet_logging()
    began = time.monotonic()
    assistant = Assistant.load(MODEL)
    asyncio.run(assistant.answer(Session("first"), "hoe lang mag een repetitiedag duren"))
    gc.freeze()
    print(json.dumps({"loaded_in_seconds": round(time.monotonic() - began, 1)}), flush=True)
    alive: set[int] = set()
    dead: list[int] = []
    for line in sys.stdin:
        ((what, asked),) = json.loads(line).items()
        answer: Any = None
        if what == "start":
            answer = os.fork()
            if not answer:
                _service(assistant, asked)
                os._exit(0)
            alive.add(answer)
        elif what == "kill":
            answer = asked in alive - set(_buried(alive, dead))
            if answer:
                os.kill(asked, signal.SIGKILL)
        else:
            answer = [*_buried(alive, dead)]
            dead.clear()
        print(json.dumps(answer), flush=True)
    _buried(alive, dead)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
    return 0


def _buried(alive: set[int], dead: list[int]) -> list[int]:
    """Those that died; until they are buried here, nobody else gets their process id."""
    for pid in sorted(alive):
        if os.waitpid(pid, os.WNOHANG)[0]:
            alive.discard(pid)
            dead.append(pid)
    return dead


def _service(assistant: Assistant, asked: dict[str, Any]) -> None:
    sys.stdin.close()
    store = RedisStore.at(asked["redis"]) if asked["redis"] else MemoryStore()
    settings = Settings(session_secret=SECRET, limit_per_minute=0)
    watched = Watched(store, Path(asked["told"]), asked["dies_after"])
    for _ in range(_TRIES):
        try:
            opened = doors("127.0.0.1", asked["port"])
            break
        except OSError:  # the one before is not quite gone
            time.sleep(0.02)
    serve(create_app(assistant, settings, watched), opened)


if __name__ == "__main__":
    sys.exit(main())
