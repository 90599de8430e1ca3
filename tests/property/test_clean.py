"""What is left of a typed text: nothing that is not words, and everything that is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.odd_texts import ODD, zalgo
from bot.server.limits import clean
from tests.property.texts import texts

_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
MOST_MARKS = 3
"""Combining marks in a row that may be left."""


def most_marks(text: str) -> int:
    """The longest row of combining marks."""
    longest = row = 0
    for char in text:
        row = row + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        longest = max(longest, row)
    return longest


def nothing_odd_in(cleaned: str) -> None:
    assert "\x00" not in cleaned
    assert not _BIDI & set(cleaned)
    assert not cleaned.startswith(("/", " ", "\n", "\t"))
    assert cleaned == cleaned.strip()
    assert all(unicodedata.category(char) not in ("Cs", "Co", "Cn") for char in cleaned)
    assert most_marks(cleaned) <= MOST_MARKS
    cleaned.encode("utf-8")


@settings(max_examples=250)
@given(texts | st.builds(zalgo, texts, st.integers(0, 20)))
@example("/\u200b/restart")
@example("\u202e/restart")
@example("a/\u0301")
@example("/\u0338restart")
@example("\u00a0/restart")
@example("\u200d/restart")
@example("\r/restart")
@example("C\x1f\u0327")
def test_nothing_but_words_is_left_and_once_is_enough(text: str) -> None:
    cleaned = clean(text)
    nothing_odd_in(cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    for said in (text, f"/{text}", f"{text}/restart", f"  {text}//x"):
        nothing_odd_in(clean(said))
        assert clean(clean(said)) == clean(said)


@pytest.mark.parametrize(
    "text",
    [
        "ik word geslagen 😭", "👩🏽‍🦽 mag ik met een rolstoel dansen?", "🏳️‍🌈", "❤️‍🔥 help", "👨‍👩‍👧‍👦", "🇳🇱", "1️⃣ stap",
        "مرحبا، أنا راقصة", "السَّلَامُ عَلَيْكُمْ", "नमस्ते, मैं एक नर्तकी हूँ", "क्षत्रिय",
        "Tôi bị đánh ở trường múa", "Nguyễn Thị Hương", "ไม่เป็นไรค่ะ",
        "שָׁלוֹם", "Допоможіть мені", "我是舞者", "ik zei: 'nee'\nhij ging door",
        "crème brûlée, café, naïef, reünie", "50% + € 12,50 / uur",
    ],
)  # fmt: skip
def test_words_in_any_script_stay_as_they_are(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)
