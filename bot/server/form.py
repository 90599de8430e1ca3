"""The conversation without JavaScript: each turn is a form that is sent, and a page that comes back.

The page that comes back holds this turn only: nothing of what was said before waits on the server or in the page.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import parse_qsl

from aiohttp import web

from bot.i18n import tr
from bot.server.asker import asker
from bot.server.bad_request import BadRequest
from bot.server.body import read
from bot.server.conversations import CONVERSATIONS
from bot.server.pages import EXIT_URL, Turn, page_words, render_index
from bot.voice import Voice

_SAFE_WORD = "STOP"
"""In capitals it leaves the site, as bot/web/chat.js does; in small letters it is a word of the conversation."""
_MOST_FIELDS = 10


async def talk(request: web.Request) -> web.Response:
    """One turn. Fields: ``voice``, ``session``, ``turn``, and one of ``payload``, ``text``, ``delete`` and ``leave``.

    Raises BadRequest (415) when it is not a form.
    """
    conversations = request.app[CONVERSATIONS]
    fields = await _fields(request)
    voice = Voice.parse(fields.get("voice"))
    session_id = fields.get("session") or None
    if "leave" in fields or fields.get("text", "").strip() == _SAFE_WORD:
        with suppress(BadRequest):  # leaving comes first, also when the store is away
            await conversations.end(session_id)
        return see_other(EXIT_URL)
    if "delete" in fields:
        await conversations.end(session_id)
        return _page(request, voice, Turn(note=page_words(voice)["deleted"]))
    return await _turn(request, session_id, voice, fields)


async def _fields(request: web.Request) -> dict[str, str]:
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadRequest(415, "not_a_form", tr(Voice.NL, "Er kwam geen tekst aan."))
    try:
        return dict(parse_qsl((await read(request)).decode("utf-8", "replace"), True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise BadRequest(400, "not_a_form", tr(Voice.NL, "Er kwam geen tekst aan.")) from None


async def _turn(request: web.Request, session_id: str | None, voice: Voice, fields: dict[str, str]) -> web.Response:
    """An answer; in a new conversation, without a word about it, when the old one is over."""
    conversations = request.app[CONVERSATIONS]
    payload, text, turn = fields.get("payload", ""), fields.get("text", "").strip(), fields.get("turn", "")
    said = {"payload": payload} if payload else {"text": text}
    said |= {"turn": turn} if turn else {}
    try:
        try:
            session, messages = await conversations.say(session_id, said, voice, asker(request))
        except BadRequest as error:
            if error.code != "unknown_session":
                raise
            session_id = None
            session, messages = await conversations.say(None, said, voice, asker(request))
    except BadRequest as error:
        answer = Turn(error.messages or (), session_id or "", note=error.sentence, trouble=True, typed=text, id=turn)
        return _page(request, error.voice, answer, error.status)
    return _page(request, session.voice, Turn(messages, session.id, said=session.pressed or text))


def _page(request: web.Request, voice: Voice, turn: Turn, status: int = 200) -> web.Response:
    html = render_index(request.app[CONVERSATIONS].assistant.library, voice, turn)
    return web.Response(text=html, content_type="text/html", status=status)


def see_other(address: str) -> web.Response:
    """Send a browser on to another page, so that reloading sends nothing again."""
    return web.Response(status=303, headers={"Location": address})
