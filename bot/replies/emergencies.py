"""The first answer to words that must never fail: the number to call first, then warm words, then a choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.i18n import tr
from bot.replies import organisations, quick_replies
from bot.replies.message import Button, Message, payload
from bot.resources.library import Library
from bot.resources.schema import Emergency
from bot.voice import Voice

_NEXT = {
    "sexual_violence": payload("ask_plan", topic="sexual_assault"),
    "violence": payload("find_help", behaviour="violence_threat"),
    "help": payload("find_help", behaviour="unclear"),
}


def card_for(
    library: Library,
    levels: Sequence[str],
    voice: Voice,
    *,
    minor: bool = False,
    about_other: bool = False,
    recent: bool = False,
    also: Sequence[Button] = (),
) -> Message:
    """The card for one or more levels, most urgent first. Every level's number stands before any other word.

    ``about_other``: someone tells of another person; ``recent``: it was in the last seven days; ``also``: what was
    asked besides, to be answered after.
    """
    cards = [library.emergencies[level] for level in levels]
    first = "\n".join(dict.fromkeys(card.first.in_voice(voice) for card in cards))
    child = minor or voice.is_child
    ids = [organisation_id for card in cards for organisation_id in _order(card, child)]
    ids = organisations.fitting(library, ids, voice, minor=minor)
    buttons = [quick_replies.a_human(voice)]
    if next_payload := next((_NEXT[level] for level in levels if level in _NEXT), None):
        buttons.append(Button(tr(voice, "Weten wat ik kan doen"), next_payload))
    buttons.append(quick_replies.misunderstood(voice))
    warm = (about_other and cards[0].other) or cards[0].then
    parts = [first, warm.in_voice(voice)]
    if recent and cards[0].recent:
        parts.append(cards[0].recent.in_voice(voice))
    if also:
        parts.append(tr(voice, "Je vroeg ook iets anders. Dat kan hierna: kies de knop onderaan."))
        buttons += also
    return Message(
        text="\n\n".join(parts),
        buttons=buttons,
        card={"kind": "emergency", "title": tr(voice, "Hulp nu"), "numbers": numbers(library, ids, voice)},
        organisations=ids,
        sources=list(dict.fromkeys(source for card in cards for source in card.sources)),
    )


def worry(library: Library, voice: Voice) -> Message:
    """The lines before an answer when it may be danger and may be not: numbers, no card, no question."""
    card = library.emergencies["worry"]
    text = f"{card.first.in_voice(voice)} {card.then.in_voice(voice)}"
    return Message(text, organisations=organisations.fitting(library, card.organisations, voice), sources=card.sources)


def helplines(library: Library, voice: Voice) -> str:
    """The emergency numbers in one line, to stand in another message."""
    return library.emergencies["help"].first.in_voice(voice)


def _order(card: Emergency, child: bool) -> list[str]:
    """For a child its own people come right after the first number."""
    return [*card.organisations[:1], *card.minors, *card.organisations[1:]] if child else card.organisations


def numbers(library: Library, ids: Sequence[str], voice: Voice) -> list[dict[str, Any]]:
    """Label, number and link of every phone of each organisation."""
    return [
        {
            "label": library.organisations[organisation_id].name_in(voice),
            "number": contact.value,
            "href": organisations.href(contact),
        }
        for organisation_id in ids
        for contact in library.organisations[organisation_id].contacts
        if contact.channel == "phone"
    ]


def people(
    library: Library, voice: Voice, about: Sequence[str] = (), *, minor: bool = False, feelings: bool = False
) -> Message:
    """People to call for whoever wants a person instead of a program, or (``feelings``) tells that it is all too much.

    ``about``: who knows of what was just talked of; those with a phone number are named too.
    """
    card = card_for(library, ["help"], voice, minor=minor)
    child = minor or voice.is_child
    night = library.routes.night
    ids = [organisations.CHILDLINE, organisations.TRUSTED_ADULT] if child else ["slachtofferhulp", night.adult]
    expert = [x for x in organisations.with_phone(library, about, voice, minor=minor) if x not in ids][:2]
    intro = (
        tr(voice, "Dank je dat je dat zegt. Je mag je zo voelen. Erover praten kan helpen. Deze mensen luisteren:")
        if feelings
        else tr(voice, "Met een mens praten is een goed idee. Deze mensen luisteren:")
    )
    parts = [f"{intro}\n{organisations.people_to_call(library, ids, voice)}", helplines(library, voice)]
    if expert:
        known = tr(voice, "Zij weten meer over waar we het over hadden:")
        parts.insert(1, f"{known}\n{organisations.people_to_call(library, expert, voice)}")
    return Message(
        text="\n\n".join(parts),
        buttons=[quick_replies.who_fits(voice)],
        card=card.card,
        organisations=[*ids, *expert],
        sources=card.sources,
    )


def later(library: Library, voice: Voice, *, minor: bool = False) -> Message:
    """Who listens when someone leaves: one line, no question."""
    return Message(organisations.talk_now(library, voice, minor=minor))


def fallback(library: Library, voice: Voice) -> Message:
    """What a person sees when something broke: honest, and with people to call."""
    card = card_for(library, ["help"], voice)
    sorry = tr(voice, "Er ging iets mis bij mij. Dat ligt niet aan jou. Probeer het nog eens, of bel een mens.")
    return Message(text=f"{sorry}\n\n{helplines(library, voice)}", card=card.card, organisations=card.organisations)
