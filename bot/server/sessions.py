"""What is known of one conversation between two messages: categories, never words."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec

from bot.voice import Voice

MAX_OFFERED = 400


class Session(msgspec.Struct):
    """One conversation.

    ``offered`` are the payloads of buttons shown in it and what those said. ``about`` is the label of what was last
    shown ("ask_right/rest_time"), which the next message may lean on; ``asked`` that of what the last message asked;
    ``pressed`` what the button said that was pressed last, empty when words were typed; ``alarmed`` the level of danger
    whose card was shown last. ``tracker`` is Rasa's view of it, as JSON. ``turn`` is a digest of the id of the message
    answered last, and ``before`` all of this as it was before that message, so that a message that comes again is
    answered again from the same point. ``version`` counts the turns that were kept.
    """

    id: str
    voice: Voice = Voice.NL
    about: str | None = None
    asked: str | None = None
    pressed: str = ""
    alarmed: str | None = None
    offered: dict[str, str] = {}
    tracker: str | None = None
    turn: str | None = None
    before: bytes | None = None
    version: int = 0

    def offer(self, buttons: Iterable[tuple[str, str]]) -> None:
        """Remember buttons, as payload and title, that may be sent back; the oldest are forgotten."""
        for payload, title in buttons:
            self.offered.pop(payload, None)
            self.offered[payload] = title
        while len(self.offered) > MAX_OFFERED:
            self.offered.pop(next(iter(self.offered)))

    def forget(self) -> None:
        """Let go of everything that was said; the conversation may go on as if it began."""
        self.about = self.asked = self.alarmed = self.tracker = self.before = None
        self.offered, self.pressed = {}, ""

    def begin(self, turn: str | None) -> Session:
        """The conversation in which a message with an id is to be answered: a new object, this one stays as it is.

        When the message was answered before, it is the conversation as it was then.
        """
        again = turn is not None and turn == self.turn and self.before is not None
        start = self.before if again and self.before else self.encoded(before=False)
        session = Session.decoded(start)
        session.turn, session.before, session.version = turn, start if turn else None, self.version
        session.asked = None
        return session

    def encoded(self, *, before: bool = True) -> bytes:
        """As bytes; without what was before when that is not wanted."""
        kept = self if before else msgspec.structs.replace(self, before=None, turn=None)
        return zlib.compress(msgspec.msgpack.encode(kept), 1)

    @staticmethod
    def decoded(data: bytes) -> Session:
        """From bytes. Raises ValueError when they were not made by ``encoded``."""
        try:
            return msgspec.msgpack.decode(zlib.decompress(data), type=Session)
        except (zlib.error, msgspec.DecodeError) as error:
            raise ValueError("not a session") from error
