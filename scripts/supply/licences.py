"""``make licences``: the licence of every installed package; fails on one that licences.yml does not allow."""

from __future__ import annotations

import re
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

import yaml

from scripts.supply.lock import canonical, locked

POLICY = Path(__file__).with_name("licences.yml")
UNKNOWN = "unknown"

_TOKEN = re.compile(r"\(|\)|[A-Za-z0-9.+-]+")
_SAYS_NOTHING = frozenset({"OSI Approved", "UNKNOWN", "", "Dual License"})


@dataclass(frozen=True)
class Policy:
    """What licences.yml holds: what is allowed, what packages call it, and what was read in a licence file."""

    allowed: Mapping[str, str]
    called: Mapping[str, str]
    read: Mapping[str, Mapping[str, str]]


def policy(path: Path = POLICY) -> Policy:
    """Load the policy."""
    return Policy(**yaml.safe_load(path.read_text(encoding="utf-8")))


def licence_of(name: str, about: Message, rules: Policy) -> str:
    """The licence of a package as an SPDX expression, or "unknown"; several that are not told apart all count."""
    if known := rules.read.get(canonical(name)):
        return known["licence"]
    if stated := about.get("License-Expression"):
        return str(stated)
    field = str(about.get("License") or "").strip().split("\n")[0]
    if is_expression(field, {*rules.allowed, *rules.called.values()}):
        return field
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    names = [*dict.fromkeys(line.rpartition("::")[2].strip() for line in classifiers)]
    named = [name for name in names if name not in _SAYS_NOTHING] or [field]
    if any(name in _SAYS_NOTHING for name in named):
        return UNKNOWN
    return " AND ".join(dict.fromkeys(rules.called.get(name, name) for name in named))


def is_expression(text: str, known: Iterable[str]) -> bool:
    """Whether a text is made of known SPDX names only."""
    names = [token for token in _TOKEN.findall(text) if token not in ("AND", "OR", "(", ")")]
    return bool(names) and set(names) <= set(known) and _TOKEN.sub("", text).strip() == ""


def is_allowed(expression: str, allowed: Iterable[str]) -> bool:
    """Whether an expression can be met with allowed licences: all parts of AND, one part of OR."""
    tokens = _TOKEN.findall(expression)
    if not tokens or _TOKEN.sub("", expression).strip():
        return False
    allowed = set(allowed)

    def either() -> bool:
        result = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            result = both() or result
        return result

    def both() -> bool:
        result = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            result = one() and result
        return result

    def one() -> bool:
        part = tokens.pop(0) if tokens else ""
        if part == "(":
            result = either()
            return bool(tokens) and tokens.pop(0) == ")" and result
        return part in allowed

    return either() and not tokens


def installed(rules: Policy) -> dict[str, tuple[str, str]]:
    """Every installed package -> its version and licence; not what setuptools carries inside itself once imported."""
    found = {}
    folders = sysconfig.get_paths()
    for package in metadata.distributions(path=[folders["purelib"], folders["platlib"]]):
        name = canonical(package.metadata["Name"])
        found[name] = (package.version, licence_of(name, cast(Message, package.metadata), rules))
    return dict(sorted(found.items()))


def main() -> int:
    """Print every package under its licence; 1 when one of them is not allowed."""
    rules = policy()
    packages = installed(rules)
    under: dict[str, list[str]] = defaultdict(list)
    for name, (version, licence) in packages.items():
        under[licence].append(f"{name} {version}")
    refused = sorted(licence for licence in under if not is_allowed(licence, rules.allowed))
    for licence in sorted(under, key=lambda licence: (-len(under[licence]), licence)):
        print(f"{licence} ({len(under[licence])}): {', '.join(under[licence])}\n")
    elsewhere = sorted({entry.name for entry in locked()} - packages.keys())
    print(f"{len(packages)} packages, {len(under)} licences; not installed here, so not looked at: {elsewhere}")
    for licence in refused:
        print(f"NOT ALLOWED: {licence}: {', '.join(under[licence])} (see {POLICY.name})", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
