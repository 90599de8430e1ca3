"""Whether the service lives, and whether people may be sent to it, for proxies and whoever watches over machines."""

from __future__ import annotations

from aiohttp import web

from bot.server.readiness import OK, READINESS

READY = "/readyz"


def add(app: web.Application) -> None:
    """Open both addresses."""
    app.router.add_get("/healthz", _healthy)
    app.router.add_get(READY, _ready)


async def _healthy(request: web.Request) -> web.Response:
    return web.json_response({"status": OK})


async def _ready(request: web.Request) -> web.Response:
    parts = await request.app[READINESS].parts()
    ready = all(state == OK for state in parts.values())
    return web.json_response({"status": "ready" if ready else "not ready", **parts}, status=200 if ready else 503)
