"""Who used the processor, from /proc; and shares of it, for processes that stand for small machines."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_CONTROLLER = Path("/sys/fs/cgroup/cpu")
_PERIOD = 20_000
"""Microseconds; short, so that whoever has used up a share does not wait long for the next."""


def used(pids: Iterable[int]) -> float:
    """Seconds of a processor that processes have used."""
    total = 0
    for pid in pids:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += int(after_name[11]) + int(after_name[12])
    return total / _TICKS


def machine() -> float:
    """Seconds of all processors that were used by anything since the machine started."""
    fields = [int(field) for field in Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:]]
    user, nice, system, _idle, _iowait, irq, softirq = fields[:7]
    return (user + nice + system + irq + softirq) / _TICKS


class Meter:
    """What groups of processes, this one and the whole machine used since it was made."""

    def __init__(self, groups: Mapping[str, list[int]]) -> None:
        self._groups = {**groups, "client": [os.getpid()]}
        self._began = time.monotonic()
        self._before = {name: used(pids) for name, pids in self._groups.items()} | {"machine": machine()}

    def read(self) -> tuple[float, dict[str, float]]:
        """Seconds that went by, and processor seconds per group; "others" is what no group used."""
        now = {name: used(pids) for name, pids in self._groups.items()} | {"machine": machine()}
        spent = {name: now[name] - before for name, before in self._before.items()}
        spent["others"] = max(0.0, spent["machine"] - sum(spent[name] for name in self._groups))
        return time.monotonic() - self._began, spent


def can_share() -> bool:
    """Whether this machine lets us give a process a share of a processor (cgroup version 1, as root)."""
    return os.access(_CONTROLLER, os.W_OK) and (_CONTROLLER / "cpu.cfs_quota_us").exists()


@contextmanager
def shares(pids: list[int], of_a_core: float) -> Iterator[None]:
    """Each process gets a part of a core, no more, as if it stood alone on a small machine."""
    folders = [_CONTROLLER / f"danswijzer-bench-{pid}" for pid in pids]
    try:
        for folder, pid in zip(folders, pids, strict=True):
            folder.mkdir()
            (folder / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (folder / "cpu.cfs_quota_us").write_text(str(round(_PERIOD * of_a_core)))
            (folder / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        for folder, pid in zip(folders, pids, strict=True):
            with contextlib.suppress(OSError):
                (_CONTROLLER / "cgroup.procs").write_text(str(pid))
            with contextlib.suppress(OSError):
                folder.rmdir()
