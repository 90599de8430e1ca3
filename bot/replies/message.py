"""A message to a person, and the payloads of its buttons."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """A quick reply: what it says and what it sends."""

    title: str
    payload: str


@dataclass(frozen=True)
class Message:
    """Plain text, quick replies, and at most one card (see docs/how-one-message-travels.md for its shapes)."""

    text: str
    buttons: Sequence[Button] = ()
    card: dict[str, Any] | None = None
    organisations: Sequence[str] = ()
    sources: Sequence[str] = ()
    lang: str | None = None
    """The language of the text when it is not that of the voice."""

    def as_rasa(self) -> dict[str, Any]:
        """Keyword arguments for rasa_sdk's ``dispatcher.utter_message``."""
        custom = {
            "card": self.card,
            "organisations": list(self.organisations),
            "sources": list(self.sources),
            "lang": self.lang,
        }
        return {
            "text": self.text,
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            "json_message": {key: value for key, value in custom.items() if value},
        }

    def as_json(self) -> dict[str, Any]:
        """The shape of the API: text, buttons, ids of organisations and sources, and the card if there is one."""
        result = {
            "text": self.text,
            "buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons],
            "organisations": list(self.organisations),
            "sources": list(self.sources),
        }
        optional = {"card": self.card, "lang": self.lang}
        return result | {key: value for key, value in optional.items() if value}


def payload(intent: str, **entities: str) -> str:
    """Rasa's payload for an intent with entities: ``/ask_right{"topic": "rest_time"}``."""
    return f"/{intent}{json.dumps(entities)}" if entities else f"/{intent}"
