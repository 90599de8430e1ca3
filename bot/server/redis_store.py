"""Keeps conversations in Redis, so that several services can share them and none is lost with one of them."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Awaitable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.server.conversation_store import LIFETIME, StoreAway
from bot.server.life import tell
from bot.server.sessions import Session

_PREFIX = "danswijzer:"
_TIMEOUT = 2.0
_SAVE = """
if (redis.call('HGET', KEYS[1], 'version') or '0') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'sealed', ARGV[3])
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 1
"""


class RedisStore:
    """Conversations in Redis, which lets them go when their time is up.

    Redis learns neither an id nor what a conversation was about: it stands under a hash of its id, sealed with a key
    made from that id, which only the one who has the conversation holds.
    """

    def __init__(self, redis: Redis[bytes], lifetime: float = LIFETIME) -> None:
        self._redis = redis
        self._lifetime = int(lifetime)
        self._save = redis.register_script(_SAVE)
        self._away_since: float | None = None
        self.failures = 0

    @classmethod
    def at(cls, address: str) -> RedisStore:
        """The store at an address such as redis://127.0.0.1:6379/0. Raises ValueError when it is no such address."""
        return cls(Redis.from_url(address, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT))

    async def load(self, session_id: str) -> Session | None:
        """The conversation with an id; None when there is none, or when it cannot be opened."""
        sealed = await self._reached(self._redis.hget(_key(session_id), "sealed"))
        if sealed is None:
            return None
        try:
            return Session.decoded(_seal(session_id).decrypt(sealed))
        except (InvalidToken, ValueError):
            return None

    async def save(self, session: Session) -> bool:
        """Keep a conversation. False, and nothing kept, when it was saved or deleted since it was loaded."""
        loaded = session.version
        session.version += 1
        sealed = _seal(session.id).encrypt(session.encoded())
        kept = await self._reached(
            self._save(keys=[_key(session.id)], args=[loaded, session.version, sealed, self._lifetime])
        )
        return bool(kept)

    async def delete(self, session_id: str) -> None:
        """Forget a conversation, if there is one."""
        await self._reached(self._redis.delete(_key(session_id)))

    async def ping(self) -> None:
        """Nothing, when Redis can be reached."""
        await self._reached(self._redis.ping())

    async def sweep(self) -> None:
        """Nothing to do: Redis forgets by itself."""

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.close()

    async def _reached(self, asking: Awaitable[Any]) -> Any:
        """What Redis answers. When it is away, and when it is back, that is told once."""
        try:
            answer = await asking
        except (RedisError, OSError) as error:
            self.failures += 1
            if self._away_since is None:
                self._away_since = time.monotonic()
                tell("store_away", f"Redis cannot be reached ({type(error).__name__})", wrong=True)
            raise StoreAway(type(error).__name__) from error
        if self._away_since is not None:
            tell("store_back", "Redis answers again", seconds=time.monotonic() - self._away_since)
            self._away_since = None
        return answer


def _key(session_id: str) -> str:
    return _PREFIX + hashlib.sha256(b"key\0" + session_id.encode()).hexdigest()


def _seal(session_id: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"seal\0" + session_id.encode()).digest()))
