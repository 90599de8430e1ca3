"""A plain "yes": does what the last message offered first."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_right import ActionAnswerRight
from actions.conversation import Conversation, say
from actions.more import ActionMore
from actions.show_plan import ActionShowPlan
from actions.show_topics import ActionShowTopics
from actions.talk_to_human import ActionTalkToHuman
from actions.walk_plan import ActionWalkPlan
from bot.advice.reading import slots_after
from bot.replies import topics

_ACTIONS: dict[str, Action] = {
    "ask_right": ActionAnswerRight(),
    "ask_plan": ActionShowPlan(),
    "talk_to_human": ActionTalkToHuman(),
    "next_step": ActionWalkPlan(),
    "ask_capabilities": ActionShowTopics(),
    "more": ActionMore(),
}


class ActionAcceptOffer(Action):
    """A plain "yes" counts as pressing the first button of the last message; without one, says what can be asked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_accept_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        payload = Conversation(tracker).slot("offered") or ""
        changes = _press(tracker, payload)
        events = [SlotSet(name, value) for name, value in {**changes, "offered": None}.items()]
        intent = Conversation(tracker).message.intent
        if intent == "find_help":
            return [*events, FollowupAction("situation_form")]
        if intent in _ACTIONS:
            return [*events, *_ACTIONS[intent].run(dispatcher, tracker, domain)]
        conversation = Conversation(tracker)
        say(dispatcher, topics.menu(conversation.library, None, conversation.voice))
        return events


def _press(tracker: Tracker, payload: str) -> dict[str, Any]:
    """Make the payload the latest message of this action's own copy of the tracker; return the slots it sets."""
    intent, _, rest = payload.lstrip("/").partition("{")
    entities = json.loads("{" + rest) if rest else {}
    tracker.latest_message = {
        "text": payload,
        "intent": {"name": intent},
        "entities": [{"entity": name, "value": value} for name, value in entities.items()],
    }
    changes = slots_after(Conversation(tracker).message, tracker.slots)
    tracker.slots.update(changes)
    return changes
