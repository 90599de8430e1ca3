"""The last word of the pipeline: words and model together, and words alone when the model is gone or broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.extensions.danger_detector import DangerDetector


class Thinks:
    """A model that finds the same in every text."""

    def __init__(self, **chances: float) -> None:
        self.chances = chances

    def rank(self, text: str, vectors: Any = None) -> list[tuple[str, float]]:
        return list({**self.chances, "none": 1 - sum(self.chances.values())}.items())


class Broken:
    """A model that cannot answer."""

    def rank(self, text: str, vectors: Any = None) -> list[tuple[str, float]]:
        raise ValueError("damaged")


def judged(
    tmp_path: Path, model: Any, text: str, intent: str = "greet", **about: Any
) -> tuple[str, list[str], list[str]]:
    """Intent, levels, and what was asked besides."""
    detector = DangerDetector({}, LocalModelStorage.create(tmp_path), Resource("danger"), model)
    name, _, topic = intent.partition("/")
    guess = {"name": name, "confidence": 0.9, **({"topic": topic} if topic else {})}
    message = Message({TEXT: text, INTENT: guess, METADATA: about})
    detector.process([message])
    found = message.get(ENTITIES, [])
    return (
        message.get(INTENT)["name"],
        [entity["value"] for entity in found if entity["entity"] == "danger"],
        [entity["value"] for entity in found if entity["entity"] == "also"],
    )


def test_a_hint_without_a_word_needs_a_sure_model(tmp_path: Path) -> None:
    text = "morgen om deze tijd is het stil"
    assert judged(tmp_path, Thinks(self_harm=0.9), text) == ("danger", ["self_harm"], [])
    assert judged(tmp_path, Thinks(self_harm=0.3), text) == ("greet", ["worry"], [])
    assert judged(tmp_path, Thinks(self_harm=0.05), text) == ("greet", [], [])


def test_a_plain_word_counts_whatever_the_model_thinks(tmp_path: Path) -> None:
    assert judged(tmp_path, Thinks(), "mijn juf slaat mij") == ("danger", ["violence"], [])


def test_a_word_that_is_denied_or_acted_can_be_overruled(tmp_path: Path) -> None:
    for text in ("niemand heeft me geslagen", "in the fight scene he hits me"):
        assert judged(tmp_path, Thinks(violence=0.001), text)[0] == "greet"
        assert judged(tmp_path, Thinks(violence=0.5), text)[0] == "danger"


@pytest.mark.parametrize("model", [None, Broken()], ids=["missing", "broken"])
def test_without_a_model_the_words_decide(tmp_path: Path, model: Any) -> None:
    assert judged(tmp_path, model, "ik wil dood") == ("danger", ["self_harm"], [])
    assert judged(tmp_path, model, "hoeveel pauze krijg ik") == ("greet", [], [])


def test_a_damaged_model_file_leaves_the_words(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage.create(tmp_path), Resource("danger")
    with storage.write_to(resource) as folder:
        (folder / "intents.json").write_text("{", encoding="utf-8")
    detector = DangerDetector.load({}, storage, resource, ExecutionContext(GraphSchema({})))
    assert detector.levels(Message({TEXT: "he hits me"})) == ("violence",)


@pytest.mark.parametrize("text", ["HULP", "help!!", "HELP HELP"])
def test_the_safe_words_count_whatever_the_model_thinks(tmp_path: Path, text: str) -> None:
    assert judged(tmp_path, Thinks(), text) == ("danger", ["help"], [])


def test_what_is_asked_besides_is_kept(tmp_path: Path) -> None:
    found = judged(tmp_path, Thinks(violence=0.9), "he hit me, how much rest do i get", "ask_right/rest_time")
    assert found == ("danger", ["violence"], ["ask_right/rest_time"])


def test_a_question_after_the_card_is_answered(tmp_path: Path) -> None:
    asked = ("is there a plan for after rape", "ask_plan/sexual_assault")
    assert judged(tmp_path, Thinks(sexual_violence=0.9), *asked)[0] == "danger"
    assert judged(tmp_path, Thinks(sexual_violence=0.9), *asked, alarmed="sexual_violence")[0] == "ask_plan"
    assert judged(tmp_path, Thinks(now=0.9), *asked, alarmed="sexual_violence")[0] == "danger"


def test_what_only_the_classifier_takes_for_danger_is_asked_about(tmp_path: Path) -> None:
    assert judged(tmp_path, Thinks(), "en dan is het klaar", "danger/self_harm") == ("nlu_fallback", [], [])
