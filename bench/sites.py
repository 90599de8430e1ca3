"""Serves the pages to compare: ours by the real service, the others from a folder, compressed as theirs would be."""

from __future__ import annotations

import asyncio
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiohttp import web

from bot.server.app import create_app
from bot.server.assistant import Assistant

OURS = "danswijzer"


def ours() -> web.Application:
    """The real service, its headers and files, without the model that a page has no part in."""
    return create_app(Assistant())


def folder(root: Path) -> web.Application:
    """Any folder with an index.html; compressed, because whoever runs such a page would do so."""

    async def serve(request: web.Request) -> web.StreamResponse:
        path = (root / (request.match_info["path"] or "index.html")).resolve()
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        response = web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8")
        response.enable_compression(web.ContentCoding.gzip)
        return response

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    return app


@contextmanager
def serving(apps: dict[str, web.Application]) -> Iterator[dict[str, str]]:
    """Name -> address of every page, each on a free port of its own, in one thread."""
    addresses: dict[str, str] = {}
    ready = threading.Event()
    loop = asyncio.new_event_loop()

    async def start() -> None:
        for name, app in apps.items():
            runner = web.AppRunner(app)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            addresses[name] = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        ready.set()

    def run() -> None:
        loop.run_until_complete(start())
        loop.run_forever()

    threading.Thread(target=run, daemon=True).start()
    if not ready.wait(20):
        raise RuntimeError("the pages could not be served")
    try:
        yield addresses
    finally:
        loop.call_soon_threadsafe(loop.stop)
