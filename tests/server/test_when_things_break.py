"""A person always gets an answer with people to call, whatever fails underneath."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from bot.server.assistant import Assistant
from bot.understanding.classifier import IntentModel
from bot.voice import VOICES, Voice
from tests.conversations.talk import Talk, text_of

DANGER = {
    Voice.NL: [("ik word geslagen", "112"), ("ik wil dood", "113"), ("hij heeft me gisteren verkracht", "0800-0188")],
    Voice.EN: [("my coach hits me", "112"), ("i want to die", "113"), ("he raped me yesterday", "0800-0188")],
    Voice.NL_KIND: [("me juf slaat mij", "112"), ("ik wil dood", "0800-0113"), ("ik ben verkracht", "0800-0188")],
    Voice.EN_KIND: [("my teacher hit me", "112"), ("i want to kill myself", "0800-0113"), ("he raped me", "0800-0188")],
}
CASES = [(voice, text, number) for voice, rows in DANGER.items() for text, number in rows]


@pytest.fixture
def no_classifier(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The intent model fails on every message."""

    def broken(self: IntentModel, text: str, *_: Any) -> Any:
        raise RuntimeError("the model is gone")

    monkeypatch.setattr(IntentModel, "rank", broken)
    yield


@pytest.mark.parametrize(("voice", "text", "number"), CASES)
async def test_danger_gives_the_number_in_the_first_line(
    assistant: Assistant, voice: Voice, text: str, number: str
) -> None:
    talk = Talk(assistant, voice)
    await talk.start()
    answer = await talk.say(text)
    assert number in answer[0]["text"].splitlines()[0]
    assert answer[0]["card"]["kind"] == "emergency"


@pytest.mark.parametrize(("voice", "text", "number"), CASES)
async def test_danger_needs_no_classifier(
    assistant: Assistant, no_classifier: None, voice: Voice, text: str, number: str
) -> None:
    talk = Talk(assistant, voice)
    await talk.start()
    answer = await talk.say(text)
    assert number in answer[0]["text"].splitlines()[0]
    assert answer[0]["card"]["kind"] == "emergency"


@pytest.mark.parametrize("voice", VOICES)
async def test_a_broken_model_still_names_people_to_call(
    assistant: Assistant, no_classifier: None, voice: Voice
) -> None:
    talk = Talk(assistant, voice)
    await talk.start()
    answer = await talk.say("hoeveel rust krijg ik")
    assert "112" in text_of(answer)
    assert answer[0]["card"]["numbers"]


async def test_a_failing_action_still_names_people_to_call(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("broken action")

    talk = Talk(assistant)
    await talk.start()
    monkeypatch.setattr(assistant.engine.agent.processor.action_endpoint, "request", fails)
    for text in ("hoeveel rust krijg ik tussen twee voorstellingen", "ik wil dood"):
        answer = await talk.say(text)
        assert "112" in text_of(answer)
    assert "113" in answer[0]["text"].splitlines()[0]


async def test_nothing_of_the_words_is_kept(assistant: Assistant) -> None:
    talk = Talk(assistant)
    await talk.start()
    await talk.say("mijn geheime kanariewoord flierefluiter, mijn docent sloeg me")
    await talk.say("flierefluiter is mijn naam")
    assert talk.session.tracker
    assert "flierefluiter" not in str(talk.session)
    assert "kanariewoord" not in str(talk.session)
    assert not list(await assistant.engine.store.keys()), "between two turns Rasa's own store is empty"


async def test_errors_are_logged_without_words(
    assistant: Assistant, no_classifier: None, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    talk = Talk(assistant)
    await talk.start()
    await talk.say("flierefluiter wordt geslagen")
    out, err = capfd.readouterr()
    assert "flierefluiter" not in out + err + caplog.text
    assert "RuntimeError" in out + err + caplog.text


async def test_two_people_do_not_mix(assistant: Assistant) -> None:
    talks = [Talk(assistant, voice) for voice in VOICES]
    await asyncio.gather(*(talk.start() for talk in talks))
    await asyncio.gather(*(talk.say("hoi") for talk in talks))
    assert [talk.session.voice for talk in talks] == list(VOICES)
