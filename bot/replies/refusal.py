"""What is said to a request that would harm a child or someone else: no help with it, and who can be talked to."""

from __future__ import annotations

from bot.i18n import tr
from bot.replies import organisations, quick_replies
from bot.replies.message import Message
from bot.resources.library import Library
from bot.voice import Voice

_TO_TALK_TO = ("luisterlijn", "veilig_thuis")
_BEFORE_IT_HAPPENS = "stop_it_now"
_FOR_A_CHILD = (organisations.TRUSTED_ADULT, organisations.CHILDLINE)


def refuse(library: Library, voice: Voice, *, minor: bool = False) -> Message:
    """No verdict on who asks: a clear no, and people who help before something goes wrong."""
    child = minor or voice.is_child
    ids = organisations.fitting(library, _FOR_A_CHILD if child else _TO_TALK_TO, voice, minor=minor)
    text = tr(
        voice,
        "Daar help ik niet bij. Het kan iemand pijn doen, ook als je dat niet wilt.\n"
        "Zit je ergens mee? Praat erover voordat er iets gebeurt. Dat kan hier:",
    )
    parts = [f"{text}\n{organisations.people_to_call(library, ids, voice)}"]
    buttons = [quick_replies.a_human(voice)]
    if not child:
        ids = [*ids, _BEFORE_IT_HAPPENS]
        line = organisations.line(library.organisations[_BEFORE_IT_HAPPENS], voice)
        worried = tr(voice, "Maak je je zorgen over hoe jij of iemand anders met een kind omgaat? Dan is er:")
        parts.append(f"{worried} {line}")
        buttons.append(quick_replies.to_plan(library.plans["teacher_signal"], voice))
    buttons.append(quick_replies.misunderstood(voice))
    return Message("\n\n".join(parts), buttons, organisations=ids)
