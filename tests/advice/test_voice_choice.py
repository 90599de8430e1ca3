"""The voice to go on in: what is asked for, a stated age, the language someone types."""

from __future__ import annotations

import pytest

from bot.advice.voice_choice import asked_voice, next_voice
from bot.voice import VOICES, Voice


@pytest.mark.parametrize(
    ("text", "current", "asked"),
    [
        ("english please", Voice.NL, Voice.EN),
        ("English", Voice.NL, Voice.EN),
        ("in english", Voice.NL, Voice.EN),
        ("can you speak english?", Voice.NL, Voice.EN),
        ("do you speak English", Voice.NL, Voice.EN),
        ("kan het in het engels", Voice.NL, Voice.EN),
        ("liever engels", Voice.NL, Voice.EN),
        ("english please", Voice.NL_KIND, Voice.EN_KIND),
        ("in het nederlands", Voice.EN, Voice.NL),
        ("nederlands graag", Voice.EN, Voice.NL),
        ("in dutch please", Voice.EN, Voice.NL),
        ("Nederlands", Voice.EN_KIND, Voice.NL_KIND),
        ("voor kinderen", Voice.NL, Voice.NL_KIND),
        ("uitleg voor kinderen graag", Voice.NL, Voice.NL_KIND),
        ("kun je het makkelijker uitleggen", Voice.NL, Voice.NL_KIND),
        ("makkelijker", Voice.NL, Voice.NL_KIND),
        ("in makkelijke woorden", Voice.NL, Voice.NL_KIND),
        ("for kids", Voice.EN, Voice.EN_KIND),
        ("explain it like i'm five", Voice.EN, Voice.EN_KIND),
        ("can you make it simpler", Voice.EN, Voice.EN_KIND),
        ("simple words please", Voice.EN, Voice.EN_KIND),
        ("english for kids please", Voice.NL, Voice.EN_KIND),
        ("voor volwassenen", Voice.NL_KIND, Voice.NL),
        ("ik ben geen kind", Voice.NL_KIND, Voice.NL),
        ("i'm an adult", Voice.EN_KIND, Voice.EN),
        ("english for adults", Voice.NL_KIND, Voice.EN),
    ],
)
def test_asked(text: str, current: Voice, asked: Voice) -> None:
    assert asked_voice(text, current) is asked


@pytest.mark.parametrize(
    "text",
    [
        "hoeveel rust krijg ik",
        "is my contract valid if it is in english",
        "do i need to speak dutch to work here",
        "moet ik nederlands leren voor dit werk",
        "mag mijn contract in het engels zijn",
        "zijn er regels voor kinderen in een musical",
        "are there rules for children on stage",
        "ik geef les voor kinderen",
        "is it easier to get paid as a zzp",
        "hoe kan ik makkelijker stretchen",
        "is een simpel contract geldig",
        "mijn docent praat engels tegen mij en dat vind ik niet fijn want ik begrijp het niet goed",
        "",
    ],
)
def test_nothing_asked(text: str) -> None:
    assert asked_voice(text, Voice.NL) is None


@pytest.mark.parametrize(
    ("current", "text", "language", "voice"),
    [
        (Voice.NL, "ik ben 10", "nl", Voice.NL_KIND),
        (Voice.EN, "im 9", "en", Voice.EN_KIND),
        (Voice.NL, "ik ben 12", "nl", Voice.NL_KIND),
        (Voice.NL, "ik ben 13", "nl", Voice.NL),
        (Voice.NL_KIND, "ik ben 30", "nl", Voice.NL),
        (Voice.NL_KIND, "ik ben 15", "nl", Voice.NL_KIND),
        (Voice.NL, "i am ten years old", "en", Voice.EN_KIND),
        (Voice.NL, "how long is my break", "en", Voice.EN),
        (Voice.EN, "hoe lang is mijn pauze", "nl", Voice.NL),
        (Voice.NL_KIND, "how long is my break", "en", Voice.EN_KIND),
        (Voice.NL, "wie lange ist meine pause", "de", Voice.EN),
        (Voice.NL, "10 uur rust", "nl", Voice.NL),
        (Voice.NL, "ik dans al 10 jaar", "nl", Voice.NL),
    ],
)
def test_next(current: Voice, text: str, language: str, voice: Voice) -> None:
    assert next_voice(current, text, language) is voice


@pytest.mark.parametrize("current", VOICES)
def test_unsure_language_never_switches(current: Voice) -> None:
    assert next_voice(current, "ok", None) is current
    assert next_voice(current, "mores", None) is current


@pytest.mark.parametrize("current", VOICES)
def test_somebody_elses_age_does_not_change_the_register(current: Voice) -> None:
    voice = next_voice(current, "mijn dochter is 8", "nl", about_self=False)
    assert voice.is_child == current.is_child


def test_own_age_counts_when_the_message_is_about_somebody_else() -> None:
    text = "ik ben 10 en mijn vriendin wordt gepest"
    assert next_voice(Voice.NL, text, "nl", about_self=False) is Voice.NL_KIND
    assert next_voice(Voice.NL_KIND, "ik ben 40 en mijn dochter is 8", "nl", about_self=False) is Voice.NL


def test_register_asked_in_another_language_also_changes_the_language() -> None:
    assert next_voice(Voice.NL, "explain it for kids please", "en") is Voice.EN_KIND
    assert next_voice(Voice.EN, "makkelijker graag", "nl") is Voice.NL_KIND


def test_what_is_asked_wins_over_age_and_language() -> None:
    assert next_voice(Voice.NL, "english please", "nl") is Voice.EN
    assert next_voice(Voice.NL, "ik ben 10, voor volwassenen graag", "nl") is Voice.NL
