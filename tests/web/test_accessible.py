"""Everyone can use it: axe finds nothing in any state, and a keyboard is enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from bot.voice import VOICES
from tests.web.browser import Browser


def _asked(voice: str, *lines: str) -> Callable[[Browser], None]:
    def reach(browser: Browser) -> None:
        browser.open(voice)
        for line in lines:
            browser.ask(line)

    return reach


def _offline(browser: Browser) -> None:
    browser.open()
    browser.offline()
    browser.find("#input").send_keys("hoi", Keys.ENTER)
    browser.wait(lambda: browser.find("#offline").is_displayed() and browser.at_rest())


def _unfolded(browser: Browser) -> None:
    _asked("nl@kind", "mag mijn juf mij wegen", "wat is de kindertelefoon")(browser)
    browser.run("for (const fold of document.querySelectorAll('details')) fold.open = true")


def _without_scripts(*lines: str) -> Callable[[Browser], None]:
    def reach(browser: Browser) -> None:
        """axe itself is a script, so the page is the one that a form gave, with its own scripts blocked."""
        browser.cdp("Network.enable")
        browser.cdp("Network.setBlockedURLs", urls=["*/static/*.js"])
        browser.open(path="/?voice=nl")
        for line in lines:
            browser.find("#input").send_keys(line)
            browser.press(browser.find("#send"))
            browser.wait(lambda: "/talk" in browser.driver.current_url and browser.all("#log .bot"))
        assert not browser.run("return document.documentElement.classList.contains('js')")

    return reach


def _page(path: str) -> Callable[[Browser], None]:
    return lambda browser: browser.open(path=path)


STATES: dict[str, Callable[[Browser], None]] = {
    **{f"start {voice.value}": _asked(voice.value) for voice in VOICES},
    "form of questions": _asked("nl", "er is iets vervelends gebeurd"),
    "form of questions, child": _asked("en@kind", "something bad happened"),
    "right": _asked("nl", "hoeveel rust moet ik krijgen na een late show"),
    "organisation": _asked("en", "what is mores"),
    "emergency": _asked("nl", "ik ben verkracht"),
    "emergency, child": _asked("nl@kind", "mijn juf slaat mij"),
    "plan": _asked("en", "step plan too long days"),
    "step": _asked("nl", "stappenplan te lange dagen", "volgende"),
    "step, child": _asked("en@kind", "show me steps when something bad happens in dance", "next"),
    "another language": _asked("en", "ich brauche hilfe, mein lehrer ist gemein zu mir"),
    "not understood": _asked("nl", "qwrtpsdfg", "zxcvbnm"),
    "unfolded, child": _unfolded,
    "offline": _offline,
    "without scripts": _without_scripts(),
    "without scripts, answered": _without_scripts("hoeveel rust moet ik krijgen"),
    "without scripts, error": _without_scripts("hoi", "/"),
    "error page": _page("/nowhere"),
    "safe browsing": _page("/pages/nl/safe"),
    "privacy": _page("/pages/en/privacy"),
    "privacy, child": _page("/pages/nl-kids/privacy"),
    "contents": _page("/pages/en-kids/"),
    "plan for reading": _page("/pages/nl/plans/long_hours"),
    "right for reading": _page("/pages/en/rights/rest_time"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_stands_in_anyones_way(browser: Browser, state: str) -> None:
    STATES[state](browser)
    assert browser.problems() == []
    assert browser.console() == []
    assert browser.foreign_requests() == []


def test_axe_is_awake(browser: Browser) -> None:
    browser.open()
    browser.run("document.querySelector('label').remove()")
    assert any(line.startswith("label") for line in browser.violations())


def _focused(browser: Browser) -> str:
    return str(browser.run("const f = document.activeElement; return f.dataset.word || f.id || f.textContent.trim()"))


def _tab_to(browser: Browser, wanted: str, presses: int = 60) -> None:
    """Press Tab until something has the focus, which must be in sight and not below the header or the form."""
    for _ in range(presses):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        assert browser.run(
            """const f = document.activeElement, box = f.getBoundingClientRect();
            const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return f === document.body || f.contains(seen) || seen?.contains(f);"""
        ), f"{_focused(browser)} has the focus and cannot be seen"
        if _focused(browser) == wanted:
            return
    raise AssertionError(f"no {wanted} within {presses} times Tab")


def test_a_conversation_with_the_keyboard_alone(browser: Browser) -> None:
    keys = lambda *pressed: ActionChains(browser.driver).send_keys(*pressed).perform()  # noqa: E731
    browser.open()
    keys(Keys.TAB)
    assert _focused(browser) == "exit_hidden", "the way out comes first"
    keys(Keys.TAB)
    assert _focused(browser) == "skip"
    _tab_to(browser, "English")
    keys(Keys.ENTER)
    browser.wait(lambda: browser.find("html").get_attribute("lang") == "en")
    _tab_to(browser, "Step plans")
    answer = browser.answer_to(lambda: keys(Keys.ENTER))
    assert "Which step plan" in answer
    assert _focused(browser) == "input", "after a choice one can type at once"
    keys("too long days")
    browser.answer_to(lambda: keys(Keys.ENTER))
    keys("first line")
    ActionChains(browser.driver).key_down(Keys.SHIFT).send_keys(Keys.ENTER).key_up(Keys.SHIFT).perform()
    keys("second line")
    assert browser.find("#input").get_attribute("value") == "first line\nsecond line"
    browser.find("#input").clear()
    browser.run("document.getElementById('log').focus()")
    _tab_to(browser, "Start with step 1")
    assert "Step 1 of" in browser.answer_to(lambda: keys(Keys.ENTER))
    browser.run("document.getElementById('log').focus()")
    _tab_to(browser, "Sources")
    keys(Keys.ENTER)
    assert browser.run("return document.activeElement.parentElement.open")
    _tab_to(browser, "delete")
    keys(Keys.ENTER)
    browser.wait(lambda: not browser.all("#log .you"))
    assert "deleted" in browser.find("#log .told").text


def test_a_screen_reader_hears_answers_politely(browser: Browser) -> None:
    browser.open("en")
    log = browser.find("#log")
    assert (log.get_attribute("role"), log.get_attribute("aria-live")) == ("log", "polite")
    assert browser.find("#status").get_attribute("role") == "status"
    browser.ask("hello")
    names = [turn.text for turn in browser.all("#log .speaker")]
    assert names == ["Danswijzer", "You", "Danswijzer"], "who speaks is said in words"


def test_touch_targets_are_large(browser: Browser) -> None:
    browser.open("nl@kind")
    browser.ask("mijn juf slaat mij")
    small = browser.run(
        """return [...document.querySelectorAll("header a, #voices a, button, summary, .reach a, .more a, textarea")]
        .filter(node => node.checkVisibility() && !node.closest(".skip"))
        .map(node => [node.textContent.trim(), node.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.9)"""
    )
    assert small == []


def test_text_of_double_size_and_a_window_of_a_quarter_still_fit(browser: Browser) -> None:
    browser.open()
    browser.ask("stappenplan te lange dagen")
    browser.look(320, height=256)  # 1280 by 1024 at 400 %
    for size in ("100%", "200%"):
        browser.run("document.documentElement.style.fontSize = arguments[0]", size)
        assert browser.run("return document.documentElement.scrollWidth") <= 320, size
        way_out = browser.find("#exit")
        browser.run("scrollTo(0, document.body.scrollHeight / 2)")
        assert browser.run(
            "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight",
            way_out,
        ), "the way out stays in sight"


def test_high_contrast_keeps_its_edges(browser: Browser) -> None:
    browser.open()
    browser.ask("ik ben verkracht")
    browser.cdp("Emulation.setEmulatedMedia", features=[{"name": "forced-colors", "value": "active"}])
    for selector in (".exit", ".reach a", "#send", ".you p:last-child"):
        assert browser.run(
            "return getComputedStyle(document.querySelector(arguments[0])).borderTopWidth", selector
        ) != "0px", selector  # fmt: skip
