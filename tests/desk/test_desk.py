"""The tools for whoever keeps the resource base: report, preview, coverage and links. No test needs the internet."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace as with_
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from msgspec.structs import replace

from bot.desk import content, coverage, links, preview, privacy, report
from bot.resources.library import Library
from bot.resources.loader import ContentError, library, load
from bot.resources.schema import Words
from bot.voice import VOICES

SMALL = load(Path(__file__).parents[1] / "content" / "small")
TODAY = date(2026, 11, 25)
UNION, RIGHT, PLAN = SMALL.organisations["kunstenbond"], SMALL.rights["rest_time"], SMALL.plans["long_hours"]
LONG = "Je mag pauze nemen als je moe bent en je mag ook stoppen als het pijn doet in je voet of knie."
NASTY = "<script>alert(1)</script> & \"co\" 'x'"


def _same(text: str) -> Words:
    return Words(nl=text, en=text, nl_kind=text, en_kind=text)


def _wanting(text: str) -> Library:
    """The small resource base with something to look at in every section, named by ``text``."""
    no_way = replace(UNION, id="no_way", name=text, contacts=[])
    (contact,) = SMALL.organisations["kindertelefoon"].contacts[:1]
    union = replace(UNION, name=text, confidence="unverified", does=_same(f"{LONG} {text}"))
    line = replace(SMALL.organisations["kindertelefoon"], name=text, contacts=[replace(contact, hours=None)])
    document = replace(SMALL.coverage.documents["000"], title=text)
    return with_(
        SMALL,
        organisations={
            **SMALL.organisations,
            "kunstenbond": union,
            "kindertelefoon": line,
            "no_way": no_way,
        },
        rights={"rest_time": replace(RIGHT, not_confirmed=_same(text))},
        sources={**SMALL.sources, "unused": replace(SMALL.sources["leaflet"], dated="1999-05")},
        coverage=replace(SMALL.coverage, documents={"000": document}),
    )


def _sections(page: str) -> dict[str, str]:
    """Heading -> everything below it, up to the next heading."""
    first, *parts = page.split("<h2>")
    return {"top": first, **dict(part.split("</h2>", 1) for part in parts)}


@pytest.mark.parametrize(
    ("section", "shows"),
    [
        ("top", ["2026-11-25", "4 organisations, 1 rights, 1 plans", "due within 30 days"]),
        ("What goes stale when", ["2026-12", "2027-02", "rights/rest_time", "plans/long_hours"]),
        ("Not confirmed", ["Somebody", "(kunstenbond)", "(no_way, union)", "Somebody: 0800-0432", "rest_time"]),
        ("Voices", ["organisations/kunstenbond.yml: does", "nl = en", "nl = nl@kind", "en = en@kind"]),
        ("Reading level", [*(f"<h3>{voice.value}</h3>" for voice in VOICES), "organisations/kunstenbond: does", LONG]),
        ("Sources by age", ["1999", "unused"]),
        ("Coverage", ["Somebody (2024): 2 paragraphs", "3 entries"]),
    ],
)
def test_every_section_of_the_report_shows_what_to_look_at(section: str, shows: list[str]) -> None:
    sections = _sections(report.render(_wanting("Somebody"), TODAY))
    assert [text for text in shows if text not in sections[section]] == []


@pytest.mark.parametrize(
    ("section", "hides"),
    [
        ("Not confirmed", ["(kunstenbond)", "0800-0432", "rest_time"]),
        ("Voices", ["organisations/kunstenbond"]),
        ("Sources by age", ["1999", "leaflet", "agreement"]),
    ],
)
def test_the_report_leaves_out_what_is_right(section: str, hides: list[str]) -> None:
    sections = _sections(report.render(SMALL, TODAY))
    assert [text for text in hides if text in sections[section]] == []


@pytest.mark.parametrize(
    ("today", "tone"),
    [(date(2026, 11, 30), ""), (date(2026, 12, 1), "warn"), (date(2026, 12, 31), "warn"), (date(2027, 1, 1), "bad")],
)
def test_a_review_that_comes_near_or_is_late_stands_out(today: date, tone: str) -> None:
    days = (RIGHT.review_by - today).days
    assert f'<td class="{tone}">{days}</td><td>rights/rest_time</td>' in report.render(SMALL, today)


def test_the_report_escapes_html() -> None:
    page = report.render(_wanting(NASTY), TODAY)
    assert "<script" not in page
    for section in ("Not confirmed", "Voices", "Reading level", "Coverage"):
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;co&#34; &#39;x&#39;" in _sections(page)[section]


class _Balance(HTMLParser):
    """Every element that is opened is closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("base", [SMALL, library()], ids=["small", "real"])
def test_the_report_is_a_whole_page(base: Library) -> None:
    page = report.render(base, TODAY)
    assert _Balance(page).open == []
    assert "None" not in re.sub(r"<td>[^<]*</td>", "", page)


