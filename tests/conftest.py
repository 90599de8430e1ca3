"""Shared by all tests: one loaded assistant per run, because loading Rasa takes seconds, and one moment."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import dask  # noqa: F401  (these four are left out of the service, and tests learn small models in this process)
import pytest
import scipy.optimize  # noqa: F401
import sklearn.feature_extraction  # noqa: F401
import sqlalchemy  # noqa: F401

from bot import clock

ROOT = Path(__file__).resolve().parent.parent
MODEL = Path(os.environ.get("MODEL", ROOT / "models" / "danswijzer.tar.gz"))
AFTERNOON = datetime(2026, 11, 25, 14, 0, tzinfo=clock.AMSTERDAM)
"""A Wednesday on which most lines are open."""


@pytest.fixture(autouse=True)
def afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs on the same afternoon, so that "open now" does not depend on when the tests run."""
    monkeypatch.setattr(clock, "now", lambda: AFTERNOON)


@pytest.fixture(scope="session")
def assistant():
    """The assistant with the trained model and the actions in this process."""
    if not MODEL.exists():
        pytest.fail(f"{MODEL} is missing: run 'make train' (make test does it)")
    from bot.server.quiet import quiet_logging

    quiet_logging()
    from bot.server.assistant import Assistant

    return Assistant.load(MODEL)
