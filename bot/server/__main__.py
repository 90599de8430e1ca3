"""``python -m bot.server``: load the resource base, serve at once, and answer with the model as soon as it is there."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TextIO

from aiohttp import web

from bot.resources.loader import ContentError, library, reload
from bot.server import drain
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import ConversationStore
from bot.server.listening import COME_IN, doors
from bot.server.model_file import ModelError
from bot.server.quiet import quiet_logging
from bot.server.settings import Settings
from bot.voice import VOICES


def main() -> int:
    """Read the settings (see README) from the environment and serve until stopped. SIGHUP reads the content again."""
    say("Danswijzer starts")
    try:
        quiet_logging()
        settings = Settings.of()
        resources = library()
        store = _store(settings)
        opened = doors(settings.host, settings.port)
    except (ContentError, ValueError, OSError) as error:
        say(error, sys.stderr)
        return 1
    say(f"content: {resources.summary()}")
    say(f"voices: {', '.join(voice.value for voice in VOICES)}")
    assistant = Assistant()
    app = create_app(assistant, settings, store)
    app.cleanup_ctx.append(_model(assistant, settings.model, settings.wait_for_model))
    app.on_startup.append(_reload_when_asked)
    say(f"open http://{settings.host}:{settings.port}")
    serve(app, opened, settings.drain)
    return 0


def serve(app: web.Application, opened: list[socket.socket], drained_in: float = 0) -> None:
    """Answer on sockets until stopped; see bot/server/drain.py."""
    drain.when_told(app, opened, drained_in)
    web.run_app(
        app,
        sock=opened,
        backlog=COME_IN,
        print=None,
        access_log=None,
        shutdown_timeout=drain.FINISHING,
    )


def say(line: object, stream: TextIO | None = None) -> None:
    """Tell whoever runs the service; a full disk or a closed terminal is no reason to stop."""
    with contextlib.suppress(OSError, ValueError):
        print(line, file=stream, flush=True)


def _store(settings: Settings) -> ConversationStore | None:
    if settings.redis_url is None:
        return None
    from bot.server.redis_store import RedisStore

    return RedisStore.at(settings.redis_url)


def _model(assistant: Assistant, model: Path, first: bool) -> Callable[[web.Application], AsyncIterator[None]]:
    """Load the model beside the running service: danger words and people to call are there from the first moment.

    Or ``first``, before the service listens: while others answer, a proxy that is refused goes to them.
    """

    async def loading(app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(load())
        if first:
            await task
        yield
        task.cancel()

    async def load() -> None:
        try:
            await asyncio.to_thread(assistant.use, model)
        except ModelError as error:
            say(f"{error}\nUntil then only danger words and people to call are answered.", sys.stderr)
        else:
            _rubbish_seldom()
            say(f"model: {model}, trained on {len(assistant.engine.agent.domain.intents)} intents")

    return loading


def _rubbish_seldom() -> None:
    """Leave the model out of Python's search for rubbish, and search less often.

    Looking through all of it held up every conversation for 200 ms, and as long with 4,000 connections open (measured
    2026-11-22). Nearly all memory is freed without that search.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 100)


async def _reload_when_asked(app: web.Application) -> None:
    async def read_again() -> None:
        try:
            resources = await asyncio.to_thread(reload)
        except ContentError as error:
            say(f"the new content is not right, the old one stays:\n{error}", sys.stderr)
        except Exception as error:
            say(f"the new content could not be read ({type(error).__name__}), the old one stays", sys.stderr)
        else:
            say(f"content read again: {resources.summary()}")

    running: set[asyncio.Task[None]] = set()

    def begin() -> None:
        task = asyncio.get_running_loop().create_task(read_again())
        running.add(task)
        task.add_done_callback(running.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, begin)


if __name__ == "__main__":
    sys.exit(main())
