"""What is said when a request cannot be answered."""

from __future__ import annotations

from bot.i18n import tr
from bot.server.limits import MAX_TEXT
from bot.voice import Voice


class BadRequest(Exception):
    """A request that cannot be answered; ``code`` is for programs, the sentence for people."""

    def __init__(self, status: int, code: str, sentence: str, voice: Voice = Voice.NL) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence, self.voice = status, code, sentence, voice


def too_long(voice: Voice) -> str:
    """That a text is longer than may be sent."""
    return tr(voice, "Dat is te lang voor mij. Gebruik hoogstens {most} tekens.", most=MAX_TEXT)
