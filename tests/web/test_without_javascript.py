"""Without JavaScript the conversation is a form that works."""

from __future__ import annotations

from typing import Any

import pytest
from selenium.common.exceptions import WebDriverException

from tests.web.browser import Browser
from tests.web.conftest import Site


@pytest.fixture
def plain(browser: Browser) -> Browser:
    """The browser with scripts switched off; only what Selenium itself needs runs."""
    browser.cdp("Emulation.setScriptExecutionDisabled", value=True)
    return browser


def _open(plain: Browser, voice: str = "nl") -> None:
    plain.driver.get(f"{plain.site}/?voice={voice.replace('@', '%40')}")


def _is_gone(element: Any) -> bool:
    try:
        element.is_enabled()
    except WebDriverException:  # of several kinds, while one page makes room for the next
        return True
    return False


def _press(plain: Browser, button: Any) -> str:
    """Press a button that sends the form; what the next page shows of the conversation."""
    before = plain.find("html")
    button.click()
    plain.wait(lambda: _is_gone(before))
    plain.wait(lambda: plain.all("body"))
    return "".join(log.text for log in plain.all("#log"))


def _send(plain: Browser, text: str) -> str:
    plain.find("#input").send_keys(text)
    return _press(plain, plain.find("#send"))


def _choose(plain: Browser, title: str) -> str:
    return _press(plain, next(one for one in plain.all(".choices button, #voices button") if one.text == title))


def test_the_numbers_and_helplines_are_there(plain: Browser) -> None:
    _open(plain)
    text = plain.find("body").text
    assert all(number in text for number in ("112", "113", "0800-0188", "0800-0432", "0800-2000"))


def test_a_plan_walked_in_two_languages(plain: Browser) -> None:
    _open(plain)
    assert "Hoi, ik ben Danswijzer" in plain.find("#log").text
    answer = _send(plain, "stappenplan te lange dagen")
    assert "Schrijf een paar weken je uren op" in answer
    assert "stappenplan te lange dagen" in plain.find("#log .you").text
    assert "Stap 1 van" in _choose(plain, "Begin met stap 1")
    assert plain.find("#log .you p:last-child").text == "Begin met stap 1"
    assert "Stap 2 van" in _choose(plain, "Volgende stap")
    assert "Step 2 of" in _choose(plain, "English")
    assert plain.find("html").get_attribute("lang") == "en"
    assert "Step 3 of" in _send(plain, "next")
    assert "112" in _send(plain, "he is going to hit me right now")[:200]
    assert plain.driver.current_url == f"{plain.site}/talk"


def test_a_childs_choices_have_pictures(plain: Browser) -> None:
    _open(plain, "nl@kind")
    assert len(plain.all(".choices .picture")) == len(plain.all(".choices button")) > 3
    _choose(plain, "Mijn rechten")
    assert len(plain.all(".choices .picture")) == len(plain.all(".choices button")) > 3


def test_deleting_forgets(plain: Browser, site: Site) -> None:
    _open(plain)
    known = site.open_conversations()
    _send(plain, "hoi")
    assert site.open_conversations() == known + 1
    assert "gewist" in _press(plain, plain.find("#delete"))
    assert site.open_conversations() == known


def test_leaving_forgets(plain: Browser, site: Site) -> None:
    _open(plain)
    _send(plain, "hoi")
    known = site.open_conversations()
    plain.find("#exit").click()
    plain.wait(lambda: "buienradar" in plain.driver.current_url)
    assert site.open_conversations() == known - 1


def test_what_cannot_be_answered_says_why_and_keeps_the_words(plain: Browser) -> None:
    _open(plain, "en")
    _send(plain, "hello")
    answer = _send(plain, "///")
    assert "No text arrived" in answer
    assert plain.find("#input").get_attribute("value") == "///"
    assert "Talk to a person" in answer


QUESTIONS = {
    "nl": ["hoeveel rust moet ik krijgen", "wat is mores", "ik ben verkracht", "stappenplan te lange dagen", "qwrtp"],
    "en@kind": ["may my teacher weigh me", "who are de kindertelefoon", "my teacher hits me"],
}
SHOWN = """
const answer = [...document.querySelectorAll("#log .said.bot")].at(-1).cloneNode(true);
for (const node of answer.querySelectorAll(".tools")) node.remove();
const links = [...answer.querySelectorAll("a")].map((link) => `${link.href} ${link.target}`);
const shaped = [...answer.querySelectorAll("[class], details, progress, h2, h3")];
const shapes = shaped.map((node) => `${node.tagName} ${node.className}`);
return [answer.textContent.replace(/\\s+/g, ""), links, shapes];
"""


@pytest.mark.parametrize(("voice", "question"), [(voice, one) for voice, all_ in QUESTIONS.items() for one in all_])
def test_the_server_draws_what_the_scripts_draw(browser: Browser, voice: str, question: str) -> None:
    browser.open(voice)
    browser.ask(question)
    drawn = browser.run(SHOWN)
    browser.cdp("Network.enable")
    browser.cdp("Network.setBlockedURLs", urls=["*/static/*.js"])
    browser.open(path=f"/?voice={voice.replace('@', '%40')}")
    browser.find("#input").send_keys(question)
    _press(browser, browser.find("#send"))
    assert browser.run(SHOWN) == drawn


def test_scripts_that_come_late_take_over_what_is_there(browser: Browser) -> None:
    """On a slow line someone may send the form before the scripts have come."""
    browser.cdp("Network.enable")
    browser.cdp("Network.setBlockedURLs", urls=["*/static/*.js"])
    browser.open(path="/?voice=nl")
    browser.find("#input").send_keys("stappenplan te lange dagen")
    browser.cdp("Network.setBlockedURLs", urls=[])
    browser.find("#send").click()
    browser.wait(lambda: browser.run("return document.documentElement.classList.contains('js')"))
    assert "Schrijf een paar weken je uren op" in browser.said()[0]
    assert browser.driver.current_url.endswith("/?voice=nl"), "reloading sends nothing again"
    assert "Stap 1 van" in browser.answer_to(lambda: browser.press(browser.find(".choices button")))
    assert "Step 1 of" in browser.answer_to(lambda: browser.press(browser.find("#voices [data-voice='en']")))
    assert "Step 2 of" in browser.ask("next")
    browser.press(browser.find("#exit"))
    browser.wait(lambda: "buienradar" in browser.driver.current_url)
