"""The conversation without JavaScript: each turn is a form that is sent, and a page that comes back.

The page that comes back holds this turn only: nothing of what was said before waits on the server or in the page.
"""

from __future__ import annotations

from aiohttp import web

from bot.i18n import tr
from bot.server.asker import count
from bot.server.bad_request import BadRequest
from bot.server.conversations import CONVERSATIONS, Conversations
from bot.server.pages import EXIT_URL, Turn, page_words, render_index
from bot.server.sessions import Session
from bot.voice import Voice

_SAFE_WORD = "STOP"
"""In capitals it leaves the site, as bot/web/chat.js does; in small letters it is a word of the conversation."""


async def talk(request: web.Request) -> web.Response:
    """One turn. Fields: ``voice``, ``session``, and one of ``payload`` (a button), ``text``, ``delete`` and ``leave``.

    Raises BadRequest (415) when it is not a form, and (429) for too many requests.
    """
    conversations = request.app[CONVERSATIONS]
    if request.content_type != "application/x-www-form-urlencoded":
        raise BadRequest(415, "not_a_form", tr(Voice.NL, "Er kwam geen tekst aan."))
    fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    voice = Voice.parse(fields.get("voice"))
    session_id = fields.get("session") or None
    if "leave" in fields or fields.get("text", "").strip() == _SAFE_WORD:
        await conversations.close(session_id)
        return see_other(EXIT_URL)
    if "delete" in fields:
        await conversations.close(session_id)
        return _page(conversations, voice, Turn(note=page_words(voice)["deleted"]))
    count(request)
    session = await _session(conversations, session_id, voice)
    return await _turn(conversations, session, fields)


async def _session(conversations: Conversations, session_id: str | None, voice: Voice) -> Session:
    """The open conversation; a new one, without a word, when it has expired."""
    try:
        return await conversations.find(session_id, voice)
    except BadRequest:
        return await conversations.find(None, voice)


async def _turn(conversations: Conversations, session: Session, fields: dict[str, str]) -> web.Response:
    payload, text = fields.get("payload", ""), fields.get("text", "").strip()
    said = conversations.title(session, payload) or text
    try:
        messages = await conversations.say(session, {"payload": payload} if payload else {"text": text})
    except BadRequest as error:
        turn = Turn(session=session.id, note=error.sentence, trouble=True, typed=text)
        return _page(conversations, session.voice, turn, error.status)
    turn = Turn(session=session.id, said=said, messages=messages)
    return _page(conversations, session.voice, turn)


def _page(conversations: Conversations, voice: Voice, turn: Turn, status: int = 200) -> web.Response:
    html = render_index(conversations.assistant.library, voice, turn)
    return web.Response(text=html, content_type="text/html", status=status)


def see_other(address: str) -> web.Response:
    """Send a browser on to another page, so that reloading sends nothing again."""
    return web.Response(status=303, headers={"Location": address})
