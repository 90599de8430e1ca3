"""Rasa's shell around the intent model: names like ``ask_right/rest_time`` become intent plus topic."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from bot.extensions.learning import fingerprint, learn, usable
from bot.extensions.messages import ABOUT, ALSO, TOPIC, add_entities, label_of, typed, vectors_of
from bot.resources.loader import library
from bot.understanding.classifier import IntentModel, Weights
from bot.understanding.clauses import asks_rule, clauses, without_correction
from bot.understanding.follow_up import is_follow_up, lean, related
from bot.understanding.vectors import EXAMPLES, KeptVectors, encode

logger = logging.getLogger(__name__)

OUT_OF_SCOPE = "out_of_scope"
SHOWN_IN_RANKING = 10
_WORTH_ASKING = 0.05
"""How likely a right must be to count as asked for beside something that happens."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TopicIntentClassifier(GraphComponent, IntentClassifier):
    """Predicts intent and topic. A label ``intent/topic`` is reported as the intent with an entity ``topic``."""

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Needs no other component: the model works on the text itself."""
        return []

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """The component's default config (see parent class for full docstring)."""
        return {
            # Sentence encoders to use beside TF-IDF, the fastest first. [] works too, understands less and needs
            # neither package.
            "encoders": ["use", "e5"],
            # How far n-grams and meanings are trusted: what did best on tests/nlu/{nl,en,child}.yml. None to learn
            # them from examples kept apart, which takes twice as long.
            "weights": {"alone": 1.6, "ngrams": 1.0, "meaning": 0.55},
            # Networks over the meanings, of which the mean is taken: steadier than one when examples are added.
            "networks": 3,
            # Intents whose topics need not be sure, because their action asks on: doubt between two topics of one of
            # these is no doubt about the intent.
            "topic_may_be_unsure": ["find_help"],
        }

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Retrain when a helper module of the model changed."""
        return fingerprint()

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, model: IntentModel) -> None:
        """Made through ``create`` (before training) or ``load``."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TopicIntentClassifier:
        """Creates an untrained component; leaves out, with a warning, an encoder that does not run here."""
        weights = Weights(**config["weights"]) if config["weights"] else None
        return cls(
            config,
            model_storage,
            resource,
            IntentModel(usable(config["encoders"]), weights, networks=config["networks"]),
        )

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples that have an intent."""
        examples = (
            (example.get(TEXT), example.get_full_intent())
            for example in training_data.intent_examples
            if example.get(TEXT)
        )
        return learn(self._model, examples, KeptVectors(EXAMPLES), self._storage, self._resource)

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TopicIntentClassifier:
        """Loads the trained model; loads the encoders now, so that the first person does not wait for them."""
        # One message is too little to share, and threads that wait for more keep the encoders from their work: long
        # messages took three times as long.
        threadpool_limits(limits=1, user_api="blas")
        with model_storage.read_from(resource) as folder:
            model = IntentModel.load(folder)
        for name in model.encoders:
            encode(name, ["warm"])
        return cls(config, model_storage, resource, model)

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets intent, ranking (each with its topic) and the topic entity."""
        for message in messages:
            text = typed(message)
            if not self._model.readable(text):
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                message.set(INTENT_RANKING_KEY, [], add_to_output=True)
                continue
            guesses = self._model.rank(without_correction(text), vectors_of(message))
            if (about := (message.get(METADATA) or {}).get(ABOUT)) and is_follow_up(text):
                guesses = lean(guesses, related(library(), about))
            ranking = [_named(label, confidence) for label, confidence in guesses[:SHOWN_IN_RANKING]]
            # "Anything else" is no rival of a topic: doubt between the two is no reason to ask which one is meant.
            ranking[1:] = sorted(ranking[1:], key=lambda guess: guess["name"] == OUT_OF_SCOPE)
            if ranking[0]["name"] in self._config["topic_may_be_unsure"]:
                ranking[0]["confidence"] = sum(
                    guess["confidence"] for guess in ranking if guess["name"] == ranking[0]["name"]
                )
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
            topic = [(TOPIC, ranking[0][TOPIC])] if TOPIC in ranking[0] else []
            others = [(ALSO, label) for label in self._other_needs(text, ranking)]
            add_entities(message, [*topic, *others], by=self)
        return messages

    def _other_needs(self, text: Text, ranking: List[Dict[Text, Any]]) -> List[Text]:
        """Labels of parts of the message that surely ask for something else than the message as a whole.

        Who tells what happens and asks whether that is allowed also asks for the likeliest right.
        """
        parts = clauses(text)
        topics = [label for label in self._model.surely(parts) if label and "/" in label] if len(parts) > 1 else []
        if ranking[0]["name"] == "find_help" and asks_rule(text):
            likely = (guess for guess in ranking if guess["confidence"] >= _WORTH_ASKING)
            topics += [label_of(guess) for guess in likely if guess["name"] == "ask_right"][:1]
        return list(dict.fromkeys(label for label in topics if label != label_of(ranking[0])))


def _named(label: str, confidence: float) -> Dict[Text, Any]:
    name, _, topic = label.partition("/")
    return {"name": name, "confidence": confidence, **({TOPIC: topic} if topic else {})}
