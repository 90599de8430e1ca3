"""The intent model on a toy set, without sentence encoders: deterministic, and the same after saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.understanding.classifier import IntentModel
from bot.understanding.encoders import EncoderUnavailable, encoder

EXAMPLES = {
    "rest": [
        "hoeveel rust krijg ik", "uren rust tussen shows", "how much rest do i get", "rest between shows",
        "rust na een show", "is 9 uur rust genoeg", "minimum rest hours",
        "hoe lang rust", "rust in de nacht", "hours between two shows",
    ],
    "pay": [
        "mijn loon is niet betaald", "wanneer krijg ik loon", "they did not pay me", "unpaid invoice",
        "factuur niet betaald", "ik wacht op mijn geld", "my wage is late",
        "loon te laat", "salary not paid", "geld niet gekregen",
    ],
    "help": [
        "wie kan mij helpen", "ik zoek hulp", "who can help me", "i need someone", "bij wie kan ik terecht",
        "kan iemand helpen", "who do i call", "wie moet ik bellen", "help zoeken", "someone to talk to",
    ],
}  # fmt: skip
TEXTS = [text for texts in EXAMPLES.values() for text in texts]
LABELS = [label for label, texts in EXAMPLES.items() for _ in texts]
ASKED = ["hoeveel uren rust", "loon niet betaald", "wie kan helpen", "Who can HELP?!", "iets heel anders", "", "مساعدة"]


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return IntentModel(encoders=()).fit(TEXTS, LABELS)


def test_toy_set_has_thirty_examples() -> None:
    assert len(TEXTS) == 30


def test_learns(model: IntentModel) -> None:
    assert model.labels == ["help", "pay", "rest"]
    assert [ranking[0][0] for ranking in model.rank_all(ASKED[:4])] == ["rest", "pay", "help", "help"]
    right = [ranking[0][0] == label for ranking, label in zip(model.rank_all(TEXTS), LABELS, strict=True)]
    assert all(right)


def test_probabilities_add_up(model: IntentModel) -> None:
    probabilities = model.probabilities(ASKED)
    assert probabilities.shape == (len(ASKED), 3)
    assert np.allclose(probabilities.sum(axis=1), 1.0)
    assert (probabilities > 0).all()


def test_ranking_is_sorted(model: IntentModel) -> None:
    for ranking in model.rank_all(ASKED):
        values = [value for _, value in ranking]
        assert values == sorted(values, reverse=True)
        assert {label for label, _ in ranking} == set(model.labels)
    assert model.rank(ASKED[0]) == model.rank_all(ASKED)[0]


def test_deterministic(model: IntentModel) -> None:
    again = IntentModel(encoders=()).fit(TEXTS, LABELS)
    assert np.array_equal(again.probabilities(ASKED), model.probabilities(ASKED))


def test_spelling_does_not_matter(model: IntentModel) -> None:
    assert model.rank("HOEVEEL  rúst") == model.rank("hoeveel rust")


def test_save_and_load_give_equal_probabilities(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path)
    assert loaded.labels == model.labels
    assert loaded.encoders == ()
    # Weights are kept in half the precision they were learnt in.
    assert np.allclose(loaded.probabilities(ASKED), model.probabilities(ASKED), atol=1e-5)
    other = tmp_path / "again"
    other.mkdir()
    loaded.save(other)
    assert np.array_equal(IntentModel.load(other).probabilities(ASKED), loaded.probabilities(ASKED))


def test_nothing_pickled_is_saved(model: IntentModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"intents.json", "weights.npz"}
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


@pytest.mark.parametrize("missing", ["intents.json", "weights.npz"])
def test_a_missing_file_is_an_error(model: IntentModel, tmp_path: Path, missing: str) -> None:
    model.save(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(OSError, match=missing):
        IntentModel.load(tmp_path)


@pytest.mark.parametrize("damaged", ["intents.json", "weights.npz"])
def test_a_damaged_file_is_an_error(model: IntentModel, tmp_path: Path, damaged: str) -> None:
    model.save(tmp_path)
    (tmp_path / damaged).write_text("{broken", encoding="utf-8")
    with pytest.raises((OSError, ValueError)):
        IntentModel.load(tmp_path)


def test_an_unknown_encoder_is_named() -> None:
    with pytest.raises(EncoderUnavailable, match="no encoder 'gpt'"):
        encoder("gpt")
