"""What the documents name exists, so that they stay true when files move; and no file names a machine."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
README = "README.md"
DOCUMENTS = [README, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] + sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")
)
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))

GENERATED = {".venv", ".tools", ".rasa", "models", "results"}
NOT_OURS = GENERATED | {".git", "__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache"}
SUFFIXES = (".md", ".yml", ".py", ".sh", ".txt", ".toml", ".in", ".cfg", ".css", ".html", ".js", ".svg", ".po", ".png")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.@<>{},*-]+(?:/[\w.@<>{},*-]*)*")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"(?:^|\s)make ([a-z][a-z-]*)")
TARGET = re.compile(r"^([a-z][a-z-]*):.*?## (.+)$", re.MULTILINE)
VARIABLE = re.compile(r"\| `([A-Z_]+)` \|")

# Written in parts, so that this file does not name them either.
MACHINE_PATH = re.compile(r"(?<![\w.~)-])/(?:" + "|".join(("work", "root", "home", "tmp")) + r")/")
REGISTRY = re.compile(
    "|".join(("py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "debian" + r"\.org"))
)


@cache
def text_of(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")


@cache
def project_files() -> tuple[str, ...]:
    """Every file of the project: as git knows them, new ones included, else whatever is not generated."""
    try:
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
        return tuple(name for name in listed if name and (ROOT / name).is_file())
    except (OSError, subprocess.CalledProcessError):
        paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return tuple(path.as_posix() for path in paths if not NOT_OURS & set(path.parts))


def fences(document: str, language: str) -> list[str]:
    return [code for found, code in FENCE.findall(text_of(document)) if found == language]


def spans(document: str) -> list[str]:
    return SPAN.findall(FENCE.sub("", text_of(document)))


def spread(path: str) -> Iterator[str]:
    """ "data/nlu/{nl,en}/" -> "data/nlu/nl/", "data/nlu/en/"."""
    if found := re.search(r"\{([^}]*)\}", path):
        for choice in found.group(1).split(","):
            yield from spread(path.replace(found.group(0), choice, 1))
    else:
        yield path


def is_there(path: str) -> bool:
    """Whether a path exists in the project; ``<id>`` stands for any name, a name alone may stand in any folder."""
    pattern = re.sub(r"<[^>]*>", "*", path).rstrip("/")
    if (ROOT / pattern).exists() or any(ROOT.glob(pattern)):
        return True
    return "/" not in path and any(name.endswith(f"/{path}") for name in project_files())


@cache
def intents() -> frozenset[str]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return frozenset(name for intent in domain["intents"] for name in intent)


def paths_in(document: str) -> set[str]:
    """What looks like a path between backticks; labels such as ``ask_right/rest_time`` do not count."""
    found = set()
    for span in spans(document):
        first = span.split("/")[0]
        looks_like_one = "/" in span[1:] or span.endswith(SUFFIXES) or span in ("Makefile", "LICENSE")
        if PATH.fullmatch(span) and looks_like_one and first not in GENERATED | intents():
            found.update(spread(span))
    return found


def make_targets() -> dict[str, str]:
    """Target -> its line of help in the Makefile."""
    return dict(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def make_targets_in(document: str) -> set[str]:
    code = [code for _, code in FENCE.findall(text_of(document))] + spans(document)
    lines = [line.split("#")[0] for part in code for line in part.splitlines()]
    return {target for line in lines for target in MAKE.findall(line)}


def test_something_is_found() -> None:
    """An empty search would make the tests below pass."""
    assert len(paths_in(README)) > 30
    assert len(make_targets_in(README)) > 8
    assert len(project_files()) > 100
    assert not is_there("bot/content/right/<id>.yml")
    assert not is_there("no_such_file.yml")
    assert MACHINE_PATH.search("see " + "/work" + "/main") and not MACHINE_PATH.search(
        "https://example.org/somewhere/4"
    )


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_between_backticks_exists(document: str) -> None:
    assert sorted(path for path in paths_in(document) if not is_there(path)) == []


def test_the_tree_names_every_folder_and_nothing_else() -> None:
    [tree] = fences(README, "text")
    named = {line.split()[0] for line in tree.splitlines() if line.strip()}
    assert sorted(path for path in named if not (ROOT / path).is_dir()) == []
    folders = {f"{Path(name).parts[0]}/" for name in project_files() if "/" in name}
    folders |= {"/".join(Path(name).parts[:2]) + "/" for name in project_files() if re.match(r"(?:bot|data)/.+/", name)}
    assert sorted(folder for folder in folders - {"bot/", "data/"} if folder not in named) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_exists_and_is_explained(document: str) -> None:
    assert make_targets_in(document) - make_targets().keys() == set()


def test_the_readme_names_every_make_target() -> None:
    assert make_targets().keys() - make_targets_in(README) == set()


def test_every_make_target_is_explained_in_the_makefile() -> None:
    declared = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {target for line in declared for target in line.split()} == make_targets().keys()


def test_every_variable_is_read_by_the_service() -> None:
    variables = VARIABLE.findall(text_of(README))
    service = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "server").glob("*.py"))
    assert variables
    assert [name for name in variables if f'"{name}"' not in service] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_inside_the_project_resolves(document: str) -> None:
    links = [link.split("#")[0] for link in LINK.findall(text_of(document)) if not re.match(r"\w+:|#", link)]
    assert [link for link in links if not ((ROOT / document).parent / link).exists()] == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_why(decision: Path) -> None:
    text = decision.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Rejected"]
    assert len(text.splitlines()) <= 45
    assert text.startswith(f"# {int(decision.name[:4])}. ")


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(decision.name[:4]) for decision in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_changelog_begins_with_this_version() -> None:
    [version] = re.findall(r'^version = "(.+)"$', text_of("pyproject.toml"), re.MULTILINE)
    versions = re.findall(r"^## \[(.+?)\] - \d{4}-\d\d-\d\d$", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == version


def test_the_licence_is_whole_and_the_one_that_is_named() -> None:
    licence = text_of("LICENSE")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [number for number in range(1, 16) if not re.search(rf"^{number}\.\s?\w", licence, re.MULTILINE)] == []
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in licence
    assert 'text = "EUPL-1.2"' in text_of("pyproject.toml")


@pytest.mark.parametrize(("what", "pattern"), [("a path of some machine", MACHINE_PATH), ("a registry", REGISTRY)])
def test_no_file_names(what: str, pattern: re.Pattern[str]) -> None:
    found = []
    for name in project_files():
        for number, line in enumerate((ROOT / name).read_bytes().decode("utf-8", "ignore").splitlines(), 1):
            if match := pattern.search(line):
                found.append(f"{name}:{number}: {match.group(0)}")
    assert found == []
