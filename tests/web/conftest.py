"""The real service on a port of this machine, and a fresh Chromium for each test."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from aiohttp import web
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.conversations import CONVERSATIONS
from tests.web.browser import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--window-size=375,740",
)  # fmt: skip


class Site(NamedTuple):
    """Where the service listens, and the service itself."""

    address: str
    app: web.Application

    def open_conversations(self) -> int:
        """How many conversations the service remembers."""
        return len(self.app[CONVERSATIONS].store)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium these are skipped on someone's own machine; with CI set they must run."""
    skip = pytest.mark.skip(reason="NO CHROMIUM: install chromium and chromedriver to test the page")
    for item in items:
        if Path(item.path).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if not (CHROMIUM and DRIVER) and not os.environ.get("CI"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def site(assistant: Assistant) -> Iterator[Site]:
    """The service on a free port, in a thread of its own."""
    app = create_app(assistant)
    ready, stop = threading.Event(), threading.Event()
    found: list[int] = []

    async def serve() -> None:
        runner = web.AppRunner(app)
        await runner.setup()
        tcp = web.TCPSite(runner, "127.0.0.1", 0)
        await tcp.start()
        found.append(tcp._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.05)
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert ready.wait(20)
    yield Site(f"http://127.0.0.1:{found[0]}", app)
    stop.set()
    thread.join()


@pytest.fixture
def browser(tmp_path: Path, site: Site) -> Iterator[Browser]:
    """A tab on a phone; nothing is left of another test."""
    assert CHROMIUM and DRIVER, "CI must have Chromium"
    options = Options()
    options.binary_location = CHROMIUM
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    browser = Browser(driver, site.address)
    browser.look()
    yield browser
    driver.quit()
