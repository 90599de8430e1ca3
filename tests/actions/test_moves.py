"""Moves in a conversation: a step on, who that is, what it costs, shorter, simpler, forget, and no help with harm."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk.events import SlotSet

from actions.about_shown import ActionAboutShown
from actions.confirm_voice import ActionConfirmVoice
from actions.explain_why import ActionExplainWhy
from actions.forget import ActionForget
from actions.next_rung import ActionNextRung
from actions.refuse import ActionRefuse
from actions.shorten import ActionShorten
from actions.show_route import ActionShowRoute
from actions.stop import ActionStop
from actions.talk_to_human import ActionTalkToHuman
from bot.resources.loader import library
from bot.voice import VOICES, Voice
from tests.actions.test_actions import run, slots_set

ROUTE = {"voice": "nl", "behaviour": "bullying_power", "setting": "company", "age": "adult", "last": "route"}
PLAN = {"voice": "nl", "plan": "young_dancer", "last": "plan", "places": {"young_dancer": (None, 2)}}
RIGHT = {"voice": "nl", "topic": "rest_time", "last": "right"}


def named(messages: list[dict[str, Any]]) -> list[str]:
    return [x for message in messages for x in message.get("custom", {}).get("organisations", [])]


def test_what_did_not_help_is_not_said_again() -> None:
    first, _ = run(ActionShowRoute(), ROUTE)
    seen = set(named(first))
    for rung in range(3):
        messages, events = run(ActionNextRung(), {**ROUTE, "rung": rung}, "heb ik al gedaan", "already_tried")
        assert slots_set(events)["rung"] == rung + 1
        if messages[-1].get("custom", {}).get("card"):
            break  # nobody left of the route: people to call
        assert named(messages)
        assert not set(named(messages)) & seen
        seen |= set(named(messages))
    assert messages[-1]["custom"]["card"]["kind"] == "emergency"


def test_after_a_right_comes_its_plan_and_then_people() -> None:
    messages, events = run(ActionNextRung(), RIGHT, "ze doen niks", "already_tried")
    assert any("long_hours" in button["payload"] for button in messages[0]["buttons"])
    messages, _ = run(ActionNextRung(), {**RIGHT, **slots_set(events)}, "ook geprobeerd", "already_tried")
    assert messages[-1]["custom"]["card"]["numbers"]


def test_in_a_plan_what_was_done_leads_to_the_next_step() -> None:
    _, events = run(ActionNextRung(), PLAN, "heb ik gedaan", "already_tried")
    assert slots_set(events)["places"]["young_dancer"] == (None, 3)


@pytest.mark.parametrize("voice", VOICES)
def test_with_nothing_shown_there_is_a_person(voice: Voice) -> None:
    messages, _ = run(ActionNextRung(), {"voice": voice.value}, "helpt niet", "already_tried")
    assert messages[-1]["custom"]["card"]["numbers"]


def test_who_is_that() -> None:
    slots = {"voice": "en", "shown": ["veilig_thuis", "slachtofferhulp"], "last": "route"}
    messages, _ = run(ActionAboutShown(), slots, "who are they", "ask_who")
    assert messages[0]["custom"]["card"]["id"] == "veilig_thuis"
    assert "Slachtofferhulp" in messages[1]["text"]
    messages, _ = run(ActionAboutShown(), {"voice": "en"}, "who are they", "ask_who")
    assert "organisation" in messages[0]["text"]


def test_who_helps_at_this_step() -> None:
    place = {**PLAN, "places": {"young_dancer": (None, 1)}, "shown": ["mores"]}
    messages, _ = run(ActionAboutShown(), place, "wie is dat", "ask_who")
    assert named(messages)[0] == library().plans["young_dancer"].steps[0].who[0]


def test_what_it_costs_as_far_as_it_is_known() -> None:
    messages, _ = run(
        ActionAboutShown(), {"voice": "nl", "shown": ["veilig_thuis", "lawyer"]}, "wat kost dat", "ask_cost"
    )
    lines = messages[0]["text"].splitlines()
    assert "gratis" in lines[1]
    assert "weet ik niet zeker" in lines[2]


def test_how_much_after_a_right_about_pay_asks_for_the_amount() -> None:
    slots = {"voice": "nl", "topic": "minimum_wage", "last": "right", "shown": ["juridisch_loket"]}
    messages, _ = run(ActionAboutShown(), slots, "hoeveel is dat", "ask_cost")
    assert messages[0]["custom"]["card"]["id"] == "minimum_wage"


@pytest.mark.parametrize("slots", [RIGHT, PLAN, {**PLAN, "places": {}}, ROUTE], ids=["right", "step", "plan", "route"])
def test_shorter_is_shorter_and_keeps_its_sources(slots: dict[str, Any]) -> None:
    from actions.answer_again import ActionAnswerAgain

    whole, _ = run(ActionAnswerAgain(), slots, "nog eens", "repeat")
    brief, _ = run(ActionShorten(), slots, "korter", "shorter")
    assert len(brief) == 1
    length = sum(len(str(message.get("custom", {}).get("card", {}).get("steps", ""))) for message in whole)
    assert len(brief[0]["text"]) < sum(len(message["text"]) for message in whole) + length
    assert brief[0]["buttons"]
    if slots is RIGHT:
        assert brief[0]["custom"]["card"]["sources"]


def test_shorter_with_nothing_to_shorten_says_what_can_be_asked() -> None:
    messages, _ = run(ActionShorten(), {"voice": "nl"}, "korter", "shorter")
    assert len(messages[0]["buttons"]) == 4


def test_simpler_names_someone_for_adults_and_says_the_way_back() -> None:
    changed = [{"event": "user"}, SlotSet("voice", "nl@kind")]
    slots = {"voice": "nl@kind", "topic": "breaks", "last": "right"}
    messages, _ = run(ActionConfirmVoice(), slots, "makkelijker graag", "simpler", events=changed)
    assert "088-0767000" in messages[0]["text"]
    assert "volwassenen" in messages[0]["text"]
    assert messages[1]["custom"]["card"]["id"] == "breaks"
    messages, _ = run(ActionConfirmVoice(), slots, "makkelijker graag", "simpler")
    assert "0800-0432" in messages[0]["text"]


def test_forgetting_leaves_only_the_voice() -> None:
    messages, events = run(ActionForget(), {"voice": "en@kind", "topic": "breaks"}, "delete", "forget_me")
    assert messages[0]["response"] == "utter_forgotten"
    assert [event["event"] for event in events] == ["active_loop", "reset_slots", "slot"]
    assert slots_set(events) == {"voice": "en@kind"}


@pytest.mark.parametrize("voice", VOICES)
def test_no_help_with_harm_and_someone_to_talk_to(voice: Voice) -> None:
    messages, _ = run(ActionRefuse(), {"voice": voice.value}, "hoe zorg ik dat ze niks zegt", "harmful_request")
    assert len(messages) == 1
    assert named(messages)
    adults_only = [x for x in named(messages) if library().organisations[x].adults_only]
    assert bool(adults_only) is not voice.is_child


def test_people_to_call_know_of_the_subject() -> None:
    slots = {"voice": "nl", "shown": ["kunstenbond", "centrum_seksueel_geweld"]}
    messages, _ = run(ActionTalkToHuman(), slots, "wie kan ik bellen", "talk_to_human")
    (phone,) = (c.value for c in library().organisations["centrum_seksueel_geweld"].contacts if c.channel == "phone")
    assert phone in messages[0]["text"]
    feelings, _ = run(ActionTalkToHuman(), {"voice": "nl"}, "ik huil elke les", "tell_feelings")
    asked, _ = run(ActionTalkToHuman(), {"voice": "nl"}, "mens graag", "talk_to_human")
    assert feelings[0]["text"].splitlines()[0] != asked[0]["text"].splitlines()[0]


@pytest.mark.parametrize("voice", VOICES)
def test_who_stops_reads_who_listens_later(voice: Voice) -> None:
    messages, _ = run(ActionStop(), {"voice": voice.value}, "stop", "stop")
    assert ("0800-0432" if voice.is_child else "088-0767000") in messages[1]["text"]


def test_why_this_step() -> None:
    for step in range(len(library().plans["young_dancer"].steps) + 1):
        slots = {**PLAN, "places": {"young_dancer": (None, step)}}
        messages, _ = run(ActionExplainWhy(), slots, "waarom", "ask_why")
        assert messages[0]["text"]
        assert messages[0]["custom"]["card"]["id"] == "young_dancer"
