"""An organisation as a line, a card or a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot import clock
from bot.advice import opening_hours
from bot.i18n import tr
from bot.replies import formats, quick_replies
from bot.replies.message import Message
from bot.resources.library import Library
from bot.resources.schema import Contact, Organisation
from bot.voice import Voice

CHILDLINE, TRUSTED_ADULT = "kindertelefoon", "trusted_adult"
"""Who is there for every child."""
_SCHEMES = {"phone": "tel:", "email": "mailto:", "whatsapp": "https://wa.me/", "chat": "", "website": ""}


def fitting(library: Library, ids: Iterable[str], voice: Voice, *, minor: bool = False) -> list[str]:
    """The ids, each once, without those that are only for adults when a child reads."""
    child = minor or voice.is_child
    return [x for x in dict.fromkeys(ids) if not (child and library.organisations[x].adults_only)]


def contact_label(contact: Contact, voice: Voice) -> str:
    """What to do with a contact: call, chat, mail ..."""
    return {
        "phone": tr(voice, "Bellen"),
        "chat": tr(voice, "Chatten"),
        "whatsapp": tr(voice, "WhatsApp"),
        "email": tr(voice, "Mailen"),
        "website": tr(voice, "Website"),
    }[contact.channel]


def href(contact: Contact) -> str:
    """A link that a page or phone can open."""
    value = contact.value
    if contact.channel in ("phone", "whatsapp"):
        value = value.replace(" ", "").replace("-", "")
        value = value.lstrip("+") if contact.channel == "whatsapp" else value
    return _SCHEMES[contact.channel] + value


def readable(contact: Contact) -> str:
    """A contact as people write it; a web address without its scheme."""
    return contact.value.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def line(organisation: Organisation, voice: Voice) -> str:
    """Name with the quickest way to reach it now: "Veilig Thuis: 0800-2000 (dag en nacht)"."""
    moment = clock.now()
    contact = opening_hours.best_contact(organisation, moment)
    state = opening_hours.opening(contact.hours if contact else None, moment)
    return _line(organisation, contact, formats.open_now(state, moment, voice), voice)


def line_on_paper(organisation: Organisation, voice: Voice) -> str:
    """The same with its usual hours, which stay true when it is printed."""
    contact = opening_hours.first_contact(organisation)
    hours = formats.opening_hours(contact.hours, voice) if contact and contact.hours else ""
    return _line(organisation, contact, hours, voice)


def _line(organisation: Organisation, contact: Contact | None, hours: str, voice: Voice) -> str:
    name = organisation.name_in(voice)
    if contact is None:
        return name
    hours = f" ({hours})" if hours else ""
    return f"{name}{hours}" if readable(contact) == name else f"{name}: {readable(contact)}{hours}"


def card(library: Library, organisation: Organisation, voice: Voice) -> dict[str, Any]:
    """Everything about an organisation that is confirmed."""
    cost = _cost(organisation, voice)
    facts = [{"label": tr(voice, "Kosten"), "value": cost}] if cost else []
    if organisation.anonymous != "unknown":
        possible = organisation.anonymous == "possible"
        facts.append(
            {"label": tr(voice, "Zonder naam"), "value": tr(voice, "kan") if possible else tr(voice, "kan niet")}
        )
    if organisation.languages:
        names = {"nl": tr(voice, "Nederlands"), "en": tr(voice, "Engels")}
        spoken = formats.and_list([names[code] for code in organisation.languages], voice)
        facts.append({"label": tr(voice, "Talen"), "value": spoken})
    return {
        "kind": "organisation",
        "id": organisation.id,
        "title": organisation.name_in(voice),
        "does": organisation.does.in_voice(voice),
        "cannot": organisation.cannot.in_voice(voice),
        "for_whom": organisation.for_whom.in_voice(voice),
        "facts": facts,
        "contacts": [_contact(contact, voice) for contact in organisation.contacts],
        "sources": formats.source_links(library, organisation.sources, voice),
        "checked": formats.checked(organisation, voice),
        **(
            {"not_confirmed": tr(voice, "Niet alles over dit adres is bevestigd. Kijk ook op hun eigen website.")}
            if organisation.confidence == "unverified"
            else {}
        ),
    }


def _contact(contact: Contact, voice: Voice) -> dict[str, str]:
    result = {"label": contact_label(contact, voice), "value": readable(contact), "href": href(contact)}
    if contact.hours:
        moment = clock.now()
        usual = formats.opening_hours(contact.hours, voice)
        state = formats.open_now(opening_hours.opening(contact.hours, moment), moment, voice)
        result["note"] = "; ".join(dict.fromkeys([state, usual]))
        result["usual"] = usual
    elif contact.channel == "phone":
        result["note"] = tr(voice, "openingstijden niet bevestigd")
    return result


def contact(library: Library, organisation: Organisation, voice: Voice) -> Message:
    """How to reach it; the card says what it does and what it does not."""
    return Message(
        text="\n".join(part for part in (line(organisation, voice), state(organisation, voice)) if part),
        card=card(library, organisation, voice),
        organisations=[organisation.id],
        sources=organisation.sources,
    )


def state(organisation: Organisation, voice: Voice) -> str:
    """That something is not there yet or any more, or that nobody confirmed that it still is."""
    return {
        "active": "",
        "planned": tr(voice, "Dit is er nog niet."),
        "ended": tr(voice, "Dit is er niet meer."),
        "unknown": tr(voice, "Of dit er nog is, is niet bevestigd."),
    }[organisation.state]


def about(library: Library, organisation: Organisation, voice: Voice) -> Message:
    """The answer to "wat is ...?", leading on to who fits someone's own question."""
    return replace(contact(library, organisation, voice), buttons=[quick_replies.who_fits(voice)])


