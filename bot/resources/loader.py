"""Reads bot/content into a Library. Strict: every problem is one line with file and key, and nothing is half-loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from bot.resources import checks, desk_checks, kept
from bot.resources.library import Library
from bot.resources.lists_schema import Coverage, Freshness, Menu, OtherLanguages, Privacy, SafeBrowsing
from bot.resources.routes_schema import Routes
from bot.resources.schema import Emergency, Entry, Organisation, Plan, Right, Source
from bot.resources.strict_yaml import read_yaml

CONTENT = Path(__file__).resolve().parent.parent / "content"
E = TypeVar("E", bound=Entry)
InOwnFile = TypeVar("InOwnFile", Organisation, Right, Plan)
_PHONE = re.compile(r"\{phone:([a-z0-9_]+)(?:/([1-9]))?\}")
_PLACES = re.compile(
    r"(?:(?:organisations|rights|plans|sources)/[^/]+|routes|emergencies|coverage|freshness|menu|other_languages|privacy|safe_browsing)\.yml"
)
_NEEDED = (
    "routes.yml", "emergencies.yml", "coverage.yml", "freshness.yml", "menu.yml", "other_languages.yml",
    "privacy.yml", "safe_browsing.yml",
)  # fmt: skip


class ContentError(Exception):
    """The resource base is not right. ``problems`` holds one line per problem: "file: key: what is wrong"."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(content: Path = CONTENT, today: date | None = None) -> Library:
    """Load and check everything.

    With ``today`` what the desk looks at counts too (``desk_checks``); the service leaves it out, because an answer
    that is due for review still helps a dancer more than no service (it then says so itself).
    Raises ContentError with all problems found.
    """
    problems: list[str] = []
    raw = _read_files(content, problems)
    _stop_at(problems)
    phones = _phone_numbers(raw)
    for name, data in raw.items():
        problems += [f"{name}: {problem}" for problem in checks.raw_text_problems(data)]
        raw[name] = _with_phone_numbers(data, phones, name, problems)
    sources: dict[str, Source] = {}
    for name, data in raw.items():
        if name.startswith("sources/"):
            for key, source in data.items():
                if key in sources:
                    problems.append(f"{name}: {key}: this source stands in another file too")
                elif converted := _convert(source, Source, f"{name}: {key}", problems):
                    sources[key] = converted
    organisations = _folder(raw, "organisations", Organisation, problems)
    rights = _folder(raw, "rights", Right, problems)
    plans = _folder(raw, "plans", Plan, problems)
    emergencies = {
        key: emergency
        for key, data in raw["emergencies.yml"].items()
        if (emergency := _convert(data, Emergency, f"emergencies.yml: {key}", problems))
    }
    routes = _convert(raw["routes.yml"], Routes, "routes.yml", problems)
    coverage = _convert(raw["coverage.yml"], Coverage, "coverage.yml", problems)
    freshness = _convert(raw["freshness.yml"], Freshness, "freshness.yml", problems)
    menu = _convert(raw["menu.yml"], Menu, "menu.yml", problems)
    languages = _convert(raw["other_languages.yml"], OtherLanguages, "other_languages.yml", problems)
    safe_browsing = _convert(raw["safe_browsing.yml"], SafeBrowsing, "safe_browsing.yml", problems)
    privacy = _convert(raw["privacy.yml"], Privacy, "privacy.yml", problems)
    _stop_at(problems)
    assert routes and coverage and freshness and menu and languages and safe_browsing and privacy
    library = Library.of(
        organisations=organisations,
        rights=rights,
        plans=plans,
        emergencies=emergencies,
        sources=sources,
        routes=routes,
        coverage=coverage,
        freshness=freshness,
        menu=menu,
        other_languages=languages,
        safe_browsing=safe_browsing,
        privacy=privacy,
    )
    problems += checks.problems(library)
    if today:
        problems += desk_checks.problems(library, today)
    _stop_at(problems)
    return library


_loaded: Library | None = None
_pinned: ContextVar[Library | None] = ContextVar("library", default=None)


def library() -> Library:
    """The resource base that ships with the bot: loaded at the first call, read again by ``reload`` only."""
    global _loaded
    if _loaded is None:
        _loaded = _of_last_time()
    return _pinned.get() or _loaded


def _of_last_time() -> Library:
    """The same as ``load``, read from what was kept when nothing changed since (``bot.resources.kept``)."""
    try:
        before = kept.fingerprint()
    except OSError:
        return load()  # which says what cannot be read
    if found := kept.recall(kept.KEPT, before):
        return found
    found = load()
    with suppress(OSError):
        if kept.fingerprint() == before:  # nothing changed while it was read
            kept.keep(kept.KEPT, before, found)
    return found


