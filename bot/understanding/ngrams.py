"""The n-grams of a text: words and pairs of words, and groups of letters inside a word.

As scikit-learn splits texts by default, but without importing it: the service only reads, and starts a second sooner.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WORD = re.compile(r"\b\w\w+\b")
_SHORTEST, _LONGEST = 2, 5


def words_of(text: str) -> list[str]:
    """The words of two letters or more."""
    return _WORD.findall(text)


def word_ngrams(text: str) -> list[str]:
    """The words and the pairs of neighbours."""
    words = words_of(text)
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def letter_ngrams(text: str) -> list[str]:
    """Groups of two to five letters of each word, with a space before and after it."""
    groups = []
    for word in text.split():
        padded = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            groups += [padded[start : start + size] for start in range(max(1, len(padded) - size + 1))]
            if size >= len(padded):  # a short word counts once
                break
    return groups


NGRAMS = {"words": word_ngrams, "letters": letter_ngrams}
