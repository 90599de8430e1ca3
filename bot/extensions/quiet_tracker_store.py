"""A tracker store in memory that keeps no words."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Text

from rasa.core.tracker_store import InMemoryTrackerStore, SerializedTrackerAsText
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MAX_CONVERSATIONS = 5000


class QuietTrackerStore(InMemoryTrackerStore):
    """Keeps conversations in memory only, without the texts of the person or the bot, the oldest leave first.

    Slots hold categories (a topic id, an age group), never words; what someone typed is blanked before it is stored.
    """

    def __init__(self, domain: Domain, event_broker: Any = None, **kwargs: Any) -> None:
        """``max_conversations`` limits the memory used."""
        self.max_conversations = int(kwargs.pop("max_conversations", MAX_CONVERSATIONS))
        kwargs.pop("host", None)
        super().__init__(domain, event_broker, **kwargs)
        self.store: OrderedDict[Text, SerializedTrackerAsText] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves the conversation without its words."""
        for event in tracker.events:
            blank(event)
        await super().save(tracker)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self.max_conversations:
            self.store.popitem(last=False)

    async def delete(self, sender_id: Text) -> bool:
        """Forgets a conversation; True when there was one."""
        return self.store.pop(sender_id, None) is not None


def blank(event: Any) -> None:
    """Takes the words out of an event of either side; intents, slots and payloads' names stay."""
    if isinstance(event, UserUttered):
        event.text = ""
        event.input_channel = None
        event.metadata = {}
        for entity in event.entities:
            for key in ("start", "end", "text"):
                entity.pop(key, None)
        event.parse_data["text"] = ""
        event.parse_data["entities"] = event.entities
    elif isinstance(event, BotUttered):
        event.text = None
        event.data = {}
