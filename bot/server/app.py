"""The HTTP service: the page, the chat endpoints, health, and how errors are told."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from bot.i18n import tr
from bot.replies import emergencies
from bot.resources.loader import pinned
from bot.server import api, drain, form, headers, health, leaflets, malformed, open_data, pages, rasa_rest
from bot.server.addresses import forget_addresses
from bot.server.asker import PROXIES, asker, browser_voice, from_elsewhere, wants_page
from bot.server.assistant import Assistant
from bot.server.bad_request import BadRequest, too_busy
from bot.server.conversation_store import ConversationStore
from bot.server.conversations import CONVERSATIONS, Conversations
from bot.server.counters import Counters
from bot.server.gate import Busy, Gate
from bot.server.limits import MAX_BODY, Limits
from bot.server.observer import Observer
from bot.server.quiet import report
from bot.server.readiness import READINESS, Readiness
from bot.server.session_ids import SessionIds
from bot.server.settings import Settings
from bot.server.templates import WEB
from bot.voice import Voice

_FOR_OTHER_SITES = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_SWEEP_EVERY = 60.0
_CONNECTION = {
    "keepalive_timeout": 20.0,  # seconds for one that asks nothing, or never finishes asking
    "lingering_time": 2.0,  # seconds in which the rest of a refused body is taken in, so that the answer arrives
    "auto_decompress": False,  # packed bodies are refused, see body.py
}
_PAGES: web.AppKey[Gate] = web.AppKey("pages", Gate)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def create_app(
    assistant: Assistant,
    settings: Settings | None = None,
    store: ConversationStore | None = None,
    observer: Observer | None = None,
) -> web.Application:
    """The whole service; without settings there is no limit on requests. ``store`` is in memory unless given."""
    settings, observer = settings or Settings(limit_per_minute=0), observer or Observer()
    malformed.answer_ourselves()
    app = web.Application(middlewares=[_errors], client_max_size=MAX_BODY, handler_args=_CONNECTION)
    ids, limits = SessionIds(settings.session_secret), Limits(settings.limit_per_minute)
    app[CONVERSATIONS] = Conversations(assistant, store, ids, limits, Counters(settings.counts), observer)
    app[READINESS] = Readiness(app[CONVERSATIONS])
    observer.watch(app)
    app[PROXIES] = settings.proxies
    app.on_response_prepare.append(headers.add)
    drain.add(app)
    app.cleanup_ctx.append(_sweeping)
    app[_PAGES] = Gate()
    in_turn = _in_turn(app[_PAGES])
    app.router.add_get("/", in_turn(_page))
    app.router.add_get("/pages/{path:.*}", in_turn(_leaflet))
    app.router.add_get("/api/resources", in_turn(_resources))
    app.router.add_get("/api/resources/schema", in_turn(_resources_schema))
    health.add(app)
    app.router.add_post("/api/session", api.open_session)
    app.router.add_delete("/api/session", api.close_session)
    app.router.add_post("/api/message", api.message)
    app.router.add_post("/talk", form.talk)
    app.router.add_get("/talk", _back_to_page)
    if settings.webhook_token:
        rasa_rest.add(app, settings.webhook_token)
    for path in sorted(WEB.iterdir()):
        if path.suffix in _TYPES:
            app.router.add_get(f"/static/{path.name}", _static(path))
    return app


async def _sweeping(app: web.Application) -> AsyncIterator[None]:
    """While the service runs, forget every minute what is too old, also when nobody comes by; at the end let go."""
    conversations = app[CONVERSATIONS]

    async def sweep() -> None:
        while True:
            await asyncio.sleep(_SWEEP_EVERY)
            try:
                forget_addresses()
                app[_PAGES].sweep()
                await conversations.sweep()
            except Exception as error:  # the next minute tries again
                report(error)

    task = asyncio.create_task(sweep())
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    app[READINESS].close()
    await conversations.close()


def _in_turn(gate: Gate) -> Callable[[Handler], Handler]:
    """Pages are made one at a time, so that a crowd that asks for them keeps no conversation waiting."""

    def decorated(handler: Handler) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            try:
                async with gate.turn(asker(request)):
                    return await handler(request)
            except Busy:
                raise too_busy(browser_voice(request)) from None

        return serve

    return decorated


async def _page(request: web.Request) -> web.Response:
    voice = Voice.parse(request.query.get("voice"), default=browser_voice(request))
    html = pages.render_index(request.app[CONVERSATIONS].assistant.library, voice)
    return _compressed(request, html.encode(), "text/html")


async def _leaflet(request: web.Request) -> web.Response:
    html = leaflets.render(request.app[CONVERSATIONS].assistant.library, request.match_info["path"])
    if html is None:
        raise web.HTTPNotFound
    return _compressed(request, html.encode(), "text/html")


async def _resources(request: web.Request) -> web.Response:
    body = open_data.resources(request.app[CONVERSATIONS].assistant.library)
    return _for_other_sites(_compressed(request, body, "application/json"))


async def _resources_schema(request: web.Request) -> web.Response:
    return _for_other_sites(_compressed(request, open_data.schema(), "application/schema+json"))


def _for_other_sites(response: web.Response) -> web.Response:
    response.headers.update(_FOR_OTHER_SITES)
    return response


async def _back_to_page(request: web.Request) -> web.Response:
    """A turn is only ever sent; who reloads or types its address gets the page."""
    return form.see_other("/")


def _static(path: Path) -> Handler:
    body, content_type = path.read_bytes(), _TYPES[path.suffix]

    async def serve(request: web.Request) -> web.StreamResponse:
        return _compressed(request, body, content_type)

    return serve


def _compressed(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """A text for a browser, smaller for those that can read it so. Nothing is kept by the browser, so size counts."""
    response = web.Response(body=body, content_type=content_type, charset="utf-8", headers={"Vary": "Accept-Encoding"})
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.body = _packed(body)
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _packed(body: bytes) -> bytes:
    """The same for everyone who asks for it, so it is packed once. Never for what someone typed."""
    return gzip.compress(body, 6, mtime=0)


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error says what is wrong, in a page or as JSON, and names people to call."""
    voice = browser_voice(request)
    try:
        if request.method not in ("GET", "HEAD") and from_elsewhere(request):
            raise BadRequest(403, "other_site", tr(voice, "Dit kan hier niet."), voice)
        with pinned():
            return await handler(request)
    except BadRequest as error:
        return _problem(request, error)
    except web.HTTPNotFound:
        return _problem(request, BadRequest(404, "not_found", tr(voice, "Deze bladzijde bestaat niet."), voice))
    except web.HTTPException as error:
        response = _problem(request, BadRequest(error.status, "http", tr(voice, "Dit kan hier niet."), voice))
        for name in ("Allow", "WWW-Authenticate"):
            if name in error.headers:
                response.headers[name] = error.headers[name]
        return response
    except Exception as error:
        report(error)
        sentence = tr(voice, "Er ging iets mis bij mij. Dat ligt niet aan jou.")
        return _problem(request, BadRequest(500, "broken", sentence, voice))


def _problem(request: web.Request, error: BadRequest) -> web.Response:
    library = request.app[CONVERSATIONS].assistant.library
    messages = error.messages or [emergencies.fallback(library, error.voice).as_json()]
    if wants_page(request):  # a broken service answers with people to call, a wrong address with the greeting
        shown = messages if error.messages or error.status >= 500 else ()
        turn = pages.Turn(messages=shown, note=error.sentence, trouble=True)
        html = pages.render_index(library, error.voice, turn)
        response = web.Response(text=html, content_type="text/html", status=error.status)
    else:
        problem = {"error": error.code, "message": error.sentence, "messages": messages}
        response = web.json_response(problem, status=error.status)
    if error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    return response
