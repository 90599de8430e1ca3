"""How hard a text reads: names do not count, short texts are not measured, and every text of ours passes."""

from __future__ import annotations

import pytest

from bot.resources import language, reading_level
from bot.resources.checks import texts_of
from bot.resources.library import Library
from bot.resources.reading_level import measure, syllables
from bot.voice import VOICES, Voice

FROM_WORDS = {
    voice: language.rules()["reading"]["child" if voice.is_child else "adult"]["from_words"] for voice in Voice
}

EASY = {
    "nl": "Je mag pauze nemen. Je mag ook stoppen als het pijn doet. Zeg het tegen je docent. "
    "Helpt dat niet? Praat dan met iemand die je vertrouwt.",
    "en": "You may take a break. You may also stop when it hurts. Tell your teacher. "
    "Does that not help? Then talk to someone you trust.",
}
PLAIN = {
    "nl": "Je werkgever moet zorgen voor een veilige omgeving en luisteren naar klachten over grenzen. "
    "Vraag het gezelschap welke afspraken er gelden. Bel de vakbond voor informatie.",
    "en": "Your employer has to make the studio safe for every dancer. The company must also listen to any complaint. "
    "Ask for the rules of the company or phone the union.",
}
LEGAL = {
    "nl": "Onverminderd het bepaalde in voorgaande artikelen vergewist de werkgever zich tijdig en aantoonbaar van "
    "alle arbeidsomstandigheden, verantwoordelijkheden en bevoegdheden betreffende vertrouwenscontactpersonen.",
    "en": "Notwithstanding preceding provisions, organisations shall implement appropriate and proportionate "
    "confidentiality obligations concerning the responsibilities of all designated advisers, investigators and "
    "committees.",
}


@pytest.mark.parametrize(
    ("word", "spoken", "parts"),
    [
        ("kat", "nl", 1), ("dansen", "nl", 2), ("Kindertelefoon", "nl", 5), ("verantwoordelijkheden", "nl", 7),
        ("cat", "en", 1), ("union", "en", 2), ("responsibilities", "en", 6),
    ],
)  # fmt: skip
def test_syllables(word: str, spoken: str, parts: int) -> None:
    assert syllables(word, spoken) == parts


@pytest.mark.parametrize(
    ("text", "voice", "score"),
    [
        ("The cat sat on the mat.", Voice.EN, 206.835 - 84.6 - 1.015 * 6),
        ("De kat zit op de mat.", Voice.NL, 206.84 - 77 - 0.93 * 6),
        ("Wij dansen. Jij kijkt.", Voice.NL_KIND, 206.84 - 77 * 5 / 4 - 0.93 * 2),
    ],
)
def test_the_score_is_that_of_flesch_and_douma(text: str, voice: Voice, score: float) -> None:
    level = measure(text, voice)
    assert level
    assert level.score == pytest.approx(score)


@pytest.mark.parametrize("voice", VOICES)
def test_harder_texts_score_lower(voice: Voice) -> None:
    easy, plain, legal = (measure(texts[voice.language], voice) for texts in (EASY, PLAIN, LEGAL))
    assert easy and plain and legal
    assert min(level.words for level in (easy, plain, legal)) >= FROM_WORDS[voice]
    assert easy.score > plain.score > legal.score
    assert easy.sentence < plain.sentence < legal.sentence


@pytest.mark.parametrize("voice", VOICES)
def test_easy_passes_plain_is_for_adults_and_a_law_text_for_nobody(voice: Voice) -> None:
    assert list(reading_level.problems(EASY[voice.language], voice)) == []
    assert bool(list(reading_level.problems(PLAIN[voice.language], voice))) is voice.is_child
    score, sentence = reading_level.problems(LEGAL[voice.language], voice)
    assert "score" in score
    assert "on average" in sentence


@pytest.mark.parametrize(
    ("named", "nameless", "voice"),
    [
        ("Je belt met Slachtofferhulp Nederland.", "Je belt met.", Voice.NL),
        ("Vraag het de Kindertelefoon of iemand anders.", "Vraag het de of iemand anders.", Voice.NL_KIND),
        ("Call De Kindertelefoon or Veilig Thuis today.", "Call or today.", Voice.EN_KIND),
        ("Bel 0800-0432 of 112.", "Bel of.", Voice.NL),
    ],
)
def test_names_and_numbers_are_left_out(named: str, nameless: str, voice: Voice) -> None:
    assert measure(named, voice) == measure(nameless, voice)


def test_the_first_word_of_a_sentence_counts() -> None:
    level = measure("Vertrouwenspersonen luisteren. Leidinggevenden antwoorden.", Voice.NL)
    assert level
    assert (level.words, level.sentence) == (4, 2)


@pytest.mark.parametrize("text", ["", "112", "0800-0432.", "– 24/7"])
def test_a_text_without_words_has_no_level(text: str) -> None:
    assert measure(text, Voice.NL) is None
    assert list(reading_level.problems(text, Voice.NL)) == []


@pytest.mark.parametrize("voice", VOICES)
def test_short_texts_are_not_measured(voice: Voice) -> None:
    hard = "verantwoordelijkheden. " if voice.language == "nl" else "responsibilities. "
    assert list(reading_level.problems(hard * (FROM_WORDS[voice] - 1), voice)) == []
    (line,) = reading_level.problems(hard * FROM_WORDS[voice], voice)
    assert line.startswith("reads too hard")


@pytest.mark.parametrize("voice", VOICES)
def test_easy_words_in_long_sentences_are_named_too(voice: Voice) -> None:
    limit = language.rules()["reading"]["child" if voice.is_child else "adult"]["sentence"]
    word = {"nl": "dans", "en": "step"}[voice.language]
    of_words = {words: f"{' '.join([word] * words)}. " * 4 for words in (limit, limit + 1)}
    assert list(reading_level.problems(of_words[limit], voice)) == []
    (line,) = reading_level.problems(of_words[limit + 1], voice)
    assert line.startswith(f"sentences of {limit + 1}.0 words on average")


@pytest.mark.parametrize("voice", VOICES)
def test_every_text_of_the_resource_base_passes(library: Library, voice: Voice) -> None:
    texts = {
        f"{where}: {path}": words.in_voice(voice) for where, entry in library.files() for path, words in texts_of(entry)
    }
    levels = [measure(text, voice) for text in texts.values()]
    assert sum(1 for level in levels if level and level.words >= FROM_WORDS[voice]) > 100
    assert {key: list(found) for key, text in texts.items() if (found := [*reading_level.problems(text, voice)])} == {}
