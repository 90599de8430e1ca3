"""The encoders are asked in turn, and only while there is doubt; with few examples always."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import pytest

from bot.understanding import classifier, vectors, views
from bot.understanding.classifier import IntentModel, Weights
from bot.understanding.encoders import Vectors

from .test_classifier import LABELS, TEXTS

TRUSTED = Weights(alone=1.6, ngrams=1.0, meaning=0.55)
KNOWN, UNKNOWN = TEXTS[0], "drie blauwe fietsen"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the encoders in the order in which they are asked; their vectors mean nothing but stay the same."""
    names: list[str] = []

    def encode(name: str, texts: Sequence[str]) -> Vectors:
        names.append(name)
        rows = [np.random.default_rng(zlib.crc32(text.encode())).normal(size=8) for text in texts]
        return np.array(rows, dtype=np.float32)

    monkeypatch.setattr(vectors, "encode", encode)
    return names


@pytest.fixture
def model(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> IntentModel:
    """Learned as if its examples were many."""
    monkeypatch.setattr(classifier, "FEW", 0)
    trained = IntentModel(["fast", "slow"], TRUSTED).fit(TEXTS, LABELS)
    asked.clear()
    return trained


def lead(monkeypatch: pytest.MonkeyPatch, model: IntentModel, *leads: float) -> None:
    monkeypatch.setattr(model, "_leads", np.array(leads))


def test_nobody_when_words_are_enough(model: IntentModel, asked: list[str]) -> None:
    assert model.rank(KNOWN)[0][1] > 0.8
    assert asked == []


def test_both_when_doubt_remains(model: IntentModel, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, model, 1.0, 1.0)
    model.rank(UNKNOWN)
    assert asked == ["fast", "slow"]


def test_the_fast_one_alone_when_that_takes_doubt_away(
    model: IntentModel, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lead(monkeypatch, model, 1.0, 0.0)
    model.rank(UNKNOWN)
    assert asked == ["fast"]


def test_each_message_by_itself(model: IntentModel, monkeypatch: pytest.MonkeyPatch) -> None:
    lead(monkeypatch, model, 0.8, 0.3)
    both = model.probabilities([KNOWN, UNKNOWN])
    assert np.allclose(both, [model.probabilities([KNOWN])[0], model.probabilities([UNKNOWN])[0]])


def test_always_all_with_few_examples(asked: list[str]) -> None:
    assert len(TEXTS) < views.FEW
    model = IntentModel(["fast", "slow"], TRUSTED).fit(TEXTS, LABELS)
    asked.clear()
    model.rank(KNOWN)
    assert asked == ["fast", "slow"]


def test_views_that_learn_at_the_same_time_ask_each_encoder_once_and_learn_the_same(asked: list[str]) -> None:
    model, again = (IntentModel(["fast", "slow"], TRUSTED, networks=3).fit(TEXTS, LABELS) for _ in range(2))
    assert asked == ["fast", "slow"] * 2
    assert np.array_equal(model.probabilities([*TEXTS, UNKNOWN]), again.probabilities([*TEXTS, UNKNOWN]))


def test_weights_are_learned_when_none_are_given(asked: list[str]) -> None:
    model = IntentModel(["fast", "slow"]).fit(TEXTS, LABELS)
    ngrams, meaning = model._together[-1]
    assert ngrams > meaning, "vectors without meaning are trusted less than words"
