"""What SECURITY.md says is shown by a test that exists, and it invents nobody to write to."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.docs.test_readme import ROOT, text_of

PAGE = "SECURITY.md"
SHOWN_BY = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
THREATS = [
    "A curious parent at the same device",
    "An abuser who holds the phone",
    "A troll",
    "A scraper",
    "A breached host",
    "A hostile network",
    "A poisoned dependency or model",
    "An editor with a wrong phone number",
]


@cache
def defined_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def part(threat: str) -> str:
    return re.split(r"^##+ ", text_of(PAGE).split(f"### {threat}\n", 1)[1], flags=re.MULTILINE)[0]


def test_every_test_that_is_named_exists() -> None:
    named = set(SHOWN_BY.findall(text_of(PAGE)))
    assert len(named) > 30
    missing = [f"{file}::{name}" for file, name in named if not (ROOT / file).exists() or name not in defined_in(file)]
    assert sorted(missing) == []


def test_every_threat_is_there() -> None:
    assert re.findall(r"^### (.+)$", text_of(PAGE), re.MULTILINE) == THREATS


@pytest.mark.parametrize("threat", THREATS)
def test_a_threat_says_what_stops_it_and_what_does_not(threat: str) -> None:
    text = part(threat)
    assert SHOWN_BY.search(text)
    assert "**Not stopped" in text


def test_nobody_is_invented() -> None:
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+|https?://\S+", text_of(PAGE)) == []
    assert "<!--" not in text_of(PAGE)
