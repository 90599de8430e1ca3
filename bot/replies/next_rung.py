"""What comes after something that did not help: other people, or the steps behind a rule."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advice.routing import Advice
from bot.i18n import tr
from bot.replies import emergencies, organisations, quick_replies
from bot.replies.message import Message
from bot.resources.library import Library
from bot.resources.schema import Right
from bot.voice import Voice


def after_route(library: Library, found: Advice, rung: int, voice: Voice, *, minor: bool = False) -> list[Message]:
    """The next few contacts of the same route; ``rung`` counts how often these were asked for. At the end: people."""
    few = library.routes.show_first
    people = found.organisations[rung * few : (rung + 1) * few]
    plan = found.plan if rung == 1 else None
    return _next(library, people, plan, voice, minor=minor)


def after_right(library: Library, right: Right, rung: int, voice: Voice, *, minor: bool = False) -> list[Message]:
    """The step plan behind the right, and whom to ask; the second time people to call."""
    people = organisations.fitting(library, right.ask, voice, minor=minor) if rung == 1 else []
    return _next(library, people, right.plan if rung == 1 else None, voice, minor=minor)


def after_nothing(library: Library, voice: Voice, *, minor: bool = False) -> list[Message]:
    """When nothing was shown yet: a person is the next step."""
    return _next(library, (), None, voice, minor=minor)


def _next(
    library: Library, people: Sequence[str], plan: str | None, voice: Voice, *, minor: bool = False
) -> list[Message]:
    if not people and plan is None:
        return [_sorry(voice), emergencies.people(library, voice, minor=minor)]
    buttons = [quick_replies.to_plan(library.plans[plan], voice)] if plan else []
    buttons.append(quick_replies.a_human(voice))
    text = tr(voice, "Zij kunnen verder helpen:")
    lines = [text, organisations.people_to_call(library, people, voice)] if people else []
    if not organisations.with_phone(library, people, voice, minor=minor):
        lines.append(organisations.talk_now(library, voice, minor=minor))
    return [Message("\n".join([_sorry(voice).text, *lines]), buttons, organisations=people)]


def _sorry(voice: Voice) -> Message:
    return Message(tr(voice, "Wat vervelend als dat niet helpt. Geef het niet op: je kunt een stap verder gaan."))
