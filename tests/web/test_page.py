"""One real run of the page in headless Chromium, against the real service on this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from bot.server.app import SESSIONS, create_app
from bot.server.assistant import Assistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (CHROMIUM and DRIVER) and not os.environ.get("CI"),
        reason="NO CHROMIUM: install chromium and chromedriver to test the page",
    ),
]
WAIT = 30


@pytest.fixture(scope="module")
def site(assistant: Assistant) -> Iterator[tuple[str, web.Application]]:
    """The service on a free port, in a thread of its own."""
    app = create_app(assistant)
    ready, stop = threading.Event(), threading.Event()
    found: list[int] = []

    async def serve() -> None:
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        found.append(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.05)
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(20)
    yield f"http://127.0.0.1:{found[0]}", app
    stop.set()
    thread.join()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[WebDriver]:
    assert CHROMIUM and DRIVER, "CI must have Chromium"
    options = Options()
    options.binary_location = CHROMIUM
    for flag in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-quic",
        "--window-size=375,740",
    ]:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


def wait(browser: WebDriver, condition: object) -> object:
    return WebDriverWait(browser, WAIT).until(condition)  # type: ignore[arg-type]


def said(browser: WebDriver) -> list[str]:
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, "#log .said.bot")]


def ask(browser: WebDriver, text: str) -> str:
    """Type a message and wait for what is said to it."""
    before = len(said(browser))
    box = browser.find_element(By.ID, "input")
    box.send_keys(text)
    box.send_keys(Keys.ENTER)
    wait(browser, lambda b: len(said(b)) > before)
    wait(browser, lambda b: b.find_element(By.ID, "send").get_attribute("aria-disabled") != "true")
    return "\n".join(said(browser)[before:])


def open_page(browser: WebDriver, address: str) -> None:
    browser.get(address)
    wait(browser, lambda b: said(b))


def test_a_conversation(browser: WebDriver, site: tuple[str, web.Application]) -> None:
    open_page(browser, site[0])
    assert "computerprogramma" in said(browser)[0]
    banner = browser.find_element(By.ID, "numbers").text
    assert all(number in banner for number in ("112", "113", "0800-0188", "0800-0432"))

    answer = ask(browser, "hoeveel rust moet ik krijgen na een late show")
    assert "11 uur" in answer
    card = browser.find_element(By.CSS_SELECTOR, ".card.right").text
    assert "Arbeidstijdenbesluit" in card or "CAO Toneel en Dans" in card

    answer = ask(browser, "ik word geslagen")
    assert "112" in answer.splitlines()[0] or "112" in answer[:80]
    links = [a.get_attribute("href") for a in browser.find_elements(By.CSS_SELECTOR, "#log a[href^='tel:']")]
    assert "tel:112" in links

    problems = [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert problems == []
    assert browser.get_cookies() == []
    assert browser.execute_script("return localStorage.length + sessionStorage.length") == 0
    wide = browser.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page scrolls sideways on a phone"
    foreign = browser.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))"
    )
    assert foreign == []


def test_buttons_and_voices(browser: WebDriver, site: tuple[str, web.Application]) -> None:
    open_page(browser, site[0])
    browser.execute_script("scrollTo(0, 0); document.querySelector('#voices a[data-voice=\"en@kind\"]').click()")
    wait(browser, lambda b: b.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en")
    wait(browser, lambda b: any("computer" in text and "names" in text for text in said(b)))
    before = len(said(browser))
    button = browser.find_elements(By.CSS_SELECTOR, "fieldset.choices:not(:disabled) button")[0]
    browser.execute_script("arguments[0].click()", button)
    wait(browser, lambda b: len(said(b)) > before)
    assert "What is it about" in said(browser)[-1]


def test_leaving_quickly_forgets(browser: WebDriver, site: tuple[str, web.Application]) -> None:
    address, app = site
    open_page(browser, address)
    ask(browser, "hoi")
    known = len(app[SESSIONS])
    browser.execute_script(
        "document.querySelectorAll('[data-exit]').forEach(a => a.href = location.origin + '/healthz')"
    )
    ActionChains(browser).key_down(Keys.SHIFT).key_up(Keys.SHIFT).key_down(Keys.SHIFT).key_up(Keys.SHIFT).key_down(
        Keys.SHIFT
    ).key_up(Keys.SHIFT).perform()
    wait(browser, lambda b: "Danswijzer" not in b.page_source)
    wait(browser, lambda b: len(app[SESSIONS]) < known)


def test_without_javascript_the_helplines_are_there(browser: WebDriver, site: tuple[str, web.Application]) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(site[0])
    text = browser.find_element(By.TAG_NAME, "body").text
    assert all(number in text for number in ("112", "113", "0800-0188", "0800-0432", "0800-2000"))
