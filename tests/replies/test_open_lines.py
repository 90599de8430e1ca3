"""Who can be reached at this moment: open lines first, nobody for adults to a child, and someone at every hour."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot import clock
from bot.advice.opening_hours import Opening, best_contact, opening
from bot.replies import formats
from bot.replies.message import Message
from bot.replies.open_lines import now_open
from bot.resources.loader import library
from bot.resources.schema import Organisation
from bot.voice import VOICES, Voice
from tests.conftest import AFTERNOON

NIGHT = "2026-11-25T03:00"
MOMENTS = ["2026-11-25T14:00", NIGHT, "2026-11-28T23:30", "2026-12-25T14:00", "2027-01-01T00:30", "2026-04-27T12:00"]
READERS = [(voice, minor) for voice in VOICES for minor in (False, True)]


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=clock.AMSTERDAM)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(moment))


def shown(message: Message) -> list[Organisation]:
    return [library().organisations[x] for x in message.organisations]


def answers_now(organisation: Organisation) -> bool:
    contact = best_contact(organisation, clock.now())
    return bool(contact and opening(contact.hours, clock.now()).surely_open)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("voice", "minor"), READERS)
def test_open_lines_come_first_and_all_others_later(
    monkeypatch: pytest.MonkeyPatch, moment: str, voice: Voice, minor: bool
) -> None:
    set_clock(monkeypatch, moment)
    message = now_open(library(), [], voice, minor=minor)
    paragraphs = message.text.split("\n\n")
    now = [x for x in shown(message) if answers_now(x)]
    later = [x for x in shown(message) if not answers_now(x)]
    assert shown(message) == [*now, *later]
    assert paragraphs[0].splitlines()[1:] == [f"- {_line(x, voice)}" for x in now]
    assert [line for part in paragraphs[1:-1] for line in part.splitlines()[1:]] == [
        f"- {_line(x, voice)}" for x in later
    ]


def _line(organisation: Organisation, voice: Voice) -> str:
    moment = clock.now()
    contact = best_contact(organisation, moment)
    assert contact
    state = formats.open_now(opening(contact.hours, moment), moment, voice)
    name = organisation.name_in(voice)
    return f"{name} ({state})" if contact.value == name else f"{name}: {contact.value} ({state})"


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("voice", "minor"), READERS)
def test_a_child_is_never_shown_a_line_for_adults_nor_an_adult_one_for_children(
    monkeypatch: pytest.MonkeyPatch, moment: str, voice: Voice, minor: bool
) -> None:
    set_clock(monkeypatch, moment)
    child = minor or voice.is_child
    for wanted in ([], *([x] for x in library().organisations)):
        for organisation in shown(now_open(library(), wanted, voice, minor=minor)):
            assert not (organisation.adults_only if child else organisation.minors_only), organisation.id


def test_the_line_for_adults_is_there_to_be_left_out() -> None:
    assert "luisterlijn" in now_open(library(), [], Voice.NL).organisations
    assert "luisterlijn" not in now_open(library(), [], Voice.NL, minor=True).organisations
    assert "kindertelefoon" in now_open(library(), [], Voice.NL, minor=True).organisations
    assert "kindertelefoon" not in now_open(library(), [], Voice.NL).organisations


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-28", "2026-12-25", "2027-01-01", "2026-03-29", "2026-10-25"])
@pytest.mark.parametrize(("voice", "minor"), READERS)
def test_at_every_hour_someone_can_be_phoned(
    monkeypatch: pytest.MonkeyPatch, day: str, voice: Voice, minor: bool
) -> None:
    for hour in range(24):
        set_clock(monkeypatch, f"{day}T{hour:02}:30")
        message = now_open(library(), ["in_je_bol", "kunstenbond"], voice, minor=minor)
        reachable = [x for x in shown(message) if answers_now(x)]
        assert len(reachable) >= 3, hour
        for organisation in reachable:
            contact = best_contact(organisation, clock.now())
            assert contact and contact.channel == "phone", (hour, organisation.id)
            assert contact.value in message.text.split("\n\n")[0], (hour, organisation.id)


@pytest.mark.parametrize(
    ("moment", "paragraph", "says"),
    [
        ("2026-11-25T14:00", 0, "21:00"),
        (NIGHT, 1, "11:00"),
        ("2026-11-25T21:00", 1, "11:00"),
        ("2026-12-25T14:00", 1, ("Eerste Kerstdag", "Christmas Day")),
    ],
)
@pytest.mark.parametrize("voice", [Voice.NL_KIND, Voice.EN_KIND])
def test_where_the_kindertelefoon_stands(
    monkeypatch: pytest.MonkeyPatch, moment: str, paragraph: int, says: str | tuple[str, str], voice: Voice
) -> None:
    set_clock(monkeypatch, moment)
    part = now_open(library(), [], voice).text.split("\n\n")[paragraph]
    (line,) = [line for line in part.splitlines() if "0800-0432" in line]
    assert (says if isinstance(says, str) else says[voice.language == "en"]) in line


def test_whoever_fits_the_situation_comes_first_and_once() -> None:
    message = now_open(library(), ["mind_hulplijn", "mind_hulplijn"], Voice.NL)
    assert message.organisations[0] == "mind_hulplijn"
    assert {"zelfmoordpreventie_113", "alarm_112"} <= set(message.organisations)
    assert len(message.organisations) == len(set(message.organisations))


def test_a_line_whose_hours_nobody_confirmed_is_not_shown() -> None:
    unknown = [
        x.id
        for x in library().organisations.values()
        if (contact := best_contact(x, AFTERNOON)) is None or contact.hours is None
    ]
    assert "slachtofferhulp" in unknown
    assert not set(now_open(library(), unknown, Voice.NL).organisations) & set(unknown)


def test_what_is_shown_has_its_sources() -> None:
    message = now_open(library(), [], Voice.NL)
    assert message.sources == [x.sources[0] for x in shown(message)]


WEDNESDAY = at("2026-11-25T14:00")
STATES = {
    "open": (Opening("open", until=at("2026-11-25T21:00")), "21:00"),
    "open through midnight": (Opening("open", until=at("2026-11-26T02:00")), "02:00"),
    "closes at midnight": (Opening("open", until=at("2026-11-26T00:00")), "00:00"),
    "opens today": (Opening("closed", next=at("2026-11-25T18:00")), "18:00"),
    "opens on Saturday": (Opening("closed", next=at("2026-11-28T09:00")), "09:00"),
}


@pytest.mark.parametrize(("state", "time"), STATES.values(), ids=STATES.keys())
@pytest.mark.parametrize("voice", VOICES)
def test_the_time_is_said(state: Opening, time: str, voice: Voice) -> None:
    assert time in formats.open_now(state, WEDNESDAY, voice)


@pytest.mark.parametrize("voice", VOICES)
def test_every_state_reads_differently(voice: Voice) -> None:
    later = at("2026-11-28T18:00")
    states = [
        Opening("always"), Opening("open", until=later), Opening("closed", next=later), Opening("closed"),
        Opening("closed", next=later, after_holiday=True), Opening("holiday", next=later), Opening("unknown"),
    ]  # fmt: skip
    texts = [formats.open_now(state, at("2026-12-25T14:00"), voice) for state in states]
    assert len(set(texts)) == len(states)
    assert [state.state for state, text in zip(states, texts, strict=True) if not text] == ["unknown"]


@pytest.mark.parametrize("voice", VOICES)
def test_the_day_and_the_holiday_are_named(voice: Voice) -> None:
    dutch = voice.language == "nl"
    state = Opening("closed", next=at("2026-12-27T11:00"), after_holiday=True)
    assert ("zondag" if dutch else "Sunday") in formats.open_now(state, at("2026-12-24T22:00"), voice)
    today = formats.open_now(Opening("holiday"), at("2026-04-27T14:00"), voice)
    assert ("Koningsdag" if dutch else "King's Day") in today


@pytest.mark.parametrize(
    ("day", "dutch", "english"),
    [
        ("2026-11-25", "vandaag", "today"),
        ("2026-11-26", "morgen", "tomorrow"),
        ("2026-11-27", "vrijdag", "Friday"),
        ("2026-12-01", "dinsdag", "Tuesday"),
        ("2026-12-02", "woensdag 2 december", "Wednesday 2 December"),
        ("2027-01-04", "maandag 4 januari", "Monday 4 January"),
    ],
)
@pytest.mark.parametrize("voice", VOICES)
def test_a_day_is_called_as_people_call_it(day: str, dutch: str, english: str, voice: Voice) -> None:
    called = formats.next_day(date.fromisoformat(day), WEDNESDAY.date(), voice)
    assert called == (dutch if voice.language == "nl" else english)
