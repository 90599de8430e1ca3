"""The search for made-up words finds them wherever they can stay behind; else it would prove nothing."""

from __future__ import annotations

import json
import os
import tempfile
import zlib
from base64 import b64decode
from collections import OrderedDict
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest

from tests.server import canaries


@cache
def unbounded(text: str) -> int:
    return len(text)


@lru_cache(maxsize=2)
def bounded(text: str) -> int:
    return len(text)


def waiting(text: str) -> Iterator[int]:
    yield 1
    yield len(text)


class Slotted:
    """Something without a dictionary."""

    __slots__ = ("value",)


def slotted(text: str) -> Slotted:
    holder = Slotted()
    holder.value = text  # type: ignore[attr-defined]
    return holder


HOLDERS = {
    "dict": lambda text: {text: 1},
    "nested": lambda text: {1: [(text.encode(), 2)]},
    "ordered": lambda text: OrderedDict(a={"b": text}),
    "compressed": lambda text: [zlib.compress(text.encode() * 9)],
    "quoted": lambda text: [quote_plus(text)],
    "json": lambda text: [json.dumps({"text": text})],
    "closure": lambda text: lambda: text,
    "generator": lambda text: [waiting(text)],
    "slots": slotted,
    "error": lambda text: RuntimeError(text),
    "bytearray": lambda text: [bytearray(text, "utf-8")],
}


@pytest.mark.parametrize("text", [canaries.name(7), canaries.phone(7), *map(canaries.date, range(3))])
@pytest.mark.parametrize("holder", HOLDERS)
def test_found_in_objects(holder: str, text: str) -> None:
    held: Any = HOLDERS[holder](f"ik heet {text} hoor")
    if holder == "generator":
        next(held[0])
    assert canaries.in_objects([held])
    assert canaries.in_objects([HOLDERS[holder]("ik heet niemand")]) == []


def test_found_in_caches_of_functions() -> None:
    for kept in (unbounded, bounded):
        kept(canaries.name(8))
        assert canaries.in_objects([kept])
        assert any("holds" in leak for leak in canaries.in_memory())
        kept.cache_clear()
        assert canaries.in_objects([kept]) == []


def test_found_in_files(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert canaries.in_files([tmp_path]) == []
    (tmp_path / "a" / "b.txt").write_text(f"x {canaries.name(9)}")
    (tmp_path / f"{canaries.name(9)}.txt").touch()
    assert len(canaries.in_files([tmp_path])) == 2
    assert len(canaries.in_files([tmp_path], since=9e9)) == 1


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux only")
def test_found_in_open_files_without_a_name() -> None:
    with tempfile.TemporaryFile("w") as file:
        file.write(canaries.name(9))
        file.flush()
        assert canaries.in_open_files(os.getpid())


def test_what_no_one_typed_is_not_found() -> None:
    assert canaries.found("1.6469041704321977e-05 ik ben op 16 mei 1990 geboren, bel 06 12345678") is None
    assert canaries.found(b64decode("AAECAwQ=")) is None
