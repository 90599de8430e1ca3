"""Answers the last question again: for who someone now says to be, in another voice, or because that was asked."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.about_organisation import ActionAboutOrganisation
from actions.answer_right import ActionAnswerRight
from actions.conversation import Conversation, say
from actions.danger import ActionDanger
from actions.show_route import ActionShowRoute
from actions.walk_plan import ActionWalkPlan
from bot.replies import topics

_AGAIN: dict[str, Action] = {
    "right": ActionAnswerRight(),
    "plan": ActionWalkPlan(),
    "route": ActionShowRoute(),
    "organisation": ActionAboutOrganisation(),
    "danger": ActionDanger(),
}


class ActionAnswerAgain(Action):
    """Answers the last question again; when there was none, asks what someone wants to know."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_again"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        again = _AGAIN.get(conversation.slot("last") or "")
        if again is not None:
            return list(again.run(dispatcher, tracker, domain))
        if conversation.message.intent == "tell_situation":
            say(dispatcher, topics.situation_heard(conversation.voice))
        else:
            say(dispatcher, topics.menu(conversation.library, None, conversation.voice))
        return []
