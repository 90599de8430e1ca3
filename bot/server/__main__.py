"""``python -m bot.server``: load the resource base, serve at once, and answer with the model as soon as it is there."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from aiohttp import web

from bot.advice import danger
from bot.resources.loader import ContentError, library, reload
from bot.server import drain
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversation_store import ConversationStore
from bot.server.life import tell
from bot.server.listening import COME_IN, doors
from bot.server.model_file import ModelError
from bot.server.observer import Observer
from bot.server.quiet import quiet_logging
from bot.server.settings import Settings
from bot.voice import VOICES

_STARTED = time.monotonic()
_HAND_OVER = 0.0005
"""Seconds after which a thread that calculates hands Python over to another; Python's own are ten times as many. The
loop waits for that once a round while messages are read beside it: under attack p99 of people in a conversation went
from 260 to 150 ms (measured 2026-11-23)."""


def main() -> int:
    """Read the settings (see README) from the environment and serve until stopped. SIGHUP reads the content again."""
    try:
        sys.setswitchinterval(_HAND_OVER)
        quiet_logging()
        tell("start", "Danswijzer starts")
        settings = Settings.of()
        resources = library()
        danger.detect("")  # from now on without waiting, also while the model keeps the processor busy
        store = _store(settings)
        opened = doors(settings.host, settings.port)
        observer = _observer(settings)
    except (ContentError, ValueError, OSError) as error:
        tell("refused", error, wrong=True)
        return 1
    tell("content", f"content: {resources.summary()}")
    tell("voices", f"voices: {', '.join(voice.value for voice in VOICES)}")
    assistant = Assistant()
    app = create_app(assistant, settings, store, observer)
    app.cleanup_ctx.append(_model(assistant, settings.model, settings.wait_for_model))
    app.on_startup.append(_reload_when_asked)
    app.on_cleanup.append(_stopped)
    tell("open", f"open http://{settings.host}:{settings.port}")
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


def _store(settings: Settings) -> ConversationStore | None:
    if settings.redis_url is None:
        return None
    from bot.server.redis_store import RedisStore

    return RedisStore.at(settings.redis_url)


def _observer(settings: Settings) -> Observer:
    if settings.metrics is None:
        return Observer()
    from bot.server.metrics import Metrics

    return Metrics(settings.model, doors(*settings.metrics))


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
        began = time.monotonic()
        try:
            await asyncio.to_thread(assistant.use, model)
        except ModelError as error:
            until_then = "Until then only danger words and people to call are answered."
            tell("model_refused", f"{error}\n{until_then}", wrong=True, seconds=time.monotonic() - began)
        else:
            _rubbish_seldom()
            intents = len(assistant.engine.agent.domain.intents)
            tell("ready", f"model: {model}, trained on {intents} intents", seconds=time.monotonic() - began)

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
        began = time.monotonic()
        try:
            resources = await asyncio.to_thread(reload)
        except ContentError as error:
            tell("content_refused", f"the new content is not right, the old one stays:\n{error}", wrong=True)
        except Exception as error:
            sentence = f"the new content could not be read ({type(error).__name__}), the old one stays"
            tell("content_refused", sentence, wrong=True)
        else:
            tell("reload", f"content read again: {resources.summary()}", seconds=time.monotonic() - began)

    running: set[asyncio.Task[None]] = set()

    def begin() -> None:
        task = asyncio.get_running_loop().create_task(read_again())
        running.add(task)
        task.add_done_callback(running.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, begin)


async def _stopped(app: web.Application) -> None:
    tell("stop", "Danswijzer stops", seconds=time.monotonic() - _STARTED)


if __name__ == "__main__":
    sys.exit(main())
