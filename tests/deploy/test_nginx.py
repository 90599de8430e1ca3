"""nginx.conf, by a real nginx before a small program that tells what reached it; left out where there is no nginx."""

from __future__ import annotations

import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector, web

from bench.nginx import Nginx, nginx, rendered
from bench.service import free_port
from bot.i18n import tr
from bot.voice import Voice
from tests.deploy.files import DEPLOY

needs_nginx = pytest.mark.skipif(not nginx(), reason="nginx is not installed (Debian: apt install nginx-light)")


@asynccontextmanager
async def upstream(answer: Any) -> AsyncIterator[int]:
    """A program at a port that answers everything with a function."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def proxy(folder: Path, *services: int) -> AsyncIterator[str]:
    """The proxy before services; its address."""
    folder.chmod(0o755)
    running = Nginx(folder, free_port())
    await running.start(list(services))
    try:
        yield f"http://127.0.0.1:{running.port}"
    finally:
        await running.stop()


def telling(name: str) -> Any:
    async def tell(request: web.Request) -> web.Response:
        return web.json_response({"name": name, "headers": dict(request.headers)})

    return tell


def cutting(cut: list[str]) -> Any:
    """A service that goes away while it answers."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        cut.append(request.headers["X-Turn"])
        assert request.transport
        request.transport.abort()
        return web.Response()

    return answer


@needs_nginx
def test_nginx_finds_nothing_wrong(tmp_path: Path) -> None:
    command = [str(nginx()), "-t", "-q", "-c", str(rendered(tmp_path, 8080, [5005, 5006]))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@needs_nginx
async def test_nobody_can_say_to_be_someone_else(tmp_path: Path) -> None:
    lies = {"X-Forwarded-For": "192.0.2.1", "X-Turn": "mine", "Host": "danswijzer.example.org"}
    async with upstream(telling("one")) as port, proxy(tmp_path, port) as address, ClientSession() as client:
        answer = await client.get(f"{address}/", headers=lies)
        headers = (await answer.json())["headers"]
        assert "nginx/" not in answer.headers["Server"]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Turn"] != "mine" and len(headers["X-Turn"]) == 32
    assert headers["Host"] == "danswijzer.example.org"


@needs_nginx
async def test_one_address_stays_with_one_service_and_the_others_spread(tmp_path: Path) -> None:
    names: dict[str, set[str]] = {}
    async with upstream(telling("one")) as one, upstream(telling("two")) as two, proxy(tmp_path, one, two) as address:
        for number in range(1, 41):
            home = f"127.1.{number}.1"
            async with ClientSession(connector=TCPConnector(local_addr=(home, 0))) as client:
                for path in ("/", "/pages/nl/", "/api/message"):
                    async with client.get(address + path) as answer:
                        names.setdefault(home, set()).add((await answer.json())["name"])
    assert all(len(seen) == 1 for seen in names.values())
    assert set.union(*names.values()) == {"one", "two"}


@needs_nginx
async def test_what_runs_it_is_not_shown(tmp_path: Path) -> None:
    async with upstream(telling("one")) as port, proxy(tmp_path, port) as address, ClientSession() as client:
        statuses = {
            path: (await client.get(address + path)).status for path in ("/readyz", "/metrics", "/healthz", "/proxy")
        }
    assert statuses == {"/readyz": 404, "/metrics": 404, "/healthz": 200, "/proxy": 204}


@needs_nginx
@pytest.mark.parametrize(
    ("path", "status"), [("/api/message", 200), ("/api/session", 200), ("/talk", 200), ("/webhooks/rest/webhook", 502)]
)
async def test_what_has_an_id_goes_to_the_next_service_and_nothing_else(tmp_path: Path, path: str, status: int) -> None:
    cut: list[str] = []
    async with (
        upstream(cutting(cut)) as bad,
        upstream(telling("good")) as good,
        proxy(tmp_path, bad, good) as address,
    ):
        for number in range(1, 60):
            async with (
                ClientSession(connector=TCPConnector(local_addr=(f"127.2.{number}.1", 0))) as client,
                client.post(address + path, json={}) as answer,
            ):
                if cut:
                    assert answer.status == status
                    assert status != 200 or (await answer.json())["headers"]["X-Turn"] == cut[-1]
                    return
    raise AssertionError("no message came to the service that goes away")


@needs_nginx
async def test_without_any_service_people_read_whom_to_call(tmp_path: Path) -> None:
    async with proxy(tmp_path, free_port()) as address, ClientSession() as client:
        answer = await client.get(f"{address}/pages/nl/")
        assert answer.status == 502
        page = await answer.text()
    assert 'href="tel:112"' in page


def test_that_page_says_what_the_service_says_when_it_is_busy() -> None:
    page = (DEPLOY / "away.html").read_text(encoding="utf-8")
    plain = page.replace('<a href="tel:112">', "").replace("</a>", "")
    for voice in (Voice.NL, Voice.EN):
        assert tr(voice, "Het is nu te druk. Probeer het straks nog eens. Haast? Bel 112 bij gevaar.") in plain
    assert "http" not in page and "script" not in page


def test_nothing_about_visitors_is_written() -> None:
    lines = [line.strip() for line in (DEPLOY / "nginx.conf").read_text(encoding="utf-8").splitlines()]
    assert "access_log off;" in lines and "error_log stderr crit;" in lines
    assert [line for line in lines if line.startswith(("access_log", "error_log", "log_format"))] == [
        "error_log stderr crit;",
        "access_log off;",
    ]
    assert "proxy_max_temp_file_size 0;" in lines
