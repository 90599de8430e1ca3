"""The pages for reading: each renders, says what the bot says, leads nowhere that does not exist, and runs nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from bot.resources.library import Library
from bot.resources.loader import library
from bot.server import leaflets
from bot.server.templates import blocks
from bot.voice import VOICES, Voice


class Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a" and "href" in attributes]


@pytest.fixture(scope="module")
def base() -> Library:
    return library()


@pytest.fixture(scope="module")
def pages(base: Library) -> dict[str, Page]:
    found = {}
    for path in leaflets.paths(base):
        html = leaflets.render(base, path)
        assert html, path
        found[path] = Page(html)
    return found


def test_every_entry_has_a_page_in_every_voice(base: Library, pages: dict[str, Page]) -> None:
    entries = len(base.rights) + len(base.plans) + len(base.organisations)
    assert len(pages) == len(VOICES) * (entries + 7)


def test_the_privacy_page_holds_every_line(base: Library, pages: dict[str, Page]) -> None:
    for voice in VOICES:
        page = pages[f"{voice.slug}/privacy"]
        for group in base.privacy.groups:
            assert group.title.in_voice(voice) in page.text
            for line in group.lines:
                assert line.text.in_voice(voice) in page.text
        folds = [tag for tag, _ in page.tags].count("details")
        assert folds == (1 if voice.is_child else 0)
        assert f"/pages/{voice.slug}/safe" in page.links()
        assert f"/pages/{voice.slug}/privacy" in pages[f"{voice.slug}/"].links()


def test_the_privacy_page_says_who_runs_the_service_or_that_nobody_said_so(
    base: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for voice in VOICES:
        words = base.privacy.operator
        monkeypatch.delenv("OPERATOR", raising=False)
        without = Page(leaflets.render(base, f"{voice.slug}/privacy") or "")
        monkeypatch.setenv("OPERATOR", " Stichting <b>Dans</b>,\n privacy@example.org ")
        with_one = Page(leaflets.render(base, f"{voice.slug}/privacy") or "")
        assert words.unknown.in_voice(voice) in without.text
        assert words.known.in_voice(voice) not in without.text
        assert words.unknown.in_voice(voice) not in with_one.text
        assert f"{words.known.in_voice(voice)}\nStichting <b>Dans</b>, privacy@example.org" in with_one.text


def test_every_link_leads_to_a_page_or_a_known_address(base: Library, pages: dict[str, Page]) -> None:
    inside = {f"/pages/{path}".rstrip("/") for path in pages}
    for path, page in pages.items():
        for link in page.links():
            if link.startswith("/pages/"):
                assert link.rstrip("/") in inside, (path, link)
            else:
                assert re.match(r"tel:|https?://|mailto:|/\?voice=|#text$", link), (path, link)


def test_nothing_on_a_page_runs_or_comes_from_elsewhere(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for tag, attributes in page.tags:
            assert not any(name.startswith("on") or name == "style" for name in attributes), path
            assert tag not in {"iframe", "object", "embed", "form"}, path
            for name in ("src", "href"):
                if tag in {"script", "img", "link"} and name in attributes:
                    assert (attributes[name] or "").startswith("/static/"), path


def test_a_page_has_one_heading_of_the_first_rank_and_its_language(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        assert [tag for tag, _ in page.tags].count("h1") == 1, path
        language = next(attributes["lang"] for tag, attributes in page.tags if tag == "html")
        assert path.startswith(language or "-"), path


def test_an_answer_stands_with_its_sources_and_the_day_it_was_checked(base: Library, pages: dict[str, Page]) -> None:
    for right_id, right in base.rights.items():
        page = pages[f"nl/rights/{right_id}"]
        assert "Nagekeken op" in page.text, right_id
        urls = {base.sources[source].url for source in right.sources}
        assert urls <= set(page.links()), right_id


def test_a_page_holds_every_variant_and_step(base: Library, pages: dict[str, Page]) -> None:
    def squeezed(text: str) -> str:
        return re.sub(r"[\s-]+", "", text)

    for right_id, right in base.rights.items():
        text = squeezed(pages[f"en/rights/{right_id}"].text)
        for words in (right.answer, *(variant.answer for variant in right.variants)):
            assert squeezed(words.en) in text, right_id
    for plan_id, plan in base.plans.items():
        text = squeezed(pages[f"nl-kids/plans/{plan_id}"].text)
        assert all(squeezed(step.text.nl_kind) in text for step in plan.steps), plan_id


def test_a_child_finds_no_point_for_adults_in_a_list(base: Library, pages: dict[str, Page]) -> None:
    for slug in ("nl-kids", "en-kids"):
        for listing in ("organisations", "helplines", "rights", "plans"):
            for link in pages[f"{slug}/{listing}"].links():
                folder, _, entry_id = link.removeprefix(f"/pages/{slug}/").partition("/")
                if folder == "organisations" and entry_id:
                    assert not base.organisations[entry_id].adults_only, link


@pytest.mark.parametrize("path", ["", "xx", "nl/nothing", "nl/rights/none", "nl/../secrets", "nl/rights/breaks/more"])
def test_another_path_is_no_page(base: Library, path: str) -> None:
    assert leaflets.render(base, path) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one\ntwo", [("one", []), ("two", [])]),
        ("one\n- a\n- b\ntwo", [("one", []), ("", ["a", "b"]), ("two", [])]),
        ("", []),
    ],
)
def test_lines_become_paragraphs_and_lists(text: str, shown: list[tuple[str, list[str]]]) -> None:
    assert [(block.line, block.items) for block in blocks(text)] == shown


def test_the_voices_of_an_address() -> None:
    assert Voice.NL_KIND.slug == "nl-kids"
    assert len({voice.slug for voice in VOICES}) == len(VOICES)
