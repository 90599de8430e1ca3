"""Every test story is played through the whole assistant."""

from __future__ import annotations

import pytest

from bot.server.assistant import Assistant
from bot.voice import Voice
from tests.conversations.talk import Story, Talk, stories, text_of

STORIES = list(stories())


def test_there_are_stories_in_all_four_voices() -> None:
    assert {story.voice for story in STORIES} == set(Voice)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: f"{story.voice.value}: {story.name}")
async def test_story(assistant: Assistant, story: Story) -> None:
    talk = Talk(assistant, story.voice)
    await talk.start()
    for turn in story.turns:
        answer = await talk.say(turn.text)
        assert text_of(answer), f"no answer to {turn.text!r}"
        assert await talk.actions_of_last_turn() == turn.actions, f"after {turn.text!r}: {text_of(answer)[:200]}"


async def test_the_voice_of_the_page_stays(assistant: Assistant) -> None:
    talk = Talk(assistant, Voice.EN_KIND)
    await talk.start()
    await talk.say("my teacher is mean")
    assert await talk.slot("voice") == "en@kind"


@pytest.mark.parametrize(
    ("start", "text", "voice"),
    [
        (Voice.NL, "english please", "en"),
        (Voice.EN, "kun je nederlands praten", "nl"),
        (Voice.NL, "my teacher shouts at me, who can help", "en"),
        (Voice.NL, "ik ben 10", "nl@kind"),
        (Voice.EN, "i am 9 years old", "en@kind"),
        (Voice.NL, "how much rest do I get between two performances?", "en"),
        (Voice.EN, "hoeveel rust krijg ik tussen twee voorstellingen?", "nl"),
        (Voice.NL_KIND, "ok", "nl@kind"),
        (Voice.NL, "mijn dochter is 8 en haar docent doet raar", "nl"),
    ],
)
async def test_voice_follows_the_person(assistant: Assistant, start: Voice, text: str, voice: str) -> None:
    talk = Talk(assistant, start)
    await talk.start()
    await talk.say(text)
    assert await talk.slot("voice") == voice
    assert talk.session.voice.value == voice
