"""Two ways to look at a text: the words and letters it is made of, and what it means.

A view learns from texts and labels and then has an opinion: a log-probability for each label. It is kept as plain
arrays and JSON, never as pickled code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.understanding.encoders import Vectors
from bot.understanding.ngrams import NGRAMS, words_of
from bot.understanding.vectors import encode

Floats = npt.NDArray[np.float64]
Arrays = dict[str, npt.NDArray[Any]]
Encode = Callable[[str, Sequence[str]], Vectors]
"""From an encoder's name and texts to one vector per text."""
FEW = 4000
"""Below this number of examples each of them is precious: rare n-grams count and learning takes more rounds."""
_SELDOM = {"words": 3, "letters": 5}
"""In how many examples an n-gram must stand to count."""
_SELDOM_OF_FEW = {"words": 1, "letters": 2}
_GROUP = 3
_ENOUGH = 0.6
"""Share of a word's groups of three letters that other words have too."""
_TINY = np.float32(1e-9)
_UNSEEN = -12.0
"""Log-probability of a label that a view saw no example of."""


def log_softmax(scores: Floats) -> Floats:
    """Scores as log-probabilities, row by row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)))


def _rounds(examples: int, steps: int, fewest: int, most: int) -> int:
    return max(fewest, min(most, steps // examples))


class Ngrams:
    """Words, pairs of words and groups of letters (TF-IDF), and one linear model for each label against the rest.

    Trained by stochastic gradient descent: with over a hundred labels and 90,000 n-grams a multinomial regression takes
    minutes and understands less.
    """

    def __init__(self) -> None:
        self._vocabularies: dict[str, dict[str, int]] = {}
        self._idf: Arrays = {}
        self._coefficients: npt.NDArray[np.float16]
        self._intercepts: Floats

    def fit(self, texts: Sequence[str], labels: npt.NDArray[np.intp], number: int) -> Ngrams:
        """Learn from texts and the places of their labels among ``number`` labels."""
        from scipy.sparse import hstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import SGDClassifier

        features = []
        for name, seldom in (_SELDOM_OF_FEW if len(texts) < FEW else _SELDOM).items():
            vectorizer = TfidfVectorizer(analyzer=NGRAMS[name], sublinear_tf=True, dtype=np.float32, min_df=seldom)
            features.append(vectorizer.fit_transform(texts))
            self._vocabularies[name] = {term: int(place) for term, place in vectorizer.vocabulary_.items()}
            self._idf[name] = vectorizer.idf_
        model = SGDClassifier(
            loss="log_loss",
            alpha=3e-6,
            max_iter=_rounds(len(texts), 250_000, 8, 300),
            tol=None,
            class_weight="balanced",
            random_state=0,
            n_jobs=-1,
        ).fit(hstack(features, format="csr"), labels)
        coefficients, intercepts = model.coef_, model.intercept_
        if len(intercepts) == 1:  # two labels: scikit-learn keeps the second only
            coefficients, intercepts = np.vstack([-coefficients, coefficients]), np.hstack([-intercepts, intercepts])
        self._coefficients = np.zeros((coefficients.shape[1], number), dtype=np.float16)
        self._intercepts = np.full(number, _UNSEEN)
        self._coefficients[:, model.classes_] = coefficients.T
        self._intercepts[model.classes_] = intercepts
        return self

    def opinion(self, texts: Sequence[str]) -> Floats:
        """Log-probabilities, one row per text."""
        scores = np.tile(self._intercepts, (len(texts), 1))
        for row, text in enumerate(texts):
            places, weights = self._found(text)
            # Only the coefficients of its own n-grams grow to full precision.
            scores[row] += weights @ self._coefficients[places].astype(np.float32)
        return log_softmax(scores)

    def _found(self, text: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Places and TF-IDF of the n-grams of a text, as the vectorizers gave them for the examples."""
        places, weights, before = [], [], 0
        for name, vocabulary in self._vocabularies.items():
            counts = Counter(vocabulary[gram] for gram in NGRAMS[name](text) if gram in vocabulary)
            own = np.fromiter(counts, np.intp, len(counts))
            weighed = (np.log(np.fromiter(counts.values(), np.float32, len(counts))) + 1) * self._idf[name][own]
            places.append(own + before)
            weights.append(weighed / max(np.linalg.norm(weighed), _TINY))
            before += len(vocabulary)
        return np.concatenate(places), np.concatenate(weights, dtype=np.float32)

    def known(self, texts: Sequence[str]) -> Floats:
        """Which part of each text's words stands in the examples: 0 for another language."""
        parts = [[word in self._vocabularies["words"] for word in words_of(text)] for text in texts]
        return np.array([sum(part) / len(part) if part else 0.0 for part in parts])

    def could_be_a_word(self, word: str) -> bool:
        """Whether a normalised word stands in the examples, or is built from groups of letters that do.

        True for a word with a typing error, false for keys hit at random.
        """
        if word in self._vocabularies["words"]:
            return True
        letters = self._vocabularies["letters"]
        groups = [f" {word} "[start : start + _GROUP] for start in range(len(word) + 3 - _GROUP)]
        return sum(group in letters for group in groups) >= _ENOUGH * len(groups)

    def vocabularies(self) -> dict[str, dict[str, int]]:
        """The n-grams and their places, for words and for letters."""
        return self._vocabularies

    def arrays(self) -> Arrays:
        """What it learned about the n-grams."""
        return {"coefficients": self._coefficients, "intercepts": self._intercepts, **self._idf}

    def restore(self, vocabularies: dict[str, dict[str, int]], arrays: Arrays) -> None:
        """Become the view that ``vocabularies`` and ``arrays`` came from."""
        self._vocabularies = vocabularies
        self._coefficients, self._intercepts = arrays["coefficients"], arrays["intercepts"]
        self._idf = {name: arrays[name] for name in vocabularies}


