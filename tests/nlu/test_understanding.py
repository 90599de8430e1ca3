"""How well held-out messages are understood, per language. The figures are printed; the floors guard against a fall.

Floors stand a little under what was measured when they were set (see bench/results/nlu.json).
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from bench.messages import held_out
from bench.nlu import FLOORS, Result, measure
from bot.server.assistant import Assistant

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
async def results(assistant: Assistant) -> dict[str, Result]:
    return await measure(assistant)


@pytest.mark.parametrize("group", sorted(FLOORS))
def test_held_out_messages_are_understood(
    results: dict[str, Result], group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = results[group]
    with capsys.disabled():
        print(f"\n{group}: {result.summary()}")
    assert result.share("right") >= FLOORS[group]


def test_no_intent_is_mostly_misunderstood(results: dict[str, Result]) -> None:
    right: defaultdict[str, int] = defaultdict(int)
    total: defaultdict[str, int] = defaultdict(int)
    for result in results.values():
        for label, (good, asked) in result.per_label().items():
            right[label] += good
            total[label] += asked
    weak = {label: f"{right[label]}/{total[label]}" for label in total if right[label] / total[label] < 0.6}
    assert weak == {}


def test_held_out_files_are_read() -> None:
    assert {message.group for message in held_out()} == set(FLOORS)
