"""Texts that nobody would think of, for whoever reads what people type."""

from __future__ import annotations

import itertools

ODD = [
    "", " ", "\x00", "\n\n\n", "\t", "\r\n", "\u2028", "\u202e", "\ufeff", "\u200b", "\ud800", "\udfff\ud800", "\ue000",
    "\U0010ffff", "²", "½", "١٢", "𝟙𝟚", "Ⅷ", "①", "İ", "ß", "ŉ", "ﷺ", "a\u0301" * 30, "\u0301" * 50, "Z̸̡̛͎̥͔͇̟̹͈̜̱ͩ̏ͧ͒̀̀ͅalgo",
    "👩🏽‍🦽", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️‍🔥", "🇳🇱🇳🇱", "مرحبا كيف", "नमस्ते क्षत्रिय", "Tôi bị đánh ở trường", "日本語です", "Допоможіть",
    "stap ²", "step ١", "stap 99999999999999999999", "ik ben ²", "ik ben ½", "i am ٣", "bijna ٤ jaar",
    "/restart", "//", "{x}",
    "{phone:alarm_112}", "%s %d {0}", "</script>", "'; DROP TABLE x;--", "\\u0000", "`$(reboot)`", "a" * 1000,
]  # fmt: skip


def zalgo(text: str, marks: int) -> str:
    """A text with combining marks piled on every character."""
    above = itertools.cycle("\u0300\u0315\u0327\u0338\u0489")
    return "".join(char + "".join(itertools.islice(above, marks)) for char in text)
