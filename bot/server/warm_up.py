"""Has a model answer before anyone is sent to it: its first answers take seconds, because much is read only then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.replies.message import payload
from bot.server.sessions import Session
from bot.voice import Voice

if TYPE_CHECKING:
    from bot.server.rasa_engine import RasaEngine

MESSAGES = (
    (Voice.NL, "hoeveel rust krijg ik tussen twee voorstellingen"),
    (Voice.EN, "what is mores"),
    # Long and in doubt, so that every encoder is asked.
    (
        Voice.NL,
        "ik weet niet goed hoe ik het moet zeggen maar sinds een paar weken zegt iemand bij ons steeds dingen over hoe "
        "ik eruit zie en dan lacht de rest en ik durf niet meer goed naar de les",
    ),
    (Voice.EN_KIND, "i dont want to live anymore"),
    (Voice.NL_KIND, payload("greet")),
)
"""Words of both languages, danger, and a button."""


async def warm_up(engine: RasaEngine) -> None:
    """Answer each of them in a conversation that nobody has. Raises RuntimeError when there is no answer."""
    for voice, text in MESSAGES:
        if not await engine.answer(Session("warm-up", voice), text):
            raise RuntimeError("the model answers nothing")
