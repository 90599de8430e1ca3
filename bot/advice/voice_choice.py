"""Which voice to go on in, after each message."""

from __future__ import annotations

import re

from bot.advice.situation import years_in
from bot.voice import Voice

CHILD_UNTIL, ADULT_FROM = 12, 18
"""Up to the first age someone is answered in the child's voice, from the second in the adult's; between, as it was."""

_LANGUAGE_NAMES = {
    "en": r"(?:english|engels|ingles|anglais|englisch)",
    "nl": r"(?<!my )(?<!mijn )(?:dutch|nederlandse?)",
}
_SHORT_NAMES = {"en": "en|eng", "nl": "nl"}
_POLITE = r"(?:please|pls|plz|graag|aub|a\.u\.b\.|alsjeblieft|alstublieft)"
_ASKING = (
    rf"(?:{_POLITE}|kan|kun|can|could|may|speak|talk|spreek|praat|praten|switch|change|translate|vertaal|verder|continue|"
    r"liever|rather|prefer|better|beter|antwoord|answer|wil|want|write|schrijf|ga|go|doe|zet|do you|mag|only|alleen|"
    r"back to|terug naar|zeg|leg|say|explain)"
)
_EASY = r"(?:easy|easier|simple|simpler|plain|(?:makkelijk|simpel|eenvoudig)(?:e|er)?)"
_ASKS_LANGUAGE = {
    language: re.compile(
        rf"^\W*(?:in )?(?:het )?(?:{_EASY} |sorry )?{name}(?: taal| language)?(?: (?:for|voor) \w+)?\W*$|^\W*(?:{_SHORT_NAMES[language]})(?: {_POLITE})?\W*$|"
        rf"\b{_ASKING}\b.*\b{name}\b|\b{name}\b.*\b{_ASKING}\b",
        re.IGNORECASE,
    )
    for language, name in _LANGUAGE_NAMES.items()
}
# A question about the law or a place, not a wish about how to talk.
_NOT_ABOUT_TALKING = re.compile(
    r"\b(?:contract\w*|cao|wet|law|visa|visum|les|lessen|class|classes|cursus|course|teacher|docent|werk\w*|work\w*|job|audit\w*|"
    r"fund|fonds|need to (?:speak|know)|have to (?:speak|know)|moet ik|must i|as a|als danser|leren|learn|studi\w*|study)\b",
    re.IGNORECASE,
)
_EXPLAIN = (
    r"(?:uitleg\w*|leg|zeg\w*|vertel\w*|praat|praten|schrijf|antwoord\w*|doe|zet|taal|versie|woorden|kan het|kan dit|mag het|kun je|kan je|"
    rf"maak het|{_POLITE}|{'|'.join(_LANGUAGE_NAMES.values())}|explain|say|tell|talk|speak|write|answer\w*|make it|version|language|"
    r"words|can you|could you)"
)
_A_CHILD = r"(?:kinderen|kids?|(?:tegen )?(?:een )?kind|de basisschool|groep [3-8]|children|a kid|to a child|a child|an? \d+[- ]year[- ]old)"
_FOR_CHILD = (
    rf"(?:(?:voor|als|op|for|like) {_A_CHILD}|like i(?:['’]?m| am) (?:a kid|a child|five|six|seven|eight|nine|ten|\d+)|"
    r"alsof ik (?:een kind|\w+) ben)"
)
_SIMPLER = (
    r"(?:(?:wat|iets|a bit|more|less) )?(?:simpeler|makkelijker|eenvoudiger|simpel|makkelijk|simple|simpler|easy|easier|complicated)"
    r"(?: (?:woorden|taal|words|language|uit))?"
)
_ASKS_CHILD = re.compile(
    rf"^\W*(?:{_EXPLAIN} )*(?:{_FOR_CHILD}|{_SIMPLER})(?: {_EXPLAIN})*\W*$|"
    rf"\b{_EXPLAIN}\b[^.!?]{{0,25}}\b(?:{_FOR_CHILD}|{_SIMPLER})\b|\b{_FOR_CHILD}\b[^.!?]{{0,10}}\b(?:uitleggen|zeggen|vertellen|praten)\b|"
    rf"\b{_EASY} (?:woorden|taal|words|{'|'.join(_LANGUAGE_NAMES.values())})\b|kindertaal|kinderversie|kinderstand|kids? (?:version|mode|one)|"
    r"jip en janneke|kindvriendelijk\w*|(?:moeilijke?|difficult|hard) (?:woorden|words)|kortere zinnen|shorter sentences|mensentaal|plain language|"
    r"^\W*(?:this is |dit is )?(?:te moeilijk|too (?:hard|difficult))(?: to read| om te lezen| voor mij| for me)?\W*$",
    re.IGNORECASE,
)
_ASKS_ADULT = re.compile(
    r"\b(?:(?:voor|for|op) (?:volwassenen|adults|grote mensen|grown[- ]?ups)|(?:volwassen|adult|grote mensen|grown[- ]?up)[- ]?(?:versie|version|language)|"
    r"versie voor (?:volwassenen|tieners)|ik ben (?:al )?volwassen|(?:ben )?geen (?:klein )?kind|kinderachtig|kiddie|(?:niet|geen)\b.{0,12}kinderstand|"
    r"like a baby|baby ?(?:talk|taal)|geen (?:kleuter|baby|peuter)|(?:gewone?|normale?) (?:mensen)?taal|(?:praat|doe|zeg het) (?:\w+ )?normaal|"
    r"as an adult|als (?:een )?volwassene|for (?:a )?grown[- ]?ups?|normal (?:talk|language|words)|talk normal(?:ly)?|"
    r"(?:ik ben|i am|i['’]?m|im|dit is|this is) (?:nu |now )?(?:haar|zijn|hun|de|een|her|his|their|the|a) (?:moeder|vader|mama|papa|ouder|mother|father|mum|mom|dad|parent)|"
    r"(?:i'?m|i am) (?:an adult|not a (?:kid|child|baby)))\b",
    re.IGNORECASE,
)
_MAX_REQUEST_WORDS = 12
_SENTENCE_END = re.compile(r"[.!?;\n]+")


