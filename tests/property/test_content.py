"""Whatever happens to a content file, loading gives a library or lines that name the file and say what is wrong."""

from __future__ import annotations

import copy
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.resources.library import Library
from bot.resources.loader import CONTENT, ContentError, load
from bot.resources.remedies import remedy
from bot.resources.strict_yaml import MOST_BYTES, read_yaml

SMALL = Path(__file__).parents[1] / "content" / "small"
TODAY = date(2026, 11, 21)
NAMES = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yml"))
REAL = sorted(CONTENT.rglob("*.yml"), key=lambda path: (path.stat().st_size, path.name))[:120:6]
TRICKS = [
    "&a ", "*a", "&a [*a]", "&a {x: *a}", "<<: {a: 1}", "<<: 3", "!!python/object/apply:os.system [x]", "!!binary AA",
    "!!int x", "!!float x", "!!bool x", "!!set {a, b}", "!!omap [a: 1]", "!!map x", "!!timestamp x", "!own x", "! x",
    "? [a]\n: b\n", "? ", "--- \n", "...\n", "%YAML 9.9\n", "\t", "\x00", "\x1b", "\ufeff", "\u2028", '"\\ud800"', "'",
    '"', "|", ">", "{", "[", "- ", "~", "=", ".inf", ".nan", "1e400", "0x1F", "1_000", "2026-02-30", "12:30:45",
    "2026-01-01T25:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "[" * 500, "- " * 500, "9" * 5000,
    "{phone:nobody}", "{phone:alarm_112/9}", "{", "}", "$", "` - at `$x`", "\U0001f469\u200d\U0001f9bd",
    "\u202e", "١٢٣",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, 0, -1, 3.5, float("inf"), float("nan"), 10**30, "", " ", "x" * 5000, "\u202e", "{phone:nobody}", "{",
    "https://x", [], {}, [[]], [None], {"a": 1}, {1: 2}, {None: None}, date(1, 1, 1), b"\x00\xff", "24/7", ["24/7"],
    {"mon": ["25:00-26:00"]}, {"mon": ["x"]}, ".", "a.b", "١٢٣", {"nl": 1, "en": 2}, {"nl": "a 5 b"}, {"": "x"},
]  # fmt: skip


def outcome(change: Callable[[Path], None]) -> Library | list[str]:
    """What loading the small resource base gives after a change, which must be one of the two."""
    with TemporaryDirectory() as folder:
        content = Path(shutil.copytree(SMALL, Path(folder) / "content"))
        change(content)
        try:
            return load(content, TODAY)
        except ContentError as error:
            for line in error.problems:
                file, said, what = line.partition(": ")
                assert file in NAMES, line
                assert said and what.strip(), line
                assert "\n" not in line, line
                assert remedy(line), f"an editor is not told what to do about: {line}"
            return error.problems


def places(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every value inside a file stands."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(place for key, value in inside for place in places(value, (*here, key)))]


def at(data: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


@st.composite
def changed_values(draw: st.DrawFn) -> tuple[str, str]:
    """A file in which one value is gone, is another, stands elsewhere, or has company."""
    name = draw(st.sampled_from(NAMES))
    data = yaml.safe_load((SMALL / name).read_text(encoding="utf-8"))
    place = draw(st.sampled_from(places(data)))
    if not place:
        return name, yaml.safe_dump(draw(st.sampled_from(VALUES)))
    holder, key = at(data, place[:-1]), place[-1]
    match draw(st.sampled_from(["drop", "replace", "replace", "copy", "add"])):
        case "drop":
            del holder[key]
        case "replace":
            holder[key] = draw(st.sampled_from(VALUES) | st.text(max_size=20))
        case "copy":
            holder[key] = copy.deepcopy(at(data, draw(st.sampled_from(places(data)))))
        case "add" if isinstance(holder, dict):
            holder[draw(st.sampled_from(["", "name", "nl", 5, None, True]) | st.text(max_size=5))] = "x"
        case "add":
            holder.append(draw(st.sampled_from(VALUES)))
    return name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


@settings(max_examples=60)
@given(changed_values())
def test_changed_values(changed: tuple[str, str]) -> None:
    name, text = changed
    outcome(lambda content: (content / name).write_bytes(text.encode("utf-8", "surrogatepass")) and None)


@st.composite
def changed_text(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with a trick of YAML, any text or any bytes typed somewhere into it, over what stands there or not."""
    name = draw(st.sampled_from(NAMES))
    before = (SMALL / name).read_bytes()
    start = draw(st.integers(0, len(before)))
    end = min(len(before), start + draw(st.sampled_from([0, 0, 1, 5, 60])))
    typed = draw(
        st.sampled_from(TRICKS).map(str.encode) | st.text(max_size=30).map(str.encode) | st.binary(max_size=30)
    )
    return name, before[:start] + typed + before[end:]


@settings(max_examples=70)
@given(changed_text())
@example(("rights/rest_time.yml", b""))
@example(("rights/rest_time.yml", b"\x00\xff\xfe"))
@example(("sources/leaflet.yml", b'leaflet: "\\ud800"'))
@example(("sources/leaflet.yml", b"leaflet: !!int x"))
@example(("sources/leaflet.yml", b"? !!map x\n: y"))
@example(("sources/leaflet.yml", b"leaflet: {checked_on: 0001-01-01T00:00:00+14:00}"))
def test_changed_text(changed: tuple[str, bytes]) -> None:
    name, data = changed
    outcome(lambda content: (content / name).write_bytes(data) and None)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_file_cut_off_anywhere(path: Path) -> None:
    """Its values stop in the middle; it may still be YAML, and then the types or the ids say so."""
    data = path.read_bytes()
    name = next(name for name in NAMES if name.split("/")[0] == path.relative_to(CONTENT).as_posix().split("/")[0])
    for part in (1, 2, 3):
        found = outcome(lambda content, part=part: (content / name).write_bytes(data[: len(data) * part // 4]) and None)
        assert isinstance(found, list)


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LAUGHS, "reference"),
        ("a: &a [*a]\n", "reference"),
        ("a: &a {b: *a}\n", "reference"),
        ("<<: *a\n", "reference"),
        ("a: !!python/object/apply:os.system [x]\n", "tag"),
        ("a: !!binary AA==\n", "tag"),
        ("[" * 100_000, "too deep"),
        ("- " * 100_000, "too deep"),
        ("? " * 100_000, "too deep"),
        ('{"a":' * 100_000, "too deep"),
        ("a: " + "9" * 5000, "cannot be read"),
        ('a: "\\udc00"', "invalid Unicode character"),
        ("a: 2026-02-30", "no date"),
        ("# " + "x" * MOST_BYTES, "larger than"),
    ],
    ids=lambda value: value[:12],
)
def test_what_yaml_can_do_to_a_reader_is_refused(tmp_path: Path, text: str, why: str) -> None:
    def write(content: Path) -> None:
        (content / "sources" / "leaflet.yml").write_text(text, encoding="utf-8")

    found = outcome(write)
    assert isinstance(found, list)
    assert any(line.startswith("sources/leaflet.yml: ") and why in line for line in found), found


def test_a_merge_key_is_a_key_like_any_other(tmp_path: Path) -> None:
    """PyYAML would let what stands behind it fill in keys that nobody sees in their place."""
    file = tmp_path / "merge.yml"
    file.write_text("<<: {kind: union}\n", encoding="utf-8")
    assert read_yaml(file) == {"<<": {"kind": "union"}}


def test_what_is_no_file_is_named() -> None:
    def folder(content: Path) -> None:
        (content / "menu.yml").unlink()
        (content / "menu.yml").mkdir()

    def nowhere(content: Path) -> None:
        (content / "menu.yml").unlink()
        (content / "menu.yml").symlink_to("/nowhere/at/all.yml")

    for change in (folder, nowhere):
        found = outcome(change)
        assert isinstance(found, list)
        assert [line for line in found if line.startswith("menu.yml: the file cannot be opened")], found


@pytest.mark.parametrize("again", ["{", "}", "9", "a", "a ", "a. ", "{phone:", "-"])
def test_time_grows_with_the_length_of_a_text(again: str) -> None:
    """Eight times the text may take about eight times as long, not sixty-four."""

    def seconds(length: int) -> float:
        body = (again * (length // len(again))).replace('"', "")

        def write(content: Path) -> None:
            path = content / "rights" / "rest_time.yml"
            lines = path.read_text(encoding="utf-8").splitlines()
            title = next(place for place, line in enumerate(lines) if line.startswith("  nl:"))
            lines[title] = f'  nl: "{body}"'
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")

        start = time.process_time()
        outcome(write)
        return time.process_time() - start

    assert seconds(64_000) < 12 * seconds(8_000)
