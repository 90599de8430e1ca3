"""What one message changes in the slots."""

from __future__ import annotations

import pytest

from bot.advice.reading import DIGRESSIONS, FORM_SLOTS, Understood, slots_after
from bot.advice.situation import UNKNOWN


def _said(text: str, intent: str = "tell_situation", **entities: str) -> Understood:
    return Understood(text, intent, {name: [value] for name, value in entities.items()})


def _pressed(intent: str, **entities: str) -> Understood:
    return _said("", intent, **entities)


@pytest.mark.parametrize("asked", [slot for slot in FORM_SLOTS if slot != "behaviour"])
def test_skip_button_answers_unknown(asked: str) -> None:
    assert slots_after(_pressed("skip"), {"requested_slot": asked})[asked] == UNKNOWN


def test_skipping_what_it_is_about_is_unclear() -> None:
    assert slots_after(_pressed("skip"), {"requested_slot": "behaviour"})["behaviour"] == "unclear"


@pytest.mark.parametrize(("intent", "since"), [("affirm", "lt7d"), ("deny", "gt7d")])
def test_yes_and_no_answer_since(intent: str, since: str) -> None:
    assert slots_after(_said("ja", intent), {"requested_slot": "since"})["since"] == since
    assert slots_after(_pressed(intent), {"requested_slot": "since"})["since"] == since


def test_yes_does_not_answer_another_question() -> None:
    assert slots_after(_said("ja", "affirm"), {"requested_slot": "age"})["age"] == UNKNOWN


@pytest.mark.parametrize("intent", ["nlu_fallback", "tell_situation", "out_of_scope"])
@pytest.mark.parametrize("asked", FORM_SLOTS)
def test_not_understood_counts_as_skipped(intent: str, asked: str) -> None:
    changes = slots_after(_said("blauw gras", intent), {"requested_slot": asked})
    assert changes[asked] == ("unclear" if asked == "behaviour" else UNKNOWN)


@pytest.mark.parametrize("intent", sorted(DIGRESSIONS))
@pytest.mark.parametrize("asked", FORM_SLOTS)
def test_digressions_leave_the_question_open(intent: str, asked: str) -> None:
    changes = slots_after(_said("iets heel anders", intent), {"requested_slot": asked})
    assert asked not in changes


def test_words_answer_the_question() -> None:
    assert slots_after(_said("15"), {"requested_slot": "age"})["age"] == "teen"
    assert slots_after(_said("bij een gezelschap"), {"requested_slot": "setting"})["setting"] == "company"
    assert slots_after(_said("gisteren"), {"requested_slot": "since"})["since"] == "lt7d"
    assert slots_after(_said("ik wil het melden"), {"requested_slot": "want"})["want"] == "report"


def test_answering_another_question_first_keeps_this_one_open() -> None:
    changes = slots_after(_said("het was gisteren"), {"requested_slot": "age"})
    assert changes["since"] == "lt7d"
    assert "age" not in changes


def test_button_answers() -> None:
    changes = slots_after(_pressed("tell_situation", age="teen"), {"requested_slot": "age"})
    assert changes["age"] == "teen"


def test_a_new_call_for_help_forgets_since_and_want_and_keeps_the_rest() -> None:
    slots = {"since": "lt7d", "want": "report", "age": "teen", "setting": "company", "role": "self"}
    changes = slots_after(_said("wie kan mij helpen met mijn loon", "find_help", topic="pay_contract"), slots)
    assert changes["since"] is None
    assert changes["want"] is None
    assert not {"age", "setting", "role"} & set(changes)
    assert changes["behaviour"] == "pay_contract"


def test_within_the_form_a_call_for_help_keeps_since() -> None:
    slots = {"since": "lt7d", "requested_slot": "want", "behaviour": "grooming"}
    assert "since" not in slots_after(_said("wie kan helpen", "find_help"), slots)


def test_danger_goes_to_its_own_slot() -> None:
    changes = slots_after(_said("hij slaat mij", "danger", danger="violence"), {})
    assert changes["danger"] == "violence"
    assert "topic" not in changes


def test_topics_go_to_the_slot_of_their_kind() -> None:
    assert slots_after(_said("rust", "ask_right", topic="rest_time"), {})["topic"] == "rest_time"
    assert slots_after(_said("plan", "ask_plan", topic="long_hours"), {})["plan"] == "long_hours"
    assert "topic" not in slots_after(_said("help", "find_help", topic="grooming"), {})


@pytest.mark.parametrize(
    ("message", "slots", "page", "voice"),
    [
        (_said("english please", "change_voice"), {"voice": "nl"}, None, "en"),
        (_said("in het nederlands", "change_voice"), {"voice": "en"}, None, "nl"),
        (_said("voor kinderen", "change_voice"), {"voice": "nl"}, None, "nl@kind"),
        (_said("ik ben 10", language="nl"), {"voice": "nl"}, None, "nl@kind"),
        (_said("ik ben 30", language="nl"), {"voice": "nl@kind"}, None, "nl"),
        (_said("how long is my break", "ask_right", language="en"), {"voice": "nl"}, None, "en"),
        (_said("english please"), {"voice": "nl"}, "nl@kind", "nl@kind"),
        (_said("ik ben 10", language="nl"), {"voice": "nl"}, "en", "en"),
        (_pressed("change_voice", voice="en@kind"), {"voice": "nl"}, None, "en@kind"),
    ],
)
def test_voice(message: Understood, slots: dict[str, str | None], page: str | None, voice: str) -> None:
    assert slots_after(message, slots, page)["voice"] == voice


@pytest.mark.parametrize(
    ("message", "slots", "page"),
    [
        (_said("mijn dochter is 8", language="nl"), {"voice": "nl"}, None),
        (_said("my son is 9", language="en"), {"voice": "en"}, None),
        (_said("mores"), {"voice": "nl"}, None),
        (_said("ok"), {"voice": "en@kind"}, None),
        (_pressed("skip"), {"voice": "en"}, None),
        (_pressed("ask_right", topic="rest_time"), {"voice": "en@kind"}, None),
        (_said("hoe lang is mijn pauze", language="nl"), {"voice": "nl"}, "nl"),
        (_said("hoi"), {"voice": "nl"}, "klingon"),
    ],
)
def test_voice_stays(message: Understood, slots: dict[str, str | None], page: str | None) -> None:
    assert "voice" not in slots_after(message, slots, page)


def test_a_parents_child_gives_the_age_of_the_situation() -> None:
    changes = slots_after(_said("ik ben 40 en mijn dochter is 8", language="nl"), {"voice": "nl"})
    assert (changes["role"], changes["age"]) == ("parent", "child")
    assert "voice" not in changes


def test_only_changes_are_returned() -> None:
    slots = {"age": "teen", "voice": "nl", "group": None}
    assert "age" not in slots_after(_said("ik ben 15", language="nl"), slots)


def test_status_is_read_from_words() -> None:
    assert slots_after(_said("ik ben zzp'er", language="nl"), {"voice": "nl"})["status"] == "zzp"
