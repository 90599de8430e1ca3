"""Tells who can be reached at this moment."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, router, say
from bot.replies import open_lines


class ActionWhoIsOpen(Action):
    """Tells who can be reached at this moment, those that fit the situation first."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_who_is_open"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        wanted = router().advise(conversation.situation).organisations
        reply = open_lines.now_open(conversation.library, wanted, conversation.voice, minor=conversation.is_minor)
        say(dispatcher, reply)
        return [SlotSet("offered", offered(reply))]
