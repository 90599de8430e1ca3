"""Parts of a message that may each ask for something."""

from __future__ import annotations

import pytest

from bot.understanding.clauses import asks_rule, clauses, without_correction


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


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("nee ik bedoel de rust na een show", "de rust na een show"),
        ("no i mean for freelancers", "for freelancers"),
        ("no, not that. i meant the rest between shows", "the rest between shows"),
        ("nee stap 3 bedoel ik", "stap 3"),
        ("ik bedoel", "ik bedoel"),
        ("nee dat bedoel ik niet", "nee dat bedoel ik niet"),
        ("mijn baas bedoelde het goed", "mijn baas bedoelde het goed"),
    ],
)
def test_a_correction_is_taken_off(text: str, rest: str) -> None:
    assert without_correction(text) == rest


@pytest.mark.parametrize("text", ["mijn juf trekt aan mijn been, mag ze dat", "he films me, is that allowed?"])
def test_asking_for_the_rule(text: str) -> None:
    assert asks_rule(text)
    assert not asks_rule(text.split(",")[0])
