"""The last word of the pipeline: does a message speak of danger? Words and a model of its own decide together."""

from __future__ import annotations

import logging
from typing import Any, Dict, Optional, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.advice import danger
from bot.extensions.learning import fingerprint, learn, usable
from bot.extensions.message_readers import MessageReader
from bot.extensions.messages import ALARMED, ALSO, add_entities, label_of, set_intent, vectors_of
from bot.understanding.classifier import IntentModel, Weights
from bot.understanding.danger_examples import EXAMPLES, NONE, everyday, harmless_and_dangerous
from bot.understanding.vectors import EXAMPLES as KEPT
from bot.understanding.vectors import KeptVectors

logger = logging.getLogger(__name__)

_LEADS = (0.99, 0.99)
"""The quick views are believed alone only when hardly anything speaks for danger, and never when they find some."""
_NETWORKS = 5
_ALSO_ASKED = 0.5
"""How sure the classifier must be of a right or plan to count as asked for beside a danger."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DangerDetector(MessageReader):
    """Stands last so that nothing overrules it: entity ``danger``, and ``danger`` as the intent, come what may.

    Without a trained model, or when the model fails, the words decide alone.
    """

    entity = "danger"

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, model: Optional[IntentModel] = None
    ) -> None:
        """Made through ``create`` (before training) or ``load``."""
        super().__init__(config)
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {"encoders": ["use", "e5"], "weights": {"alone": 1.0, "ngrams": 1.0, "meaning": 1.0}}

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Train again when the examples of danger or a helper module changed."""
        return fingerprint(*EXAMPLES.glob("*.yml"))

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerDetector:
        """Creates an untrained component, with the encoders that run here."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from what speaks of danger, what only sounds like it, and everyday messages."""
        examples = [(example.get_full_intent(), example.get(TEXT)) for example in training_data.intent_examples]
        rows = [*harmless_and_dangerous(), *everyday(examples)]
        weights = Weights(**self.config["weights"])
        encoders = usable(self.config["encoders"])
        self._model = IntentModel(encoders, weights, _LEADS, settled=[NONE], networks=_NETWORKS)
        return learn(self._model, rows, KeptVectors(KEPT, "danger"), self._storage, self._resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DangerDetector:
        """Loads the trained model; goes on with words alone, and says so, when it cannot be read."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, IntentModel.load(folder))
        except (OSError, ValueError, KeyError) as error:
            logger.error("Danger is now recognised by words alone: %s", type(error).__name__)
            return cls(config, model_storage, resource)

    def levels(self, message: Message) -> tuple[Text, ...]:
        """The levels of danger in a message, most urgent first."""
        text = message.get(TEXT)
        if self._model is None:
            return danger.detect(text)
        try:
            chances = dict(self._model.rank(text, vectors_of(message)))
        except Exception as error:  # whatever is wrong with a model, the words still count
            logger.error("The model of danger failed, words decide: %s", type(error).__name__)
            return danger.detect(text)
        return danger.weigh(text, chances)

    def take(self, message: Message, text: Text) -> None:
        """Danger takes the message; what was asked besides is kept, to be answered after.

        When only the intent classifier thinks of danger, it is not sure enough for a card: the person is asked what is
        meant, below the numbers to call.
        """
        levels = self.levels(message)
        found = [(self.entity, level) for level in levels]
        intent = message.get(INTENT) or {}
        asks = intent.get("name") in ("ask_right", "ask_plan") and intent["confidence"] >= _ALSO_ASKED
        if levels and asks and {*levels} <= {(message.get(METADATA) or {}).get(ALARMED)}:
            return  # the card was read before; this is the question after it
        if found and levels != (danger.WORRY,):
            if asks:
                found.append((ALSO, label_of(intent)))
            set_intent(message, "danger")
        elif intent.get("name") == "danger":
            message.set(INTENT, {**intent, "name": DEFAULT_NLU_FALLBACK_INTENT_NAME}, add_to_output=True)
        add_entities(message, found, by=self)
