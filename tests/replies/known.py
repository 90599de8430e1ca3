"""What the resource base knows, and what in a text is not in it: numbers to call, articles, addresses and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bot.resources.loader import library

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


def organisations() -> set[str]:
    """Ids of all organisations."""
    return set(library().organisations)


def sources() -> set[str]:
    """Ids of all sources."""
    return set(library().sources)


def phones_in(text: str) -> list[str]:
    """Numbers to call in a text, digits only."""
    return [_digits(number) for number in _PHONE.findall(_URL.sub(" ", text))]


def unknown_phones(text: str) -> list[str]:
    """Numbers to call that are no contact of any organisation."""
    return [number for number in phones_in(text) if number not in _phones()]


def articles_in(text: str) -> list[str]:
    """Article numbers in a text, such as 10.2, 5:3 and "artikel 7"."""
    text = _DOMAIN.sub(" ", _EMAIL.sub(" ", _TIME.sub(" ", _URL.sub(" ", text))))
    return [*_ARTICLE.findall(text), *(number.rstrip(".:") for number in _NAMED_ARTICLE.findall(text))]


def unknown_articles(text: str) -> list[str]:
    """Article numbers that no entry cites or names with a source."""
    return [number for number in articles_in(text) if number not in _articles()]


def unknown_addresses(text: str) -> list[str]:
    """Links, web addresses and mail addresses in a text that are no contact or source."""
    links = [url for url in _URL.findall(text) if not is_known_link(url)]
    written = [*_DOMAIN.findall(_EMAIL.sub(" ", _URL.sub(" ", text))), *_EMAIL.findall(text)]
    return links + [address for address in written if address.rstrip("/.").lower() not in _addresses()]


def is_known_link(link: str) -> bool:
    """Whether a link of a card calls, mails or opens something of the resource base."""
    if link.startswith(("tel:", "https://wa.me/")):
        return _digits(link) in _phones()
    if link.startswith("mailto:"):
        return link.removeprefix("mailto:") in {x.value for x in _contacts() if x.channel == "email"}
    return link.rstrip("/") in _links()


def hrefs(value: Any) -> Iterator[str]:
    """Every link in a card."""
    if isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name == "href")
        for inner in value.values():
            yield from hrefs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from hrefs(inner)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _contacts() -> Iterator[Any]:
    for organisation in library().organisations.values():
        yield from organisation.contacts


@lru_cache(maxsize=1)
def _phones() -> frozenset[str]:
    return frozenset(_digits(contact.value) for contact in _contacts() if contact.channel in ("phone", "whatsapp"))


@lru_cache(maxsize=1)
def _links() -> frozenset[str]:
    links = {source.url for source in library().sources.values()}
    links |= {contact.value for contact in _contacts() if contact.channel in ("website", "chat")}
    return frozenset(link.rstrip("/") for link in links)


@lru_cache(maxsize=1)
def _articles() -> frozenset[str]:
    base = library()
    known: set[str] = set()
    for right in base.rights.values():
        for basis in right.basis:
            known |= set(_ARTICLE.findall(basis.article)) | set(re.findall(r"\d[\w.:]*\w|\d", basis.article))
    for source in base.sources.values():
        known |= set(_ARTICLE.findall(source.publisher))
    entries = [*base.organisations.values(), *base.rights.values(), *base.plans.values(), *base.emergencies.values()]
    for entry in [*entries, *base.routes.rows(), *base.routes.cautions]:
        known |= set(getattr(entry, "numbers", {}))
    return frozenset(known)


@lru_cache(maxsize=1)
def _addresses() -> frozenset[str]:
    """Contacts as written out; the publisher of a source may be named by its domain."""
    base = library()
    known = {re.sub(r"^https?://(?:www\.)?", "", contact.value).rstrip("/").lower() for contact in _contacts()}
    for name in [*(x.publisher for x in base.sources.values()), *(x.name for x in base.organisations.values())]:
        known |= {domain.lower() for domain in _DOMAIN.findall(name)}
    return frozenset(known)
