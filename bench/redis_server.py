"""A Redis of our own, for benches that need a real one and may kill it."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SOCKET = "redis.sock"


def _command(folder: Path, *options: str) -> list[str]:
    return ["redis-server", *options, "--port", "0", "--unixsocket", str(folder / _SOCKET), "--dir", str(folder)]


def _address(folder: Path) -> str:
    return f"unix://{folder / _SOCKET}"


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis that nobody kills, and that forgets everything at the end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with subprocess.Popen(_command(folder, "--save", ""), stdout=subprocess.DEVNULL) as process:
            try:
                while not (folder / _SOCKET).exists():
                    time.sleep(0.05)
                yield _address(folder)
            finally:
                process.terminate()


class Redis:
    """A Redis of our own, on a socket in a folder, with options of redis-server (a file of settings may come first)."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self.address = _address(folder)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process
        return self._process.pid

    async def start(self) -> None:
        """Start it, with what it had written."""
        self._process = await asyncio.create_subprocess_exec(
            *_command(self._folder, *self._options),
            stdout=asyncio.subprocess.DEVNULL,
        )

    async def kill(self) -> None:
        """Kill it, at once."""
        assert self._process
        self._process.kill()
        await self._process.wait()

    async def restart_with(self, *options: str) -> None:
        """Start it anew with other options, and without what it held."""
        await self.kill()
        self._options = options
        await self.start()
