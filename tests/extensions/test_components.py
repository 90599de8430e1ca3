"""The NLU components, built directly as Rasa builds them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.extensions.danger_detector import DangerDetector
from bot.extensions.intent_classifier import TopicIntentClassifier
from bot.extensions.message_readers import LanguageTagger, OrganisationExtractor

EXAMPLES = {
    "ask_right/rest_time": ["hoeveel rust krijg ik", "rust tussen shows", "how much rest", "rest between shows"],
    "ask_right/late_pay": ["mijn loon is te laat", "nog niet betaald", "my pay is late", "not paid yet"],
    "greet": ["hallo", "hoi", "hello there", "hi"],
}


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}))


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path)


def training_data() -> TrainingData:
    messages = []
    for label, texts in EXAMPLES.items():
        for text in texts:
            message = Message.build(text, label)
            assert message.get(INTENT) == label.partition("/")[0]
            assert ("/" in label) == bool(message.get(INTENT_RESPONSE_KEY))
            messages.append(message)
    return TrainingData(messages)


def test_classifier_trains_saves_and_loads(storage: LocalModelStorage, context: ExecutionContext) -> None:
    config = {**TopicIntentClassifier.get_default_config(), "encoders": []}
    resource = Resource("classifier")
    TopicIntentClassifier.create(config, storage, resource, context).train(training_data())
    loaded = TopicIntentClassifier.load(config, storage, resource, context)
    message = Message({TEXT: "hoeveel rust tussen de shows"})
    loaded.process([message])
    parsed = message.as_dict(only_output_properties=True)
    assert parsed["intent"]["name"] == "ask_right"
    assert [entity["value"] for entity in parsed["entities"] if entity["entity"] == "topic"] == ["rest_time"]
    confidences = [guess["confidence"] for guess in parsed["intent_ranking"]]
    assert confidences == sorted(confidences, reverse=True)


def test_payloads_and_nothing_are_left_alone(storage: LocalModelStorage, context: ExecutionContext) -> None:
    config = {**TopicIntentClassifier.get_default_config(), "encoders": []}
    resource = Resource("classifier")
    TopicIntentClassifier.create(config, storage, resource, context).train(training_data())
    loaded = TopicIntentClassifier.load(config, storage, resource, context)
    for text in ("/greet", "", "   "):
        message = Message({TEXT: text})
        loaded.process([message])
        assert message.get(INTENT) == {"name": None, "confidence": 0.0}


def test_an_encoder_that_does_not_run_is_left_out(storage: LocalModelStorage, context: ExecutionContext) -> None:
    config = {**TopicIntentClassifier.get_default_config(), "encoders": ["no_such_encoder"]}
    classifier = TopicIntentClassifier.create(config, storage, Resource("classifier"), context)
    classifier.train(training_data())
    message = Message({TEXT: "hallo"})
    classifier.process([message])
    assert message.get(INTENT)["name"] == "greet"


@pytest.mark.parametrize(
    ("component", "text", "entities"),
    [
        (LanguageTagger, "how much rest do I get between two shows", ["en"]),
        (LanguageTagger, "hoeveel rust krijg ik tussen twee voorstellingen", ["nl"]),
        (LanguageTagger, "ok", []),
        (LanguageTagger, "what is kunstenbond", []),
        (LanguageTagger, "what is the number of veilig thuis", ["en"]),
        (OrganisationExtractor, "wat doet mores en wat doet de kindertelefoon", ["mores", "kindertelefoon"]),
        (OrganisationExtractor, "wat zijn mijn rechten", []),
        (DangerDetector, "ik word geslagen", ["violence"]),
        (DangerDetector, "/danger", []),
    ],
)
def test_readers(
    component: type, text: str, entities: list[str], storage: LocalModelStorage, context: ExecutionContext
) -> None:
    reader = component.create({}, storage, Resource("reader"), context)
    message = Message({TEXT: text})
    reader.process([message])
    assert [entity["value"] for entity in message.get("entities", [])] == entities


def test_danger_overrules_any_intent(storage: LocalModelStorage, context: ExecutionContext) -> None:
    message = Message({TEXT: "ik wil dood", INTENT: {"name": "greet", "confidence": 0.99}, "intent_ranking": []})
    DangerDetector.create({}, storage, Resource("reader"), context).process([message])
    assert message.get(INTENT)["name"] == "danger"
    assert message.get("intent_ranking")[0]["name"] == "danger"
