"""``make advisories``: what is known to be wrong with the packages that stay old, written into docs/supply-chain.md."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scripts.supply.lock import ROOT, locked

FILE = Path(__file__).with_name("advisories.yml")
PAGE = ROOT / "docs" / "supply-chain.md"
BEGIN, END = "<!-- advisories: written by make advisories -->\n", "<!-- end of advisories -->\n"

REACH = {
    "not_imported": "never imported",
    "not_called": "imported, not used",
    "development": "for tests only",
}
"""How far what is wrong is from a person's message; the words of the page."""


@dataclass(frozen=True)
class Held:
    """A package that stays at a version with known advisories, and why that does no harm here."""

    package: str
    version: str
    held_by: str
    advisories: dict[str, str]
    what: str
    fixed: str
    reach: str
    why: str
    modules: list[str] = field(default_factory=list)


def held(path: Path = FILE) -> list[Held]:
    """Every package with known advisories, in the order of the file."""
    return [Held(**entry) for entry in _read(path)["packages"]]


def address(advisory: str, also: str = "") -> str:
    """Where an advisory can be read."""
    if advisory.startswith("GHSA-"):
        return f"https://github.com/advisories/{advisory}"
    return f"https://www.cve.org/CVERecord?id={also or advisory}"


def table(path: Path = FILE) -> str:
    """The page's part about advisories."""
    about = _read(path)
    rows = ["| package | known | fixed in | what stops us | in the service |", "| --- | --- | --- | --- | --- |"]
    for entry in held(path):
        known = ", ".join(f"[{also or id}]({address(id, also)})" for id, also in entry.advisories.items())
        reach = f"{REACH[entry.reach]}: {entry.why}"
        rows.append(
            f"| {entry.package} {entry.version} | {entry.what}: {known} | {entry.fixed} | {entry.held_by} | {reach} |"
        )
    looked_at = " ".join(about["looked_at"].split())
    closing = f"Looked up on {about['checked']} for the packages that Rasa or another pin keeps old: {looked_at}."
    return "\n".join([*rows, "", closing, ""])


def page(text: str, part: str) -> str:
    """The page with its part about advisories replaced."""
    head, _, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        raise ValueError(f"{PAGE.name}: the lines that mark the advisories are gone")
    return f"{head}{BEGIN}{part}{END}{tail}"


def outdated() -> list[str]:
    """Entries about a version that is no longer the locked one: look the package up again."""
    versions: dict[str, set[str]] = {}
    for entry in locked():
        versions.setdefault(entry.name, set()).add(entry.version)
    return [entry.package for entry in held() if entry.version not in versions.get(entry.package, set())]


def _read(path: Path) -> dict[str, Any]:
    about: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return about


def main() -> int:
    """Write the page; 1 when an entry is about a version that is not locked any more."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), table()), encoding="utf-8")
    for package in outdated():
        print(f"{FILE.name}: {package} is locked at another version; look it up again", file=sys.stderr)
    return 1 if outdated() else 0


if __name__ == "__main__":
    sys.exit(main())
