"""Splits a message into the parts that may each ask for something."""

from __future__ import annotations

import re

_BREAKS = re.compile(
    r"[.?!;\n]+|,?\s+(?:en ook|en daarnaast|daarnaast|en verder|and also|also|plus|oh en|oh and|ps:?|p\.s\.)\s+",
    re.IGNORECASE,
)
_WORDS = 4
"""A shorter part is an exclamation or the end of a sentence, and asks for nothing by itself."""


def clauses(text: str) -> list[str]:
    """The parts of at least four words, in order; one or none for a message that asks one thing."""
    parts = (part.strip(" ,") for part in _BREAKS.split(text))
    return [part for part in parts if len(part.split()) >= _WORDS]
