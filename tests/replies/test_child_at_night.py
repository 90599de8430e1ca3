"""A child that tells something is given someone who answers at that moment, also at night and on a holiday."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from bot import clock
from bot.advice.situation import Situation
from bot.replies import routes
from bot.resources.loader import library
from bot.voice import VOICES, Voice


@pytest.mark.parametrize("voice", [Voice.NL_KIND, Voice.EN_KIND])
@pytest.mark.parametrize(
    ("moment", "organisations"),
    [
        ("2026-11-25T14:00", ["kindertelefoon"]),
        ("2026-11-25T23:30", ["kindertelefoon", "veilig_thuis"]),
        ("2026-12-25T14:00", ["kindertelefoon", "veilig_thuis"]),
    ],
)
@pytest.mark.parametrize("behaviour", ["grooming", "unclear"])
def test_someone_answers_now(
    monkeypatch: pytest.MonkeyPatch, moment: str, organisations: list[str], voice: Voice, behaviour: str
) -> None:
    now = datetime.fromisoformat(moment).replace(tzinfo=clock.AMSTERDAM)
    monkeypatch.setattr(clock, "now", lambda: now)
    (message,) = routes.opening(library(), Situation(behaviour=behaviour), voice)
    assert message.organisations == organisations
    assert "0800-0432" in message.text
    assert ("0800-2000" in message.text) is ("veilig_thuis" in organisations)


@pytest.mark.parametrize("voice", VOICES)
def test_who_asks_for_someone_reads_a_number_before_the_question(voice: Voice) -> None:
    (message,) = routes.opening(library(), Situation(behaviour="unclear"), voice)
    assert re.search(r"\d{4}", message.text)


@pytest.mark.parametrize("voice", VOICES)
def test_pain_is_answered_with_stop(voice: Voice) -> None:
    (message,) = routes.opening(library(), Situation(behaviour="injury_overload"), voice)
    assert re.search("stop", message.text, re.IGNORECASE)
    assert not re.search("schuld|fault", message.text)
