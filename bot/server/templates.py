"""The templates of the page and of the pages for reading, and how a text becomes paragraphs and lists in them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

WEB = Path(__file__).resolve().parent.parent / "web"


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
