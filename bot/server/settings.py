"""What whoever runs the service chose, read from the environment. Secrets come from nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MODEL = Path("models/danswijzer.tar.gz")
_SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Settings:
    """See the table in the README."""

    host: str = "127.0.0.1"
    port: int = 5005
    model: Path = MODEL
    limit_per_minute: int = 300
    proxies: int = 0
    session_secret: bytes | None = None
    redis_url: str | None = None
    webhook_token: bytes | None = None
    counts: Path | None = None
    metrics: tuple[str, int] | None = None
    drain: int = 0
    wait_for_model: bool = False

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read them. Raises ValueError with a sentence that says which one is wrong and what it should be."""
        settings = cls(
            host=environment.get("HOST") or cls.host,
            port=_number(environment, "PORT", cls.port, most=65535),
            model=Path(environment.get("MODEL") or cls.model),
            limit_per_minute=_number(environment, "LIMIT_PER_MINUTE", cls.limit_per_minute),
            proxies=_number(environment, "PROXIES", cls.proxies),
            session_secret=_secret(environment, "SESSION_SECRET"),
            redis_url=environment.get("REDIS_URL") or None,
            webhook_token=_secret(environment, "WEBHOOK_TOKEN"),
            counts=Path(environment["COUNTS"]) if environment.get("COUNTS") else None,
            metrics=_address(environment, "METRICS"),
            drain=_number(environment, "DRAIN", cls.drain, most=600),
            wait_for_model=bool(_number(environment, "WAIT_FOR_MODEL", cls.wait_for_model, most=1)),
        )
        if settings.redis_url and not settings.session_secret:
            raise ValueError("SESSION_SECRET: services that share REDIS_URL must share this secret too")
        return settings


def _number(environment: Mapping[str, str], name: str, default: int, most: int = 10**9) -> int:
    value = environment.get(name) or str(int(default))
    if not (value.isascii() and value.isdigit()):
        raise ValueError(f"{name}: '{value}' is not a whole number")
    if int(value) > most:
        raise ValueError(f"{name}: '{value}' is more than {most}")
    return int(value)


def _address(environment: Mapping[str, str], name: str) -> tuple[str, int] | None:
    """An address and a port, as in 127.0.0.1:9105 or [::1]:9105."""
    value = environment.get(name)
    if not value:
        return None
    host, _, port = value.rpartition(":")
    host = host.removeprefix("[").removesuffix("]") if host.startswith("[") else host
    if not host or not port or (":" in host and not value.startswith("[")):
        raise ValueError(f"{name}: '{value}' is not an address and a port, such as 127.0.0.1:9105")
    return host, _number({name: port}, name, 0, most=65535)


def _secret(environment: Mapping[str, str], name: str) -> bytes | None:
    """A secret; the message never repeats it."""
    value = environment.get(name) or ""
    if value and len(value) < _SHORTEST_SECRET:
        raise ValueError(f"{name}: it has {len(value)} characters and needs {_SHORTEST_SECRET} or more")
    return value.encode() or None