def people_to_call(library: Library, ids: Iterable[str], voice: Voice) -> str:
    """One line per organisation, as a list."""
    return "\n".join(f"- {line(library.organisations[organisation_id], voice)}" for organisation_id in ids)


def and_these(others: Iterable[Organisation], voice: Voice) -> list[Message]:
    """The others that were named, one line each with what they do; nothing when there are none."""
    known = list(others)
    lines = [f"- {other.name_in(voice)}: {other.does.in_voice(voice)}" for other in known]
    text = "\n".join([tr(voice, "Ik noemde ook:"), *lines])
    return [Message(text, organisations=[other.id for other in known])] if known else []


def costs(shown: Iterable[Organisation], voice: Voice) -> Message:
    """What each costs, as far as that is confirmed."""
    known = list(shown)
    unknown = tr(voice, "weet ik niet zeker. Vraag het voordat je begint")
    lines = [f"- {one.name_in(voice)}: {_cost(one, voice) or unknown}." for one in known]
    return Message(
        "\n".join([tr(voice, "Wat het kost:"), *lines]),
        organisations=[one.id for one in known],
        sources=list(dict.fromkeys(source for one in known for source in one.sources)),
    )


def _cost(organisation: Organisation, voice: Voice) -> str | None:
    return {
        "free": tr(voice, "gratis"),
        "call_charge": tr(voice, "gewoon beltarief of kosten van een 0900-nummer"),
        "membership": tr(voice, "voor leden"),
        "paid": tr(voice, "niet gratis"),
    }.get(organisation.cost)


def talk_now(library: Library, voice: Voice, *, minor: bool = False) -> str:
    """One line with who answers the phone, for under an answer that names nobody who can be called."""
    who = CHILDLINE if minor or voice.is_child else library.routes.night.adult
    return f"{tr(voice, 'Wil je liever nu praten? Dat kan met:')} {line(library.organisations[who], voice)}"


def with_phone(library: Library, ids: Iterable[str], voice: Voice, *, minor: bool = False) -> list[str]:
    """Those with a phone number that is published, without the one for emergencies."""
    known = library.organisations
    return [
        x
        for x in fitting(library, ids, voice, minor=minor)
        if known[x].kind != "emergency" and any(contact.channel == "phone" for contact in known[x].contacts)
    ]
