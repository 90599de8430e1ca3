"""Starts the service as a process of its own, to measure what it takes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from bench.messages import ROOT


def service_memory() -> int:
    """Megabytes of memory (resident) of the service after its first answer."""
    port = _free_port()
    environment = {**os.environ, "PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot.server"], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    ) as service:
        try:
            session = _post(port, "/api/session", {"voice": "nl"})["session"]
            _post(port, "/api/message", {"session": session, "text": "hoe lang mag een repetitiedag eigenlijk duren"})
            status = Path(f"/proc/{service.pid}/status").read_text(encoding="utf-8")
        finally:
            service.terminate()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024


def _post(port: int, path: str, body: dict[str, str], tries: int = 240) -> dict[str, Any]:
    """Ask the service, waiting until it listens."""
    request = urllib.request.Request(  # noqa: S310
        f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    for left in range(tries, 0, -1):
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return dict(json.load(answer))
        except urllib.error.URLError:
            if left == 1:
                raise
            time.sleep(0.5)
    raise AssertionError


def _free_port() -> int:
    with socket.socket() as anything:
        anything.bind(("127.0.0.1", 0))
        return int(anything.getsockname()[1])
