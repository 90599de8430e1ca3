"""A model with no classifier in its pipeline at all still answers danger; trained here in a few seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rasa.model_training import train

from bot.server.assistant import Assistant
from bot.server.model_file import write_checksum
from bot.voice import Voice
from tests.conversations.talk import Talk

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("bare")
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = [part for part in config["pipeline"] if "Classifier" not in part["name"]]
    assert len(config["pipeline"]) == 4
    config["pipeline"][-1]["encoders"] = []
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    data = [str(ROOT / "data" / "stories"), str(ROOT / "data" / "nlu" / "nl" / "situation.yml")]
    result = train(str(ROOT / "domain.yml"), str(folder / "config.yml"), data, str(folder), force_training=True)
    write_checksum(Path(result.model))
    return Assistant.load(Path(result.model))


@pytest.mark.parametrize(
    ("voice", "text", "number"),
    [
        (Voice.NL, "ik word geslagen", "112"),
        (Voice.EN, "he raped me yesterday", "0800-0188"),
        (Voice.NL_KIND, "ik wil dood", "0800-0113"),
        (Voice.EN_KIND, "my coach hits me", "112"),
    ],
)
async def test_danger_is_answered(bare: Assistant, voice: Voice, text: str, number: str) -> None:
    talk = Talk(bare, voice)
    await talk.start()
    answer = await talk.say(text)
    assert number in answer[0]["text"].splitlines()[0]
    assert await talk.actions_of_last_turn() == ["action_danger"]


async def test_anything_else_still_gets_an_answer(bare: Assistant) -> None:
    talk = Talk(bare)
    await talk.start()
    answer = await talk.say("hoeveel rust krijg ik")
    assert answer[0]["text"]
    assert answer[0]["buttons"] or answer[0]["card"]
