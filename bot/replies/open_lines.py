"""Who can be reached at this moment, and when the others can."""

from __future__ import annotations

from collections.abc import Iterable

from bot import clock
from bot.advice.opening_hours import best_contact, open_now
from bot.i18n import tr
from bot.replies import organisations, quick_replies
from bot.replies.message import Message
from bot.resources.library import Library
from bot.voice import Voice

_SHOWN = 4
_LATER = 3
_LISTENERS = (organisations.CHILDLINE, "luisterlijn", "veilig_thuis", "slachtofferhulp")
_NEVER_LEFT_OUT = ("zelfmoordpreventie_113", "alarm_112")


def now_open(library: Library, wanted: Iterable[str], voice: Voice, *, minor: bool = False) -> Message:
    """Lines that answer now, those that fit the situation (``wanted``) first; then those that open later."""
    child = minor or voice.is_child
    known = library.organisations
    ids = [*(_LISTENERS[:1] if child else ()), *wanted, *_LISTENERS]
    fitting = organisations.fitting(library, ids, voice, minor=minor)
    fitting = [x for x in fitting if (child or not known[x].minors_only) and x not in _NEVER_LEFT_OUT]
    reachable: list[str] = []
    later: list[str] = []
    moment = clock.now()
    for organisation_id in fitting:
        organisation = known[organisation_id]
        if open_now(organisation, moment):
            reachable.append(organisation_id)
        elif (contact := best_contact(organisation, moment)) and contact.hours:
            later.append(organisation_id)
    shown, closed = [*reachable[:_SHOWN], *_NEVER_LEFT_OUT], later[:_LATER]
    parts = [f"{tr(voice, 'Nu te bereiken:')}\n{organisations.people_to_call(library, shown, voice)}"]
    if closed:
        parts.append(f"{tr(voice, 'Later:')}\n{organisations.people_to_call(library, closed, voice)}")
    parts.append(tr(voice, "Er zijn meer lijnen, maar niet van allemaal zijn de openingstijden bevestigd."))
    return Message(
        "\n\n".join(parts),
        [quick_replies.who_fits(voice)],
        organisations=[*shown, *closed],
        sources=[source for x in (*shown, *closed) for source in known[x].sources[:1]],
    )
