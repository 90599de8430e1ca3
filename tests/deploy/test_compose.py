"""compose.yml: what it refers to exists, nothing may do more than it must, and nobody is cut off."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.server import drain
from bot.server.app import create_app
from bot.server.assistant import Assistant
from bot.server.settings import Settings
from tests.deploy.files import DEPLOY, MADE_UP, PINNED, ROOT, compose, filled, settings_of_the_service

SERVICES = {name: one for name, one in compose()["services"].items() if name.startswith("service-")}
ALL = compose()["services"]


def paths_of_the_service() -> set[str]:
    return {resource.canonical for resource in create_app(Assistant()).router.resources()}


def test_there_is_something_to_look_at() -> None:
    assert len(SERVICES) >= 2
    assert set(ALL) == {*SERVICES, "nginx", "redis"}
    assert {"REDIS_URL", "PORT", "DRAIN", "OPERATOR"} <= settings_of_the_service()
    assert "LIMIT_PER_HOUR" not in settings_of_the_service()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_given_only_what_it_reads(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert set(environment) - settings_of_the_service() == set()
    settings = Settings.of({key: filled(value) for key, value in environment.items()})
    assert (settings.host, settings.port, settings.proxies) == ("0.0.0.0", 5005, 1)
    assert settings.redis_url and settings.redis_url.endswith("@redis:6379/0")
    assert settings.wait_for_model, "nginx cannot see that a service is not ready; it sees that nobody listens"


@pytest.mark.parametrize("name", ALL)
def test_nothing_may_do_more_than_it_must(name: str) -> None:
    one = ALL[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"] and "cap_add" not in one and "privileged" not in one
    assert "no-new-privileges:true" in one["security_opt"]
    assert one["mem_limit"] == one["memswap_limit"], "words must not be swapped to a disk"
    assert one["cpus"] and one["pids_limit"] and one["healthcheck"]["test"]
    assert PINNED.fullmatch(one["image"]), one["image"]
    assert [mount for mount in one.get("volumes", []) if not mount.endswith(":ro")] == []


def test_only_the_proxy_is_reached_and_only_from_this_machine() -> None:
    assert {name for name, one in ALL.items() if one.get("ports")} == {"nginx"}
    assert all(port.startswith("127.0.0.1:") for port in ALL["nginx"]["ports"])
    assert {name for name, one in ALL.items() if "outside" in one["networks"]} == {"nginx"}
    assert compose()["networks"]["inside"]["internal"] is True


def test_no_secret_has_a_value() -> None:
    text = (DEPLOY / "compose.yml").read_text(encoding="utf-8")
    example = (DEPLOY / ".env.example").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert (
        asked == set(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE)) == set(re.findall(r"^(\w+)=", example, re.M))
    )


def test_the_proxy_knows_every_service() -> None:
    servers = re.findall(r"^server ([\w-]+):(\d+) ", (DEPLOY / "services.conf").read_text(encoding="utf-8"), re.M)
    assert servers == [(name, one["environment"]["PORT"]) for name, one in SERVICES.items()]
    addresses = {name: one["networks"]["inside"]["ipv4_address"] for name, one in SERVICES.items()}
    assert ALL["nginx"]["extra_hosts"] == [f"{name}:{address}" for name, address in addresses.items()]
    assert set(ALL["nginx"]["depends_on"]) == set(SERVICES)


def test_a_service_may_finish_what_it_began() -> None:
    for one in SERVICES.values():
        assert (
            int(one["stop_grace_period"].removesuffix("s"))
            > int(one["environment"]["DRAIN"]) + drain.LAST_IN + drain.FINISHING
        )


def test_what_is_asked_about_health_is_answered() -> None:
    [asked] = re.findall(r"http://127\.0\.0\.1:5005(/\w+)", str(SERVICES["service-1"]["healthcheck"]))
    assert asked in paths_of_the_service()
    [own] = re.findall(r"http://127\.0\.0\.1:8080(/\w+)", str(ALL["nginx"]["healthcheck"]))
    assert f"location = {own} " in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def stages() -> list[str]:
    return re.split(r"^FROM ", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def copied(stage: str) -> list[str]:
    lines = [line.split() for line in stage.splitlines() if line.startswith("COPY ")]
    return [path for line in lines if not line[1].startswith("--from") for path in line[1:-1]]


def test_the_image_is_made_of_what_there_is_and_of_nothing_else() -> None:
    allowed = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    needed = {path for stage in stages() for path in copied(stage)}
    assert needed == allowed and len(needed) > 5
    assert [path for path in needed if not (ROOT / path).exists()] == []


def test_the_image_runs_as_nobody_from_a_version_with_all_its_numbers() -> None:
    bases = [stage.split()[0] for stage in stages()]
    assert [base for base in bases if base != "packages" and not PINNED.fullmatch(base)] == []
    version = (ROOT / ".python-version").read_text().strip()
    assert bases[0].startswith(f"python:{version}.") and bases[-1] == bases[0]
    assert re.findall(r"^USER (\d+):\d+$", stages()[-1], re.M)[0] != "0"
    assert "--require-hashes" in stages()[0]
    assert set(SERVICES["service-1"]["build"]) == {"context", "dockerfile"}, "no argument carries a secret"


def test_a_secret_that_is_missing_is_named() -> None:
    environment: dict[str, Any] = SERVICES["service-1"]["environment"]
    with pytest.raises(ValueError, match="SESSION_SECRET"):
        Settings.of({key: filled(value) for key, value in environment.items() if key != "SESSION_SECRET"})
    assert len(MADE_UP) >= 32
