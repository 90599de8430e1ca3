"""What becomes of the service is told: a sentence at a terminal, an object per line to programs, and no words."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from bot.server import life, log_lines
from tests.conftest import MODEL
from tests.server.service import ROOT, Service, copy_of_files, running


def events(service: Service) -> list[dict[str, Any]]:
    return [json.loads(line) for line in service.told.splitlines()]


def last(service: Service, event: str) -> dict[str, Any] | None:
    return next((told for told in reversed(events(service)) if told["event"] == event), None)


def test_a_life_in_json(tmp_path: Path) -> None:
    """From its start until it is stopped, each line is an object, and what takes time says how long."""
    folder = copy_of_files(tmp_path / "copy")
    line = folder / "bot/content/organisations/mores.yml"
    right = line.read_text(encoding="utf-8")
    metrics = "127.0.0.1:0"
    with running(folder, tmp_path / "told", MODEL=str(MODEL), LOG_FORMAT="json", METRICS=metrics) as service:
        assert [told["event"] for told in events(service)][:4] == ["start", "content", "voices", "open"]
        service.wait(lambda: last(service, "ready") is not None)
        assert service.ask("/readyz").status == 200, "the line is not told before it is so"
        line.write_text(right.replace("name: ", "nmae: ", 1), encoding="utf-8")
        service.process.send_signal(signal.SIGHUP)
        service.wait(lambda: last(service, "content_refused") is not None)
        line.write_text(right, encoding="utf-8")
        service.process.send_signal(signal.SIGHUP)
        service.wait(lambda: last(service, "reload") is not None)
        service.ask("/api/message", {"text": "flierefluiter slaat mij"})
        service.process.terminate()
        service.process.wait(30)
        assert "flierefluiter" not in service.told
        told = {each["event"]: each for each in events(service)}
        assert {event for event, each in told.items() if each["level"] == "error"} == {"content_refused"}
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", each["time"]) for each in told.values())
        assert {event for event, each in told.items() if "seconds" in each} == {"ready", "reload", "stop"}
        assert told["ready"]["seconds"] > 0.5


def test_a_refused_model_in_json(tmp_path: Path) -> None:
    with running(ROOT, tmp_path / "told", MODEL="/nowhere", LOG_FORMAT="json") as service:
        service.wait(lambda: last(service, "model_refused") is not None)
        refused = last(service, "model_refused")
        assert refused and refused["level"] == "error" and "make train" in refused["message"]
        assert service.ask("/readyz").json == {
            "status": "not ready",
            "model": "missing",
            "store": "ok",
            "service": "ok",
        }


def test_sentences_at_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(log_lines, "_as_json", False)
    life.tell("start", "it starts")
    life.tell("ready", "it is ready", seconds=1.25)
    life.tell("refused", "it is not", wrong=True)
    assert capsys.readouterr() == ("it starts\nit is ready (1.2 s)\n", "it is not\n")
