"""Which language a message is in, when that is sure."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import eldc

# Said in both languages, too short to say anything, or the name of a Dutch thing that everyone calls by that name:
# never a reason to change the language.
_AMBIGUOUS = frozenset(
    [
        "ok",
        "oke",
        "okay",
        "hi",
        "hey",
        "hello",
        "hallo",
        "hoi",
        "yo",
        "ja",
        "nee",
        "no",
        "yes",
        "nope",
        "yep",
        "thanks",
        "thank",
        "bye",
        "doei",
        "stop",
        "help",
        "hulp",
        "hmm",
        "lol",
        "haha",
        "please",
        "sorry",
        "super",
        "top",
        "cool",
        "test",
        "in",
        "is",
        "of",
        "cao",
        "zzp",
        "zzper",
        "vog",
        "mbo",
        "hbo",
        "atv",
        "ww",
        "avg",
        "nda",
        "show",
        "class",
        "gezelschap",
        "stage",
        "docent",
        "loon",
        "huisarts",
        "vertrouwenspersoon",
        "bedrijfsarts",
        "omscholing",
    ]
)


@lru_cache(maxsize=1)
def _detector() -> Any:
    eldc.init()
    return eldc.instance()


def detect_language(text: str) -> str | None:
    """Two-letter code of the language of a message (nl, en, de, ...), or None when it is not sure."""
    words = [word.strip(".,!?:;\"'()").casefold() for word in text.split()]
    telling = [word for word in words if word and word not in _AMBIGUOUS and not word.isdigit()]
    if not telling:
        return None
    details = _detector().detect_details(text)
    return str(details.language) if details.reliable else None
