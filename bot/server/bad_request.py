"""What is said when a request cannot be answered."""

from __future__ import annotations

from typing import Any

from bot.i18n import tr
from bot.server.limits import MAX_TEXT
from bot.voice import Voice


class BadRequest(Exception):
    """A request that cannot be answered; ``code`` is for programs, the sentence for people.

    ``messages`` are shown with it, instead of people to call; ``retry_after`` says after how many seconds it may come
    again.
    """

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str,
        voice: Voice = Voice.NL,
        messages: list[dict[str, Any]] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence, self.voice = status, code, sentence, voice
        self.messages, self.retry_after = messages, retry_after


def too_long(voice: Voice) -> str:
    """That a text is longer than may be sent."""
    return tr(voice, "Dat is te lang voor mij. Gebruik hoogstens {most} tekens.", most=MAX_TEXT)


def too_busy(voice: Voice, messages: list[dict[str, Any]] | None = None) -> BadRequest:
    """That there is no answer now, and may be in a moment."""
    sentence = tr(voice, "Het is nu te druk. Probeer het straks nog eens. Haast? Bel 112 bij gevaar.")
    return BadRequest(503, "busy", sentence, voice, messages, retry_after=5)
