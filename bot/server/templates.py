"""The templates of the page and of the pages for reading, and how a text becomes paragraphs and lists in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

WEB = Path(__file__).resolve().parent.parent / "web"


_NUMBER = re.compile(r"(\+?\d[\d:.,-]*\d)")
_NOT_A_PHONE = re.compile(r"(art(ikel|icle)?\.?|€)\s*$", re.IGNORECASE)


class Block(NamedTuple):
    """A line of text, or the items of a list."""

    line: str
    items: list[str]


def template(name: str) -> Template:
    """A template of bot/web by its file name; everything that is filled in is escaped."""
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["blocks"] = blocks
    environment.filters["pieces"] = pieces
    return environment


def blocks(text: str) -> list[Block]:
    """A text as paragraphs, and as a list where lines begin with "- "."""
    found: list[Block] = []
    for line in text.splitlines():
        if line.startswith("- "):
            if not found or not found[-1].items:
                found.append(Block("", []))
            found[-1].items.append(line[2:])
        elif line.strip():
            found.append(Block(line.strip(), []))
    return found


class Piece(NamedTuple):
    """A part of a text; ``href`` dials it when it is a known number, else it is empty."""

    text: str
    href: str


def pieces(text: str, numbers: Mapping[str, str]) -> Iterator[Piece]:
    """A text in parts, known numbers apart, as bot/web/elements.js does it. ``numbers``: number -> what dials it."""
    parts = _NUMBER.split(text)
    for place, part in enumerate(parts):
        known = place % 2 and part in numbers and not _NOT_A_PHONE.search(parts[place - 1])
        if part:
            yield Piece(part, numbers[part] if known else "")
