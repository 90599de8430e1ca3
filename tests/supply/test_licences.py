"""The check of licences refuses what it should; that the installed packages pass is seen too."""

from __future__ import annotations

from email.message import Message

import pytest

from scripts.supply.licences import UNKNOWN, installed, is_allowed, licence_of, policy

RULES = policy()


def about(*, expression: str = "", field: str = "", classifiers: tuple[str, ...] = ()) -> Message:
    """A package's metadata."""
    found = Message()
    if expression:
        found["License-Expression"] = expression
    if field:
        found["License"] = field
    for name in classifiers:
        found["Classifier"] = f"License :: {name}"
    return found


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND (GPL-3.0-only OR Apache-2.0)", True),
        ("(MIT AND GPL-3.0-only) OR AGPL-3.0-only", False),
        ("MIT OR Apache-2.0 AND GPL-3.0-only", True),
        ("Apache-2.0 WITH something", False),
        ("(MIT", False),
        ("MIT)", False),
        ("MIT Apache-2.0", False),
        ("MIT, or ask us", False),
        ("CC-BY-NC-4.0", False),
        (UNKNOWN, False),
        ("", False),
    ],
)
def test_expressions(expression: str, allowed: bool) -> None:
    assert is_allowed(expression, RULES.allowed) is allowed


@pytest.mark.parametrize(
    ("package", "licence"),
    [
        (about(expression="MIT", field="GPL"), "MIT"),
        (about(field="Apache License 2.0"), "Apache-2.0"),
        (about(field="MIT OR Apache-2.0", classifiers=("OSI Approved :: MIT License",)), "MIT OR Apache-2.0"),
        (about(classifiers=("OSI Approved", "OSI Approved :: ISC License (ISCL)")), "ISC"),
        (
            about(classifiers=("OSI Approved :: MIT License", "Other/Proprietary License")),
            "MIT AND Other/Proprietary License",
        ),
        (about(field="see file"), "see file"),
        (about(field="UNKNOWN"), UNKNOWN),
        (about(classifiers=("OSI Approved",)), UNKNOWN),
        (about(), UNKNOWN),
    ],
)
def test_metadata_is_read(package: Message, licence: str) -> None:
    assert licence_of("a", package, RULES) == licence


def test_what_was_read_in_a_file_counts_more_than_metadata() -> None:
    assert licence_of("Axe_Playwright.Python", about(field="GPL"), RULES) == "MIT AND MPL-2.0"


def test_every_reading_says_where() -> None:
    assert [name for name, reading in RULES.read.items() if set(reading) != {"licence", "where"}] == []


def test_every_name_leads_to_an_allowed_licence() -> None:
    assert set(RULES.called.values()) <= set(RULES.allowed)


def test_what_is_installed_is_allowed() -> None:
    packages = installed(RULES)
    assert len(packages) > 150
    assert {name: found for name, found in packages.items() if not is_allowed(found[1], RULES.allowed)} == {}
