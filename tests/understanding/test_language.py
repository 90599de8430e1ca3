"""The language of a message, and silence when it is not sure."""

from __future__ import annotations

import pytest

from bot.understanding.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hoeveel uur rust moet ik krijgen tussen twee voorstellingen", "nl"),
        ("mijn docent schreeuwt tegen ons", "nl"),
        ("how many hours of rest do i get between shows", "en"),
        ("my teacher shouts at us", "en"),
        ("wie viele Stunden Pause bekomme ich", "de"),
    ],
)
def test_sure(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "ok", "OK!", "help", "HULP", "112", "mores", "ja", "no", "hi", "zzp", "😀", "...", "10", "stop please"]
)
def test_not_sure(text: str) -> None:
    assert detect_language(text) is None
