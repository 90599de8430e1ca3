"""No system that the two documents name loses its row, and no paragraph its answer."""

from __future__ import annotations

import re
from pathlib import Path

from bot.resources.library import Library

NAMED = (Path(__file__).parent / "named_systems.txt").read_text(encoding="utf-8").splitlines()
"""Every organisation, tool, training, code, scheme and body named there, as it is written there."""


def test_every_named_system_has_a_row(library: Library) -> None:
    rows = {name for row in library.coverage.paragraphs for name in row.names}
    assert len(NAMED) > 140
    assert [name for name in NAMED if name not in rows] == []


def test_no_recommendation_is_left_out(library: Library) -> None:
    """The follow-up document numbers its recommendations 1.1 to 6.3."""
    recommendations = {1: 3, 2: 6, 3: 7, 4: 4, 5: 10, 6: 3}
    covered = {".".join(row.paragraph.split(".")[:2]) for row in library.coverage.paragraphs if row.document == "000"}
    wanted = {f"{chapter}.{number}" for chapter, last in recommendations.items() for number in range(1, last + 1)}
    assert wanted <= covered


def test_a_paragraph_stands_once(library: Library) -> None:
    places = [(row.document, row.paragraph) for row in library.coverage.paragraphs]
    assert len(places) == len(set(places))
    assert all(re.fullmatch(r"\d(\.\d+){1,2}", place) for document, place in places if document == "000")
