"""Lends Rasa a conversation for one turn, as the object that it works on; where it is kept is not Rasa's concern."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.conversation import Dialogue
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.extensions.quiet_tracker_store import quiet


class TurnStore(TrackerStore):
    """Holds the conversations of turns that are under way, and nothing between two turns."""

    def __init__(self, domain: Domain | None = None, event_broker: Any = None, **options: Any) -> None:
        super().__init__(domain, event_broker, **options)
        self._lent: dict[str, DialogueStateTracker] = {}

    def lend(self, sender_id: str, kept: str) -> None:
        """Give Rasa a conversation as ``written`` kept it."""
        self._lent[sender_id] = self.read(sender_id, kept)

    def take_back(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation as Rasa left it; None when there is none."""
        return self._lent.pop(sender_id, None)

    def read(self, sender_id: str, kept: str) -> DialogueStateTracker:
        """A conversation that ``written`` kept."""
        tracker = self.init_tracker(sender_id)
        tracker.recreate_from_dialogue(Dialogue.from_parameters(msgspec.json.decode(kept)))
        return tracker

    def written(self, tracker: DialogueStateTracker) -> str:
        """A conversation as JSON, without its words and of a long one only the end."""
        return msgspec.json.encode(quiet(tracker, self.domain).as_dialogue().as_dict()).decode()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """What Rasa does at the end of a turn."""
        self._lent[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """What Rasa does at the beginning of a turn."""
        return self._lent.get(sender_id)

    async def retrieve_full_tracker(self, sender_id: str) -> DialogueStateTracker | None:
        """The same: a conversation is one session."""
        return self._lent.get(sender_id)

    async def keys(self) -> Iterable[str]:
        """Which conversations are under way."""
        return self._lent.keys()