def test_the_report_is_written_where_it_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "results" / "report.html"
    monkeypatch.setattr(report, "REPORT", file)
    monkeypatch.setattr(report, "load_or_exit", lambda: SMALL)
    assert report.main() == 0
    assert file.read_text(encoding="utf-8") == report.render(SMALL, TODAY)
    assert str(file) in capsys.readouterr().out


@pytest.fixture
def previewed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command with the real resource base: (exit status, what it printed)."""
    monkeypatch.setattr(preview, "load_or_exit", library)

    def run(*arguments: str) -> tuple[int, str]:
        status = preview.main(list(arguments))
        return status, capsys.readouterr().out

    return run


@pytest.mark.parametrize("path", ["rights/whistleblower", "plans/long_hours", "organisations/mores"])
def test_a_preview_shows_an_entry_in_four_voices(previewed: Any, path: str) -> None:
    status, printed = previewed(path)
    assert status == 0
    _, *parts = re.split(rf"^{path}  (\S+)(?:  \S+)?\n=+\n", printed, flags=re.MULTILINE)
    shown = dict(zip(parts[::2], parts[1::2], strict=True))
    assert list(shown) == [voice.value for voice in VOICES]
    entry: Any = library().entry(path)
    words = entry.answer if path.startswith("rights") else entry.summary if path.startswith("plans") else entry.does
    for voice in VOICES:
        assert words.in_voice(voice) in shown[voice.value]


def test_a_preview_shows_every_variant_and_part(previewed: Any) -> None:
    right = library().rights["breaks"]
    _, printed = previewed("rights/breaks")
    for variant in right.variants:
        assert f"rights/breaks  nl  {variant.applies_to[0]}\n" in printed
        assert variant.answer.nl in printed
    plan = next(plan for plan in library().plans.values() if plan.variants)
    _, printed = previewed(f"plans/{plan.id}")
    for voice in VOICES:
        for part in plan.variants:
            assert f"plans/{plan.id}  {voice.value}  {part.id}\n" in printed
    for step in plan.steps:
        assert step.text.nl in printed


def test_a_preview_takes_the_name_of_a_file_too(previewed: Any) -> None:
    assert previewed("bot/content/rights/whistleblower.yml") == previewed("rights/whistleblower")


@pytest.mark.parametrize("path", ["rights/nothing", "organisations/breaks", "breaks", ""])
def test_a_preview_of_nothing_known_says_so_in_a_sentence(previewed: Any, path: str) -> None:
    status, printed = previewed(path)
    assert status == 1
    assert f"no entry '{path}'" in printed
    assert re.fullmatch(r"[A-Z][^\n]*\.\n", printed)


def test_a_preview_without_a_name_or_with_wrong_content_says_what_to_do(
    previewed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, printed = previewed()
    assert (status, "ENTRY=" in printed) == (1, True)

    def broken() -> Library:
        raise ContentError(["rights/x.yml: review_by: 2026-01-01 has passed"])

    monkeypatch.setattr(content, "load", broken)
    monkeypatch.setattr(preview, "load_or_exit", content.load_or_exit)
    with pytest.raises(SystemExit) as ended:
        previewed("rights/breaks")
    assert re.match(r"rights/x\.yml: review_by: 2026-01-01 has passed\n    -> [A-Z].*\.", str(ended.value))


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(coverage, "load_or_exit", lambda: SMALL)
    monkeypatch.setattr(coverage, "TABLE", tmp_path / "coverage.md")
    return tmp_path / "coverage.md"


def test_the_check_of_coverage_fails_when_the_file_differs(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert coverage.main([]) == 0
    written = table.read_text(encoding="utf-8")
    assert written == coverage.table(SMALL)
    assert coverage.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    table.write_text(f"{written}more\n", encoding="utf-8")
    assert coverage.main(["--check"]) == 1
    assert "make coverage" in capsys.readouterr().out
    assert table.read_text(encoding="utf-8") == f"{written}more\n"


def test_the_check_of_the_privacy_statement_fails_when_the_file_differs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(privacy, "load_or_exit", lambda: SMALL)
    monkeypatch.setattr(privacy, "STATEMENT", tmp_path / "privacy.md")
    assert privacy.main(["--check"]) == 1
    assert "make privacy" in capsys.readouterr().out
    assert privacy.main([]) == 0
    assert privacy.main(["--check"]) == 0
    assert "- Je mag vragen. (law)" in (tmp_path / "privacy.md").read_text(encoding="utf-8")


def test_coverage_has_a_row_for_every_paragraph_and_entry() -> None:
    base = library()
    rows = [line.split(" | ") for line in coverage.table(base).splitlines() if re.match(r"\| (?!paragraph)\S", line)]
    told = {(row[0].removeprefix("| "), row[1]) for row in rows}
    assert told == {(paragraph.paragraph, paragraph.about) for paragraph in base.coverage.paragraphs}
    assert len(rows) == sum(len(paragraph.names) + len(paragraph.topics) for paragraph in base.coverage.paragraphs)
    assert {len(row) for row in rows} == {5}
    for row in rows:
        found = re.fullmatch(r"\[[^\]]+\]\(\.\./(bot/content/[a-z]+/[a-z0-9_]+\.yml)\)", row[3])
        assert found and (Path(__file__).parents[2] / found[1]).exists(), row
        assert all(voice.value in row[4] for voice in VOICES), row


def test_coverage_says_what_a_child_is_sent_on_from() -> None:
    rows = {line.split(" | ")[2]: line for line in coverage.table(SMALL).splitlines() if "../bot/content" in line}
    assert UNION.adults_only
    assert rows["Kunstenbond"].endswith("nl, en, nl@kind (for adults), en@kind (for adults) |")
    assert rows[""].endswith("nl, en, nl@kind, en@kind |")


@pytest.mark.parametrize(
    ("status", "final", "state"),
    [
        (200, "https://a.nl/x", "there"),
        (200, "https://a.nl/x/", "there"),
        (200, "https://www.a.nl/x", "there"),
        (200, "http://a.nl/x", "there"),
        (200, "https://a.nl/", "moved"),
        (200, "https://b.nl/x", "moved"),
        (404, "https://a.nl/x", "gone"),
        (404, "https://a.nl/other", "gone"),
        (410, "https://a.nl/x", "gone"),
        (403, "https://a.nl/x", "look"),
        (429, "https://a.nl/x", "look"),
        (500, "https://a.nl/x", "look"),
    ],
)
def test_what_the_answer_of_a_site_means(status: int, final: str, state: str) -> None:
    assert links.state_of(status, "https://a.nl/x", final) == state


class _Site:
    """A server on this machine that answers, moves, refuses and hangs; it counts who asks."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.at_once = self.most_at_once = 0
        app = web.Application()
        app.router.add_get("/{name}", self.answer)
        self.server = TestServer(app)

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.asked.append(name)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(5 if name == "slow" else 0.01)
        self.at_once -= 1
        if name in ("moved", "to_nothing", "round"):
            raise web.HTTPMovedPermanently({"moved": "/there", "to_nothing": "/404", "round": "/round"}[name])
        return web.Response(status=int(name) if name.isdigit() else 200)

    def url(self, name: str) -> str:
        return str(self.server.make_url(f"/{name}"))


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[_Site]:
    monkeypatch.setattr(links, "_TIMEOUT", aiohttp.ClientTimeout(total=0.5))
    running = _Site()
    await running.server.start_server()
    yield running
    await running.server.close()


