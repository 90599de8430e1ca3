"""The answer to a right says for whom it is, what nobody confirmed, and what is no longer or not yet in force."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest

from bot import clock
from bot.advice.plans import Place
from bot.advice.rights import differs_for, general_for
from bot.i18n import tr
from bot.replies import formats, organisations, plans, rights, statuses
from bot.replies.message import Message
from bot.resources.loader import library
from bot.resources.schema import Status
from bot.voice import VOICES, Voice

TODAY = date(2026, 11, 25)
DUE_AGAIN = "Let op: dit moet opnieuw worden nagekeken. Vraag het na."


def answer(right_id: str, voice: Voice, status: str | None = None, today: date = TODAY) -> Message:
    return rights.answer(library(), library().rights[right_id], voice, status, today)


def offered(message: Message) -> list[str]:
    """The statuses that can be chosen with a button."""
    chosen = [button.payload.partition("{") for button in message.buttons if "tell_situation" in button.payload]
    return [json.loads(brace + entities)["status"] for _, brace, entities in chosen]


def not_sure(people: list[Status], voice: Voice) -> str:
    line = "Of dit ook geldt voor {people}, weet ik niet zeker. Vraag het na."
    return tr(voice, line, people=statuses.people(people, voice))


@pytest.mark.parametrize(
    ("right_id", "general", "others", "buttons"),
    [
        pytest.param("pay_scale", ["employee"], ["teacher"], ["teacher"], id="one other answer"),
        pytest.param("breaks", ["employee"], ["zzp", "student", "intern"], ["zzp", "student", "intern"], id="many"),
        pytest.param("work_under_16", ["child", "teen"], ["parent", "organisation"], ["parent"], id="no organisation"),
        pytest.param("travel_and_meals", ["employee"], [], [], id="no other answer"),
    ],
)
@pytest.mark.parametrize("voice", VOICES)
def test_to_someone_unknown_it_says_for_whom_it_is(
    right_id: str, general: list[Status], others: list[Status], buttons: list[str], voice: Voice
) -> None:
    message = answer(right_id, voice)
    assert tr(voice, "Dit antwoord is voor {people}.", people=statuses.people(general, voice)) in message.text
    assert not others or statuses.people(others, voice) in message.text
    assert offered(message) == buttons


def test_every_right_that_differs_says_so_and_offers_at_most_three() -> None:
    for right in library().rights.values():
        for voice in VOICES:
            message = answer(right.id, voice)
            if general_for(right) and differs_for(right):
                assert statuses.people(general_for(right), voice) in message.text, right.id
                assert offered(message) or set(differs_for(right)) <= {"child", "organisation"}, right.id
            assert len(offered(message)) <= 3, right.id
            assert not {"child", "organisation"} & set(offered(message)), right.id


@pytest.mark.parametrize(("right_id", "status"), [("pay_scale", "teacher"), ("breaks", "zzp"), ("breaks", "employee")])
@pytest.mark.parametrize("voice", VOICES)
def test_whoever_said_who_they_are_gets_their_answer_and_nothing_more(
    right_id: str, status: Status, voice: Voice
) -> None:
    message = answer(right_id, voice, status)
    assert tr(voice, "Dit antwoord is voor {people}.", people="").removesuffix(".") not in message.text
    assert not_sure([status], voice) not in message.text
    assert offered(message) == []


@pytest.mark.parametrize(
    ("right_id", "status"),
    [("pay_scale", "student"), ("travel_and_meals", "zzp"), ("work_abroad", "parent"), ("whistleblower", "child")],
)
@pytest.mark.parametrize("voice", VOICES)
def test_for_whom_nobody_confirmed_it_that_is_not_sure(right_id: str, status: Status, voice: Voice) -> None:
    assert not_sure([status], voice) in answer(right_id, voice, status).text.split("\n\n")
    if voice is Voice.NL:
        assert "weet ik niet zeker" in not_sure([status], voice)


@pytest.mark.parametrize(
    ("day", "named", "not_named", "warned"),
    [
        pytest.param(date(2024, 12, 31), [date(2025, 1, 1)], [date(2026, 12, 31)], False, id="before"),
        pytest.param(date(2025, 1, 1), [date(2025, 1, 1), date(2026, 12, 31)], [], False, id="the first day"),
        pytest.param(date(2026, 12, 31), [date(2025, 1, 1), date(2026, 12, 31)], [], False, id="the last day"),
        pytest.param(date(2027, 1, 1), [date(2026, 12, 31)], [date(2025, 1, 1)], True, id="after"),
    ],
)
@pytest.mark.parametrize("voice", VOICES)
def test_the_cao_of_2025_and_2026(
    day: date, named: list[date], not_named: list[date], warned: bool, voice: Voice
) -> None:
    message = answer("pay_scale", voice, "employee", day)
    assert message.card
    for basis in message.card["basis"]:
        assert [x for x in named if formats.day(x, voice) not in basis["holds"]] == []
        assert [x for x in not_named if formats.day(x, voice) in basis["holds"]] == []
        passed = tr(
            voice, "Let op: {article} gold tot en met {day}. Vraag wat er nu geldt.",
            article=basis["article"], day=formats.day(date(2026, 12, 31), voice),
        )  # fmt: skip
        assert (passed in message.text) is warned


@pytest.mark.parametrize("voice", VOICES)
def test_before_during_and_after_read_differently(voice: Voice) -> None:
    days = (date(2024, 12, 31), date(2026, 12, 31), date(2027, 1, 1))
    right = library().rights["pay_scale"]
    assert len({rights.why(library(), right, voice, "employee", day).text for day in days}) == 3


@pytest.mark.parametrize(("days", "due"), [(0, False), (1, True)], ids=["on the review date", "the day after"])
@pytest.mark.parametrize("voice", VOICES)
def test_a_passed_review_date_is_said(monkeypatch: pytest.MonkeyPatch, days: int, due: bool, voice: Voice) -> None:
    base, said = library(), tr(voice, DUE_AGAIN)
    right, plan = base.rights["confidential_adviser"], base.plans["long_hours"]
    for entry in (right, plan, base.organisations["kindertelefoon"]):
        day = entry.review_by + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda day=day: datetime.combine(day, time(12), clock.AMSTERDAM))
        if entry is right:
            message = rights.answer(base, right, voice, "employee", day)
            assert (said in message.text) is due
        elif entry is plan:
            message = plans.show(base, Place(plan), voice)
        else:
            message = organisations.about(base, base.organisations["kindertelefoon"], voice)
        assert message.card
        assert (said in message.card["checked"]) is due, entry.id
        assert formats.day(entry.checked_on, voice) in message.card["checked"]
