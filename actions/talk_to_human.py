"""People to call: those who know about what was just asked, or those who listen to anyone."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from bot.replies import emergencies


class ActionTalkToHuman(Action):
    """People to call: those who know about what was just asked, or those who listen to anyone."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_talk_to_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        feelings = conversation.message.intent == "tell_feelings"
        library, voice, minor = conversation.library, conversation.voice, conversation.is_minor
        about = conversation.slot("shown") or ()
        reply = emergencies.people(library, voice, about, minor=minor, feelings=feelings)
        say(dispatcher, reply)
        return after(reply)
