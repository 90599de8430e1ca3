"""What is counted, what is kept of it, and what a text looks like after cleaning."""

from __future__ import annotations

import gc
import pickle

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.server.asker import PROXIES, asker, from_elsewhere
from bot.server.limits import Limits, RateLimit, TooMany, clean
from tests.server.fake_clock import FakeClock


def test_rate_limit_counts_per_key_and_minute() -> None:
    clock = FakeClock()
    limit = RateLimit(2, clock)
    assert [limit.allows("a"), limit.allows("a"), limit.allows("a"), limit.allows("b")] == [True, True, False, True]
    clock.now = 61
    assert limit.allows("a")


def test_zero_means_no_limit() -> None:
    limit = RateLimit(0)
    assert all(limit.allows("a") for _ in range(1000))
    assert len(limit) == 0


def test_a_conversation_may_ask_a_fifth_of_what_its_address_may() -> None:
    limits = Limits(10)
    for _ in range(2):
        limits.count("school", "child 1")
    with pytest.raises(TooMany):
        limits.count("school", "child 1")
    limits.count("school", "child 2")
    for _ in range(6):
        limits.count("school")
    with pytest.raises(TooMany):
        limits.count("school")
    limits.count("home")


def test_who_has_not_asked_for_a_minute_is_forgotten() -> None:
    clock = FakeClock()
    limit = RateLimit(5, clock)
    limit.allows("early")
    clock.now = 40
    limit.allows("late")
    clock.now = 61
    limit.sweep()
    assert len(limit) == 1
    clock.now = 101
    limit.sweep()
    assert len(limit) == 0


def test_no_more_keys_are_kept_than_fit() -> None:
    limit = RateLimit(5, keys=3)
    for key in "abcdef":
        limit.allows(key)
    assert len(limit) == 3


def named(address: str, forwarded: str | None = None, proxies: int = 0) -> str:
    app = web.Application()
    app[PROXIES] = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    request = make_mocked_request("POST", "/", headers=headers, app=app)
    request._cache["remote"] = address
    return asker(request)


def test_addresses_are_not_kept() -> None:
    limits = Limits(10)
    for address in ("203.0.113.77", "2001:db8:7:77::1234"):
        limits.count(named(address))
        assert address not in named(address)
    kept = pickle.dumps([limits._addresses._seen, limits._conversations._seen])
    assert b"203.0.113" not in kept
    assert b"2001:db8" not in kept
    assert not [found for found in gc.get_objects() if isinstance(found, RateLimit) and "203.0.113.77" in found._seen]


def test_one_household_is_one_asker() -> None:
    assert named("2001:db8:7:77::1") == named("2001:db8:7:77:abcd::2")
    assert named("2001:db8:7:77::1") != named("2001:db8:7:78::1")
    assert named("::ffff:203.0.113.7") != named("::ffff:203.0.113.8")


def test_only_what_our_own_proxies_saw_is_believed() -> None:
    assert named("10.0.0.1", "203.0.113.7", proxies=0) == named("10.0.0.1")
    assert named("10.0.0.1", "203.0.113.7", proxies=1) == named("203.0.113.7")
    assert named("10.0.0.1", "198.51.100.9, 203.0.113.7", proxies=1) == named("203.0.113.7"), "the first was made up"
    assert named("10.0.0.1", "203.0.113.7, 10.0.0.2", proxies=2) == named("203.0.113.7")
    for odd in ("", "nonsense", None):
        assert named("10.0.0.1", odd, proxies=1) == named("10.0.0.1")


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "null"}, False),
        ({"Origin": "https://dans.example"}, False),
        ({"Origin": "https://evil.example"}, True),
    ],
)
def test_who_sends_from_another_site_is_seen(headers: dict[str, str], elsewhere: bool) -> None:
    assert from_elsewhere(make_mocked_request("POST", "/", headers={"Host": "dans.example", **headers})) is elsewhere


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
        ("h" + "\u0336\u0337\u0338\u0322\u0323" * 20 + "oi", "h\u0322\u0323\u0336oi"),
        ("tiếng Việt", "tiếng Việt"),
        ("ภาษาไทย ที่นี่", "ภาษาไทย ที่นี่"),
        ("क्षत्रिय", "क्षत्रिय"),
    ],
)
def test_clean(typed: str, seen: str) -> None:
    assert len(clean(typed)) == len(seen)
    if "\u0336" not in typed:
        assert clean(typed) == seen
