"""The ids of conversations: long random words that carry this service's signature, so that nobody can make one up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TypeGuard

_RANDOM = 24
_SIGNATURE = 18
_LENGTH = (_RANDOM + _SIGNATURE) * 4 // 3


class SessionIds:
    """Makes and recognises ids. Services that share conversations must share ``secret``; without one it is random."""

    def __init__(self, secret: bytes | None = None) -> None:
        self._secret = secret or secrets.token_bytes(32)

    def new(self) -> str:
        """An id that nobody can guess (192 random bits)."""
        return self._signed(secrets.token_bytes(_RANDOM))

    def of_sender(self, sender: str) -> str:
        """The id that always belongs to a sender of another program; it cannot be worked out without the secret."""
        return self._signed(self._digest(b"sender", sender.encode("utf-8", "surrogatepass"))[:_RANDOM])

    def are_ours(self, session_id: object) -> TypeGuard[str]:
        """Whether this service issued an id. Told without looking anything up, in the same time for every id."""
        if not isinstance(session_id, str) or len(session_id) != _LENGTH or not session_id.isascii():
            return False
        try:
            random = base64.urlsafe_b64decode(session_id)[:_RANDOM]
        except ValueError:
            return False
        return hmac.compare_digest(session_id, self._signed(random))

    def _signed(self, random: bytes) -> str:
        signature = self._digest(b"session", random)[:_SIGNATURE]
        return base64.urlsafe_b64encode(random + signature).decode()

    def _digest(self, purpose: bytes, data: bytes) -> bytes:
        return hmac.new(self._secret, purpose + b"\0" + data, hashlib.sha256).digest()
