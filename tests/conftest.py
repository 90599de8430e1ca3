"""Shared by all tests: one loaded assistant per run, because loading Rasa takes seconds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODEL = Path(os.environ.get("MODEL", ROOT / "models" / "danswijzer.tar.gz"))


@pytest.fixture(scope="session")
def assistant():
    """The assistant with the trained model and the actions in this process."""
    if not MODEL.exists():
        pytest.fail(f"{MODEL} is missing: run 'make train' (make test does it)")
    from bot.server.quiet import quiet_logging

    quiet_logging()
    from bot.server.assistant import Assistant

    return Assistant.load(MODEL)
