"""What only the desk looks at, with today's date: reading level, freshness, and names and numbers that got mixed up.

The service loads without these: an answer that is due for review still helps a dancer more than no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names

from bot.resources import freshness, reading_level
from bot.resources.checks import texts_of
from bot.resources.library import Library
from bot.resources.schema import Plan, Right
from bot.voice import VOICES

_MONTHS = [name.lower() for language in ("nl", "en") for name in get_month_names(locale=language).values()]
_WEEKDAYS = [name.lower() for language in ("nl", "en") for name in get_day_names(locale=language).values()]
_DATED_DAY = re.compile(
    rf"\b(?P<weekday>{'|'.join(_WEEKDAYS)}),? (?P<day>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})\b",
    re.IGNORECASE,
)
_NUMBER_AFTER_NAME = re.compile(r"\)?(?:\s*[:(,–-]|\s+(?:op|via|on|at|is))?\s*(?P<number>\d[\d-]*\d)")


class _Named(NamedTuple):
    """An organisation as it may be called in a text."""

    id: str
    pattern: re.Pattern[str]
    numbers: frozenset[str]
    adults_only: bool


def problems(library: Library, today: date) -> Iterator[str]:
    """Everything the desk refuses, one line per problem."""
    named = list(_named(library))
    yield from _shared_numbers(library)
    for where, entry in library.files():
        yield from (f"{where}: {line}" for line in freshness.problems(entry, library.freshness, today))
        for path, words in texts_of(entry):
            for voice in VOICES:
                text = words.in_voice(voice)
                key = f"{where}: {path}.{voice.value}"
                yield from (f"{key}: {line}" for line in reading_level.problems(text, voice))
                yield from (f"{key}: {line}" for line in _wrong_weekdays(text))
                yield from (f"{key}: {line}" for line in _swapped_numbers(text, named))
                if voice.is_child and isinstance(entry, Right | Plan):
                    yield from (f"{key}: {line}" for line in _adults_only(text, named))
    for key, source in library.sources.items():
        if source.checked_on > today:
            yield f"sources: {key}: checked_on {source.checked_on} lies in the future"


def warnings(library: Library, today: date) -> Iterator[str]:
    """What will be refused soon, one line each."""
    for path, entry in library.entries():
        yield from (f"{path}.yml: {line}" for line in freshness.warnings(entry, library.freshness, today))


def _named(library: Library) -> Iterator[_Named]:
    for organisation in library.organisations.values():
        if organisation.kind == "near_you" or organisation.everyday_name:
            continue
        short = re.fullmatch(r"(.+?) \(([^)]+)\)", organisation.name)
        called = short.groups() if short else (organisation.name,)
        names = [re.escape(re.sub(r"^(?:De|Het) ", "", name)) for name in called if not name.isdigit()] or [r"(?!)"]
        numbers = frozenset(contact.value for contact in organisation.contacts if contact.channel == "phone")
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")
        yield _Named(organisation.id, pattern, numbers, organisation.adults_only)


def _shared_numbers(library: Library) -> Iterator[str]:
    """One number belongs to one organisation."""
    owners: dict[str, str] = {}
    for organisation in library.organisations.values():
        for index, contact in enumerate(organisation.contacts):
            if contact.channel not in ("phone", "whatsapp"):
                continue
            number = re.sub(r"\D", "", contact.value)
            owner = owners.setdefault(number, organisation.id)
            if owner != organisation.id:
                where = f"organisations/{organisation.id}.yml: contacts[{index}].value"
                yield f"{where}: {contact.value} is the number of '{owner}'"


def _wrong_weekdays(text: str) -> Iterator[str]:
    for found in _DATED_DAY.finditer(text):
        month = _MONTHS.index(found["month"].lower()) % 12 + 1
        try:
            weekday = date(int(found["year"]), month, int(found["day"])).weekday()
        except ValueError:
            yield f"'{found.group(0)}' is no date"
            continue
        if _WEEKDAYS.index(found["weekday"].lower()) % 7 != weekday:
            yield f"'{found.group(0)}' falls on another weekday"


def _swapped_numbers(text: str, named: list[_Named]) -> Iterator[str]:
    """A name followed by the number of someone else: "Kindertelefoon: 112"."""
    for one in named:
        for found in one.pattern.finditer(text) if one.numbers else ():
            after = _NUMBER_AFTER_NAME.match(text, found.end())
            owner = next((other for other in named if after and after["number"] in other.numbers), None)
            if after and owner and after["number"] not in one.numbers:
                yield f"names '{one.id}' and gives {after['number']}, the number of '{owner.id}'"


def _adults_only(text: str, named: list[_Named]) -> Iterator[str]:
    for one in named:
        if one.adults_only and one.pattern.search(text):
            yield f"names '{one.id}', which is only for adults, to a child"
