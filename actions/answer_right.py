"""Answers a question about a right, with article, validity, sources and a human to ask."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from bot import clock
from bot.replies import rights, topics


class ActionAnswerRight(Action):
    """Answers a question about a right, with article, validity, sources and a human to ask."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer_right"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        right = conversation.right()
        if right is None:
            say(dispatcher, topics.menu(conversation.library, "rights", conversation.voice))
            return []
        reply = rights.answer(conversation.library, right, conversation.voice, conversation.status, clock.today())
        replies = [reply, *conversation.second_thoughts()]
        say(dispatcher, *replies)
        return after(*replies, last="right", rung=0)
