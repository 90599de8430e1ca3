"""Text made even for the classifier; other scripts stay as they are."""

from __future__ import annotations

import pytest

from bot.understanding.normaliser import normalise


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("Hoeveel   UUR rust?", "hoeveel uur rust?"),
        ("café één geïnd", "cafe een geind"),
        ("cafe\u0301", "cafe"),
        ("i don’t “know”", 'i don\'t "know"'),
        ("heeeeelp", "heelp"),
        ("zeeën", "zeen"),
        ("  \n nieuwe\tregel ", "nieuwe regel"),
        ("", ""),
        ("😀😀", "😀😀"),
        ("GROSSE STRAẞE", "grosse strasse"),
    ],
)
def test_normalise(text: str, even: str) -> None:
    assert normalise(text) == even


@pytest.mark.parametrize(
    "text",
    [
        "أحتاج إلى مساعدة",
        "мені потрібна допомога",
        "допоможіть, його й її",
        "助けてください",
        "がんばれ",
        "도와주세요",
        "עזרה בבקשה",
    ],
)
def test_other_scripts_stay(text: str) -> None:
    assert normalise(text) == text


@pytest.mark.parametrize("text", ["Héé!! Wat doet “Mores”?", "ÇA VA", "zoooo laaang", "мені", "áéíóú ñ"])
def test_twice_is_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
