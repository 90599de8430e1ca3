"""Small NLU components that read a message without a trained model: language, organisations, plain requests."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Iterable, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.advice.plans import step_asked
from bot.extensions.messages import ALSO, TOPIC, add_entities, set_intent, typed
from bot.resources.loader import library
from bot.understanding.clauses import without_correction
from bot.understanding.language import detect_language
from bot.understanding.names import NameMatcher
from bot.understanding.plain_requests import asks_to_call, asks_to_walk

_UNSURE, _SURE = 0.4, 0.6


def name_matcher() -> NameMatcher:
    """Made from the resource base that the running code ships with, not from the trained model."""
    return _matcher_of(library())


_matcher_of = lru_cache(maxsize=1)(NameMatcher.of)


def _names(guesses: List[Dict[Text, Any]]) -> List[Text]:
    return [guess["name"] for guess in guesses]


class MessageReader(GraphComponent, EntityExtractorMixin):
    """Adds an entity for everything ``read`` finds in the text; payloads ("/intent") are left alone."""

    entity: Text

    def __init__(self, config: Dict[Text, Any]) -> None:
        """Keeps the configuration; subclasses load what they need."""
        self.config = config

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        """Creates a new component (see parent class for full docstring)."""
        return cls(config)

    def read(self, text: Text) -> Iterable[Text]:
        """The values found in a text."""
        raise NotImplementedError

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds the entities to each message."""
        for message in messages:
            if text := typed(message):
                self.take(message, text)
        return messages

    def take(self, message: Message, text: Text) -> None:
        """Adds what is found in a typed text."""
        values = list(self.read(text))
        add_entities(message, ((self.entity, value) for value in values), by=self)
        self.after(message, values)

    def after(self, message: Message, values: List[Text]) -> None:
        """What else finding values means for the message; nothing by default."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageTagger(MessageReader):
    """Entity ``language``: the language someone plainly types, absent when it is not sure."""

    entity = "language"

    def read(self, text: Text) -> Iterable[Text]:
        """The language code, if sure."""
        language = detect_language(name_matcher().without_names(text))
        return [language] if language else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class OrganisationExtractor(MessageReader):
    """Entity ``organisation``: each organisation of the resource base that is named. Read from the content at start."""

    entity = "organisation"

    def read(self, text: Text) -> Iterable[Text]:
        """Organisation ids in the order of the text."""
        entries = (entry.partition("/") for entry in name_matcher().find(text))
        return [entry_id for folder, _, entry_id in entries if folder == "organisations"]

    def after(self, message: Message, values: List[Text]) -> None:
        """A message that is a name and nothing else asks about it, whatever the classifier made of it.

        So does one with a name that the classifier is not sure of, when asking about it is one of its first guesses.
        """
        text = message.get(TEXT) or ""
        if not name_matcher().names_alone(text):
            guesses = message.get(INTENT_RANKING_KEY) or []
            if values and guesses and guesses[0]["confidence"] < _UNSURE and "ask_about" in _names(guesses[:3]):
                self._asks(message, "ask_about")
            return
        folder, _, entry_id = name_matcher().find(text)[0].partition("/")
        if folder == "organisations":
            self._asks(message, "ask_about")
        else:
            self._asks(message, "ask_right", entry_id)

    def _asks(self, message: Message, intent: Text, topic: Text = "") -> None:
        """Make the intent certain, with its topic instead of those that the classifier guessed."""
        set_intent(message, intent)
        kept = [entity for entity in message.get(ENTITIES, []) if entity["entity"] not in (TOPIC, ALSO)]
        message.set(ENTITIES, kept)
        add_entities(message, [(TOPIC, topic)] if topic else [], by=self)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlainRequestReader(MessageReader):
    """Entity ``step``: the number in a message that asks for a step by its number, and for nothing else."""

    entity = "step"

    def read(self, text: Text) -> Iterable[Text]:
        """The number of the step."""
        return [str(step)] if (step := step_asked(without_correction(text))) else []

    def after(self, message: Message, values: List[Text]) -> None:
        """Such a message asks for the step, whatever the classifier made of it, and so does "next" alone for the next.

        One that asks whom to call gets people, when the classifier is not sure what it is about.
        """
        if values:
            set_intent(message, "go_to_step")
        elif walk := asks_to_walk(message.get(TEXT) or ""):
            set_intent(message, walk)
        elif self._unsure(message.get(INTENT) or {}) and asks_to_call(message.get(TEXT)):
            set_intent(message, "talk_to_human")

    @staticmethod
    def _unsure(intent: Dict[Text, Any]) -> bool:
        return intent.get("confidence", 0) < _SURE or intent.get("name") in ("change_voice", "ask_capabilities")
