"""The n-grams of a text are those that scikit-learn counts, so that what is learned is what is read."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from bot.understanding.ngrams import letter_ngrams, word_ngrams, words_of
from bot.understanding.normaliser import normalise

_WORDS = CountVectorizer(analyzer="word", ngram_range=(1, 2)).build_analyzer()
_LETTERS = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
_TEXTS = [
    "",
    "a",
    "ik",
    "hoe lang mag een repetitiedag duren?",
    "i've been... paid 0 euro",
    "日本語 です",
    "a\tb\nc",
    "x" * 40,
]


@pytest.mark.parametrize("text", _TEXTS)
def test_as_scikit_learn(text: str) -> None:
    assert Counter(word_ngrams(text)) == Counter(_WORDS(text))
    assert Counter(letter_ngrams(text)) == Counter(_LETTERS(text))


@given(st.text(max_size=60).map(normalise).filter(lambda text: text == text.lower()))
def test_as_scikit_learn_for_any_text(text: str) -> None:
    assert Counter(word_ngrams(text)) == Counter(_WORDS(text))
    assert Counter(letter_ngrams(text)) == Counter(_LETTERS(text))


def test_pairs_are_of_neighbours() -> None:
    assert word_ngrams("ik wil rust nu") == ["ik", "wil", "rust", "nu", "ik wil", "wil rust", "rust nu"]
    assert words_of("i u we") == ["we"]
