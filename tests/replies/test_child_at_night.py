"""A child that tells something is given someone who answers at that moment, also at night and on a holiday."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot import clock
from bot.advice.situation import Situation
from bot.replies import routes
from bot.resources.loader import library
from bot.voice import Voice


@pytest.mark.parametrize("voice", [Voice.NL_KIND, Voice.EN_KIND])
@pytest.mark.parametrize(
    ("moment", "organisations"),
    [
        ("2026-11-25T14:00", ["kindertelefoon"]),
        ("2026-11-25T23:30", ["kindertelefoon", "veilig_thuis"]),
        ("2026-12-25T14:00", ["kindertelefoon", "veilig_thuis"]),
    ],
)
def test_someone_answers_now(
    monkeypatch: pytest.MonkeyPatch, moment: str, organisations: list[str], voice: Voice
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=clock.AMSTERDAM)
    monkeypatch.setattr(clock, "now", lambda: now)
    (message,) = routes.opening(library(), Situation(behaviour="grooming"), voice)
    assert message.organisations == organisations
    assert "0800-0432" in message.text
    assert ("0800-2000" in message.text) is ("veilig_thuis" in organisations)
