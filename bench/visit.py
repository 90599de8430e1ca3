"""One visit to a page by a slow phone with an empty cache: a real browser, slowed down, and what it saw."""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.ui import WebDriverWait

CPU_SLOWDOWN = 4
LATENCY_MS = 400
KILOBITS_PER_SECOND = 400
CONDITIONS = f"CPU {CPU_SLOWDOWN} times slower, {LATENCY_MS} ms and {KILOBITS_PER_SECOND} kbit/s both ways, empty cache"
_PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
_SCREEN = {"width": 375, "height": 740, "deviceScaleFactor": 2, "mobile": True}
_PATIENCE = 90
_QUIET = 2.0
_ONE_LETTER = 5
_STORED = """
const databases = indexedDB.databases ? (await indexedDB.databases()).length : 0;
const caches_ = window.caches ? (await caches.keys()).length : 0;
return localStorage.length + sessionStorage.length + databases + caches_;
"""


@dataclass(frozen=True)
class File:
    """What came for one request: bytes over the wire, headers too; the body; the body compressed by gzip."""

    address: str
    wire: int
    decoded: int
    gzipped: int


@dataclass(frozen=True)
class Visit:
    """What one visit took; times in milliseconds since the start of the navigation."""

    usable_ms: float
    first_paint_ms: float
    heap_bytes: int
    elements: int
    cookies: int
    stored: int
    foreign: int
    csp_errors: int
    other_errors: int
    focus_kept: bool
    typed_kept: bool
    files: tuple[File, ...]


def visit(address: str) -> Visit:
    """Open the page in a browser of its own, type as soon as that works, and wait until it is quiet."""
    with _browser() as driver:
        _slow_down(driver)
        driver.get_log("performance")  # of the empty tab
        driver.get(address)
        WebDriverWait(driver, _PATIENCE, 0.5).until(lambda d: d.execute_script("return pageProbe.usable"))
        events = list(_events_until_quiet(driver))
        focus_kept = bool(driver.execute_script("return pageProbe.focused()"))
        typed_kept = _keeps_letters(driver)
        errors = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
        refused = sum("Content Security Policy" in error for error in errors)
        asked = [event["request"]["url"] for name, event in events if name == "Network.requestWillBeSent"]
        paint = "return performance.getEntriesByName('first-contentful-paint')[0].startTime"
        return Visit(
            usable_ms=float(driver.execute_script("return pageProbe.usable")),
            first_paint_ms=float(driver.execute_script(paint)),
            heap_bytes=_heap(driver),
            elements=int(driver.execute_script("return pageProbe.elements()")),
            cookies=len(driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"]),
            stored=int(driver.execute_script(f"return (async () => {{{_STORED}}})()")),
            foreign=sum(not url.startswith((address, "data:", "blob:")) for url in asked),
            csp_errors=refused,
            other_errors=len(errors) - refused,
            focus_kept=focus_kept,
            typed_kept=typed_kept,
            files=tuple(_files(driver, events)),
        )


def version() -> str:
    """Which browser measures."""
    with _browser() as driver:
        return f"{driver.capabilities['browserName']} {driver.capabilities['browserVersion']}"


@contextmanager
def _browser() -> Iterator[WebDriver]:
    """A headless browser with a profile that is thrown away; what is not on this machine stays out of its reach."""
    options = Options()
    options.binary_location = _found("chromium", "chromium-browser", "google-chrome")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
        ]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        driver = webdriver.Chrome(options=options, service=Service(_found("chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()


def _found(*programs: str) -> str:
    for program in programs:
        if path := shutil.which(program):
            return path
    raise SystemExit(f"{programs[0]} is missing: install chromium and chromedriver to measure pages")


def _slow_down(driver: WebDriver) -> None:
    """Make it a slow phone on a slow network, with the probe in every page."""
    bytes_per_second = KILOBITS_PER_SECOND * 1000 / 8
    network = {"latency": LATENCY_MS, "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": False, **network})
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", _SCREEN)
    driver.execute_cdp_cmd("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _PROBE})


def _events_until_quiet(driver: WebDriver) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, what) of all that happened on the network, until nothing more does."""
    while True:
        time.sleep(_QUIET)
        messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
        news = [(one["method"], one["params"]) for one in messages if one["method"].startswith("Network.")]
        if not news:
            return
        yield from news


def _keeps_letters(driver: WebDriver) -> bool:
    """Whether the probe's letter is still there, and the keyboard adds one."""
    driver.execute_script("pageProbe.field.focus()")
    ActionChains(driver).send_keys("q").perform()
    try:
        WebDriverWait(driver, _ONE_LETTER).until(
            lambda d: set("ŷq") <= set(d.execute_script("return pageProbe.text()"))
        )
    except TimeoutException:
        return False
    return True


def _files(driver: WebDriver, events: list[tuple[str, dict[str, Any]]]) -> Iterator[File]:
    """Every answer from the network, with its sizes."""
    addresses = {
        event["requestId"]: event["response"]["url"] for name, event in events if name == "Network.responseReceived"
    }
    for name, event in events:
        address = addresses.get(event.get("requestId", ""), "")
        if name == "Network.loadingFinished" and address.startswith("http"):
            body = _body(driver, event["requestId"])
            gzipped = len(gzip.compress(body, 9, mtime=0))
            yield File(address, int(event["encodedDataLength"]), len(body), gzipped)


def _body(driver: WebDriver, request: str) -> bytes:
    try:
        answer = driver.execute_cdp_cmd("Network.getResponseBody", {"requestId": request})
    except WebDriverException:  # an answer without a body
        return b""
    return base64.b64decode(answer["body"]) if answer["base64Encoded"] else str(answer["body"]).encode()


def _heap(driver: WebDriver) -> int:
    """Bytes of scripts in use, once what is no longer needed has been swept up."""
    driver.execute_cdp_cmd("HeapProfiler.collectGarbage", {})
    return int(driver.execute_cdp_cmd("Runtime.getHeapUsage", {})["usedSize"])
