"""What the privacy statement promises about the page, in headless Chromium."""

from __future__ import annotations

import re

from tests.web.browser import Browser
from tests.web.conftest import Site

_LONG_SECRET = re.compile(r"[\w-]{40,}")


def _close(browser: Browser) -> None:
    """Close the tab, as a person does, with another one open."""
    page = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    other = browser.driver.current_window_handle
    browser.driver.switch_to.window(page)
    browser.driver.close()
    browser.driver.switch_to.window(other)


def test_closing_the_page_forgets(browser: Browser, site: Site) -> None:
    browser.open()
    known = site.open_conversations()
    browser.ask("ik ben 10")
    assert site.open_conversations() == known + 1
    _close(browser)
    browser.wait(lambda: site.open_conversations() == known)


def test_without_a_connection_closing_does_not_forget(browser: Browser, site: Site) -> None:
    """The statement says so; an hour later it is gone all the same."""
    browser.open()
    known = site.open_conversations()
    browser.ask("ik ben 10")
    browser.offline()
    _close(browser)
    browser.pause(2)
    assert site.open_conversations() == known + 1


def test_the_number_of_a_conversation_stands_nowhere_else(browser: Browser) -> None:
    """It is in a variable of the script: not in the address, not in the page, not in the history, not stored."""
    browser.open()
    browser.cdp("Network.enable")
    browser.run(
        "const real = fetch; window.fetch = async (...asked) => {"
        " const answer = await real(...asked); window.told = (await answer.clone().json()).session; return answer; }"
    )
    browser.ask("hoi")
    number = browser.run("return told")
    assert _LONG_SECRET.search(number)
    for place in ("location.href", "document.documentElement.outerHTML", "JSON.stringify(history.state)", "name"):
        assert number not in (browser.run(f"return String({place})")), place
    assert browser.kept() == []
