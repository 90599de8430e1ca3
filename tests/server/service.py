"""The service as a process of its own, from a copy of its files, so that a test may break what it likes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Reply(NamedTuple):
    """Status and body of an answer."""

    status: int
    text: str

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object."""
        return dict(json.loads(self.text))


class Service:
    """A running service and what it says."""

    def __init__(self, process: subprocess.Popen[str], port: int, told: Path) -> None:
        self.process, self.port, self._told = process, port, told

    @property
    def told(self) -> str:
        """Everything on its output and its errors so far."""
        with self._told.open(encoding="utf-8", errors="replace") as output:
            return output.read(100_000)

    def ask(self, path: str, body: dict[str, Any] | None = None) -> Reply:
        """A GET, or a POST of JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return Reply(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.read().decode())

    def wait(self, done: Callable[[], bool], seconds: float = 90) -> None:
        """Wait until something is so. Raises AssertionError with what the service said when it never is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, f"the service stopped: {self.told}"
            with contextlib.suppress(OSError):
                if done():
                    return
            time.sleep(0.1)
        raise AssertionError(f"it did not come: {self.told}")


def copy_of_files(folder: Path) -> Path:
    """The files that the service reads, copied to a folder."""
    for name in ("bot", "actions", "locales"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@contextlib.contextmanager
def running(
    folder: Path, told: Path, before: Callable[[], None] | None = None, **environment: str
) -> Iterator[Service]:
    """The service of the files in a folder. ``before`` runs in its process first, to limit it."""
    with socket.socket() as anything:
        anything.bind(("127.0.0.1", 0))
        port = anything.getsockname()[1]
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "bot.server"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder), "PORT": str(port), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=before,
        )
    service = Service(process, port, told)
    try:
        service.wait(lambda: service.ask("/healthz").status == 200)
        yield service
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
