"""The HTTP service: the page, the chat endpoints, health, and what every answer must carry."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.i18n import tr
from bot.replies import emergencies
from bot.server import api, form, leaflets, open_data, pages
from bot.server.asker import LIMIT, browser_voice, wants_page
from bot.server.assistant import Assistant, report
from bot.server.bad_request import BadRequest, too_long
from bot.server.conversations import CONVERSATIONS, Conversations
from bot.server.limits import MAX_BODY, RateLimit
from bot.server.sessions import Sessions
from bot.server.templates import WEB
from bot.voice import Voice

OPEN_DATA: web.AppKey[bytes] = web.AppKey("open_data", bytes)
_FOR_OTHER_SITES = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_SWEEP_EVERY = 60.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_HEADERS = {
    "Content-Security-Policy": pages.CONTENT_SECURITY_POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Server": "danswijzer",
}


def create_app(assistant: Assistant, limit_per_minute: int = 0, sessions: Sessions | None = None) -> web.Application:
    """The whole service. ``limit_per_minute`` counts per address; 0 means no limit."""
    app = web.Application(middlewares=[_headers, _errors], client_max_size=MAX_BODY)
    app[CONVERSATIONS] = Conversations(assistant, sessions or Sessions())
    app[LIMIT] = RateLimit(limit_per_minute)
    app[OPEN_DATA] = open_data.resources(assistant.library)
    app.cleanup_ctx.append(_sweeping)
    app.router.add_get("/", _page)
    app.router.add_get("/pages/{path:.*}", _leaflet)
    app.router.add_get("/api/resources", _resources)
    app.router.add_get("/api/resources/schema", _resources_schema)
    app.router.add_get("/healthz", _healthy)
    app.router.add_get("/readyz", _ready)
    app.router.add_post("/api/session", api.open_session)
    app.router.add_delete("/api/session", api.close_session)
    app.router.add_post("/api/message", api.message)
    app.router.add_post("/talk", form.talk)
    app.router.add_get("/talk", _back_to_page)
    for path in sorted(WEB.iterdir()):
        if path.suffix in _TYPES:
            app.router.add_get(f"/static/{path.name}", _static(path))
    return app


async def _sweeping(app: web.Application) -> AsyncIterator[None]:
    """While the service runs, forget every minute what is too old, also when nobody comes by."""

    async def sweep() -> None:
        while True:
            await asyncio.sleep(_SWEEP_EVERY)
            await app[CONVERSATIONS].sweep()

    task = asyncio.create_task(sweep())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _page(request: web.Request) -> web.Response:
    voice = Voice.parse(request.query.get("voice"), default=browser_voice(request))
    return _compressed(pages.render_index(request.app[CONVERSATIONS].assistant.library, voice), "text/html")


async def _leaflet(request: web.Request) -> web.Response:
    html = leaflets.render(request.app[CONVERSATIONS].assistant.library, request.match_info["path"])
    if html is None:
        raise web.HTTPNotFound
    return _compressed(html, "text/html")


async def _resources(request: web.Request) -> web.Response:
    return web.Response(body=request.app[OPEN_DATA], content_type="application/json", headers=_FOR_OTHER_SITES)


async def _resources_schema(request: web.Request) -> web.Response:
    return web.Response(body=open_data.schema(), content_type="application/schema+json", headers=_FOR_OTHER_SITES)


async def _back_to_page(request: web.Request) -> web.Response:
    """A turn is only ever sent; who reloads or types its address gets the page."""
    return form.see_other("/")


def _static(path: Path) -> Handler:
    text, content_type = path.read_text(encoding="utf-8"), _TYPES[path.suffix]

    async def serve(request: web.Request) -> web.StreamResponse:
        return _compressed(text, content_type)

    return serve


def _compressed(text: str, content_type: str) -> web.Response:
    """A text for a browser, smaller for those that can read it so. Nothing is kept by the browser, so size counts."""
    response = web.Response(text=text, content_type=content_type)
    response.enable_compression()
    return response


async def _healthy(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request) -> web.Response:
    ready = request.app[CONVERSATIONS].assistant.ready
    return web.json_response({"status": "ready" if ready else "no model"}, status=200 if ready else 503)


@web.middleware
async def _headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error says what is wrong, in a page or as JSON, and names people to call."""
    try:
        return await handler(request)
    except BadRequest as error:
        return _problem(request, error.status, error.code, error.sentence, error.voice)
    except web.HTTPRequestEntityTooLarge:
        voice = browser_voice(request)
        return _problem(request, 413, "body_too_large", too_long(voice), voice)
    except web.HTTPNotFound:
        voice = browser_voice(request)
        return _problem(request, 404, "not_found", tr(voice, "Deze bladzijde bestaat niet."), voice)
    except web.HTTPException as error:
        return _problem(request, error.status, "http", error.reason, browser_voice(request))
    except Exception as error:
        report(error)
        voice = browser_voice(request)
        return _problem(request, 500, "broken", tr(voice, "Er ging iets mis bij mij. Dat ligt niet aan jou."), voice)


def _problem(request: web.Request, status: int, code: str, sentence: str, voice: Voice) -> web.Response:
    library = request.app[CONVERSATIONS].assistant.library
    messages = [emergencies.fallback(library, voice).as_json()]
    if wants_page(request):  # a broken service answers with people to call, a wrong address with the greeting
        turn = pages.Turn(messages=messages if status >= 500 else (), note=sentence, trouble=True)
        return web.Response(text=pages.render_index(library, voice, turn), content_type="text/html", status=status)
    return web.json_response({"error": code, "message": sentence, "messages": messages}, status=status)
