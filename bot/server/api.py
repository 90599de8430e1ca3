"""The conversation as JSON, for the page's own script and for other programs."""

from __future__ import annotations

import functools
from typing import Any

from aiohttp import web

from bot.i18n import tr
from bot.server.asker import asker, browser_voice, turn_of_proxy
from bot.server.bad_request import BadRequest
from bot.server.body import read_object
from bot.server.conversations import CONVERSATIONS
from bot.server.sessions import Session
from bot.voice import Voice


async def open_session(request: web.Request) -> web.Response:
    """``{voice?}`` -> ``{session, voice, messages}``: a new conversation and its greeting."""
    body = await _json(request)
    return _answer(*await request.app[CONVERSATIONS].open(_voice(request, body), asker(request)))


async def close_session(request: web.Request) -> web.Response:
    """``{session}`` -> 204; the conversation is forgotten."""
    body = await _json(request)
    await request.app[CONVERSATIONS].end(body.get("session"), browser_voice(request))
    return web.Response(status=204)


async def message(request: web.Request) -> web.Response:
    """``{session?, text | payload, voice?, turn?}`` -> ``{session, voice, messages}``; without a session one begins."""
    body = await _json(request)
    conversations = request.app[CONVERSATIONS]
    known = body.get("session")
    if "turn" not in body and (turn := turn_of_proxy(request)):
        body["turn"] = turn
    has_left = functools.partial(_has_left, request)
    session, messages = await conversations.say(known, body, _voice(request, body), asker(request), has_left=has_left)
    if known is None and has_left():  # nobody will learn its id, so nobody could have it forgotten
        await conversations.end(session.id)
    return _answer(session, messages)


def _answer(session: Session, messages: list[dict[str, Any]]) -> web.Response:
    return web.json_response({"session": session.id, "voice": session.voice.value, "messages": messages})


def _voice(request: web.Request, body: dict[str, Any]) -> Voice:
    return Voice.parse(body.get("voice"), default=browser_voice(request))


def _has_left(request: web.Request) -> bool:
    """Whether the one who asked is gone before the answer."""
    return request.transport is None or request.transport.is_closing()


async def _json(request: web.Request) -> dict[str, Any]:
    """The body as an object. Raises BadRequest: 415 when it is not sent as JSON, and what ``read_object`` raises."""
    if request.content_type != "application/json":
        voice = browser_voice(request)
        raise BadRequest(415, "not_json", tr(voice, "Stuur JSON."), voice)
    return await read_object(request)
