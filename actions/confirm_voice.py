"""Goes on in the voice that was asked for; what was last shown is said again in it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_again import ActionAnswerAgain
from actions.conversation import Conversation, say
from bot.replies import topics


class ActionConfirmVoice(Action):
    """Goes on in the voice, or in the easier words, that were asked for; what was last shown is said again."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_confirm_voice"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        simpler = conversation.message.intent == "simpler"
        if simpler:
            already, minor = not conversation.changed("voice"), conversation.stated.is_minor
            say(dispatcher, topics.simpler(conversation.library, conversation.voice, already=already, minor=minor))
        if conversation.slot("last") in ("right", "plan", "route", "organisation", "danger"):
            return ActionAnswerAgain().run(dispatcher, tracker, domain)
        if not simpler:
            say(dispatcher, topics.voice_confirmed(conversation.voice))
        return []
