"""``python -m bench.grown FOLDER``: the service with the resource base of another folder, to see what size costs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import yaml

from bot.resources import loader
from bot.resources.strict_yaml import read_yaml
from bot.server.__main__ import main

_FOLDERS = ("rights", "plans", "organisations")


def grow(folder: Path, times: int) -> None:
    """Write the resource base to a folder, every right, plan and organisation under so many ids and names."""
    shutil.copytree(loader.CONTENT, folder, dirs_exist_ok=True)
    for kind in _FOLDERS:
        for path in sorted((folder / kind).glob("*.yml")):
            entry = read_yaml(path)
            for number in range(2, times + 1):
                copy = {**entry, "id": f"{entry['id']}_{number}"}
                copy |= {key: _renamed(entry[key], number) for key in ("name", "also") if key in entry}
                _write(copy, path.with_stem(copy["id"]))
    menu = read_yaml(folder / "menu.yml")
    for theme in menu["themes"]:
        theme["rights"] = _in_turn(theme["rights"], times)
    for listed in ("child_rights", "child_plans"):
        menu[listed] = _in_turn(menu[listed], times)
    _write(menu, folder / "menu.yml")


def _renamed(name: str | list[str], number: int) -> str | list[str]:
    return f"{name} {number}" if isinstance(name, str) else [f"{one} {number}" for one in name]


def _in_turn(ids: list[str], times: int) -> list[str]:
    copies = (f"{entry_id}_{number}" for number in range(2, times + 1) for entry_id in ids)
    return [*ids, *copies]


def _write(data: Any, path: Path) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


if __name__ == "__main__":
    loader._loaded = loader.load(Path(sys.argv[1]))
    sys.exit(main())
