"""Whether the model file is the one that was trained here, before anything of it is unpacked.

A Rasa model says which classes are to be imported and what they are given, and some of Rasa's components keep
serialised objects in it: loading a model is running code. So only a file with a checksum beside it is loaded, and only
when it holds nothing but data in its own folder. ``python -m bot.server.model_file MODEL`` writes the checksum of a
model of one's own.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tarfile
import zlib
from pathlib import Path, PurePosixPath

_BLOCK = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")
_DATA = frozenset({".json", ".yml", ".npz"})
"""What the components of config.yml write. A pickle, a library or a script has no place in a model of ours."""


class ModelError(Exception):
    """The model is not there or not to be trusted; the text says what whoever runs the service can do."""


def check(model: Path) -> None:
    """Raise ModelError unless the model is there, fits its checksum, and holds nothing but data in its own folder."""
    if not model.is_file():
        raise ModelError(f"{model}: there is no model. Train it with: make train")
    expected = _expected(model)
    beside = checksum_file(model).name
    if expected is None:
        raise ModelError(
            f"{model}: no checksum of it stands in {beside}, and only a model that was trained here is loaded. "
            f"{_remedy(model)}"
        )
    if _digest(model) != expected:
        raise ModelError(
            f"{model}: it is not the model that {beside} describes; it was changed, replaced or only half copied. "
            f"Copy both files again. {_remedy(model)}"
        )
    _check_members(model)


def write_checksum(model: Path) -> Path:
    """Write the checksum of a model that was trained here, as ``sha256sum`` writes and reads it."""
    if not model.is_file():
        raise ModelError(f"{model}: there is no model. Train it with: make train")
    _check_members(model)
    file = checksum_file(model)
    file.write_text(f"{_digest(model)}  {model.name}\n", encoding="utf-8", newline="\n")
    return file


def fingerprint(model: Path) -> str:
    """The first signs of a model's checksum, to tell one model from another; empty when none stands beside it."""
    return (_expected(model) or "")[:12]


def checksum_file(model: Path) -> Path:
    """Where the checksum of a model stands."""
    return model.with_name(f"{model.name}.sha256")


def _remedy(model: Path) -> str:
    return (
        "Train it with: make train. If you trained this file yourself, write its checksum with: "
        f"python -m bot.server.model_file {model}"
    )


def _expected(model: Path) -> str | None:
    try:
        lines = checksum_file(model).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found = [match.groups() for match in map(_LINE.fullmatch, lines) if match]
    return next((digest for digest, name in found if name == model.name), None)


def _digest(model: Path) -> str:
    digest = hashlib.sha256()
    with model.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _check_members(model: Path) -> None:
    try:
        with tarfile.open(model, "r:gz") as archive:
            wrong = next((reason for reason in map(_wrong, archive) if reason), None)
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise ModelError(f"{model}: it is not a model that can be unpacked. Train it with: make train") from error
    if wrong:
        raise ModelError(f"{model}: it holds {wrong}, which no model trained here does. Do not load it; train your own")


def _wrong(member: tarfile.TarInfo) -> str | None:
    """What is wrong with a member of the archive, if anything is."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts or "\\" in member.name or ":" in member.name:
        return f"a path outside its folder ({member.name!r})"
    if not (member.isdir() or member.isreg()):
        return f"a link or a device ({member.name!r})"
    if member.isreg() and path.suffix not in _DATA:
        return f"a file that is not data ({member.name!r})"
    return None


if __name__ == "__main__":
    try:
        for name in sys.argv[1:]:
            print(write_checksum(Path(name)))
    except ModelError as error:
        sys.exit(str(error))
