"""docs/one-million.md says what was measured; its arithmetic is done here once more, by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bench import million
from bench.scale import RESULTS


def test_the_page_agrees_with_what_was_measured() -> None:
    assert million.PAGE.read_text(encoding="utf-8") == million.page(), "write it anew: python -m bench.million"


@pytest.fixture
def report() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    report["all_share"]["2"]["cpu_ms_per_turn"] = {"services": 10, "nginx": 0.5, "redis": 0.1}
    report["all_share"]["2"]["redis_commands_per_turn"] = 5
    report["in_redis"] = {"conversations": 1000, "bytes_each": 4000, "bytes_most": 9000}
    return report


def test_the_arithmetic(report: dict[str, Any]) -> None:
    evening = million.Evening(conversations=600_000, hours=2, turns=5, peak_share=0.5, peak_minutes=10, fullness=0.5)
    evening = replace(evening, seconds_between_turns=60)
    found = million.figures(report, evening)
    assert found["peak_rate"] == "2,500"  # 300,000 conversations of 5 turns in 600 seconds
    assert found["services_peak"] == "50"  # 25 cores' worth, half full
    assert found["mean_rate"] == "417"
    assert found["redis_peak"] == "0.50"
    assert found["commands_peak"] == "12,500"
    assert found["most_kept"] == "450,000"  # 300,000, and 55 of the 110 minutes in which the others come
    assert found["kept_mb"] == "1,800"
    assert found["core_hours_fixed"] == "100"


def test_a_peak_is_more_than_the_average() -> None:
    evening = million.Evening()
    assert evening.peak_rate > evening.mean_rate
    assert evening.conversations * evening.peak_share < evening.most_kept < evening.conversations
