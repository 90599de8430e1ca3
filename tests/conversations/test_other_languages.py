"""Who writes in another language reads one line in it, with the number for danger, and then an answer in English."""

from __future__ import annotations

import re

import pytest

from bot.resources.loader import library
from bot.server.assistant import Assistant
from bot.understanding.language import detect_language
from bot.voice import Voice
from tests.conversations.talk import Talk

TYPED = {
    "ar": "مرحبا انا راقصة في هولندا ولم يدفعوا لي أجري",
    "de": "hallo, ich bin tänzerin und mein gehalt wurde nicht bezahlt, wer hilft mir",
    "es": "hola, soy bailarina y no me pagan las horas de ensayo, quién me ayuda",
    "fr": "bonjour, je suis danseuse à Amsterdam et on ne me paie pas, que faire ?",
    "it": "ciao, sono una ballerina e non mi hanno pagato lo spettacolo, chi mi aiuta",
    "pl": "dzień dobry, jestem tancerką i nie dostałam wypłaty, kto mi pomoże",
    "pt": "olá, sou bailarina e não me pagaram o espetáculo, quem me ajuda",
    "ru": "здравствуйте, я танцую в труппе и мне не заплатили, кто поможет",
    "tr": "merhaba ben dansçıyım sözleşmem yok bana kim yardım eder",
    "uk": "добрий день, я танцюристка і мені не заплатили, хто допоможе",
    "zh": "你好，我是舞者，他们没有付我工资，谁能帮我",
}


def test_every_line_has_a_sentence_to_try_it_with() -> None:
    assert set(TYPED) == set(library().other_languages.lines)


@pytest.mark.parametrize(("language", "text"), TYPED.items())
async def test_one_line_once_and_then_an_answer(assistant: Assistant, language: str, text: str) -> None:
    assert detect_language(text) == language
    talk = Talk(assistant, Voice.NL)
    await talk.start()
    first, *others = await talk.say(text)
    assert first["lang"] == language
    assert first["text"] == library().other_languages.lines[language]
    assert others
    assert talk.session.voice is Voice.EN
    assert all("lang" not in message for message in [*others, *await talk.say(text)])


@pytest.mark.parametrize("text", library().other_languages.lines.values())
def test_every_line_has_the_number_and_is_short(text: str) -> None:
    (number,) = library().organisations["alarm_112"].contacts
    assert re.search(rf"(?<!\d){number.value}(?!\d)", text)
    assert len(text) <= 170


@pytest.mark.parametrize("text", ["hallo, hoe zit het met mijn loon", "hello, how about my pay"])
async def test_no_line_for_dutch_or_english(assistant: Assistant, text: str) -> None:
    talk = Talk(assistant, Voice.NL)
    await talk.start()
    assert all("lang" not in message for message in await talk.say(text))
