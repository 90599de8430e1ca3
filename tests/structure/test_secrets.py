"""Secrets come from the environment only: no file of the project holds a key, a token or a password."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.test_readme import ROOT, project_files

LOOKS_LIKE = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a token of a known service": (
        r"\b(?:AKIA[0-9A-Z]{16}|AIza[\w-]{35}|gh[pousr]_\w{36,}|github_pat_\w{50,}|glpat-[\w-]{20,}|"
        r"xox[abeprs]-[\w-]{10,}|sk_live_\w{16,}|sk-[\w-]{32,}|npm_\w{36}|hf_\w{30,})"
    ),
    "a signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s/:@'\"<>{}$]*:[^\s/:@'\"<>{}$]+@",
    "a value given to a secret": (
        r"(?i)(?:secret|token|passw(?:or)?d|api_?key|private_?key|credential)\w*[\"']?\s*[:=]\s*[\"']?"
        r"(?=[\w+/=.-]*[0-9])(?=[\w+/=.-]*[a-z])[\w+/=-]{16,}(?![\w(.\[])"
    ),
}
FILES_OF_SECRETS = re.compile(r"(?:^|/)(?:\.env(?:\.(?!example$).*)?|id_(?:rsa|ed25519)|.*\.(?:pem|key|p12|pfx|kdbx))$")
SECRET_KEY = re.compile(r"secret|token|passw|api_?key|access_?key|username|auth", re.IGNORECASE)
FROM_OUTSIDE = re.compile(r"\$\{[A-Z_]+\}")

# Written in parts, so that this file does not hold them either.
MADE_UP = {
    "a private key": ["-----BEGIN " + "RSA PRIVATE KEY-----", "-----BEGIN " + "PRIVATE KEY-----"],
    "a token of a known service": ["AKIA" + "ABCDEFGHIJKLMNOP", "ghp" + "_" + "a1" * 18, "xoxb" + "-1234567890-ab"],
    "a signed token": ["eyJ" + "hbGciOiJIUzI1" + "." + "eyJ" + "zdWIiOiIxMjM0" + "." + "SflKxwRJSMeKKF2"],
    "a password in an address": ["redis://" + ":hunter2@redis:6379", "postgres://me" + ":pass@db/x"],
    "a value given to a secret": [
        "SESSION_SECRET=" + "9f86d081884c7d65" + "9a2feaa0c55ad015",
        'token = "' + "abcdefgh12345678" + '"',
        "  password: " + "correcthorse4battery",
        '{"api_key": "' + "Zm9vYmFyMTIzNDU2" + '="}',
    ],
}
HARMLESS = [
    "SESSION_SECRET=${SESSION_SECRET}",
    "SESSION_SECRET: ${SESSION_SECRET:?set it}",
    'secret = os.environ["SESSION_SECRET"]',
    "token = secrets.token_urlsafe(16)",
    "https://example.org/a:b@c",
    "redis://${REDIS_PASSWORD}@redis:6379",
    "password: <a long random text>",
]


@pytest.mark.parametrize("what", LOOKS_LIKE)
def test_what_looks_like_one_would_be_seen(what: str) -> None:
    assert [line for line in MADE_UP[what] if not re.search(LOOKS_LIKE[what], line)] == []
    assert [line for line in HARMLESS if re.search(LOOKS_LIKE[what], line)] == []


@pytest.mark.parametrize("what", LOOKS_LIKE)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(LOOKS_LIKE[what])
    found = []
    for name in project_files():
        for number, line in enumerate((ROOT / name).read_bytes().decode("utf-8", "ignore").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name}:{number}")
    assert found == []


def test_no_file_is_there_to_hold_secrets() -> None:
    assert FILES_OF_SECRETS.search("deploy/.env") and FILES_OF_SECRETS.search("tls.pem")
    assert not FILES_OF_SECRETS.search("deploy/.env.example")
    assert [name for name in project_files() if FILES_OF_SECRETS.search(name)] == []


def given(value: Any, key: str = "") -> list[str]:
    """The keys of a YAML file that are named like a secret and hold a value of their own."""
    if isinstance(value, dict):
        return [found for inner, part in value.items() for found in given(part, str(inner))]
    if isinstance(value, list):
        return [found for part in value for found in given(part, key)]
    return [key] if SECRET_KEY.search(key) and value and not FROM_OUTSIDE.fullmatch(str(value)) else []


def test_a_value_of_its_own_is_seen() -> None:
    assert given({"tracker_store": {"url": "x", "username": "rasa", "password": "${DB_PASSWORD}"}}) == ["username"]


def test_rasas_own_files_hold_none() -> None:
    files = [name for name in project_files() if Path(name).name in ("endpoints.yml", "credentials.yml")]
    assert {"endpoints.yml", "credentials.yml"} <= set(files)
    assert [name for name in files if given(yaml.safe_load((ROOT / name).read_text(encoding="utf-8")))] == []
