"""A crawl through every reply: no phone number, article or link that is not in the resource base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.resources.loader import library
from tests.replies.all_replies import everything, hrefs

_PHONE = re.compile(
    r"(?<![\w.:/-])(?:\+31[\d -]{8,12}\d|0\d{2,3}[- ]?\d{3,8}|11[23]|116[ ]?\d{3}|14 ?0\d{2,3})(?![\w:-])"
)
_ARTICLE = re.compile(r"(?<![\d.:€-])\d{1,3}[.:]\d{1,3}[a-z]{0,2}(?::\d+)?(?![\d%])")
_NAMED_ARTICLE = re.compile(r"\b(?:artikel(?:en)?|articles?|art\.) (\d[\w.:]*\w|\d)", re.IGNORECASE)
_TIME = re.compile(r"\b(?:[01]\d|2[0-4]):[0-5]\d\b")
_URL = re.compile(r"https?://[^\s)\"']+")
_DOMAIN = re.compile(
    r"(?<![\w@.])(?:[a-z0-9-]+\.)+(?:nl|com|org|net|online|eu|info|dance)(?:/[^\s,;)]*)?", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _contacts() -> Iterator[Any]:
    for organisation in library().organisations.values():
        yield from organisation.contacts


def _known_phones() -> set[str]:
    return {_digits(contact.value) for contact in _contacts() if contact.channel in ("phone", "whatsapp")}


def _known_links() -> set[str]:
    links = {source.url for source in library().sources.values()}
    links |= {contact.value for contact in _contacts() if contact.channel in ("website", "chat")}
    return {link.rstrip("/") for link in links}


def _entries() -> Iterator[Any]:
    base = library()
    yield from [*base.organisations.values(), *base.rights.values(), *base.plans.values(), *base.emergencies.values()]
    yield from [*base.routes.overrides, *base.routes.routes, *base.routes.cautions]


def _known_articles() -> set[str]:
    """Numbers as articles cite them, and numbers that an entry names with their source."""
    known: set[str] = set()
    for right in library().rights.values():
        for basis in right.basis:
            known |= set(_ARTICLE.findall(basis.article)) | set(re.findall(r"\d[\w.:]*\w|\d", basis.article))
    for source in library().sources.values():
        known |= set(_ARTICLE.findall(source.publisher))
    for entry in _entries():
        known |= set(getattr(entry, "numbers", {}))
    return known


def test_every_phone_number_is_a_contact() -> None:
    known = _known_phones()
    found = [
        (reply.where, _digits(number))
        for reply in everything()
        for text in reply.texts()
        for number in _PHONE.findall(_URL.sub(" ", text))
    ]
    assert {"112", "113", "08000188", "08000432", "08002000"} <= {number for _, number in found}
    assert [f"{where}: {number}" for where, number in found if number not in known] == []


def test_every_number_to_tap_is_a_contact() -> None:
    known = _known_phones()
    for reply in everything():
        for href in hrefs(reply.message.card or {}):
            if href.startswith("tel:"):
                assert _digits(href) in known, f"{reply.where}: {href}"


def test_every_article_is_in_the_resource_base() -> None:
    known = _known_articles()
    found: dict[str, str] = {}
    for reply in everything():
        for text in reply.texts():
            text = _DOMAIN.sub(" ", _EMAIL.sub(" ", _TIME.sub(" ", _URL.sub(" ", text))))
            numbers = [*_ARTICLE.findall(text), *(number.rstrip(".:") for number in _NAMED_ARTICLE.findall(text))]
            found |= dict.fromkeys(numbers, reply.where)
    assert {"10.2", "5:3", "7:658"} <= set(found)
    assert {number: where for number, where in found.items() if number not in known} == {}


def test_every_link_is_in_the_resource_base() -> None:
    known = _known_links()
    mails = {contact.value for contact in _contacts() if contact.channel == "email"}
    wrong = []
    for reply in everything():
        card = reply.message.card or {}
        for link in [*hrefs(card), *(url for text in reply.texts() for url in _URL.findall(text))]:
            if link.startswith("mailto:"):
                wrong += [] if link.removeprefix("mailto:") in mails else [f"{reply.where}: {link}"]
            elif link.startswith("https://wa.me/"):
                wrong += [] if _digits(link) in {_digits(number) for number in _known_phones()} else [link]
            elif not link.startswith("tel:") and link.rstrip("/") not in known:
                wrong.append(f"{reply.where}: {link}")
    assert wrong == []


def test_every_address_written_out_is_a_contact() -> None:
    """Web addresses and mail addresses in texts; the publisher of a source may be named by its domain."""
    known = {re.sub(r"^https?://(?:www\.)?", "", contact.value).rstrip("/").lower() for contact in _contacts()}
    names = {name for source in library().sources.values() for name in _DOMAIN.findall(source.publisher)}
    names |= {name for x in library().organisations.values() for name in _DOMAIN.findall(x.name)}
    known |= {name.lower() for name in names}
    wrong = []
    for reply in everything():
        for text in reply.texts():
            for address in [*_DOMAIN.findall(_EMAIL.sub(" ", _URL.sub(" ", text))), *_EMAIL.findall(text)]:
                if address.rstrip("/.").lower() not in known:
                    wrong.append(f"{reply.where}: {address}")
    assert wrong == []