async def test_every_address_is_asked_and_told_apart(site: _Site) -> None:
    expected = {
        "there": "there", "moved": "moved", "404": "gone", "410": "gone", "to_nothing": "gone", "403": "look",
        "429": "look", "500": "look", "slow": "unreachable", "round": "unreachable",
    }  # fmt: skip
    wrong = {f"http://127.0.0.1:{unused_port()}/": "unreachable", "http://": "unreachable"}
    found = await links.check([*(site.url(name) for name in expected), *wrong])
    assert found == {site.url(name): state for name, state in expected.items()} | wrong


async def test_each_address_is_asked_once_and_few_at_the_same_time(site: _Site) -> None:
    names = [f"page{number}" for number in range(40)]
    assert set((await links.check(site.url(name) for name in names)).values()) == {"there"}
    assert sorted(site.asked) == sorted(names)
    assert 1 < site.most_at_once <= 8


def test_addresses_are_those_of_sources_and_contacts_each_once() -> None:
    leaflet = SMALL.sources["leaflet"]
    base = with_(SMALL, sources={**SMALL.sources, "same": leaflet, "paper": replace(leaflet, url="ISBN 978")})
    found = links.addresses(base)
    assert found[leaflet.url] == ["sources: leaflet", "sources: same"]
    assert all(url.startswith("http") for url in found)
    websites = {contact.value for contact in UNION.contacts if contact.channel == "website"}
    assert websites
    assert all("organisations/kunstenbond.yml" in found[url] for url in websites)


@pytest.mark.parametrize(
    ("names", "status", "says"),
    [
        pytest.param(["there"], 0, ["1 there"], id="all well"),
        pytest.param(
            ["there", "moved", "403"], 0, ["moved to another", "in a browser", "1 look, 1 moved"], id="a look"
        ),
        pytest.param(["there", "404"], 1, ["/404\n", "not found", "stands in: sources: 404"], id="gone"),
        pytest.param(["there", "slow"], 0, ["try again later", "1 there, 1 unreachable"], id="one is silent"),
        pytest.param(["slow"], 0, ["None of the 1 addresses answered", "Nothing was checked."], id="no network"),
    ],
)
async def test_the_command_names_what_to_look_at(
    site: _Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    names: list[str], status: int, says: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(links, "load_or_exit", lambda: SMALL)
    monkeypatch.setattr(links, "addresses", lambda base: {site.url(name): [f"sources: {name}"] for name in names})
    assert await asyncio.to_thread(links.main) == status
    printed = capsys.readouterr().out
    assert [text for text in says if text not in printed] == []
    assert site.url("there") not in printed
