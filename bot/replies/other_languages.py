"""One line for who writes in another language than Dutch or English, in that language."""

from __future__ import annotations

from bot.replies.message import Message
from bot.resources.library import Library


def line(library: Library, language: str | None) -> list[Message]:
    """What is understood, and the number for danger. ``language``: two letters; nothing when it has no line."""
    text = library.other_languages.lines.get(language or "")
    return [Message(text, lang=language)] if text else []
