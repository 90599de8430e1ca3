"""A plain "yes": does what the last message offered first."""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, say
from bot.replies import topics

_ACTIONS = {
    "ask_right": "action_answer_right",
    "ask_plan": "action_show_plan",
    "find_help": "situation_form",
    "talk_to_human": "action_talk_to_human",
    "next_step": "action_walk_plan",
    "ask_capabilities": "action_show_topics",
    "more": "action_more",
}


class ActionAcceptOffer(Action):
    """A plain "yes": does what the last message offered first; without an offer, says what can be asked."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_accept_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        intent, _, entities = (conversation.slot("offered") or "").lstrip("/").partition("{")
        if intent not in _ACTIONS:
            say(dispatcher, topics.menu(conversation.library, None, conversation.voice))
            return []
        slots = json.loads("{" + entities) if entities else {}
        if intent == "next_step":
            slots["step"] = int(conversation.slot("step") or 0) + 1
        if slots.get("behaviour") == "unclear":
            slots["behaviour"] = None
        return [*(SlotSet(name, value) for name, value in slots.items()), FollowupAction(_ACTIONS[intent])]
