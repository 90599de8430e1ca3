"""The page as text: one template filled with the words, the helplines and the numbers of the resource base."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from bot.advice.opening_hours import WEEK
from bot.i18n.catalogue import tr
from bot.replies import pictures, topics
from bot.resources.library import Library
from bot.resources.schema import Contact, Organisation
from bot.server.limits import MAX_TEXT
from bot.server.templates import template
from bot.voice import VOICES, Voice

EXIT_URL = "https://www.buienradar.nl"

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    f"form-action 'self' {EXIT_URL}; base-uri 'none'; frame-ancestors 'none'"
)

BANNER = ("alarm_112", "zelfmoordpreventie_113", "centrum_seksueel_geweld", "kindertelefoon")
ABOUT = ("about_what", "about_privacy", "about_exit", "about_history", "about_word")


class Phone(NamedTuple):
    """A number as people write it, the address that dials it, and when it answers if that is the same every day."""

    number: str
    href: str
    hours: str


class BannerLine(NamedTuple):
    """One number of the banner and the key of the words beside it."""

    number: str
    href: str
    word: str


class VoiceChoice(NamedTuple):
    """One of the four voices, where it begins, and what choosing it sends in a conversation."""

    voice: Voice
    href: str
    payload: str = ""


class Told(NamedTuple):
    """What a helpline is for, in one voice."""

    voice: Voice
    text: str


class Helpline(NamedTuple):
    """A helpline of the list that needs no JavaScript."""

    name: str
    phones: list[Phone]
    told: list[Told]


class Turn(NamedTuple):
    """What the page shows of a conversation when the server draws it.

    ``session`` is the id to go on with; ``said`` what the person said; ``note`` what the page itself has to say, which
    may be ``trouble``; ``typed`` what stays in the input; ``id`` the id of
    the message that is to be sent again. Without ``messages`` there is the greeting.
    """

    messages: Sequence[dict[str, Any]] = ()
    session: str = ""
    said: str = ""
    note: str = ""
    trouble: bool = False
    typed: str = ""
    id: str = ""


def render_index(library: Library, voice: Voice, turn: Turn | None = None) -> str:
    """The whole page in a voice, with a turn of the conversation or the greeting.

    It holds the words and the greetings of the other voices too, so that switching needs no request.
    """
    return _drawn(library, voice, turn) if turn else _greeting_page(library, voice)


@lru_cache(maxsize=len(Voice))
def _greeting_page(library: Library, voice: Voice) -> str:
    """The page that everyone begins with: the same for all, so it is made once."""
    return _drawn(library, voice, Turn())


def _drawn(library: Library, voice: Voice, turn: Turn) -> str:
    numbers, greetings = known_numbers(library), {v.value: greeting(v) for v in VOICES}
    return template("index.html").render(
        voice=voice,
        words=page_words(voice),
        voices=[VoiceChoice(v, f"/?voice={quote(v.value)}", topics.change_voice(v)) for v in VOICES],
        banner=list(banner(library)),
        helplines=list(_helplines(library)),
        about=ABOUT,
        exit_url=EXIT_URL,
        max_length=MAX_TEXT,
        turn=turn,
        turn_id=turn.id or (turn.session and secrets.token_urlsafe(12)),
        messages=turn.messages or greetings[voice.value],
        numbers=numbers,
        data={
            "voice": voice.value,
            "session": turn.session or None,
            "words": {v.value: page_words(v) for v in VOICES},
            "greetings": greetings,
            "numbers": numbers,
        },
    )


def greeting(voice: Voice) -> list[dict[str, Any]]:
    """What every conversation in a voice begins with."""
    return pictures.added([topics.introduction(voice).as_json()], voice)


def phone_href(number: str) -> str:
    """The dialling address of a number: "0800-0188" becomes "tel:08000188"."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")


def known_numbers(library: Library) -> dict[str, str]:
    """Every number that may be shown -> its dialling address. Only these become links in a text."""
    return {
        phone.number: phone.href for organisation in library.organisations.values() for phone in _phones(organisation)
    }


def _phones(organisation: Organisation) -> list[Phone]:
    contacts = [contact for contact in organisation.contacts if contact.channel == "phone"]
    return [Phone(contact.value, phone_href(contact.value), _hours(contact)) for contact in contacts]


def _hours(contact: Contact) -> str:
    """Hours that need no words: "24/7" or "11:00–21:00"; nothing when the days differ."""
    hours = contact.hours
    if not isinstance(hours, dict):
        return hours or ""
    monday = hours.get("mon", [])
    same = len(monday) == 1 and all(hours.get(day) == monday for day in WEEK)
    return monday[0].replace("-", "–") if same else ""


def banner(library: Library) -> Iterator[BannerLine]:
    """The numbers at the top of every page."""
    for organisation_id in BANNER:
        organisation = library.organisations.get(organisation_id)
        if organisation and (phones := _phones(organisation)):
            yield BannerLine(phones[0].number, phones[0].href, f"need_{organisation_id}")


