"""What a channel may ask of a conversation: begin it, go on with it, end it. The same for every channel."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from aiohttp import web

from bot.i18n import tr
from bot.replies import topics
from bot.replies.message import payload
from bot.server.assistant import Assistant
from bot.server.bad_request import BadRequest, too_busy, too_long
from bot.server.conversation_store import ConversationStore, MemoryStore, StoreAway
from bot.server.counters import Counters
from bot.server.gate import Busy, Gate
from bot.server.limits import MAX_TEXT, MAX_TURN, Limits, TooMany, clean
from bot.server.observer import Observer
from bot.server.session_ids import SessionIds
from bot.server.sessions import Session
from bot.voice import VOICES, Voice

GREETING = payload("greet")
_ALWAYS = {topics.change_voice(voice): voice.own_name for voice in VOICES} | {GREETING: "Danswijzer"}
"""Buttons that need no offer: the four voices of the page, and the greeting with which other programs begin."""
AT_ONCE = 4
MOST_AT_ONCE = 5
"""Messages that are answered at the same time: while an encoder reads one of them, the others go on. The last place is
for whoever has been here longer than those inside; in a crowd all but one are (``bot.server.gate``)."""
_TRIES = 3
"""How often a message is answered anew because another service answered in the same conversation meanwhile."""


class Conversations:
    """The open conversations and who answers in them.

    Messages of one conversation are answered one after the other. A conversation is kept together with its answer or
    not at all: what fails on the way leaves it as it was. ``asker`` says who asks, so that nobody keeps others waiting.
    """

    def __init__(
        self,
        assistant: Assistant,
        store: ConversationStore | None = None,
        ids: SessionIds | None = None,
        limits: Limits | None = None,
        counters: Counters | None = None,
        observer: Observer | None = None,
    ) -> None:
        self.assistant = assistant
        self.store: ConversationStore = MemoryStore() if store is None else store  # an empty store is false
        self.ids = ids or SessionIds()
        self._limits = limits or Limits(0)
        self._counters = counters or Counters(None)
        self._observer = observer or Observer()
        self.gate = Gate(at_once=AT_ONCE, most=MOST_AT_ONCE)
        self._refusing = asyncio.Lock()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def open(self, voice: Voice, asker: str = "") -> tuple[Session, list[dict[str, Any]]]:
        """A new conversation and its greeting. Raises BadRequest (429, 503) when there cannot be one now."""
        try:
            self._limits.count(asker)
            async with self.gate.turn(asker):
                session = self._new(self.ids.new(), voice)
                messages = self.assistant.greet(session)
                await self.store.save(session)
        except (TooMany, Busy, StoreAway) as error:
            raise await self._unable(error, "", voice) from error
        return session, messages

    async def say(
        self,
        session_id: object,
        said: dict[str, Any],
        voice: Voice,
        asker: str = "",
        *,
        of_sender: bool = False,
        has_left: Callable[[], bool] = lambda: False,
    ) -> tuple[Session, list[dict[str, Any]]]:
        """The answer to ``{text}`` or ``{payload}`` in a conversation, or without an id in a new one in a voice.

        ``said`` may also hold a ``voice``, when another one was chosen, and ``turn``, an id for this message: a message
        with the id of the last one is answered as if that one had not been there. ``of_sender``: the id is that of a
        sender of another program, whose conversation begins when there is none and whose text may be a payload.
        ``has_left`` tells, when its turn comes, whether nobody waits for the answer any more: what was sent again
        meanwhile was answered elsewhere perhaps, and must not be answered a second time, after what came later.

        Raises BadRequest: 404 when the conversation is unknown or over, 400, 413 and 422 when there is nothing to
        answer or the payload was never offered, 429 and 503 when there are too many messages or the conversation cannot
        be reached; those two with a card when the text speaks of danger.
        """
        known_id = self.ids.new() if session_id is None else self._checked(session_id, voice)
        begins = session_id is None or of_sender
        came = time.perf_counter()
        try:
            self._limits.count(asker, None if session_id is None else known_id)
            async with self._locks.setdefault(known_id, asyncio.Lock()), self.gate.turn(asker):
                if has_left():
                    raise Busy
                entered = time.perf_counter()
                for _ in range(_TRIES):
                    session = await self.store.load(known_id)
                    if session is None and not begins:
                        raise _over(voice)
                    session = session or self._new(known_id, voice)
                    session, messages = await self._answered(session, _as_pressed(said, session) if of_sender else said)
                    # Kept, or deleted while the answer was on its way; else another service was first.
                    if await self.store.save(session) or await self.store.load(known_id) is None:
                        self._counters.count(session.asked or "", session.voice)
                        took = time.perf_counter() - came
                        self._observer.answered(session.asked, session.voice, took, entered - came)
                        return session, messages
                raise Busy
        except (TooMany, Busy, StoreAway) as error:
            raise await self._unable(error, said.get("text"), voice) from error

    async def _answered(self, session: Session, said: dict[str, Any]) -> tuple[Session, list[dict[str, Any]]]:
        """The answer, and the conversation after it."""
        session = session.begin(_turn(said, session.voice))
        session.voice = Voice.parse(said.get("voice"), default=session.voice)
        message = _payload(said, session) if "payload" in said else _text(said, session)
        session.pressed = _title(session, message) if "payload" in said else ""
        return session, await self.assistant.answer(session, message)

    async def end(self, session_id: object, voice: Voice = Voice.NL) -> None:
        """Forget a conversation, if there is one. Raises BadRequest (503) when that cannot be done now."""
        if self.ids.are_ours(session_id):
            try:
                await self.store.delete(session_id)
            except StoreAway as error:
                raise await self._unable(error, "", voice) from error

    async def sweep(self) -> None:
        """Forget conversations whose time is up and who asked too long ago to matter; write the counts of yesterday."""
        self._limits.sweep()
        self.gate.sweep()
        self._counters.turn_of_day()
        await self.store.sweep()

    async def close(self) -> None:
        """Call when the service stops."""
        self._counters.write()
        await self.store.close()

    def _new(self, session_id: str, voice: Voice) -> Session:
        session = Session(session_id, voice)
        self.assistant.greet(session)
        return session

    def _checked(self, session_id: object, voice: Voice) -> str:
        """The id, when this service issued it; others are not even looked up."""
        if self.ids.are_ours(session_id):
            return session_id
        raise _over(voice)

    async def _unable(self, error: TooMany | Busy | StoreAway, text: object, voice: Voice) -> BadRequest:
        """What is said when there is no answer now; danger words get their card all the same.

        One in each round of the loop: hundreds who are refused at once must not keep those waiting who are answered.
        """
        async with self._refusing:
            await asyncio.sleep(0)
            messages = self.assistant.first_aid(clean(text[:MAX_TEXT]) if isinstance(text, str) else "", voice)
        if isinstance(error, TooMany):
            sentence = tr(voice, "Het gaat te snel voor mij. Wacht een minuut. Haast? Bel 112 bij gevaar.")
            return BadRequest(429, "too_many", sentence, voice, messages, retry_after=60)
        return too_busy(voice, messages)


def _title(session: Session, pressed: str) -> str:
    """What the button with a payload says; nothing when a conversation was not offered it."""
    return _ALWAYS.get(pressed) or session.offered.get(pressed, "")


def _over(voice: Voice) -> BadRequest:
    return BadRequest(404, "unknown_session", tr(voice, "Dit gesprek is afgelopen. Begin een nieuw gesprek."), voice)


def _turn(said: dict[str, Any], voice: Voice) -> str | None:
    """The id of a message as it is kept: a digest, because whoever chooses it could write words in it."""
    turn = said.get("turn")
    if turn is None:
        return None
    if isinstance(turn, str) and 0 < len(turn) <= MAX_TURN:
        return hashlib.sha256(turn.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    raise BadRequest(400, "bad_turn", tr(voice, "Er kwam geen tekst aan."), voice)


def _as_pressed(said: dict[str, Any], session: Session) -> dict[str, Any]:
    """The same as a button, when its text is exactly what a button of the conversation sends."""
    text = said.get("text")
    return {**said, "payload": text} if isinstance(text, str) and _title(session, text) else said


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
    pressed = said["payload"]
    if not isinstance(pressed, str) or not _title(session, pressed):
        sentence = tr(session.voice, "Die keuze ken ik niet. Kies een knop of typ je vraag.")
        raise BadRequest(422, "unknown_payload", sentence, session.voice)
    return pressed


CONVERSATIONS: web.AppKey[Conversations] = web.AppKey("conversations", Conversations)
