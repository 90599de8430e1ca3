"""The responses of domain.yml in the person's voice."""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.i18n import tr
from bot.voice import Voice


class CatalogueNaturalLanguageGenerator(TemplatedNaturalLanguageGenerator):
    """Takes the Dutch response of the domain and says its text and buttons in the voice of the conversation."""

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        """Rasa builds custom generators from the endpoint and the domain."""
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: Text, tracker: DialogueStateTracker, output_channel: Text, **kwargs: Any
    ) -> Optional[Dict[Text, Any]]:
        """Generate a response (see parent class for full docstring)."""
        response = await super().generate(utter_action, tracker, output_channel, **kwargs)
        return translated(response, Voice.parse(tracker.get_slot("voice"))) if response else response

    def _fill_response(self, response: Dict[Text, Any], *args: Any, **kwargs: Any) -> Dict[Text, Any]:
        """Fills placeholders in texts only: Rasa takes the braces of a button's payload for a placeholder."""
        buttons = response.pop("buttons", None)
        filled = super()._fill_response(response, *args, **kwargs)
        return {**filled, "buttons": buttons} if buttons else filled


def translated(response: Dict[Text, Any], voice: Voice) -> Dict[Text, Any]:
    """The same response with text and button titles in a voice; payloads stay as they are."""
    result = dict(response)
    if text := result.get("text"):
        result["text"] = tr(voice, text.strip())
    if buttons := result.get("buttons"):
        titles = [tr(voice, button["title"]) for button in buttons]
        result["buttons"] = [{**button, "title": title} for button, title in zip(buttons, titles, strict=True)]
    return result
