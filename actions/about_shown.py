"""Who the people are that were just named, and what they cost."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer_right import ActionAnswerRight
from actions.conversation import Conversation, after, say
from bot.replies import organisations, plans, topics
from bot.replies.message import Message


class ActionAboutShown(Action):
    """Tells what those who were just named do and do not do, or what they cost; in a plan, who helps at this step."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_about_shown"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        library, voice = conversation.library, conversation.voice
        ids, place = list(conversation.slot("shown") or []), conversation.place()
        if conversation.slot("last") == "plan" and place:
            ids = plans.helpers(library, place, voice) or ids
        if conversation.message.intent == "ask_cost" and conversation.asked_about_pay:
            return list(ActionAnswerRight().run(dispatcher, tracker, domain))
        known = [library.organisations[x] for x in ids if x in library.organisations]
        if not known:
            reply = [topics.which_organisation(voice)]
        elif conversation.message.intent == "ask_cost":
            reply = [organisations.costs(known, voice)]
        else:
            reply = [organisations.contact(library, known[0], voice), *organisations.and_these(known[1:], voice)]
        minor = conversation.is_minor
        if not organisations.with_phone(library, [one.id for one in known], voice, minor=minor):
            reply.append(Message(organisations.talk_now(library, voice, minor=minor)))
        say(dispatcher, *reply)
        return after(*reply)
