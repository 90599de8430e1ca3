"""The HTTP service: the page, the chat endpoints, health, and what every answer must carry."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.i18n import tr
from bot.replies import emergencies
from bot.server import leaflets, open_data, pages
from bot.server.assistant import Assistant, report
from bot.server.limits import MAX_BODY, MAX_TEXT, RateLimit, clean
from bot.server.sessions import Session, Sessions
from bot.server.templates import WEB
from bot.voice import Voice

ASSISTANT: web.AppKey[Assistant] = web.AppKey("assistant", Assistant)
SESSIONS: web.AppKey[Sessions] = web.AppKey("sessions", Sessions)
OPEN_DATA: web.AppKey[bytes] = web.AppKey("open_data", bytes)
LIMIT: web.AppKey[RateLimit] = web.AppKey("limit", RateLimit)
_FOR_OTHER_SITES = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
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


class BadRequest(Exception):
    """A request that cannot be answered; ``code`` is for programs, the sentence for people."""

    def __init__(self, status: int, code: str, sentence: str, voice: Voice = Voice.NL) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence, self.voice = status, code, sentence, voice


def create_app(assistant: Assistant, limit_per_minute: int = 0, sessions: Sessions | None = None) -> web.Application:
    """The whole service. ``limit_per_minute`` counts per address; 0 means no limit."""
    app = web.Application(middlewares=[_headers, _errors], client_max_size=MAX_BODY)
    app[ASSISTANT] = assistant
    app[SESSIONS] = sessions or Sessions()
    app[LIMIT] = RateLimit(limit_per_minute)
    app[OPEN_DATA] = open_data.resources(assistant.library)
    app.router.add_get("/", _page)
    app.router.add_get("/pages/{path:.*}", _leaflet)
    app.router.add_get("/api/resources", _resources)
    app.router.add_get("/api/resources/schema", _resources_schema)
    app.router.add_get("/healthz", _healthy)
    app.router.add_get("/readyz", _ready)
    app.router.add_post("/api/session", _open_session)
    app.router.add_delete("/api/session", _close_session)
    app.router.add_post("/api/message", _message)
    for path in sorted(WEB.iterdir()):
        if path.suffix in {".js", ".css", ".svg"}:
            app.router.add_get(f"/static/{path.name}", _static(path))
    return app


async def _page(request: web.Request) -> web.Response:
    voice = Voice.parse(request.query.get("voice"))
    html = pages.render_index(request.app[ASSISTANT].library, voice)
    return web.Response(text=html, content_type="text/html")


async def _leaflet(request: web.Request) -> web.Response:
    html = leaflets.render(request.app[ASSISTANT].library, request.match_info["path"])
    if html is None:
        raise web.HTTPNotFound
    return web.Response(text=html, content_type="text/html")


async def _resources(request: web.Request) -> web.Response:
    return web.Response(body=request.app[OPEN_DATA], content_type="application/json", headers=_FOR_OTHER_SITES)


async def _resources_schema(request: web.Request) -> web.Response:
    return web.Response(body=open_data.schema(), content_type="application/schema+json", headers=_FOR_OTHER_SITES)


def _static(path: Path) -> Handler:
    async def serve(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return serve


async def _healthy(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request) -> web.Response:
    ready = request.app[ASSISTANT].ready
    return web.json_response({"status": "ready" if ready else "no model"}, status=200 if ready else 503)


async def _open_session(request: web.Request) -> web.Response:
    _count(request)
    body = await _body(request)
    assistant = request.app[ASSISTANT]
    session, gone = request.app[SESSIONS].open(Voice.parse(body.get("voice")))
    for session_id in gone:
        await assistant.forget(session_id)
    async with session.turn:
        messages = await assistant.open(session)
    return web.json_response({"session": session.id, "voice": session.voice.value, "messages": messages})


async def _close_session(request: web.Request) -> web.Response:
    body = await _body(request)
    session_id = body.get("session")
    if isinstance(session_id, str) and request.app[SESSIONS].close(session_id):
        await request.app[ASSISTANT].forget(session_id)
    return web.Response(status=204)


async def _message(request: web.Request) -> web.Response:
    _count(request)
    body = await _body(request)
    voice = Voice.parse(body.get("voice"))
    session = request.app[SESSIONS].get(body.get("session"))
    if session is None:
        raise BadRequest(404, "unknown_session", tr(voice, "Dit gesprek is afgelopen. Begin een nieuw gesprek."), voice)
    async with session.turn:
        if "voice" in body:
            session.voice = Voice.parse(body["voice"], default=session.voice)
        text = _payload(body, session) if "payload" in body else _text(body, session)
        messages = await request.app[ASSISTANT].answer(session, text)
    if request.app[SESSIONS].get(session.id) is None:  # deleted while the answer was on its way
        await request.app[ASSISTANT].forget(session.id)
    return web.json_response({"voice": session.voice.value, "messages": messages})


def _text(body: dict[str, Any], session: Session) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise BadRequest(400, "no_text", tr(session.voice, "Er kwam geen tekst aan."), session.voice)
    if len(text) > MAX_TEXT:
        sentence = tr(session.voice, "Dat is te lang voor mij. Gebruik hoogstens {most} tekens.", most=MAX_TEXT)
        raise BadRequest(413, "text_too_long", sentence, session.voice)
    cleaned = clean(text)
    if not cleaned:
        raise BadRequest(422, "empty_text", tr(session.voice, "Er kwam geen tekst aan."), session.voice)
    return cleaned


def _payload(body: dict[str, Any], session: Session) -> str:
    payload = body["payload"]
    if not isinstance(payload, str) or payload not in session.offered:
        sentence = tr(session.voice, "Die keuze ken ik niet. Kies een knop of typ je vraag.")
        raise BadRequest(422, "unknown_payload", sentence, session.voice)
    return payload


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise BadRequest(415, "not_json", tr(_browser_voice(request), "Stuur JSON."))
    try:
        body = json.loads(await request.text())
    except (ValueError, UnicodeDecodeError, LookupError, RecursionError):
        raise BadRequest(400, "bad_json", tr(_browser_voice(request), "Stuur JSON.")) from None
    if not isinstance(body, dict):
        raise BadRequest(400, "bad_json", tr(_browser_voice(request), "Stuur JSON."))
    return body


def _browser_voice(request: web.Request) -> Voice:
    """The voice for a request whose body was not read: English for a browser that asks for it, else Dutch."""
    return Voice.EN if request.headers.get("Accept-Language", "").lower().startswith("en") else Voice.NL


def _count(request: web.Request) -> None:
    if not request.app[LIMIT].allows(request.remote or ""):
        voice = _browser_voice(request)
        sentence = tr(voice, "Het gaat te snel voor mij. Wacht een minuut. Haast? Bel 112 bij gevaar.")
        raise BadRequest(429, "too_many", sentence, voice)


@web.middleware
async def _headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@web.middleware
async def _errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every error is JSON with a sentence, and people to call."""
    try:
        return await handler(request)
    except BadRequest as error:
        return _problem(request, error.status, error.code, error.sentence, error.voice)
    except web.HTTPRequestEntityTooLarge:
        voice = _browser_voice(request)
        sentence = tr(voice, "Dat is te lang voor mij. Gebruik hoogstens {most} tekens.", most=MAX_TEXT)
        return _problem(request, 413, "body_too_large", sentence, voice)
    except web.HTTPException as error:
        return _problem(request, error.status, "http", error.reason, _browser_voice(request))
    except Exception as error:
        report(error)
        voice = _browser_voice(request)
        return _problem(request, 500, "broken", tr(voice, "Er ging iets mis bij mij. Dat ligt niet aan jou."), voice)


def _problem(request: web.Request, status: int, code: str, sentence: str, voice: Voice) -> web.Response:
    messages = [emergencies.fallback(request.app[ASSISTANT].library, voice).as_json()]
    return web.json_response({"error": code, "message": sentence, "messages": messages}, status=status)