class Meaning:
    """The vectors of one or more sentence encoders side by side, and a network with one hidden layer over them.

    ``networks``: several that begin elsewhere are steadier than one; their mean is one network with a wider layer.
    """

    _HIDDEN = 512
    _LENGTH = 4.0
    """Vectors are stretched to this length: the network learns faster from values around a tenth than a hundredth."""

    def __init__(self, encoders: Sequence[str], networks: int = 1) -> None:
        self.encoders = tuple(encoders)
        self._networks = networks
        self._arrays: Arrays = {}

    def fit(
        self, texts: Sequence[str], labels: npt.NDArray[np.intp], number: int, vectors: Encode, processors: Executor
    ) -> Meaning:
        """Learn from texts and the places of their labels among ``number`` labels, each network on a processor."""
        from tqdm import tqdm

        self._arrays = {f"{name}.mean": vectors(name, texts).mean(axis=0) for name in self.encoders}
        features = self._features(texts, vectors)
        learning = processors.map(partial(self._learn, features, labels, number), range(self._networks))
        learned = list(tqdm(learning, f"meanings of {'+'.join(self.encoders)}", self._networks, disable=None))
        inner, inner_bias, outer, outer_bias = zip(*learned, strict=True)
        self._arrays |= {
            "inner": np.hstack(inner),
            "inner.bias": np.hstack(inner_bias),
            "outer": np.vstack(outer) / np.float32(self._networks),
            "outer.bias": np.mean(outer_bias, axis=0, dtype=np.float32),
        }
        return self

    def _learn(
        self, features: npt.NDArray[np.float32], labels: npt.NDArray[np.intp], number: int, seed: int
    ) -> list[npt.NDArray[np.float32]]:
        """One network: coefficients and biases of the inner and the outer layer."""
        from sklearn.neural_network import MLPClassifier

        batch = max(32, min(256, len(features) // 100))
        model = MLPClassifier(
            (self._HIDDEN,),
            alpha=0.03,
            max_iter=_rounds(len(features), 30_000, 10, 40),
            batch_size=min(batch, len(features)),
            learning_rate_init=2e-3,
            random_state=seed,
        ).fit(features, labels)
        (inner, outer), (inner_bias, outer_bias) = model.coefs_, model.intercepts_
        if outer.shape[1] == 1:  # two labels: scikit-learn keeps the second only
            outer, outer_bias = np.hstack([-outer / 2, outer / 2]), np.hstack([-outer_bias / 2, outer_bias / 2])
        coefficients = np.zeros((self._HIDDEN, number), dtype=np.float32)
        intercepts = np.full(number, _UNSEEN, dtype=np.float32)
        coefficients[:, model.classes_], intercepts[model.classes_] = outer, outer_bias
        return [inner.astype(np.float32), inner_bias.astype(np.float32), coefficients, intercepts]

    def opinion(self, texts: Sequence[str], vectors: Encode = encode) -> Floats:
        """Log-probabilities, one row per text. Asks the encoders, which takes milliseconds a text."""
        arrays = self._arrays
        hidden = np.maximum(self._features(texts, vectors) @ arrays["inner"] + arrays["inner.bias"], 0)
        return log_softmax((hidden @ arrays["outer"] + arrays["outer.bias"]).astype(np.float64))

    def arrays(self) -> Arrays:
        """What it learned."""
        return self._arrays

    def restore(self, arrays: Arrays) -> None:
        """Become the view that ``arrays`` came from."""
        self._arrays = arrays

    def _features(self, texts: Sequence[str], encode: Encode) -> npt.NDArray[np.float32]:
        """Vectors minus the training mean, at equal length: raw sentence vectors all look alike."""
        parts = []
        for name in self.encoders:
            vectors = encode(name, texts) - self._arrays[f"{name}.mean"]
            parts.append(vectors * (self._LENGTH / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)))
        return np.hstack(parts).astype(np.float32)
