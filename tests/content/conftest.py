"""The real resource base, read once, and the day on which it was last checked."""

from __future__ import annotations

from datetime import date

import pytest

from bot.resources.library import Library
from bot.resources.loader import load


@pytest.fixture(scope="session")
def library() -> Library:
    return load()


@pytest.fixture(scope="session")
def checked(library: Library) -> date:
    entries = [*library.organisations.values(), *library.rights.values(), *library.plans.values()]
    days = [entry.checked_on for entry in [*entries, *library.sources.values()]]
    return max(days)
