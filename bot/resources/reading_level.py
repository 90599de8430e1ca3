"""How hard a text reads: a measure of sentences and words for B1 (adults) and A2 (children).

The score is the Flesch reading ease: for English as Flesch wrote it (1948), for Dutch with the weights of Douma
(1960). 100 is very easy, 60 is plain, 30 is a law text. Syllables are counted with the hyphenation patterns of Pyphen,
which miss a syllable now and then, more in English than in Dutch. Names are left out: nobody can write "Kindertelefoon"
shorter. The measure does not know whether a word is known or an idea is clear; a person reads every text too. The
bounds per voice, and how short a text is too short to measure, stand in voice_lint.yml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pyphen

from bot.resources.language import rules, sentences
from bot.voice import Voice

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NAME = re.compile(r"(?<=[^\W\d_,;)»\"] )[A-ZÀ-Ý][^\W\d_]+(?:[- ][A-ZÀ-Ý][^\W\d_]+)*")
"""A capital inside a sentence starts a name."""
_WEIGHTS = {"nl": (206.84, 77.0, 0.93), "en": (206.835, 84.6, 1.015)}
"""The constant, the weight of syllables per word and that of words per sentence."""


class ReadingLevel(NamedTuple):
    """``score``: Flesch reading ease, higher is easier. ``sentence``: mean words a sentence. ``words``: how many."""

    score: float
    sentence: float
    words: int


@lru_cache(maxsize=4)
def _hyphenation(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"nl": "nl_NL", "en": "en_US"}[language], left=1, right=1)


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """About how many syllables a word has; at least one."""
    return len(_hyphenation(language).positions(word.lower())) + 1


def measure(text: str, voice: Voice) -> ReadingLevel | None:
    """The reading level of a text without its names; None when no words are left."""
    plain = [_WORD.findall(_NAME.sub("", sentence)) for sentence in sentences(text)]
    counts = [len(words) for words in plain if words]
    total = sum(counts)
    if not total:
        return None
    mean = total / len(counts)
    per_word = sum(syllables(word, voice.language) for words in plain for word in words) / total
    start, of_words, of_sentences = _WEIGHTS[voice.language]
    return ReadingLevel(start - of_words * per_word - of_sentences * mean, mean, total)


def problems(text: str, voice: Voice) -> Iterator[str]:
    """Say that a text reads harder than its voice allows; texts of a few words are not measured."""
    bounds = rules()["reading"]["child" if voice.is_child else "adult"]
    level = measure(text, voice)
    if level is None or level.words < bounds["from_words"]:
        return
    if level.score < bounds["score"]:
        yield f"reads too hard: score {math.floor(level.score)}, at least {bounds['score']} for {bounds['level']}"
    if level.sentence > bounds["sentence"]:
        yield f"sentences of {level.sentence:.1f} words on average, at most {bounds['sentence']} for {bounds['level']}"
