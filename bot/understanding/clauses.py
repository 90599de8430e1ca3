"""Splits a message into the parts that may each ask for something."""

from __future__ import annotations

import re

_END = re.compile(r"[.?!;\n]+")
_BESIDES = re.compile(
    r"(?:^|[\s,]+)(?:en ook|en daarnaast|daarnaast|en verder|and also|also|plus|oh en|oh and|ps)[\s,:]+", re.IGNORECASE
)
_WORDS = 4
"""A shorter part is an exclamation or the end of a sentence, and asks for nothing by itself."""


def clauses(text: str) -> list[str]:
    """The parts of at least four words, in order; one or none for a message that asks one thing."""
    parts = (part.strip(" ,") for sentence in _END.split(text) for part in _BESIDES.split(sentence.strip()))
    return [part for part in parts if len(part.split()) >= _WORDS]
