"""An answer opens with what is so, because "yes" is wrong when the question was put the other way round."""

from __future__ import annotations

import re

import pytest

from bot.resources.library import Library
from bot.voice import VOICES, Voice

_YES_OR_NO = re.compile(r"(ja|nee|yes|no)[.,:!] ", re.IGNORECASE)


@pytest.mark.parametrize("voice", VOICES)
def test_no_answer_opens_with_yes_or_no(library: Library, voice: Voice) -> None:
    for right in library.rights.values():
        for answer in (right.answer, *(variant.answer for variant in right.variants)):
            assert not _YES_OR_NO.match(answer.in_voice(voice)), right.id
