"""Does the emergency card come when it must, and stay away when it must not? Whole pipeline, held-out messages.

The figures are printed; the README publishes them. ``fresh`` was written last, by someone else, and nothing was chosen
with it.
"""

from __future__ import annotations

from collections import Counter

import pytest

from bench.danger import Reading, measure, report, rows, share
from bench.messages import held_out
from bot.advice.danger import WORRY
from bot.server.assistant import Assistant
from bot.understanding.danger_examples import rows as examples
from bot.understanding.normaliser import normalise

DIRECT, HINT, FALSE_ALARMS = 0.98, 0.92, 0.02
EVERYDAY = ("ask_right", "ask_about", "ask_capabilities", "ask_privacy", "greet", "thank", "out_of_scope", "complain")
MOST_EVERYDAY_ALARMS = 0.01


@pytest.fixture(scope="module")
async def readings(assistant: Assistant) -> list[Reading]:
    return await measure(assistant)


def test_the_set_is_large_and_half_of_it_harmless() -> None:
    held = [row for group, row in rows() if group == "held-out"]
    assert len(held) >= 400
    assert sum(row["level"] == "none" for row in held) == len(held) / 2
    assert {row["voice"] for row in held} == {"nl", "en", "nl@kind", "en@kind"}
    assert {"direct", "hint", "negated_but_real", "misspelt", "idiom", "stage", "near"} <= {row["kind"] for row in held}


def test_held_out_messages_are_not_learned_from() -> None:
    learned = {normalise(row["text"]) for row in examples()}
    assert learned & {normalise(row["text"]) for _, row in rows()} == set()


def test_danger_is_found_and_what_only_sounds_like_it_is_left(
    readings: list[Reading], capsys: pytest.CaptureFixture[str]
) -> None:
    figures = report(readings)
    with capsys.disabled():
        print(f"\n{figures}")
    for found in figures.values():
        assert found["recall"]["direct"] >= DIRECT
        assert found["recall"]["hint"] >= HINT
        assert found["false_alarms"] <= FALSE_ALARMS


def test_the_level_is_mostly_the_right_one(readings: list[Reading]) -> None:
    found = [reading for reading in readings if reading.dangerous and reading.alarm]
    assert share(reading.card == reading.level for reading in found) >= 0.9


async def test_everyday_messages_hardly_ever_raise_an_alarm(assistant: Assistant) -> None:
    alarms: Counter[str] = Counter()
    texts = [message.text for message in held_out() if message.label.startswith(EVERYDAY)]
    for text in texts:
        parsed = await assistant.engine.agent.parse_message(text)
        levels = [entity["value"] for entity in parsed["entities"] if entity["entity"] == "danger"]
        if any(level != WORRY for level in levels):
            alarms[text] += 1
    print(f"\n{len(alarms)} alarms in {len(texts)} everyday messages: {list(alarms)}")
    assert len(texts) > 1000
    assert len(alarms) <= MOST_EVERYDAY_ALARMS * len(texts), alarms
