"""Which voice to go on in, after each message."""

from __future__ import annotations

import re

from bot.advice.situation import years_in
from bot.voice import Voice

CHILD_UNTIL = 12
"""Someone who says to be this old or younger is answered in the child's voice, until another voice is asked for."""

_LANGUAGE_NAMES = {
    "en": r"(?:in (?:het |plain |simple )?)?(?:english|engels|ingles|anglais|englisch)",
    "nl": r"(?:in (?:het )?)?(?:dutch|nederlands|nl)",
}
_ASKING = (
    r"(?:please|pls|plz|graag|aub|a\.u\.b\.|alsjeblieft|alstublieft|kan|kun|can|could|may|speak|talk|spreek|praat|praten|"
    r"switch|change|verder|liever|rather|prefer|antwoord|answer|wil|want|write|schrijf|ga|go|doe|do you|mag|only|alleen)"
)
_ASKS_LANGUAGE = {
    language: re.compile(rf"^\W*{name}\W*$|\b{_ASKING}\b.*\b{name}\b|\b{name}\b.*\b{_ASKING}\b", re.IGNORECASE)
    for language, name in _LANGUAGE_NAMES.items()
}
_ASKS_CHILD = re.compile(
    r"\b(?:voor|als) (?:kinderen|kids|een kind)\b|\b(?:for|like) (?:kids|children|a kid|a child)\b|kindertaal|kinderversie|kids? version|"
    r"\b(?:simpeler|makkelijker|eenvoudiger|simpel|simpler|easier|makkelijke woorden|simple words|easy words)\b",
    re.IGNORECASE,
)
_ASKS_ADULT = re.compile(
    r"\b(?:voor volwassenen|volwassen versie|ik ben volwassen|ben geen kind|for adults|adult version|(?:i'?m|i am) (?:an adult|not a (?:kid|child)))\b",
    re.IGNORECASE,
)
_MAX_REQUEST_WORDS = 12


def asked_voice(text: str, current: Voice) -> Voice | None:
    """The voice someone asks for in words ("english please", "voor kinderen"), or None when nothing is asked."""
    if len(text.split()) > _MAX_REQUEST_WORDS:
        return None
    language, child = current.language, current.is_child
    asked = False
    for code, pattern in _ASKS_LANGUAGE.items():
        if pattern.search(text):
            language, asked = code, True
    if _ASKS_ADULT.search(text):
        child, asked = False, True
    elif _ASKS_CHILD.search(text):
        child, asked = True, True
    return Voice.of(language, child) if asked else None


def next_voice(current: Voice, text: str, detected_language: str | None, *, about_self: bool = True) -> Voice:
    """The voice to answer in: what is asked for, else a stated age, else the language someone plainly types.

    ``about_self`` is False when the age in the text is somebody else's, such as a parent's child.
    A language other than Dutch is answered in English.
    """
    if asked := asked_voice(text, current):
        return asked
    language, child = current.language, current.is_child
    if detected_language == "nl":
        language = "nl"
    elif detected_language is not None:
        language = "en"
    years = years_in(text) if about_self else None
    if years is not None:
        child = years <= CHILD_UNTIL
    return Voice.of(language, child)
