"""Starts the service as a process of its own, to measure what it takes."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.messages import ROOT
from bench.processor import used

_PATIENCE = 20.0
"""Seconds that a service may take to stop."""


@dataclass(frozen=True)
class Running:
    """A service that runs as a process of its own."""

    pid: int
    port: int

    def memory(self) -> int:
        """Megabytes of memory (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024

    def cpu(self) -> float:
        """Seconds of a processor that it has used."""
        return used([self.pid])

    def get(self, path: str) -> dict[str, Any]:
        """Ask the service for something. Raises OSError when it does not answer as it should."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:  # noqa: S310
            return dict(json.load(answer))

    def post(self, path: str, body: dict[str, str]) -> dict[str, Any]:
        """Ask the service. Raises OSError when it does not answer as it should."""
        request = urllib.request.Request(  # noqa: S310
            f"http://127.0.0.1:{self.port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return dict(json.load(answer))


@contextmanager
def running(log: Path = Path(os.devnull), **settings: str) -> Iterator[Running]:
    """The service as it is run, ready to answer; ``settings`` are its environment, what it says goes to ``log``."""
    with started("-m", "bot.server", log=log, **settings) as service:
        wait_until_ready(service.port)
        yield service


@contextmanager
def started(*arguments: str, log: Path = Path(os.devnull), **settings: str) -> Iterator[Running]:
    """A program of Python that was just started, and is stopped at the end.

    "{port}" in an argument becomes the port on which it is to answer; it is told in PORT too.
    """
    port = free_port()
    environment = {**os.environ, **settings, "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
    with log.open("ab") as said, subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=said, stderr=said
    ) as process:  # fmt: skip
        try:
            yield Running(process.pid, port)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def service_memory() -> int:
    """Megabytes of memory (resident) of the service after its first answer."""
    with running() as service:
        session = service.post("/api/session", {"voice": "nl"})["session"]
        service.post("/api/message", {"session": session, "text": "hoe lang mag een repetitiedag eigenlijk duren"})
        return service.memory()


def wait_until_ready(port: int, tries: int = 240) -> None:
    """Wait until the model is loaded."""
    for _ in range(tries):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz"):  # noqa: S310
            return
        time.sleep(0.5)
    raise RuntimeError("the service did not get ready")


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as anything:
        anything.bind(("127.0.0.1", 0))
        return int(anything.getsockname()[1])
