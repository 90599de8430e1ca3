"""Chat text made even for the classifier; the person's own words are never changed."""

from __future__ import annotations

import re
import unicodedata

_STRETCHED = re.compile(r"(\w)\1{2,}")
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})


def normalise(text: str) -> str:
    """Lower case, straight quotes, no Latin accents or stretched letters, single spaces; other scripts stay as is."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES).casefold()
    if not text.isascii():
        text = "".join(_plain(char) for char in text)
    return _SPACE.sub(" ", _STRETCHED.sub(r"\1\1", text)).strip()


def _plain(char: str) -> str:
    """A Latin letter without its accent; any other character unchanged."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char
