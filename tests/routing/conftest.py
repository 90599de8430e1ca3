"""The real routing table, compiled once."""

from __future__ import annotations

import pytest

from bot.advice.routing import Router
from bot.resources.library import Library
from bot.resources.loader import load


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def router(library: Library) -> Router:
    return Router(library)
