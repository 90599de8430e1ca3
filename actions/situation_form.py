"""The situation form: asks only what can still change who can help."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, router, say
from bot.advice.reading import FORM_SLOTS, digresses
from bot.replies import routes, topics
from bot.replies.message import Message


class ValidateSituationForm(Action):
    """Decides which question comes next; no slot means: a question in between, which its own rule answers."""

    def name(self) -> str:
        """The name that Rasa derives from the form."""
        return "validate_situation_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        if digresses(conversation.message, tracker.slots) and not _declined(tracker):
            return []
        question = router().question(conversation.situation, conversation.answered)
        answered = {name: conversation.slot(name) for name in FORM_SLOTS if conversation.slot(name)}
        return [
            *(SlotSet(name, value) for name, value in answered.items()),
            SlotSet("requested_slot", question.dimension if question else None),
        ]


def _declined(tracker: Tracker) -> bool:
    """True when the form already left the latest message to another rule, and now comes back to ask on."""
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return False
        if event["event"] == "action_execution_rejected":
            return True
    return False


def _opening(conversation: Conversation) -> list[Message]:
    """Warm words and whom to call, then what was understood of what someone typed."""
    library, voice, situation = conversation.library, conversation.voice, conversation.situation
    wanted = router().advise(situation).organisations
    opening = routes.opening(library, situation, voice, wanted, minor=conversation.is_minor)
    also = topics.buttons_for(library, conversation.message.entities.get("also", ()), voice)
    heard = routes.heard(library, conversation.stated, voice, also) if conversation.message.text else None
    return [*opening, *([heard] if heard else [])]


class AskSituation(Action):
    """Asks the question about one dimension, with a button for each answer and one to skip."""

    dimension = "behaviour"

    def name(self) -> str:
        """The name that Rasa derives from form and slot."""
        return f"action_ask_situation_form_{self.dimension}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        questions = conversation.library.routes.questions
        asked = next(question for question in questions if question.dimension == self.dimension)
        if not conversation.slot("opened"):
            say(dispatcher, *_opening(conversation))
        say(dispatcher, routes.question(asked, conversation.voice))
        return [SlotSet("opened", True)]


class AskAge(AskSituation):
    """How old the dancer is."""

    dimension = "age"


class AskSetting(AskSituation):
    """Where it happens."""

    dimension = "setting"


class AskSince(AskSituation):
    """Whether it was in the last week."""

    dimension = "since"


class AskWant(AskSituation):
    """What someone wants now."""

    dimension = "want"
