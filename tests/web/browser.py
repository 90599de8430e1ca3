"""Drives the page in Chromium as a person does, and looks at it as axe does."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 30
PHONE, SMALL_PHONE, DESKTOP = 375, 320, 1280
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SCAN = """
const done = arguments[1];
axe.run(document, {runOnly: arguments[0]}).then(({violations}) => done(violations.map(
  ({id, nodes}) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(" | ")}`)));
"""


class Browser:
    """A tab with the page of a site."""

    def __init__(self, driver: WebDriver, site: str) -> None:
        self.driver = driver
        self.site = site

    def wait(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: condition())

    def find(self, selector: str) -> Any:
        """The first element for a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list[Any]:
        """Every element for a selector."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def run(self, script: str, *values: object) -> Any:
        """What a script in the page returns."""
        return self.driver.execute_script(script, *values)

    def cdp(self, command: str, **values: object) -> Any:
        """Speak to the browser itself."""
        return self.driver.execute_cdp_cmd(command, values)

    def open(self, voice: str = "nl", path: str | None = None) -> None:
        """Open the page in a voice, or another page, and wait for its scripts."""
        self.driver.get(f"{self.site}{path or '/?voice=' + quote(voice)}")
        if path is None:
            self.wait(lambda: self.run("return document.documentElement.classList.contains('js')"))

    def look(self, width: int = PHONE, dark: bool = False, height: int = 740) -> None:
        """The size of the window, and whether the person likes it dark."""
        self.cdp(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.cdp("Emulation.setEmulatedMedia", features=[scheme, {"name": "prefers-reduced-motion", "value": "reduce"}])

    def said(self) -> list[str]:
        """Every answer of the bot, as shown."""
        return [element.text for element in self.all("#log .said.bot")]

    def at_rest(self) -> bool:
        """Whether no answer is on its way."""
        return self.find("#send").get_attribute("aria-disabled") != "true"

    def answer_to(self, act: Callable[[], object]) -> str:
        """Do something and give what the bot says to it."""
        before = len(self.said())
        act()
        self.wait(lambda: len(self.said()) > before and self.at_rest())
        return "\n".join(self.said()[before:])

    def ask(self, text: str) -> str:
        """Type a message, and give the answer."""
        return self.answer_to(lambda: self.find("#input").send_keys(text, Keys.ENTER))

    def press(self, element: Any) -> None:
        """Click an element wherever it is scrolled to."""
        self.run("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", element)

    def offline(self, is_offline: bool = True) -> None:
        """Cut the network, or give it back."""
        self.cdp("Network.enable")
        speed = 0 if is_offline else -1
        self.cdp(
            "Network.emulateNetworkConditions",
            offline=is_offline, latency=0, downloadThroughput=speed, uploadThroughput=speed,
        )  # fmt: skip

    def slow(self) -> None:
        """A line on which every answer takes a second and a half."""
        self.cdp("Network.enable")
        conditions = {"latency": 1500, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
        self.cdp("Network.emulateNetworkConditions", offline=False, **conditions)

    def violations(self) -> list[str]:
        """What axe finds wrong in what is shown now."""
        self.run(_axe())
        return list(self.driver.execute_async_script(_SCAN, _RULES))

    def problems(self) -> list[str]:
        """Everything wrong with what is shown now: three widths, light and dark, axe and scrolling sideways.

        The window is as high as the page, so that nothing lies half below the header or the form while axe looks.
        """
        found = []
        for width in (DESKTOP, PHONE, SMALL_PHONE):
            for dark in (False, True):
                self.look(width, dark)
                self.look(width, dark, height=self.run("return document.documentElement.scrollHeight") + 40)
                found += [f"{width} {'dark' if dark else 'light'}: {line}" for line in self.violations()]
                if self.run("return document.documentElement.scrollWidth") > width:
                    found.append(f"{width}: scrolls sideways")
        self.look()
        return found

    def console(self) -> list[str]:
        """What the console complains of, but for the network errors a test makes itself."""
        entries = self.driver.get_log("browser")
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE" and entry["source"] != "network"]

    def foreign_requests(self) -> list[str]:
        """Requests of this page to anywhere else."""
        return list(
            self.run(
                "return performance.getEntriesByType('resource').map(e => e.name)"
                ".filter(name => !name.startsWith(location.origin))"
            )
        )

    def kept(self) -> list[object]:
        """What the browser keeps of the site: cookies, storage, caches, databases."""
        script = """
        const done = arguments[0];
        Promise.all([caches.keys(), indexedDB.databases(), navigator.serviceWorker.getRegistrations()]).then((lists) =>
          done([...lists.flat().map(String), ...Object.keys(localStorage), ...Object.keys(sessionStorage)]));
        """
        return [*self.driver.get_cookies(), *self.driver.execute_async_script(script)]

    def pause(self, seconds: float) -> None:
        """Let time pass for what has no sign of its own."""
        time.sleep(seconds)


@lru_cache(maxsize=1)
def _axe() -> str:
    """axe-core, as a package for another driver carries it; only its script is used."""
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec and spec.submodule_search_locations, "axe-playwright-python is missing"
    return (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
