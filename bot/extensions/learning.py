"""What the components that learn have in common: which encoders run, when to learn again, and how a model is stored."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Iterable, List, Text, Tuple

from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

import bot.understanding
from bot.understanding.classifier import IntentModel
from bot.understanding.encoders import EncoderUnavailable, encoder
from bot.understanding.vectors import KeptVectors

logger = logging.getLogger(__name__)


def usable(names: List[Text]) -> List[Text]:
    """The encoders that run here; each that does not is left out with a warning."""
    found = []
    for name in names:
        try:
            encoder(name)
            found.append(name)
        except EncoderUnavailable as error:
            logger.warning("Training goes on with less understanding: %s", error)
    return found


def fingerprint(*more: Path) -> Text:
    """Changes when a helper module of the model or one of ``more`` does, which Rasa's own fingerprint does not see."""
    files = [*sorted(more), *sorted(Path(bot.understanding.__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def learn(
    model: IntentModel,
    examples: Iterable[Tuple[Text, Text]],
    vectors: KeptVectors,
    storage: ModelStorage,
    resource: Resource,
) -> Resource:
    """Have a model learn from (text, label), and store it and the vectors it asked for."""
    rows = list(examples)
    model.fit([text for text, _ in rows], [label for _, label in rows], vectors)
    vectors.save()
    with storage.write_to(resource) as folder:
        model.save(folder)
    return resource
