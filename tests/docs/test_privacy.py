"""The privacy statement names tests that exist, stands in docs/privacy.md, and reads as its reader can."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from bot.desk import privacy
from bot.resources import reading_level
from bot.resources.checks import fields_of
from bot.resources.lists_schema import NOT_TESTED
from bot.resources.loader import library
from bot.voice import VOICES, Voice

ROOT = Path(__file__).resolve().parents[2]


@cache
def defined_in(file: str) -> frozenset[str]:
    """The tests that a file of tests defines; none when there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    functions = (one for one in body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(one.name for one in functions if one.name.startswith("test_"))


def named() -> list[str]:
    """Every test that a line names."""
    proofs = [one for _, name, value in fields_of(library().privacy) if name == "proven_by" for one in value]
    return [one for one in proofs if one not in NOT_TESTED]


def named_in_the_assessment() -> list[str]:
    """Every test that docs/dpia.md names."""
    return re.findall(r"`(tests/[^`]*::[^`]*)`", (ROOT / "docs" / "dpia.md").read_text(encoding="utf-8"))


def test_something_is_named() -> None:
    assert len(named()) > 20
    assert len(named_in_the_assessment()) > 10
    assert "test_something_is_named" in defined_in("tests/docs/test_privacy.py")
    assert not defined_in("tests/docs/no_such_file.py")


@pytest.mark.parametrize("proof", sorted({*named(), *named_in_the_assessment()}))
def test_every_test_that_is_named_exists(proof: str) -> None:
    file, _, name = proof.partition("::")
    assert name in defined_in(file)


def test_no_named_test_is_skipped_or_expected_to_fail() -> None:
    """But for those in the browser, which a machine without Chromium leaves out, and CI never."""
    for proof in named():
        file, _, name = proof.partition("::")
        for one in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == name:
                marks = [ast.unparse(mark) for mark in one.decorator_list]
                assert not [mark for mark in marks if re.search("skip|xfail", mark)], proof


def test_the_document_is_as_the_content_says() -> None:
    assert privacy.STATEMENT.read_text(encoding="utf-8") == privacy.statement(library()), "run 'make privacy'"


@pytest.mark.parametrize("voice", VOICES)
def test_every_line_stands_in_the_document_with_its_proof(voice: Voice) -> None:
    lines = privacy.STATEMENT.read_text(encoding="utf-8").splitlines()
    for group in library().privacy.groups:
        for line in group.lines:
            [found] = [row for row in lines if row.startswith(f"- {line.text.in_voice(voice)} (")]
            assert all(
                proof.partition("::")[2] in found if "::" in proof else proof in found for proof in line.proven_by
            )


@pytest.mark.parametrize("voice", VOICES)
def test_the_statement_as_a_whole_reads_easily(voice: Voice) -> None:
    """Each line alone is too short to measure."""
    text = "\n".join(line.text.in_voice(voice) for group in library().privacy.groups for line in group.lines)
    assert list(reading_level.problems(text, voice)) == []


def test_a_child_sees_few_lines_first() -> None:
    open_lines = [len(group.lines) for group in library().privacy.groups if not group.folded_for_children]
    assert sum(open_lines) <= 14
