"""A tracker store in memory that keeps no words, and of a long conversation only the end."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, List, Optional, Text

from rasa.core.tracker_store import InMemoryTrackerStore, SerializedTrackerAsText
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

MAX_CONVERSATIONS = 5000
_TOLD_AT_THE_START = (SlotSet, AllSlotsReset, BotUttered)


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
        await super().save(quiet(tracker, self.domain))
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > self.max_conversations:
            self.store.popitem(last=False)


def quiet(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """What may be kept of a conversation: no words, and only what the next turn needs."""
    for event in tracker.events:
        blank(event)
    return shortened(tracker, domain)


def blank(event: Event) -> None:
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
        event.parse_data.pop("intent_ranking", None)
    elif isinstance(event, BotUttered):
        event.text = None
        event.data = {}


def shortened(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The same conversation as briefly as can be told, because Rasa replays it several times in a turn.

    It begins with the slots as they are now and the form as it was then; after that come the last message and what the
    policies look at: what was understood, which actions ran, and what became of the form. One message is enough: every
    intent has a rule, which looks at what followed it and no further back.
    """
    events: List[Event] = list(tracker.events)
    cut = max((place for place, event in enumerate(events) if isinstance(event, UserUttered)), default=None)
    if cut is None:
        return tracker
    start: List[Event] = [SessionStarted()]
    start += [SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None]
    if loop := _loop_after(events[:cut]):
        start.append(ActiveLoop(loop))
    start.append(ActionExecuted(ACTION_LISTEN_NAME))
    rest = [event for event in events[cut:] if not isinstance(event, _TOLD_AT_THE_START)]
    return DialogueStateTracker.from_events(tracker.sender_id, start + rest, domain.slots)


def _loop_after(events: List[Event]) -> Optional[Text]:
    """The form that was being filled in after these events."""
    return next((event.name for event in reversed(events) if isinstance(event, ActiveLoop)), None)
