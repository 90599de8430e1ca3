"""Reads requirements.txt: every package, its version, the systems it is for, and the hashes of its files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"

_ENTRY = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+?))?\s*$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Locked:
    """One line of the lock: ``marker`` says on which systems this version is installed, empty for all."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def locked(path: Path = LOCK) -> list[Locked]:
    """Every package of a lock, in its order. Raises ValueError at a line that is not a pinned package."""
    found = []
    for line in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            entry = _ENTRY.match(_HASH.sub("", line).strip())
            if entry is None:
                raise ValueError(f"{path.name}: not a pinned package: {line[:80]}")
            marker = entry["marker"] or ""
            found.append(Locked(canonical(entry["name"]), entry["version"], marker, tuple(_HASH.findall(line))))
    return found


def direct(path: Path = ROOT / "requirements.in") -> list[str]:
    """The names of the packages that requirements.in asks for."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [canonical(re.split(r"[\s;=<>!~\[]", line)[0]) for line in lines if line]


def canonical(name: str) -> str:
    """A package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