def asked_voice(text: str, current: Voice) -> Voice | None:
    """The voice someone asks for in words ("english please", "voor kinderen"), or None when nothing is asked."""
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]
    found = (
        _asked_in(sentence, current) for sentence in [text, *sentences] if len(sentence.split()) <= _MAX_REQUEST_WORDS
    )
    return next((voice for voice in found if voice), None)


def _asked_in(text: str, current: Voice) -> Voice | None:
    language, child = current.language, current.is_child
    asked = False
    if not _NOT_ABOUT_TALKING.search(text):
        for code, pattern in _ASKS_LANGUAGE.items():
            if pattern.search(text):
                language, asked = code, True
    if _ASKS_ADULT.search(text):
        child, asked = False, True
    elif _ASKS_CHILD.search(text) and not _NOT_ABOUT_TALKING.search(text):
        child, asked = True, True
    return Voice.of(language, child) if asked else None


def next_voice(current: Voice, text: str, detected_language: str | None, *, about_self: bool = True) -> Voice:
    """The voice to answer in: what is asked for, else a stated age, else the language someone plainly types.

    ``about_self`` is False when the message is about somebody else: then only an age that someone says of themselves
    ("ik ben 10") changes the voice, not that of a parent's child.
    A language other than Dutch is answered in English.
    """
    language, child = current.language, current.is_child
    if detected_language == "nl":
        language = "nl"
    elif detected_language is not None:
        language = "en"
    if asked := asked_voice(text, Voice.of(language, child)):
        return asked
    years = years_in(text, own=not about_self)
    if years is not None and not CHILD_UNTIL < years < ADULT_FROM:
        child = years <= CHILD_UNTIL
    return Voice.of(language, child)
