"""The catalogues are complete, say nothing that the code no longer says, and read as their voice must."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from bot.i18n.catalogue import LOCALES, tr
from bot.resources import language, reading_level
from bot.voice import VOICES, Voice

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"\d+")
TRANSLATED = [voice for voice in VOICES if voice is not Voice.NL]


@lru_cache(maxsize=1)
def extracted() -> dict[str, set[str]]:
    """What Babel finds with babel.cfg: file name -> Dutch texts."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found: dict[str, set[str]] = {}
    for name, _, text, *_ in extract_from_dir(str(ROOT), methods, options, keywords={"tr": (2,)}):
        found.setdefault(Path(name).as_posix(), set()).add(text)
    return found


@lru_cache(maxsize=1)
def messages() -> frozenset[str]:
    """Every Dutch text that must stand in each catalogue."""
    return frozenset(text for texts in extracted().values() for text in texts)


@lru_cache(maxsize=len(VOICES))
def catalogue(voice: Voice) -> Catalog:
    """The catalogue of a voice, with everything that Babel complains about as an error."""
    with (LOCALES / f"{voice.value}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def entries(voice: Voice) -> Iterator[tuple[str, str]]:
    """Dutch text and text in this voice of each entry but the header."""
    return ((str(message.id), str(message.string)) for message in catalogue(voice) if message.id)


def placeholders(text: str) -> list[str]:
    """The names between braces."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_texts_are_found() -> None:
    """An empty extraction would make every other test here pass; what Babel sees in the code is really there."""
    assert len(extracted()["domain.yml"]) > 10
    assert len(messages()) > 100


@pytest.mark.parametrize("voice", TRANSLATED)
def test_nothing_is_missing(voice: Voice) -> None:
    assert sorted(messages() - {text for text, _ in entries(voice)}) == []


@pytest.mark.parametrize("voice", TRANSLATED)
def test_nothing_is_obsolete(voice: Voice) -> None:
    assert sorted({text for text, _ in entries(voice)} - messages()) == []
    assert not catalogue(voice).obsolete


@pytest.mark.parametrize("voice", TRANSLATED)
def test_nothing_is_empty_or_fuzzy(voice: Voice) -> None:
    assert [text for text, translation in entries(voice) if not translation.strip()] == []
    assert [message.id for message in catalogue(voice) if message.id and message.fuzzy] == []


@pytest.mark.parametrize("voice", TRANSLATED)
def test_each_text_stands_once(voice: Voice) -> None:
    lines = (LOCALES / f"{voice.value}.po").read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith("msgid ") for line in lines) == len(list(entries(voice))) + 1


@pytest.mark.parametrize("voice", TRANSLATED)
def test_placeholders_and_lines_are_kept(voice: Voice) -> None:
    for text, translation in entries(voice):
        assert placeholders(translation) == placeholders(text), text
        assert translation.count("\n") == text.count("\n"), text


@pytest.mark.parametrize("voice", TRANSLATED)
def test_no_markup(voice: Voice) -> None:
    assert [text for _, text in entries(voice) if any(sign in text for sign in "<>*_`#")] == []


@pytest.mark.parametrize("voice", TRANSLATED)
def test_texts_read_as_the_voice_must(voice: Voice) -> None:
    assert [problem for _, text in entries(voice) for problem in _problems(text, voice)] == []


def test_dutch_texts_read_as_they_must() -> None:
    assert [problem for text in sorted(messages()) for problem in _problems(text, Voice.NL)] == []


def _problems(text: str, voice: Voice) -> list[str]:
    return [*language.problems(text, voice), *reading_level.problems(text, voice)]


@pytest.mark.parametrize("voice", TRANSLATED)
def test_no_number_is_added_or_altered(voice: Voice) -> None:
    """And 112 is never left out."""
    for text, translation in entries(voice):
        numbers, theirs = set(NUMBER.findall(text)), set(NUMBER.findall(translation))
        assert theirs <= numbers, text
        assert ("112" in theirs) == ("112" in numbers), text


@pytest.mark.parametrize("voice", TRANSLATED)
def test_the_bot_speaks_from_the_catalogue(voice: Voice) -> None:
    for text, translation in entries(voice):
        assert tr(voice, text) == translation
