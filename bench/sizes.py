"""How much has to be installed, from what is installed here."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement

from bench.messages import ROOT
from scripts.supply.lock import canonical

_DEVELOPMENT = "# development"


def installed() -> dict[str, int]:
    """Megabytes: of the whole environment, of what our service needs, and of what ``pip install rasa`` brings.

    Rasa's share is that of this environment, where our lock has left out what it never uses: elsewhere it is more.
    """
    wanted = (ROOT / "requirements.in").read_text(encoding="utf-8").partition(_DEVELOPMENT)[0]
    lines = (line.split("#")[0].strip() for line in wanted.splitlines())
    return {
        "environment": _megabytes(distributions()),
        "ours": _megabytes(_needed(Requirement(line) for line in lines if line)),
        "rasa": _megabytes(_needed([Requirement("rasa"), Requirement("tensorflow-cpu")])),
    }


def _needed(requirements: Iterable[Requirement]) -> list[Distribution]:
    """The installed packages that these need, and those that they need in turn."""
    found: dict[str, Distribution] = {}
    waiting = [(requirement, frozenset[str]()) for requirement in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, extras_of_parent = waiting.pop()
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in (extras_of_parent or {""})
        ):
            continue
        name, extras = canonical(requirement.name), frozenset(requirement.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for another system, or left out by the lock
            continue
        waiting += [(Requirement(line), extras) for line in found[name].requires or []]
    return list(found.values())


def _megabytes(packages: Iterable[Distribution]) -> int:
    files: set[Path] = {
        Path(str(package.locate_file(file))).resolve() for package in packages for file in package.files or []
    }
    return round(sum(file.stat().st_size for file in files if file.is_file()) / 2**20)
