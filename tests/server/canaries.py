"""Made-up words that stand for what people type, and where to look whether one of them stayed behind."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FrameType, FunctionType, ModuleType
from typing import Any
from urllib.parse import unquote_plus

# Written so that the pattern, and whoever holds it, is not found by it.
PATTERN = re.compile(r"zqx[k]|(?<![\d.])0?6[ -]?9041[ -]?[7]\d{3}|17-03-191[7]|(maart|March 17,) 191[7]", re.IGNORECASE)
_COMPRESSED = (b"\x78", b"\x1f\x8b")
_LETTERS = "bdfgmnprst", "aeiou"


def name(number: int) -> str:
    """A name or place that nobody has."""
    consonants, vowels = _LETTERS
    digits = f"{number:04d}"
    return "Zqx" + "k" + "".join(consonants[int(digit)] + vowels[int(digit) % 5] for digit in digits)


def phone(number: int) -> str:
    """A mobile number."""
    return "06 9041" + f" 7{number % 1000:03d}"


def date(number: int) -> str:
    """A day, written in one of three ways."""
    return ("17-03-19" + "17", "17 maart 19" + "17", "March 17, 19" + "17")[number % 3]


def found(data: object) -> str | None:
    """The canary in a text or bytes, as typed, in an address or compressed, with what stands around it."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        raw = bytes(data)
        if raw.startswith(_COMPRESSED):
            with contextlib.suppress(zlib.error):
                raw += zlib.decompressobj(wbits=47).decompress(raw)
        text = raw.decode("utf-8", errors="replace")
    elif isinstance(data, str):
        text = data
    else:
        return None
    match = PATTERN.search(text) or (("%" in text or "+" in text) and PATTERN.search(text := unquote_plus(text)))
    return text[max(0, match.start() - 60) : match.end() + 60] if match else None


def in_objects(roots: Iterable[object]) -> list[str]:
    """What is found in everything that can be reached from some objects, and by which type it is held.

    The code itself is left out: modules, and through functions and frames their globals.
    """
    seen: set[int] = set()
    leaks: list[str] = []
    level: list[object] = list(roots)
    while level:
        following: list[object] = []
        for holder in level:
            for held in _held(holder):
                if id(held) in seen:
                    continue
                seen.add(id(held))
                if leak := found(held):
                    leaks.append(f"{type(holder).__name__} holds {leak!r}")
                elif not isinstance(held, (str, bytes, int, float, type(None), ModuleType)):
                    following.append(held)
        seen.update(map(id, level))
        level = following
    return leaks


def in_memory() -> list[str]:
    """What is found in every object of this process; caches of functions and half-done work too."""
    gc.collect()
    return in_objects([gc.get_objects()])


def in_files(folders: Iterable[Path], since: float = 0.0) -> list[str]:
    """What is found in files, and in their names, that were changed since a moment."""
    leaks = []
    for folder in folders:
        for path in folder.rglob("*"):
            if leak := found(path.name):
                leaks.append(f"named {path}: {leak}")
            if path.is_file() and path.stat().st_mtime >= since and "__pycache__" not in path.parts:
                leaks += [f"{path}: {leak}" for leak in [found(path.read_bytes())] if leak]
    return leaks


def in_open_files(process: int) -> list[str]:
    """What is found in the files that a process holds open, also those without a name any more (Linux)."""
    leaks = []
    for path in Path(f"/proc/{process}/fd").iterdir():
        try:
            target = os.readlink(path)
        except FileNotFoundError:  # closed meanwhile
            continue
        if target.startswith("/") and not target.startswith(("/dev", "/proc", "/sys")) and path.is_file():
            with open(path, "rb") as file:
                leaks += [f"{target}: {leak}" for leak in [found(file.read())] if leak]
    return leaks


def _held(holder: object) -> Iterator[Any]:
    if type(holder) is dict:  # asked for its referents, one that holds only texts and numbers says it has none
        yield from holder.keys()
        yield from holder.values()
    elif type(holder) is tuple:
        yield from holder
    elif isinstance(holder, (FunctionType, FrameType)):
        shared = holder.__globals__ if isinstance(holder, FunctionType) else holder.f_globals
        yield from (held for held in gc.get_referents(holder) if held is not shared)
    else:
        yield from gc.get_referents(holder)
