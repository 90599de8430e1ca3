"""``python -m bench.fuzz_atheris``: fuzzing led by coverage of the parts that read bytes and words in plain Python.

Atheris watches which branches an input reaches and changes those that reach new ones; it finds what no list of tricks
has. Targets: ``yaml`` (a content file), ``clean`` (a typed text), ``danger`` (words of danger) and ``readers`` (age,
voice, steps, facts). Each gets ``--seconds``; what is found stands in a file crash-<hash> and ends the run.
Atheris is no dependency of the project: docs/fuzzing.md says how to have it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

TARGETS = ("yaml", "clean", "danger", "readers")
_LONGEST = 1000


def _target(name: str) -> Callable[[bytes], None]:
    import yaml

    from bot.advice import danger, plans, situation, voice_choice
    from bot.resources.strict_yaml import read_yaml
    from bot.server.limits import clean
    from bot.voice import Voice

    path = Path(tempfile.mkdtemp()) / "file.yml"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        try:
            read_yaml(path)
        except (yaml.YAMLError, UnicodeDecodeError):
            return

    def cleaned(data: bytes) -> None:
        left = clean(data.decode("utf-8", "surrogatepass") if _is_text(data) else data.decode("latin-1"))
        left.encode()
        assert not left.startswith("/")
        assert "\x00" not in left

    def dangers(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        found = danger.weigh(text, {})
        assert set(found) <= {*danger.LEVELS, danger.WORRY}
        assert set(danger.detect(text)) <= set(danger.detect(text.upper())) | {"help"}

    def readers(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        years = situation.years_in(text)
        assert years is None or 4 <= years <= 99
        situation.facts_in(text)
        situation.status_in(text)
        situation.age_answered(text)
        plans.step_asked(text)
        plans.step_named(text, 5)
        voice_choice.next_voice(Voice.NL, text, None)

    return {"yaml": read, "clean": cleaned, "danger": dangers, "readers": readers}[name]


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _run(name: str, seconds: int, seed: int) -> None:
    """Fuzz one target in this process; Atheris ends it."""
    import atheris

    with atheris.instrument_imports(include=["yaml", "bot"]):
        target = _target(name)
    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        f"-max_len={_LONGEST}",
        "-timeout=10",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options], lambda data: target(bytes(data)))
    atheris.Fuzz()


def main() -> int:
    """Each target in a process of its own, as Atheris ends the one it is in."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--seconds", type=int, default=120)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--target", choices=TARGETS)
    asked = wanted.parse_args()
    if asked.target:
        _run(asked.target, asked.seconds, asked.seed)
        return 0
    again = [sys.executable, "-m", "bench.fuzz_atheris", f"--seconds={asked.seconds}", f"--seed={asked.seed}"]
    ended = {name: subprocess.run([*again, f"--target={name}"], check=False).returncode for name in TARGETS}
    print({name: "found something" if code else "nothing found" for name, code in ended.items()})
    return 1 if any(ended.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
