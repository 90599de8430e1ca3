"""What is chosen in the environment, and what is said when it is wrong."""

from __future__ import annotations

import pytest

from bot.server.settings import Settings

SECRET = "x" * 31 + "é"


def test_nothing_needs_to_be_chosen() -> None:
    assert Settings.of({}) == Settings()
    assert Settings.of({"PORT": "", "HOST": "", "SESSION_SECRET": ""}) == Settings()


def test_what_is_chosen_counts() -> None:
    settings = Settings.of({"PORT": "80", "LIMIT_PER_MINUTE": "0", "PROXIES": "1", "SESSION_SECRET": SECRET})
    assert (settings.port, settings.limit_per_minute, settings.proxies) == (80, 0, 1)
    assert settings.session_secret == SECRET.encode()
    behind_a_proxy = Settings.of({"DRAIN": "5", "WAIT_FOR_MODEL": "1"})
    assert (behind_a_proxy.drain, behind_a_proxy.wait_for_model) == (5, True)
    assert Settings.of({"WEBHOOK_TOKEN": SECRET}).webhook_token == SECRET.encode()
    assert Settings.of({"METRICS": "127.0.0.1:9105"}).metrics == ("127.0.0.1", 9105)
    assert Settings.of({"METRICS": "[::1]:9105"}).metrics == ("::1", 9105)
    assert Settings.of({"METRICS": "metrics.internal:80"}).metrics == ("metrics.internal", 80)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"PORT": "http"}, "PORT: 'http' is not a whole number"),
        ({"PORT": "70000"}, "PORT"),
        ({"PORT": "-1"}, "PORT"),
        ({"LIMIT_PER_MINUTE": "1.5"}, "LIMIT_PER_MINUTE"),
        ({"PROXIES": "²"}, "PROXIES"),
        ({"METRICS": "9105"}, "METRICS: '9105' is not an address and a port, such as 127.0.0.1:9105"),
        ({"METRICS": ":9105"}, "METRICS: ':9105' is not an address and a port"),
        ({"METRICS": "127.0.0.1:"}, "METRICS: '127.0.0.1:' is not an address and a port"),
        ({"METRICS": "::1:9105"}, "METRICS: '::1:9105' is not an address and a port"),
        ({"METRICS": "127.0.0.1:http"}, "METRICS: 'http' is not a whole number"),
        ({"METRICS": "127.0.0.1:70000"}, "METRICS: '70000' is more than 65535"),
        ({"DRAIN": "601"}, "DRAIN"),
        ({"WAIT_FOR_MODEL": "yes"}, "WAIT_FOR_MODEL"),
        ({"SESSION_SECRET": "kanarie"}, "SESSION_SECRET: it has 7 characters"),
        ({"WEBHOOK_TOKEN": "kanarie"}, "WEBHOOK_TOKEN: it has 7 characters"),
        ({"REDIS_URL": "redis://127.0.0.1:6379"}, "SESSION_SECRET"),
    ],
)
def test_what_is_wrong_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(ValueError, match=named.partition(":")[0]) as error:
        Settings.of(environment)
    assert named in str(error.value)
    assert "kanarie" not in str(error.value), "a secret is never repeated"