def reload(content: Path = CONTENT) -> Library:
    """Read everything again and use it from now on.

    Raises ContentError, and goes on with what was there, when anything is wrong or an entry is gone that people may be
    looking at, or that the trained model still knows.
    """
    global _loaded
    found, known = load(content), library()
    paths = {path for path, _ in found.entries()}
    gone = [path for path, _ in known.entries() if path not in paths]
    _stop_at([f"{path}.yml: the file is gone; train the model and start the service again" for path in gone])
    _loaded = found
    return found


@contextmanager
def pinned() -> Iterator[None]:
    """Inside, ``library`` gives the same one, also when it is loaded again meanwhile."""
    token = _pinned.set(library())
    try:
        yield
    finally:
        _pinned.reset(token)


def _stop_at(problems: list[str]) -> None:
    if problems:
        raise ContentError(sorted({" ".join(problem.splitlines()) for problem in problems}))


def _read_files(content: Path, problems: list[str]) -> dict[str, Any]:
    """Every YAML file under the content folder by its relative name."""
    raw = {}
    for path in sorted(content.rglob("*.y*ml")):
        name = path.relative_to(content).as_posix()
        if not _PLACES.fullmatch(name):
            problems.append(f"{name}: the file stands where nothing is read (folder/name.yml)")
            continue
        try:
            raw[name] = read_yaml(path)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            mark = getattr(error, "problem_mark", None)
            line = f"line {mark.line + 1}: " if mark else ""
            problems.append(f"{name}: {line}{getattr(error, 'problem', None) or error}")
            continue
        except OSError as error:
            problems.append(f"{name}: the file cannot be opened: {error.strerror}")
            continue
        if not isinstance(raw[name], dict):
            problems.append(f"{name}: (top): the file must hold keys and values")
    for needed in _NEEDED:
        if needed not in raw and not any(problem.startswith(needed) for problem in problems):
            problems.append(f"{needed}: the file is missing")
    return raw


def _phone_numbers(raw: dict[str, Any]) -> dict[str, list[str]]:
    """Organisation id -> its phone numbers, read leniently: errors are reported by the real conversion."""
    phones: dict[str, list[str]] = {}
    for name, data in raw.items():
        if name.startswith("organisations/") and isinstance(data, dict):
            contacts = data.get("contacts")
            for contact in contacts if isinstance(contacts, list) else []:
                if isinstance(contact, dict) and contact.get("channel") == "phone":
                    phones.setdefault(str(data.get("id")), []).append(str(contact.get("value")))
    return phones


def _with_phone_numbers(data: Any, phones: dict[str, list[str]], name: str, problems: list[str]) -> Any:
    """The same data with every {phone:id} replaced by the number."""
    if isinstance(data, dict):
        return {key: _with_phone_numbers(value, phones, name, problems) for key, value in data.items()}
    if isinstance(data, list):
        return [_with_phone_numbers(value, phones, name, problems) for value in data]
    if isinstance(data, str):

        def number(match: re.Match[str]) -> str:
            numbers, place = phones.get(match.group(1), []), int(match.group(2) or 1)
            if place > len(numbers):
                problems.append(f"{name}: {match.group(0)}: no organisation with that id has such a phone number")
                return match.group(0)
            return numbers[place - 1]

        if re.search(r"[{}]", _PHONE.sub("", data)):
            problems.append(f"{name}: only {{phone:<organisation id>}} may stand in braces: {data[:60]}")
        return _PHONE.sub(number, data)
    return data


def _folder(raw: dict[str, Any], folder: str, kind: type[InOwnFile], problems: list[str]) -> dict[str, InOwnFile]:
    """Convert every file of a folder; the file name is the id."""
    entries = {}
    for name, data in raw.items():
        if not name.startswith(f"{folder}/"):
            continue
        entry = _convert(data, kind, name, problems)
        if entry is None:
            continue
        if name != f"{folder}/{entry.id}.yml":
            problems.append(f"{name}: id: '{entry.id}' must be the name of the file")
        entries[entry.id] = entry
    return entries


def _convert(data: Any, kind: type[E], where: str, problems: list[str]) -> E | None:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        message, _, key = str(error).partition(" - at `$")
        problems.append(f"{where}: {key.rstrip('`').lstrip('.') or '(top)'}: {message}")
        return None


def problems_of(content: Path = CONTENT, today: date | None = None) -> Iterator[str]:
    """All problems as lines; empty when the resource base is right."""
    try:
        load(content, today)
    except ContentError as error:
        yield from error.problems
