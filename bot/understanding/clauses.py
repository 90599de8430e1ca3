"""Splits a message into the parts that may each ask for something, and leaves out "no, I mean"."""

from __future__ import annotations

import re

_END = re.compile(r"[.?!;\n]+")
_BESIDES = re.compile(
    r"(?:^|(?<![\s,])[\s,]+)(?:en ook|en daarnaast|daarnaast|en verder|and also|also|plus|oh en|oh and|ps)[\s,:]+",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^\W*(?:(?:nee+|neen|nope|no+|sorry|oeps|oops|wacht|wait|ik bedoel(?:de)?|i mean|i meant|bedoel(?:de)?|eigenlijk|"
    r"actually|ik typte het verkeerd|niet dat|not that|dat niet|verkeerd|wrong|maar|but|dus|so)\b[\s,.;:!-]*)*"
    r"(?:ik bedoel(?:de)?|i mean|i meant|bedoel(?:de)?)\b[\s,.;:!-]*(?:eigenlijk |actually |gewoon |just |dat |of )?",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    r"^\W*(?:nee+|no+|niet \w+,|not \w+,|sorry|oh)\b[\s,.;:!-]*(.+?)\W+(?:bedoel(?:de)? ik|i mean|i meant)\W*$",
    re.IGNORECASE,
)
_ASKS_RULE = re.compile(
    r"\b(?:ma(?:g|ch) (?:hij|ie|ze|zij|dat|dit|die|de|mijn|mn|een|je|het|zo\w*|een|mij|juf|meester)|"
    r"mogen (?:ze|zij|wij|we|die|de)|is (?:dat|dit|het) (?:wel )?(?:normaal|ok|oke|goed|toegestaan|legaal|raar)|"
    r"kan dat zomaar|hoort dat|can (?:she|he|they|my|a|the|we)|may (?:she|he|they|my|a|the)|"
    r"(?:is|are) (?:that|it|this|they) (?:ok|okay|allowed|normal|legal|right)|allowed to)\b",
    re.IGNORECASE,
)
_WORDS = 4
"""A shorter part is an exclamation or the end of a sentence, and asks for nothing by itself."""


def clauses(text: str) -> list[str]:
    """The parts of at least four words, in order; one or none for a message that asks one thing."""
    parts = (part.strip(" ,") for sentence in _END.split(text) for part in _BESIDES.split(sentence.strip()))
    return [part for part in parts if len(part.split()) >= _WORDS]


def without_correction(text: str) -> str:
    """The text without a "nee, ik bedoel" before it or "bedoel ik" after it, when something is left."""
    if found := _CORRECTED.match(text):
        return found.group(1)
    return _CORRECTS.sub("", text, count=1).strip() or text


def asks_rule(text: str) -> bool:
    """Whether a text asks if something is allowed, beside whatever else it tells."""
    return bool(_ASKS_RULE.search(text))
