"""Services as they are run, behind deploy/nginx.conf and with one Redis, for benches that stop and kill them."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from pathlib import Path

from bench.messages import ROOT
from bench.service import Running, free_port, wait_until_ready


class Fleet:
    """So many places for services, each with a port of its own; the settings are those of deploy/compose.yml."""

    def __init__(self, folder: Path, redis: str, places: int) -> None:
        self._folder = folder
        self.ports = [free_port() for _ in range(places)]
        self._environment = {
            **os.environ,
            "HOST": "127.0.0.1",
            "REDIS_URL": redis,
            "SESSION_SECRET": secrets.token_hex(32),
            "PROXIES": "1",
            "DRAIN": "2",
            "WAIT_FOR_MODEL": "1",
        }
        self._processes: dict[int, asyncio.subprocess.Process] = {}

    async def start(self, *places: int) -> None:
        """Start services, and wait until they are ready."""
        for place in places:
            with (self._folder / f"service-{place}.log").open("ab") as said:
                self._processes[place] = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "bot.server"),
                    cwd=ROOT,
                    env={**self._environment, "PORT": str(self.ports[place])},
                    stdout=said,
                    stderr=said,
                )
        for place in places:
            await self._ready(place)

    def running(self, place: int) -> Running:
        """The service at a place, to be measured."""
        return Running(self._processes[place].pid, self.ports[place])

    async def kill(self, place: int) -> None:
        """Kill the service at a place, at once (kill -9)."""
        self._processes[place].kill()
        await self._processes.pop(place).wait()

    async def stop(self, place: int) -> int:
        """Ask the service at a place to stop, wait until it did; its exit status."""
        self._processes[place].terminate()
        return await self._processes.pop(place).wait()

    async def end(self) -> None:
        """Kill all that are left."""
        for place in list(self._processes):
            await self.kill(place)

    def said(self) -> str:
        """What the services printed as errors."""
        lines = [line for path in sorted(self._folder.glob("*.log")) for line in path.read_text().splitlines()]
        return "\n".join(line for line in lines if "level=error" in line)

    async def _ready(self, place: int) -> None:
        try:
            await asyncio.to_thread(wait_until_ready, self.ports[place])
        except RuntimeError as error:
            raise RuntimeError(f"{error}: {self.said()}") from error
