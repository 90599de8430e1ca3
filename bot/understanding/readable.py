"""Whether there is anything to read in a message, before its intent is guessed.

A guess is always some intent, so a message of emoji, of a script that no example has or of random keys would become one
with all the confidence of the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]+")
_ALL_ONE_LETTER = re.compile(r"(.)\1+")


def readable(text: str, could_be_a_word: Callable[[str], bool]) -> bool:
    """True when a text is mostly Latin and has a number or at least one word that could be one."""
    if not _mostly_latin(text):
        return False
    words = [word for word in _WORD.findall(text) if not _ALL_ONE_LETTER.fullmatch(word)]
    return any(character.isdigit() for character in text) or any(could_be_a_word(word) for word in words)


def _mostly_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    return latin * 2 >= len(letters)
