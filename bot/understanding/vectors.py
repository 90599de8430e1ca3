"""Sentence vectors of texts, kept so that no encoder reads a text twice.

On disk only training keeps any, and only those of examples. Those of what people type live as long as it takes to read
one message.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.understanding.encoders import PACKAGES, Vectors, encoder

EXAMPLES = Path(".rasa/vectors")
"""Where vectors of examples stay between trainings, in the folder of the project."""
_AT_ONCE = 32
"""Texts per call: larger batches are slower, because they no longer fit in the processor's cache."""


def encode(name: str, texts: Sequence[str]) -> Vectors:
    """One unit vector per text from the encoder ``name``."""
    return encoder(name)(texts)


class KeptVectors:
    """Vectors that stay with this object, and with ``save`` in a folder: a file per encoder, package version and owner.

    Rounded to half precision, so that training on kept vectors equals training on new ones. ``owner``: which model
    keeps them; it reads those of the others too, and throws away only its own.
    """

    def __init__(self, folder: Path | None = None, owner: str = "intents") -> None:
        self._folder = folder
        self._owner = owner
        self._kept: dict[str, dict[bytes, npt.NDArray[np.float16]]] = {}
        self._asked: dict[str, set[bytes]] = {}

    def of(self, name: str, texts: Sequence[str]) -> Vectors:
        """One row per text."""
        if name not in self._kept:
            self._kept[name] = self._read(name)
        kept = self._kept[name]
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        self._asked.setdefault(name, set()).update(keys)
        new = list({key: text for key, text in zip(keys, texts, strict=True) if key not in kept}.items())
        for start in _batches(name, len(new)):
            part = new[start : start + _AT_ONCE]
            rows = encode(name, [text for _, text in part]).astype(np.float16)
            kept.update(zip([key for key, _ in part], rows, strict=True))
        return np.stack([kept[key] for key in keys]).astype(np.float32)

    def save(self) -> None:
        """Keep on disk what was asked for, and nothing that no example needs any more."""
        if self._folder is None or not self._asked:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for name, asked in self._asked.items():
            keys = sorted(asked)
            rows = np.stack([self._kept[name][key] for key in keys])
            path = self._folder / f"{self._stem(name)}-{self._owner}.npz"
            np.savez(path, keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), -1), rows=rows)

    def _read(self, name: str) -> dict[bytes, npt.NDArray[np.float16]]:
        """What was kept; a file that is damaged counts for nothing, because it can be made again."""
        found: dict[bytes, npt.NDArray[np.float16]] = {}
        for path in sorted(self._folder.glob(f"{self._stem(name)}-*.npz")) if self._folder else ():
            try:
                with np.load(path) as arrays:
                    found |= dict(zip((key.tobytes() for key in arrays["keys"]), arrays["rows"], strict=True))
            except (OSError, ValueError, KeyError, EOFError, BadZipFile):
                continue
        return found

    @staticmethod
    def _stem(name: str) -> str:
        return f"{name}-{version(PACKAGES[name])}"


def _batches(name: str, texts: int) -> Iterable[int]:
    """Where each batch begins; whoever waits for more than one in a terminal sees how far it is."""
    starts = range(0, texts, _AT_ONCE)
    if len(starts) < 2:
        return starts
    from tqdm import tqdm

    shown: Iterable[int] = tqdm(starts, f"vectors of {name}", disable=None)
    return shown
