"""Both stores keep the same promises: in memory, in a pretended Redis, and in a real one where there is one."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import fakeredis
import pytest
from redis.asyncio import Redis

from bot.server import log_lines
from bot.server.conversation_store import ConversationStore, MemoryStore, StoreAway
from bot.server.redis_store import RedisStore
from bot.server.sessions import MAX_OFFERED, Session
from bot.voice import Voice
from tests.server.fake_clock import FakeClock

REDIS_SERVER = shutil.which("redis-server")


@pytest.fixture(scope="module")
def redis_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path | None]:
    """A Redis of our own on a socket, where redis-server is installed."""
    if not REDIS_SERVER:
        yield None
        return
    socket = tmp_path_factory.mktemp("redis") / "redis.sock"
    command = [REDIS_SERVER, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(socket.parent)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        for _ in range(100):
            if socket.exists():
                break
            time.sleep(0.05)
        yield socket
        server.terminate()


@pytest.fixture(params=["memory", "pretended redis", "real redis"])
async def store(request: pytest.FixtureRequest, redis_socket: Path | None) -> AsyncIterator[ConversationStore]:
    if request.param == "memory":
        store: ConversationStore = MemoryStore()
    elif request.param == "pretended redis":
        store = RedisStore(fakeredis.FakeAsyncRedis())
    elif redis_socket:
        store = RedisStore.at(f"unix://{redis_socket}")
    else:
        pytest.skip("redis-server is not installed")
    yield store
    await store.close()


def session(name: str = "a") -> Session:
    said = {"offered": {"/next_step": "Next"}, "tracker": '{"events": []}'}
    return Session(name * 56, Voice.EN_KIND, "ask_right/rest_time", **said)


async def test_what_is_kept_comes_back(store: ConversationStore) -> None:
    kept = session("k")
    assert await store.load(kept.id) is None
    assert await store.save(kept)
    assert await store.load(kept.id) == kept
    kept.about = None
    assert await store.save(kept)
    assert await store.load(kept.id) == kept
    assert await store.load("b" * 56) is None


async def test_an_old_answer_never_overwrites_a_new_one(store: ConversationStore) -> None:
    await store.save(session("o"))
    first, second = await store.load("o" * 56), await store.load("o" * 56)
    assert first and second
    first.about, second.about = "first", "second"
    assert await store.save(first)
    assert not await store.save(second)
    kept = await store.load("o" * 56)
    assert kept and kept.about == "first"


async def test_what_is_deleted_stays_deleted(store: ConversationStore) -> None:
    await store.save(session("d"))
    loaded = await store.load("d" * 56)
    assert loaded
    await store.delete(loaded.id)
    assert not await store.save(loaded), "an answer that was on its way brings nothing back"
    assert await store.load(loaded.id) is None
    await store.delete(loaded.id)


async def test_of_many_at_once_one_wins(store: ConversationStore) -> None:
    await store.save(session("m"))
    loaded = [await store.load("m" * 56) for _ in range(10)]
    won = await asyncio.gather(*(store.save(one) for one in loaded if one))
    assert sorted(won) == [False] * 9 + [True]


async def test_conversations_end_after_their_lifetime() -> None:
    clock = FakeClock()
    store = MemoryStore(lifetime=10, clock=clock)
    await store.save(session())
    clock.now = 9
    loaded = await store.load(session().id)
    assert loaded
    await store.save(loaded)
    clock.now = 18
    assert await store.load(session().id)
    clock.now = 20
    assert len(store) == 1
    await store.sweep()
    assert len(store) == 0


async def test_another_conversation_can_begin_where_one_ended() -> None:
    """Also before anyone swept: a sender of another program always has the same id."""
    clock = FakeClock()
    store = MemoryStore(lifetime=10, clock=clock)
    await store.save(session())
    clock.now = 11
    assert await store.load(session().id) is None
    assert await store.save(session())
    assert await store.load(session().id)


async def test_redis_lets_them_go_by_itself() -> None:
    redis = fakeredis.FakeAsyncRedis()
    await RedisStore(redis, lifetime=10).save(session())
    assert [await redis.ttl(key) for key in await redis.keys()] == [10]


async def test_the_longest_unused_leaves_first() -> None:
    store = MemoryStore(limit=2)
    for name in "ab":
        await store.save(session(name))
    again = await store.load(session("a").id)
    assert again and await store.save(again)
    await store.save(session("c"))
    assert [await store.load(session(name).id) is not None for name in "abc"] == [True, False, True]


async def test_a_crowd_of_empty_conversations_pushes_nobody_out() -> None:
    store = MemoryStore(limit=2, empty=3)
    await store.save(session("a"))
    crowd = [Session(f"{number}" * 56) for number in range(9)]
    for one in crowd:
        await store.save(one)
    assert await store.load(session("a").id)
    assert [await store.load(one.id) is not None for one in crowd] == [False] * 6 + [True] * 3
    last = await store.load(crowd[-1].id)
    assert last
    last.tracker = "{}"
    assert await store.save(last)
    assert len(store) == 4


async def test_redis_learns_neither_ids_nor_what_it_was_about() -> None:
    redis = fakeredis.FakeAsyncRedis()
    await RedisStore(redis).save(session("s"))
    (key,) = await redis.keys()
    everything = key + b"".join(await redis.hvals(key))
    for secret in (b"s" * 56, b"rest_time", b"next_step", b"en@kind", b"Next"):
        assert secret not in everything


async def test_what_was_tampered_with_is_not_opened() -> None:
    redis = fakeredis.FakeAsyncRedis()
    store = RedisStore(redis)
    await store.save(session())
    await store.save(session("b"))
    first, second = await redis.keys()
    await redis.hset(first, "sealed", await redis.hget(second, "sealed"))
    assert await store.load(session("a").id) is None or await store.load(session("b").id) is None


async def test_a_redis_that_is_gone_is_told() -> None:
    store = RedisStore(Redis(port=1, socket_connect_timeout=0.2))
    for times, asking in enumerate((store.load("x"), store.save(session()), store.delete("x"), store.ping()), 1):
        with pytest.raises(StoreAway):
            await asking
        assert store.failures == times


async def test_each_store_says_that_it_is_there(store: ConversationStore) -> None:
    await store.ping()
    assert store.failures == 0


async def test_when_redis_goes_and_comes_back_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not REDIS_SERVER:
        pytest.skip("redis-server is not installed")
    monkeypatch.setattr(log_lines, "_as_json", True)
    socket = tmp_path / "redis.sock"
    store = RedisStore.at(f"unix://{socket}")
    for _ in range(3):
        with pytest.raises(StoreAway):
            await store.ping()
    command = [REDIS_SERVER, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        while not socket.exists():
            await asyncio.sleep(0.05)
        for _ in range(3):
            await store.save(session())
        server.terminate()
    out, err = capsys.readouterr()
    [back], [away] = ([json.loads(line) for line in stream.splitlines()] for stream in (out, err))
    assert (away["event"], away["level"], "seconds" in away) == ("store_away", "error", False)
    assert (back["event"], back["level"]) == ("store_back", "info")
    assert 0 <= back["seconds"] < 20
    assert str(socket) not in out + err


async def test_a_message_that_comes_again_is_answered_from_the_same_point() -> None:
    start = session()
    first = start.begin("turn 1")
    first.about, first.tracker = "changed", "one more"
    again = first.begin("turn 1")
    assert (again.about, again.tracker) == ("ask_right/rest_time", '{"events": []}')
    following = first.begin("turn 2")
    assert following.about == "changed"
    assert following.begin("turn 2").about == "changed"
    assert first.begin(None).about == "changed"
    assert start == session(), "the conversation itself stays as it is until it is kept"


async def test_what_was_before_does_not_pile_up() -> None:
    size, now = [], session()
    for number in range(20):
        now = now.begin(f"turn {number}")
        size.append(len(now.encoded()))
    assert max(size) < 2 * min(size)


def test_old_offers_are_forgotten() -> None:
    offering = session()
    offering.offer((f"/x{number}", f"X {number}") for number in range(MAX_OFFERED + 5))
    assert "/x0" not in offering.offered
    assert f"/x{MAX_OFFERED + 4}" in offering.offered


def test_forgetting_leaves_nothing() -> None:
    said = session().begin("turn")
    said.forget()
    assert said == Session(said.id, said.voice, turn="turn")


def test_what_is_no_session_is_refused() -> None:
    for data in (b"", b"x", b"\x78\x9c"):
        with pytest.raises(ValueError, match="session"):
            Session.decoded(data)
