"""One turn of a conversation: from a person's message to the messages to show. Everyone always gets an answer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from async_timeout import timeout

from bot.advice import danger
from bot.replies import emergencies, pictures, topics
from bot.replies.message import Message
from bot.resources.library import Library
from bot.resources.loader import library
from bot.server.model_file import ModelError, check
from bot.server.quiet import report
from bot.server.sessions import Session
from bot.server.warm_up import warm_up
from bot.voice import Voice

if TYPE_CHECKING:
    from bot.server.rasa_engine import RasaEngine

PATIENCE = 15.0
"""Seconds that one turn may take."""
State = Literal["missing", "loading", "ok"]


class Assistant:
    """Answers with the model where there is one, else with plain words: what helps is never far.

    Nothing here needs Rasa, so danger words and people to call are there while the model loads, and without it.
    ``state`` says how it is with the model, ``without_model`` how many answers had to do without.
    """

    def __init__(self, engine: RasaEngine | None = None) -> None:
        self._engine = engine
        self.state: State = "ok" if engine else "missing"
        self.without_model = 0

    @classmethod
    def load(cls, model: Path) -> Assistant:
        """An assistant with a trained model. Raises ModelError when it cannot be trusted or read."""
        return cls(_engine(model))

    def use(self, model: Path) -> None:
        """Answer with a trained model as soon as it has answered a few messages that nobody sent.

        Call it in a thread without an event loop. Raises ModelError when it cannot be trusted or read.
        """
        self.state = "loading"
        try:
            self._engine = _engine(model, warm=True)
        finally:
            self.state = "ok" if self._engine else "missing"

    @property
    def engine(self) -> RasaEngine:
        """The engine with the model. Raises RuntimeError when there is none."""
        if self._engine is None:
            raise RuntimeError("no model is loaded")
        return self._engine

    @property
    def library(self) -> Library:
        """The resource base of now."""
        return library()

    @property
    def ready(self) -> bool:
        """Whether a model is loaded."""
        return self._engine is not None

    def greet(self, session: Session) -> list[dict[str, Any]]:
        """The first messages of a conversation."""
        return _offered(session, [topics.introduction(session.voice).as_json()])

    async def answer(self, session: Session, text: str) -> list[dict[str, Any]]:
        """The answer to a typed text or a payload.

        When the model is not there, fails or takes too long, danger words still get their card, and anything else
        people to call; Rasa's part of the session then stays as it was.
        """
        if self._engine:
            try:
                async with timeout(PATIENCE):
                    messages = await self._engine.answer(session, text)
                if messages:
                    return _offered(session, messages)
            except Exception as error:
                report(error)
        self.without_model += 1
        return _offered(session, [self._without_model(text, session.voice).as_json()])

    def first_aid(self, text: str, voice: Voice) -> list[dict[str, Any]]:
        """The answer when the conversation itself cannot go on: without buttons, which nobody would remember."""
        return [replace(self._without_model(text, voice), buttons=()).as_json()]

    def _without_model(self, text: str, voice: Voice) -> Message:
        """The card for danger words; for anything else that something broke, with people to call."""
        levels = danger.detect(text)
        if levels:
            return emergencies.card_for(self.library, levels, voice)
        return emergencies.fallback(self.library, voice)


def _engine(model: Path, warm: bool = False) -> RasaEngine:
    """The engine of a trained model, ``warm`` when it has answered. Raises ModelError."""
    check(model)
    try:
        from bot.server.rasa_engine import RasaEngine

        engine = RasaEngine.load(model)
        if warm:
            asyncio.run(warm_up(engine))
    except Exception as error:
        report(error, "the model could not be loaded")
        raise ModelError(f"{model}: it could not be loaded. Train it again with: make train") from error
    return engine


def _offered(session: Session, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages as they are sent, their buttons remembered."""
    session.offer((button["payload"], button["title"]) for message in messages for button in message["buttons"])
    return pictures.added(messages, session.voice)
