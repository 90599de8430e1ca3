"""Sets every slot that the latest message changes; Rasa runs it before anything else."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from bot.advice.reading import slots_after


class ActionReadMessage(Action):
    """Sets every slot that the latest message changes; Rasa runs it before anything else."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_read_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        metadata = (tracker.latest_message or {}).get("metadata") or {}
        right = conversation.right()
        shown = right.behaviour if right and conversation.slot("last") == "right" else None
        # A form reads the message a second time: by then the voice of the page is the old one.
        page_voice = None if conversation.changed("voice") else metadata.get("voice")
        changes = slots_after(conversation.message, tracker.slots, page_voice, shown)
        return [SlotSet(name, value) for name, value in changes.items()]
