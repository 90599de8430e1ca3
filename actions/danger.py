"""The emergency card: the number to call first. Leaves any form."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, say
from bot.replies import emergencies


class ActionDanger(Action):
    """The emergency card: the number to call first. Leaves any form."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        found = conversation.message.entities.get("danger") or [conversation.slot("danger") or "help"]
        levels = [level for level in found if level in conversation.library.emergencies] or ["help"]
        reply = emergencies.card_for(conversation.library, levels, conversation.voice, minor=conversation.is_minor)
        say(dispatcher, reply)
        return [
            ActiveLoop(None),
            SlotSet("requested_slot", None),
            SlotSet("opened", False),
            SlotSet("last", "danger"),
            SlotSet("offered", offered(reply)),
        ]
