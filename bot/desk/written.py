"""Documents that are made from the content: written, or compared with what would be written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def write_or_check(path: Path, text: str, make: str, arguments: Sequence[str]) -> int:
    """Write a document, or with ``--check`` among the arguments say that it is not as it would be written.

    ``make`` is the target that writes it. Returns the exit status.
    """
    if "--check" not in arguments:
        path.write_text(text, encoding="utf-8")
        return 0
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return 0
    print(f"docs/{path.name} is not what the content says: run 'make {make}'")
    return 1
