"""Which intent a message has: the opinions of several views of its text, weighed by how far each can be trusted.

The n-grams have their say first. When they are not sure, the meaning according to the first sentence encoder is added;
when that is not sure either, the meaning according to all of them, which takes most of the time. The weights are
given, or learned on examples that the views did not see.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from bot.understanding.normaliser import normalise
from bot.understanding.readable import readable
from bot.understanding.vectors import KeptVectors
from bot.understanding.views import FEW, Floats, Meaning, Ngrams, log_softmax

Places = npt.NDArray[np.intp]
LEADS = (0.8, 0.3)
"""By how much the likeliest label must lead for the n-grams alone, and with the first encoder, to ask no further."""
_NEVER = (np.inf, np.inf)
_RATHER_SURE = 0.7
_FOLDS = 5
_ONE_IN = 20


@dataclass(frozen=True)
class Weights:
    """How far the views are trusted: the n-grams by themselves, the n-grams beside a meaning, the meaning."""

    alone: float
    ngrams: float
    meaning: float


class IntentModel:
    """Trained with ``fit``, asked with ``rank``; deterministic for the same examples.

    ``weights``: None to learn them, which takes at least twice as long. ``leads``: see ``LEADS``. ``settled``: the only
    labels that may be believed without asking all views; None for any label. ``networks``: see ``Meaning``.
    """

    def __init__(
        self,
        encoders: Sequence[str] = (),
        weights: Weights | None = None,
        leads: Sequence[float] = LEADS,
        settled: Sequence[str] | None = None,
        networks: int = 1,
    ) -> None:
        self.encoders = tuple(encoders)
        self._settled = None if settled is None else tuple(settled)
        self._given = weights
        self.labels: list[str] = []
        self._leads = np.array(leads)
        self._ngrams = Ngrams()
        self._meanings = [Meaning(self.encoders[: number + 1], networks) for number in range(len(self.encoders))]
        self._alone = np.ones(1)
        """Weight of the n-grams when nothing else is asked."""
        self._together = np.ones((len(self._meanings), 2))
        """Weights of the n-grams and of each meaning when they are pooled."""

    def fit(self, texts: Sequence[str], labels: Sequence[str], vectors: KeptVectors | None = None) -> IntentModel:
        """Learn from example texts and their labels (equal length, at least two different labels).

        ``vectors``: those of example texts that were encoded before.
        """
        self.labels = sorted(set(labels))
        texts = [normalise(text) for text in texts]
        places = np.array([self.labels.index(label) for label in labels])
        vectors = vectors or KeptVectors()
        if len(texts) < FEW:
            self._leads = np.array(_NEVER)
        if self._given:
            self._alone[:] = self._given.alone
            self._together[:] = self._given.ngrams, self._given.meaning
        elif self.encoders:
            self._weigh(texts, places, vectors)
        self._learn(texts, places, vectors)
        return self

    def readable(self, text: str) -> bool:
        """Whether a text holds anything to guess an intent from; if not, ``rank`` guesses all the same."""
        return readable(normalise(text), self._ngrams.could_be_a_word)

    def rank(self, text: str, vectors: KeptVectors | None = None) -> list[tuple[str, float]]:
        """All labels with their probability, most likely first; probabilities add up to one.

        ``vectors``: those that another model already asked for, so that no encoder reads the text twice.
        """
        return self.rank_all([text], vectors)[0]

    def rank_all(self, texts: Sequence[str], vectors: KeptVectors | None = None) -> list[list[tuple[str, float]]]:
        """``rank`` for several texts at once."""
        probabilities = self.probabilities(texts, vectors)
        order = np.argsort(-probabilities, axis=1, kind="stable")
        return [
            [(self.labels[place], float(row[place])) for place in places]
            for row, places in zip(probabilities, order, strict=True)
        ]

    def probabilities(self, texts: Sequence[str], vectors: KeptVectors | None = None) -> Floats:
        """One row per text, one column per label in the order of ``labels``."""
        texts = [normalise(text) for text in texts]
        ngrams = self._ngrams.opinion(texts)
        vectors = vectors or KeptVectors()
        result = log_softmax(self._alone * ngrams)
        for meaning, weights, lead in zip(self._meanings, self._together, self._leads, strict=False):
            second, best = np.partition(np.exp(result), -2, axis=1)[:, -2:].T
            unsure = np.flatnonzero((best - second < lead) | ~self._may_settle(result))
            if not len(unsure):
                break
            doubtful = [texts[place] for place in unsure]
            opinions = (ngrams[unsure], meaning.opinion(doubtful, vectors.of))
            result[unsure] = _pool(weights, opinions, self._ngrams.known(doubtful))
        return np.asarray(np.exp(result))

    def _may_settle(self, result: Floats) -> npt.NDArray[np.bool_]:
        """Of each row, whether its likeliest label may be believed without asking further."""
        if self._settled is None:
            return np.ones(len(result), dtype=bool)
        return np.isin(np.array(self.labels)[result.argmax(axis=1)], self._settled)

    def surely(self, texts: Sequence[str]) -> list[str | None]:
        """The label of each text that the n-grams alone are rather sure of, at a tenth of the cost of ``rank``."""
        opinions = log_softmax(self._alone * self._ngrams.opinion([normalise(text) for text in texts]))
        best = zip(opinions.argmax(axis=1), np.exp(opinions.max(axis=1)), strict=True)
        return [self.labels[place] if sure >= _RATHER_SURE else None for place, sure in best]

    def save(self, folder: Path) -> None:
        """Write ``intents.json`` and ``weights.npz`` into an existing folder."""
        description = {
            "labels": self.labels,
            "encoders": self.encoders,
            "settled": self._settled,
            "ngrams": self._ngrams.vocabularies(),
        }
        views = {"ngrams": self._ngrams.arrays()}
        views |= {f"meaning{number}": meaning.arrays() for number, meaning in enumerate(self._meanings)}
        arrays = {f"{view}.{name}": array for view, own in views.items() for name, array in own.items()}
        arrays |= {"leads": self._leads, "alone": self._alone, "together": self._together}
        (folder / "intents.json").write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
        np.savez_compressed(folder / "weights.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what ``save`` wrote. Raises OSError or ValueError when a file is missing or damaged."""
        description = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
        views: dict[str, dict[str, Any]] = {}
        with np.load(folder / "weights.npz") as arrays:
            for key in arrays.files:
                view, _, name = key.partition(".")
                views.setdefault(view, {})[name] = arrays[key]
        model = cls(description["encoders"], settled=description["settled"])
        model.labels = description["labels"]
        model._leads, model._alone, model._together = (views[name][""] for name in ("leads", "alone", "together"))
        model._ngrams.restore(description["ngrams"], views["ngrams"])
        for number, meaning in enumerate(model._meanings):
            meaning.restore(views[f"meaning{number}"])
        return model

    def _learn(self, texts: Sequence[str], places: Places, vectors: KeptVectors) -> None:
        """All views at the same time, so that no processor waits for the last network of one of them."""
        from sklearn.exceptions import ConvergenceWarning

        for name in self.encoders:
            vectors.of(name, texts)  # now, so that no text is encoded twice by views that ask at the same time
        examples = texts, places, len(self.labels)
        # A network is too small to share several processors, and on one of its own learns the same everywhere.
        with (
            threadpool_limits(limits=1, user_api="blas"),
            warnings.catch_warnings(),
            ThreadPoolExecutor(os.cpu_count()) as processors,
            ThreadPoolExecutor(1 + len(self._meanings)) as views,
        ):
            warnings.simplefilter("ignore", ConvergenceWarning)  # how long networks learn was chosen
            learning: list[Future[Any]] = [views.submit(self._ngrams.fit, *examples)]
            learning += [views.submit(meaning.fit, *examples, vectors.of, processors) for meaning in self._meanings]
            for view in learning:
                view.result()

    def _weigh(self, texts: Sequence[str], places: Places, vectors: KeptVectors) -> None:
        """Find the weights that make the right labels of unseen examples most likely.

        With few examples every one of them is once unseen; with many, one in twenty is enough.
        """
        parts = []
        for unseen in _unseen_parts(places):
            seen = np.setdiff1d(np.arange(len(texts)), unseen)
            self._learn([texts[place] for place in seen], places[seen], vectors)
            asked = [texts[place] for place in unseen]
            meanings = [meaning.opinion(asked, vectors.of) for meaning in self._meanings]
            parts.append((places[unseen], self._ngrams.known(asked), self._ngrams.opinion(asked), *meanings))
        right, known, ngrams, *pooled = (np.concatenate(part) for part in zip(*parts, strict=True))

        for number, meanings_so_far in enumerate(pooled):
            both = (ngrams, meanings_so_far)
            self._together[number] = _most_likely(lambda weights: _pool(weights, both, known), 2, right)  # noqa: B023
        self._alone = _most_likely(lambda weights: log_softmax(weights * ngrams), 1, right)


def _most_likely(opinion: Callable[[Floats], Floats], weights: int, right: Places) -> Floats:
    """The weights with which an opinion gives the right labels the highest mean log-probability."""
    from scipy.optimize import minimize

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
