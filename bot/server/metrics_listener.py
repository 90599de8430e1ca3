"""Shows the metrics at an address of their own, so that nobody finds them through the door that people use."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST


def listening(
    page: Callable[[], Awaitable[bytes]], doors: Sequence[socket.socket]
) -> Callable[[web.Application], AsyncIterator[None]]:
    """Serve a page as ``/metrics`` on sockets, as long as another application runs."""

    async def show(request: web.Request) -> web.Response:
        return web.Response(body=await page(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def listen(app: web.Application) -> AsyncIterator[None]:
        its_own = web.Application()
        its_own.router.add_get("/metrics", show)
        runner = web.AppRunner(its_own, access_log=None)
        await runner.setup()
        for door in doors:
            await web.SockSite(runner, door).start()
        yield
        await runner.cleanup()

    return listen
