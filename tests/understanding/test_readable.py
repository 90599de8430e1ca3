"""Emoji, other scripts and random keys are no words; typing errors, names and numbers are read."""

from __future__ import annotations

import pytest

from bot.understanding.readable import readable


def known(word: str) -> bool:
    return word in {"rust", "ik", "na"}


@pytest.mark.parametrize(
    "text", ["", "   ", "😭😭", "❤️", "???", "...", "مرحبا", "Привіт", "日本語", "хто може rust", "ffff", "sdkjf"]
)
def test_nothing_to_read(text: str) -> None:
    assert not readable(text, known)


@pytest.mark.parametrize(
    "text", ["rust", "rust 😭", "😭😭 rust??", "10", "4.2", "sdkjf rust", "ik hoeveel rust للراقصين"]
)
def test_something_to_read(text: str) -> None:
    assert readable(text, known)
