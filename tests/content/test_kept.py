"""A resource base that was found right is not read again, unless anything about it changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.resources import kept, loader
from bot.resources.library import Library

BOT = Path(loader.__file__).resolve().parents[1]


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    """A copy of what is read, to change."""
    copy = tmp_path / "bot"
    for folder in ("content", "resources"):
        shutil.copytree(BOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(BOT / "voice.py", copy)
    return copy


@pytest.fixture
def at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As if the process had just begun, with a file of its own to keep things in."""
    monkeypatch.setattr(loader, "_loaded", None)
    monkeypatch.setattr(kept, "KEPT", tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Grows each time that everything is read and checked."""
    times: list[bool] = []
    load = loader.load
    monkeypatch.setattr(loader, "load", lambda: times.append(True) or load())
    return times


def test_what_is_kept_is_what_was_read(library: Library, tmp_path: Path) -> None:
    kept.keep(tmp_path / "kept", b"a" * 32, library)
    found = kept.recall(tmp_path / "kept", b"a" * 32)
    assert found is not None
    assert vars(found) == vars(library)
    assert [type(mapping) for mapping in vars(found).values()] == [type(mapping) for mapping in vars(library).values()]


def test_it_is_read_once(at_start: Path, read: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    first = loader.library()
    monkeypatch.setattr(loader, "_loaded", None)
    second = loader.library()
    assert vars(first) == vars(second)
    assert first is not second
    assert len(read) == 1


def test_nothing_else_is_written(at_start: Path) -> None:
    loader.library()
    assert [path.name for path in at_start.parent.iterdir()] == ["kept"]


@pytest.mark.parametrize("place", [0, 40, 70, 1000, -1])
def test_what_is_damaged_is_read_anew(
    at_start: Path, read: list[bool], place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = loader.library()
    damaged = bytearray(at_start.read_bytes())
    damaged[place] ^= 1
    at_start.write_bytes(damaged)
    monkeypatch.setattr(loader, "_loaded", None)
    assert vars(loader.library()) == vars(library)
    assert len(read) == 2


@pytest.mark.parametrize("left", [0, 31, 64, 5000])
def test_what_is_cut_off_is_read_anew(at_start: Path, left: int) -> None:
    loader.library()
    at_start.write_bytes(at_start.read_bytes()[:left])
    assert kept.recall(at_start, kept.fingerprint()) is None


def test_where_nothing_can_be_kept_it_is_read_each_time(
    read: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(kept, "KEPT", tmp_path / "file" / "kept")
    for _ in range(2):
        monkeypatch.setattr(loader, "_loaded", None)
        assert loader.library().rights
    assert len(read) == 2


@pytest.mark.parametrize(
    "changed",
    ["content/rights/rest_time.yml", "content/menu.yml", "resources/checks.py", "resources/voice_lint.yml", "voice.py"],
)
def test_any_change_counts(bot: Path, changed: str) -> None:
    before = kept.fingerprint(bot)
    content = (bot / changed).read_bytes()
    (bot / changed).write_bytes(content + b"\n")
    assert kept.fingerprint(bot) != before
    (bot / changed).write_bytes(content)
    assert kept.fingerprint(bot) == before


def test_a_new_a_gone_and_a_renamed_file_count(bot: Path) -> None:
    rights = bot / "content" / "rights"
    prints = [kept.fingerprint(bot)]
    shutil.copy(rights / "rest_time.yml", rights / "zzz.yml")
    prints.append(kept.fingerprint(bot))
    (rights / "zzz.yml").rename(rights / "zzzz.yml")
    prints.append(kept.fingerprint(bot))
    (rights / "rest_time.yml").unlink()
    prints.append(kept.fingerprint(bot))
    assert len(set(prints)) == 4


def test_what_changes_while_it_is_read_is_not_kept(at_start: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prints = iter([b"before".ljust(32), b"after".ljust(32)])
    monkeypatch.setattr(kept, "fingerprint", lambda: next(prints))
    loader.library()
    assert not at_start.exists()


def test_all_code_that_reads_it_counts() -> None:
    program = "import json, sys, bot.resources.loader; print(json.dumps([*sys.modules]))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True, cwd=BOT.parent)
    ours = {name for name in json.loads(done.stdout) if name.partition(".")[0] == "bot"}
    assert {name for name in ours if not name.startswith("bot.resources")} == {"bot", "bot.voice"}
