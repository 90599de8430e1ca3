"""A message as plain lines, where nothing can draw its card: a terminal, the desk, programs of others.

Everything of the card that a person needs is said. Blank lines stand between parts and "- " before points, which reads
well as it is and as Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from bot.i18n import tr
from bot.voice import Voice


def shown(message: dict[str, Any], voice: Voice) -> str:
    """A message for a terminal: the text, the card and numbered buttons."""
    buttons = [f"  [{place}] {button['title']}" for place, button in enumerate(message["buttons"], 1)]
    return "\n".join([text(message, voice), *buttons])


def text(message: dict[str, Any], voice: Voice) -> str:
    """The words of a message, and after them what its card adds."""
    return "\n\n".join(part for part in (message["text"], *_parts(message.get("card") or {}, voice)) if part)


def _parts(card: dict[str, Any], voice: Voice) -> Iterator[str]:
    """What the page draws of a card (bot/web/cards.js), in the same order and under the same headings."""
    yield _points(card.get("title", ""), (f"{entry['label']}: {entry['number']}" for entry in card.get("numbers", [])))
    yield _labelled(tr(voice, "Waarom zij"), card.get("why"))
    yield _points("", map(_contact, card.get("contacts", [])))
    yield _points("", _about(card, voice))
    yield _labelled(tr(voice, "Nog niet zeker"), card.get("not_confirmed"))
    yield "\n".join(_step(step, voice) for step in card.get("steps", []))
    yield _points(tr(voice, "Let op de tijd"), card.get("limits", []))
    yield _points(tr(voice, "Beter niet"), card.get("avoid", []))
    yield _points(tr(voice, "Dit antwoord steunt op:"), map(_basis, card.get("basis", [])))
    yield _points(tr(voice, "Bronnen"), map(_source, card.get("sources", [])))
    yield "\n".join(filter(None, [card.get("checked"), card.get("note")]))


def _points(heading: str, points: Iterable[str]) -> str:
    """A list under its heading; nothing when the list is empty."""
    lines = [f"- {point}" for point in points]
    return "\n".join([f"{heading.rstrip(':')}:", *lines] if heading and lines else lines)


def _about(card: dict[str, Any], voice: Voice) -> Iterator[str]:
    """What an organisation is like."""
    labels = {
        "does": tr(voice, "Wat ze doen"),
        "cannot": tr(voice, "Wat ze niet kunnen"),
        "for_whom": tr(voice, "Voor wie"),
    }
    told = [(label, card.get(key)) for key, label in labels.items()]
    told += [(fact["label"], fact["value"]) for fact in card.get("facts", [])]
    return (_labelled(label, value) for label, value in told if value)


def _labelled(label: str, value: str | None) -> str:
    return f"{label}: {value}" if value else ""


def _contact(contact: dict[str, str]) -> str:
    note = f" ({contact['note']})" if contact.get("note") else ""
    return f"{contact['label']}: {contact['value']}{note}"


def _step(step: dict[str, Any], voice: Voice) -> str:
    optional = f" ({tr(voice, 'mag je overslaan')})" if step["optional"] else ""
    who = f"\n   {tr(voice, 'Wie kan helpen')}: {'; '.join(helper['name'] for helper in step['who'])}"
    return f"{step['n']}. {step['text']}{optional}{who if step['who'] else ''}"


def _basis(basis: dict[str, str]) -> str:
    return f"{basis['label']}: {basis['article']}. {basis['holds']}."


def _source(source: dict[str, str]) -> str:
    return f"{source['title']} ({source['dated']}): {source['href']}"
