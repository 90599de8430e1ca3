"""Is a line open now, until when, and when does it open next? Confirmed hours only; nothing is guessed.

No source tells the hours of the helplines on Dutch public holidays, so on such a day only whoever is there day and
night is certain. The holidays come from the ``holidays`` library, Good Friday and Liberation Day included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal, get_args

import holidays

from bot import clock
from bot.resources.schema import Contact, Hours, Organisation, Weekday

WEEK: tuple[Weekday, ...] = get_args(Weekday)
_LOOK_AHEAD_DAYS = 14
_MIDNIGHT = "24:00"
_LIVE = ("phone", "chat", "whatsapp")


@dataclass(frozen=True)
class Opening:
    """Where a moment stands in the hours of a line.

    ``until`` is set when it is open for part of the day, ``next`` when it is closed and opens again within two weeks;
    ``after_holiday``: a public holiday was passed over to find it. State ``holiday``: today's usual hours may not hold.
    """

    state: Literal["always", "open", "closed", "holiday", "unknown"]
    until: datetime | None = None
    next: datetime | None = None
    after_holiday: bool = False

    @property
    def surely_open(self) -> bool:
        """True when someone answers now, as far as confirmed."""
        return self.state in ("always", "open")


def opening(hours: Hours | None, moment: datetime) -> Opening:
    """The state of a line at a moment in Europe/Amsterdam; unknown when the clock is plainly wrong."""
    if hours is None:
        return Opening("unknown")
    if isinstance(hours, str):
        return Opening("always")
    if not clock.believable(moment):
        return Opening("unknown")
    if holiday_name(moment.date(), "nl"):
        return _not_open("holiday", hours, moment)
    for opens, closes in _spans(hours, moment.date(), moment):
        if opens <= moment < closes:
            return Opening("open", until=_through_midnight(hours, closes, moment))
    return _not_open("closed", hours, moment)


def best_contact(organisation: Organisation, moment: datetime) -> Contact | None:
    """The quickest way to reach someone: the phone, unless it is closed while a chat is open; else the first way."""
    first = first_contact(organisation)
    if first and (first.channel != "phone" or opening(first.hours, moment).state == "closed"):
        for contact in organisation.contacts:
            if contact.channel in _LIVE and opening(contact.hours, moment).surely_open:
                return contact
    return first


def open_now(organisation: Organisation, moment: datetime) -> bool:
    """True when someone answers at that moment, as far as confirmed."""
    contact = best_contact(organisation, moment)
    return contact is not None and opening(contact.hours, moment).surely_open


def first_contact(organisation: Organisation) -> Contact | None:
    """The first phone, or the first way there is."""
    phones = [contact for contact in organisation.contacts if contact.channel == "phone"]
    return next(iter([*phones, *organisation.contacts]), None)


@lru_cache(maxsize=512)
def holiday_name(day: date, language: str) -> str:
    """The name of a Dutch public holiday in a language ("nl", "en"), empty on other days."""
    code = {"nl": "nl", "en": "en_US"}[language]
    known = holidays.country_holidays("NL", years=day.year, categories=("public", "optional"), language=code)
    return str(known.get(day, ""))


def _spans(hours: dict[Weekday, list[str]], day: date, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    for span in hours.get(WEEK[day.weekday()], []):
        opens, _, closes = span.partition("-")
        end = day + timedelta(days=1) if closes == _MIDNIGHT else day
        yield (
            datetime.combine(day, time.fromisoformat(opens), moment.tzinfo),
            datetime.combine(end, time.fromisoformat("00:00" if closes == _MIDNIGHT else closes), moment.tzinfo),
        )


def _through_midnight(hours: dict[Weekday, list[str]], closes: datetime, moment: datetime) -> datetime:
    """When a day ends at midnight and the next begins there, it closes when that one does."""
    for opens, later in _spans(hours, closes.date(), moment):
        if opens == closes and not holiday_name(closes.date(), "nl"):
            return later
    return closes


def _not_open(state: Literal["closed", "holiday"], hours: dict[Weekday, list[str]], moment: datetime) -> Opening:
    """With the next start on a day that is no holiday, because on a holiday nothing is sure."""
    passed_over = False
    for days in range(_LOOK_AHEAD_DAYS + 1):
        day = moment.date() + timedelta(days=days)
        starts = [opens for opens, _ in _spans(hours, day, moment) if opens > moment]
        if starts and holiday_name(day, "nl"):
            passed_over = True
        elif starts:
            return Opening(state, next=starts[0], after_holiday=passed_over)
    return Opening(state)
