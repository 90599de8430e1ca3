"""Which intent a message has: the average opinion of several small models over different views of the text.

One linear model looks at words and letter groups (TF-IDF); one more for each sentence encoder looks at meaning. Their
log-probabilities are averaged. Saved as plain numbers and JSON, never as pickled code.

The sparse model is trained by stochastic gradient descent, one label against the rest: with 124 labels and 135,000
n-grams a multinomial regression took minutes and understood less. Its scores are sharpened before they are averaged,
because one-against-the-rest scores are flatter than those of the others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

from bot.understanding.encoders import encoder
from bot.understanding.normaliser import normalise

Floats = npt.NDArray[np.float64]
Weights = tuple[npt.NDArray[np.float32], Floats]
"""Coefficients (features x labels) and intercepts."""
_NGRAMS = "ngrams"
_SHARPER = 2.0
_SURE = 0.8
"""When the quick views agree and are surer than this, the last encoder, which is the slowest, is not asked."""
_TFIDF_VIEWS = {"words": ("word", (1, 2), 1), "letters": ("char_wb", (2, 5), 2)}


class IntentModel:
    """Trained with ``fit``, asked with ``rank``; deterministic for the same examples."""

    def __init__(self, encoders: Sequence[str] = ()) -> None:
        self.encoders = tuple(encoders)
        self.labels: list[str] = []
        self._vectorizers: dict[str, TfidfVectorizer] = {}
        self._means: dict[str, Floats] = {}
        self._weights: dict[str, Weights] = {}

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> IntentModel:
        """Learn from example texts and their labels (equal length, at least two different labels)."""
        self.labels = sorted(set(labels))
        texts = [normalise(text) for text in texts]
        self._vectorizers = {
            name: TfidfVectorizer(
                analyzer=analyzer, ngram_range=ngrams, min_df=minimum, sublinear_tf=True, dtype=np.float32
            ).fit(texts)
            for name, (analyzer, ngrams, minimum) in _TFIDF_VIEWS.items()
        }
        self._weights[_NGRAMS] = self._one_against_the_rest(self._ngrams(texts), labels)
        for name in self.encoders:
            vectors = encoder(name)(texts).astype(np.float64)
            self._means[name] = vectors.mean(axis=0)
            self._weights[name] = self._regression(self._centred(name, vectors), labels)
        return self

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
        views = list(self._weights)
        quick = views[:-1] if len(views) > 2 else views
        votes = {name: self._vote(name, texts) for name in quick}
        result = _average(list(votes.values()))
        if len(views) > len(quick):
            unsure = [place for place in range(len(texts)) if not _sure([vote[place] for vote in votes.values()])]
            if unsure:
                slow = self._vote(views[-1], [texts[place] for place in unsure])
                result[unsure] = _average([*(vote[unsure] for vote in votes.values()), slow])
        return np.asarray(np.exp(result))

    def _vote(self, name: str, texts: Sequence[str]) -> Floats:
        """Log-probabilities of one view."""
        coefficients, intercepts = self._weights[name]
        features: Any = self._ngrams(texts) if name == _NGRAMS else self._encoded(name, texts)
        return _log_softmax(np.asarray(features @ coefficients, dtype=np.float64) + intercepts)

    def save(self, folder: Path) -> None:
        """Write ``intents.json`` and ``weights.npz`` into an existing folder."""
        arrays: dict[str, npt.NDArray[Any]] = {}
        for name, (coefficients, intercepts) in self._weights.items():
            arrays[f"{name}.coefficients"] = coefficients
            arrays[f"{name}.intercepts"] = intercepts
        for name, mean in self._means.items():
            arrays[f"{name}.mean"] = mean
        for name, vectorizer in self._vectorizers.items():
            arrays[f"{name}.idf"] = vectorizer.idf_
        vocabularies = {
            name: {term: int(place) for term, place in vectorizer.vocabulary_.items()}
            for name, vectorizer in self._vectorizers.items()
        }
        description = {"labels": self.labels, "encoders": self.encoders, "vocabularies": vocabularies}
        (folder / "intents.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(folder / "weights.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what ``save`` wrote. Raises OSError or ValueError when a file is missing or damaged."""
        description = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        model = cls(description["encoders"])
        model.labels = description["labels"]
        with np.load(folder / "weights.npz") as arrays:
            for name, vocabulary in description["vocabularies"].items():
                analyzer, ngrams, _ = _TFIDF_VIEWS[name]
                vectorizer = TfidfVectorizer(
                    analyzer=analyzer, ngram_range=ngrams, sublinear_tf=True, vocabulary=vocabulary, dtype=np.float32
                )
                vectorizer.idf_ = arrays[f"{name}.idf"]
                model._vectorizers[name] = vectorizer
            for name in [_NGRAMS, *model.encoders]:
                model._weights[name] = (arrays[f"{name}.coefficients"], arrays[f"{name}.intercepts"])
            model._means = {name: arrays[f"{name}.mean"] for name in model.encoders}
        return model

    def _ngrams(self, texts: Sequence[str]) -> csr_matrix:
        """TF-IDF of words and of letter groups side by side."""
        return hstack([vectorizer.transform(texts) for vectorizer in self._vectorizers.values()], format="csr")

    def _encoded(self, name: str, texts: Sequence[str]) -> Floats:
        return self._centred(name, encoder(name)(texts).astype(np.float64))

    def _centred(self, name: str, vectors: Floats) -> Floats:
        """Vectors minus the training mean, at unit length: raw sentence vectors all look alike."""
        centred = vectors - self._means[name]
        return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9))

    @staticmethod
    def _one_against_the_rest(features: csr_matrix, labels: Sequence[str]) -> Weights:
        model = SGDClassifier(
            loss="log_loss", alpha=3e-6, max_iter=12, tol=None, class_weight="balanced", random_state=0, n_jobs=-1
        ).fit(features, labels)
        return _weights(_SHARPER * model.coef_, _SHARPER * model.intercept_)

    @staticmethod
    def _regression(features: Floats, labels: Sequence[str]) -> Weights:
        model = LogisticRegression(C=20.0, max_iter=100, class_weight="balanced", tol=1e-3).fit(features, labels)
        return _weights(model.coef_, model.intercept_)


def _weights(coefficients: Floats, intercepts: Floats) -> Weights:
    """One column per label, in single precision and in the order of memory that a product with one text reads."""
    if len(intercepts) == 1:  # two labels: scikit-learn keeps the column of the second only
        coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.hstack([-intercepts, intercepts])
    return np.ascontiguousarray(coefficients.T, dtype=np.float32), intercepts


def _average(votes: Sequence[Floats]) -> Floats:
    return _log_softmax(np.asarray(sum(votes) / len(votes)))


def _sure(votes: Sequence[Floats]) -> bool:
    """The quick views agree, and together they are sure."""
    first = {int(vote.argmax()) for vote in votes}
    return len(first) == 1 and float(np.exp(_average([vote[None, :] for vote in votes]).max())) > _SURE


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))
