"""A model is loaded only when it is the one that was trained here, and holds nothing but data."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.server.model_file import ModelError, check, checksum_file, write_checksum
from tests.conftest import MODEL, ROOT

GOOD = {
    "components/train_Rules0/rules.json": b"{}",
    "components/domain_provider/domain.yml": b"",
    "metadata.json": b"{}",
}


def archive(path: Path, files: dict[str, bytes], *others: tarfile.TarInfo) -> Path:
    """A model with these files, laid out as Rasa does, and with members of another kind."""
    with tarfile.open(path, "w:gz") as tar:
        root = tarfile.TarInfo("")
        root.type = tarfile.DIRTYPE
        tar.addfile(root)
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
        for other in others:
            tar.addfile(other)
    return path


def beside(model: Path, text: str | None = None) -> None:
    """A checksum file as ``sha256sum`` writes it, without asking the code under test."""
    text = text or f"{hashlib.sha256(model.read_bytes()).hexdigest()}  {model.name}\n"
    (model.parent / f"{model.name}.sha256").write_text(text, encoding="utf-8")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = archive(tmp_path / "danswijzer.tar.gz", GOOD)
    beside(path)
    return path


def test_a_model_of_ones_own_is_loaded(model: Path) -> None:
    check(model)


@pytest.mark.parametrize("mark", ["  ", " *"])
def test_both_forms_of_the_file_are_read(model: Path, mark: str) -> None:
    beside(model, f"{'0' * 64}  other.tar.gz\n{hashlib.sha256(model.read_bytes()).hexdigest()}{mark}{model.name}\n")
    check(model)


def test_without_a_model_it_says_how_to_train_one(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"there is no model\. Train it with: make train"):
        check(tmp_path / "danswijzer.tar.gz")


@pytest.mark.parametrize("text", ["", "not a checksum", f"{'a' * 64}  other.tar.gz", f"{'a' * 63}  danswijzer.tar.gz"])
def test_without_its_checksum_it_is_refused(model: Path, text: str) -> None:
    beside(model, text or "\n")
    with pytest.raises(ModelError, match=r"no checksum .* python -m bot\.server\.model_file .*danswijzer\.tar\.gz$"):
        check(model)


def test_a_missing_or_unreadable_checksum_is_no_checksum(model: Path) -> None:
    checksum_file(model).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="no checksum"):
        check(model)
    checksum_file(model).unlink()
    with pytest.raises(ModelError, match="no checksum"):
        check(model)


def test_one_changed_byte_is_seen(model: Path) -> None:
    content = bytearray(model.read_bytes())
    content[len(content) // 2] ^= 1
    model.write_bytes(content)
    with pytest.raises(ModelError, match="not the model that danswijzer.tar.gz.sha256 describes"):
        check(model)


def test_a_half_copied_model_is_seen(model: Path) -> None:
    model.write_bytes(model.read_bytes()[:-20])
    with pytest.raises(ModelError, match="half copied"):
        check(model)


@pytest.mark.parametrize(
    "name",
    ["../bot/server/app.json", "components/../../x.json", "/etc/x.json", "C:\\x.json", "a\\..\\..\\x.json", ".."],
)
def test_a_path_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    model = archive(tmp_path / "m.tar.gz", {**GOOD, name: b"{}"})
    beside(model)
    with pytest.raises(ModelError, match="a path outside its folder"):
        check(model)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("components/x.json")
    member.type = kind
    member.linkname = "../../secret.json"
    model = archive(tmp_path / "m.tar.gz", GOOD, member)
    beside(model)
    with pytest.raises(ModelError, match="a link or a device"):
        check(model)


@pytest.mark.parametrize("name", ["vectorizer.pkl", "model.skops", "weights.h5", "x.so", "x.py", "noend"])
def test_what_could_be_code_is_refused(tmp_path: Path, name: str) -> None:
    model = archive(tmp_path / "m.tar.gz", {**GOOD, f"components/{name}": b""})
    beside(model)
    with pytest.raises(ModelError, match="not data"):
        check(model)


def test_something_else_than_an_archive_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "m.tar.gz"
    model.write_bytes(b"hello")
    beside(model)
    with pytest.raises(ModelError, match="not a model that can be unpacked"):
        check(model)


def test_the_command_writes_what_sha256sum_writes(tmp_path: Path) -> None:
    model = archive(tmp_path / "mine.tar.gz", GOOD)
    command = [sys.executable, "-m", "bot.server.model_file", str(model)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    written = checksum_file(model)
    assert done.stdout.strip() == str(written)
    assert written.read_text(encoding="utf-8") == f"{hashlib.sha256(model.read_bytes()).hexdigest()}  mine.tar.gz\n"
    check(model)


def test_no_checksum_is_written_for_what_is_refused_anyway(tmp_path: Path) -> None:
    model = archive(tmp_path / "m.tar.gz", {"../x.json": b""})
    with pytest.raises(ModelError, match="a path outside its folder"):
        write_checksum(model)
    with pytest.raises(ModelError, match="there is no model"):
        write_checksum(tmp_path / "gone.tar.gz")
    assert not checksum_file(model).exists()


def test_the_trained_model_passes() -> None:
    """Holds for every component of config.yml: what they write is data and nothing else."""
    check(MODEL)
