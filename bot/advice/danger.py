"""Danger, suicide, sexual violence, violence, and the safe words HULP and HELP.

``detect`` needs no model and no network: plain patterns over normalised text. The patterns and the phrases that only
sound dangerous stand in ``danger_words.yml``. ``weigh`` adds what a model thinks: it finds hints that no pattern can
hold, and keeps words that are denied or acted from crying wolf.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.resources.strict_yaml import read_yaml

_WORDS = Path(__file__).with_name("danger_words.yml")
LEVELS = ("now", "self_harm", "sexual_violence", "violence", "help")
"""Most urgent first; each is a card in emergencies.yml."""
WORRY = "worry"
"""Not sure that it is danger, and not sure that it is not: a line with numbers, and then the answer."""
_SURE, _SURE_WITH_WORDS = 0.45, 0.02
"""How likely a model must find danger: without any word for it, and with one that is denied or acted."""
_MAYBE = 0.2
_AS_WELL = 0.25
_BETWEEN_CLAUSES = re.compile(
    r"([.!?;,:\n]+|\b(?:maar|but|want|omdat|because|cause|en|and|als|if|when|since)\b)", re.IGNORECASE
)

_STRETCHED = re.compile(r"(\w)\1{2,}")
_QUOTES = re.compile(r"['’‘`´ʼ\"“”„]")
_UNSEEN = ("Mn", "Cf")  # accents, and characters without width
_LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "@": "a", "$": "s"})
_LEET_WORD = re.compile(r"(?<!\w)(?=\w*[a-z])(?=\w*[0134@5$])[a-z0134@5$]{4,}(?!\w)")


def normalise(text: str, stretched_to: int = 1) -> str:
    """Lower case, no accents, quotes, invisible characters or stretched letters ("heeeelp"), and single spaces."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(char for char in text if char.isascii() or unicodedata.category(char) not in _UNSEEN)
    text = _QUOTES.sub("", text)
    text = _LEET_WORD.sub(lambda match: match.group().translate(_LEET), text)
    text = _STRETCHED.sub(r"\1" * stretched_to, text)
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return dict(read_yaml(_WORDS))


@lru_cache(maxsize=1)
def _doubtful() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern) for name, pattern in _words()["doubtful"].items()}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    words = _words()

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        joined = "|".join(patterns)
        for name, part in words["parts"].items():
            joined = joined.replace(f"<{name}>", f"(?:{part})")
        return re.compile(rf"\b(?:{joined})")

    return compiled(words["harmless"]), {level: compiled(words["levels"][level]) for level in LEVELS}


@lru_cache(maxsize=1)
def _elsewhere() -> dict[str, re.Pattern[str]]:
    # Chinese has no spaces: there a word may stand in the middle of others.
    words = _words()["elsewhere"]
    return {
        level: re.compile("|".join(part if _unspaced(part) else rf"\b(?:{part})\b" for part in parts))
        for level, parts in words.items()
    }


def _unspaced(pattern: str) -> bool:
    return not any(char.isascii() and char.isalpha() or "\u0400" <= char <= "\u06ff" for char in pattern)


def in_another_language(text: str) -> tuple[str, ...]:
    """The levels of danger that a message speaks of in the plainest words of another language than Dutch or English."""
    normalised, patterns = normalise(text), _elsewhere()
    return tuple(level for level in LEVELS if level in patterns and patterns[level].search(normalised))


def detect(text: str) -> tuple[str, ...]:
    """The levels of danger that a message speaks of, most urgent first; empty when none.

    Phrases that only sound dangerous (stage language, idiom, negation, asking about a helpline) are taken out first.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    found = {*_levels_of(text), *in_another_language(text)}
    if len(lines) > 1:  # a line can be the rest of the one before it, and it can be a sentence of its own
        found |= {level for line in lines for level in _levels_of(line)} - {"help"}
    return tuple(level for level in LEVELS if level in found)


def plainly(text: str) -> bool:
    """Whether words of danger stand in a clause that denies nothing, in a message that speaks of no role or piece."""
    if _doubtful()["told"].search(normalise(text)):
        return False
    spellings = dict.fromkeys("\n".join(normalise(line, at_most) for line in text.splitlines()) for at_most in (1, 2))
    return any(_plainly_spelled(spelling) for spelling in spellings)


def weigh(text: str, chances: Mapping[str, float]) -> tuple[str, ...]:
    """The levels, most urgent first, from what the words say and how likely a model finds each level.

    Plain words, the safe words and those of other languages count whatever the model thinks.
    """
    words = detect(text)
    spoken = {level: chances.get(level, 0.0) for level in LEVELS}
    chance = sum(spoken.values())
    certain = words and ("help" in words or plainly(text) or in_another_language(text))
    if certain or chance >= (_SURE_WITH_WORDS if words else _SURE):
        likely = {level for level, share in spoken.items() if share >= _AS_WELL}
        if not (words or likely):
            likely = {max(spoken, key=lambda level: spoken[level])}
        return tuple(level for level in LEVELS if level in words or level in likely)
    return (WORRY,) if chance >= _MAYBE else ()


def _plainly_spelled(spelling: str) -> bool:
    denied = _doubtful()["denied"]
    return bool(detect("".join("~" if denied.search(part) else part for part in _BETWEEN_CLAUSES.split(spelling))))


def _levels_of(text: str) -> set[str]:
    # A stretched letter can stand for one letter ("heeelp") or for two ("doooood").
    spellings = dict.fromkeys((normalise(text), normalise(text, 2)))
    return {level for spelling in spellings for level in _levels_in(spelling)}


def _levels_in(normalised: str) -> list[str]:
    harmless, levels = _patterns()
    suspected = [level for level in LEVELS if levels[level].search(normalised)]
    if not suspected:
        return []
    normalised = harmless.sub("~", normalised)
    return [level for level in suspected if levels[level].search(normalised)]
