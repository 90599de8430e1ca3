"""Debian's nginx with the settings of deploy/nginx.conf, for a bench: only ports, paths and services are other ones."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

from bench.messages import ROOT

DEPLOY = ROOT / "deploy"
_LISTEN = re.compile(r"^(\s+listen) 8080\b", re.MULTILINE)
_SERVER = re.compile(r"^server \S+( .*;)$", re.MULTILINE)


def rendered(folder: Path, port: int, services: list[int]) -> Path:
    """The settings for a port and the ports of services, written to a folder."""
    conf = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    conf = _LISTEN.sub(rf"\1 127.0.0.1:{port}", conf)
    conf = conf.replace("/run/nginx", str(folder)).replace("/usr/share/danswijzer", str(DEPLOY))
    conf = conf.replace("/etc/nginx/services.conf", str(folder / "services.conf"))
    how = _SERVER.findall((DEPLOY / "services.conf").read_text(encoding="utf-8"))[0]
    lines = [f"server 127.0.0.1:{service}{how}" for service in services]
    (folder / "services.conf").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "nginx.conf").write_text(conf, encoding="utf-8")
    return folder / "nginx.conf"


def nginx() -> str | None:
    """Where nginx is, when it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Nginx:
    """A running nginx, in a folder that its workers can enter."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, services: list[int]) -> None:
        """Start it, or start it anew, before other services."""
        if self._process:
            await self.stop()
        conf = rendered(self._folder, self.port, services)
        found = nginx()
        assert found
        self._process = await asyncio.create_subprocess_exec(found, "-c", str(conf), "-g", "daemon off;")
        for _ in range(100):
            await asyncio.sleep(0.05)
            if self.pids()[1:]:
                return
        raise RuntimeError("nginx did not start")

    def pids(self) -> list[int]:
        """The process, and its workers."""
        assert self._process
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
        return [pid, *map(int, children)]

    async def stop(self) -> None:
        """Let it finish what it does."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()
