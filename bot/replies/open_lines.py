"""Who can be reached at this moment, and when the others can."""

from __future__ import annotations

from collections.abc import Iterable

from bot import clock
from bot.advice.opening_hours import best_contact, opening
from bot.i18n import tr
from bot.replies import organisations
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.voice import Voice

_SHOWN = 5
_ALWAYS_LISTED = (
    "kindertelefoon",
    "luisterlijn",
    "veilig_thuis",
    "slachtofferhulp",
    "zelfmoordpreventie_113",
    "alarm_112",
)


def now_open(library: Library, wanted: Iterable[str], voice: Voice, *, minor: bool = False) -> Message:
    """Lines that answer now, those that fit the situation (``wanted``) first; then those that open later."""
    moment = clock.now()
    ids = organisations.fitting(library, [*wanted, *_ALWAYS_LISTED], voice, minor=minor)
    if not (minor or voice.is_child):
        ids = [x for x in ids if not library.organisations[x].minors_only]
    reachable: list[str] = []
    later: list[str] = []
    for organisation_id in ids:
        contact = best_contact(library.organisations[organisation_id], moment)
        if contact and contact.hours:
            (reachable if opening(contact.hours, moment).surely_open else later).append(organisation_id)
    shown = [*reachable[:_SHOWN], *later[: _SHOWN - 2]]
    parts = [f"{tr(voice, 'Nu te bereiken:')}\n{organisations.people_to_call(library, reachable[:_SHOWN], voice)}"]
    if later:
        parts.append(f"{tr(voice, 'Later:')}\n{organisations.people_to_call(library, later[: _SHOWN - 2], voice)}")
    parts.append(tr(voice, "Van wie hier niet staat, zijn de openingstijden niet bevestigd."))
    return Message(
        "\n\n".join(parts),
        [Button(tr(voice, "Wie past bij mijn vraag?"), payload("find_help", behaviour="unclear"))],
        organisations=shown,
        sources=[source for x in shown for source in library.organisations[x].sources[:1]],
    )
