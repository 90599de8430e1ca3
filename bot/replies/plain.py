"""A message as plain lines, for a terminal and for the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def shown(message: dict[str, Any]) -> str:
    """A message as lines of text: words, what the card adds, numbered buttons."""
    lines = [message["text"], *_card_lines(message.get("card") or {})]
    lines += [f"  [{place}] {button['title']}" for place, button in enumerate(message["buttons"], 1)]
    return "\n".join(lines)


def _card_lines(card: dict[str, Any]) -> Iterator[str]:
    for key in ("does", "cannot", "for_whom", "not_confirmed", "note"):
        if card.get(key):
            yield f"  {card[key]}"
    for basis in card.get("basis", []):
        yield f"  {basis['label']}: {basis['article']}. {basis['holds']}."
    for step in card.get("steps", []):
        yield f"  {step['n']}. {step['text']}"
    for entry in [*card.get("facts", []), *card.get("contacts", [])]:
        yield f"  {entry['label']}: {entry['value']}"
    for point in [*card.get("limits", []), *card.get("avoid", [])]:
        yield f"  - {point}"
    for source in card.get("sources", []):
        yield f"  {source['title']} ({source['dated']}): {source['href']}"
    if card.get("checked"):
        yield f"  {card['checked']}"
