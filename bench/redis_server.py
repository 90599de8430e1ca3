"""A Redis of our own, for benches that need a real one and may kill it."""

from __future__ import annotations

import asyncio
from pathlib import Path


class Redis:
    """A Redis of our own, on a socket in a folder, with options of redis-server (a file of settings may come first)."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._socket = folder / "redis.sock"
        self.address = f"unix://{self._socket}"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process
        return self._process.pid

    async def start(self) -> None:
        """Start it, with what it had written."""
        self._process = await asyncio.create_subprocess_exec(
            *("redis-server", *self._options, "--port", "0", "--unixsocket", str(self._socket)),
            *("--dir", str(self._folder)),
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
