"""Examples differ from one another, and no label can be told by a single word."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.desk.questions import Example, examples
from bot.understanding.normaliser import normalise

ROOT = Path(__file__).resolve().parents[2]
WORDS = re.compile(r"\w\w+")
TOO_ALIKE = 0.9
FEWEST_WORDS = 4
COMMON = 0.04
LEANS = 0.7


@pytest.fixture(scope="module")
def known() -> list[Example]:
    return list(examples(ROOT / "data" / "nlu"))


def near_copies(texts: list[str]) -> list[tuple[int, int]]:
    """Places of texts of some length that consist of nearly the same words, rare words counting most."""
    long = [place for place, text in enumerate(texts) if len(WORDS.findall(normalise(text))) >= FEWEST_WORDS]
    features = TfidfVectorizer(token_pattern=r"\w+", dtype=np.float32).fit_transform(
        normalise(texts[place]) for place in long
    )
    found = []
    for start in range(0, len(long), 2000):
        likeness = (features[start : start + 2000] @ features.T).tocoo()
        alike = (likeness.data > TOO_ALIKE) & (likeness.row + start < likeness.col)
        found += [(long[a + start], long[b]) for a, b in zip(likeness.row[alike], likeness.col[alike], strict=True)]
    return found


def test_near_copies_are_found() -> None:
    texts = ["mag ik nee zeggen tegen mijn baas", "Mag ik tegen mijn baas nee zeggen?", "hoe laat begint de les dan"]
    assert near_copies(texts) == [(0, 1)]


def test_no_two_examples_are_near_copies(known: list[Example]) -> None:
    copies = near_copies([example.text for example in known])
    assert [(known[a].text, known[b].text) for a, b in copies] == []


def test_no_label_leans_on_one_word(known: list[Example]) -> None:
    """A word that is rare elsewhere stands in at most 70 % of a label's examples."""
    by_label: defaultdict[str, list[set[str]]] = defaultdict(list)
    for example in known:
        by_label[example.label].append(set(WORDS.findall(normalise(example.text))))
    everywhere = Counter(word for texts in by_label.values() for words in texts for word in words)
    leaning = {}
    for label, texts in by_label.items():
        for word, times in Counter(word for words in texts for word in words).items():
            if times / len(texts) > LEANS and everywhere[word] / len(known) < COMMON:
                leaning[label] = word
    assert leaning == {}
