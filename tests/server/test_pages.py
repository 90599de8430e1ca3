"""The page: numbers before all else, the words of four voices, nothing that runs inline or loads from elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser

import pytest

from bot.i18n.catalogue import catalogue
from bot.resources.language import problems
from bot.server.pages import EXIT_URL, known_numbers, page_words, phone_href, render_index
from bot.server.templates import WEB
from bot.voice import VOICES, Voice
from tests.server.small_library import contact, organisation, small_library

SCRIPTS = tuple(sorted(path.name for path in WEB.glob("*.js")))


class Page(HTMLParser):
    """The tags of a page in order, and the text of its data block."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.json = ""
        self._in_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_data = dict(attrs).get("id") == "page-data"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.json += data

    def handle_endtag(self, tag: str) -> None:
        self._in_data = False

    def place(self, **wanted: str) -> int:
        """The place of the first tag with these attributes."""
        return next(n for n, (_, got) in enumerate(self.tags) if all(got.get(k) == v for k, v in wanted.items()))

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in order."""
        return [value for _, got in self.tags if (value := got.get(attribute)) is not None]

    @property
    def data(self) -> dict[str, dict[str, object]]:
        """What the scripts read."""
        return json.loads(self.json)


@pytest.fixture(params=VOICES, ids=lambda voice: voice.value)
def voice(request: pytest.FixtureRequest) -> Voice:
    return request.param


@pytest.fixture
def page(voice: Voice) -> Page:
    return Page(render_index(small_library(), voice))


def test_four_numbers_come_before_the_chat(page: Page) -> None:
    calls = [href for href in page.values("href") if href.startswith("tel:")]
    assert calls[:4] == ["tel:112", "tel:113", "tel:08000188", "tel:08000432"]
    assert page.place(href="tel:08000432") < page.place(id="voices") < page.place(id="log")


def test_the_way_out_is_the_first_link(page: Page) -> None:
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert links[0]["href"] == EXIT_URL
    assert "data-exit" in links[0]
    assert [link.get("id") for link in links if "data-exit" in link] == [None, "exit"]


def test_says_its_language_and_marks_its_voice(page: Page, voice: Voice) -> None:
    root = page.tags[page.place(lang=voice.language)]
    assert root == ("html", {"lang": voice.language, "data-voice": voice.value})
    marked = [attributes["data-voice"] for _, attributes in page.tags if attributes.get("aria-current") == "true"]
    assert marked == [voice.value]


def test_each_voice_can_be_chosen_without_scripts(page: Page) -> None:
    addresses = [href for href in page.values("href") if href.startswith("/?voice=")]
    assert addresses == ["/?voice=nl", "/?voice=en", "/?voice=nl%40kind", "/?voice=en%40kind"]


def test_helplines_stand_in_the_page_in_each_voice(page: Page) -> None:
    told = [attributes["data-voice"] for _, attributes in page.tags if attributes.get("class") == "told"]
    assert told == [voice.value for voice in VOICES] * 5


def test_a_number_says_when_it_answers() -> None:
    html = render_index(small_library(), Voice.NL)
    assert '<a href="tel:08000432">0800-0432</a><span>11:00–21:00</span>' in html
    assert '<a href="tel:08000188">0800-0188</a><span>24/7</span>' in html


def test_a_helpline_without_a_number_is_left_out() -> None:
    assert "Een volwassene die je vertrouwt" not in render_index(small_library(), Voice.NL)


def test_hours_that_differ_by_day_are_left_out() -> None:
    office = contact("0800-0432", hours={"mon": ["09:00-17:00"]})
    html = render_index(small_library(organisation("kindertelefoon", "Lijn", office)), Voice.NL)
    assert "09:00" not in html


def test_known_numbers_are_those_of_the_resource_base(page: Page) -> None:
    expected = {"112": "tel:112", "113": "tel:113", "0800-0113": "tel:08000113", "0800-0188": "tel:08000188"}
    expected |= {"0800-0432": "tel:08000432", "0800-2000": "tel:08002000"}
    assert page.data["numbers"] == known_numbers(small_library()) == expected


def test_a_number_from_abroad_keeps_its_plus() -> None:
    assert phone_href("+31 88-0767000") == "tel:+31880767000"


def test_data_holds_the_words_of_four_voices(page: Page) -> None:
    words = page.data["words"]
    assert set(words) == {voice.value for voice in VOICES}
    assert all(set(entries) == set(page_words(Voice.NL)) for entries in words.values())


def test_names_cannot_break_out_of_the_page() -> None:
    evil = organisation("veilig_thuis", "</script><img src=x>", contact('1"</script><b>'))
    html = render_index(small_library(evil), Voice.NL)
    assert "<img src=x>" not in html
    assert "</script><b>" not in html


def test_every_word_the_page_asks_for_exists(page: Page) -> None:
    asked = page.values("data-word") + page.values("data-word-label")
    for script in SCRIPTS:
        asked += re.findall(r"words(?:\(\))?\.([a-z_]+)", (WEB / script).read_text(encoding="utf-8"))
    assert set(asked) == set(page_words(Voice.NL))


def test_nothing_runs_in_the_page_and_nothing_comes_from_elsewhere(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        if tag == "script":
            assert attributes.get("src", "").startswith("/static/") or attributes["type"] == "application/json"
        if tag in {"link", "img", "script"}:
            address = attributes.get("href") or attributes.get("src")
            assert address is None or (WEB / address.removeprefix("/static/")).is_file()


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_read_no_html_and_store_nothing(script: str) -> None:
    code = (WEB / script).read_text(encoding="utf-8")
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|cookie|(local|session)Storage|indexedDB"
    assert not re.search(forbidden, code)


def test_the_page_is_small() -> None:
    files = [(WEB / name).read_bytes() for name in (*SCRIPTS, "style.css", "icon.svg", "pictures.svg")]
    files.append(render_index(small_library(), Voice.NL).encode())
    assert sum(len(gzip.compress(file)) for file in files) < 24_000


def test_page_words_read_easily(voice: Voice) -> None:
    if voice is not Voice.NL and not catalogue(voice):
        pytest.skip(f"locales/{voice.value}.po does not exist")
    assert [line for text in page_words(voice).values() for line in problems(text, voice)] == []


def test_placeholders_are_the_same_in_every_voice(voice: Voice) -> None:
    for key, text in page_words(Voice.NL).items():
        assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", page_words(voice)[key]), key
