"""What a channel may ask of a conversation: begin it, go on with it, end it. The same for JSON and for plain forms."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.i18n import tr
from bot.replies import topics
from bot.server.assistant import Assistant
from bot.server.bad_request import BadRequest, too_long
from bot.server.limits import MAX_TEXT, clean
from bot.server.sessions import Session, Sessions
from bot.voice import VOICES, Voice

_ALWAYS = {topics.change_voice(voice): voice.own_name for voice in VOICES}
"""Buttons of the page itself, which every conversation may be sent: the four voices."""


class Conversations:
    """The open conversations and who answers in them."""

    def __init__(self, assistant: Assistant, sessions: Sessions) -> None:
        self.assistant = assistant
        self.sessions = sessions

    async def open(self, voice: Voice) -> tuple[Session, list[dict[str, Any]]]:
        """A new conversation and its greeting."""
        session, gone = self.sessions.open(voice)
        for session_id in gone:
            await self.assistant.forget(session_id)
        async with session.turn:
            return session, await self.assistant.open(session)

    async def find(self, session_id: object, voice: Voice) -> Session:
        """The open conversation with an id, or a new one in a voice when none is asked for.

        Raises BadRequest (404) for an id that is unknown or expired.
        """
        if session_id is None:
            return (await self.open(voice))[0]
        session = self.sessions.get(session_id)
        if session is None:
            sentence = tr(voice, "Dit gesprek is afgelopen. Begin een nieuw gesprek.")
            raise BadRequest(404, "unknown_session", sentence, voice)
        return session

    async def say(self, session: Session, said: dict[str, Any]) -> list[dict[str, Any]]:
        """The answer to ``{text}`` or ``{payload}``, with ``voice`` when another one was chosen.

        Raises BadRequest when there is nothing to answer, or when this conversation was never offered the payload.
        """
        async with session.turn:
            if "voice" in said:
                session.voice = Voice.parse(said["voice"], default=session.voice)
            message = _payload(said, session) if "payload" in said else _text(said, session)
            messages = await self.assistant.answer(session, message)
        if self.sessions.get(session.id) is None:  # deleted while the answer was on its way
            await self.assistant.forget(session.id)
        return messages

    @staticmethod
    def title(session: Session, payload: str) -> str:
        """What the button with a payload said; the payload must have been offered."""
        return _ALWAYS.get(payload) or session.offered.get(payload, "")

    async def sweep(self) -> None:
        """Forget conversations whose time is up."""
        for session_id in self.sessions.expire():
            await self.assistant.forget(session_id)

    async def close(self, session_id: object) -> None:
        """Forget a conversation, if there is one."""
        if isinstance(session_id, str) and self.sessions.close(session_id):
            await self.assistant.forget(session_id)


def _text(said: dict[str, Any], session: Session) -> str:
    text = said.get("text")
    if not isinstance(text, str):
        raise BadRequest(400, "no_text", tr(session.voice, "Er kwam geen tekst aan."), session.voice)
    if len(text) > MAX_TEXT:
        raise BadRequest(413, "text_too_long", too_long(session.voice), session.voice)
    cleaned = clean(text)
    if not cleaned:
        raise BadRequest(422, "empty_text", tr(session.voice, "Er kwam geen tekst aan."), session.voice)
    return cleaned


def _payload(said: dict[str, Any], session: Session) -> str:
    payload = said["payload"]
    if not isinstance(payload, str) or (payload not in session.offered and payload not in _ALWAYS):
        sentence = tr(session.voice, "Die keuze ken ik niet. Kies een knop of typ je vraag.")
        raise BadRequest(422, "unknown_payload", sentence, session.voice)
    return payload


CONVERSATIONS: web.AppKey[Conversations] = web.AppKey("conversations", Conversations)
