"""The files of deploy/ as data, and what the service reads from its environment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
SECRETS = {"SESSION_SECRET", "REDIS_PASSWORD"}
ELSEWHERE = {"OPERATOR", "LOG_LEVEL", "LOG_FORMAT"}
"""Read by bot/server/leaflets.py and quiet.py."""
MADE_UP = "made up for a test only, 32 letters or more"
PINNED = re.compile(r"[a-z0-9-]+:\d+\.\d+\.\d+(?:-[a-z0-9.-]+)?")
"""A version with all its numbers, and no host before it."""


class Noticed(dict[str, str]):
    """An environment that notices what it is asked for."""

    def __init__(self, **values: str) -> None:
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """As a dictionary does."""
        self.asked.add(key)
        return super().get(key, default)


@cache
def settings_of_the_service() -> frozenset[str]:
    """Every name that the service reads."""
    environment = Noticed()
    Settings.of(environment)
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "server").glob("*.py"))
    assert [name for name in ELSEWHERE if f'"{name}"' not in source] == []
    return frozenset(environment.asked | ELSEWHERE)


@cache
def compose() -> dict[str, Any]:
    """deploy/compose.yml."""
    return dict(yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8")))


@cache
def manifests() -> dict[tuple[str, str], dict[str, Any]]:
    """(kind, name) -> manifest, of all that is applied."""
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    return {(one["kind"], one["metadata"]["name"]): one for name in listed for one in documents(KUBERNETES / name)}


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The manifests in a file."""
    yield from yaml.safe_load_all(path.read_text(encoding="utf-8"))


def filled(value: str) -> str:
    """A value with something for each variable in it."""
    return re.sub(r"\$\{[A-Z_]+(?::[?-][^}]*)?\}|\$\([A-Z_]+\)", MADE_UP.replace(" ", "-"), value)


def redis_settings(text: str) -> list[str]:
    """The lines of a redis.conf that say something."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]
