"""Imports only point down, and only the edges know Rasa (see docs/how-one-message-travels.md)."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOOR = {
    "bot.voice": 1,
    "bot.clock": 1,
    "bot.resources": 1,
    "bot.advice": 2,
    "bot.i18n": 2,
    "bot.understanding": 2,
    "bot.extensions": 3,
    "bot.replies": 3,
    "bot.server": 4,
    "bot.desk": 4,
    "actions": 4,
}
ONLY_HERE = {
    "rasa": ("bot.extensions", "bot.server"),
    "rasa_sdk": ("actions", "bot.server"),
    "aiohttp": ("bot.server", "bot.desk"),
}
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> int | None:
    return next((floor for name, floor in FLOOR.items() if module == name or module.startswith(name + ".")), None)


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
    return found


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_imports_point_down(path: Path) -> None:
    here = module_of(path)
    floor = floor_of(here)
    if floor is None:
        assert here == "bot"
        return
    for imported in imports_of(path):
        other = floor_of(imported)
        package = next((name for name in FLOOR if imported == name or imported.startswith(name + ".")), None)
        same = package and (here == package or here.startswith(package + "."))
        level = other == floor == 4 or imported in ("bot.voice", "bot.clock")
        assert other is None or same or other < floor or level, f"{here} imports {imported}"


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_only_the_edges_know_rasa(path: Path) -> None:
    here = module_of(path)
    for imported in imports_of(path):
        allowed = ONLY_HERE.get(imported.partition(".")[0])
        assert allowed is None or here.startswith(allowed), f"{here} imports {imported}"


def test_the_resource_base_loads_without_rasa() -> None:
    code = (
        "import sys, bot.resources.__main__ as m; assert m.main([]) == 0; "
        "assert not {'rasa', 'tensorflow', 'rasa_sdk'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_modules_are_small() -> None:
    assert {
        module_of(path): lines for path in FILES if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 260
    } == {}
