"""Sessions and limits by themselves, with a clock of our own."""

from __future__ import annotations

import pytest

from bot.server.limits import RateLimit, clean
from bot.server.sessions import MAX_OFFERED, Sessions
from bot.voice import Voice


class Clock:
    """A clock that stands still until told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_sessions_end_after_their_lifetime() -> None:
    clock = Clock()
    sessions = Sessions(lifetime=10, clock=clock)
    session, _ = sessions.open(Voice.NL)
    clock.now = 9
    assert sessions.get(session.id) is session
    clock.now = 18
    assert sessions.get(session.id) is session
    clock.now = 40
    assert sessions.get(session.id) is None
    _, gone = sessions.open(Voice.NL)
    assert gone == [session.id]


def test_the_longest_unused_session_leaves_first() -> None:
    sessions = Sessions(limit=2, clock=Clock())
    first, second = sessions.open(Voice.NL)[0], sessions.open(Voice.NL)[0]
    sessions.get(first.id)
    _, gone = sessions.open(Voice.NL)
    assert gone == [second.id]
    assert len(sessions) == 2


def test_old_offers_are_forgotten() -> None:
    session, _ = Sessions().open(Voice.NL)
    session.offer((f"/x{number}", f"X {number}") for number in range(MAX_OFFERED + 5))
    assert "/x0" not in session.offered
    assert f"/x{MAX_OFFERED + 4}" in session.offered


def test_rate_limit_counts_per_address_and_minute() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    assert [limit.allows("a"), limit.allows("a"), limit.allows("a"), limit.allows("b")] == [True, True, False, True]
    clock.now = 61
    assert limit.allows("a")


def test_zero_means_no_limit() -> None:
    limit = RateLimit(0)
    assert all(limit.allows("a") for _ in range(1000))


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("hoi", "hoi"),
        ("/restart", "restart"),
        (" / /restart", "restart"),
        ("a\u0000b\u200bc\u202ed", "abcd"),
        ("\ud83d", ""),
        ("é", "é"),
        ("👩\u200d🦰", "👩\u200d🦰"),
        ("regel 1\nregel 2", "regel 1\nregel 2"),
    ],
)
def test_clean(typed: str, seen: str) -> None:
    assert clean(typed) == seen
