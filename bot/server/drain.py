"""How the service stops: it says so first, goes on for a while, and finishes what it began."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket

from aiohttp import web

from bot.server.readiness import READINESS

FINISHING = 30
"""Seconds that turns under way may take once nothing new comes in: to wait for one's turn, and to be answered."""
LAST_IN = 1.0
"""Seconds between closing the doors and stopping, for requests on connections that are open: aiohttp, when it stops,
neither reads nor refuses what comes on a connection that it just took in, and waits for it (tried: 4 requests hung for
30 seconds, once in 8 stops under load)."""


def add(app: web.Application) -> None:
    """Once the service is about to stop, connections close with their answer and go elsewhere."""
    app.on_response_prepare.append(_close_when_stopping)


def when_told(app: web.Application, doors: list[socket.socket], seconds: float) -> None:
    """On SIGTERM begin to stop, and so many seconds later close the doors: who spreads the traffic has noticed by then.

    A second SIGTERM stops at once, and so does SIGINT, and with 0 seconds the first. Turns under way are finished in
    every case.
    """

    async def listen(app: web.Application) -> None:
        loop = asyncio.get_running_loop()

        def begin() -> None:
            if app[READINESS].leaving or seconds <= 0:
                _stop()
            app[READINESS].leave()
            loop.call_later(seconds, close)

        def close() -> None:
            for door in doors:
                loop.remove_reader(door)
                with contextlib.suppress(OSError):
                    door.shutdown(socket.SHUT_RDWR)
            loop.call_later(LAST_IN, _stop)

        loop.add_signal_handler(signal.SIGTERM, begin)

    app.on_startup.append(listen)


def _stop() -> None:
    raise web.GracefulExit


async def _close_when_stopping(request: web.Request, response: web.StreamResponse) -> None:
    if request.app[READINESS].leaving:
        response.headers["Connection"] = "close"
        response.force_close()
