"""Rasa's REST channel, for programs that already speak it: the same conversation, everything said in words and buttons.

Only there when WEBHOOK_TOKEN is set. Whoever has the token speaks for every sender, so it belongs on a server and never
in a page or an app. docs/rasa-clients.md says how to connect.
"""

from __future__ import annotations

import hmac
import json
from typing import Any

from aiohttp import web

from bot.i18n import tr
from bot.replies import emergencies, plain, topics
from bot.resources.library import Library
from bot.server.asker import browser_voice
from bot.server.bad_request import BadRequest
from bot.server.body import read_object
from bot.server.conversations import CONVERSATIONS, GREETING
from bot.server.pages import page_words
from bot.server.sessions import Session
from bot.voice import Voice

_TOKEN: web.AppKey[bytes] = web.AppKey("webhook_token", bytes)
_MOST_OF_SENDER = 256
_OPENERS = frozenset({"/start", "/get_started", "/session_start"})
"""What widgets for Rasa send by themselves to begin. As words of a person they would make a conversation English."""


def add(app: web.Application, token: bytes) -> None:
    """Open the channel to whoever has the token."""
    app[_TOKEN] = token
    app.router.add_get("/webhooks/rest/", _healthy)
    app.router.add_post("/webhooks/rest/webhook", _webhook)


async def _healthy(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _webhook(request: web.Request) -> web.Response:
    """``{sender, message, metadata: {voice?, turn?}}`` -> ``[{recipient_id, text, buttons?}]``.

    With ``?stream=true`` each message stands on a line of its own, as Rasa sends them; they still come all at once.
    """
    _check_token(request)
    body = await read_object(request)
    metadata = _metadata(body)
    voice = Voice.parse(metadata.get("voice"), default=browser_voice(request))
    sender = _sender(body, voice)
    message = body.get("message")
    text = GREETING if isinstance(message, str) and message in _OPENERS else message
    said = {"text": text} | {key: metadata[key] for key in ("voice", "turn") if key in metadata}
    conversations = request.app[CONVERSATIONS]
    session_id = conversations.ids.of_sender(sender)
    # Each sender is an asker of its own: one server speaks for many people, and one of them keeps no other waiting.
    try:
        session, messages = await conversations.say(session_id, said, voice, asker=session_id, of_sender=True)
    except BadRequest as error:
        if error.status == 400:  # a mistake of the program, told to the program
            raise
        response = _sent(request, _told(sender, error, conversations.assistant.library), error.status)
        if error.retry_after:
            response.headers["Retry-After"] = str(error.retry_after)
        return response
    return _sent(request, _answer(sender, session, messages))


def _sent(request: web.Request, answer: list[dict[str, Any]], status: int = 200) -> web.Response:
    if request.query.get("stream", "").lower() == "true":
        lines = "".join(json.dumps(one) + "\n" for one in answer)
        return web.Response(text=lines, content_type="text/event-stream", status=status)
    return web.json_response(answer, status=status)


def _check_token(request: web.Request) -> None:
    """Raises HTTPUnauthorized without the right token. One in the address is refused: addresses end up in logs."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), request.app[_TOKEN])
    if not right or scheme.lower() != "bearer" or request.query.get("token"):
        raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})


def _sender(body: dict[str, Any], voice: Voice) -> str:
    """Who speaks. Rasa calls everyone without a name "default"; here that would be one conversation of strangers."""
    sender = body.get("sender")
    if isinstance(sender, str) and 0 < len(sender) <= _MOST_OF_SENDER:
        return sender
    raise BadRequest(400, "no_sender", tr(voice, "Dit kan hier niet."), voice)


def _metadata(body: dict[str, Any]) -> dict[str, Any]:
    metadata = body.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _answer(sender: str, session: Session, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as Rasa's channel gives them. The first answer ends by saying that a program speaks.

    The card is told in words: clients of Rasa print ``custom`` as it is, or leave it out.
    """
    answer = [_as_rasa(sender, message, session.voice) for message in messages]
    greeting = topics.introduction(session.voice).text
    if session.version == 1 and all(message["text"] != greeting for message in messages):
        answer[-1]["text"] += "\n\n" + page_words(session.voice)["about_what"]
    return answer


def _told(sender: str, error: BadRequest, library: Library) -> list[dict[str, Any]]:
    """Why a person gets no answer now, and whom to call, as messages, because a client shows nothing else."""
    messages = error.messages or [emergencies.fallback(library, error.voice).as_json()]
    answer = [_as_rasa(sender, message, error.voice) for message in messages]
    return [*answer, {"recipient_id": sender, "text": error.sentence}]


def _as_rasa(sender: str, message: dict[str, Any], voice: Voice) -> dict[str, Any]:
    buttons = [{"title": button["title"], "payload": button["payload"]} for button in message["buttons"]]
    told = {"recipient_id": sender, "text": plain.text(message, voice)}
    return told | ({"buttons": buttons} if buttons else {})
