"""More of what was last shown: the other contacts, or who knows more about a right."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, offered, router, say
from actions.walk_plan import ActionWalkPlan
from bot.replies import organisations, routes, topics


class ActionMore(Action):
    """More of what was last shown: the other contacts, or who knows more about a right."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        last, library, voice = conversation.slot("last"), conversation.library, conversation.voice
        right = conversation.right()
        if last == "plan":
            return list(ActionWalkPlan().run(dispatcher, tracker, domain))
        if last == "route":
            reply = routes.more(library, router().advise(conversation.situation), voice)
        elif last == "right" and right:
            ids = organisations.fitting(library, right.ask, voice, minor=conversation.is_minor)
            reply = [organisations.contact(library, library.organisations[x], voice) for x in ids]
        else:
            reply = [topics.menu(library, None, voice)]
        say(dispatcher, *reply)
        return [SlotSet("offered", offered(*reply))]
