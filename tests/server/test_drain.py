"""A real service is told to stop while it answers: nobody notices."""

from __future__ import annotations

import http.client
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import MODEL
from tests.server.service import ROOT, Service, copy_of_files, running

SLOW = """

async def _slow(self, session, text, at_once=Assistant.answer):
    import asyncio
    await asyncio.sleep(2.5)
    return await at_once(self, session, text)

Assistant.answer = _slow
"""
ASKED = {"text": "ik wil dood", "voice": "nl"}


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """The files of the service, in which every turn takes seconds."""
    files = copy_of_files(tmp_path)
    with (files / "bot" / "server" / "assistant.py").open("a") as assistant:
        assistant.write(SLOW)
    return files


def stopped_under_way(service: Service, signals: int = 1) -> tuple[float, float]:
    """Stop it while a turn is under way, and see that turn answered; when, and when it was gone, in seconds."""
    with ThreadPoolExecutor() as pool:
        turn = pool.submit(service.ask, "/api/message", ASKED)
        time.sleep(0.5)
        began = time.monotonic()
        for _ in range(signals):
            service.process.send_signal(signal.SIGTERM)
            time.sleep(0.1)
        if signals == 1:
            asked = service.ask("/readyz")
            assert (asked.status, asked.json["service"]) == (503, "stopping")
            assert service.ask("/healthz").status == 200
        reply = turn.result()
        answered = time.monotonic() - began
    assert reply.status == 200 and "113" in reply.json["messages"][0]["text"]
    assert service.process.wait(20) == 0
    return answered, time.monotonic() - began


def test_it_says_so_goes_on_for_a_while_and_finishes(slow: Path, tmp_path: Path) -> None:
    with running(slow, tmp_path / "told", MODEL="/nowhere", DRAIN="4") as service:
        answered, gone = stopped_under_way(service)
        assert answered < gone and 4 < gone < 30
        assert "Traceback" not in service.told


def test_told_again_it_only_finishes(slow: Path, tmp_path: Path) -> None:
    with running(slow, tmp_path / "told", MODEL="/nowhere", DRAIN="60") as service:
        answered, gone = stopped_under_way(service, signals=2)
        assert answered <= gone < 40, "not the 60 seconds of DRAIN"


def test_before_it_stops_it_sends_its_connections_elsewhere(slow: Path, tmp_path: Path) -> None:
    with running(slow, tmp_path / "told", MODEL="/nowhere", DRAIN="2") as service:
        connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=10)
        for told, kept in (("", None), ("stop", "close")):
            if told:
                service.process.send_signal(signal.SIGTERM)
                time.sleep(0.2)
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            assert (answer.read() != b"", answer.headers["Connection"]) == (True, kept)


def test_behind_a_proxy_it_listens_when_it_is_ready(tmp_path: Path) -> None:
    with running(ROOT, tmp_path / "told", MODEL=str(MODEL), WAIT_FOR_MODEL="1") as service:
        assert service.ask("/readyz").status == 200
