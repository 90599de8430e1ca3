"""Tells what an organisation does, what it does not, and how to reach it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from bot.replies import organisations, topics


class ActionAboutOrganisation(Action):
    """Tells what an organisation does, what it does not, and how to reach it."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_about_organisation"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        organisation = conversation.library.organisations.get(conversation.slot("organisation") or "")
        if organisation is None:
            say(dispatcher, topics.which_organisation(conversation.voice))
            return []
        reply = organisations.about(conversation.library, organisation, conversation.voice)
        say(dispatcher, reply)
        return after(reply, last="organisation")
