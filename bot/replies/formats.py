"""Dates, hours and lists the way people write them in a language (Babel), and the sources of an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from babel.dates import format_date, format_time, get_day_names
from babel.lists import format_list

from bot import clock
from bot.advice.opening_hours import WEEK, Opening, holiday_name
from bot.i18n import tr
from bot.resources.library import Library
from bot.resources.schema import Hours, Organisation, Plan, Right
from bot.voice import Voice


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
    for spans, group in groupby(range(7), key=lambda number: tuple(hours.get(WEEK[number], ()))):
        if spans:
            days = list(group)
            label = names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}"
            parts.append(f"{tr(voice, 'elke dag') if len(days) == 7 else label} {', '.join(spans)}")
    return "; ".join(parts)


def open_now(state: Opening, moment: datetime, voice: Voice) -> str:
    """Whether a line is open, until when, or when it opens again; empty when its hours are not confirmed."""
    if state.state == "always":
        return tr(voice, "dag en nacht")
    if state.state == "open" and state.until:
        return tr(voice, "nu open, tot {time}", time=clock_time(state.until, voice))
    if state.state == "holiday":
        holiday = holiday_name(moment.date(), voice.language)
        return tr(voice, "vandaag is {holiday}: niet zeker of ze open zijn", holiday=holiday)
    if state.state == "closed" and state.next:
        when = {
            "day": next_day(state.next.date(), moment.date(), voice),
            "time": clock_time(state.next, voice),
        }
        if state.after_holiday:
            return tr(voice, "nu dicht, zeker weer open: {day} om {time}", **when)
        return tr(voice, "nu dicht, weer open: {day} om {time}", **when)
    return tr(voice, "nu dicht") if state.state == "closed" else ""


def clock_time(value: datetime, voice: Voice) -> str:
    """21:00, in both languages: the 24-hour clock is what Dutch helplines write."""
    return str(format_time(value, format="HH:mm", locale=voice.language))


def next_day(value: date, today: date, voice: Voice) -> str:
    """vandaag, morgen, maandag, or maandag 4 januari when it is more than six days away."""
    days = (value - today).days
    if days == 0:
        return tr(voice, "vandaag")
    if days == 1:
        return tr(voice, "morgen")
    return str(format_date(value, format="EEEE" if days < 7 else "EEEE d MMMM", locale=voice.language))


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


def checked(entry: Organisation | Right | Plan, voice: Voice) -> str:
    """When an entry was last looked at by us, and that it is due again when its review date has passed."""
    line = tr(voice, "Nagekeken op {day}", day=day(entry.checked_on, voice))
    if entry.review_by >= clock.today():
        return line
    return f"{line}. {tr(voice, 'Let op: dit moet opnieuw worden nagekeken. Vraag het na.')}"
