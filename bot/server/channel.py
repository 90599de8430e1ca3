"""Collects what Rasa says, whole messages instead of one call per part."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class CollectingChannel(OutputChannel):
    """Keeps the messages of one turn in the shape of the API."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Name of the channel."""
        return "danswijzer"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Text, buttons and card stay together in one message."""
        custom = message.get("custom") or {}
        collected = {
            "text": message.get("text") or "",
            "buttons": [
                {"title": button["title"], "payload": button["payload"]} for button in message.get("buttons") or []
            ],
            "organisations": custom.get("organisations", []),
            "sources": custom.get("sources", []),
        }
        collected |= {key: custom[key] for key in ("card", "lang") if custom.get(key)}
        if collected["text"] or "card" in collected:
            self.messages.append(collected)
