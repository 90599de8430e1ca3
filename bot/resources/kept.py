"""A resource base that was read and found right, kept for the next start.

Reading and checking took 0.7 seconds, half of the time until the first page; reading what was kept takes a fortieth of
that (measured 2026-11-23). It counts only for exactly the same content files and the same code that reads and checks
them, and only undamaged, because a wrong number can hurt; anything else is read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from bot.resources.library import Library

_BOT = Path(__file__).resolve().parents[1]
KEPT = _BOT.parent / ".cache" / "content.msgpack"
_DIGEST = 32
_READ = ("content/**/*.y*ml", "resources/*", "voice.py")
"""The content, and whatever decides how it is read and whether it is right."""


def fingerprint(bot: Path = _BOT) -> bytes:
    """Differs when a file of the content, or of the code that reads it, differs. Raises OSError."""
    digest = hashlib.blake2b(msgspec.__version__.encode(), digest_size=_DIGEST)
    for path in sorted(path for pattern in _READ for path in bot.glob(pattern) if path.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(bot).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.digest()


def recall(file: Path, print_: bytes) -> Library | None:
    """What was kept under this fingerprint; None when there is nothing, or something else, or it is damaged."""
    try:
        kept = file.read_bytes()
    except OSError:
        return None
    head, packed = kept[: 2 * _DIGEST], kept[2 * _DIGEST :]
    if head != print_ + _digest(packed):
        return None
    return Library.of(**vars(msgspec.msgpack.decode(packed, type=Library)))


def keep(file: Path, print_: bytes, library: Library) -> None:
    """Keep a library, if that can be done here: where nothing may be written, each start reads everything."""
    packed = msgspec.msgpack.encode(library, enc_hook=_as_dict)
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        try:
            beside.write_bytes(print_ + _digest(packed) + packed)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


def _digest(packed: bytes) -> bytes:
    return hashlib.blake2b(packed, digest_size=_DIGEST).digest()


def _as_dict(value: Any) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"a library holds no {type(value).__name__}")
