"""The pictures that stand with a child's choices, so that a choice can be made before it is read."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.resources.strict_yaml import read_yaml
from bot.voice import Voice

_FILE = Path(__file__).with_suffix(".yml")


def added(messages: list[dict[str, Any]], voice: Voice) -> list[dict[str, Any]]:
    """The same messages; in a child's voice each button also has ``picture``, a symbol of bot/web/pictures.svg."""
    if voice.is_child:
        for button in (button for message in messages for button in message["buttons"]):
            if name := picture(button["payload"]):
                button["picture"] = name
    return messages


def picture(payload: str) -> str | None:
    """The picture for what a button sends: that of its intent and first value, else that of its intent."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    values = list(json.loads(brace + rest).values()) if brace else []
    keys = [f"{intent}/{value}" for value in values] + [intent]
    return next((found[key] for key in keys if key in (found := by_choice())), None)


@lru_cache(maxsize=1)
def by_choice() -> dict[str, str]:
    """Every choice that has a picture, as "intent" or "intent/value", and its name."""
    return dict(read_yaml(_FILE))
