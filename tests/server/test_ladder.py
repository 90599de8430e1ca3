"""What breaks is broken here for real; on every rung a person sees a human to call."""

from __future__ import annotations

import resource
import shutil
import signal
import tarfile
from pathlib import Path

import pytest

from bot.server.model_file import checksum_file, write_checksum
from tests.conftest import MODEL
from tests.server.service import ROOT, Service, copy_of_files, running

FIRST = {"nl": ("ik wil dood", "113"), "en": ("he raped me", "0800-0188"), "en@kind": ("my teacher hit me", "112")}


def still_helps(service: Service) -> None:
    """Danger words get their card, anything else people to call, and the page its numbers."""
    for voice, (text, number) in FIRST.items():
        reply = service.ask("/api/message", {"text": text, "voice": voice})
        assert reply.status == 200
        assert number in reply.json["messages"][0]["text"].splitlines()[0]
    reply = service.ask("/api/message", {"text": "hoeveel rust krijg ik", "voice": "nl"})
    assert "112" in reply.json["messages"][0]["text"]
    assert reply.json["messages"][0]["card"]["numbers"]
    assert "tel:112" in service.ask("/").text
    assert "tel:08000188" in service.ask("/pages/en/helplines").text
    assert service.ask("/readyz").status == 503


@pytest.mark.parametrize("broken", ["missing", "cut in half", "holds nothing"])
def test_without_a_model(tmp_path: Path, broken: str) -> None:
    model = tmp_path / "model.tar.gz"
    if broken == "cut in half":
        model.write_bytes(MODEL.read_bytes()[: MODEL.stat().st_size // 2])
        shutil.copy(checksum_file(MODEL), checksum_file(model))
    elif broken == "holds nothing":
        with tarfile.open(model, "w:gz"):
            pass
        write_checksum(model)
    with running(ROOT, tmp_path / "told", MODEL=str(model)) as service:
        service.wait(lambda: "make train" in service.told)
        still_helps(service)
        assert str(model) in service.told
        assert "Traceback" not in service.told


def test_while_the_model_loads(tmp_path: Path) -> None:
    with running(ROOT, tmp_path / "told", MODEL=str(MODEL)) as service:
        reply = service.ask("/api/message", {"text": "ik wil dood", "voice": "nl"})
        assert "113" in reply.json["messages"][0]["text"].splitlines()[0]
        service.wait(lambda: service.ask("/readyz").status == 200)
        reply = service.ask("/api/message", {"text": "hoeveel rust tussen twee voorstellingen", "voice": "nl"})
        assert reply.json["messages"][0]["card"]["kind"] == "right"


def test_with_too_little_memory_for_the_model(tmp_path: Path) -> None:
    def little() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 * 2**20, 400 * 2**20))

    with running(ROOT, tmp_path / "told", little, MODEL=str(MODEL), OPENBLAS_NUM_THREADS="1") as service:
        service.wait(lambda: "make train" in service.told)
        still_helps(service)


def test_on_a_full_disk(tmp_path: Path) -> None:
    """No file can grow: the model cannot be unpacked."""

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    with running(ROOT, tmp_path / "told", full, MODEL=str(MODEL), PYTHONDONTWRITEBYTECODE="1") as service:
        service.wait(lambda: "make train" in service.told)
        still_helps(service)


def test_when_its_output_goes_nowhere() -> None:
    with running(ROOT, Path("/dev/full"), MODEL="/nowhere") as service:
        service.wait(lambda: service.ask("/").status == 200)
        still_helps(service)


def test_content_that_breaks_while_it_runs(tmp_path: Path) -> None:
    folder = copy_of_files(tmp_path / "copy")
    line = folder / "bot/content/organisations/mores.yml"
    right = line.read_text(encoding="utf-8")

    def asked_again(service: Service, told: str) -> None:
        seen = service.told.count(told)
        service.process.send_signal(signal.SIGHUP)
        service.wait(lambda: service.told.count(told) > seen)

    with running(folder, tmp_path / "told", MODEL="/nowhere") as service:
        page = "/pages/nl/organisations/mores"
        was = service.ask(page)
        assert was.status == 200

        line.write_text(right.replace("name: ", "nmae: ", 1), encoding="utf-8")
        asked_again(service, "the old one stays")
        assert "organisations/mores.yml" in service.told
        assert service.ask(page) == was

        line.unlink()
        asked_again(service, "the old one stays")
        assert service.ask(page) == was

        line.write_bytes(b"\xff\xfe\x00")
        asked_again(service, "the old one stays")
        assert service.ask(page) == was

        line.write_text(right.replace("name: ", "name: Nieuw ", 1), encoding="utf-8")
        asked_again(service, "content read again")
        assert "Nieuw " in service.ask(page).text
        still_helps(service)


@pytest.mark.parametrize("broken", ["missing", "cut in half", "not a catalogue"])
def test_without_translations(tmp_path: Path, broken: str) -> None:
    """Facts and numbers stand in the content in every voice; only the bot's own sentences are then Dutch."""
    folder = copy_of_files(tmp_path / "copy")
    for path in (folder / "locales").glob("*.po"):
        if broken == "missing":
            path.unlink()
        else:
            text = path.read_bytes()
            path.write_bytes(text[: len(text) // 2] if broken == "cut in half" else b"\xff\xfe" * 500)
    with running(folder, tmp_path / "told", MODEL="/nowhere") as service:
        still_helps(service)


@pytest.mark.parametrize(
    ("environment", "named"),
    [({"LIMIT_PER_MINUTE": "many"}, "LIMIT_PER_MINUTE"), ({"REDIS_URL": "redis://127.0.0.1"}, "SESSION_SECRET")],
)
def test_a_wrong_setting_is_named_at_once(tmp_path: Path, environment: dict[str, str], named: str) -> None:
    with (
        pytest.raises(AssertionError, match=named),
        running(ROOT, tmp_path / "told", MODEL="/nowhere", **environment),
    ):
        pass
