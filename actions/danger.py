"""The emergency card: the number to call first. Leaves any form."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, after, say
from bot.advice.danger import WORRY
from bot.replies import emergencies, topics


class ActionDanger(Action):
    """The emergency card: the number to call first. Leaves any form."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_danger"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """See class."""
        conversation = Conversation(tracker)
        found = conversation.message.entities.get("danger") or [conversation.slot("danger") or "help"]
        known = conversation.library.emergencies.keys() - {WORRY}
        levels = [level for level in found if level in known] or ["help"]
        library, voice, slot = conversation.library, conversation.voice, conversation.slot
        reply = emergencies.card_for(
            library,
            levels,
            voice,
            minor=conversation.is_minor,
            about_other=slot("role") not in (None, "self"),
            recent=slot("since") == "lt7d",
            also=topics.buttons_for(library, conversation.message.entities.get("also", ()), voice),
        )
        say(dispatcher, reply)
        return [ActiveLoop(None), *after(reply, requested_slot=None, opened=False, last="danger")]
