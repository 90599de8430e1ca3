"""Gives Rasa what it needs to know of the content, so that a new right or plan needs no domain edit."""

from __future__ import annotations

from typing import Optional, Text

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.resources.loader import library
from bot.voice import VOICES


class ContentImporter(RasaFileImporter):
    """RasaFileImporter that adds a response for every label ``intent/topic`` in the examples, and titles as examples.

    Rasa warns about each example of such a label without a response text. The answers themselves come from the actions;
    the response only names the topic. The title of a right or plan, in each voice, says what its label means.
    """

    @cached_method
    def get_nlu_data(self, language: Optional[Text] = "en") -> TrainingData:
        """Retrieves NLU training data (see parent class for full docstring)."""
        data = super().get_nlu_data(language)
        responses = {f"utter_{label}": [{"text": label}] for label in sorted(_topic_labels(data))}
        titles = [
            Message.build(text, intent=f"{intent}/{entry.id}")
            for intent, entries in (("ask_right", library().rights), ("ask_plan", library().plans))
            for entry in entries.values()
            if f"utter_{intent}/{entry.id}" in responses
            for text in dict.fromkeys(entry.title.in_voice(voice) for voice in VOICES)
        ]
        return TrainingData(
            [*data.training_examples, *titles], data.entity_synonyms, data.regex_features, data.lookup_tables, responses
        )


def _topic_labels(data: TrainingData) -> set[Text]:
    return {label for example in data.training_examples if "/" in (label := example.get_full_intent() or "")}
