"""What the components read from a message of Rasa's, and what they write on it."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Text, Tuple

from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.understanding.vectors import KeptVectors

TOPIC = "topic"
ALSO = "also"
"""Entity: the label of something else that the message asks."""
ABOUT = "about"
"""Key of a message's metadata: the label of what was last shown, which a short question may lean on."""
ALARMED = "alarmed"
"""Key of a message's metadata: the level of the card that was shown in this conversation."""
_VECTORS = "sentence_vectors"


def typed(message: Message) -> Text:
    """What someone typed; empty for a payload ("/intent"), which needs no reading."""
    text: Text = message.get(TEXT) or ""
    return "" if text.startswith("/") else text


def add_entities(message: Message, found: Iterable[Tuple[Text, Text]], by: object) -> None:
    """Add entities, as name and value, that a component found."""
    entities = [{"entity": name, "value": value, "extractor": type(by).__name__} for name, value in found]
    message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)


def set_intent(message: Message, name: Text) -> None:
    """Make an intent certain. The guesses stay behind it at half their weight, so that none is a near rival."""
    intent = {"name": name, "confidence": 1.0}
    guesses = [{**guess, "confidence": guess["confidence"] / 2} for guess in message.get(INTENT_RANKING_KEY, [])]
    message.set(INTENT, intent, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [intent, *guesses], add_to_output=True)


def vectors_of(message: Message) -> KeptVectors:
    """Sentence vectors of this message, kept on it, so that no encoder reads it twice."""
    vectors: KeptVectors = message.get(_VECTORS) or KeptVectors()
    message.set(_VECTORS, vectors)
    return vectors


def label_of(guess: Dict[Text, Any]) -> Text:
    """The label of a guess: "ask_right/rest_time", or the intent when it has no topic."""
    return f"{guess['name']}/{guess[TOPIC]}" if guess.get(TOPIC) else str(guess["name"])
