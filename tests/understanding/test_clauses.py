"""Parts of a message that may each ask for something."""

from __future__ import annotations

import pytest

from bot.understanding.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("hoeveel rust krijg ik na een late show", ["hoeveel rust krijg ik na een late show"]),
        (
            "hoeveel rust krijg ik na een late show? en ook, wanneer moet mijn loon er zijn",
            ["hoeveel rust krijg ik na een late show", "wanneer moet mijn loon er zijn"],
        ),
        (
            "they did not pay me for may. also my contract has no end date",
            ["they did not pay me for may", "my contract has no end date"],
        ),
        ("hoi! kan dat? ik ben moe. mag mijn docent mij aanraken", ["mag mijn docent mij aanraken"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts
