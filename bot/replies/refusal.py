"""What is said to a request that would harm a child or someone else: no help with it, and who can be talked to."""

from __future__ import annotations

from bot.i18n import tr
from bot.replies import organisations
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.voice import Voice

_TO_TALK_TO = ("luisterlijn", "veilig_thuis")
_BEFORE_IT_HAPPENS = "stop_it_now"
_FOR_A_CHILD = ("trusted_adult", "kindertelefoon")


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
    buttons = [Button(tr(voice, "Praten met een mens"), payload("talk_to_human"))]
    if not child:
        ids = [*ids, _BEFORE_IT_HAPPENS]
        line = organisations.line(library.organisations[_BEFORE_IT_HAPPENS], voice)
        worried = tr(voice, "Maak je je zorgen over hoe jij of iemand anders met een kind omgaat? Dan is er:")
        parts.append(f"{worried} {line}")
        plan = library.plans["teacher_signal"]
        title = tr(voice, "Stappenplan: {title}", title=plan.title.in_voice(voice))
        buttons.append(Button(title, payload("ask_plan", topic=plan.id)))
    buttons.append(Button(tr(voice, "Je begrijpt me verkeerd"), payload("misunderstood")))
    return Message("\n\n".join(parts), buttons, organisations=ids)
