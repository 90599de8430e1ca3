"""Every package is pinned and hashed, and each one held at another version than Rasa asks for is explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.supply.lock import ROOT, direct, locked

OVERRIDES = [
    line
    for line in (ROOT / "requirements-overrides.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
PAGE = (ROOT / "docs" / "supply-chain.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-tools.txt"])
def test_every_requirement_has_a_hash(name: str) -> None:
    packages = locked(ROOT / name)
    assert len(packages) > 30
    assert [entry.name for entry in packages if not entry.hashes] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-tools.txt"])
def test_nothing_comes_from_anywhere_else(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"^.*(?:https?:|file:|git\+| @ |--(?!hash=sha256:)\S+).*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("line", ["rasa>=3.6", "rasa @ https://example.org/rasa.whl", "-e .", "--index-url x"])
def test_a_line_that_pins_nothing_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "r.txt").write_text(f"a==1 \\\n    --hash=sha256:{'0' * 64}\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not a pinned package"):
        locked(tmp_path / "r.txt")


def test_a_missing_hash_is_seen(tmp_path: Path) -> None:
    hashes = " \\\n    ".join(f"--hash=sha256:{digit * 64}" for digit in "01")
    text = f"a-B.c==1.0 ; python_version < '3.11' \\\n    {hashes}\nb==2\n"
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    first, second = locked(tmp_path / "r.txt")
    assert (first.name, first.version, first.marker) == ("a-b-c", "1.0", "python_version < '3.11'")
    assert [len(first.hashes), len(second.hashes)] == [2, 0]


def test_what_is_asked_for_is_locked() -> None:
    assert set(direct()) - {entry.name for entry in locked()} == set()


def test_overrides_hold() -> None:
    versions = {(entry.name, entry.version) for entry in locked()}
    names = {name for name, _ in versions}
    for line in OVERRIDES:
        name, _, version = line.partition("==")
        if version:
            assert (name, version) in versions
        else:
            assert line.endswith("; python_version < '0'") and line.split()[0] not in names


def test_every_override_is_explained_once_and_nothing_else() -> None:
    section = PAGE.partition("## Overrides")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `([^`]+)` \| \S.+ \| \S.+ \|$", section, re.MULTILINE)
    assert sorted(explained) == sorted(line.partition(" ;")[0] for line in OVERRIDES)
