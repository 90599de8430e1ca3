"""A message in plain words loses nothing of its card: whoever sees no card is told as much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.i18n import tr
from bot.replies import plain
from bot.voice import VOICES, Voice
from tests.replies.all_replies import Reply, everything

_NOT_NEEDED = {
    "kind": "",
    "id": "",
    "on_paper": "the same person as in name, for paper",
    "usual": "the hours, which the note says too",
    "title": "the text begins with it or says it",
}


def with_card(voice: Voice) -> list[Reply]:
    found = [reply for reply in everything() if reply.voice == voice and reply.message.card]
    assert {reply.message.card["kind"] for reply in found if reply.message.card} == {
        "emergency",
        "organisation",
        "plan",
        "right",
    }
    return found


def needed(value: Any, place: str = "") -> Iterator[str]:
    """Every word and number of a card. Of links only those of sources: numbers are written as they are dialled."""
    if isinstance(value, dict):
        for key, inner in value.items():
            source_title = place == "sources" and key == "title"
            if source_title or key not in _NOT_NEEDED and (key != "href" or place == "sources"):
                yield from needed(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from needed(inner, place)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("voice", VOICES)
def test_all_of_a_card_is_told(voice: Voice) -> None:
    lost = [
        f"{reply.where}: {piece}"
        for reply in with_card(voice)
        for told in [plain.text(reply.message.as_json(), voice)]
        for piece in needed(reply.message.card)
        if piece not in told
    ]
    assert lost == []


@pytest.mark.parametrize("voice", VOICES)
def test_the_text_comes_first(voice: Voice) -> None:
    for reply in everything():
        if reply.voice == voice:
            assert plain.text(reply.message.as_json(), voice).startswith(reply.message.text)


@pytest.mark.parametrize("voice", VOICES)
def test_what_is_better_not_done_says_so(voice: Voice) -> None:
    """Without its heading it would read as advice to do it."""
    plans = [reply for reply in with_card(voice) if reply.message.card and reply.message.card.get("avoid")]
    assert plans
    for reply in plans:
        assert reply.message.card
        points = "\n".join(f"- {point}" for point in reply.message.card["avoid"])
        assert f"\n\n{tr(voice, 'Beter niet')}:\n{points}\n\n" in plain.text(reply.message.as_json(), voice)


def test_a_terminal_numbers_the_buttons() -> None:
    message = {"text": "Kies.", "buttons": [{"title": "Een"}, {"title": "Twee"}]}
    assert plain.shown(message, Voice.NL) == "Kies.\n  [1] Een\n  [2] Twee"
