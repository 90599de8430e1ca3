"""Dates, hours and lists the way people write them in a language (Babel), and the sources of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date, get_day_names
from babel.lists import format_list

from bot.i18n import tr
from bot.resources.library import Library
from bot.resources.schema import Hours, Weekday
from bot.voice import Voice

_DAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def day(value: date, voice: Voice) -> str:
    """31 december 2026."""
    return str(format_date(value, format="d MMMM y", locale=voice.language))


def and_list(items: Sequence[str], voice: Voice) -> str:
    """a, b en c."""
    return str(format_list(list(items), locale=voice.language))


def opening_hours(hours: Hours, voice: Voice) -> str:
    """Opening hours with days of the same hours together: "ma-vr 08:30-17:00"."""
    if isinstance(hours, str):
        return tr(voice, "dag en nacht")
    names = get_day_names("abbreviated", locale=voice.language)
    parts = []
    for spans, group in groupby(range(7), key=lambda number: tuple(hours.get(_DAYS[number], ()))):
        if spans:
            days = list(group)
            label = names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}"
            parts.append(f"{tr(voice, 'elke dag') if len(days) == 7 else label} {', '.join(spans)}")
    return "; ".join(parts)


_ISO_DATE = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>0[1-9]|1[0-2]))?(?:-(?P<day>[0-3]\d))?")


def dated(text: str, voice: Voice) -> str:
    """The date that a source shows of itself, as people write it: "24 juni 2015", "2024", or that it shows none."""
    found = _ISO_DATE.search(text)
    if found is None:
        return tr(voice, "zonder datum")
    year, month, on = (int(found[name]) if found[name] else None for name in ("year", "month", "day"))
    assert year is not None
    if month is None:
        return str(year)
    pattern = "d MMMM y" if on else "MMMM y"
    return str(format_date(date(year, month, on or 1), format=pattern, locale=voice.language))


def source_links(library: Library, ids: Iterable[str], voice: Voice) -> list[dict[str, str]]:
    """Title, link and date of each source, each once."""
    return [
        {"title": source.publisher, "href": source.url, "dated": dated(source.dated, voice)}
        for source in (library.sources[source_id] for source_id in dict.fromkeys(ids))
    ]


def checked(value: date, voice: Voice) -> str:
    """When an entry was last looked at by us."""
    return tr(voice, "Nagekeken op {day}", day=day(value, voice))
