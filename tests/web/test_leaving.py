"""The quick exit, from every state: the screen is blank at once, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.web.browser import Browser
from tests.web.conftest import Site
from tests.web.test_accessible import STATES

STATES_WITH_SCRIPTS = [state for state in STATES if "without scripts" not in state]


def _shift(browser: Browser, times: int) -> None:
    actions = ActionChains(browser.driver)
    for _ in range(times):
        actions.key_down(Keys.SHIFT).key_up(Keys.SHIFT)
    actions.perform()


WAYS: dict[str, Callable[[Browser], None]] = {
    "button": lambda browser: browser.press(browser.find("#exit")),
    "hidden link": lambda browser: browser.find(".skip a[data-exit]").send_keys(Keys.ENTER),
    "shift three times": lambda browser: _shift(browser, 3),
    "the word STOP": lambda browser: browser.find("#input").send_keys("STOP", Keys.ENTER),
}


def _left(browser: Browser) -> bool:
    return "buienradar" in browser.driver.current_url


@pytest.mark.parametrize("state", STATES_WITH_SCRIPTS)
def test_leaving_leaves_nothing(browser: Browser, site: Site, state: str) -> None:
    """There may be no network to go on to; the address counts."""
    known = site.open_conversations()
    STATES[state](browser)
    browser.offline(False)
    browser.press(browser.find("#exit"))
    browser.wait(lambda: _left(browser))
    browser.wait(lambda: site.open_conversations() <= known)
    entries = browser.cdp("Page.getNavigationHistory")["entries"]
    assert [entry["url"] for entry in entries if browser.site in entry["url"]] == []
    browser.driver.get(f"{browser.site}/healthz")
    assert browser.kept() == []


@pytest.mark.parametrize("way", WAYS)
def test_every_way_out(browser: Browser, site: Site, way: str) -> None:
    browser.open()
    browser.ask("hoi")
    known = site.open_conversations()
    WAYS[way](browser)
    browser.wait(lambda: _left(browser))
    browser.wait(lambda: site.open_conversations() == known - 1)


def test_the_screen_is_blank_before_the_next_page_is_there(browser: Browser) -> None:
    browser.open()
    browser.ask("ik ben verkracht")
    browser.offline()
    blank = browser.run("document.getElementById('exit').click(); return [document.body.innerHTML, document.title]")
    assert blank == ["", "Laden"]


def test_stop_in_small_letters_is_a_word_of_the_conversation(browser: Browser) -> None:
    browser.open()
    browser.ask("stop")
    assert not _left(browser)


def test_shift_in_words_is_no_way_out(browser: Browser) -> None:
    browser.open()
    browser.find("#input").click()
    shifted = ActionChains(browser.driver)
    for letter in "ABCD":
        shifted.key_down(Keys.SHIFT).send_keys(letter).key_up(Keys.SHIFT)
    shifted.perform()
    _shift(browser, 2)
    browser.pause(0.5)
    assert browser.find("#input").get_attribute("value") == "ABCD"


def test_all_open_pages_leave_together(browser: Browser) -> None:
    browser.open()
    browser.ask("stappenplan te lange dagen")
    browser.press(browser.find(".card.plan a[href^='/pages/']"))
    browser.wait(lambda: len(browser.driver.window_handles) == 2)
    chat, plan = browser.driver.window_handles
    browser.driver.switch_to.window(plan)
    browser.wait(lambda: browser.all("main h1"))
    browser.press(browser.find("#exit"))
    browser.driver.switch_to.window(chat)
    browser.wait(lambda: _left(browser))


def test_nothing_gives_it_away_in_a_row_of_tabs(browser: Browser) -> None:
    browser.open()
    browser.ask("ik ben verkracht")
    assert browser.driver.title == "Danswijzer"
    browser.open(path="/pages/nl/plans/sexual_assault")
    assert browser.driver.title == "Stappenplannen – Danswijzer"
