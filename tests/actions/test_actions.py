"""Each custom action by itself: a tracker in, messages and events out. No Rasa server, no model."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.about_organisation import ActionAboutOrganisation
from actions.accept_offer import ActionAcceptOffer
from actions.answer_again import ActionAnswerAgain
from actions.answer_right import ActionAnswerRight
from actions.confirm_voice import ActionConfirmVoice
from actions.danger import ActionDanger
from actions.explain_why import ActionExplainWhy
from actions.more import ActionMore
from actions.not_understood import ActionNotUnderstood
from actions.read_message import ActionReadMessage
from actions.session_start import ActionSessionStart
from actions.show_plan import ActionShowPlan
from actions.show_route import ActionShowRoute
from actions.show_topics import ActionShowTopics
from actions.situation_form import AskSetting, AskSituation, ValidateSituationForm
from actions.stop import ActionStop
from actions.talk_to_human import ActionTalkToHuman
from actions.walk_plan import ActionWalkPlan
from bot.resources.loader import library
from bot.voice import VOICES


def run(
    action: Action,
    slots: dict[str, Any] | None = None,
    text: str = "",
    intent: str | None = None,
    entities: dict[str, str] | None = None,
    events: list[dict[str, Any]] | None = None,
    ranking: list[dict[str, Any]] | None = None,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Messages and events of an action for one message of a person."""
    latest = {
        "text": text,
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
        "intent_ranking": ranking or [],
        "metadata": {},
    }
    tracker = Tracker("someone", slots or {}, latest, events or [{"event": "user"}], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    return dispatcher.messages, list(action.run(dispatcher, tracker, {}))


def slots_set(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def test_a_right_comes_with_its_card_and_is_remembered() -> None:
    messages, events = run(ActionAnswerRight(), {"voice": "en", "topic": "rest_time"})
    assert messages[0]["custom"]["card"]["id"] == "rest_time"
    assert slots_set(events)["last"] == "right"
    assert slots_set(events)["offered"].startswith("/find_help")


def test_a_right_answers_for_the_status() -> None:
    general, _ = run(ActionAnswerRight(), {"voice": "nl", "topic": "late_pay"})
    freelance, _ = run(ActionAnswerRight(), {"voice": "nl", "topic": "late_pay", "status": "zzp"})
    assert general[0]["text"] != freelance[0]["text"]


@pytest.mark.parametrize(
    ("action", "slots"),
    [
        (ActionAnswerRight(), {"topic": "no_such_thing"}),
        (ActionShowPlan(), {}),
        (ActionWalkPlan(), {"plan": "rest_time"}),
    ],
)
def test_an_unknown_topic_gives_the_menu(action: Action, slots: dict[str, Any]) -> None:
    messages, _ = run(action, {"voice": "nl", **slots})
    assert len(messages[0]["buttons"]) > 4


def test_a_plan_is_walked_forth_and_back() -> None:
    slots = {"voice": "nl", "plan": "young_dancer"}
    last = len(library().plans["young_dancer"].steps)

    def walked(step: int, intent: str, text: str = "") -> tuple[list[dict[str, Any]], int]:
        places = {"young_dancer": (None, step)}
        messages, events = run(ActionWalkPlan(), {**slots, "places": places}, text, intent)
        return messages, slots_set(events)["places"]["young_dancer"][1]

    _, events = run(ActionShowPlan(), slots)
    assert slots_set(events)["places"] == {"young_dancer": (None, 0)}
    messages, step = walked(0, "next_step")
    assert (step, messages[0]["text"][:10]) == (1, "Stap 1 van")
    assert walked(1, "previous_step")[1] == 0
    assert walked(last, "next_step")[1] == last
    assert walked(2, "resume")[1] == walked(2, "repeat")[1] == 2
    assert walked(2, "already_tried")[1] == 3
    assert walked(2, "go_to_step", "stap 5")[1] == 5
    assert walked(2, "go_to_step", "laat alles zien")[1] == 0
    assert walked(2, "go_to_step", "step 99")[1] == last


def test_a_plan_asked_for_again_goes_on_where_it_was_left() -> None:
    places = {"young_dancer": (None, 4), "injury_overload": (None, 2)}
    slots = {"voice": "nl", "plan": "young_dancer", "places": places}
    _, events = run(ActionShowPlan(), slots, "terug naar dat plan", "ask_plan")
    assert slots_set(events)["places"] == places
    _, events = run(ActionShowPlan(), slots, "/ask_plan", "ask_plan")
    assert slots_set(events)["places"] == {**places, "young_dancer": (None, 0)}


def test_a_plan_with_parts_shows_the_one_that_fits_and_offers_the_others() -> None:
    messages, events = run(ActionShowPlan(), {"voice": "nl", "plan": "unpaid_or_contract", "status": "zzp"})
    assert slots_set(events)["places"] == {"unpaid_or_contract": ("freelance_invoice", 0)}
    payloads = [button["payload"] for button in messages[0]["buttons"]]
    assert (
        sum('"variant"' in payload for payload in payloads) == len(library().plans["unpaid_or_contract"].variants) - 1
    )


def test_about_an_organisation() -> None:
    messages, events = run(ActionAboutOrganisation(), {"voice": "nl", "organisation": "veilig_thuis"})
    assert "0800-2000" in messages[0]["text"]
    assert slots_set(events)["last"] == "organisation"
    messages, _ = run(ActionAboutOrganisation(), {"voice": "nl", "organisation": None})
    assert messages[0]["text"].endswith("Veilig Thuis.")


def test_danger_leaves_the_form_and_calls_first() -> None:
    messages, events = run(
        ActionDanger(), {"voice": "nl", "requested_slot": "age"}, "ik wil dood", "danger", {"danger": "self_harm"}
    )
    assert "113" in messages[0]["text"].splitlines()[0]
    assert {"event": "active_loop", "timestamp": None, "name": None} in events
    assert slots_set(events)["requested_slot"] is None


def test_danger_that_only_the_classifier_saw() -> None:
    messages, _ = run(ActionDanger(), {"voice": "nl", "danger": "now"}, "hij is er weer", "danger")
    assert "112" in messages[0]["text"].splitlines()[0]
    messages, _ = run(ActionDanger(), {"voice": "nl", "danger": "nonsense"}, "x", "danger")
    assert "112" in messages[0]["text"].splitlines()[0]


def test_yes_presses_the_offered_button() -> None:
    offered = {"voice": "nl", "offered": '/ask_plan{"topic": "bystander"}'}
    messages, events = run(ActionAcceptOffer(), offered, "ja", "affirm")
    assert messages[0]["custom"]["card"]["id"] == "bystander"
    assert slots_set(events)["plan"] == "bystander"
    _, events = run(ActionAcceptOffer(), {"voice": "nl", "offered": "/find_help"}, "ja", "affirm")
    assert events[-1] == {"event": "followup", "timestamp": None, "name": "situation_form"}
    messages, _ = run(ActionAcceptOffer(), {"voice": "nl", "offered": None}, "ja", "affirm")
    assert messages[0]["buttons"]


def test_not_understood_twice_gives_people_to_call() -> None:
    ranking = [{"name": "nlu_fallback"}, {"name": "ask_right", "topic": "breaks", "confidence": 0.2}]
    messages, events = run(ActionNotUnderstood(), {"voice": "nl"}, "hm", "nlu_fallback", ranking=ranking)
    assert slots_set(events)["misses"] == 1
    assert messages[0]["buttons"][0]["payload"] == '/ask_right{"topic": "breaks"}'
    assert messages[0]["buttons"][-1]["payload"] == "/talk_to_human"
    messages, events = run(ActionNotUnderstood(), {"voice": "nl", "misses": 1}, "hm", "nlu_fallback", ranking=ranking)
    assert slots_set(events)["misses"] == 2
    assert "112" in messages[0]["text"]


def test_a_serious_guess_puts_helplines_first() -> None:
    ranking = [{"name": "nlu_fallback"}, {"name": "find_help", "topic": "grooming", "confidence": 0.25}]
    messages, _ = run(ActionNotUnderstood(), {"voice": "nl"}, "hm", "nlu_fallback", ranking=ranking)
    assert "112" in messages[0]["text"].splitlines()[0]


def test_slots_never_hold_words() -> None:
    text = "ik heet Flierefluiter, ben 15 en mijn coach bij de sportclub doet gemeen, ik wil praten"
    _, events = run(ActionReadMessage(), {"voice": "nl"}, text, "find_help", {"topic": "bullying_power"})
    found = slots_set(events)
    assert found["age"] == "teen"
    assert found["setting"] == "sport"
    assert found["want"] == "talk"
    assert found["behaviour"] == "bullying_power"
    assert "flierefluiter" not in str(found).lower()


def test_the_form_asks_on_and_stops_when_nothing_can_change() -> None:
    known = {"voice": "nl", "behaviour": "bullying_power", "setting": "company"}
    _, events = run(ValidateSituationForm(), known, "bij een gezelschap", "tell_situation")
    assert slots_set(events)["requested_slot"] == "age"
    everything = {**known, "age": "adult", "since": "unknown", "want": "talk"}
    _, events = run(ValidateSituationForm(), everything, "praten", "tell_situation")
    assert slots_set(events)["requested_slot"] is None


def test_the_form_leaves_a_question_in_between_to_its_rule() -> None:
    known = {"voice": "nl", "behaviour": "bullying_power", "requested_slot": "age"}
    _, events = run(ValidateSituationForm(), known, "wat doet mores eigenlijk voor mensen", "ask_about")
    assert events == []
    came_back = [{"event": "user"}, {"event": "action_execution_rejected"}]
    _, events = run(ValidateSituationForm(), known, "wat doet mores", "ask_about", events=came_back)
    assert slots_set(events)["requested_slot"] == "age"


def test_the_first_question_has_warm_words_and_the_next_has_not() -> None:
    known = {"voice": "nl@kind", "behaviour": "grooming"}
    messages, events = run(AskSetting(), known)
    assert "0800-0432" in messages[0]["text"]
    assert slots_set(events) == {"opened": True}
    messages, _ = run(AskSetting(), {**known, "opened": True})
    assert len(messages) == 1
    assert messages[0]["buttons"][-1]["payload"] == "/skip"


@pytest.mark.parametrize("voice", VOICES)
def test_sexual_violence_gets_its_number_before_any_question(voice: Any) -> None:
    messages, _ = run(AskSituation(), {"voice": voice.value, "behaviour": "sexual_violence"})
    assert "0800-0188" in messages[0]["text"].splitlines()[0]


def test_a_route_names_three_and_more_names_the_rest() -> None:
    slots = {"voice": "nl", "behaviour": "bullying_power", "setting": "company", "age": "adult"}
    messages, events = run(ActionShowRoute(), slots)
    cards = [message["custom"]["card"]["id"] for message in messages if message.get("custom", {}).get("card")]
    assert len(cards) == 3
    assert slots_set(events)["plan"] == "boundary_employee"
    messages, _ = run(ActionMore(), {**slots, "last": "route"})
    rest = [message["custom"]["card"]["id"] for message in messages if message.get("custom", {}).get("card")]
    assert rest
    assert not set(rest) & set(cards)


@pytest.mark.parametrize("slots", [{"voice": "nl@kind"}, {"voice": "en@kind"}, {"voice": "nl", "age": "teen"}])
@pytest.mark.parametrize("action", [ActionTalkToHuman(), ActionShowRoute(), ActionDanger()])
def test_a_child_is_not_sent_to_points_for_adults(action: Action, slots: dict[str, Any]) -> None:
    messages, _ = run(action, {**slots, "behaviour": "bullying_power", "setting": "company", "danger": "violence"})
    for message in messages:
        for named in message.get("custom", {}).get("organisations", []):
            assert not library().organisations[named].adults_only, named


def test_why_names_what_it_rests_on() -> None:
    messages, _ = run(ActionExplainWhy(), {"voice": "nl", "topic": "late_pay", "last": "right"})
    assert "7:625" in messages[0]["text"]
    messages, _ = run(ActionExplainWhy(), {"voice": "nl"})
    assert "bronnen" in messages[0]["text"]


def test_answering_again_and_another_voice() -> None:
    slots = {"voice": "en", "topic": "breaks", "last": "right"}
    again, _ = run(ActionAnswerAgain(), slots, "I'm a teacher", "tell_situation")
    voice, _ = run(ActionConfirmVoice(), slots, "english please", "change_voice")
    assert again[0]["custom"]["card"]["id"] == voice[0]["custom"]["card"]["id"] == "breaks"
    nothing, _ = run(ActionConfirmVoice(), {"voice": "en"}, "english please", "change_voice")
    assert "English" in nothing[0]["text"]
    told, _ = run(ActionAnswerAgain(), {"voice": "nl"}, "ik ben 30", "tell_situation")
    assert told[0]["text"].startswith("Dank je")


@pytest.mark.parametrize("group", [None, "rights", "plans"])
def test_topics(group: str | None) -> None:
    messages, _ = run(ActionShowTopics(), {"voice": "nl", "group": group})
    assert len(messages[0]["buttons"]) >= 4


def test_stop_leaves_the_form() -> None:
    messages, events = run(ActionStop(), {"voice": "nl", "requested_slot": "age"})
    assert messages[0]["response"] == "utter_stopped"
    assert slots_set(events)["requested_slot"] is None


@pytest.mark.parametrize("voice", VOICES)
def test_a_session_starts_in_the_voice_of_the_page(voice: Any) -> None:
    messages, events = run(ActionSessionStart(), {"session_started_metadata": {"voice": voice.value}})
    assert "AI" in messages[0]["text"]
    assert slots_set(events)["voice"] == voice.value
    assert [event["event"] for event in events] == ["session_started", "slot", "action"]
