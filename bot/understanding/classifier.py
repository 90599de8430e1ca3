"""Which intent a message has: the opinions of two views of its text, weighed by how far each can be trusted.

The weights are learned on examples that the views did not see. When the n-grams alone are sure, the sentence encoders,
which take most of the time, are not asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from bot.understanding.normaliser import normalise
from bot.understanding.readable import readable
from bot.understanding.vectors import ExampleVectors
from bot.understanding.views import FEW, Floats, Meaning, Ngrams, log_softmax

Places = npt.NDArray[np.intp]
_SURE = 0.9
_RATHER_SURE = 0.7
_FOLDS = 5
_ONE_IN = 20


class IntentModel:
    """Trained with ``fit``, asked with ``rank``; deterministic for the same examples."""

    def __init__(self, encoders: Sequence[str] = ()) -> None:
        self.encoders = tuple(encoders)
        self.labels: list[str] = []
        self._ngrams = Ngrams()
        self._meaning: Meaning | None = None
        self._weights = np.ones(3)

    def fit(self, texts: Sequence[str], labels: Sequence[str], vectors: ExampleVectors | None = None) -> IntentModel:
        """Learn from example texts and their labels (equal length, at least two different labels).

        ``vectors``: those of example texts that were encoded before.
        """
        self.labels = sorted(set(labels))
        texts = [normalise(text) for text in texts]
        places = np.array([self.labels.index(label) for label in labels])
        vectors = vectors or ExampleVectors()
        if self.encoders:
            self._weights = self._weigh(texts, places, vectors)
        self._learn(texts, places, vectors)
        return self

    def readable(self, text: str) -> bool:
        """Whether a text holds anything to guess an intent from; if not, ``rank`` guesses all the same."""
        return readable(normalise(text), self._ngrams.could_be_a_word)

    def rank(self, text: str) -> list[tuple[str, float]]:
        """All labels with their probability, most likely first; probabilities add up to one."""
        return self.rank_all([text])[0]

    def rank_all(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        """``rank`` for several texts at once."""
        probabilities = self.probabilities(texts)
        order = np.argsort(-probabilities, axis=1, kind="stable")
        return [
            [(self.labels[place], float(row[place])) for place in places]
            for row, places in zip(probabilities, order, strict=True)
        ]

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """One row per text, one column per label in the order of ``labels``."""
        texts = [normalise(text) for text in texts]
        ngrams = self._ngrams.opinion(texts)
        result = log_softmax(self._weights[2] * ngrams)
        unsure = np.flatnonzero(np.exp(result.max(axis=1)) < _SURE)
        if self._meaning and len(unsure):
            doubtful = [texts[place] for place in unsure]
            opinions = (ngrams[unsure], self._meaning.opinion(doubtful))
            result[unsure] = _pool(self._weights[:2], opinions, self._ngrams.known(doubtful))
        return np.asarray(np.exp(result))

    def surely(self, texts: Sequence[str]) -> list[str | None]:
        """The label of each text that the n-grams alone are rather sure of, at a tenth of the cost of ``rank``."""
        opinions = log_softmax(self._weights[2] * self._ngrams.opinion([normalise(text) for text in texts]))
        best = zip(opinions.argmax(axis=1), np.exp(opinions.max(axis=1)), strict=True)
        return [self.labels[place] if sure >= _RATHER_SURE else None for place, sure in best]

    def save(self, folder: Path) -> None:
        """Write ``intents.json`` and ``weights.npz`` into an existing folder."""
        views: list[Ngrams | Meaning] = [self._ngrams, *([self._meaning] if self._meaning else [])]
        description = {"labels": self.labels, "views": {view.name: view.description() for view in views}}
        arrays = {f"{view.name}.{name}": array for view in views for name, array in view.arrays().items()}
        (folder / "intents.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(folder / "weights.npz", **arrays, weights=self._weights)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what ``save`` wrote. Raises OSError or ValueError when a file is missing or damaged."""
        description = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        views: dict[str, dict[str, Any]] = {name: {} for name in description["views"]}
        with np.load(folder / "weights.npz") as arrays:
            weights = arrays["weights"]
            for key in arrays.files:
                view, _, name = key.partition(".")
                if name:
                    views[view][name] = arrays[key]
        model = cls()
        model.labels, model._weights = description["labels"], weights
        model._ngrams = Ngrams.restore(description["views"][Ngrams.name], views[Ngrams.name])
        if Meaning.name in views:
            model._meaning = Meaning.restore(description["views"][Meaning.name], views[Meaning.name])
            model.encoders = model._meaning.encoders
        return model

    def _learn(self, texts: Sequence[str], places: Places, vectors: ExampleVectors) -> None:
        self._ngrams = Ngrams().fit(texts, places, len(self.labels))
        if self.encoders:
            self._meaning = Meaning(self.encoders, vectors.of).fit(texts, places, len(self.labels))

    def _weigh(self, texts: Sequence[str], places: Places, vectors: ExampleVectors) -> Floats:
        """The weights that make the right labels of unseen examples most likely: of both opinions, of n-grams alone.

        With few examples every one of them is once unseen; with many, one in twenty is enough.
        """
        opinions, known, truth = [], [], []
        for unseen in _unseen_parts(places):
            seen = np.setdiff1d(np.arange(len(texts)), unseen)
            self._learn([texts[place] for place in seen], places[seen], vectors)
            asked = [texts[place] for place in unseen]
            assert self._meaning
            opinions.append((self._ngrams.opinion(asked), self._meaning.opinion(asked)))
            known.append(self._ngrams.known(asked))
            truth.append(places[unseen])
        both = tuple(np.vstack(opinion) for opinion in zip(*opinions, strict=True))
        parts, right = np.concatenate(known), np.concatenate(truth)

        pooled = _most_likely(lambda weights: _pool(weights, both, parts), 2, right)
        if len(texts) < FEW:
            return np.append(pooled, 0.0)  # n-grams of few examples are never sure by themselves
        return np.append(pooled, _most_likely(lambda weights: log_softmax(weights[0] * both[0]), 1, right))


def _most_likely(opinion: Callable[[Floats], Floats], weights: int, right: Places) -> Floats:
    """The weights with which an opinion gives the right labels the highest mean log-probability."""

    def surprise(logarithms: Floats) -> float:
        return float(-opinion(np.exp(logarithms))[np.arange(len(right)), right].mean())

    return np.asarray(np.exp(minimize(surprise, np.log(np.full(weights, 0.5)), method="Nelder-Mead").x))


def _pool(weights: Floats, opinions: Sequence[Floats], known: Floats) -> Floats:
    """Weighed sum of log-probabilities. N-grams count for less in a text of which most words stand in no example."""
    return log_softmax(weights[0] * np.minimum(2 * known, 1)[:, None] * opinions[0] + weights[1] * opinions[1])


def _unseen_parts(places: Places) -> Iterator[Places]:
    """Places of examples to leave out: each part has its share of every label."""
    by_label = np.argsort(places, kind="stable")
    if len(places) < FEW:
        yield from (np.sort(by_label[start::_FOLDS]) for start in range(_FOLDS))
    else:
        yield np.sort(by_label[::_ONE_IN])
