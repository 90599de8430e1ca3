"""How texts for people must read: sentence length per register and phrases that are never used (see voice_lint.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

import yaml

from bot.voice import Voice


class Reading(TypedDict):
    """Bounds of the reading level; see bot.resources.reading_level."""

    level: str
    score: int
    sentence: int
    from_words: int


class Rules(TypedDict):
    """What voice_lint.yml holds."""

    limits: dict[str, int]
    reading: dict[str, Reading]
    forbidden: dict[str, list[str]]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """The rules of voice_lint.yml, read once."""
    read: Rules = yaml.safe_load((files(__package__) / "voice_lint.yml").read_text(encoding="utf-8"))
    return read


_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")
_WORD = re.compile(r"[^\W_]", re.UNICODE)


def sentences(text: str) -> list[str]:
    """Split a text into sentences; a colon and a line break end one too, as in a list."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def count_words(sentence: str) -> int:
    """Number of words; a bare dash or bullet does not count."""
    return sum(1 for word in sentence.split() if _WORD.search(word))


def problems(text: str, voice: Voice, *, quoted: bool = False) -> Iterator[str]:
    """Yield what is wrong with a text in a voice. ``quoted`` texts (what not to say) may hold forbidden phrases."""
    limit = rules()["limits"]["child" if voice.is_child else "adult"]
    for sentence in sentences(text):
        if (words := count_words(sentence)) > limit:
            yield f"sentence of {words} words (at most {limit} for {voice.value}): {sentence[:60]}..."
    if quoted:
        return
    for pattern in rules()["forbidden"][voice.language]:
        if match := re.search(pattern, text, re.IGNORECASE):
            yield f"says '{match.group(0)}', which Danswijzer never says"
