"""The conversation as JSON, for the page's own script and for other programs."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.i18n import tr
from bot.server.asker import browser_voice, count
from bot.server.bad_request import BadRequest
from bot.server.conversations import CONVERSATIONS
from bot.voice import Voice


async def open_session(request: web.Request) -> web.Response:
    """``{voice?}`` -> ``{session, voice, messages}``: a new conversation and its greeting."""
    count(request)
    body = await _body(request)
    session, messages = await request.app[CONVERSATIONS].open(Voice.parse(body.get("voice")))
    return web.json_response({"session": session.id, "voice": session.voice.value, "messages": messages})


async def close_session(request: web.Request) -> web.Response:
    """``{session}`` -> 204; the conversation is forgotten."""
    body = await _body(request)
    await request.app[CONVERSATIONS].close(body.get("session"))
    return web.Response(status=204)


async def message(request: web.Request) -> web.Response:
    """``{session?, text | payload}`` -> ``{session, voice, messages}``; without a session a new one begins."""
    count(request)
    body = await _body(request)
    conversations = request.app[CONVERSATIONS]
    session = await conversations.find(body.get("session"), Voice.parse(body.get("voice")))
    is_known = body.get("session") is not None
    try:
        messages = await conversations.say(session, body)
        is_known = is_known or not _has_left(request)
    finally:
        if not is_known:  # nobody will learn its id, so nobody could have it forgotten
            await conversations.close(session.id)
    return web.json_response({"session": session.id, "voice": session.voice.value, "messages": messages})


def _has_left(request: web.Request) -> bool:
    """Whether the one who asked is gone before the answer."""
    return request.transport is None or request.transport.is_closing()


async def _body(request: web.Request) -> dict[str, Any]:
    voice = browser_voice(request)
    if request.content_type != "application/json":
        raise BadRequest(415, "not_json", tr(voice, "Stuur JSON."))
    try:
        body = json.loads(await request.text())
    except (ValueError, UnicodeDecodeError, LookupError, RecursionError):
        raise BadRequest(400, "bad_json", tr(voice, "Stuur JSON.")) from None
    if not isinstance(body, dict):
        raise BadRequest(400, "bad_json", tr(voice, "Stuur JSON."))
    return body
