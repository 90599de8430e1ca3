"""An answer in as few words as it can be said: the first line, and who knows more."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.advice.plans import Place
from bot.advice.rights import answer_for
from bot.advice.routing import Advice
from bot.i18n import tr
from bot.replies import organisations, plans, quick_replies, rights
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.schema import Right
from bot.voice import Voice

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9])")


def right(library: Library, asked: Right, voice: Voice, status: str | None, today: date) -> Message:
    """The first line of the answer and the first to ask; the whole answer is one button away. The sources stay."""
    whole = rights.answer(library, asked, voice, status, today)
    first = answer_for(asked, status).in_voice(voice).splitlines()[0]
    lines = [first, *(organisations.line(library.organisations[x], voice) for x in whole.organisations[:1])]
    return replace(whole, text="\n".join(lines), buttons=[Button(tr(voice, "Het hele antwoord"), payload("repeat"))])


def plan(library: Library, place: Place, voice: Voice) -> Message:
    """The first sentence of the step, or that of every step at the overview. The card keeps its place."""
    whole = plans.show(library, place, voice)
    firsts = [_SENTENCE_END.split(step.text.in_voice(voice))[0] for step in ([place.now] if place.now else place.steps)]
    lines = firsts if place.now else [f"{number}. {first}" for number, first in enumerate(firsts, 1)]
    card = whole.card if place.now else None
    return Message("\n".join(lines), whole.buttons, card, sources=whole.sources)


def route(library: Library, found: Advice, voice: Voice) -> Message:
    """The first contact and the one after it."""
    ids = found.organisations[:2]
    text = f"{tr(voice, 'Bel als eerste:')}\n{organisations.people_to_call(library, ids, voice)}"
    return Message(text, [quick_replies.more_contacts(voice)], organisations=ids)
