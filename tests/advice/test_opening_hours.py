"""Whether a line is open, until when, and when it opens next: never a guess, never a promise on a holiday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import pytest

from bot.advice.opening_hours import WEEK, Opening, best_contact, holiday_name, opening
from bot.clock import AMSTERDAM
from bot.resources.loader import library
from bot.resources.schema import Hours
from tests.server.small_library import contact, organisation

DAILY: Hours = {day: ["11:00-21:00"] for day in WEEK}
WORKDAYS: Hours = {day: ["09:00-17:00"] for day in WEEK[:5]}
WITH_LUNCH: Hours = {"wed": ["09:00-12:30", "13:00-17:00"]}
UNTIL_MIDNIGHT: Hours = {"wed": ["20:00-24:00"]}
THROUGH_MIDNIGHT: Hours = {"thu": ["20:00-24:00"], "fri": ["00:00-02:00", "20:00-24:00"], "sat": ["00:00-02:00"]}
NEVER: Hours = {}

HOLIDAYS = {
    "2026-01-01": ("Nieuwjaarsdag", "New Year's Day"),
    "2026-04-03": ("Goede Vrijdag", "Good Friday"),
    "2026-04-05": ("Eerste paasdag", "Easter Sunday"),
    "2026-04-06": ("Tweede paasdag", "Easter Monday"),
    "2026-04-27": ("Koningsdag", "King's Day"),
    "2026-05-05": ("Bevrijdingsdag", "Liberation Day"),
    "2026-05-14": ("Hemelvaartsdag", "Ascension Day"),
    "2026-05-24": ("Eerste Pinksterdag", "Whit Sunday"),
    "2026-05-25": ("Tweede Pinksterdag", "Whit Monday"),
    "2026-12-25": ("Eerste Kerstdag", "Christmas Day"),
    "2026-12-26": ("Tweede Kerstdag", "Second Day of Christmas"),
}


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        pytest.param(DAILY, "2026-11-25T11:00", "2026-11-25T21:00", id="the minute it opens"),
        pytest.param(DAILY, "2026-11-25T20:59", "2026-11-25T21:00", id="the last minute"),
        pytest.param(WITH_LUNCH, "2026-11-25T12:00", "2026-11-25T12:30", id="before lunch"),
        pytest.param(WITH_LUNCH, "2026-11-25T13:00", "2026-11-25T17:00", id="after lunch"),
        pytest.param(UNTIL_MIDNIGHT, "2026-11-25T23:59", "2026-11-26T00:00", id="closes at midnight"),
        pytest.param(THROUGH_MIDNIGHT, "2026-11-27T23:00", "2026-11-28T02:00", id="goes on after midnight"),
        pytest.param(THROUGH_MIDNIGHT, "2026-11-28T00:00", "2026-11-28T02:00", id="midnight itself"),
        pytest.param(THROUGH_MIDNIGHT, "2026-12-31T23:00", "2027-01-01T00:00", id="not sure after midnight: holiday"),
        pytest.param(DAILY, "2026-12-24T20:59", "2026-12-24T21:00", id="Christmas Eve is a day like others"),
    ],
)
def test_open_until(hours: Hours, moment: str, until: str) -> None:
    found = opening(hours, at(moment))
    assert found == Opening("open", until=at(until))
    assert found.surely_open


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        pytest.param(DAILY, "2026-11-25T10:59", "2026-11-25T11:00", id="later today"),
        pytest.param(DAILY, "2026-11-25T21:00", "2026-11-26T11:00", id="the minute it closes"),
        pytest.param(WITH_LUNCH, "2026-11-25T12:30", "2026-11-25T13:00", id="at lunch"),
        pytest.param(WORKDAYS, "2026-11-27T17:00", "2026-11-30T09:00", id="Friday evening"),
        pytest.param(WORKDAYS, "2026-11-28T12:00", "2026-11-30T09:00", id="Saturday"),
        pytest.param(WORKDAYS, "2026-11-30T08:59", "2026-11-30T09:00", id="Monday morning"),
        pytest.param(UNTIL_MIDNIGHT, "2026-11-26T00:00", "2026-12-02T20:00", id="midnight itself, a week to wait"),
        pytest.param(THROUGH_MIDNIGHT, "2026-11-28T02:00", "2026-12-03T20:00", id="closed after midnight"),
        pytest.param(NEVER, "2026-11-25T14:00", None, id="no hours on any day"),
    ],
)
def test_closed_and_opens_next(hours: Hours, moment: str, opens: str | None) -> None:
    found = opening(hours, at(moment))
    assert found == Opening("closed", next=at(opens) if opens else None)
    assert not found.surely_open


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        pytest.param(DAILY, "2026-12-24T21:00", "2026-12-27T11:00", id="two days of Christmas"),
        pytest.param(WORKDAYS, "2026-04-02T17:00", "2026-04-07T09:00", id="Good Friday, weekend, Easter Monday"),
        pytest.param(WORKDAYS, "2026-12-31T17:00", "2027-01-04T09:00", id="New Year and a weekend"),
        pytest.param(WORKDAYS, "2026-04-26T12:00", "2026-04-28T09:00", id="Koningsdag on Monday"),
    ],
)
def test_a_holiday_on_which_it_would_open_is_passed_over(hours: Hours, moment: str, opens: str) -> None:
    assert opening(hours, at(moment)) == Opening("closed", next=at(opens), after_holiday=True)


def test_a_holiday_on_which_it_is_closed_anyway_is_not_passed_over() -> None:
    assert opening(WORKDAYS, at("2027-12-24T17:00")) == Opening("closed", next=at("2027-12-27T09:00"))


@pytest.mark.parametrize(
    ("moment", "opens", "after_another"),
    [
        pytest.param("2026-04-27T12:00", "2026-04-28T11:00", False, id="tomorrow is no holiday"),
        pytest.param("2026-12-25T22:00", "2026-12-27T11:00", True, id="tomorrow is one too"),
        pytest.param("2026-12-26T03:00", "2026-12-27T11:00", True, id="before it would open"),
    ],
)
def test_on_a_holiday_nothing_is_sure_but_the_next_other_day(moment: str, opens: str, after_another: bool) -> None:
    assert opening(DAILY, at(moment)) == Opening("holiday", next=at(opens), after_holiday=after_another)


@pytest.mark.parametrize("day", HOLIDAYS)
def test_on_a_holiday_only_day_and_night_is_sure(day: str) -> None:
    noon = at(f"{day}T12:00")
    assert opening(DAILY, noon).state == "holiday"
    assert not opening(DAILY, noon).surely_open
    assert opening("24/7", noon) == Opening("always")
    assert opening("24/7", noon).surely_open


@pytest.mark.parametrize(("day", "names"), HOLIDAYS.items())
def test_a_holiday_has_a_name_in_both_languages(day: str, names: tuple[str, str]) -> None:
    assert (holiday_name(date.fromisoformat(day), "nl"), holiday_name(date.fromisoformat(day), "en")) == names


def test_koningsdag_on_a_sunday_is_kept_the_day_before() -> None:
    assert holiday_name(date(2025, 4, 26), "nl") == "Koningsdag"
    assert holiday_name(date(2025, 4, 27), "nl") == ""


@pytest.mark.parametrize("moment", ["2026-11-25T14:00", "2026-11-25T03:00", "2026-12-25T14:00", "2026-11-28T14:00"])
def test_hours_that_nobody_confirmed_are_never_guessed(moment: str) -> None:
    assert opening(None, at(moment)) == Opening("unknown")
    assert not opening(None, at(moment)).surely_open


@pytest.mark.parametrize(
    ("evening", "opens", "hours_to_wait"),
    [
        pytest.param("2026-03-28T23:00", "2026-03-29T11:00", 11, id="summer time begins"),
        pytest.param("2026-10-24T23:00", "2026-10-25T11:00", 13, id="summer time ends"),
    ],
)
def test_the_hours_are_those_of_the_clock_on_the_wall(evening: str, opens: str, hours_to_wait: int) -> None:
    found = opening(DAILY, at(evening)).next
    assert found == at(opens)
    waited = found.astimezone(timezone.utc) - at(evening).astimezone(timezone.utc)
    assert waited == timedelta(hours=hours_to_wait)


@pytest.mark.parametrize("fold", [0, 1])
def test_in_the_hour_that_comes_twice_it_is_open_twice(fold: int) -> None:
    moment = at("2026-10-25T02:30").replace(fold=fold)
    assert opening({"sun": ["00:00-06:00"]}, moment) == Opening("open", until=at("2026-10-25T06:00"))


def _every_hour(year: int) -> Iterator[datetime]:
    moment = at(f"{year}-01-01T00:00")
    while moment.year == year:
        yield moment
        moment = (moment.astimezone(timezone.utc) + timedelta(hours=1)).astimezone(AMSTERDAM)


def _within(hours: Hours, moment: datetime) -> bool:
    """Read off the text of the hours, without arithmetic: "20:00" <= "23:15" < "24:00"."""
    assert isinstance(hours, dict)
    spans = hours.get(WEEK[moment.weekday()], [])
    return any(span[:5] <= moment.strftime("%H:%M") < span[6:] for span in spans)


@pytest.mark.parametrize(
    "hours",
    [DAILY, WORKDAYS, WITH_LUNCH, UNTIL_MIDNIGHT, THROUGH_MIDNIGHT, NEVER],
    ids=["daily", "workdays", "with lunch", "until midnight", "through midnight", "never"],
)
def test_at_every_hour_of_a_year(hours: Hours) -> None:
    for moment in _every_hour(2026):
        found = opening(hours, moment)
        if str(moment.date()) in HOLIDAYS:
            assert found.state == "holiday", moment
        else:
            assert found.state == ("open" if _within(hours, moment) else "closed"), moment
        assert found.surely_open is (found.until is not None), moment
        assert found.until is None or found.until > moment, moment
        assert (found.next is None) is (found.surely_open or not hours), moment
        if found.next:
            assert found.next > moment, moment
            assert str(found.next.date()) not in HOLIDAYS, moment
            assert opening(hours, found.next).state == "open", moment


def test_every_line_of_the_resource_base_that_is_closed_opens_again() -> None:
    known = [
        (entry.id, contact.hours)
        for entry in library().organisations.values()
        for contact in entry.contacts
        if isinstance(contact.hours, dict)
    ]
    assert known
    for moment in _every_hour(2026):
        for organisation_id, hours in known:
            found = opening(hours, moment)
            assert found.surely_open or found.next, (organisation_id, moment)


AFTERNOON, NIGHT, CHRISTMAS = "2026-11-25T14:00", "2026-11-25T03:00", "2026-12-25T14:00"
PHONE, PHONE_24_7, PHONE_UNKNOWN = (contact("1", hours=hours) for hours in (DAILY, "24/7", None))
CHAT, CHAT_24_7, CHAT_UNKNOWN = (contact("2", channel="chat", hours=hours) for hours in (DAILY, "24/7", None))
WHATSAPP_24_7 = contact("3", channel="whatsapp", hours="24/7")
WEBSITE, MAIL = contact("4", channel="website"), contact("5", channel="email")


@pytest.mark.parametrize(
    ("contacts", "moment", "best"),
    [
        pytest.param([CHAT_24_7, PHONE], AFTERNOON, PHONE, id="both open: the phone"),
        pytest.param([PHONE, CHAT_24_7], NIGHT, CHAT_24_7, id="the phone is surely closed, the chat open"),
        pytest.param([PHONE, WHATSAPP_24_7], NIGHT, WHATSAPP_24_7, id="WhatsApp is live too"),
        pytest.param([PHONE, PHONE_24_7], NIGHT, PHONE_24_7, id="a second phone is open"),
        pytest.param([WEBSITE, CHAT, PHONE], NIGHT, PHONE, id="both closed: the phone"),
        pytest.param([PHONE, CHAT_UNKNOWN], NIGHT, PHONE, id="nobody knows whether the chat is open"),
        pytest.param([CHAT_24_7, PHONE_UNKNOWN], NIGHT, PHONE_UNKNOWN, id="nobody knows whether the phone is closed"),
        pytest.param([CHAT_24_7, PHONE], CHRISTMAS, PHONE, id="on a holiday the phone is not surely closed"),
        pytest.param([WEBSITE, CHAT], AFTERNOON, CHAT, id="no phone, the chat open"),
        pytest.param([WEBSITE, CHAT], NIGHT, WEBSITE, id="no phone, the chat closed: the first way"),
        pytest.param([MAIL, WEBSITE], AFTERNOON, MAIL, id="nobody to talk to: the first way"),
        pytest.param([], AFTERNOON, None, id="no way at all"),
    ],
)
def test_the_best_way_to_reach_someone(contacts: list, moment: str, best: object) -> None:
    assert best_contact(organisation("x", "X", *contacts), at(moment)) is best


@pytest.mark.parametrize("moment", ["1970-01-01T12:00", "2019-06-05T12:00", "2099-01-07T12:00"])
def test_a_clock_that_is_plainly_wrong_says_nothing_about_hours(moment: str) -> None:
    assert opening(DAILY, at(moment)) == Opening("unknown")
    assert opening("24/7", at(moment)).surely_open