def _helplines(library: Library) -> Iterator[Helpline]:
    """Whoever can be called in an emergency: the banner first, then the others of the emergency cards."""
    ids = [*BANNER]
    for emergency in library.emergencies.values():
        ids += [*emergency.organisations, *emergency.minors]
    for organisation_id in dict.fromkeys(ids):
        organisation = library.organisations.get(organisation_id)
        if organisation and (phones := _phones(organisation)):
            told = [Told(voice, organisation.does.in_voice(voice)) for voice in VOICES]
            yield Helpline(organisation.name, phones, told)


@lru_cache(maxsize=len(Voice))
def page_words(voice: Voice) -> dict[str, str]:
    """The words of the page itself, by key; {n} and {total} are filled in by the page."""
    return {
        "exit": tr(voice, "Sluit snel"),
        "exit_hidden": tr(voice, "Sluit deze pagina snel"),
        "leaving": tr(voice, "Laden"),
        "skip": tr(voice, "Ga naar het gesprek"),
        "numbers": tr(voice, "Nu hulp van een mens"),
        "need_alarm_112": tr(voice, "Direct gevaar"),
        "need_zelfmoordpreventie_113": tr(voice, "Denk je aan zelfmoord?"),
        "need_centrum_seksueel_geweld": tr(voice, "Seksueel geweld"),
        "need_kindertelefoon": tr(voice, "Kindertelefoon"),
        "voices": tr(voice, "Kies hoe ik praat"),
        "about": tr(voice, "Hoe werkt dit?"),
        "about_what": tr(
            voice,
            "Danswijzer is een computerprogramma, geen mens. Het geeft uitleg over rechten en hulp voor dansers. "
            "Het is geen juridisch advies.",
        ),
        "about_privacy": tr(
            voice, "Wat je typt, wordt niet bewaard. Noem toch geen namen. Deze pagina gebruikt geen cookies."
        ),
        "about_exit": tr(
            voice,
            "Met de knop Sluit snel is deze pagina meteen weg. Je ziet dan Buienradar. "
            "Drie keer op Shift drukken kan ook. Het gesprek wordt gewist.",
        ),
        "about_history": tr(
            voice,
            "De geschiedenis van je browser wordt niet gewist. Daarin kan iemand zien dat je hier was. "
            "Gebruik een privévenster of een ander apparaat als je dat niet wilt.",
        ),
        "about_word": tr(voice, "Typ HULP om de noodnummers te zien. Typ STOP in hoofdletters om meteen weg te gaan."),
        "read": tr(voice, "Alles om te lezen en te printen"),
        "safe": tr(voice, "Veilig op deze site"),
        "privacy": tr(voice, "Privacy op deze site"),
        "conversation": tr(voice, "Gesprek met Danswijzer"),
        "you": tr(voice, "Jij"),
        "input": tr(voice, "Typ je vraag"),
        "send": tr(voice, "Stuur"),
        "choices": tr(voice, "Kies een antwoord"),
        "typing": tr(voice, "Danswijzer schrijft…"),
        "failed": tr(
            voice, "Dat lukte niet. Probeer het nog eens. Heb je nu hulp nodig? Bel een nummer boven aan de pagina."
        ),
        "offline": tr(voice, "Je hebt nu geen internet. Bellen kan wel:"),
        "delete": tr(voice, "Wis dit gesprek"),
        "deleted": tr(voice, "Het gesprek is gewist."),
        "delete_failed": tr(voice, "Wissen lukte niet. Probeer het nog eens."),
        "helplines": tr(voice, "Hulplijnen"),
        "why": tr(voice, "Waarom zij"),
        "does": tr(voice, "Wat ze doen"),
        "cannot": tr(voice, "Wat ze niet kunnen"),
        "for_whom": tr(voice, "Voor wie"),
        "not_confirmed": tr(voice, "Nog niet zeker"),
        "sources": tr(voice, "Bronnen"),
        "step_of": tr(voice, "Stap {n} van {total}"),
        "whole_plan": tr(voice, "Het hele plan op één bladzijde"),
        "all_steps": tr(voice, "Alle stappen"),
        "more_about": tr(voice, "Meer hierover"),
        "aloud": tr(voice, "Lees voor"),
        "copy": tr(voice, "Kopieer"),
        "copied": tr(voice, "Gekopieerd."),
        "not_copied": tr(voice, "Kopiëren lukte niet."),
        "print": tr(voice, "Print of bewaar dit"),
        "share": tr(voice, "Deel een link"),
        "optional": tr(voice, "mag je overslaan"),
        "who": tr(voice, "Wie kan helpen"),
        "limits": tr(voice, "Let op de tijd"),
        "avoid": tr(voice, "Beter niet"),
    }
