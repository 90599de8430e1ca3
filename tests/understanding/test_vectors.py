"""Vectors of examples: each text is encoded once, also over trainings, and a damaged file costs time only."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.understanding import vectors
from bot.understanding.vectors import KeptVectors


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the encoder was asked for; its vectors are made of the letters."""
    texts: list[str] = []

    def encode(name: str, some: Sequence[str]) -> vectors.Vectors:
        texts.extend(some)
        return np.array([[len(text), ord(text[0]) / 7, 1 / 3] for text in some], dtype=np.float32)

    monkeypatch.setattr(vectors, "encode", encode)
    return texts


def test_a_text_is_encoded_once(asked: list[str]) -> None:
    book = KeptVectors()
    first = book.of("e5", ["rust", "loon", "rust"])
    again = book.of("e5", ["loon", "rust"])
    assert asked == ["rust", "loon"]
    assert np.array_equal(first[[1, 0]], again)


def test_kept_vectors_equal_new_ones(asked: list[str], tmp_path: Path) -> None:
    book = KeptVectors(tmp_path / "kept")
    new = book.of("e5", ["rust", "loon"])
    book.save()
    kept = KeptVectors(tmp_path / "kept").of("e5", ["loon", "rust", "cao"])
    assert asked == ["rust", "loon", "cao"]
    assert np.array_equal(new[[1, 0]], kept[:2])


def test_only_what_was_asked_for_is_kept(asked: list[str], tmp_path: Path) -> None:
    for texts in (["rust", "loon"], ["rust", "cao"]):
        book = KeptVectors(tmp_path)
        book.of("e5", texts)
        book.save()
    asked.clear()
    KeptVectors(tmp_path).of("e5", ["rust", "loon", "cao"])
    assert asked == ["loon"]


def test_no_text_is_kept(asked: list[str], tmp_path: Path) -> None:
    book = KeptVectors(tmp_path)
    book.of("e5", ["kanarievogel"])
    book.save()
    assert all(b"kanarievogel" not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_damaged_file_is_made_again(asked: list[str], tmp_path: Path) -> None:
    book = KeptVectors(tmp_path)
    book.of("e5", ["rust"])
    book.save()
    for path in tmp_path.iterdir():
        path.write_bytes(b"broken")
    asked.clear()
    assert KeptVectors(tmp_path).of("e5", ["rust"]).shape == (1, 3)
    assert asked == ["rust"]


class Terminal(io.StringIO):
    """What a person at a terminal sees."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("asked")
def test_whoever_waits_in_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    KeptVectors().of("e5", ["one message"])
    assert seen.getvalue() == ""
    KeptVectors().of("e5", [f"example {number}" for number in range(100)])
    assert "vectors of e5" in seen.getvalue()
    assert "4/4" in seen.getvalue()
