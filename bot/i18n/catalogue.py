"""Looks up the bot's own sentences. Dutch is the source text; the other voices stand in locales/<voice>.po.

The .po files are read as they are, so an edit needs no build step and no compiled file can be stale. An entry that is
empty or fuzzy falls back: child voice to the adult voice of the same language, and that to the Dutch text.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import PoFileError, read_po

from bot.voice import Voice

logger = logging.getLogger(__name__)
LOCALES = Path(__file__).resolve().parents[2] / "locales"
_FALLBACK = {Voice.NL_KIND: Voice.NL, Voice.EN_KIND: Voice.EN}


@lru_cache(maxsize=len(Voice))
def catalogue(voice: Voice) -> dict[str, str]:
    """Dutch text -> text in this voice, for the entries that are translated."""
    path = LOCALES / f"{voice.value}.po"
    try:
        with path.open("rb") as file:
            return {
                str(message.id): str(message.string)
                for message in read_po(file)
                if message.id and message.string and not message.fuzzy
            }
    except (OSError, ValueError, PoFileError) as error:
        if voice is not Voice.NL:  # Dutch is what stands in the code
            logger.error("%s cannot be read (%s): its sentences are said in Dutch", path.name, type(error).__name__)
        return {}


def tr(voice: Voice, text: str, **values: object) -> str:
    """A sentence of the bot in a voice; ``values`` fill its ``{placeholders}``."""
    looked_up: Voice | None = voice
    while looked_up is not None:
        if found := catalogue(looked_up).get(text):
            text = found
            break
        looked_up = _FALLBACK.get(looked_up)
    return text.format(**values) if values else text
