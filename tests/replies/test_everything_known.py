"""A crawl through every reply: no phone number, article or link that is not in the resource base."""

from __future__ import annotations

import pytest

from tests.replies import known
from tests.replies.all_replies import everything


def test_every_phone_number_is_a_contact() -> None:
    found = {number for reply in everything() for text in reply.texts() for number in known.phones_in(text)}
    assert {"112", "113", "08000188", "08000432", "08002000"} <= found
    assert [(r.where, x) for r in everything() for text in r.texts() for x in known.unknown_phones(text)] == []


def test_every_article_is_in_the_resource_base() -> None:
    found = {number for reply in everything() for text in reply.texts() for number in known.articles_in(text)}
    assert {"10.2", "5:3", "7:658"} <= found
    assert [(r.where, x) for r in everything() for text in r.texts() for x in known.unknown_articles(text)] == []


def test_every_link_is_in_the_resource_base() -> None:
    links = [(reply.where, link) for reply in everything() for link in known.hrefs(reply.message.card or {})]
    assert len(links) > 100
    assert [(where, link) for where, link in links if not known.is_known_link(link)] == []


def test_every_address_written_out_is_a_contact() -> None:
    assert [(r.where, x) for r in everything() for text in r.texts() for x in known.unknown_addresses(text)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bel 0800-9999 voor hulp.", "phone"),
        ("Bel 088 123 4567 nu.", "phone"),
        ("Zie artikel 99.9 van de cao.", "article"),
        ("Kijk op www.verzonnen-hulp.nl of https://example.org/x", "address"),
        ("Mail hulp@verzonnen-hulp.nl", "address"),
    ],
)
def test_something_invented_would_be_seen(text: str, found: str) -> None:
    unknown = {
        "phone": known.unknown_phones(text),
        "article": known.unknown_articles(text),
        "address": known.unknown_addresses(text),
    }
    assert unknown[found]
